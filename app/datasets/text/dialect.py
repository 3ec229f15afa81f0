"""What parts the cells of a text file: the dialect under which its lines make the most regular table."""

import re
from collections import Counter
from collections.abc import Sequence

from app.datasets.text.records import Dialect, Record, records

USUAL = {
    ",": 1.0,
    "\t": 1.0,
    ";": 1.0,
    "|": 1.0,
    "::": 1.0,
    "\x1f": 1.0,
    "\x01": 1.0,
    "^": 0.9,
    "~": 0.9,
    "¦": 0.9,
    "§": 0.9,
    ":": 0.55,
    " ": 0.55,
}
"""Delimiters that files have, and how readily each is believed."""
UNUSUAL = 0.1
WEAK = " :"
"""Marks that texts and times have too: they part cells only if they part nearly all lines, and few are blank."""
SAMPLE_LINES = 300
SAMPLE_TEXT = 200_000
PLAIN = re.compile(
    r"""\s*(?:
      | [^\w\s]{0,3}\s?[-+−(]?\s?[$€£¥₹]?\s?\d[\d.,' \u00a0\u202f]*(?:[eE][-+]?\d+)?\s?[%€$£)-]?   # numbers, money
      | \d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?:[T\s].{4,20})?              # dates, with times
      | \d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?(?:\s?[AaPp][Mm])?             # times
      | (?:true|false|yes|no|na|n/a|nan|null|none|-|–|—|\.+|\?|\\N)     # flags and gaps
      | https?://\S+ | [^@\s]+@[\w.-]+\.\w+                           # addresses
    )\s*""",
    re.VERBOSE | re.IGNORECASE,
)
WORDS = re.compile(r"[^\x00-\x1f;|\t\"^~]*")


def detect_dialect(lines: Sequence[str]) -> Dialect:
    """The dialect of the first lines of a file. A file of one column has a comma, which parts nothing."""
    lines = _sample(lines)
    text = "\n".join(lines)
    best, most = Dialect(), 0.0
    for delimiter, belief in _delimiters(lines, text):
        for quote in _quotes(text, delimiter):
            dialect = Dialect(delimiter, quote, _escape(text, quote, delimiter))
            score = belief * _score(lines, dialect)
            if score > most * 1.0001:
                best, most = dialect, score
    return _with_spaces(best, lines)


def _sample(lines: Sequence[str]) -> list[str]:
    kept, size = [], 0
    for line in lines[: SAMPLE_LINES * 3]:
        if line.strip() and not line.startswith("#"):
            kept.append(line)
            size += len(line)
        if len(kept) >= SAMPLE_LINES or size > SAMPLE_TEXT:
            break
    return kept


def _delimiters(lines: list[str], text: str) -> list[tuple[str, float]]:
    usual = [(mark, belief) for mark, belief in USUAL.items() if mark in text]
    lined = Counter(mark for line in lines for mark in set(line))
    odd = [mark for mark, count in lined.items() if count >= 0.9 * len(lines) and mark not in USUAL]
    odd = [
        mark
        for mark in odd
        if mark.isprintable()
        and mark != "\ufffd"
        and not mark.isalnum()
        and mark not in "\"'._-+ \u00a0()$€£%\\"
        and not mark.isspace()
    ]
    return usual + [(mark, UNUSUAL) for mark in odd]


def _quotes(text: str, delimiter: str) -> list[str]:
    found = ['"'] if '"' in text else []
    marked = text.count(f"'{delimiter}") + text.count(f"{delimiter}'") + text.count("'\n") + text.count("\n'")
    if marked > 3 and marked > 0.4 * text.count("'"):
        found.append("'")
    return found or ['"']


def _escape(text: str, quote: str, delimiter: str) -> str:
    """A backslash, where quotes in cells are escaped by it and by nothing else; one may also just end a cell."""
    escaped = len(re.findall(rf"\\{quote}(?!\s*(?:{re.escape(delimiter)}|$))", text, flags=re.MULTILINE))
    if not escaped:
        return ""
    doubled = len(re.findall(rf"[^\\{quote}]{quote}{quote}[^{quote}\W]|\w{quote}{quote}", text))
    return "\\" if escaped > doubled else ""


def _score(lines: list[str], dialect: Dialect) -> float:
    """How regular the records are, times how much their cells look like cells."""
    found = list(records(enumerate(lines, start=1), dialect))
    widths = Counter(len(record.cells) for record in found)
    width, most = max(widths.items(), key=lambda item: (item[1] * (item[0] - 1) ** 0.5, item[0]))
    if width < 2:
        return 0.0
    cells = [cell for record in found if len(record.cells) == width for cell in record.cells]
    if dialect.delimiter in WEAK and (
        len(found[0].cells) < 2 or widths[1] > 0.1 * len(found) or cells.count("") > 0.2 * len(cells)
    ):
        return 0.0
    if dialect.delimiter == " " and not _has_values(
        [record.cells for record in found[1:] if len(record.cells) == width]
    ):
        return 0.0
    regular = most / sum(widths.values())
    return float(regular**1.5 * (1 - 1 / width) ** 0.5 * _likely(cells) ** 2)


def _has_values(rows: list[list[str]]) -> bool:
    """Whether some column is numbers, dates or the like below the first line: names of people have blanks too."""
    return any(sum(map(bool, map(PLAIN.fullmatch, column))) >= 0.7 * len(rows) for column in zip(*rows, strict=True))


def _likely(cells: list[str]) -> float:
    """The share of cells that look like numbers, dates and the like, or at least like words."""
    distinct = Counter(cells)
    good = sum(count * _cell(cell) for cell, count in distinct.items())
    return good / len(cells)


def _cell(cell: str) -> float:
    if PLAIN.fullmatch(cell):
        return 1.0
    if not WORDS.fullmatch(cell):
        return 0.2 if len(cell) < 30 or '"' in cell else 0.6
    return 0.9


def _with_spaces(dialect: Dialect, lines: list[str]) -> Dialect:
    """Whether a space belongs to each delimiter."""
    if dialect.delimiter not in ",;|":
        return dialect
    spaced = Dialect(f"{dialect.delimiter} ", dialect.quote, dialect.escape)
    plain = list(records(enumerate(lines, start=1), dialect))
    wide = list(records(enumerate(lines, start=1), spaced))
    same = [_width(one) for one in plain] == [_width(one) for one in wide] and max(map(_width, plain), default=1) > 1
    return spaced if same else dialect


def _width(record: Record) -> int:
    return len(record.cells)
