"""Tables that are drawn rather than parted: columns aligned with blanks, or with rules around their cells."""

import csv
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from pathlib import Path

RULE = re.compile(r"[\s|+:─│┼=-]*(?:--|==|──|-\+-)[\s|+:─│┼=-]*")
COUNT = re.compile(r"\(\d+ rows?\)")
"""What psql writes below a table."""
GAP = re.compile(r"\S\s{2,}\S")
TOKEN = re.compile(r'"[^"]*"(?=\s|$)|\S+')
MARKS = ",;|\t"
FEWEST = 3
ALIGNED = "The columns are aligned with blanks."
RULED = "The table is drawn with rules."

Split = Callable[[str], list[str]]


def find_drawn(lines: Sequence[str]) -> tuple[Split, str] | None:
    """How the lines of a drawn table become cells, and what to say of it; None if the table is no drawn one."""
    lines = [line for line in lines if line.strip() and not line.startswith("#")]
    if split := _ruled(lines):
        return split, RULED
    lines = [line for line in lines if not RULE.fullmatch(line)]
    if len(lines) < FEWEST or _is_parted(lines):
        return None
    body = lines[len(lines) // 3 :]
    split = _by_blanks(body) or (_by_place(body) if all(line.isascii() or len(lines) > 9 for line in lines) else None)
    return (split, ALIGNED) if split else None


def write_parted(lines: Iterable[str], split: Split, target: Path) -> None:
    """The lines, each with its cells parted by tabs; rules are left blank."""
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter="\t", lineterminator="\n")
        for line in lines:
            cells = [] if RULE.fullmatch(line) or COUNT.fullmatch(line.strip()) else split(line)
            writer.writerow(cells) if any(cells) else file.write("\n")


def _ruled(lines: Sequence[str]) -> Split | None:
    """Cells between bars, as Markdown, psql and mysql draw them: there is a rule below the header."""
    at = next((at for at, line in enumerate(lines[:5]) if RULE.fullmatch(line) and re.search(r"[|+]", line)), None)
    rows = [line for line in lines if "|" in line and not RULE.fullmatch(line)]
    if at is None or len(rows) < 2 or len({line.strip().strip("|").count("|") for line in rows}) > 1:
        return None
    framed = all(line.strip().startswith("|") for line in rows)

    def split(line: str) -> list[str]:
        line = line.strip().removeprefix("|").removesuffix("|") if framed else line
        return [cell.strip() for cell in line.split("|")]

    return split


def _is_parted(lines: Sequence[str]) -> bool:
    """Whether few lines have gaps, or a usual mark parts most of them."""
    gaps = sum(bool(GAP.search(line.strip())) for line in lines)
    if gaps < 0.5 * len(lines):
        return True
    for mark in MARKS:
        counts = Counter(line.count(mark) for line in lines)
        marked = len(lines) - counts[0]
        if marked >= 0.9 * len(lines) and not (mark == "\t" and max(counts) == 1):
            return True
    return False


def _by_blanks(lines: Sequence[str]) -> Split | None:
    """Cells between blanks, where that makes all lines as wide as each other."""
    widths = {len(TOKEN.findall(line)) for line in lines}
    if len(widths) > 1 or widths == {1}:
        return None
    width = widths.pop()
    starts = _starts(lines)

    def split(line: str) -> list[str]:
        cells = TOKEN.findall(line)
        if len(cells) != width:
            fits = len(starts) == width and all(line[start - 1 : start] == " " for start in starts[1:])
            cells = _cut(line, starts) if fits else re.split(r"\s{2,}|\t", line.strip())
        return [cell.strip('"') for cell in cells]

    return split


def _by_place(lines: Sequence[str]) -> Split | None:
    """Cells between those places that are blank in all lines, if some line has more than one blank there."""
    if len(lines) < FEWEST or any("\t" in line for line in lines):
        return None
    starts = _starts(lines)
    wide = [start for start in starts[1:] if any(line[start - 2 : start] == "  " for line in lines)]
    if not wide or len(wide) < len(starts) - 1:
        return None
    edges = [0, *wide]

    def split(line: str) -> list[str]:
        pieces = re.split(r"\s{2,}", line.strip())
        return pieces if len(pieces) == len(edges) else _cut(line, edges)

    return split


def _starts(lines: Sequence[str]) -> list[int]:
    """The places where cells begin after one that is blank in all lines."""
    longest = max(map(len, lines))
    blank = [all(line[at : at + 1] in (" ", "") for line in lines) for at in range(longest)]
    return [at for at in range(longest) if not blank[at] and (at == 0 or blank[at - 1])]


def _cut(line: str, starts: Sequence[int]) -> list[str]:
    return [line[start:end].strip() for start, end in pairwise([*starts, None])]
