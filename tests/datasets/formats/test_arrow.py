"""Parquet and Arrow files are read column by column."""

import subprocess
import sys
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyarrow import feather, parquet

from app.datasets.errors import DatasetError
from app.datasets.formats.arrow import open_arrow
from tests.datasets.formats.broken import raises_nothing_else
from tests.datasets.formats.test_arrow_cells import cells, point

INTEGERS = st.integers(-(2**63), 2**63 - 1)
SHARED = Path("/work/shared/data")


def read(path: Path) -> dict[str, list[object]]:
    source = open_arrow(path)
    return {name: cells(source.column(position)) for position, name in enumerate(source.names)}


def write_stream(table: pa.Table, path: Path) -> None:
    with pa.ipc.new_stream(str(path), table.schema) as writer:
        writer.write_table(table, max_chunksize=2)


WRITERS: dict[str, Callable[[pa.Table, Path], object]] = {
    "a.parquet": lambda table, path: parquet.write_table(table, path, row_group_size=2),
    "a.feather": lambda table, path: feather.write_feather(table, str(path), chunksize=2),
    "raw.feather": lambda table, path: feather.write_feather(table, str(path), compression="uncompressed"),
    "a.arrow": write_stream,
}
TABLE = pa.table(
    {
        "n": [1, None, 3, 4],
        "word": ["a", "a", "b", None],
        "s": [{"x": 1, "y": {"z": "p"}}, None, {"x": None, "y": None}, {"x": 4, "y": {"z": "q"}}],
        "s.x": [5, 6, 7, 8],
        "kind": pa.array(["u", "v", "u", None]).dictionary_encode(),
        "list": [[1], [], None, [2, 3]],
        "bytes": [b"\xff", b"a", None, b""],
        "price": [Decimal("1.5"), None, Decimal("2.25"), Decimal(0)],
    }
)


@pytest.mark.parametrize("name", WRITERS)
def test_each_format_gives_the_same_columns(tmp_path: Path, name: str) -> None:
    WRITERS[name](TABLE, tmp_path / name)
    assert open_arrow(tmp_path / name).rows == 4
    found = open_arrow(tmp_path / name)
    assert found.names == ["n", "word", "s.x", "s.y.z", "s.x", "kind", "list", "bytes", "price"]
    assert [cells(found.column(position)) for position in range(len(found.names))] == [
        [1, None, 3, 4],
        ["a", "a", "b", None],
        [1, None, None, 4],
        ["p", None, None, "q"],
        [5, 6, 7, 8],
        ["u", "v", "u", None],
        ["[1]", "[]", None, "[2,3]"],
        ["0xff", "a", None, ""],
        [1.5, None, 2.25, 0.0],
    ]


@pytest.mark.parametrize("name", WRITERS)
def test_files_without_rows_have_columns(tmp_path: Path, name: str) -> None:
    WRITERS[name](TABLE.slice(0, 0), tmp_path / name)
    assert list(read(tmp_path / name).values()) == [[] for _ in range(8)]


FRAME = pd.DataFrame({"a": [1, 2]})
INDEXES = [
    (FRAME, {"a": [1, 2]}),
    (FRAME.set_axis(["x", "y"]), {"index": ["x", "y"], "a": [1, 2]}),
    (FRAME.set_axis(pd.Index(["x", "y"], name="key")), {"key": ["x", "y"], "a": [1, 2]}),
    (FRAME.set_axis(pd.RangeIndex(5, 7, name="key")), {"key": [5, 6], "a": [1, 2]}),
    (FRAME.rename(columns={"a": "index"}).set_axis([3, 9]), {"level_0": [3, 9], "index": [1, 2]}),
    (FRAME.set_axis(pd.MultiIndex.from_tuples([("x", 1), ("y", 2)])),
     {"level_0": ["x", "y"], "level_1": [1, 2], "a": [1, 2]}),
]  # fmt: skip


@pytest.mark.parametrize(("frame", "expected"), INDEXES)
def test_an_index_is_a_column_if_it_says_something(
    tmp_path: Path, frame: pd.DataFrame, expected: dict[str, list[object]]
) -> None:
    frame.to_parquet(tmp_path / "a.parquet")
    found = read(tmp_path / "a.parquet")
    assert list(found.items()) == list(expected.items())


def test_parts_of_a_folder_are_joined_by_the_names_of_their_columns(tmp_path: Path) -> None:
    folder = tmp_path / "parts"
    (folder / "deep").mkdir(parents=True)
    parquet.write_table(pa.table({"a": [1], "b": ["x"], "c": [1]}), folder / "0.parquet")
    parquet.write_table(pa.table({"b": ["y"], "a": [2.5], "c": ["one"]}), folder / "1.parquet")
    parquet.write_table(pa.table({"d": [True]}), folder / "deep" / "2.parquet")
    for note in ("_SUCCESS", "_metadata.parquet", ".part.parquet.crc", "README.txt"):
        (folder / note).write_text("no table", encoding="utf-8")
    found = read(folder)
    assert {name: sorted(map(str, column)) for name, column in found.items()} == {
        "a": ["1.0", "2.5", "None"],
        "b": ["None", "x", "y"],
        "c": ["1", "None", "one"],
        "d": ["None", "None", "True"],
    }


def test_keys_in_the_names_of_folders_are_columns(tmp_path: Path) -> None:
    for year, place in [(2023, "Rome"), (2024, "São Paulo"), (2024, "__HIVE_DEFAULT_PARTITION__")]:
        part = tmp_path / "data" / f"year={year}" / f"place={place}" / "zip=01234"
        part.mkdir(parents=True)
        parquet.write_table(pa.table({"n": [year]}), part / "0.parquet")
    found = read(tmp_path / "data")
    assert found["year"] == found["n"] == [2023, 2024, 2024]
    assert sorted(map(str, found["place"])) == ["None", "Rome", "São Paulo"]
    assert found["zip"] == ["01234"] * 3


def test_geometries_of_geoparquet_are_told(tmp_path: Path) -> None:
    about = {b"geo": b'{"columns": {"geometry": {"encoding": "WKB"}}}'}
    table = pa.table({"geometry": [point(1, 2), None], "other": [point(1, 2), b"x"]})
    parquet.write_table(table.replace_schema_metadata(about), tmp_path / "a.parquet")
    found = read(tmp_path / "a.parquet")
    assert found["geometry"] == ["Point (1 2)", None]
    assert found["other"] == [f"0x{point(1, 2).hex()}", "x"]


def test_bytes_that_are_no_utf8_are_read_as_far_as_they_go(tmp_path: Path) -> None:
    broken = pa.array([b"a\xff", b"b"]).view(pa.string())
    parquet.write_table(pa.table({"a": broken}), tmp_path / "a.parquet")
    assert read(tmp_path / "a.parquet") == {"a": ["a\ufffd", "b"]}


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.parquet", b"", r"^a\.parquet is damaged or can't be read \(.*\); write it again\.$"),
        ("a.parquet", b"PAR1" + bytes(100), r"^a\.parquet is damaged or can't be read \(.*\); write it again\.$"),
        ("a.feather", b"ARROW1", r"^a\.feather is damaged or can't be read \(.*\); write it again\.$"),
        ("a.arrow", b"a,b\n1,2\n", r"^a\.arrow is damaged or can't be read \(.*\); write it again\.$"),
    ],
)
def test_each_fault_has_its_sentence(tmp_path: Path, name: str, content: bytes, sentence: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(DatasetError, match=sentence):
        open_arrow(tmp_path / name)


def test_a_missing_file_an_empty_folder_and_a_name_used_twice_are_told(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match=r"^gone\.parquet is gone"):
        open_arrow(tmp_path / "gone.parquet")
    (tmp_path / "empty").mkdir()
    with pytest.raises(DatasetError, match=r"^empty has no Parquet files"):
        open_arrow(tmp_path / "empty")
    parquet.write_table(pa.Table.from_arrays([[1], [2]], names=["a", "a"]), tmp_path / "a.parquet")
    with pytest.raises(DatasetError, match=r"^a\.parquet has two columns named a"):
        open_arrow(tmp_path / "a.parquet")


@pytest.mark.parametrize("name", WRITERS)
def test_damaged_files_raise_only_sentences(tmp_path: Path, name: str) -> None:
    WRITERS[name](TABLE, tmp_path / name)
    assert raises_nothing_else(tmp_path / name, read, times=200) > 50


@settings(max_examples=50, deadline=None)
@given(
    st.lists(st.tuples(st.none() | INTEGERS, st.none() | st.text(max_size=3), st.none() | st.booleans()), min_size=1),
    st.sampled_from(list(WRITERS)),
)
def test_every_cell_is_kept(tmp_path_factory, rows: list[tuple[object, ...]], name: str) -> None:
    columns = dict(zip("abc", map(list, zip(*rows, strict=True)), strict=True))
    kinds = pa.schema({"a": pa.int64(), "b": pa.string(), "c": pa.bool_()})
    path = tmp_path_factory.mktemp("arrow") / name
    WRITERS[name](pa.table(columns, schema=kinds), path)
    assert read(path) == columns


MEASURE = """
import resource, sys
from pathlib import Path
from app.datasets.formats.arrow import open_arrow
peak = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss << 10
source = open_arrow(Path(sys.argv[1]))
before = peak()
kept = [source.column(position) for position in range(len(source.names))]
print((peak() - before) / sum(column.memory_usage() for column in kept))
"""


def test_a_million_rows_need_at_most_three_times_their_arrays(tmp_path: Path) -> None:
    rows, chance = 1_000_000, np.random.default_rng(0)
    frame = pd.DataFrame({f"number {number}": chance.random(rows) for number in range(6)})
    frame["count"], frame["flag"] = np.arange(rows), chance.random(rows) < 0.5
    frame["day"] = pd.date_range("2000-01-01", periods=rows, freq="min")
    frame["word"] = chance.choice(["red", "green", "blue"], rows)
    frame.to_parquet(tmp_path / "big.parquet")
    command = [sys.executable, "-c", MEASURE, str(tmp_path / "big.parquet")]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=Path.cwd())
    assert float(done.stdout) < 3


@pytest.mark.skipif(not SHARED.exists(), reason="needs the shared files")
@pytest.mark.parametrize(
    ("file", "rows", "names"),
    [
        ("foods1.parquet", 27, ["category", "calories", "fats_g", "sugars_g"]),
        ("nation.plain.parquet", 25, ["nation_key", "name", "region_key", "comment_col"]),
        ("geoparquet_example.parquet", 5, ["pop_est", "continent", "name", "iso_a3", "gdp_md_est", "geometry"]),
    ],
)
def test_found_files_are_read_whole(file: str, rows: int, names: list[str]) -> None:
    found = read(SHARED / file)
    assert list(found) == names
    assert {len(column) for column in found.values()} == {rows}
    assert "geometry" not in found or set(found["geometry"]) == {"MultiPolygon", "Polygon"}
