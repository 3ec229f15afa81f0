"""Lines become records, also where a quote is missing, stray or not escaped."""

import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import NamedTuple

LOOK_AHEAD = 400
"""How many lines a quoted cell may go on over where its file is not regular."""
REOPENED = 20
"""How many times a record may go on over lines."""
CHOICES = 400
"""How many readings of a line are tried."""


class Record(NamedTuple):
    """The cells of a record, the line it starts at (from 1), and its text."""

    line: int
    cells: list[str]
    text: str


@dataclass(frozen=True)
class Dialect:
    """What parts cells, what quotes them (empty: nothing), and what escapes a quote in them (empty: its double)."""

    delimiter: str = ","
    quote: str = '"'
    escape: str = ""

    def split(self, text: str) -> list[str] | None:
        """The cells of a text by the rules of RFC 4180; None if a quoted cell does not end where a cell can end."""
        if (not self.quote or self.quote not in text) and (not self.escape or self.escape not in text):
            return text.split(self.delimiter)
        cells, at = [], 0
        while True:
            if match := self._quoted.match(text, at):
                cells.append(self.unescape(match[1]))
                at = match.end()
            elif text.startswith(self.quote, at):
                return None
            else:
                cell, at = self._plain(text, at)
                cells.append(cell)
            if at >= len(text):
                return cells
            at += len(self.delimiter)

    def split_loosely(self, text: str) -> list[str]:
        """The cells of a text that no rule explains: a quote before a delimiter is taken to close a cell."""
        cells, at = [], 0
        while at <= len(text):
            cell, end = next(self._readings(text, at))
            cells.append(cell)
            at = end + len(self.delimiter)
        return cells

    def guess(self, text: str, width: int) -> list[str] | None:
        """The cells of a text whose quotes break the rules: the first reading that has `width` cells."""
        budget = [CHOICES]
        return self._search(text, 0, width, budget)

    def _search(self, text: str, at: int, width: int, budget: list[int]) -> list[str] | None:
        budget[0] -= 1
        if width < 1 or budget[0] < 0:
            return None
        for cell, end in self._readings(text, at):
            if end >= len(text):
                if width == 1:
                    return [cell]
            elif rest := self._search(text, end + len(self.delimiter), width - 1, budget):
                return [cell, *rest]
        return None

    def _readings(self, text: str, at: int) -> Iterator[tuple[str, int]]:
        """What the cell that starts here can be: quoted by the rules, quoted loosely, or plain."""
        if self.quote and text.startswith(self.quote, at):
            if match := self._quoted.match(text, at):
                yield self.unescape(match[1]), match.end()
            for match in self._closing.finditer(text, at + len(self.quote)):
                yield self.unescape(text[at + len(self.quote) : match.start()]), match.end()
        yield self._plain(text, at)

    def _plain(self, text: str, at: int) -> tuple[str, int]:
        """A cell without quotes around it, and where it ends."""
        end = text.find(self.delimiter, at)
        while self.escape and end > at and text.endswith(self.escape, at, end):
            end = text.find(self.delimiter, end + 1)
        end = len(text) if end < 0 else end
        cell = text[at:end]
        if self.escape and self.escape in cell:
            cell = re.sub(rf"{re.escape(self.escape)}([^\w])", r"\1", cell)
        return cell, end

    def unescape(self, cell: str) -> str:
        if self.escape and self.escape in cell:
            cell = re.sub(rf"{re.escape(self.escape)}(.)", r"\1", cell, flags=re.DOTALL)
        return cell.replace(self.quote * 2, self.quote) if self.quote else cell

    @cached_property
    def _quoted(self) -> re.Pattern[str]:
        quote = re.escape(self.quote)
        return re.compile(rf"{self._pad}{quote}({self._inside}){quote}{self._end}", re.DOTALL)

    def open_cell(self, text: str) -> bool:
        """Whether the text ends inside a quoted cell, so that it may go on in the next line."""
        return bool(self._unclosed.search(text))

    def stays_open(self, text: str) -> bool:
        """Whether a line that begins inside a quoted cell ends inside it."""
        return bool(self._all_inside.match(text))

    def closes(self, text: str) -> bool:
        """Whether a line that begins inside a quoted cell ends that cell where a cell can end."""
        return bool(self._rest.match(text))

    @cached_property
    def _inside(self) -> str:
        quote = re.escape(self.quote)
        escaped = rf"|{re.escape(self.escape)}." if self.escape else ""
        return rf"(?:[^{quote}{re.escape(self.escape)}]|{quote}{quote}{escaped})*+"

    @cached_property
    def _unclosed(self) -> re.Pattern[str]:
        quote = re.escape(self.quote)
        return re.compile(rf"(?:^|{re.escape(self.delimiter)}){self._pad}{quote}{self._inside}\Z", re.DOTALL)

    @cached_property
    def _all_inside(self) -> re.Pattern[str]:
        return re.compile(rf"{self._inside}\Z", re.DOTALL)

    @cached_property
    def _rest(self) -> re.Pattern[str]:
        return re.compile(rf"{self._inside}{re.escape(self.quote)}{self._end}", re.DOTALL)

    @cached_property
    def _closing(self) -> re.Pattern[str]:
        return re.compile(rf"{re.escape(self.quote)}{self._end}", re.DOTALL)

    @cached_property
    def _end(self) -> str:
        return rf"{self._pad}(?={re.escape(self.delimiter)}|\Z)"

    @property
    def _pad(self) -> str:
        """What may stand beside the quotes of a cell."""
        return "" if " " in self.delimiter else " *"


def records(
    lines: Iterable[tuple[int, str]], dialect: Dialect, *, width: int | None = None, sound: bool = False
) -> Iterator[Record]:
    """The records of numbered lines; `width` is how many cells most have, and decides where quotes are at fault.

    `sound`: the quotes are known to be as they should be, so that a cell may go on for ever.
    """
    waiting: deque[tuple[int, str]] = deque()
    source = iter(lines)
    while (line := waiting.popleft() if waiting else next(source, None)) is not None:
        number, text = line
        cells = dialect.split(text)
        if cells is not None:
            yield Record(number, cells, text)
            continue
        reach = None if sound else LOOK_AHEAD
        joined = _joined(text, islice(_following(waiting, source), reach), dialect, width)
        alone = dialect.guess(text, width) if width else None
        if joined and not (alone and _are_records([line for _, line in islice(waiting, joined[0])], dialect, width)):
            for _ in range(joined[0]):
                waiting.popleft()
            yield Record(number, joined[1], joined[2])
        else:
            yield Record(number, alone or dialect.split_loosely(text), text)


def _following(waiting: deque[tuple[int, str]], source: Iterator[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """The lines to come, which go on waiting."""
    yield from list(waiting)
    for line in source:
        waiting.append(line)
        yield line


def _joined(
    text: str, following: Iterable[tuple[int, str]], dialect: Dialect, width: int | None
) -> tuple[int, list[str], str] | None:
    """The record that goes on over the following lines: how many, its cells and its text."""
    if not dialect.open_cell(text):
        return None
    parts, splits = [text], 0
    for count, (_, more) in enumerate(following, start=1):
        parts.append(more)
        if dialect.quote not in more:
            continue
        if dialect.stays_open(more):
            continue
        splits += 1
        if splits > REOPENED or not dialect.closes(more):
            return None
        text = "\n".join(parts)
        cells = dialect.split(text)
        if cells is not None:
            return (count, cells, text) if width in (None, len(cells)) else None
        if not dialect.open_cell(text):
            return None
        parts = [text]
    return None


def _are_records(lines: list[str], dialect: Dialect, width: int | None) -> bool:
    """Whether the lines that a quoted cell would go on over are records themselves, so that its quote is stray."""
    *whole, last = lines
    split = [dialect.split(line) for line in whole]
    alone = bool(whole) and all(cells is not None and len(cells) == width for cells in split)
    return alone and width is not None and dialect.guess(last, width) is not None
