"""The operators of filters, one row each: key, label, sentence, predicate, pandas code."""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from app.datasets.column import FAMILIES, Array, Bools, Family
from app.query.cycles import CYCLES, parts
from app.query.operand import Operand, Span

Operands = tuple[Operand, ...]
LAST_DAY = np.datetime64("9999-12-31", "us")


@dataclass(frozen=True, slots=True)
class Operator:
    """`test` says which present values pass; `missing` whether a missing cell does; `pandas` writes both.

    `many`: several values may be given, and any of them will do.
    """

    key: str
    label: str
    sentence: str
    families: tuple[Family, ...]
    many: bool
    test: Callable[[Array, Operands], Bools]
    missing: Callable[[Operands], bool]
    pandas: Callable[[str, Operands], str]


def _never(operands: Operands) -> bool:
    return False


def _always(operands: Operands) -> bool:
    return True


def _missing(operands: Operands) -> bool:
    return "missing" in operands


def _is(values: Array, operands: Operands) -> Bools:
    if values.dtype.kind == "M":
        spans = [(values >= span.start) & (values < span.end) for span in operands if isinstance(span, Span)]
        return np.asarray(np.logical_or.reduce(spans), dtype=bool)
    if not isinstance(values, np.ndarray):  # texts in Arrow's memory
        return np.asarray(values.isin(operands), dtype=bool)
    if len(operands) == 1:
        return np.asarray(values == operands[0], dtype=bool)
    return np.isin(values, np.array(operands, dtype=values.dtype if values.dtype == object else float))


def _not(values: Array, operands: Operands) -> Bools:
    return ~_is(values, operands)


def _min(values: Array, operands: Operands) -> Bools:
    (low,) = operands
    return np.asarray(values >= (low.start if isinstance(low, Span) else low), dtype=bool)


def _max(values: Array, operands: Operands) -> Bools:
    (high,) = operands
    return np.asarray(values < high.end if isinstance(high, Span) else values <= high, dtype=bool)


def _below(values: Array, operands: Operands) -> Bools:
    (high,) = operands
    return np.asarray(values < (high.start if isinstance(high, Span) else high), dtype=bool)


def _has(values: Array, operands: Operands) -> Bools:
    needle = str(operands[0]).casefold()
    return np.fromiter((needle in value.casefold() for value in values), dtype=bool, count=len(values))


def _present(values: Array, operands: Operands) -> Bools:
    return np.full(len(values), "present" in operands)


def _in_cycle(cycle: str) -> Callable[[Array, Operands], Bools]:
    def test(values: Array, operands: Operands) -> Bools:
        places = [CYCLES[cycle].index(str(operand)) for operand in operands]
        return np.isin(parts(values, cycle), places) & ~np.isnat(values)

    return test


def _pandas_in_cycle(cycle: str) -> Callable[[str, Operands], str]:
    accessor = {"weekday": "day_of_week", "hour": "hour"}[cycle]

    def code(column: str, operands: Operands) -> str:
        return f"{column}.dt.{accessor}.isin({sorted(CYCLES[cycle].index(str(operand)) for operand in operands)})"

    return code


def _pandas_is(column: str, operands: Operands) -> str:
    spans = [_pandas_span(column, span) for span in operands if isinstance(span, Span)]
    if spans:
        return spans[0] if len(spans) == 1 else f"({' | '.join(spans)})"
    return f"{column}.isin([{', '.join(_code(operand) for operand in operands)}])"


def _pandas_span(column: str, span: Span) -> str:
    return f"({column}.ge({_code(span.start)}) & {_pandas_until(column, span)})"


def _pandas_until(column: str, span: Span) -> str:
    """Up to the span's end; pandas knows no year 10000, so a last moment stands for it."""
    if span.end > LAST_DAY:
        return f"{column}.le({_code(span.end - np.timedelta64(1, 'us'))})"
    return f"{column}.lt({_code(span.end)})"


def _pandas_not(column: str, operands: Operands) -> str:
    return f"~{_pandas_is(column, operands)}"


def _pandas_min(column: str, operands: Operands) -> str:
    (low,) = operands
    return f"{column}.ge({_code(low.start if isinstance(low, Span) else low)})"


def _pandas_max(column: str, operands: Operands) -> str:
    (high,) = operands
    return _pandas_until(column, high) if isinstance(high, Span) else f"{column}.le({_code(high)})"


def _pandas_below(column: str, operands: Operands) -> str:
    (high,) = operands
    return f"{column}.lt({_code(high.start if isinstance(high, Span) else high)})"


def pandas_has(column: str, operands: Operands) -> str:
    return f"{column}.str.casefold().str.contains({str(operands[0]).casefold()!r}, regex=False, na=False)"


def _pandas_present(column: str, operands: Operands) -> str:
    return f"{column}.isna()" if "missing" in operands else f"{column}.notna()"


def _code(operand: Operand | np.datetime64) -> str:
    if isinstance(operand, np.datetime64):
        text = str(operand)
        return f'"{text[:10] if text.endswith("T00:00:00.000000") else text}"'
    if isinstance(operand, float) and math.isfinite(operand):
        return repr(int(operand)) if operand.is_integer() else repr(operand)
    return repr(operand)


WORDS: tuple[Family, ...] = ("words",)
RANGES: tuple[Family, ...] = ("numbers", "dates")
DATES: tuple[Family, ...] = ("dates",)
FILLED: tuple[Family, ...] = ("words", "numbers", "dates", "booleans")

OPERATORS: dict[str, Operator] = {
    operator.key: operator
    for operator in (
        Operator("", "is", "{column} is {values}", FILLED, True, _is, _never, _pandas_is),
        Operator("not", "is not", "{column} is not {values}", FILLED, True, _not, _always, _pandas_not),
        Operator("min", "at least", "{column} is at least {values}", RANGES, False, _min, _never, _pandas_min),
        Operator("max", "at most", "{column} is at most {values}", RANGES, False, _max, _never, _pandas_max),
        Operator("below", "below", "{column} is below {values}", RANGES, False, _below, _never, _pandas_below),
        *(
            Operator(
                cycle,
                label,
                f"{{column}} has the {label} {{values}}",
                DATES,
                True,
                _in_cycle(cycle),
                _never,
                _pandas_in_cycle(cycle),
            )
            for cycle, label in (("weekday", "day of the week"), ("hour", "hour"))
        ),
        Operator("has", "contains", "{column} contains {values}", WORDS, False, _has, _never, pandas_has),
        Operator(
            "is", "is missing or present", "{column} is {values}", FAMILIES, False, _present, _missing, _pandas_present
        ),
    )
}
"""By key; the empty key is the operator of a bare `column=value`."""


def operators_for(family: Family) -> list[Operator]:
    return [operator for operator in OPERATORS.values() if family in operator.families]
