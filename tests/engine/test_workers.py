import os
import threading
import time

import pytest

from app.engine.workers import Workers


@pytest.mark.parametrize("count", [1, 2, 4])
@pytest.mark.parametrize("items", [0, 1, 2, 50])
def test_results_are_in_the_order_of_the_items(count, items):
    def slow_at_first(item: int) -> int:
        time.sleep(0.002 if item < 3 else 0)
        return item * 2

    assert Workers(count).map(slow_at_first, iter(range(items))) == [item * 2 for item in range(items)]


@pytest.mark.parametrize("count", [1, 2, 4])
def test_the_first_failure_is_raised_and_the_threads_work_on(count):
    def failing(item: int) -> int:
        if item in (3, 5):
            raise ValueError(item)
        return item

    workers = Workers(count)
    with pytest.raises(ValueError, match="3"):
        workers.map(failing, range(8))
    assert workers.map(str, range(8)) == list("01234567")


def test_the_work_is_shared_by_as_many_threads_as_there_are():
    both = threading.Barrier(2, timeout=5)
    assert sorted(Workers(2).map(lambda _: both.wait(), range(2))) == [0, 1]


def test_no_thread_is_started_for_a_single_item_or_a_single_core():
    here = threading.current_thread()
    assert Workers(1).map(lambda _: threading.current_thread(), range(3)) == [here] * 3
    assert Workers(4).map(lambda _: threading.current_thread(), range(1)) == [here]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork")
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_forked_process_has_threads_of_its_own():
    workers = Workers(2)
    assert workers.map(abs, range(4)) == [0, 1, 2, 3]
    child = os.fork()
    if not child:
        threading.Timer(5, os._exit, [2]).start()
        os._exit(0 if workers.map(abs, range(4)) == [0, 1, 2, 3] else 1)
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == 0
    assert workers.map(abs, range(4)) == [0, 1, 2, 3]


def test_a_failure_is_raised_when_all_are_done():
    done = threading.Event()

    def work(item: int) -> None:
        if not item:
            raise ValueError
        time.sleep(0.2)
        done.set()

    with pytest.raises(ValueError):
        Workers(2).map(work, range(2))
    assert done.is_set(), "a thread still works"
