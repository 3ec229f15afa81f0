"""What one answer may cost: beyond its time or memory it is given up with a sentence, and the machine goes on."""

import time
from collections.abc import Callable

from app import machine
from app.views.errors import RequestError
from app.views.fragments import given_up
from app.views.services import services

ADVICE = "Keep fewer rows by a filter, or take charts away; another try may find the server less busy."


class OverBudgetError(RequestError):
    """An answer that costs more than one may."""

    def __init__(self, reason: str) -> None:
        super().__init__(503, f"{reason} {ADVICE}")


class Budget:
    """Asked between blocks of rows whether to stop: true if nobody waits; OverBudgetError beyond the budget."""

    def __init__(
        self, *, seconds: float, memory: int, relieve: Callable[[], None], gone: Callable[[], bool] = lambda: False
    ) -> None:
        """`relieve` gives memory back; who asks for much is refused only where that does not help."""
        self._seconds = seconds
        self._memory = memory
        self._relieve = relieve
        self._gone = gone
        self._end: float | None = None

    def __call__(self) -> bool:
        now = time.monotonic()
        self._end = self._end or now + self._seconds
        if now > self._end:
            raise OverBudgetError(f"This took longer than the {self._seconds:g} seconds that one answer may take.")
        if machine.used() > self._memory:
            self._relieve()
            if machine.used() > self._memory:
                raise OverBudgetError("This needs more memory than the server has.")
        return self._gone()


def budget() -> Budget:
    """That of the current request; its time begins with the first block."""
    settings, engine = services().settings, services().engine
    return Budget(seconds=settings.query_seconds, memory=settings.memory_bytes, relieve=engine.clear, gone=given_up())
