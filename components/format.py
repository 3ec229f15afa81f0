"""Values as people read them."""

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from app.datasets import Column

MISSING = "–"
MISSING_NAME = "Missing"
THIN = "\u202f"
SUFFIXES = ((999.5e9, 1e12, "T"), (999.5e6, 1e9, "B"), (999.5e3, 1e6, "M"), (9999.5, 1e3, "k"))
"""From which size on a number is written in which unit."""
BOOLEANS = {"true": "Yes", "false": "No"}
CURRENCIES = {"eur": "€", "usd": "$", "gbp": "£"}
NUMBERS = (int, float, np.number)
MOST_DIGITS = 2
"""Decimals before a suffix; a number that wants more is written in full."""


def plain(number: float, decimals: int) -> str:
    """
    >>> plain(1258350971, 0), plain(-9.25, 1), plain(float("inf"), 0)
    ('1,258,350,971', '-9.2', '∞')
    """
    if -1e15 < number < 1e15:
        text = f"{number:,.{decimals}f}"
        return text.removeprefix("-") if number <= 0 and not text.strip("-0.,") else text
    if math.isfinite(number):
        return f"{number:.3g}"
    return "∞" if number > 0 else "-∞" if number < 0 else MISSING


@lru_cache(maxsize=20_000)
def short(number: float) -> str:
    """Three digits and a suffix; numbers under 10,000 in full.

    >>> short(2581234567).replace(THIN, " "), short(1234), short(0.0567), short(54.8123)
    ('2.58 B', '1,234', '0.0567', '54.8')
    """
    size = abs(number)
    if 1e-6 <= size < SUFFIXES[-1][0]:
        return plain(number, _digits(number))
    if 0 < size < 1e-6:
        return f"{number:.3g}"
    if not math.isfinite(number) or size >= 1e15:
        return plain(number, 0) if not math.isfinite(number) else f"{number:.3g}"
    for limit, unit, suffix in SUFFIXES:
        if size >= limit:
            return f"{plain(number / unit, _digits(number / unit))}{THIN}{suffix}"
    return plain(number, _digits(number))


def _digits(number: float) -> int:
    """Decimals that leave three significant digits."""
    if number == 0 or number == int(number):
        return 0
    exponent = int(f"{number:.2e}".partition("e")[2])
    return min(8, max(0, 2 - exponent))


@dataclass(frozen=True, slots=True)
class Format:
    """How a column's values are written: the same number of decimals in every row."""

    kind: str
    style: str
    decimals: int

    @staticmethod
    @lru_cache(maxsize=5_000)
    def of(column: Column) -> "Format":
        style = column.format
        if style.isdigit():
            return Format(column.kind, "", int(style))
        if style in CURRENCIES:
            return Format(column.kind, style, 2)
        return Format(column.kind, style, _decimals(column) if style != "percent" else 1)

    def text(self, value: object) -> str:
        if value is None:
            return MISSING
        if isinstance(value, NUMBERS) and not isinstance(value, bool):
            return self.number(float(value)) if self.kind != "id" else str(value)
        if isinstance(value, np.datetime64):
            return moment(value)
        return BOOLEANS.get(str(value), str(value)) if self.kind == "boolean" else str(value)

    def number(self, number: float) -> str:
        if self.style:
            return self._styled(number)
        if -0.5 < number < 0.5 and self._vanishes(number):
            return f"{number:.3g}"
        return plain(number, self.decimals)

    def _styled(self, number: float) -> str:
        symbol = CURRENCIES.get(self.style, "")
        if not math.isfinite(number):
            return f"{symbol}{plain(number, 0)}"
        if self.style == "plain":
            return str(int(number)) if number == int(number) else repr(number)
        if self.style == "percent":
            return f"{plain(number * 100, 1)}{THIN}%"
        if self.style == "si":
            return short(number)
        if self._vanishes(number):
            return f"{number:.3g}"
        return plain(number, self.decimals) if not symbol else _money(number, symbol)

    def _vanishes(self, number: float) -> bool:
        """Whether all of its decimals would be zeros."""
        return 0 < abs(number) < 10.0**-self.decimals / 2

    def tick(self, number: float, step: float) -> str:
        """As beside an axis: money without cents and per cents without decimals, where the step has none."""
        if self.style == "percent":
            return f"{tick(number * 100, step * 100)}{THIN}%"
        if self.style in CURRENCIES:
            return f"{'-' if number < 0 else ''}{CURRENCIES[self.style]}{tick(abs(number), step)}"
        return self.number(number)

    def short(self, number: float) -> str:
        """Three digits, with the sign of money or per cent; years and the like in full."""
        if self.style == "percent":
            return f"{short(number * 100)}{THIN}%"
        if self.style in CURRENCIES:
            return f"{'-' if number < 0 else ''}{CURRENCIES[self.style]}{short(abs(number))}"
        return self.number(number) if self.style == "plain" else short(number)

    def mean(self, number: float) -> str:
        """A computed value: it may have decimals where the column has none."""
        if number != number:
            return MISSING
        return self.number(number) if self.style in ("percent", *CURRENCIES) else short(number)


def _money(number: float, symbol: str) -> str:
    return f"-{symbol}{plain(-number, 2)}" if number < 0 else f"{symbol}{plain(number, 2)}"


def _decimals(column: Column) -> int:
    if column.kind == "geo" and column.numeric:
        return 4
    if column.kind != "number" or not isinstance(column.low, int | float) or not isinstance(column.high, int | float):
        return 0
    size = max(abs(column.low), abs(column.high))
    return 2 if size == 0 else min(6, max(0, 2 - math.floor(math.log10(size)) + (size >= 10)))


def moment(value: np.datetime64) -> str:
    """
    >>> moment(np.datetime64("2012-06-30")), moment(np.datetime64("2012-06-30T08:05:00.000000"))
    ('2012-06-30', '2012-06-30 08:05')
    """
    text = str(value).replace("T", " ")
    return text.removesuffix(".000000").removesuffix(":00") if len(text) > 10 else text


def hour_name(hour: int) -> str:
    """
    >>> hour_name(8)
    '08:00'
    """
    return f"{hour:02}:00"


def tick(number: float, step: float) -> str:
    """A tick's label, with the decimals of the step between ticks."""
    if 0 < step < 1e-7:
        return f"{number:.6g}"
    if abs(number) >= 1e15:
        return short(number)
    for limit, unit, suffix in SUFFIXES:
        digits = _step_decimals(step / unit)
        if abs(number) >= limit and digits <= MOST_DIGITS:
            scaled = number / unit
            return f"{plain(scaled, 0 if scaled == int(scaled) else digits)}{THIN}{suffix}"
    return plain(number, min(_step_decimals(step), 8))


def _step_decimals(step: float) -> int:
    """How many decimals tell numbers a step apart from each other."""
    return max(0, -math.floor(math.log10(step) + 1e-9)) if step > 0 else 0


def shorten(text: str, most: int) -> str:
    """
    >>> shorten("Sub-Saharan Africa", 12)
    'Sub-Saharan…'
    """
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
