"""Key figures of the filtered rows, beside the same of all rows."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from app.datasets import Column
from app.engine import Groups
from app.query import Field
from components.format import Format, short
from components.page import Page


@dataclass(frozen=True, slots=True)
class FigureView:
    label: str
    value: str
    unit: str
    note: str


def build_figures(fields: Sequence[Field], answer: Groups, whole: Groups, page: Page) -> tuple[FigureView, ...]:
    return tuple(_build(field, _number(answer, field), _number(whole, field), page) for field in fields)


def _number(groups: Groups, field: Field) -> float:
    return float(groups.measures[field].ravel()[0])


def _build(field: Field, value: float, whole: float, page: Page) -> FigureView:
    if not field.column or field.function == "distinct":
        label = f"{page.column(field.column).label}, distinct" if field.column else "Rows"
        return FigureView(label, f"{int(value):,}", "", f"of {int(whole):,}")
    column = page.column(field.column)
    text = Format.of(column).mean(value)
    return FigureView(f"{column.label}, {field.function}", text, column.unit, _note(field, value, whole, column))


def _note(field: Field, value: float, whole: float, column: Column) -> str:
    """How the figure stands to the same over all rows."""
    if value != value or whole != whole:
        return "no values"
    if field.function == "sum":
        return f"{100 * value / whole:.3g}\u202f% of all" if whole else ""
    if math.isinf(value) or math.isinf(whole):
        return ""
    if math.isclose(value, whole, rel_tol=1e-9):
        return "as in all rows"
    return f"{'+' if value > whole else '-'}{_size(abs(value - whole), column)} against all rows"


def _size(number: float, column: Column) -> str:
    return Format.of(column).mean(number) if column.format in ("percent", "eur", "usd", "gbp") else short(number)
