"""The datasets of a folder, as they are at each look."""

import os
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pandas as pd
import pytest

from app.datasets import Catalog, DatasetError

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
        (["notes.txt", "sales.toml", "csv", "sales.csv.bak"], {}),
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


def test_one_file_of_an_unknown_type_is_refused_in_a_sentence(tmp_path):
    (tmp_path / "notes.txt").write_text(ROWS)
    catalog = Catalog(tmp_path / "notes.txt")
    for entry in catalog.entries().values():
        with pytest.raises(DatasetError, match=r"notes\.txt"):
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
    (data_dir / "sales.csv").write_text("a,b\n1\n")
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
def test_a_file_of_any_name_opens_and_is_named_in_its_recipe(data_dir, stem, monkeypatch):
    (data_dir / f"{stem}.csv").write_text(ROWS)
    catalog = Catalog(data_dir)
    (entry,) = catalog.entries().values()
    dataset = catalog.open(entry)
    assert dataset.source_file == f"{stem}.csv"
    monkeypatch.chdir(data_dir)
    scope = {"pd": pd}
    exec("\n".join(dataset.recipe), scope)
    assert len(scope["df"]) == 2


@pytest.mark.parametrize("stem", ["my sales", "😀", 'it\'s "odd" & <b>', "a..b", "100%"])
def test_a_broken_file_of_any_name_is_named_in_the_sentence(data_dir, stem):
    (data_dir / f"{stem}.csv").write_text("a,b\n1\n")
    catalog = Catalog(data_dir)
    (entry,) = catalog.entries().values()
    with pytest.raises(DatasetError) as told:
        catalog.open(entry)
    assert f"{stem}.csv" in str(told.value)
