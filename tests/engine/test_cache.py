import threading
import time
import tracemalloc
from collections import OrderedDict
from concurrent.futures import ThreadPoolExecutor

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.engine import Cache, Engine
from app.query import Query
from tests.engine.strategies import check, open_frame


def put(cache: Cache, key: str, size: int = 1) -> bool:
    """Whether the key had to be computed."""
    computed = []
    cache.get(key, lambda: computed.append(key), size=lambda _: size)
    return bool(computed)


def test_a_value_is_computed_once():
    cache = Cache(10)
    assert [cache.get("a", lambda: "first", size=len), cache.get("a", lambda: "second", size=len)] == ["first", "first"]


def test_none_is_a_value_like_any_other():
    cache = Cache(10)
    assert put(cache, "a")
    assert not put(cache, "a")


def test_the_least_recently_used_value_goes_first():
    cache = Cache(3)
    for key in ("a", "b", "c", "a", "d"):
        put(cache, key)
    assert [put(cache, key) for key in ("c", "a", "d")] == [False, False, False]
    assert put(cache, "b")


def test_a_value_over_the_budget_is_returned_but_not_kept():
    cache = Cache(10)
    put(cache, "small", 4)
    assert cache.get("large", lambda: "x" * 11, size=len) == "x" * 11
    assert cache.bytes == 4
    assert put(cache, "large", 11)
    assert not put(cache, "small", 4)


def test_a_value_of_just_the_budget_is_kept():
    cache = Cache(10)
    put(cache, "small", 1)
    put(cache, "all", 10)
    assert cache.bytes == 10
    assert not put(cache, "all", 10)


def test_a_cleared_cache_is_empty():
    cache = Cache(10)
    put(cache, "a", 7)
    cache.clear()
    assert cache.bytes == 0
    assert put(cache, "a", 7)


@check(max_examples=60)
@given(budget=st.integers(0, 12), uses=st.lists(st.tuples(st.sampled_from("abcdef"), st.integers(0, 9)), max_size=40))
def test_the_budget_is_never_exceeded_and_what_is_kept_is_what_was_used_last(budget, uses):
    cache, kept, sizes = Cache(budget), OrderedDict(), {}
    for key, drawn in uses:
        size = sizes.setdefault(key, drawn)
        assert put(cache, key, size) == (key not in kept)
        if size <= budget:
            kept[key] = size
            kept.move_to_end(key)
        while sum(kept.values()) > budget:
            kept.popitem(last=False)
        assert cache.bytes == sum(kept.values()) <= budget


def test_two_threads_that_ask_at_the_same_time_compute_once():
    cache, computed, start = Cache(10), [], threading.Barrier(2)

    def compute() -> int:
        computed.append(1)
        time.sleep(0.05)
        return 7

    def ask(_: int) -> int:
        start.wait()
        return cache.get("a", compute, size=lambda _: 1)

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(ask, range(2))) == [7, 7]
    assert len(computed) == 1


def test_different_keys_are_computed_at_the_same_time():
    cache, both = Cache(10), threading.Barrier(2, timeout=5)
    with ThreadPoolExecutor(2) as pool:
        asked = [pool.submit(cache.get, key, both.wait, size=lambda _: 1) for key in "ab"]
        assert sorted(each.result() for each in asked) == [0, 1]


def test_a_failing_computation_is_not_kept_and_does_not_block_the_key():
    cache = Cache(10)
    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            cache.get("a", lambda: 1 // 0, size=lambda _: 1)
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(cache.get, "a", lambda: 5, size=lambda _: 1).result(timeout=5) == 5
    assert cache.bytes == 1


def test_who_waited_for_a_failing_computation_computes_anew():
    cache, computing, fail = Cache(10), threading.Event(), threading.Event()

    def failing() -> int:
        computing.set()
        fail.wait(5)
        raise ValueError

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(cache.get, "a", failing, size=lambda _: 1)
        computing.wait(5)
        second = pool.submit(cache.get, "a", lambda: 5, size=lambda _: 1)
        fail.set()
        assert second.result(timeout=5) == 5
        with pytest.raises(ValueError):
            first.result(timeout=5)


def test_a_value_that_is_not_kept_is_still_never_computed_twice_at_the_same_time():
    cache, lock, now, peak = Cache(0), threading.Lock(), [0], [0]

    def compute() -> str:
        with lock:
            now[0] += 1
            peak[0] = max(peak[0], now[0])
        time.sleep(0.02)
        with lock:
            now[0] -= 1
        return "over the budget"

    def ask(turn: int) -> str:
        time.sleep(0.005 * turn)
        return cache.get("a", compute, size=len)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(ask, range(8)))
    assert peak[0] == 1


def test_the_bytes_are_right_after_many_threads_fought_over_a_small_budget():
    cache = Cache(2)

    def ask(turn: int) -> None:
        cache.get(turn * 7 % 5, lambda: time.sleep(0.0005), size=lambda _: 1)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(ask, range(400)))
    for key in ("x", "y", "z"):
        put(cache, key)
    assert not put(cache, "y")
    assert cache.bytes == 2


def test_a_thousand_searches_of_a_small_table_stay_within_the_budget():
    dataset, engine = open_frame(pd.DataFrame({"region": ["Guinea", "Chad"] * 20})), Engine(cache_bytes=100_000)
    tracemalloc.start()
    try:
        for number in range(2500):
            engine.masks(dataset, Query(search=f"{'a search ' * 20}{number}")).count()
        memory, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert memory < 300_000, f"{memory:,} bytes are held by a cache of {100_000:,}"
