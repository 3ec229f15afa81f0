"""Whether the quotes of a large file obey RFC 4180, seen without parsing it."""

from pathlib import Path

import numpy as np

from app.datasets.column import Array

BLOCK = 8 << 20
QUOTE, FEED, RETURN = 34, 10, 13


def quotes_obey(path: Path, delimiter: str) -> tuple[bool, bool]:
    """Whether each quote opens or closes a cell or is doubled inside one, and whether cells go on over lines."""
    ends = np.zeros(256, dtype=bool)
    ends[[ord(delimiter), FEED, RETURN, QUOTE]] = True
    seen, before, over_lines = 0, FEED, False
    with path.open("rb") as file:
        if file.read(3) != b"\xef\xbb\xbf":
            file.seek(0)
        block = file.read(BLOCK)
        while block:
            following = file.read(BLOCK)
            data = np.frombuffer(block, dtype=np.uint8)
            quotes = np.flatnonzero(data == QUOTE)
            if not _closed_well(data, quotes, seen, ends, before=before, after=following[0] if following else FEED):
                return False, over_lines
            feeds = (
                np.flatnonzero((data == FEED) | (data == RETURN)) if len(quotes) or seen % 2 else np.empty(0, dtype=int)
            )
            over_lines |= bool(((np.searchsorted(quotes, feeds) + seen) % 2).any())
            seen, before, block = seen + len(quotes), block[-1], following
    return seen % 2 == 0, over_lines


def _closed_well(data: Array, quotes: Array, seen: int, ends: Array, *, before: int, after: int) -> bool:
    opens = (np.arange(len(quotes)) + seen) % 2 == 0
    left = np.where(quotes > 0, data[quotes - 1], before)
    right = np.where(quotes + 1 < len(data), data[np.minimum(quotes + 1, len(data) - 1)], after)
    return bool(ends[np.where(opens, left, right)].all())
