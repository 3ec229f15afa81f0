"""The rows as a table: sorted by its headers, in pages, with quiet bars behind numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from app.datasets import Column
from app.engine import RowsAnswer
from app.query import SIZES, Sort, defaults
from components.format import MISSING, NUMBERS, Format, shorten
from components.page import Page

ONE_LINE, LONGEST = 34, 160


@dataclass(frozen=True, slots=True)
class Header:
    key: str
    label: str
    description: str
    url: str
    arrow: str
    sorted: str
    numeric: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """`share`: the length of the bar behind a number, in percent; `long`: more than a line; `full`: what was cut."""

    text: str
    share: float | None = None
    pill: bool = False
    long: bool = False
    full: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    label: str
    url: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class TableView:
    title: str
    headers: tuple[Header, ...]
    rows: tuple[tuple[Cell, ...], ...]
    position: str
    previous_url: str
    next_url: str
    sizes: tuple[Choice, ...]
    columns: tuple[Choice, ...]
    empty: str
    way_out: Choice | None


def build_table(answer: RowsAnswer, page: Page, *, title: str, count: int) -> TableView:
    query, shown = page.query, table_columns(page)
    columns = [page.column(key) for key in shown]
    cells = [_cells(answer.cells[column.key], column) for column in columns]
    first = (query.page - 1) * query.size + 1
    last_page = max(1, -(-count // query.size))
    return TableView(
        title=title,
        headers=tuple(_header(column, page) for column in columns),
        rows=tuple(zip(*cells, strict=True)),
        position=f"{first:,}–{first + len(answer.rows) - 1:,} of {count:,}" if len(answer.rows) else f"0 of {count:,}",
        previous_url=page.url(query.replaced(page=min(query.page - 1, last_page))) if query.page > 1 else "",
        next_url=page.url(query.replaced(page=query.page + 1)) if query.page < last_page else "",
        sizes=tuple(
            Choice(str(size), page.url(query.replaced(size=size, page=1)), size == query.size) for size in SIZES
        ),
        columns=_column_choices(page, shown),
        empty="" if len(answer.rows) and shown else _empty(page, shown, count=count),
        way_out=_way_out(page, shown, count=count, last_page=last_page),
    )


def _empty(page: Page, shown: tuple[str, ...], *, count: int) -> str:
    """Why no row is seen."""
    if not page.schema.rows:
        return "This table has no rows."
    if not shown:
        return "No column is shown; choose some under Columns."
    return "There is no such page." if count else "No row passes all filters."


def _way_out(page: Page, shown: tuple[str, ...], *, count: int, last_page: int) -> Choice | None:
    if not page.schema.rows or not shown:
        return None
    if count:
        return Choice("Go to the last page", page.url(page.query.replaced(page=last_page)), False)
    return Choice("Clear all filters", page.url(page.query.cleared()), False)


def table_columns(page: Page) -> tuple[str, ...]:
    return page.query.columns or defaults(page.schema).columns


def _header(column: Column, page: Page) -> Header:
    sorts = page.query.sort or defaults(page.schema).sort
    sort = next((each for each in sorts if each.column == column.key), None)
    return Header(
        key=column.key,
        label=column.title,
        description=column.description,
        url=page.url(page.query.replaced(sort=_next_sort(column, sort), page=1)),
        arrow="" if not sort else "↓" if sort.descending else "↑",
        sorted="" if not sort else "descending" if sort.descending else "ascending",
        numeric=_is_numeric(column),
    )


def _next_sort(column: Column, sort: Sort | None) -> tuple[Sort, ...]:
    """First click sorts (numbers the greatest first), second reverses, third clears."""
    first = _is_numeric(column)
    if sort is None:
        return (Sort(column.key, first),)
    return (Sort(column.key, not first),) if sort.descending == first else ()


def _is_numeric(column: Column) -> bool:
    return column.numeric and column.kind != "id"


def _cells(values: Sequence[object], column: Column) -> list[Cell]:
    if _is_numeric(column):
        return _number_cells(values, column)
    style = Format.of(column)
    pill = column.kind in ("category", "boolean") and column.distinct <= 12
    texts = [style.text(value) for value in values]
    return [_line(text, pill=pill) if len(text) <= ONE_LINE else _lines(text, pill=pill) for text in texts]


@lru_cache(maxsize=20_000)
def _line(text: str, *, pill: bool) -> Cell:
    return Cell(text, pill=pill and text != MISSING)


def _lines(text: str, *, pill: bool) -> Cell:
    return Cell(shorten(text, LONGEST), pill=pill, long=True, full=text if len(text) > LONGEST else "")


def _number_cells(values: Sequence[object], column: Column) -> list[Cell]:
    style, greatest = Format.of(column), column.high if isinstance(column.high, int | float) else 0
    bars = column.format != "plain" and isinstance(column.low, int | float) and column.low >= 0 and greatest > 0
    cells = []
    for value in values:
        if isinstance(value, NUMBERS):
            share = round(100 * (value / greatest), 1) if bars and 0 <= value <= greatest else 0
            cells.append(Cell(style.number(float(value)), share))
        else:
            cells.append(Cell(MISSING, 0))
    return cells


def _column_choices(page: Page, shown: tuple[str, ...]) -> tuple[Choice, ...]:
    """Every column, with the address that shows or hides it; the last one shown can't be hidden."""
    choices = []
    for column in page.schema.columns.values():
        rest = tuple(key for key in page.schema.columns if (key in shown) != (key == column.key)) or shown
        url = page.url(page.query.replaced(columns=rest))
        choices.append(Choice(column.label, url, column.key in shown))
    return tuple(choices)
