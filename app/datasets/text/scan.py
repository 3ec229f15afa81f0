"""What must hold of a large file for it to be read as it is, seen in one pass without parsing it."""

import codecs
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from app.datasets.column import Array

BLOCK = 1 << 18
"""Small enough that a block stays in the processor's cache for all that is asked of it."""
QUOTE, FEED, RETURN, ZERO = b'"\n\r0'


@dataclass(frozen=True, slots=True)
class Scan:
    """What a file is.

    `utf8`: every byte is; `quoted_well`: each quote opens or closes a cell, or is doubled inside one; `over_lines`: a
    cell goes on over lines, `returns`: with a carriage return in it; `leading_zeros`: a cell starts with a zero and
    another digit.
    """

    utf8: bool
    quoted_well: bool
    over_lines: bool
    returns: bool
    leading_zeros: bool


def scan(path: Path, delimiter: str) -> Scan:
    return _Scanner(ord(delimiter)).scan(path)


class _Scanner:
    def __init__(self, mark: int) -> None:
        self._mark = mark
        self._ends = np.zeros(256, dtype=bool)
        self._ends[[mark, FEED, RETURN, QUOTE]] = True
        self._decoder = codecs.getincrementaldecoder("utf-8")()
        self._quotes = 0
        self._over_lines = self._returns = self._zeros = False
        self._well = self._utf8 = True

    def scan(self, path: Path) -> Scan:
        """Go over a file in blocks; each begins with the three bytes that end the one before."""
        buffer = bytearray(b"\n\n\n" + bytes(BLOCK))
        start = 3
        with path.open("rb", buffering=0) as file:
            if file.read(3) != codecs.BOM_UTF8:
                file.seek(0)
            while self._well and self._utf8 and (size := file.readinto(memoryview(buffer)[3:])):
                self._take(buffer, start, 3 + size)
                buffer[:3], start = buffer[size : 3 + size], 2
        if start == 2 and self._well:
            buffer[3:4] = b"\n"
            self._take(buffer, 2, 4, last=True)
        return Scan(self._utf8, self._well and self._quotes % 2 == 0, self._over_lines, self._returns, self._zeros)

    def _take(self, buffer: bytearray, start: int, end: int, *, last: bool = False) -> None:
        """Look at the bytes from `start` to before the last, which is what follows them."""
        if last or not buffer.isascii() or self._decoder.getstate()[0]:
            self._decode(b"" if last else bytes(buffer[3:end]), final=last)
        data = np.frombuffer(buffer, dtype=np.uint8, count=end - start + 2, offset=start - 2)
        if self._quotes % 2 or buffer.find(QUOTE, start, end - 1) >= 0:
            self._take_quotes(data)
        if not self._zeros:
            signed = buffer.find(b"-0", start - 1, end) >= 0 or buffer.find(b"+0", start - 1, end) >= 0
            self._zeros = self._has_zeros(data, signed=signed)

    def _decode(self, block: bytes, *, final: bool) -> None:
        try:
            self._decoder.decode(block, final=final)
        except UnicodeDecodeError:
            self._utf8 = False

    def _take_quotes(self, data: Array) -> None:
        inner = data[2:-1]
        quotes = np.flatnonzero(inner == QUOTE)
        opens = (np.arange(len(quotes)) + self._quotes) % 2 == 0
        self._well &= bool(self._ends[np.where(opens, data[quotes + 1], data[quotes + 3])].all())
        breaks = np.flatnonzero((inner == FEED) | (inner == RETURN))
        inside = (np.searchsorted(quotes, breaks) + self._quotes) % 2 == 1
        self._over_lines |= bool(inside.any())
        self._returns |= bool((inner[breaks[inside]] == RETURN).any())
        self._quotes += len(quotes)

    def _has_zeros(self, data: Array, *, signed: bool) -> bool:
        """Whether a zero that starts a cell (after a sign, perhaps) is followed by another digit."""
        zero = data[2:-1] == ZERO
        starts = self._starts(data[1:-2])
        if signed:
            sign = (data[1:-2] == ord("-")) | (data[1:-2] == ord("+"))
            starts = starts | (sign & self._starts(data[:-3]))
        places = np.flatnonzero(zero & starts)
        following = data[places + 3]
        return bool(((following >= ZERO) & (following <= ZERO + 9)).any())

    def _starts(self, before: Array) -> Array:
        return np.asarray((before == self._mark) | (before == FEED) | (before == QUOTE))
