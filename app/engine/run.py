"""One run: the answers to all summaries of a page, from what is remembered and one pass over the partitions."""

from collections.abc import Callable, Generator, Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from itertools import pairwise
from math import prod
from typing import Any, NamedTuple

from app.datasets import Dataset
from app.engine.cache import Caches
from app.engine.dimension import codes_of
from app.engine.kernels import Kernels
from app.engine.masks import Bits, Masks
from app.engine.partition import MANY_ROWS, Partition
from app.engine.summaries import Count, Gathered, GroupBy, Stepped, Summary, Within, stepped
from app.engine.tile import Drag, Tile
from app.engine.workers import Workers

AnySummary = Summary[Any, Any]
Asked = AnySummary | Stepped
Found = dict[Any, Any]
Steps = Generator[AnySummary, Any, Any]
REMEMBERED = 50_000
"""Answers over fewer rows are computed in a millisecond; only those without filters are worth their memory."""


class Way(NamedTuple):
    """A question that is being answered in steps."""

    stepped: Stepped
    steps: Steps


class GivenUpError(Exception):
    """Nobody waits for the answer any more."""


@dataclass(frozen=True, slots=True, eq=False)
class Run:
    dataset: Dataset
    masks: Masks
    caches: Caches
    kernels: Kernels
    workers: Workers
    block: int
    given_up: Callable[[], bool]

    def answers(self, asked: Iterable[Asked]) -> Found:
        """What was asked before is remembered; two runs never compute the same at the same time."""
        with self.caches.answers.flight(self._key("run", self.masks.key())):
            found = self._remembered(asked)
            missing = [each for each in asked if each not in found]
            ways = {each: Way(way, self._steps(way)) for each in missing if (way := stepped(each))}
            wanted: list[Any] = [each for each in missing if each not in ways]
            steps = self._stepped(dict.fromkeys(ways), ways, found)
            while wanted or steps:
                found |= self._summed([*wanted, *steps.values()])
                wanted = []
                steps = self._stepped({each: found[step] for each, step in steps.items()}, ways, found)
        return found

    def looked_up(self, asked: Iterable[Asked], drag: Drag) -> Found:
        """The answers that tiles hold, made at the first step of a drag."""
        tiles = {summary: tile for summary in asked if (tile := self._tile(drag, summary))}
        bits = {tile: (drag.column, *tile.without) for tile in tiles.values()}
        with self.caches.tiles.flight(self._key(drag.column, self.masks.key(drag.column))):
            keys = {tile: self._key(tile, self.masks.key(*without)) for tile, without in bits.items()}
            stacked: Found = {tile: self.caches.tiles.peek(key) for tile, key in keys.items()}
            missing = [tile for tile, answer in stacked.items() if answer is None]
            made = self._passed({tile: self.masks.without(*bits[tile]) for tile in missing})
            for tile, answer in made.items():
                self.caches.tiles.put(keys[tile], answer, size=answer.nbytes)
        found = stacked | made
        return {summary: drag.answer(summary, tile, found[tile]) for summary, tile in tiles.items()}

    def _tile(self, drag: Drag, summary: Asked) -> Tile | None:
        """None where a tile can't answer, or would be too large to keep beside those of the other summaries."""
        tile = drag.tile(summary)
        if tile is None:
            return None
        summary = tile.summary
        dimensions = summary.dimensions
        arrays = 1 + 2 * len(summary.measures) if isinstance(summary, GroupBy) else 1
        sizes = [len(codes_of(self.dataset, each, self.caches.masks).values) for each in dimensions]
        cells = prod([len(tile.axis), *sizes])
        return tile if 8 * cells * arrays <= self.caches.tiles.budget // 8 else None

    def _steps(self, way: Stepped) -> Steps:
        return way.steps(self.dataset, self._count(way))

    def _stepped(self, answers: Found, ways: Mapping[Asked, Way], found: Found) -> dict[Asked, AnySummary]:
        """The next step of each question, after the answer to its last one; one without a next step is found."""
        steps: dict[Asked, AnySummary] = {}
        for each, answer in answers.items():
            try:
                steps[each] = ways[each].steps.send(answer)
            except StopIteration as end:
                found[each] = ways[each].stepped.answer(self.dataset, end.value)
                self._remember(each, found[each])
        return steps

    def _summed(self, summaries: Iterable[AnySummary]) -> Found:
        found = self._remembered(summaries)
        wanted = [summary for summary in dict.fromkeys(summaries) if summary not in found]
        counts = {summary: self._count(summary) for summary in wanted if isinstance(summary, Count)}
        bits = {names: self.masks.without(*names) for names in {summary.without for summary in wanted}}
        made = self._passed({summary: bits[summary.without] for summary in wanted if summary not in counts})
        for summary, answer in made.items():
            self._remember(summary, answer)
        return found | counts | made

    def _passed(self, wanted: Mapping[Any, Bits | None]) -> Found:
        """One pass over the partitions, which the threads share where the kernels let them."""
        if not wanted:
            return {}
        parallel = self.kernels.parallel
        shares = self.workers.map(lambda starts: self._share(starts, wanted), self._shares(), alone=parallel)
        return {
            summary: summary.finish(reduce(summary.merge, [share[summary] for share in shares])) for summary in wanted
        }

    def _share(self, starts: range, wanted: Mapping[Any, Bits | None]) -> Found:
        states: Found = {}
        known: dict[Any, Any] = {}
        for start in starts:
            if self.given_up():
                raise GivenUpError
            self.kernels.begin()
            stop = min(start + starts.step, self.dataset.rows)
            part = Partition(self.dataset, self.caches.masks, start, stop, self.kernels, known)
            keeps = {id(bits): part.keep(bits) for bits in wanted.values()}
            for summary, bits in wanted.items():
                state = summary.partial(part, keeps[id(bits)])
                states[summary] = summary.merge(states[summary], state) if summary in states else state
        return states

    def _shares(self) -> list[range]:
        """Where the partitions begin, in one run of neighbours a thread."""
        size = self.block * (2 if self.dataset.rows >= MANY_ROWS else 1)
        blocks = max(1, -(-self.dataset.rows // size))
        count = min(self.workers.count, blocks) if self.kernels.parallel else 1
        ends = [blocks * at // count for at in range(count + 1)]
        return [range(a * size, b * size, size) for a, b in pairwise(ends)]

    def _count(self, summary: Asked) -> int:
        return self.masks.count(*summary.without)

    def _key(self, what: object, rows: object) -> tuple[object, ...]:
        return self.dataset.name, self.dataset.version, what, rows

    def _remembered(self, asked: Iterable[Asked]) -> Found:
        found = {}
        for each in asked:
            rows = self.masks.key(*each.without)
            if self._lasts(rows):
                found[each] = self.caches.answers.peek(self._key(each, rows))
        return {each: answer for each, answer in found.items() if answer is not None}

    def _remember(self, summary: Asked, answer: Any) -> None:
        """All but the rows and numbers that are looked at on the way."""
        rows = self.masks.key(*summary.without)
        if self._lasts(rows) and not isinstance(summary, Within | Gathered):
            self.caches.answers.put(self._key(summary, rows), answer, size=int(getattr(answer, "nbytes", 0)))

    def _lasts(self, rows: object) -> bool:
        """Whether an answer is worth its memory; asking for it costs more than a small table's answer."""
        return self.dataset.rows >= REMEMBERED or not rows
