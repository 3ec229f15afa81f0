"""Dates as people write them: year first, day or month first, month names, quarters, with or without a time."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pyarrow as pa

from app.datasets.column import Array
from app.datasets.kinds.date_formats import COMPACT, FORMATS, Format
from app.datasets.kinds.date_parts import Parts, days_of, parts_of
from app.datasets.kinds.day_order import Choice, Order, decide

Precision = Literal["year", "quarter", "month", "day", "time"]
BEFORE_SERIALS = np.datetime64("1899-12-30", "us")
SERIALS_END = 2_958_466
EPOCH_UNITS = (1_000_000, 1_000, 1)
EPOCHS = (np.datetime64("1971-01-01", "us").astype(np.int64), np.datetime64("2101-01-01", "us").astype(np.int64))
DAY = 86_400_000_000
END = np.datetime64("10000-01-01", "us")
WHY = {"ymd": "the year comes first", "names": "month names", "quarters": "quarters"}


@dataclass(frozen=True, slots=True, eq=False)
class Dates:
    """The dates of texts, NaT where a text is none, and how they are written.

    `order` is that of day and month where both are numbers; `ambiguous`: nothing decided it; `why`: what did.
    `zoned`: some carry a time zone; the clock time is kept and the zone dropped, so that no day shifts.
    """

    values: Array
    fits: Array
    order: Order
    ambiguous: bool
    why: str
    precision: Precision
    zoned: bool


def parse_dates(values: pa.StringArray, *, dayfirst: bool | None = None) -> Dates:
    """The dates among the texts, in the one order that fits most; `dayfirst` prescribes it for 1/2/2019."""
    return _parse(values, FORMATS, dayfirst=dayfirst)


def parse_compact_dates(values: pa.StringArray) -> Dates:
    """The dates among texts of digits only: 20190131, 201901, 201901311259, 20190131125959."""
    return _parse(values, COMPACT)


def parse_serials(numbers: Array) -> Array:
    """The days that a spreadsheet counts from 1900, with fractions as times; NaT outside 1900–9999."""
    valid = np.isfinite(numbers) & (numbers >= 1) & (numbers < SERIALS_END)
    days = np.where(valid, numbers, 1)
    days = days + (days < 60)  # spreadsheets count a 29 February 1900
    times = BEFORE_SERIALS + (np.round(days * 86_400_000) * 1000).astype("timedelta64[us]")
    return np.where(valid, times, np.datetime64("NaT", "us"))


def parse_epochs(numbers: Array) -> Array | None:
    """The times that count seconds, milli- or microseconds from 1970, if all are of 1971–2100."""
    known = ~np.isnan(numbers)
    for unit in EPOCH_UNITS if known.any() else ():
        if np.nanmin(numbers) >= EPOCHS[0] / unit and np.nanmax(numbers) < EPOCHS[1] / unit:
            times = np.round(np.where(known, numbers, 0) * unit).astype("datetime64[us]")
            return np.where(known, times, np.datetime64("NaT", "us"))
    return None


def _parse(values: pa.StringArray, formats: list[Format], *, dayfirst: bool | None = None) -> Dates:
    parts = parts_of(values, formats)
    parts = parts.only(~_seasons(parts))
    numeric = parts.groups == "numeric"
    choice = decide(parts.only(numeric), dayfirst=dayfirst)
    year, first, second = (parts.numbers[part] for part in ("y", "a", "b"))
    month = np.where(numeric, second if choice.order == "dmy" else first, parts.numbers["m"])
    day = np.where(numeric, first if choice.order == "dmy" else second, parts.numbers["d"])
    quarter = parts.numbers["q"]
    month = np.where(parts.groups == "quarters", np.where((quarter >= 1) & (quarter <= 4), 3 * quarter - 2, 0), month)
    day = np.where(numeric | (parts.widths["d"] > 0), day, 1)
    times = days_of(year, month, day) + _clock(parts)
    fits = (times < END) & _of_one_order(parts.groups, times)
    return _dates(len(values), parts.only(fits), times[fits], choice)


def _seasons(parts: Parts) -> Array:
    """Texts like 2008-09 where all of them name a year and the one after it."""
    bare = (parts.groups == "ymd") & (parts.widths["d"] == 0)
    year, month = parts.numbers["y"][bare], parts.numbers["m"][bare]
    return bare if len(year) and (month == (year + 1) % 100).all() else np.zeros_like(bare)


def _clock(parts: Parts) -> Array:
    """The time since midnight, up to and including 24:00."""
    hour, minute, second, micro = (parts.numbers[part] for part in ("hour", "minute", "second", "microsecond"))
    time = ((hour * 60 + minute) * 60 + second) * 1_000_000 + micro
    valid = (minute < 60) & (second < 60) & (time <= DAY)
    return np.where(valid, time.astype("timedelta64[us]"), np.timedelta64("NaT", "us"))


def _of_one_order(groups: Array, times: Array) -> Array:
    """Numeric dates go with the year first or last, as most of them do, and with dates in words."""
    first, last = ((groups == group) & ~np.isnat(times) for group in ("ymd", "numeric"))
    if not first.any() or not last.any():
        return np.ones(len(groups), dtype=bool)
    return np.asarray(groups != ("numeric" if first.sum() >= last.sum() else "ymd"), dtype=bool)


def _dates(length: int, parts: Parts, times: Array, choice: Choice) -> Dates:
    values = np.full(length, np.datetime64("NaT", "us"))
    values[parts.positions] = times
    said = set(np.unique(parts.groups))
    if "numeric" not in said:
        why = next((why for group, why in WHY.items() if group in said), "")
        choice = Choice("ymd" if "ymd" in said else "", why)
    given: tuple[tuple[Precision, Array], ...] = (
        ("time", parts.widths["hour"] > 0),
        ("day", (parts.widths["d"] > 0) | (parts.widths["a"] > 0)),
        ("month", parts.groups != "quarters"),
        ("quarter", parts.groups == "quarters"),
    )
    return Dates(
        values=values,
        fits=~np.isnat(values),
        order=choice.order,
        ambiguous=choice.ambiguous,
        why=choice.why,
        precision=next((precision for precision, mask in given if mask.any()), "day"),
        zoned=bool(parts.zoned.any()),
    )
