"""The active filters as chips, each with its remove link, and how many rows there are."""

from dataclasses import dataclass
from itertools import groupby

from app.datasets import Column
from app.query import CYCLES, WEEKDAYS, Filter
from components.format import Format, hour_name, plain
from components.page import Page


@dataclass(frozen=True, slots=True)
class Chip:
    id: str
    label: str
    remove_url: str


@dataclass(frozen=True, slots=True)
class ChipsView:
    count: str
    total: str
    chips: tuple[Chip, ...]
    clear_url: str


def build_chips(page: Page, *, count: int, total: int) -> ChipsView:
    """`Region: South Asia, America`, `Year: 1980 – 2012`, `“guinea” anywhere`."""
    query, chips = page.query, []
    if query.search:
        chips.append(Chip("chip-search", f"“{query.search}” anywhere", page.url(query.replaced(search="", page=1))))
    for key, rows in groupby(query.filters, key=lambda row: row.column):
        chips += _column_chips(page.column(key), list(rows), page)
    return ChipsView(f"{count:,}", f"{total:,}", tuple(chips), page.url(query.cleared()))


def _column_chips(column: Column, rows: list[Filter], page: Page) -> list[Chip]:
    by_operator = {row.operator: row for row in rows}
    ends = [by_operator.pop(end, None) for end in ("min", "max", "below")]
    chips = []
    if any(ends):
        label, rest = f"{column.label}: {_range(ends, column)}", page.query
        for row in ends:
            rest = rest.without(column.key, row.operator) if row else rest
        chips.append(Chip(f"chip-{column.key}-range", label, page.url(rest)))
    for row in by_operator.values():
        url = page.url(page.query.without(column.key, row.operator))
        chips.append(Chip(f"chip-{column.key}-{row.operator or 'values'}", _words(row, column), url))
    return chips


def _range(ends: list[Filter | None], column: Column) -> str:
    low, high, below = (_value(row.values[0], column) if row else "" for row in ends)
    highs = " and ".join(filter(None, [high, f"below {below}" if below else ""]))
    if low and high and not below:
        return f"{low} – {high}"
    if low and highs:
        return f"{low} to {highs}"
    return f"{low} or more" if low else f"up to {high}" if high and not below else highs


def _words(row: Filter, column: Column) -> str:
    if row.operator == "is":
        return f"{column.label} is {row.values[0]}"
    texts = sorted(row.values, key=CYCLES[row.operator].index) if row.operator in CYCLES else row.values
    values = ", ".join(_cycle(value, row.operator) or _value(value, column) for value in texts[:4])
    values += f" and {len(row.values) - 4} more" if len(row.values) > 4 else ""
    if row.operator == "has":
        return f"{column.label} contains “{values}”"
    return f"{column.label}: {'not ' if row.operator == 'not' else ''}{values}"


def _cycle(text: str, operator: str) -> str:
    """`mon` → `Monday`, `8` → `08:00`; empty for other operators."""
    if operator == "weekday":
        return WEEKDAYS[CYCLES[operator].index(text)]
    return hour_name(int(text)) if operator == "hour" else ""


def _value(text: str, column: Column) -> str:
    if column.family == "numbers":
        number = float(text)
        return text if column.format == "plain" or not number.is_integer() else plain(number, 0)
    return Format.of(column).text(text)
