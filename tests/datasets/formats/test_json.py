"""JSON is read in the shapes that tables are written in."""

import json
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.datasets.errors import DatasetError
from app.datasets.formats.json import JsonTable, read_json
from tests.datasets.formats.broken import complaint, raises_nothing_else

SHARED = Path("/work/shared/data")
FRAME = pd.DataFrame({"a": [1, 2], "b": ["x", "y"]})
AB = {"a": ["1", "2"], "b": ["x", "y"]}
POINT = {
    "type": "Feature",
    "id": 7,
    "properties": {"mag": 1.5},
    "geometry": {"type": "Point", "coordinates": [1, 2, 3]},
}
AREA = {"type": "Feature", "properties": None, "geometry": {"type": "Polygon", "coordinates": []}}
SHAPES = [
    ('[{"a": 1, "b": "x"}, {"a": 2, "b": "y"}]', AB),
    (FRAME.to_json(), AB),
    (FRAME.to_json(orient="records"), AB),
    (FRAME.to_json(orient="records", lines=True), AB),
    (FRAME.to_json(orient="split"), AB),
    (FRAME.to_json(orient="table"), AB),
    (FRAME.to_json(orient="index"), {"index": ["0", "1"], **AB}),
    (FRAME.set_axis([4, 9]).to_json(), {"index": ["4", "9"], **AB}),
    (FRAME.set_axis([4, 9]).to_json(orient="split"), {"index": ["4", "9"], **AB}),
    ('{"a": [1, 2], "b": ["x", "y"]}', AB),
    ('{"hourly": {"a": [1, 2], "b": ["x", "y"]}, "unit": "m"}', AB),
    ('[["a", "b"], [1, "x"], [2, "y"]]', AB),
    ('["a", "b"]\n[1, "x"]\n[2, "y"]\n', AB),
    ("[[1, 2], [3]]", [("", ["1", "3"]), ("", ["2", None])]),
    ('{"meta": {"n": 2}, "data": [{"a": 1, "b": "x"}, {"a": 2, "b": "y"}]}', AB),
    ('[{"page": 1}, [{"a": 1, "b": "x"}, {"a": 2, "b": "y"}]]', AB),
    ('[{"a": {"b": {"c": 1}}, "d": [1, {"e": 2}]}]', {"a.b.c": ["1"], "d": ['[1,{"e":2}]']}),
    ('[{"b": 1}, {"a": 2, "b": null}, {}, null]', {"b": ["1", None, None, None], "a": [None, "2", None, None]}),
    ('[{"a.b": 1, "a": {"b": 2}}]', [("a.b", ["1"]), ("a.b", ["2"])]),
    ('{"one": {"x": 1}, "two": {"x": 2}}', {"index": ["one", "two"], "x": ["1", "2"]}),
    ('{"a": 1, "b": {"c": "x"}}', {"a": ["1"], "b.c": ["x"]}),
    ("[1, null, 3]", {"value": ["1", None, "3"]}),
    ('[{"a": true, "b": 12345678901234567890, "c": 0.1, "d": NaN, "e": -Infinity}]',
     {"a": ["true"], "b": ["12345678901234567890"], "c": ["0.1"], "d": [None], "e": ["-inf"]}),
    ('[{"a": "\\ud800", "\\udfff": "é"}]', {"a": ["?"], "?": ["é"]}),
    (json.dumps({"type": "FeatureCollection", "features": [POINT, AREA]}),
     {"id": ["7", None], "mag": ["1.5", None], "longitude": ["1", None], "latitude": ["2", None],
      "elevation": ["3", None], "geometry": [None, "Polygon"]}),
    (json.dumps(POINT) + "\n" + json.dumps(POINT),
     {"id": ["7", "7"], "mag": ["1.5", "1.5"],
      "longitude": ["1", "1"], "latitude": ["2", "2"], "elevation": ["3", "3"]}),
]  # fmt: skip


def read(folder: Path, content: str | bytes, name: str = "file.json") -> list[JsonTable]:
    (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_json(folder / name)


def columns(table: JsonTable) -> list[tuple[str, list[str | None]]]:
    return list(zip(table.columns, table.cells, strict=True))


@pytest.mark.parametrize(("content", "expected"), SHAPES)
def test_a_table_is_found_in_each_shape(
    tmp_path: Path, content: str, expected: dict[str, list[str | None]] | list[tuple[str, list[str | None]]]
) -> None:
    found = read(tmp_path, content)
    assert columns(found[0]) == (list(expected.items()) if isinstance(expected, dict) else expected)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32"])
def test_encodings_are_told_by_their_first_bytes(tmp_path: Path, encoding: str) -> None:
    assert read(tmp_path, '[{"ä": "ö"}]'.encode(encoding))[0].columns == ("ä",)


def test_several_tables_come_longest_first_by_the_names_of_their_keys(tmp_path: Path) -> None:
    found = read(tmp_path, '{"graph": {"nodes": [{"a": 1}], "links": [{"b": 1}, {"b": 2}]}}')
    assert [(table.name, table.rows) for table in found] == [("graph.links", 2), ("graph.nodes", 1)]


def test_columns_of_strings_only_are_told(tmp_path: Path) -> None:
    table = read(tmp_path, '[{"zip": "01234", "n": 1, "mix": "1", "none": null}, {"zip": null, "mix": 1}]')[0]
    assert dict(zip(table.columns, table.strings, strict=True)) == {
        "zip": True,
        "n": False,
        "mix": False,
        "none": False,
    }


@pytest.mark.parametrize(
    ("name", "content", "rows", "faults"),
    [
        ("file.json", '{"a": 1}\n\n{"a": 2}\n{"a": ', 2, ((4, '{"a":'),)),
        ("file.ndjson", '{"a": 1}\r\noops\r\n{"a": 2}\r\n3\r\n', 2, ((2, "oops"), (4, "3"))),
        ("file.jsonl", '{"a": [1, 2]}', 1, ()),
        ("file.jsonl", '\x1e{"a": "\u2028"}\n\x1e{"a": 2}', 2, ()),
    ],
)
def test_lines_that_are_no_record_are_faults(
    tmp_path: Path, name: str, content: str, rows: int, faults: tuple[tuple[int, str], ...]
) -> None:
    table = read(tmp_path, content, name)[0]
    assert (table.rows, table.faults) == (rows, faults)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("", "file.json is empty; write a list of records."),
        ("[]", 'file.json holds no table; write a list of records: [{"name": "value"}].'),
        ("{}", 'file.json holds no table; write a list of records: [{"name": "value"}].'),
        ("[{}, null]", 'file.json holds no table; write a list of records: [{"name": "value"}].'),
        ("12", 'file.json holds no table; write a list of records: [{"name": "value"}].'),
        ('[{"a": 1},', "file.json is no JSON (Expecting value, line 1, column 11); correct it or save it again."),
        ("[" * 100_000, "file.json is nested too deep to be a table; write a list of records."),
        ('{"a":' * 100_000, "file.json is nested too deep to be a table; write a list of records."),
        ("[" + "9" * 5000 + "]", "file.json has a number of thousands of digits; write it as text."),
        (b'["\xff"]', "file.json is not UTF-8 text (byte 2); save it as UTF-8."),
    ],
)
def test_each_fault_has_its_sentence(tmp_path: Path, content: str | bytes, sentence: str) -> None:
    with pytest.raises(DatasetError) as error:
        read(tmp_path, content)
    assert str(error.value) == sentence


def test_records_that_each_have_their_own_keys_are_bounded(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match=r"^file\.json has 10,001 columns"):
        read(tmp_path, json.dumps([{f"key {number}": 1} for number in range(20_000)]))


def test_objects_deeper_than_eight_levels_are_text(tmp_path: Path) -> None:
    table = read(tmp_path, "[" + '{"a":' * 10 + "1" + "}" * 10 + "]")[0]
    assert columns(table) == [(".".join("a" * 8), ['{"a":{"a":1}}'])]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda below: st.lists(below, max_size=4) | st.dictionaries(st.text(max_size=3), below, max_size=4),
    max_leaves=20,
)


@settings(max_examples=200, deadline=None)
@given(JSON, st.sampled_from(["a.json", "a.jsonl"]))
def test_any_json_is_tables_of_equal_columns_or_a_sentence(tmp_path_factory, value: object, name: str) -> None:
    found: list[JsonTable] = []
    sentence = complaint(lambda: found.extend(read(tmp_path_factory.mktemp("json"), json.dumps(value), name)))
    assert found or sentence.startswith(name)
    for table in found:
        assert {len(cells) for cells in table.cells} == {table.rows}
        assert len(table.columns) == len(table.cells) == len(table.strings)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.fixed_dictionaries({"a": st.integers(), "b": st.text(max_size=5)}), min_size=1, max_size=5))
def test_records_keep_every_value(tmp_path_factory, records: list[dict[str, object]]) -> None:
    table = read(tmp_path_factory.mktemp("json"), json.dumps(records))[0]
    assert dict(columns(table)) == {"a": [str(row["a"]) for row in records], "b": [row["b"] for row in records]}


def test_damaged_files_raise_only_sentences(tmp_path: Path) -> None:
    for name in ("file.json", "file.ndjson"):
        lines = [json.dumps({"a": number, "b": {"c": "é"}}) for number in range(20)]
        content = "\n".join(lines) if name == "file.ndjson" else f"[{','.join(lines)}]"
        (tmp_path / name).write_text(content, encoding="utf-8")
        assert raises_nothing_else(tmp_path / name, read_json, times=500) > 100


@pytest.mark.skipif(not SHARED.exists(), reason="needs the shared files")
@pytest.mark.parametrize(
    ("file", "rows", "some"),
    [
        ("cars.json", 406, ("Name", "Miles_per_Gallon")),
        ("earthquakes.json", 1707, ("mag", "longitude", "latitude", "elevation")),
        ("movies.json", 3201, ("Title", "US Gross")),
        ("testjson_nested.json", 2, ("text", "nested.nested.date")),
        ("worldbank_api_v2_SP.POP.TOTL_IND.json", 63, ("country.value", "date", "value")),
        ("foods1.ndjson", 27, ("category", "calories")),
    ],
)
def test_found_files_are_read_whole(file: str, rows: int, some: tuple[str, ...]) -> None:
    table = read_json(SHARED / file)[0]
    assert (table.rows, table.name, table.faults) == (rows, "", ())
    assert set(some) <= set(table.columns)
