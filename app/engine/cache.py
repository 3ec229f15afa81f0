"""A cache with a budget in bytes. Two callers never compute the same value at the same time."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from typing import TypeVar, cast

V = TypeVar("V")
OVERHEAD = 1500
"""Bytes that an entry costs beside its value: its key, and the objects around it."""


class Cache:
    """The least recently used values go first when the budget is spent; a value over the budget is not kept."""

    def __init__(self, budget: int, *, overhead: int = 0) -> None:
        """`overhead`: bytes that each entry costs besides its value: its key, and the objects around it."""
        self.budget = budget
        self._overhead = overhead
        self.bytes = 0
        self.hits = 0
        self.misses = 0
        self._values: OrderedDict[Hashable, tuple[object, int]] = OrderedDict()
        self._flights: dict[Hashable, tuple[threading.Lock, int]] = {}
        self._lock = threading.Lock()

    def get(self, key: Hashable, compute: Callable[[], V], *, size: Callable[[V], int]) -> V:
        """The value of a key, computed if it is not there. `size` tells a value's bytes."""
        found = self._find(key)
        if found is None:
            with self.flight(key):
                found = self._find(key)
                if found is None:
                    value = compute()
                    found = value, size(value)
                    self._keep(key, *found)
        return cast(V, found[0])

    @contextmanager
    def flight(self, key: Hashable) -> Iterator[None]:
        """Who comes second waits until the first has computed what belongs to a key."""
        with self._lock:
            lock, waiting = self._flights.get(key, (threading.Lock(), 0))
            self._flights[key] = lock, waiting + 1
        try:
            with lock:
                yield
        finally:
            with self._lock:
                lock, waiting = self._flights.pop(key)
                if waiting > 1:
                    self._flights[key] = lock, waiting - 1

    def peek(self, key: Hashable) -> object | None:
        """The value of a key, or None."""
        found = self._find(key)
        return found[0] if found else None

    def put(self, key: Hashable, value: object, *, size: int) -> None:
        self._keep(key, value, size)

    def clear(self) -> None:
        with self._lock:
            self._values.clear()
            self.bytes = 0

    def _find(self, key: Hashable) -> tuple[object, int] | None:
        with self._lock:
            if key in self._values:
                self.hits += 1
                self._values.move_to_end(key)
                return self._values[key]
        return None

    def _keep(self, key: Hashable, value: object, size: int) -> None:
        with self._lock:
            self.misses += 1
            size += self._overhead
            if size > self.budget:
                return
            self.bytes -= self._values.pop(key, (None, 0))[1]
            self._values[key] = (value, size)
            self.bytes += size
            while self.bytes > self.budget:
                _, (_, freed) = self._values.popitem(last=False)
                self.bytes -= freed


class Caches:
    """One budget in three visible shares: single filters and codes, tiles of dragged ranges, answers and fragments."""

    def __init__(self, budget: int) -> None:
        self.masks = Cache(budget * 3 // 8, overhead=OVERHEAD)
        self.tiles = Cache(budget * 3 // 8, overhead=OVERHEAD)
        self.answers = Cache(budget // 4, overhead=OVERHEAD)

    def clear(self) -> None:
        for cache in (self.masks, self.tiles, self.answers):
            cache.clear()

    def by_name(self) -> dict[str, Cache]:
        return dict(vars(self))

    def usage(self) -> dict[str, tuple[int, int]]:
        """Bytes in use and the budget, by share."""
        return {name: (cache.bytes, cache.budget) for name, cache in self.by_name().items()}
