"""A text file of any encoding, dialect and layout as regular CSV, with the report of how it was made so."""

import codecs
import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from io import TextIOWrapper
from itertools import islice
from pathlib import Path

from app.datasets.column import Array
from app.datasets.config import ReadOptions
from app.datasets.errors import DatasetError
from app.datasets.progress import stage, stand_at
from app.datasets.report import Report
from app.datasets.text.dialect import detect_dialect
from app.datasets.text.drawn import find_drawn, write_parted
from app.datasets.text.encoding import Encoding, detect, looks_binary, transcode
from app.datasets.text.layout import Layout, find_layout
from app.datasets.text.mend import Mender
from app.datasets.text.records import Dialect, Record, records
from app.datasets.text.scan import Scan, scan

SAMPLE = 1 << 20
HEAD = 600
"""How many records the layout is seen from."""
LARGE = 2 << 20
"""From how many bytes on a file that seems regular is read as it is."""
TOLD_EVERY = 20_000
"""After how many lines the progress is told."""
LONGEST_LINE = 4 << 20
LONGEST_CELL = 1 << 30
WIDEST = 2000
NAMES = {
    ",": "comma",
    ";": "semicolon",
    "\t": "tab",
    "|": "vertical bar",
    " ": "blank",
    ":": "colon",
    ", ": "comma and blank",
}


@dataclass(frozen=True, slots=True, eq=False)
class Regular:
    """CSV as the parser takes it: rows from `skip` lines on, all as wide as `names`, quoted by double quotes.

    `lines`: the line of the source that each row starts at, None if rows follow each other from `skip` + 1 on.
    `names` are as they stand there. `pandas` are options under which `pandas.read_csv` takes the source itself for the
    same rows; None if there are none.
    """

    path: Path
    delimiter: str
    names: tuple[str, ...]
    skip: int
    lines: Array | None
    report: Report
    pandas: tuple[str, ...] | None = None
    units: tuple[str, ...] = ()
    seen: Scan | None = None

    def rows(self) -> Iterator[list[str]]:
        """The rows with the texts of their cells."""
        with self.path.open(encoding="utf-8-sig", newline="") as file:
            for _ in range(self.skip):
                file.readline()
            csv.field_size_limit(LONGEST_CELL)
            for row in csv.reader(file, delimiter=self.delimiter):
                if row:
                    yield row

    def line(self, row: int) -> int:
        """The line of the source that a row starts at; 0 if it is not known."""
        if self.lines is not None:
            return int(self.lines[row])
        return 0 if self.seen and self.seen.over_lines else self.skip + 1 + row


def regular(path: Path, options: ReadOptions, scratch: Path, *, as_it_is: bool = True) -> Regular:
    """Find out how a text file is to be read. What has to be written anew goes to `scratch`; raises DatasetError."""
    sample = _sample(path)
    if not sample.removeprefix(codecs.BOM_UTF8).strip(b"\0 \t\r\n\xff\xfe"):
        raise DatasetError(f"{path.name} is empty; it needs a first line with the columns' names.")
    if looks_binary(sample) and not options.encoding:
        raise DatasetError(
            f"{path.name} is not text, whatever its name says; save it as CSV or give it its own suffix."
        )
    encoding = _encoding(sample, options.encoding)
    as_it_is = as_it_is and path.stat().st_size >= LARGE
    trusted = as_it_is and encoding.codec == "utf-8" and not encoding.bom
    text, notes = (path, ()) if trusted else _in_utf8(path, encoding, scratch)
    if not options.delimiter and (parted := _parted(text, scratch)):
        text, notes, as_it_is = parted[0], (*notes, parted[1]), False
    dialect = _dialect(text, options)
    head = _head(text, dialect, options.skip)
    layout = find_layout(head, header=options.header)
    if layout.width > WIDEST:
        raise DatasetError(
            f"{path.name} has {layout.width:,} columns; {WIDEST:,} can be shown: keep those that matter."
        )
    report = _report(encoding, dialect, layout, notes)
    if as_it_is and (table := _as_it_is(text, dialect, layout, head, report)):
        agrees = table.seen is None or not table.seen.returns
        return replace(table, pandas=_pandas(encoding, dialect, layout) if agrees else None)
    if trusted:
        return regular(path, options, scratch, as_it_is=False)
    sound = _is_usual(dialect) and scan(text, dialect.delimiter).quoted_well
    found = records(_lines(text, options.skip), dialect, width=layout.width, sound=sound)
    with stage("going over its rows", 0.1, 1):
        table = write_rows(found, dialect, layout, head, scratch=scratch, report=report)
    nothing_said = len(notes) == (not encoding.sure)
    simple = table.pandas is not None and nothing_said and _is_usual(dialect) and _pandas_agrees(text, dialect)
    return replace(table, pandas=_pandas(encoding, dialect, layout) if simple else None)


def _as_it_is(text: Path, dialect: Dialect, layout: Layout, head: Sequence[Record], report: Report) -> Regular | None:
    """A file that needs nothing done to it; None if it does."""
    if not _seems_regular(text, dialect, layout, head):
        return None
    seen = scan(text, dialect.delimiter)
    if not (seen.utf8 and seen.quoted_well):
        return None
    return Regular(text, dialect.delimiter, layout.names, layout.first - 1, None, report, seen=seen)


def _pandas_agrees(text: Path, dialect: Dialect) -> bool:
    """Whether pandas takes the quotes and the line breaks in cells for the same."""
    seen = scan(text, dialect.delimiter)
    return seen.quoted_well and not seen.returns


def _encoding(sample: bytes, stated: str) -> Encoding:
    found = detect(sample)
    if not stated:
        return found
    same = codecs.lookup(stated).name == codecs.lookup(found.codec).name
    return Encoding(stated, found.bom if same else 0)


def write_rows(
    found: Iterable[Record], dialect: Dialect, layout: Layout, head: Sequence[Record], *, scratch: Path, report: Report
) -> Regular:
    """The rows of a table written anew, record by record."""
    target = scratch / "table.csv"
    with target.open("w", encoding="utf-8", errors="replace", newline="") as file:
        made = Mender(layout, dialect, head).write(found, file)
    report = replace(report, skipped=made.skipped, mended=made.mended)
    pandas = () if made.plain else None
    return Regular(target, ",", layout.names, 0, made.lines, report, pandas, units=layout.units)


def _pandas(encoding: Encoding, dialect: Dialect, layout: Layout) -> tuple[str, ...]:
    options = [] if encoding.codec == "utf-8" else [f"encoding={encoding.codec!r}"]
    if dialect.delimiter != ",":
        options.append(f"sep={dialect.delimiter!r}")
    above = layout.header[0] - 1 if layout.header else layout.first - 1
    if above:
        options.append(f"skiprows={above}")
    if not layout.header:
        options.append("header=None")
    return tuple(options)


def _is_usual(dialect: Dialect) -> bool:
    return len(dialect.delimiter) == 1 and dialect.delimiter.isascii() and dialect.quote == '"' and not dialect.escape


def _report(encoding: Encoding, dialect: Dialect, layout: Layout, notes: tuple[str, ...]) -> Report:
    return Report(
        format="text",
        encoding=encoding.codec,
        delimiter=NAMES.get(dialect.delimiter, dialect.delimiter) if layout.width > 1 else "",
        quote=dialect.quote,
        header=layout.header,
        notes=notes if layout.header else (*notes, "There is no header: the columns are numbered."),
    )


def _sample(path: Path) -> bytes:
    """The beginning of a file and a piece of its middle."""
    with path.open("rb") as file:
        start = file.read(SAMPLE)
        size = path.stat().st_size
        if size <= 2 * SAMPLE:
            return start + file.read(SAMPLE)
        file.seek((size // 2) & ~3)
        return start[: SAMPLE & ~3] + file.read(SAMPLE // 2)


def _in_utf8(path: Path, encoding: Encoding, scratch: Path) -> tuple[Path, tuple[str, ...]]:
    if encoding.codec == "utf-8" and not encoding.bom and _is_utf8(path):
        return path, ()
    target = scratch / "utf8.txt"
    with path.open("rb") as source, target.open("wb") as file:
        strays, first = transcode(source, file, encoding)
    notes = []
    if strays:
        line, what = first[0]
        notes.append(f"{strays:,} bytes are not {encoding.codec}; the first, {what!r}, is in line {line:,}.")
    if not encoding.sure:
        notes.append(f"The encoding is not stated and was guessed to be {encoding.codec}.")
    return target, tuple(notes)


def _is_utf8(path: Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with path.open("rb") as file:
            while block := file.read(SAMPLE):
                if b"\0" in block:
                    return False
                if not block.isascii() or decoder.getstate()[0]:
                    decoder.decode(block)
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _lines(path: Path, skip: int) -> Iterator[tuple[int, str]]:
    """The lines of a UTF-8 file, numbered from 1, whatever they end with."""
    with path.open("rb") as source, TextIOWrapper(source, encoding="utf-8", errors="replace", newline=None) as file:
        number, size = 0, path.stat().st_size or 1
        while line := file.readline(LONGEST_LINE):
            number += 1
            if len(line) >= LONGEST_LINE and not line.endswith("\n"):
                longest = f"{LONGEST_LINE >> 20} million characters"
                raise DatasetError(f"Line {number:,} of {path.name} is longer than {longest}: that is no table.")
            if number % TOLD_EVERY == 0:
                stand_at(source.tell() / size)
            if number > skip:
                yield number, line.removesuffix("\n")


def _parted(text: Path, scratch: Path) -> tuple[Path, str] | None:
    """A drawn table with tabs between its cells, and how it was drawn."""
    found = find_drawn([line for _, line in islice(_lines(text, 0), HEAD)])
    if not found:
        return None
    target = scratch / "parted.txt"
    write_parted((line for _, line in _lines(text, 0)), found[0], target)
    return target, found[1]


def _dialect(text: Path, options: ReadOptions) -> Dialect:
    lines = [line for _, line in islice(_lines(text, options.skip), 3 * HEAD)]
    found = detect_dialect(lines)
    return replace(found, delimiter=options.delimiter) if options.delimiter else found


def _head(text: Path, dialect: Dialect, skip: int) -> list[Record]:
    """The first records, read knowing how many cells most of them have."""
    first = list(islice(records(_lines(text, skip), dialect), HEAD))
    widths = Counter(len(record.cells) for record in first if any(record.cells))
    width = max(widths.items(), key=lambda item: (item[1], item[0]))[0] if widths else 1
    return list(islice(records(_lines(text, skip), dialect, width=width), HEAD))


def _seems_regular(text: Path, dialect: Dialect, layout: Layout, head: Sequence[Record]) -> bool:
    """Whether nothing in the first records and at the end of a file needs to be passed over or put right."""
    if not _is_usual(dialect):
        return False
    rows = [record for record in head if record.line >= layout.first]
    names = [name.strip() for name in layout.names]
    fit = all(len(r.cells) == layout.width and any(r.cells) and [c.strip() for c in r.cells] != names for r in rows)
    return fit and not layout.units and _ends_well(text, dialect, layout)


def _ends_well(text: Path, dialect: Dialect, layout: Layout) -> bool:
    with text.open("rb") as file:
        file.seek(max(0, text.stat().st_size - 20_000))
        last = file.read().decode("utf-8", errors="replace").splitlines()[-10:]
    try:
        cells = next(csv.reader(last[-1:], delimiter=dialect.delimiter), [])
    except csv.Error:
        return False
    return len(cells) == layout.width and sum(bool(cell.strip()) for cell in cells) > layout.width // 5
