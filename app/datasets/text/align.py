"""Rows that are too short or too long, put right by what the cells of the other rows look like."""

import math
import re
from collections import Counter
from collections.abc import Sequence
from itertools import accumulate

from app.datasets.text.cells import look, shape

MANY = 200
SURPLUS = 40
"""How many pieces too many a row may be in."""
LONGEST = 120
"""How many pieces a row may be in to be put together again."""


class Aligner:
    """Knows what the cells of each column look like, from rows that are as they should be."""

    def __init__(self, rows: Sequence[Sequence[str]], width: int) -> None:
        self.width = width
        self._columns = [_Habit([row[column] for row in rows]) for column in range(width)]

    def score(self, cells: Sequence[str]) -> float:
        """How likely a row is: the sum of the logarithms of its cells' likelihoods."""
        return sum(habit.likelihood(cell) for habit, cell in zip(self._columns, cells, strict=True))

    def join(self, pieces: Sequence[str], mark: str) -> list[str] | None:
        """The likeliest row of `width` cells that the pieces make, neighbours joined by `mark`; blanks may go."""
        count = len(pieces)
        if not self.width <= count <= min(LONGEST, self.width + SURPLUS):
            return None
        reach = count - self.width + 1
        best: list[dict[int, tuple[float, int]]] = [{0: (0.0, 0)}]
        for habit in self._columns:
            found: dict[int, tuple[float, int]] = {}
            for start, (score, _) in best[-1].items():
                for end in range(start + 1, min(start + reach, count) + 1):
                    total = score + habit.likelihood(_join(pieces[start:end], mark))
                    if end not in found or total > found[end][0]:
                        found[end] = (total, start)
            best.append(found)
        if count not in best[-1]:
            return None
        cells, end = [], count
        for found in reversed(best[1:]):
            start = found[end][1]
            cells.append(_join(pieces[start:end], mark))
            end = start
        return cells[::-1]

    def _are_known(self, at: int, left: str, right: str) -> bool:
        """Whether the parts are written just as other cells of their columns, and one is no bare word or number."""
        exact = _pattern(left) in self._columns[at].patterns and _pattern(right) in self._columns[at + 1].patterns
        return exact and not (left.isalnum() and right.isalnum())

    def split(self, cells: Sequence[str]) -> list[str]:
        """The likeliest row that has one cell more: one parted in two, or a blank put in; padded if none is better."""
        best = [*cells, ""]
        most = self.score(best) + 1.0
        left = [0.0, *accumulate(habit.likelihood(cell) for habit, cell in zip(self._columns, cells, strict=False))]
        after = zip(self._columns[1:], cells, strict=True)
        right = [0.0, *accumulate(habit.likelihood(cell) for habit, cell in reversed(list(after)))][::-1]
        for at, cell in enumerate(cells):
            cuts = range(len(cell)) if len(cell) <= LONGEST else (0, *range(len(cell) - LONGEST, len(cell)))
            for cut in cuts:
                if _is_inside(cell, cut) and not self._are_known(at, cell[:cut], cell[cut:]):
                    continue
                parted = self._columns[at].likelihood(cell[:cut]) + self._columns[at + 1].likelihood(cell[cut:])
                score = left[at] + parted + right[at + 1]
                if score > most + 1e-9:
                    best, most = [*cells[:at], cell[:cut], cell[cut:], *cells[at + 1 :]], score
        return best


def _pattern(cell: str) -> str:
    """Each digit as 9, each letter as a."""
    return re.sub(r"[^\W\d_]", "a", re.sub(r"\d", "9", cell))


def _is_inside(cell: str, cut: int) -> bool:
    """Whether a cut would part a number or a word."""
    if not 0 < cut < len(cell):
        return False
    before, after = cell[cut - 1], cell[cut]
    return (before.isdigit() and after.isdigit()) or (before + after).replace(" ", "a").isalpha()


def _join(pieces: Sequence[str], mark: str) -> str:
    if len(pieces) == 1:
        return pieces[0]
    return mark.join(piece for piece in pieces if piece.strip())


class _Habit:
    """What the cells of one column look like."""

    def __init__(self, cells: Sequence[str]) -> None:
        shapes = Counter(map(shape, cells))
        self._total = len(cells)
        self._shapes = shapes if len(shapes) <= max(3, 0.3 * len(cells)) else Counter()
        self._looks = Counter(map(look, cells))
        self.patterns = set(map(_pattern, cells)) if len(shapes) <= MANY else set()
        self._lengths = sorted(map(len, cells))

    def likelihood(self, cell: str) -> float:
        if self._shapes:
            share = self._shapes[shape(cell)] / self._total or 0.1 * self._looks[look(cell)] / self._total
        else:
            share = 0.5 * self._looks[look(cell)] / max(1, self._total)
            longest = self._lengths[-1] if self._lengths else 0
            if cell and longest and len(cell) > 1.5 * longest:
                share *= 0.1
        return math.log(share + 0.002)
