"""How far a read is: told by what reads, wherever it is told from."""

import contextvars
import logging
import threading
from itertools import pairwise
from pathlib import Path

import pandas as pd
import pyarrow.csv as pa_csv
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.datasets.build import build
from app.datasets.progress import Progress, Watched, stage, stand_at, watched


@pytest.fixture
def progress():
    progress = Progress("sales")
    with watched(progress):
        yield progress


def test_a_progress_begins_at_nothing():
    progress = Progress("sales")
    assert (progress.name, progress.share, progress.stage) == ("sales", 0, "waiting")


@pytest.mark.parametrize(("share", "expected"), [(0, 0), (0.25, 0.25), (1, 1), (1.5, 1)])
def test_a_share_is_told(progress, share, expected):
    stand_at(share)
    assert progress.share == expected


def test_a_stage_is_a_part_of_the_whole(progress):
    with stage("looking", 0.2, 0.6):
        assert (progress.stage, progress.share) == ("looking", 0.2)
        stand_at(0.5)
        assert progress.share == pytest.approx(0.4)
    assert progress.share == pytest.approx(0.6)


def test_stages_within_stages_are_parts_of_parts(progress):
    with stage("reading", 0.5, 1):
        with stage("a half", 0, 0.5):
            stand_at(0.5)
            assert (progress.stage, progress.share) == ("a half", pytest.approx(0.625))
        assert progress.share == pytest.approx(0.75)
        with stage("another", 0.5, 1):
            stand_at(0.5)
            assert progress.share == pytest.approx(0.875)
        stand_at(1)
    assert progress.share == 1


def test_a_stage_that_fails_leaves_the_next_one_in_its_place(progress):
    with pytest.raises(ValueError, match="no"), stage("looking", 0, 0.5):
        raise ValueError("no")
    with stage("reading", 0.5, 1):
        assert progress.share == 0.5
        stand_at(0.5)
    assert progress.share == 1


@given(st.recursive(st.just(()), lambda inner: st.lists(inner, min_size=1, max_size=3).map(tuple), max_leaves=12))
def test_stages_one_after_another_never_go_back(tree):
    progress, seen = Progress("sales"), []

    def work(parts):
        for at, part in enumerate(parts):
            with stage(str(part), at / len(parts), (at + 1) / len(parts)):
                seen.append(progress.share)
                work(part)
            seen.append(progress.share)

    with watched(progress):
        work(tree)
    assert seen == sorted(seen)
    assert all(0 <= share <= 1 for share in seen)
    assert not tree or seen[-1] == pytest.approx(1)


def test_where_nobody_watches_nothing_is_told():
    with stage("reading", 0, 1):
        stand_at(0.5)


def test_watching_ends(progress):
    inner = Progress("other")
    with watched(inner):
        stand_at(0.75)
    stand_at(0.25)
    assert (inner.share, progress.share) == (0.75, 0.25)


def test_another_thread_tells_nothing_unless_it_has_the_context(progress):
    for target in (stand_at, contextvars.copy_context().run):
        thread = threading.Thread(target=target, args=(0.5,) if target is stand_at else (stand_at, 0.75))
        thread.start()
        thread.join()
        assert progress.share == (0 if target is stand_at else 0.75)


def test_a_watched_file_tells_how_much_of_it_is_read(progress, tmp_path: Path):
    path = tmp_path / "a.csv"
    path.write_bytes(b"x" * 1000)
    with Watched(path) as file:
        assert file.readable()
        assert (len(file.read(250)), progress.share) == (250, 0.25)
        assert (len(file.read()), progress.share) == (750, 1)
        assert file.read(10) == b""
    assert file.closed


def test_a_watched_file_may_be_empty_and_be_watched_by_nobody(tmp_path: Path):
    (tmp_path / "empty").write_bytes(b"")
    with Watched(tmp_path / "empty") as file:
        assert file.read() == b""


def test_arrow_reads_a_watched_file_from_its_own_threads(progress, tmp_path: Path, monkeypatch):
    path = tmp_path / "a.csv"
    path.write_text("a,b\n" + "1,x\n" * 30_000, encoding="utf-8")
    shares, real = [], Progress.stand_at

    def stand_and_see(self, share):
        real(self, share)
        shares.append((self.share, threading.get_ident()))

    monkeypatch.setattr(Progress, "stand_at", stand_and_see)
    with Watched(path) as file, pa_csv.open_csv(file, read_options=pa_csv.ReadOptions(block_size=10_000)) as reader:
        assert sum(batch.num_rows for batch in reader) == 30_000
    assert len({share for share, _ in shares}) > 5
    assert [share for share, _ in shares] == sorted(share for share, _ in shares)
    assert threading.get_ident() not in {thread for _, thread in shares[1:]}
    assert progress.share == 1


def test_a_watched_file_belongs_to_who_opened_it(progress, tmp_path: Path):
    (tmp_path / "a").write_bytes(b"1234")
    other = Progress("other")
    with Watched(tmp_path / "a") as file, watched(other):
        file.read(2)
    assert (progress.share, other.share) == (0.5, 0)


@pytest.mark.parametrize("name", ["regular.csv", "ragged.csv", "wide.tsv"])
def test_a_file_that_is_read_is_told_from_its_beginning_to_its_end(tmp_path: Path, monkeypatch, name):
    sep = "\t" if name.endswith("tsv") else ","
    pd.DataFrame({"word": ["a", "b"] * 40_000, "number": range(80_000)}).to_csv(tmp_path / name, sep=sep, index=False)
    if name == "ragged.csv":
        with (tmp_path / name).open("a", encoding="utf-8") as file:
            file.write("a,1,more\n")
    seen, real = [], Progress.stand_at

    def stand_and_see(self, share):
        real(self, share)
        seen.append((self.share, self.stage))

    monkeypatch.setattr(Progress, "stand_at", stand_and_see)
    with watched(progress := Progress("table")):
        build("table", tmp_path / name, version="0")
    shares = [share for share, _ in seen]
    assert (shares[0], progress.share) == (0, 1)
    assert all(0 <= share <= 1 for share in shares)
    assert max(before - after for before, after in pairwise(shares)) <= 1e-9
    assert {said for _, said in seen} >= {"looking at its form", "reading"}


def test_a_long_read_is_told_in_the_log_but_not_at_each_step(monkeypatch, caplog):
    clock = iter([0.0, 4.0, 6.0, 6.0, 7.0, 12.0, 12.0])
    monkeypatch.setattr("app.datasets.progress.time.monotonic", lambda: next(clock))
    progress = Progress("sales")
    progress.stage = "reading"
    with caplog.at_level(logging.INFO):
        for share in (0.1, 0.2, 0.3, 0.426):
            progress.stand_at(share)
    said = [(record.message, record.dataset, record.stage, record.percent) for record in caplog.records]
    assert said == [("reading", "sales", "reading", 20), ("reading", "sales", "reading", 43)]
