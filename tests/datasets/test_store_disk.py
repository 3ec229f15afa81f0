"""A store on a disk: damaged, full, read-only, shared; nothing of that is seen but in the log."""

import logging
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from app.datasets import Store
from tests.datasets.kept import assert_same, opened, write_kinds

BUDGET = 1 << 30

DAMAGES = {
    **{f"cut to {length}": lambda data, length=length: data[:length] for length in (0, 1, 4, 6, 9, 50, 127, 128, 200)},
    "cut at its half": lambda data: data[: len(data) // 2],
    "cut by one": lambda data: data[:-1],
    "zeros": lambda data: bytes(len(data)),
    "noise": lambda data: bytes(range(1, 256)) * 9,
    "words": lambda data: b"this is not what was here",
    "a zip": lambda data: b"PK\x03\x04" + data,
    "open brackets": lambda data: data[:10] + b"(" * 118 + data[128:],
    "deep brackets": lambda data: b"[" * 200_000,
    "a list": lambda data: b"[]",
    "null": lambda data: b"null",
    "an empty object": lambda data: b"{}",
    "other columns": lambda data: b'{"columns": []}',
    "gone": lambda data: None,
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_whatever_is_damaged_is_read_anew(data_dir, store, reads, damage):
    (data_dir / "a.csv").write_text("word,n,x\nb,1,0.5\na,2,\n", encoding="utf-8")
    first = opened(data_dir / "a.csv", store)
    (folder,) = store.root.iterdir()
    names = sorted(path.name for path in folder.iterdir())
    assert names == ["0.arrow", "0.npy", "1.npy", "2.npy", "table.json"]
    for name in names:
        data = (folder / name).read_bytes()
        damaged = DAMAGES[damage](data)
        (folder / name).unlink() if damaged is None else (folder / name).write_bytes(damaged)
        if damaged == data:
            continue
        before = len(reads)
        assert_same(first, opened(data_dir / "a.csv", store))
        assert len(reads) == before + 1, f"{name} is damaged, and was not read anew"
        assert_same(first, opened(data_dir / "a.csv", store))
        assert len(reads) == before + 1, f"{name} is damaged, and is read anew for ever"


@pytest.mark.parametrize(
    "word", ["names", "columns", "rows", "recipe", "refused", "report", "header", "count", "extent"]
)
@pytest.mark.parametrize("instead", [b'"other"', b'"rows": 0, "', b""])
def test_a_description_with_another_word_in_it_is_read_anew(data_dir, store, word, instead):
    (data_dir / "a.csv").write_text("word,n\nb,1\n", encoding="utf-8")
    first = opened(data_dir / "a.csv", store)
    (said,) = store.root.rglob("table.json")
    assert f'"{word}"'.encode() in said.read_bytes()
    said.write_bytes(said.read_bytes().replace(f'"{word}"'.encode(), instead))
    for _ in range(2):
        assert_same(first, opened(data_dir / "a.csv", store))


def test_every_byte_of_a_kept_column_of_words_may_be_wrong(data_dir, store):
    (data_dir / "a.csv").write_text("word\n" + "".join(f"word {i}\n" for i in range(40)), encoding="utf-8")
    opened(data_dir / "a.csv", store)
    (arrow,) = store.root.rglob("0.arrow")
    data = arrow.read_bytes()
    for at in range(0, len(data), 7):
        arrow.parent.mkdir(exist_ok=True)
        arrow.write_bytes(data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :])
        assert opened(data_dir / "a.csv", store).rows == 40


def test_damage_is_told_in_the_log(data_dir, store, caplog):
    opened(write_kinds(data_dir), store)
    (said,) = store.root.rglob("table.json")
    said.write_text("{", encoding="utf-8")
    with caplog.at_level(logging.WARNING):
        opened(data_dir / "kinds.csv", store)
    assert [record.message for record in caplog.records] == ["a kept table is damaged and is read anew"]


def size(store: Store) -> int:
    return sum(path.stat().st_size for path in store.root.rglob("*") if path.is_file())


def fill(data_dir: Path, store: Store, names: str) -> dict[str, Path]:
    """A file for each letter, kept one a day, the first the longest ago; with the folders they are kept in."""
    folders: dict[str, Path] = {}
    for day, name in enumerate(names):
        (data_dir / f"{name}.csv").write_text(f"{name}\n" + "1\n" * 500, encoding="utf-8")
        opened(data_dir / f"{name}.csv", store)
        (folders[name],) = set(store.root.iterdir()) - set(folders.values())
        os.utime(folders[name], (day * 86_400, day * 86_400))
    return folders


def test_the_budget_is_kept_and_the_longest_unused_goes_first(data_dir, store):
    folders = fill(data_dir, store, "abc")
    opened(data_dir / "a.csv", store)  # it is used now
    tight = Store(store.root, budget=size(store))
    (data_dir / "d.csv").write_text("d\n" + "1\n" * 500, encoding="utf-8")
    opened(data_dir / "d.csv", tight)
    assert [name for name, folder in folders.items() if folder.exists()] == ["a", "c"]
    assert size(tight) <= tight.budget


@pytest.mark.parametrize("budget", [0, 1, 2000])
def test_a_table_larger_than_the_budget_is_not_kept(data_dir, store, reads, budget):
    small = Store(store.root, budget=budget)
    for _ in range(2):
        assert opened(write_kinds(data_dir), small).rows == 60
    assert reads == ["kinds.csv"] * 2
    assert size(small) == 0


def test_a_table_that_fits_takes_the_place_of_all_others(data_dir, store):
    folders = fill(data_dir, store, "abc")
    tight = Store(store.root, budget=size(store) // 3 + 500)
    opened(write_kinds(data_dir), Store(store.root, budget=BUDGET))
    (data_dir / "d.csv").write_text("d\n" + "1\n" * 500, encoding="utf-8")
    opened(data_dir / "d.csv", tight)
    assert not any(folder.exists() for folder in folders.values())
    assert len(list(store.root.iterdir())) == 1


def test_what_a_stopped_process_left_behind_does_not_stay(data_dir, store):
    left = store.root / ".part-left"
    left.mkdir(parents=True)
    (left / "0.npy").write_bytes(bytes(5000))
    os.utime(left, (1, 1))
    opened(write_kinds(data_dir), store)
    assert not left.exists()


def assert_only_logged(caplog, path: Path, store: Store) -> None:
    with caplog.at_level(logging.WARNING):
        for _ in range(2):
            assert opened(path, store).rows == 60
    assert {record.message for record in caplog.records} <= {
        "a table can't be kept",
        "a kept table is damaged and is read anew",
    }
    assert "a table can't be kept" in {record.message for record in caplog.records}


def test_a_file_in_place_of_the_folder_is_only_told_in_the_log(data_dir, store, caplog):
    store.root.write_text("a file", encoding="utf-8")
    assert_only_logged(caplog, write_kinds(data_dir), store)
    assert store.root.read_text(encoding="utf-8") == "a file"


@pytest.mark.parametrize("function", ["tempfile.mkdtemp", "numpy.save", "pathlib.Path.mkdir", "pyarrow.OSFile"])
def test_a_disk_that_can_not_be_written_is_only_told_in_the_log(data_dir, store, caplog, monkeypatch, function):
    def full(*_, **__):
        raise OSError(28, "No space left on device")

    path = write_kinds(data_dir)
    opened(path, None)
    monkeypatch.setattr("tempfile.TemporaryDirectory", lambda **_: Scratch(data_dir / "scratch"))
    (data_dir / "scratch").mkdir()
    monkeypatch.setattr(function, full)
    assert_only_logged(caplog, path, store)
    assert not [path for path in store.root.rglob("*") if path.is_file()]


class Scratch:
    """A folder that is there already: of a disk that is not full."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __enter__(self) -> str:
        return str(self.path)

    def __exit__(self, *_) -> None:
        pass


def test_a_store_that_can_only_be_read_is_read(data_dir, store, reads, monkeypatch):
    path = write_kinds(data_dir)
    first = opened(path, store)

    def read_only(*_, **__):
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr("os.utime", read_only)
    assert_same(first, opened(path, store))
    assert reads == ["kinds.csv"]


def test_stores_that_keep_the_same_at_once_do_not_disturb_each_other(data_dir, store):
    path = write_kinds(data_dir)
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: opened(path, Store(store.root, budget=BUDGET)), range(24)))
    for each in found:
        assert_same(found[0], each)
    (folder,) = store.root.iterdir()
    assert (folder / "table.json").is_file()


def test_one_may_be_thrown_out_while_others_are_kept(data_dir, store):
    paths = [data_dir / f"{name}.csv" for name in "abcd"]
    for path in paths:
        path.write_text(f"{path.stem}\n" + "1\n" * 200, encoding="utf-8")
    tight = [Store(store.root, budget=3000) for _ in range(8)]
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda turn: opened(paths[turn % 4], tight[turn % 8]), range(64)))
    assert {each.rows for each in found} == {200}
