"""A dataset is read once, whoever waits for it; who won't wait is told how far it is."""

import os
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pandas as pd
import pytest

import app.datasets.build as building
from app.datasets import Catalog, DatasetError, NoRoomError, StillReadingError
from app.datasets.progress import stage, stand_at

ROWS = "a,b\n1,x\n2,y\n"


class Gate:
    """What the next reads wait for, and what was read."""

    def __init__(self, real) -> None:
        self.real = real
        self.opened, self.closed_for, self.begun = threading.Event(), set(), []
        self.steps: list[float] = []
        self.stepped = threading.Semaphore(0)
        self.taken = threading.Semaphore(0)

    def read(self, path, **given):
        self.begun.append(path.name)
        if path.name in self.closed_for:
            with stage("waiting at the gate", 0, 0.5):
                while not self.opened.is_set():
                    if self.stepped.acquire(timeout=0.01):
                        stand_at(self.steps.pop(0))
                        self.taken.release()
        return self.real(path, **given)

    def step(self, share: float) -> None:
        """Let the read stand at this share of its stage."""
        self.steps.append(share)
        self.stepped.release()
        assert self.taken.acquire(timeout=10)


@pytest.fixture
def gate(monkeypatch):
    gate = Gate(building.read)
    monkeypatch.setattr(building, "read", gate.read)
    yield gate
    gate.opened.set()


@pytest.fixture
def catalog(data_dir):
    for name in ("slow", "quick"):
        (data_dir / f"{name}.csv").write_text(ROWS)
    catalog = Catalog(data_dir)
    yield catalog
    for reading in catalog._readings.values():  # the next test is not to hear of what this one began
        reading.result.result(timeout=10)


def opened(catalog, name="slow", **given):
    return catalog.open(catalog.entries()[name], **given)


def test_threads_that_ask_at_once_get_the_same_dataset_read_once(catalog, gate):
    gate.closed_for = {"slow.csv"}
    with ThreadPoolExecutor(8) as pool:
        asked = [pool.submit(opened, catalog) for _ in range(8)]
        time.sleep(0.1)
        assert not any(each.done() for each in asked)
        gate.opened.set()
        assert len({each.result(timeout=10) for each in asked}) == 1
    assert gate.begun == ["slow.csv"]


def test_who_will_not_wait_is_told_how_far_it_is(catalog, gate):
    gate.closed_for = {"slow.csv"}
    shares = []
    for step in (None, 0.25, 0.5, 1):
        if step:
            gate.step(step)
        with pytest.raises(StillReadingError) as told:
            opened(catalog, patience=0.2)
        shares.append(told.value.progress.share)
        assert told.value.progress.name == "slow"
        assert str(told.value) == f"slow is being read: {shares[-1]:.0%}"
    assert shares == [0, 0.125, 0.25, 0.5]
    assert told.value.progress.stage == "waiting at the gate"
    gate.opened.set()
    assert opened(catalog, patience=10).rows == 2
    assert gate.begun == ["slow.csv"]


def test_patience_of_nothing_begins_to_read(catalog, gate):
    gate.closed_for = {"slow.csv"}
    begun = time.monotonic()
    with pytest.raises(StillReadingError):
        opened(catalog, patience=0)
    assert time.monotonic() - begun < 1
    gate.opened.set()
    assert opened(catalog).rows == 2


def test_other_datasets_open_meanwhile(catalog, gate, data_dir):
    gate.closed_for = {"slow.csv", "slow-2.csv", "slow-3.csv"}
    for name in ("slow-2", "slow-3"):
        (data_dir / f"{name}.csv").write_text(ROWS)
    for name in ("slow", "slow-2", "slow-3"):
        with pytest.raises(StillReadingError):
            opened(catalog, name, patience=0.05)
    assert opened(catalog, "quick", patience=10).rows == 2


def test_more_than_are_read_at_a_time_wait_for_their_turn(catalog, gate, data_dir):
    names = [f"wait-{i}" for i in range(6)]
    for name in names:
        (data_dir / f"{name}.csv").write_text(ROWS)
    gate.closed_for = {f"{name}.csv" for name in names}
    for name in names:
        with pytest.raises(StillReadingError) as told:
            opened(catalog, name, patience=0.2)
    assert len(gate.begun) == 4
    assert (told.value.progress.stage, told.value.progress.share) == ("waiting", 0)
    gate.opened.set()
    assert {opened(catalog, name, patience=10).rows for name in names} == {2}
    assert sorted(gate.begun) == sorted(f"{name}.csv" for name in names)


def test_the_list_of_datasets_does_not_wait_for_a_read(catalog, gate):
    gate.closed_for = {"slow.csv"}
    with pytest.raises(StillReadingError):
        opened(catalog, patience=0)
    assert list(catalog.entries()) == ["quick", "slow"]


def test_a_fault_is_remembered_until_the_file_changes(catalog, gate, data_dir):
    (data_dir / "slow.csv").write_bytes(bytes(range(256)) * 9)
    faults = set()
    for _ in range(3):
        with pytest.raises(DatasetError) as told:
            opened(catalog)
        faults.add(str(told.value))
    assert (len(faults), gate.begun) == (1, ["slow.csv"])
    (data_dir / "slow.csv").write_text(ROWS)
    assert opened(catalog).rows == 2
    assert gate.begun == ["slow.csv"] * 2


def test_a_fault_is_forgotten_when_its_words_change(catalog, gate, data_dir):
    (data_dir / "slow.csv").write_bytes(bytes(range(256)) * 9)
    for text in ('title = "One"', 'title = "Three"'):
        (data_dir / "slow.toml").write_text(text)
        with pytest.raises(DatasetError, match=r"^slow\.csv "):
            opened(catalog)
    assert gate.begun == ["slow.csv"] * 2


def test_what_fails_unforeseen_is_a_fault_like_any_other_and_told_in_the_log(catalog, monkeypatch, caplog):
    monkeypatch.setattr(building, "read", lambda *_, **__: 1 / 0)
    for _ in range(2):
        with pytest.raises(DatasetError, match=r"^slow\.csv made the reader fail"):
            opened(catalog)
    assert [record.message for record in caplog.records if record.levelname == "ERROR"] == ["reading failed"]


@pytest.mark.parametrize("how", ["written", "touched", "replaced"])
def test_a_file_that_changes_while_it_is_read_is_told_and_is_read_again(catalog, data_dir, monkeypatch, how):
    path, real, turns = data_dir / "slow.csv", building.read, iter([True])

    def read(path, **given):
        table = real(path, **given)
        if next(turns, False):
            if how == "touched":
                os.utime(path, (7, 7))
            elif how == "written":
                with path.open("a") as file:
                    file.write("3,z\n")
            else:
                (data_dir / "new").write_text(ROWS + "3,z\n")
                (data_dir / "new").rename(path)
        return table

    monkeypatch.setattr(building, "read", read)
    with pytest.raises(DatasetError) as told:
        opened(catalog)
    assert str(told.value) == f"{path.name} was being written while it was read; it is read again when it is looked at."
    assert opened(catalog).rows == (2 if how == "touched" else 3)


def test_a_file_replaced_by_one_of_its_size_and_time_while_it_is_read_is_read_again(catalog, data_dir, monkeypatch):
    path, real = data_dir / "slow.csv", building.read

    def read(path, **given):
        table, stat = real(path, **given), path.stat()
        (data_dir / "new").write_text("a,b\n7,x\n8,y\n")
        os.utime(data_dir / "new", ns=(stat.st_atime_ns, stat.st_mtime_ns))
        (data_dir / "new").rename(path)
        return table

    monkeypatch.setattr(building, "read", read)
    first = opened(catalog)
    monkeypatch.setattr(building, "read", real)
    assert (first.columns["a"].low, opened(catalog).columns["a"].low) == (1, 7)
    assert path.read_text().startswith("a,b\n7")


def test_a_file_that_goes_while_it_is_read_is_told_in_a_sentence(catalog, data_dir, monkeypatch):
    real = building.read

    def read(path, **given):
        table = real(path, **given)
        path.unlink()
        return table

    entry = catalog.entries()["slow"]
    monkeypatch.setattr(building, "read", read)
    with pytest.raises(DatasetError, match=r"^slow\.csv is gone; "):
        catalog.open(entry)


def test_a_file_changed_while_an_older_version_is_read_is_not_kept_waiting(catalog, gate, data_dir):
    gate.closed_for = {"slow.csv"}
    with pytest.raises(StillReadingError):
        opened(catalog, patience=0)
    while not gate.begun:
        time.sleep(0.01)
    gate.closed_for = set()
    (data_dir / "slow.csv").write_text(ROWS + "3,z\n")
    assert opened(catalog, patience=10).rows == 3


def test_a_removed_dataset_that_is_being_read_is_let_go_of(catalog, gate, data_dir):
    gate.closed_for = {"slow.csv"}
    with pytest.raises(StillReadingError):
        opened(catalog, patience=0)
    (data_dir / "slow.csv").unlink()
    catalog.forget_removed(catalog.entries())
    gate.opened.set()
    (data_dir / "slow.csv").write_text(ROWS + "3,z\n")
    assert opened(catalog, patience=10).rows == 3


def test_opening_all_passes_over_faults_and_waits_for_the_rest(catalog, data_dir):
    (data_dir / "broken.csv").write_bytes(b"")
    catalog.open_all()
    for name in ("slow", "quick"):
        assert opened(catalog, name, patience=0).rows == 2


def test_opening_all_is_not_ended_by_what_fails_unforeseen(catalog, gate):
    def fail_once(path, **given):
        if path.name == "quick.csv":
            raise ZeroDivisionError
        return gate.real(path, **given)

    building.read = fail_once  # gate's fixture puts it back
    catalog.open_all()
    assert opened(catalog, "slow", patience=0).rows == 2


@pytest.mark.parametrize("suffix", [".csv", ".txt", ".csv.gz"])
def test_a_file_that_needs_more_memory_than_there_is_is_a_fault_with_a_sentence(data_dir, suffix):
    frame = pd.DataFrame({"n": range(400_000), "text": [f"row, {n}" for n in range(400_000)]})
    frame.to_csv(data_dir / f"large{suffix}", index=False)
    asked = []

    def has_room():
        asked.append(1)
        return len(asked) < 3

    catalog = Catalog(data_dir, has_room=has_room)
    with pytest.raises(DatasetError, match="large needs more memory than the server has"):
        catalog.open(catalog.entries()["large"])


def test_it_is_read_again_after_a_while(data_dir, monkeypatch):
    pd.DataFrame({"n": range(10)}).to_csv(data_dir / "table.csv", index=False)
    room = False
    catalog = Catalog(data_dir, has_room=lambda: room)
    for _ in range(2):
        with pytest.raises(NoRoomError):
            catalog.open(catalog.entries()["table"])
        room = True
    monkeypatch.setattr("app.datasets.catalog.AGAIN", 0)
    assert catalog.open(catalog.entries()["table"]).rows == 10
