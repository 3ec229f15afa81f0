"""Runs that are given up, waited for and remembered."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import ClassVar

import numpy as np
import pandas as pd
import pytest

from app.engine import Caches, Count, Facet, GivenUpError, GroupBy, Rows, run
from app.engine.cache import OVERHEAD
from app.query import COUNT, Query, Sort
from tests.engine.strategies import make_engine, open_frame

FRAME = pd.DataFrame({"region": np.array(["a", "b", "c", None], dtype=object)[np.arange(64) % 4], "visits": range(64)})
QUERY = Query().with_("visits", "min", values=["8"])


class Watched(Facet):
    """Counts the blocks that are computed; may wait at one."""

    blocks: ClassVar[list[int]] = []
    gate: threading.Event | None = None
    reached = threading.Event()

    def partial(self, part, keep):
        Watched.blocks.append(part.start)
        if Watched.gate and part.start == 8:
            Watched.reached.set()
            Watched.gate.wait(5)
        return super().partial(part, keep)


@pytest.fixture(autouse=True)
def watched(monkeypatch):
    monkeypatch.setattr(Watched, "blocks", [])
    monkeypatch.setattr(Watched, "gate", None)
    monkeypatch.setattr(Watched, "reached", threading.Event())
    monkeypatch.setattr(run, "REMEMBERED", 0)


def one_thread(**options):
    engine = make_engine(**options)
    engine.workers.count = 1
    return engine


def test_a_run_is_given_up_between_two_blocks_and_nothing_half_made_is_remembered():
    dataset, engine, asked = open_frame(FRAME), one_thread(block=8), iter([False, False, True])
    with pytest.raises(GivenUpError):
        engine.run(dataset, QUERY, [Watched("region")], given_up=lambda: next(asked))
    assert Watched.blocks == [0, 8]
    assert engine.caches.answers.bytes == 0
    assert engine.run(dataset, QUERY, [Watched("region")])[Watched("region")].counts.tolist() == [14, 14, 14]
    assert Watched.blocks == [0, 8, *range(0, 64, 8)]


def test_a_drag_is_given_up_without_a_tile():
    dataset, engine = open_frame(FRAME), one_thread(block=8)
    query = Query().with_("visits", "min", values=["10"])
    with pytest.raises(GivenUpError):
        engine.run(dataset, query, [Facet("region")], dragged="visits", given_up=lambda: True)
    assert engine.caches.tiles.bytes == 0
    found = engine.run(dataset, query, [Facet("region")], dragged="visits")[Facet("region")]
    assert found.counts.tolist() == [13, 13, 14]


def test_what_is_remembered_is_answered_to_whoever_has_given_up_too():
    dataset, engine = open_frame(FRAME), make_engine(block=8)
    engine.run(dataset, QUERY, [Facet("region")])
    found = engine.run(dataset, QUERY, [Facet("region"), Count()], given_up=lambda: True)
    assert found[Count()] == 56


def test_who_waits_gets_an_answer_though_the_first_gives_up(monkeypatch):
    dataset, engine, leave = open_frame(FRAME), one_thread(block=8), threading.Event()
    monkeypatch.setattr(Watched, "gate", threading.Event())
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(engine.run, dataset, QUERY, [Watched("region")], given_up=leave.is_set)
        assert Watched.reached.wait(5)
        second = pool.submit(engine.run, dataset, QUERY, [Watched("region")])
        leave.set()
        Watched.gate.set()
        with pytest.raises(GivenUpError):
            first.result(5)
        assert second.result(5)[Watched("region")].counts.tolist() == [14, 14, 14]


def test_two_who_ask_the_same_at_the_same_time_compute_it_once(monkeypatch):
    dataset, engine = open_frame(FRAME), one_thread(block=8)
    monkeypatch.setattr(Watched, "gate", threading.Event())
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(engine.run, dataset, QUERY, [Watched("region")])
        assert Watched.reached.wait(5)
        second = pool.submit(engine.run, dataset, QUERY, [Watched("region")])
        Watched.gate.set()
        assert first.result(5)[Watched("region")] is second.result(5)[Watched("region")]
    assert Watched.blocks == list(range(0, 64, 8))


@pytest.mark.parametrize(
    ("change", "again"),
    [
        ({}, False),
        ({"query": QUERY.replaced(sort=(Sort("visits"),), page=3)}, False),
        ({"query": QUERY.with_("region", values=["b"])}, False),
        ({"query": QUERY.with_("visits", "min", values=["9"])}, True),
        ({"query": Query(search="a")}, True),
        ({"version": "2"}, True),
        ({"name": "other"}, True),
    ],
    ids=str,
)
def test_an_answer_is_remembered_by_version_filters_and_summary(change, again):
    dataset, engine = open_frame(FRAME), one_thread(block=64)
    engine.run(dataset, QUERY, [Watched("region")])
    other = replace(dataset, **{name: value for name, value in change.items() if name != "query"})
    engine.run(other, change.get("query", QUERY), [Watched("region")])
    assert len(Watched.blocks) == (2 if again else 1)


@pytest.mark.parametrize(
    ("without", "expected"),
    [((), 0), (("region",), 56), (("visits",), 0), (("region", "visits"), 64), (("visits", "region"), 64)],
    ids=str,
)
def test_an_answer_without_the_filters_of_some_columns_is_remembered_by_those_of_the_others(without, expected):
    dataset, engine = open_frame(FRAME), one_thread()
    count = GroupBy((), (COUNT,), without=without)
    queries = [QUERY.with_("region", values=[region]) for region in ("Nowhere", "Elsewhere")]
    first, second = (engine.run(dataset, query, [count])[count] for query in queries)
    assert first.counts == second.counts == expected
    assert (first is second) == ("region" in without)


def test_answers_over_few_rows_are_remembered_only_without_filters(monkeypatch):
    monkeypatch.setattr(run, "REMEMBERED", 50_000)
    dataset, engine = open_frame(FRAME), make_engine()
    page = Rows((), 0, 5, ("region",))
    engine.run(dataset, QUERY, [Facet("region"), page])
    assert engine.caches.answers.bytes == 0
    engine.run(dataset, Query(), [Facet("region"), page])
    assert engine.caches.answers.bytes > 2 * OVERHEAD


@pytest.mark.parametrize("budget", [0, 7, 10_000, 1 << 20])
def test_the_shares_are_visible_bounded_together_and_emptied(budget):
    dataset, engine = open_frame(FRAME), make_engine(cache_bytes=budget)
    for low in range(40):
        query = Query().with_("visits", "min", values=[str(low)])
        engine.run(dataset, query, [Facet("region"), Rows((), 0, 20, ("region",))], dragged="visits")
        usage = engine.caches.usage()
        assert all(0 <= used <= share for used, share in usage.values())
    assert list(usage) == ["masks", "tiles", "answers"]
    assert sum(share for _, share in usage.values()) <= budget
    assert (sum(used for used, _ in usage.values()) > 0) == (budget >= 10_000)
    engine.clear()
    assert {used for used, _ in engine.caches.usage().values()} == {0}


def test_a_value_over_its_share_is_not_kept():
    caches = Caches(8000)
    caches.answers.put("small", 1, size=500)
    caches.answers.put("large", 1, size=501)
    assert (caches.answers.peek("small"), caches.answers.peek("large")) == (1, None)
