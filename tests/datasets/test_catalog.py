"""The datasets of a folder, as they are at each look."""

import gzip
import os
import sqlite3
import threading
import time
import zipfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import openpyxl
import pandas as pd
import pytest

from app.datasets import Catalog, DatasetError
from tests.datasets.cells import table_of
from tests.recipes import run_recipe

ROWS = "a,b\n1,x\n2,y\n"


def names(folder):
    return {name: entry.path.name for name, entry in Catalog(folder).entries().items()}


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ([], {}),
        (["sales.csv"], {"sales": "sales.csv"}),
        (["b.csv", "a.csv"], {"a": "a.csv", "b": "b.csv"}),
        (["SALES.CSV"], {"sales": "SALES.CSV"}),
        (["my sales.csv"], {"my-sales": "my sales.csv"}),
        (["😀.csv"], {"dataset": "😀.csv"}),
        (["😀.csv", "💥.csv"], {"dataset": "💥.csv", "dataset-csv": "😀.csv"}),
        (['it\'s "odd".csv'], {"it-s-odd": 'it\'s "odd".csv'}),
        (["a..b.csv"], {"a-b": "a..b.csv"}),
        (["..csv", ".hidden.csv", ".csv", "_draft.csv", "__init__.py"], {}),
        (["README.txt", "LICENSE.txt", "requirements.txt", "sales.toml", "csv", "sales.csv.bak"], {}),
        (
            ["notes.txt", "sales.dat", "sales.tab"],
            {"notes": "notes.txt", "sales": "sales.dat", "sales-tab": "sales.tab"},
        ),
        (["sales.tar.gz", "sales.bak.gz", "sales.gz"], {}),
        (["sales.csv", "sales.parquet"], {"sales": "sales.csv", "sales-parquet": "sales.parquet"}),
        (["sales.csv", "Sales.csv"], {"sales": "Sales.csv", "sales-csv": "sales.csv"}),
        (["a b.csv", "a-b.csv", "a_b.csv"], {"a-b": "a b.csv", "a-b-csv": "a-b.csv", "a-b-csv-2": "a_b.csv"}),
        (
            ["sales-parquet.csv", "sales.csv", "sales.parquet"],
            {"sales-parquet": "sales-parquet.csv", "sales": "sales.csv", "sales-parquet-2": "sales.parquet"},
        ),
    ],
)
def test_files_are_datasets_under_these_names(data_dir, files, expected):
    for file in files:
        (data_dir / file).write_text(ROWS)
    assert names(data_dir) == expected


def test_names_come_in_order(data_dir):
    for file in ("b.csv", "B-a.csv", "a.csv", "😀.csv"):
        (data_dir / file).write_text(ROWS)
    assert list(names(data_dir)) == ["a", "b", "b-a", "dataset"]


def test_folders_and_broken_links_are_no_datasets(data_dir):
    (data_dir / "folder.csv").mkdir()
    (data_dir / "link.csv").symlink_to(data_dir / "gone.csv")
    assert names(data_dir) == {}


def test_a_link_to_a_file_is_a_dataset(data_dir, tmp_path):
    (tmp_path / "elsewhere.csv").write_text(ROWS)
    (data_dir / "link.csv").symlink_to(tmp_path / "elsewhere.csv")
    assert names(data_dir) == {"link": "link.csv"}


def test_without_its_folder_a_catalog_is_empty(tmp_path):
    assert names(tmp_path / "gone") == {}


def test_a_catalog_may_be_of_one_file(tmp_path):
    (tmp_path / "one.csv").write_text(ROWS)
    (tmp_path / "other.csv").write_text(ROWS)
    catalog = Catalog(tmp_path / "one.csv")
    assert list(catalog.entries()) == ["one"]
    assert catalog.open(catalog.entries()["one"]).rows == 2


@pytest.mark.parametrize("name", ["sales.xyz", "README", "sales.csv.bak", "sales"])
def test_one_file_of_an_unknown_type_is_read_as_text(tmp_path, name):
    (tmp_path / name).write_text(ROWS)
    catalog = Catalog(tmp_path / name)
    (entry,) = catalog.entries().values()
    assert catalog.open(entry).rows == 2


def test_one_file_of_an_unknown_type_that_is_no_text_is_refused_in_a_sentence(tmp_path):
    (tmp_path / "noise.xyz").write_bytes(bytes(range(256)) * 9)
    catalog = Catalog(tmp_path / "noise.xyz")
    (entry,) = catalog.entries().values()
    with pytest.raises(DatasetError, match=r"^noise\.xyz is not text, .*\.$"):
        catalog.open(entry)


def opened(catalog, name="sales"):
    return catalog.open(catalog.entries()[name])


def test_an_unchanged_file_is_read_once(data_dir):
    (data_dir / "sales.csv").write_text(ROWS)
    catalog = Catalog(data_dir)
    assert opened(catalog) is opened(catalog)


def test_a_changed_file_is_read_again(data_dir):
    (data_dir / "sales.csv").write_text(ROWS)
    catalog = Catalog(data_dir)
    before = opened(catalog)
    (data_dir / "sales.csv").write_text(ROWS + "3,z\n")
    after = opened(catalog)
    assert (before.rows, after.rows) == (2, 3)
    assert before.version != after.version


def test_a_file_replaced_by_one_of_the_same_size_and_time_is_read_again(data_dir):
    path = data_dir / "sales.csv"
    path.write_text("a\n1\n")
    stat = path.stat()
    catalog = Catalog(data_dir)
    opened(catalog)
    (data_dir / "new").write_text("a\n7\n")
    os.utime(data_dir / "new", ns=(stat.st_atime_ns, stat.st_mtime_ns))
    (data_dir / "new").rename(path)
    assert opened(catalog).columns["a"].low == 7


def test_a_configuration_that_comes_changes_or_goes_is_read(data_dir):
    (data_dir / "sales.csv").write_text(ROWS)
    catalog, toml = Catalog(data_dir), data_dir / "sales.toml"
    titles = [opened(catalog).title]
    for title in ("One", "Another"):
        toml.write_text(f'title = "{title}"')
        titles.append(opened(catalog).title)
    toml.unlink()
    assert [*titles, opened(catalog).title] == ["Sales", "One", "Another", "Sales"]


def test_a_file_that_comes_is_there_and_one_that_goes_is_gone(data_dir):
    catalog = Catalog(data_dir)
    assert catalog.entries() == {}
    (data_dir / "sales.csv").write_text(ROWS)
    entry = catalog.entries()["sales"]
    (data_dir / "sales.csv").unlink()
    assert catalog.entries() == {}
    with pytest.raises(DatasetError, match=r"sales\.csv is gone"):
        catalog.open(entry)


def test_a_renamed_file_is_another_dataset(data_dir):
    path = data_dir / "sales.csv"
    path.write_text(ROWS)
    catalog = Catalog(data_dir)
    before = opened(catalog)
    path.rename(data_dir / "orders.csv")
    assert list(catalog.entries()) == ["orders"]
    assert opened(catalog, "orders").version != before.version


def test_the_file_that_takes_over_a_name_is_read(data_dir):
    (data_dir / "sales.csv").write_text(ROWS)
    pd.DataFrame({"n": [1]}).to_parquet(data_dir / "sales.parquet")
    catalog = Catalog(data_dir)
    assert list(opened(catalog).columns) == ["a", "b"]
    (data_dir / "sales.csv").unlink()
    assert list(opened(catalog).columns) == ["n"]


def test_a_broken_file_is_told_again_and_opens_when_mended(data_dir):
    (data_dir / "sales.csv").write_text("\n")
    catalog = Catalog(data_dir)
    for _ in range(2):
        with pytest.raises(DatasetError, match=r"sales\.csv"):
            opened(catalog)
    (data_dir / "sales.csv").write_text(ROWS)
    assert opened(catalog).rows == 2


def test_removed_datasets_are_forgotten(data_dir):
    (data_dir / "sales.csv").write_text(ROWS)
    catalog = Catalog(data_dir)
    entry = catalog.entries()["sales"]
    first = catalog.open(entry)
    catalog.forget_removed(catalog.entries())
    assert catalog.open(entry) is first
    catalog.forget_removed({})
    assert catalog.open(entry) is not first


def test_who_opens_is_told_of_each_reading(data_dir):
    (data_dir / "sales.csv").write_text(ROWS)
    seen = []
    catalog = Catalog(data_dir, on_open=seen.append)
    dataset = opened(catalog)
    opened(catalog)
    assert seen == [dataset]


SLOW = (
    "import time\nimport pandas as pd\nfrom pathlib import Path\n\n"
    "def load():\n    with open(Path(__file__).with_suffix('.log'), 'a') as log:\n        log.write('x')\n"
    "    time.sleep(0.2)\n    return pd.DataFrame({'a': [1]})\n"
)


def test_many_threads_that_open_a_dataset_read_it_once(data_dir):
    (data_dir / "slow.py").write_text(SLOW)
    catalog = Catalog(data_dir)
    entry = catalog.entries()["slow"]
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(catalog.open, [entry] * 8))
    assert (data_dir / "slow.log").read_text() == "x"
    assert all(dataset is found[0] for dataset in found)


def test_a_slow_dataset_keeps_no_other_waiting(data_dir):
    (data_dir / "slow.py").write_text(SLOW)
    (data_dir / "sales.csv").write_text(ROWS)
    catalog = Catalog(data_dir)
    entries = catalog.entries()
    slow = threading.Thread(target=catalog.open, args=[entries["slow"]])
    slow.start()
    while not (data_dir / "slow.log").exists():
        time.sleep(0.005)
    catalog.open(entries["sales"])
    assert slow.is_alive()
    slow.join()


def test_scripts_are_not_run_where_they_are_turned_off(data_dir):
    (data_dir / "made.py").write_text(f"open({str(data_dir / 'ran')!r}, 'w')\n")
    catalog = Catalog(data_dir, run_code=False)
    assert list(catalog.entries()) == ["made"]
    with pytest.raises(DatasetError, match=r"made\.py is not run: .* WINNOW_RUN_CODE"):
        opened(catalog, "made")
    assert not (data_dir / "ran").exists()


@pytest.mark.parametrize("stem", ["my sales", "😀", 'it\'s "odd" & <b>', "a..b", "100%", "a#b?c=d", "ünïcode", "-"])
def test_a_file_of_any_name_opens_and_is_named_in_its_recipe(data_dir, stem):
    (data_dir / f"{stem}.csv").write_text(ROWS)
    catalog = Catalog(data_dir)
    (entry,) = catalog.entries().values()
    dataset = catalog.open(entry)
    assert dataset.source_file == f"{stem}.csv"
    assert len(run_recipe(dataset, data_dir)) == 2


@pytest.mark.parametrize("stem", ["my sales", "😀", 'it\'s "odd" & <b>', "a..b", "100%", "a#b?c=d", "ünïcode", "-"])
def test_a_file_that_pandas_reads_otherwise_is_named_in_its_recipe_too(data_dir, stem):
    (data_dir / f"{stem}.csv").write_text("a,b\n1,x\n2\n")
    catalog = Catalog(data_dir)
    (entry,) = catalog.entries().values()
    dataset = catalog.open(entry)
    assert dataset.recipe[0].startswith("# made by: flask convert ")
    assert len(run_recipe(dataset, data_dir)) == 2


@pytest.mark.parametrize("stem", ["my sales", "😀", 'it\'s "odd" & <b>', "a..b", "100%"])
def test_a_broken_file_of_any_name_is_named_in_the_sentence(data_dir, stem):
    (data_dir / f"{stem}.csv").write_text("")
    catalog = Catalog(data_dir)
    (entry,) = catalog.entries().values()
    with pytest.raises(DatasetError) as told:
        catalog.open(entry)
    assert f"{stem}.csv" in str(told.value)


def fill_with_parts(folder):
    (folder / "sales.csv.gz").write_bytes(gzip.compress(ROWS.encode()))
    with zipfile.ZipFile(folder / "two.zip", "w") as archive:
        archive.writestr("one.csv", ROWS)
        archive.writestr("folder/other.csv", "c\n1.5\n")
        archive.writestr("readme.md", "Read me.")
        archive.writestr("__MACOSX/._one.csv", "x")
    with zipfile.ZipFile(folder / "lone.zip", "w") as archive:
        archive.writestr("whatever.csv", ROWS)
    book = openpyxl.Workbook()
    for title, rows in {"First one": [["a", "b"], [1, "x"], [2, "y"]], "Second": [["c"], [1.5]], "Void": []}.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book.remove(book["Sheet"])
    book.save(folder / "book.xlsx")
    with closing(sqlite3.connect(folder / "base.sqlite")) as base, base:
        base.execute("CREATE TABLE people (a INTEGER, b TEXT)")
        base.executemany("INSERT INTO people VALUES (?, ?)", [(1, "x"), (2, "y")])
        base.execute("CREATE TABLE towns (c REAL)")
        base.execute("INSERT INTO towns VALUES (1.5)")
    (folder / "parts").mkdir()
    for name, cells in {"0": {"a": [1], "b": ["x"]}, "1": {"a": [2], "b": ["y"]}}.items():
        pd.DataFrame(cells).to_parquet(folder / "parts" / f"{name}.parquet")
    (folder / "lines.ndjson").write_text('{"a": 1, "b": "x"}\n{"a": 2, "b": "y"}\n')


TWO, ONE = {"a": [1, 2], "b": ["x", "y"]}, {"c": [1.5]}
PARTS = {
    "base-people": ("base.sqlite", "people", TWO),
    "base-towns": ("base.sqlite", "towns", ONE),
    "book-first-one": ("book.xlsx", "First one", TWO),
    "book-second": ("book.xlsx", "Second", ONE),
    "lines": ("lines.ndjson", "", TWO),
    "lone": ("lone.zip", "", TWO),
    "parts": ("parts", "", TWO),
    "sales": ("sales.csv.gz", "", TWO),
    "two-folder-other-csv": ("two.zip", "folder/other.csv", ONE),
    "two-one-csv": ("two.zip", "one.csv", TWO),
}


def test_each_table_of_a_file_is_a_dataset(data_dir):
    fill_with_parts(data_dir)
    catalog = Catalog(data_dir)
    entries = catalog.entries()
    assert list(entries) == list(PARTS)
    for name, (file, part, table) in PARTS.items():
        assert (entries[name].path.name, entries[name].part) == (file, part)
        dataset = catalog.open(entries[name])
        assert table_of(dataset) == table
        assert (dataset.name, dataset.source_file, dataset.part) == (name, file, part)


def test_a_part_is_named_in_the_title_of_its_dataset(data_dir):
    fill_with_parts(data_dir)
    catalog = Catalog(data_dir)
    assert opened(catalog, "book-second").title == "Book: Second"
    assert opened(catalog, "lone").title == "Lone"
    (data_dir / "book.toml").write_text('title = "All sales"')
    assert opened(catalog, "book-second").title == "All sales: Second"


@pytest.mark.parametrize("name", PARTS)
def test_the_recipe_of_a_part_reads_that_part(data_dir, name):
    fill_with_parts(data_dir)
    dataset = opened(Catalog(data_dir), name)
    assert run_recipe(dataset, data_dir).to_dict("list") == PARTS[name][2]


def test_the_parts_of_a_file_come_and_go_with_it(data_dir):
    catalog = Catalog(data_dir)
    for names in (["one.csv", "two.csv"], ["one.csv", "three.csv"], ["one.csv"]):
        with zipfile.ZipFile(data_dir / "new", "w") as archive:
            for name in names:
                archive.writestr(name, ROWS)
        (data_dir / "new").rename(data_dir / "all.zip")
        expected = ["all"] if len(names) == 1 else sorted(f"all-{name.replace('.', '-')}" for name in names)
        assert list(catalog.entries()) == expected
    (data_dir / "all.zip").unlink()
    assert catalog.entries() == {}


def test_a_part_that_goes_by_the_name_of_a_file_is_named_otherwise(data_dir):
    (data_dir / "book-second.csv").write_text(ROWS)
    fill_with_parts(data_dir)
    catalog = Catalog(data_dir)
    found = {entry.path.name + entry.part for entry in catalog.entries().values()}
    assert {"book-second.csv", "book.xlsxSecond", "book.xlsxFirst one"} <= found
    assert opened(catalog, "book-second").source_file == "book-second.csv"


def test_a_new_part_of_a_folder_is_read(data_dir):
    fill_with_parts(data_dir)
    catalog = Catalog(data_dir)
    before = opened(catalog, "parts")
    pd.DataFrame({"a": [3], "b": ["z"]}).to_parquet(data_dir / "parts" / "2.parquet")
    assert (before.rows, opened(catalog, "parts").rows) == (2, 3)


@pytest.mark.parametrize("name", ["book.xlsx", "two.zip", "base.sqlite", "sales.csv.gz", "table.parquet", "list.json"])
def test_a_file_that_is_noise_is_one_dataset_with_a_sentence(data_dir, name):
    (data_dir / name).write_bytes(bytes(range(1, 256)) * 9)
    catalog = Catalog(data_dir)
    (entry,) = catalog.entries().values()
    with pytest.raises(DatasetError, match=rf"^{name} .*\.$"):
        catalog.open(entry)


def test_a_folder_without_parquet_is_no_dataset(data_dir):
    (data_dir / "texts").mkdir()
    (data_dir / "texts" / "a.csv").write_text(ROWS)
    assert names(data_dir) == {}
