"""A cache with a budget in bytes. Two callers never compute the same value at the same time."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import TypeVar, cast

V = TypeVar("V")


class Cache:
    """The least recently used values go first when the budget is spent; a value over the budget is not kept."""

    def __init__(self, budget: int) -> None:
        self.budget = budget
        self.bytes = 0
        self._values: OrderedDict[Hashable, tuple[object, int]] = OrderedDict()
        self._flights: dict[Hashable, threading.Lock] = {}
        self._lock = threading.Lock()

    def get(self, key: Hashable, compute: Callable[[], V], *, size: Callable[[V], int]) -> V:
        """The value of a key, computed if it is not there. `size` tells a value's bytes."""
        found = self._find(key)
        if found is not None:
            return cast(V, found[0])
        with self._lock:
            flight = self._flights.setdefault(key, threading.Lock())
        with flight:
            found = self._find(key)
            if found is not None:
                return cast(V, found[0])
            value = compute()
            self._keep(key, value, size(value))
        return value

    def clear(self) -> None:
        with self._lock:
            self._values.clear()
            self.bytes = 0

    def _find(self, key: Hashable) -> tuple[object, int] | None:
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
                return self._values[key]
        return None

    def _keep(self, key: Hashable, value: object, size: int) -> None:
        with self._lock:
            self._flights.pop(key, None)
            if size > self.budget:
                return
            self._values[key] = (value, size)
            self.bytes += size
            while self.bytes > self.budget:
                _, (_, freed) = self._values.popitem(last=False)
                self.bytes -= freed
