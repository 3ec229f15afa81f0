"""One background loop a process."""

import asyncio
import contextvars
import os
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import request

from app.loop import BackgroundLoop, to_sync

name = contextvars.ContextVar("name", default="nobody")


@pytest.fixture(scope="module")
def loop() -> BackgroundLoop:
    return BackgroundLoop()


async def running() -> asyncio.AbstractEventLoop:
    return asyncio.get_running_loop()


async def who() -> str:
    await asyncio.sleep(0)
    return name.get()


def test_a_coroutine_gives_its_result(loop):
    assert loop.run(asyncio.sleep(0, "done")) == "done"


def test_all_coroutines_run_on_one_loop_in_a_thread_of_its_own(loop):
    async def thread() -> str:
        return threading.current_thread().name

    assert loop.run(running()) is loop.run(running())
    assert loop.run(thread()) == "winnow-loop"


def test_coroutines_of_many_threads_run_at_the_same_time(loop):
    everyone = 8
    there, go = [], asyncio.Event()

    async def meet() -> int:
        there.append(None)
        if len(there) == everyone:
            go.set()
        await asyncio.wait_for(go.wait(), 10)
        return len(there)

    with ThreadPoolExecutor(everyone) as pool:
        found = [future.result(15) for future in [pool.submit(loop.run, meet()) for _ in range(everyone)]]
    assert found == [everyone] * everyone


def test_each_thread_gets_its_own_result(loop):
    async def later(number: int) -> int:
        await asyncio.sleep(0.001 * (number % 3))
        return number

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda number: loop.run(later(number)), range(200))) == list(range(200))


def test_a_coroutine_sees_the_context_variables_of_its_caller(loop):
    def ask(text: str) -> str:
        name.set(text)
        return loop.run(who())

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(ask, ["a", "b", "c", "d"])) == ["a", "b", "c", "d"]
    assert loop.run(who()) == "nobody"


def test_a_thread_of_a_coroutine_sees_them_too(loop):
    async def elsewhere() -> str:
        return await asyncio.to_thread(name.get)

    name.set("somebody")
    assert loop.run(elsewhere()) == "somebody"
    name.set("nobody")


def test_an_exception_reaches_the_caller_and_the_loop_goes_on(loop):
    async def fail() -> None:
        await asyncio.sleep(0)
        raise KeyError("lost")

    with pytest.raises(KeyError, match="lost"):
        loop.run(fail())
    assert loop.run(asyncio.sleep(0, 1)) == 1


def test_a_cancelled_coroutine_is_cancelled_for_its_caller(loop):
    async def give_up() -> None:
        raise asyncio.CancelledError

    with pytest.raises(asyncio.CancelledError):
        loop.run(give_up())


def test_a_function_made_plain_keeps_its_name_and_arguments(loop):
    async def add(a: int, *, b: int) -> int:
        return a + b

    plain = to_sync(loop, add)
    assert plain.__name__ == "add"
    assert plain(1, b=2) == 3


def test_async_views_see_their_own_request(app):
    async def echo() -> str:
        await asyncio.sleep(0.002)
        return request.args["n"]

    app.add_url_rule("/-/echo", view_func=echo)

    def ask(number: int) -> str:
        return app.test_client().get(f"/-/echo?n={number}").text

    with ThreadPoolExecutor(6) as pool:
        assert list(pool.map(ask, range(30))) == [str(number) for number in range(30)]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the system has no fork")
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_forked_child_has_a_loop_of_its_own(loop):
    parents = loop.run(running())
    child = os.fork()
    if not child:
        try:
            own = loop.run(running())
            os._exit(0 if own is not parents and loop.run(asyncio.sleep(0, 7)) == 7 else 1)
        finally:
            os._exit(2)
    assert wait_for(child) == 0
    assert loop.run(running()) is parents


def wait_for(child: int) -> int:
    """The child's exit code; a child that hangs is killed and has -9."""
    for _ in range(100):
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.1)
    os.kill(child, 9)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


@pytest.mark.parametrize("error", [KeyboardInterrupt, SystemExit])
def test_what_would_end_the_loop_is_an_error_like_others(loop, error):
    async def end() -> None:
        raise error

    async def answer() -> int:
        return 42

    with pytest.raises(RuntimeError, match=error.__name__):
        loop.run(end())
    assert loop.run(answer()) == 42
