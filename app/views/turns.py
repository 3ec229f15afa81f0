"""Turns: so many answers are computed at a time; the others wait, and clients take turns rather than requests."""

import asyncio
from collections import OrderedDict, deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import ParamSpec, TypeVar

from flask import request

from app.views.errors import RequestError
from app.views.services import services

P = ParamSpec("P")
T = TypeVar("T")


class BusyError(RequestError):
    """A request whose turn did not come in time."""

    def __init__(self) -> None:
        super().__init__(503, "The server has more to do than it can. Nothing is lost: try again in a moment.")


class Turns:
    """All on one event loop. A client who waits for many answers waits no shorter than one who waits for one."""

    def __init__(self, count: int, *, patience: float) -> None:
        self.free = max(1, count)
        self._patience = patience
        self._waiting: OrderedDict[str, deque[asyncio.Future[None]]] = OrderedDict()

    @property
    def waiting(self) -> int:
        return sum(map(len, self._waiting.values()))

    @asynccontextmanager
    async def turn(self, client: str) -> AsyncIterator[None]:
        """Waits for a turn, and gives it back. Raises BusyError."""
        if self.free and not self._waiting:
            self.free -= 1
        else:
            await self._wait(client)
        try:
            yield
        finally:
            self.free += 1
            self._next()

    async def _wait(self, client: str) -> None:
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(client, deque()).append(turn)
        try:
            await asyncio.wait_for(asyncio.shield(turn), self._patience)
        except TimeoutError:
            if turn.done():
                return
            self._leave(client, turn)
            raise BusyError from None

    def _leave(self, client: str, turn: "asyncio.Future[None]") -> None:
        self._waiting[client].remove(turn)
        if not self._waiting[client]:
            del self._waiting[client]

    def _next(self) -> None:
        """Give the turn to the client who has waited longest since its last one."""
        if not self._waiting:
            return
        client, turns = self._waiting.popitem(last=False)
        self.free -= 1
        turns.popleft().set_result(None)
        if turns:
            self._waiting[client] = turns


async def in_turn(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """The result of a function that computes, in a thread, when it is the client's turn."""
    async with services().turns.turn(request.remote_addr or ""):
        return await asyncio.to_thread(function, *args, **kwargs)
