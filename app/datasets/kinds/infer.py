"""The kind of a column of texts, decided on its distinct values."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from app.datasets.column import Array, Coded, Kind, Measured
from app.datasets.kinds.dates import Dates, parse_compact_dates, parse_dates, parse_epochs, parse_serials
from app.datasets.kinds.missing import MARKERS, NOTHING, TYPED_MARKERS, find_stand_ins, said_missing
from app.datasets.kinds.numbers import Numbers, parse_numbers
from app.datasets.kinds.places import is_place
from app.datasets.kinds.typed import Texts, Typed
from app.datasets.kinds.words import CODE_NAME, ID_NAME, all_match, any_match, read_words

EXACT = 2**53
MANY = 5_000
UNFIT_IF_WISHED = 0.49
"""The largest share of cells that may not fit a kind that the owner wishes."""
TOLERATED = 0.025
"""The largest share of cells that may not fit the kind of the others, and are then missing."""
SEVERAL = 12
"""From how many cells that fit on a single one that does not is tolerated."""
FLAG = r"\s*(?:[*†‡§]+|\s[a-z]{1,2}|\([a-zA-Z]{1,2}\)|\[[0-9a-z]{1,3}\])$"
"""What statistical offices put after a number: a footnote or a flag."""
POINTED = "[.][0-9]*$|[eE]"
"""Numbers that are no whole ones, as they are written."""
DIGITS = r"^[+-]?[0-9]+$"
INTEGER = r"^[+-]?(0|[1-9][0-9]*)$"
NUMBER = r"^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?$|^[+-]?(inf|Inf|INF|infinity|Infinity)$"
ISO = r"^[0-9]{4}-[0-9]{2}(-[0-9]{2}([T ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,9})?)?(Z|[+-][0-9]{2}:?[0-9]{2})?)?)?$"
ZONE = r"(Z|[+-][0-9]{2}:?[0-9]{2})$"
MOST_SPELLINGS = 12
BOOLEANS = (
    *(("false", "true"), ("no", "yes"), ("f", "t"), ("n", "y"), ("off", "on"), ("non", "oui"), ("nein", "ja")),
    *(("no", "sí"), ("no", "si"), ("não", "sim"), ("falsch", "wahr"), ("faux", "vrai"), ("нет", "да")),
    *(("nee", "ja"), ("nej", "ja"), ("nie", "tak"), ("inactive", "active"), ("disabled", "enabled")),
)
TIME_NAME = re.compile(
    r"date|time|day|month|period|datum|fecha|updated|created|modified|(^|_)(at|on|ym|ymd|ts|dt)$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Hints:
    """What is known of a file beside a column's own texts."""

    decimal: str = ""
    dayfirst: bool | None = None
    missing: frozenset[str] = frozenset()


def infer(texts: Texts, *, wanted: Kind | None = None, hints: Hints = Hints()) -> Typed | None:
    """The kind that fits the cells; with `wanted`, that kind, or None if most cells do not fit it."""
    column = _Column(texts, hints, most=UNFIT_IF_WISHED if wanted else TOLERATED)
    if column.is_empty() and wanted in (None, "empty"):
        empty = np.full(len(texts.codes), -1, dtype=np.int8)
        return Typed("empty", Coded(values=column.values[:0], codes=empty), frozenset(column.values))
    attempts: dict[Kind, Callable[[_Column], Typed | None]] = {"boolean": _boolean}
    if wanted or not column.is_prose():
        attempts |= {"number": _number, "date": _date}
    for kind, attempt in attempts.items():
        if wanted in (None, kind, "integer" if kind == "number" else kind) and (typed := attempt(column)):
            if wanted == "integer" and typed.kind not in ("integer", "id"):
                return None
            return replace(typed, kind=wanted or typed.kind)
    if wanted in ("boolean", "integer", "number", "date", "empty"):
        return None
    typed = read_words(texts, column.values, wanted=wanted, missing=hints.missing)
    return typed if wanted else replace(typed, why=column.why_words())


class _Column:
    """The distinct texts of a column: trimmed, counted, and which of them say something."""

    def __init__(self, texts: Texts, hints: Hints, *, most: float) -> None:
        self.texts, self.hints, self.name = texts, hints, texts.name
        self._most = most
        self.values = np.asarray(texts.values.to_pylist(), dtype=object)
        self.trimmed = pc.utf8_trim_whitespace(texts.values)
        words = TYPED_MARKERS | {word.strip().lower() for word in hints.missing}
        self.present = ~said_missing(texts.values, words)
        self.others = self.trimmed.filter(pa.array(self.present))
        self.tried: list[tuple[str, int, int]] = []

    @cached_property
    def counts(self) -> Array:
        """How many rows have each of the distinct texts."""
        codes = self.texts.codes
        return np.bincount(codes if codes.min(initial=0) >= 0 else codes[codes >= 0], minlength=len(self.values))

    def leave_out(self, these: Array) -> None:
        """Take some of the present texts for missing."""
        self.present[np.flatnonzero(self.present)[these]] = False
        self.others = self.trimmed.filter(pa.array(self.present))

    def is_prose(self) -> bool:
        """Whether there are many texts, and none of a thousand of them has a digit."""
        return len(self.others) > MANY and not any_match(self.others[:: len(self.others) // 1000], "[0-9]|(?i)^inf")

    def is_empty(self) -> bool:
        """Whether no cell says anything, be it that a column of an unknown kind has none."""
        words = NOTHING | {word.lower() for word in (*MARKERS, *self.hints.missing)}
        return not self.present.any() and bool(said_missing(self.texts.values, words).all())

    def accepts(self, fits: Array, what: str) -> bool:
        """Whether so many of the cells fit that the others are faults."""
        if not fits.any():
            return False
        counts = self.counts[self.present]
        good, bad = int(counts[fits].sum()), int(counts[~fits].sum())
        self.tried.append((what, good, bad))
        return good > 0 and bad <= max(self._most * (good + bad), good >= SEVERAL)

    def spread(self, fits: Array) -> Array:
        """Of all distinct values, those that fit."""
        spread = np.zeros(len(self.values), dtype=bool)
        spread[self.present] = fits
        return spread

    def markers(self) -> frozenset[str]:
        return frozenset(self.values[~self.present])

    def misfit(self, fits: Array) -> Array | None:
        return None if fits.all() else self.present & ~self.spread(fits)

    def lookup(self, found: Array, fits: Array, missing: object) -> Array:
        """The values of all rows from those of the present texts."""
        table = np.full(len(self.values) + 1, missing, dtype=found.dtype)
        table[:-1][self.spread(fits)] = found[fits]
        return table[self.texts.codes]

    def complete(self, fits: Array) -> bool:
        gaps = self.texts.codes.min(initial=0) < 0 or (not self.present.all() and self.counts[~self.present].any())
        return bool(fits.all()) and not gaps

    def why_words(self) -> str:
        """What most of the cells are, where a good part of them is something else than words."""
        what, good, bad = max(self.tried, key=lambda one: one[1], default=("", 0, 1))
        share = good / (good + bad) if good else 0
        return f"{share:.0%} of its cells are {what}, the others are not" if share >= 0.5 and bad else ""


def _boolean(column: _Column) -> Typed | None:
    if len(column.others) > MOST_SPELLINGS:
        return None
    folded = [text.strip().casefold() for text in column.values[column.present]]
    for false, true in BOOLEANS:
        if set(folded) == {false, true} or (true == "true" and set(folded) in ({"true"}, {"false"})):
            meaning = np.full(len(column.values) + 1, -1, dtype=np.int8)
            meaning[:-1][column.present] = [text == true for text in folded]
            cells = Coded(values=np.array(["false", "true"], dtype=object), codes=meaning[column.texts.codes])
            spelled = {text: text.strip().casefold() == true for text in column.values[column.present]}
            plain = set(spelled) <= {"true", "false", "True", "False", "TRUE", "FALSE"}
            recipe = () if plain else (f"df[{column.name!r}] = df[{column.name!r}].map({spelled!r})",)
            return Typed("boolean", cells, column.markers(), recipe, why=f"“{true}” and “{false}”")
    return None


def _number(column: _Column) -> Typed | None:
    found = parse_numbers(column.others, decimal=column.hints.decimal or None)
    if (stand_ins := find_stand_ins(column.others, found.values, column.counts[column.present])).any():
        column.leave_out(stand_ins)
        found = parse_numbers(column.others, decimal=column.hints.decimal or None)
    fits = found.fits
    if not fits.all():
        found, fits = _without_flags(column, found)
    if found.leading_zeros or not column.accepts(fits, "numbers") or _are_codes(column, found):
        return None
    plain = fits.all() and all_match(column.others, NUMBER)
    fitting = column.others.filter(pa.array(fits))
    numbers = found.values if found.integers is None else found.integers
    if np.abs(numbers[fits]).max() > EXACT and all_match(fitting, DIGITS):
        return None
    if moment := _moment(column, found):
        return moment
    kind = _number_kind(column, found)
    pointed = POINTED.replace(".", found.decimal)
    whole = found.integers is not None and not any_match(fitting, pointed)
    if whole and found.integers is not None and column.complete(fits):
        cells = Measured(column.lookup(found.integers, fits, 0))
    else:
        cells = Measured(column.lookup(found.values, fits, np.nan))
    return Typed(
        kind if whole or kind in ("geo", "number") else "number",
        cells,
        column.markers(),
        () if plain else None,
        why=_how_written(found),
        unit=found.unit or ("%" if found.percent else ""),
        misfit=column.misfit(fits),
        convention="," if found.decimal == "," else "",
        ambiguous=found.ambiguous,
    )


def _number_kind(column: _Column, found: Numbers) -> Kind:
    numbers = found.values[found.fits]
    if is_place(column.name, numbers):
        return "geo"
    if found.integers is None or found.percent or found.currency:
        return "number"
    rows = int(column.counts[column.present].sum())
    return "id" if len(numbers) == rows > 1 and ID_NAME.search(column.name) else "integer"


def _are_codes(column: _Column, found: Numbers) -> bool:
    """Whether whole numbers are codes: some have letters in them, or the column is named so and they are repeated."""
    if found.integers is None or found.thousands:
        return False
    if not found.fits.all() and any_match(column.others, "^[0-9]+[A-Z]+[0-9A-Z]*$|^[A-Z]+[0-9]+[0-9A-Z]*$"):
        return True
    repeated = int(column.counts[column.present].sum()) > len(column.others)
    return repeated and bool(CODE_NAME.search(column.name))


def _without_flags(column: _Column, found: Numbers) -> tuple[Numbers, Array]:
    """The numbers of texts that have a flag or a footnote mark after the number, where that is what they have."""
    if not found.fits.any():
        return found, found.fits
    bare = pc.replace_substring_regex(column.others, FLAG, "")
    again = parse_numbers(bare, decimal=column.hints.decimal or None)
    return (again, again.fits) if again.fits.sum() > found.fits.sum() else (found, found.fits)


def _how_written(found: Numbers) -> str:
    said = []
    if found.currency:
        said.append(f"amounts in {found.currency}")
    if found.percent:
        said.append("percentages, as they are written")
    if found.thousands:
        mark = {" ": "blank"}.get(found.thousands, f"“{found.thousands}”")
        said.append(f"{mark} parts thousands" + (" (it could be a decimal mark too)" if found.ambiguous else ""))
    if found.decimal == ",":
        said.append("the decimal mark is a comma")
    return "; ".join(said)


def _moment(column: _Column, found: Numbers) -> Typed | None:
    """A column of numbers whose name is that of a time: seconds since 1970, days of Excel, or digits run together."""
    if found.integers is None or not found.fits.all() or not TIME_NAME.search(column.name):
        return None
    compact = parse_compact_dates(column.others)
    if compact.fits.all():
        return _dated(column, compact)
    numbers = found.values
    if (epochs := parse_epochs(numbers)) is not None and np.abs(numbers).min() > 1e8:
        cells = Measured(days(column.lookup(epochs, found.fits, np.datetime64("NaT"))))
        return Typed("date", cells, column.markers(), None, why="seconds or milliseconds since 1970, by its name")
    if re.search("date|datum|fecha", column.name, re.IGNORECASE) and 20_000 < numbers.min() <= numbers.max() < 80_000:
        serials = parse_serials(numbers)
        cells = Measured(days(column.lookup(serials, found.fits, np.datetime64("NaT"))))
        return Typed("date", cells, column.markers(), None, why="days since 1900 as Excel counts them, by its name")
    return None


def _date(column: _Column) -> Typed | None:
    found = parse_dates(column.others, dayfirst=column.hints.dayfirst)
    return _dated(column, found) if column.accepts(found.fits, "dates") else None


def _dated(column: _Column, found: Dates) -> Typed:
    cells = Measured(days(column.lookup(found.values, found.fits, np.datetime64("NaT"))))
    why = {"dmy": "day first", "mdy": "month first"}.get(found.order, "")
    why = ": ".join(filter(None, [why, found.why]))
    why += "; day and month could be the other way round" if found.ambiguous else ""
    misfit = column.misfit(found.fits)
    return Typed(
        "date",
        cells,
        column.markers(),
        _date_recipe(column, found),
        why=why,
        misfit=misfit,
        convention=found.order,
        ambiguous=found.ambiguous,
    )


def _date_recipe(column: _Column, found: Dates) -> tuple[str, ...] | None:
    if not found.fits.all() or not all_match(column.texts.values.filter(pa.array(column.present)), ISO):
        return None
    source = f"df[{column.name!r}]" + (f'.str.replace(r"{ZONE}", "", regex=True)' if found.zoned else "")
    return (f'df[{column.name!r}] = pd.to_datetime({source}, format="ISO8601")',)


def days(values: Array) -> Array:
    """Timestamps as days if all of them are midnights, else as microseconds."""
    as_days = values.astype("datetime64[D]")
    same = (as_days == values) | np.isnat(values)
    return as_days if same.all() else values
