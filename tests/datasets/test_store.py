"""Tables kept as read: what comes back is what was read, and what has changed is read anew."""

import gzip
import os
import shutil
import tempfile
import zipfile
from pathlib import Path
from unittest.mock import patch

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import create_app
from app.datasets import Coded, Dataset, DatasetError, Store
from app.datasets.build import config_path
from app.settings import Settings
from tests.datasets.kept import assert_same, opened, write_kinds
from tests.engine.strategies import CELLS, check

BUDGET = 1 << 30
MESSY = """Sales of the north
Printed on Monday

city;amount;day
Oslo;1,5;01.02.2020
Rome;n/a;13.02.2020
Bern;2,5
Kiel;3,5;14.02.2020;and more
Total;7,5;
""" + "".join(f"Paris;{i},25;{i % 28 + 1:02}.03.2020\n" for i in range(200))


def assert_kept(path: Path, store: Store, reads: list[str], part: str = "") -> Dataset:
    """Opened twice, it is read once, and is the same."""
    first = opened(path, store, part)
    before = len(reads)
    second = opened(path, store, part)
    assert len(reads) == before, "the file was read again"
    assert_same(first, second)
    assert_same(opened(path, None, part), second)
    return second


def test_every_kind_of_column_comes_back_as_it_was_read(data_dir, store, reads):
    kept = assert_kept(write_kinds(data_dir), store, reads)
    assert {column.kind for column in kept.columns.values()} == {
        *("category", "text", "integer", "number", "date", "boolean", "id", "geo", "empty")
    }
    assert {str(cells.values.dtype) for cells in kept.cells.values()} >= {"datetime64[D]", "datetime64[us]", "float64"}


def test_what_columns_are_on_a_map_comes_back(data_dir, store, reads):
    rows = "Chile,-33.4,-70.7,Santiago\nPeru,-12.0,-77.0,Lima\n" * 30
    (data_dir / "towns.csv").write_text("nation,lat,lon,town\n" + rows, encoding="utf-8")
    kept = assert_kept(data_dir / "towns.csv", store, reads)
    assert [column.place for column in kept.columns.values()] == ["country", "latitude", "longitude", ""]


def test_a_report_with_faults_comes_back(data_dir, store, reads):
    (data_dir / "messy.csv").write_text(MESSY, encoding="utf-8")
    report = assert_kept(data_dir / "messy.csv", store, reads).report
    assert report.header == (4,)
    assert report.skipped.count >= 2
    assert report.mended.first
    assert report.skipped.first[0].text.startswith("Sales of the north")


def test_what_the_owner_wants_and_can_not_have_comes_back(data_dir, store, reads):
    path = write_kinds(data_dir)
    (data_dir / "kinds.toml").write_text('title = "T"\n[columns.word]\nkind = "date"\n[columns.count]\nkind = "id"\n')
    kept = assert_kept(path, store, reads)
    assert [problem.key for problem in kept.problems] == ["columns.word.kind"]
    assert kept.columns["count"].kind == "id"


def test_a_table_that_pandas_reads_otherwise_keeps_its_recipe(data_dir, store, reads):
    (data_dir / "messy.csv").write_text(MESSY, encoding="utf-8")
    assert assert_kept(data_dir / "messy.csv", store, reads).recipe[0].startswith("# made by: flask convert")
    (data_dir / "plain.csv").write_text("a,b\n1,x\n", encoding="utf-8")
    assert assert_kept(data_dir / "plain.csv", store, reads).recipe[0].startswith("df = pd.read_csv(")


@pytest.mark.parametrize(
    "text", ["a,b\n", "a\n1\n", "a\nx\n", "a,b\n,\n,\n", "a\n\n1\n", "city\n" + "Oslo\n" * 300, "😀,\ta,<b>\n1,2,3\n"]
)
def test_tables_of_few_rows_and_odd_names_come_back(data_dir, store, reads, text):
    (data_dir / "small.csv").write_text(text, encoding="utf-8")
    assert_kept(data_dir / "small.csv", store, reads)


def test_other_forms_of_files_are_kept_too(data_dir, store, reads):
    frame = pd.read_csv(write_kinds(data_dir))
    frame.to_parquet(data_dir / "a.parquet")
    frame.to_json(data_dir / "b.json", orient="records")
    frame.to_csv(data_dir / "c.tsv", sep="\t", index=False)
    (data_dir / "d.csv.gz").write_bytes(gzip.compress((data_dir / "kinds.csv").read_bytes()))
    for name in ("a.parquet", "b.json", "c.tsv", "d.csv.gz"):
        assert_kept(data_dir / name, store, reads)


def test_the_parts_of_a_file_are_kept_apart(data_dir, store, reads):
    with zipfile.ZipFile(data_dir / "two.zip", "w") as archive:
        archive.writestr("one.csv", "a\n1\n")
        archive.writestr("other.csv", "a\n1\n2\n")
    rows = [assert_kept(data_dir / "two.zip", store, reads, part).rows for part in ("one.csv", "other.csv")]
    assert rows == [1, 2]


WORDS = st.text(st.characters(exclude_categories=("Cs",)), max_size=6)
FRAMES = st.integers(1, 12).flatmap(
    lambda rows: st.fixed_dictionaries(
        {
            "texts": st.lists(WORDS, min_size=rows, max_size=rows),
            **{name: st.lists(cells, min_size=rows, max_size=rows) for name, cells in CELLS.items()},
        }
    )
)


@check(max_examples=60)
@given(FRAMES)
def test_any_table_comes_back_as_it_was_read(columns):
    with tempfile.TemporaryDirectory() as folder, patch("app.datasets.store.SMALLEST", 1):
        path = Path(folder) / "table.csv"
        pd.DataFrame(columns).to_csv(path, index=False)
        store = Store(Path(folder) / "kept", budget=BUDGET)
        try:
            first = opened(path, store)
        except DatasetError:
            return
        assert len(list(store.root.iterdir())) == 1
        assert_same(first, opened(path, store))


def test_what_is_kept_is_not_read_again(data_dir, store, monkeypatch):
    path = write_kinds(data_dir)
    first = opened(path, store)
    monkeypatch.setattr("app.datasets.build.read", lambda *_, **__: pytest.fail("the file was read again"))
    monkeypatch.setattr("app.datasets.build.measure", lambda _: pytest.fail("a column was measured again"))
    assert_same(first, opened(path, store))
    assert_same(first, opened(path, Store(store.root, budget=BUDGET)))


def test_a_file_that_was_only_touched_or_moved_is_not_read_again(data_dir, store, reads):
    path = write_kinds(data_dir)
    opened(path, store)
    os.utime(path, (1, 1))
    opened(path, store)
    (data_dir / "folder").mkdir()
    path.rename(data_dir / "folder" / path.name)
    assert opened(data_dir / "folder" / path.name, store).modified == 1
    assert reads == ["kinds.csv"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", '[read]\nmissing = ["Oslo"]'),
        ("", "[read]\nskip = 1"),
        ("[read]\nheader = 1", "[read]\nheader = 2"),
        ("", '[columns.count]\nkind = "category"'),
        ('[columns.count]\nkind = "category"', '[columns.count]\nkind = "id"'),
        ('[columns.count]\nkind = "category"', '[columns.gap]\nkind = "category"'),
        ('[columns.count]\nkind = "category"', ""),
    ],
)
def test_other_wishes_on_reading_are_read_anew(data_dir, store, reads, before, after):
    path = write_kinds(data_dir)
    for text in (before, after):
        config_path(path).write_text(text, encoding="utf-8")
        assert_kept(path, store, reads)
    assert len(set(store.root.iterdir())) == 2


@pytest.mark.parametrize(
    "after",
    [
        'title = "Another"\ndescription = "d"\nsort = "-count"\ncharts = ["bar:word"]',
        '[columns.count]\nlabel = "Visits"\nunit = "km"\nhidden = true\nformat = "si"\ndescription = "d"',
        "[read]",
        "this is no TOML",
    ],
)
def test_other_words_about_it_are_not_a_reason_to_read(data_dir, store, reads, after):
    path = write_kinds(data_dir)
    opened(path, store)
    config_path(path).write_text(after, encoding="utf-8")
    kept = opened(path, store)
    assert reads == ["kinds.csv"]
    assert_same(opened(path, None), kept)


def test_changed_content_is_read_anew_even_if_size_and_time_are_the_same(data_dir, store, reads):
    path = data_dir / "a.csv"
    for cell in "172":
        path.write_text(f"a\n{cell}\n", encoding="utf-8")
        os.utime(path, (5, 5))
        assert assert_kept(path, store, reads).columns["a"].low == int(cell)


def test_content_that_was_there_before_is_still_kept(data_dir, store, reads):
    path = data_dir / "a.csv"
    for cell in "121":
        path.write_text(f"a\n{cell}\n", encoding="utf-8")
        assert opened(path, store).columns["a"].low == int(cell)
    assert reads == ["a.csv"] * 2


def test_another_reader_reads_anew(data_dir, store, reads, monkeypatch):
    path = write_kinds(data_dir)
    opened(path, store)
    monkeypatch.setattr("app.datasets.store._reader", lambda: "of another version")
    assert_kept(path, store, reads)
    assert len(list(store.root.iterdir())) == 2


@pytest.mark.parametrize(("smallest", "kept"), [(1, 1), (10, 1), (11, 0)])
def test_small_files_are_not_worth_it(data_dir, store, monkeypatch, smallest, kept):
    monkeypatch.setattr("app.datasets.store.SMALLEST", smallest)
    (data_dir / "a.csv").write_text("a\n1\n2\n3\n4\n", encoding="utf-8")
    assert opened(data_dir / "a.csv", store).rows == 4
    assert len(list(store.root.glob("*"))) == kept


def test_scripts_and_folders_are_never_kept(data_dir, store, reads):
    (data_dir / "made.py").write_text("import pandas as pd\ndef load():\n    return pd.DataFrame({'a': [1]})\n")
    (data_dir / "parts").mkdir()
    pd.DataFrame({"a": [1]}).to_parquet(data_dir / "parts" / "1.parquet")
    for name in ("made.py", "parts"):
        for _ in range(2):
            assert opened(data_dir / name, store).rows == 1
    assert reads == ["made.py", "made.py", "parts", "parts"]
    assert not store.root.exists()


def test_a_file_that_can_not_be_read_is_not_kept(data_dir, store, reads):
    (data_dir / "noise.csv").write_bytes(bytes(range(256)) * 9)
    for _ in range(2):
        with pytest.raises(DatasetError, match=r"^noise\.csv "):
            opened(data_dir / "noise.csv", store)
    assert reads == ["noise.csv"] * 2
    assert not store.root.exists()


def test_a_file_that_may_not_be_opened_is_told_in_a_sentence(data_dir, store, monkeypatch):
    path, real = write_kinds(data_dir), Path.open

    def refuse(self, *given, **named):
        if self == path:
            raise PermissionError(13, "Permission denied", str(path))
        return real(self, *given, **named)

    monkeypatch.setattr(Path, "open", refuse)
    monkeypatch.setattr("app.datasets.build.read", lambda path, **_: read_text(path))
    with pytest.raises(DatasetError, match=r"^kinds\.csv can't be read"):
        opened(path, store)


def read_text(path: Path) -> None:
    try:
        path.open()
    except OSError as error:
        raise DatasetError(f"{path.name} can't be read: {error}") from error


def test_arrays_are_mapped_into_memory_and_can_not_be_written(data_dir, store):
    path = write_kinds(data_dir)
    opened(path, store)
    for cells in opened(path, store).cells.values():
        numbers = cells.codes if isinstance(cells, Coded) else cells.values
        assert type(numbers) is np.ndarray
        assert isinstance(numbers.base, np.memmap)
        assert not numbers.flags.writeable
        with pytest.raises(ValueError, match="read-only"):
            numbers[0] = numbers[1]


def test_an_open_table_outlives_what_was_kept_of_it(data_dir, store):
    path = write_kinds(data_dir)
    opened(path, store)
    kept = opened(path, store)
    shutil.rmtree(store.root)
    assert_same(opened(path, None), kept)


@pytest.mark.parametrize("cache", ["kept", ""])
def test_the_setting_says_where_tables_are_kept_and_blank_is_nowhere(data_dir, tmp_path, monkeypatch, cache):
    monkeypatch.setattr("app.datasets.store.SMALLEST", 1)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    write_kinds(data_dir)
    folder = str(tmp_path / cache) if cache else ""
    app = create_app(Settings.read({"WINNOW_DATA_DIR": str(data_dir), "WINNOW_CACHE_DIR": folder}))
    assert app.test_client().get("/kinds").status_code == 200
    assert len(list(tmp_path.rglob("table.json"))) == (1 if cache else 0)
    assert {path.name for path in tmp_path.iterdir()} == {"data", *([cache] if cache else [])}
