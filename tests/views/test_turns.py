"""So many answers at a time, and clients take turns."""

import asyncio
import threading

import pytest

from app import create_app
from app.settings import Settings
from app.views import dashboard
from app.views.turns import BusyError, Turns


async def asks(turns, done, client, *, seconds=0.0):
    async with turns.turn(client):
        await asyncio.sleep(seconds)
        done.append(client)


def in_order(*clients, count=1):
    """The clients in the order in which they were answered, when all asked at once."""

    async def ask():
        turns, done = Turns(count, patience=5), []
        await asyncio.gather(*(asks(turns, done, client, seconds=0.001) for client in clients))
        assert (turns.free, turns.waiting) == (count, 0)
        return "".join(done)

    return asyncio.run(ask())


@pytest.mark.parametrize(
    ("asked", "answered"),
    [
        ("a", "a"),
        ("abc", "abc"),
        ("aaab", "aaba"),
        ("aaaabbc", "aabcaba"),
        ("aaaaab", "aabaaa"),
    ],
)
def test_a_client_who_asks_much_waits_for_itself(asked, answered):
    assert in_order(*asked) == answered


@pytest.mark.parametrize("count", [1, 2, 3])
def test_never_more_are_computed_than_may_be(count):
    async def ask():
        turns, now, most = Turns(count, patience=5), 0, 0

        async def one(client):
            nonlocal now, most
            async with turns.turn(client):
                now += 1
                most = max(most, now)
                await asyncio.sleep(0.001)
                now -= 1

        await asyncio.gather(*(one(str(each % 4)) for each in range(20)))
        return most

    assert asyncio.run(ask()) == count


def test_who_waits_too_long_is_told_so_and_keeps_no_turn():
    async def ask():
        turns, done = Turns(1, patience=0.02), []
        slow = asyncio.create_task(asks(turns, done, "slow", seconds=0.2))
        await asyncio.sleep(0)
        with pytest.raises(BusyError):
            await asks(turns, done, "late")
        await slow
        await asks(turns, done, "next")
        return done, turns.free, turns.waiting

    assert asyncio.run(ask()) == (["slow", "next"], 1, 0)


def test_a_failure_gives_its_turn_back():
    async def ask():
        turns = Turns(1, patience=1)
        with pytest.raises(ZeroDivisionError):
            async with turns.turn("a"):
                1 / 0  # noqa: B018
        return turns.free

    assert asyncio.run(ask()) == 1


def test_a_page_that_can_not_be_computed_in_time_is_a_sentence(data_dir, monkeypatch):
    (data_dir / "small.csv").write_text("n\n1\n2\n", encoding="utf-8")
    told = {
        "WINNOW_DATA_DIR": str(data_dir),
        "WINNOW_CACHE_DIR": "",
        "WINNOW_AT_ONCE": "1",
        "WINNOW_QUERY_SECONDS": "1",
    }
    app = create_app(Settings.read(told))
    app.extensions["winnow"].catalog.open_all()
    let_go, begun = threading.Event(), threading.Event()

    def slowly(*args, **kwargs):
        begun.set()
        let_go.wait(10)
        raise RuntimeError("enough")

    monkeypatch.setattr(dashboard, "build_dashboard", slowly)
    first = threading.Thread(target=lambda: app.test_client().get("/small"))
    first.start()
    begun.wait(10)
    response = app.test_client().get("/small?n.min=2")
    let_go.set()
    first.join()
    assert response.status_code == 503
    assert response.headers["Retry-After"] == "5"
    assert "try again in a moment" in response.text
