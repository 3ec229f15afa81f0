"""How a file was read: its form, what was passed over, put right and did not fit, and how to have it otherwise."""

from dataclasses import dataclass

from app.datasets import Column, ColumnReading, Faults, Report
from app.query import Filter
from components.page import Page

MARKS = {"utf-8": "UTF-8", "cp932": "Shift-JIS (cp932)", "cp949": "EUC-KR (cp949)"}


@dataclass(frozen=True, slots=True)
class FaultView:
    """A place in the file, the text there, and what was made of it."""

    line: str
    text: str
    what: str


@dataclass(frozen=True, slots=True)
class FaultsView:
    """Faults of one sort: a title, the first, how many more, and the rows they concern where these are known."""

    title: str
    faults: tuple[FaultView, ...]
    more: int
    url: str = ""


@dataclass(frozen=True, slots=True)
class ColumnView:
    """Why a column is of its kind, and which words were read as missing."""

    label: str
    kind: str
    why: str
    words: str


@dataclass(frozen=True, slots=True)
class ReportView:
    summary: str
    facts: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    groups: tuple[FaultsView, ...]
    columns: tuple[ColumnView, ...]
    config: str


def build_report(report: Report, page: Page, *, source: str, config: str) -> ReportView:
    """The report of a file, with links to the rows that its faults concern."""
    by_name = {column.name: column for column in page.schema.columns.values()}
    groups = [_group("line passed over", "lines passed over", report.skipped)]
    groups.append(_group("row put right", "rows put right", report.mended))
    groups += [
        _misfits(reading, column, page)
        for reading in report.columns
        if (column := by_name.get(reading.name)) and reading.misfits.count
    ]
    columns = [_column(reading, by_name) for reading in report.columns if reading.why or reading.missing_words]
    return ReportView(
        summary=_summary(report.faults),
        facts=_facts(report, source),
        notes=report.notes,
        groups=tuple(group for group in groups if group.faults),
        columns=tuple(columns),
        config=config,
    )


def _summary(faults: int) -> str:
    return "nothing wrong" if not faults else "one fault" if faults == 1 else f"{faults:,} faults"


def _facts(report: Report, source: str) -> tuple[tuple[str, str], ...]:
    lines = ", ".join(f"{line:,}" for line in report.header)
    facts = (
        ("File", source),
        ("Form", report.format),
        ("Encoding", MARKS.get(report.encoding, report.encoding)),
        ("Parted by", report.delimiter),
        ("Names in line", lines),
    )
    return tuple((name, value) for name, value in facts if value)


def _group(one: str, many: str, faults: Faults) -> FaultsView:
    title = f"{faults.count:,} {one if faults.count == 1 else many}"
    shown = tuple(FaultView(f"{fault.line:,}" if fault.line else "", fault.text, fault.what) for fault in faults.first)
    return FaultsView(title, shown, faults.count - len(shown))


def _misfits(reading: ColumnReading, column: Column, page: Page) -> FaultsView:
    one = f"cell of {column.label} that is no {reading.kind}, and missing"
    many = f"cells of {column.label} that are no {reading.kind}, and missing"
    group = _group(one, many, reading.misfits)
    return FaultsView(group.title, group.faults, group.more, page.link((Filter(column.key, "is", ("missing",)),)).href)


def _column(reading: ColumnReading, columns: dict[str, Column]) -> ColumnView:
    column = columns.get(reading.name)
    words = ", ".join(f"“{word}”" for word in reading.missing_words)
    return ColumnView(column.label if column else reading.name, reading.kind, reading.why, words)
