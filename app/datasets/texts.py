"""Kinds of text columns: what the distinct texts of a column mean."""

import re
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from app.datasets.clean import clean, clean_recipe, needs_cleaning
from app.datasets.column import Array, Cells, Coded, Kind, Measured, code_type, coded

MARKERS = frozenset(
    ["NA", "N/A", "n/a", "#N/A", "#NA", "<NA>", "NaN", "nan", "-NaN", "-nan", "NULL", "null", "Null", "None", "none"]
)
"""Texts that mean a missing cell in a column of any kind."""
TYPED_MARKERS = MARKERS | {"-", "–", "—", "..", ".", "?", "na", "missing"}
"""Texts that mean a missing cell where every other cell is a number, a date or a boolean."""

INTEGER = r"^[+-]?(0|[1-9][0-9]*)$"
NUMBER = r"^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?$|^[+-]?(inf|Inf|INF|infinity|Infinity)$"
LEADING_ZERO = r"^[+-]?0[0-9]+$"
DATE = r"^[0-9]{4}-[0-9]{2}(-[0-9]{2}([T ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,9})?)?(Z|[+-][0-9]{2}:?[0-9]{2})?)?)?$"
ZONE = r"(Z|[+-][0-9]{2}:?[0-9]{2})$"
ZONED = r":[0-9.]+(Z|[+-][0-9]{2}:?[0-9]{2})$"
CODE = r"^[A-Z]{2,3}$"
ID_NAME = re.compile(r"(^|[_\s])(id|ids|key|uuid|guid|code|nr|number|zip|postcode)$", re.IGNORECASE)
BOOLEANS = (("false", "true"), ("no", "yes"), ("f", "t"), ("n", "y"))
EXACT = 2**53


@dataclass(frozen=True, slots=True, eq=False)
class Texts:
    """A column of texts: its distinct values and, for each row, a position in them (-1: null)."""

    name: str
    values: pa.StringArray
    codes: Array


@dataclass(frozen=True, slots=True, eq=False)
class Typed:
    """A column read: its kind and cells, and what pandas must be told to read the same.

    `markers` are the texts that were read as missing; `recipe` lines use `df` and come after reading;
    `as_text`: pandas would take some of the texts for numbers or booleans.
    """

    kind: Kind
    cells: Cells
    markers: frozenset[str] = frozenset()
    recipe: tuple[str, ...] = ()
    as_text: bool = False


def infer(texts: Texts, *, wanted: Kind | None = None) -> Typed | None:
    """The kind that fits every present cell; with `wanted`, that kind, or None if a cell does not fit it."""
    values = np.asarray(texts.values.to_pylist(), dtype=object)
    blank = np.asarray(pc.equal(pc.utf8_trim_whitespace(texts.values), "").to_numpy(zero_copy_only=False), dtype=bool)
    marker = blank | np.isin(values, list(TYPED_MARKERS))
    attempts = {"boolean": _boolean, "integer": _integer, "number": _number, "date": _date}
    if marker.all() and wanted in (None, "empty"):
        empty = np.full(len(texts.codes), -1, dtype=np.int8)
        return Typed("empty", Coded(values=values[:0], codes=empty), frozenset(values))
    for kind, attempt in attempts.items():
        if wanted in (None, kind) and (typed := attempt(texts, values, marker)):
            return replace(typed, kind=wanted or typed.kind)
    if wanted == "number" and (typed := _integer(texts, values, marker)):
        return replace(typed, kind="number")
    if wanted in attempts or wanted == "empty":
        return None
    said = () if _markers_are_codes(texts.values, marker) else list(MARKERS)
    return _words(texts, values, blank | np.isin(values, said), wanted=wanted)


def _boolean(texts: Texts, values: Array, marker: Array) -> Typed | None:
    folded = [value.casefold() for value in values[~marker]]
    for false, true in BOOLEANS:
        if folded and len(set(folded)) == 2 and set(folded) == {false, true}:
            meaning = np.full(len(values) + 1, -1, dtype=np.int8)
            meaning[:-1][~marker] = [text == true for text in folded]
            cells = Coded(values=np.array(["false", "true"], dtype=object), codes=meaning[texts.codes])
            spelled = {text: text.casefold() == true for text in values[~marker]}
            plain = set(spelled) <= {"true", "false", "True", "False", "TRUE", "FALSE"}
            recipe = () if plain else (f"df[{texts.name!r}] = df[{texts.name!r}].map({spelled!r})",)
            return Typed("boolean", cells, frozenset(values[marker]), recipe)
    return None


def _integer(texts: Texts, values: Array, marker: Array) -> Typed | None:
    if not _all_match(texts.values, marker, INTEGER):
        return None
    numbers = [int(value) for value in values[~marker]]
    if not numbers or max(abs(number) for number in numbers) > EXACT:
        return None
    has_missing = marker[texts.codes].any() or (texts.codes < 0).any()
    lookup = np.full(len(values) + 1, np.nan) if has_missing else np.zeros(len(values) + 1, dtype=np.int64)
    lookup[:-1][~marker] = numbers
    unique = len(numbers) == int((~marker[texts.codes]).sum()) and len(numbers) > 1
    kind: Kind = "id" if unique and ID_NAME.search(texts.name) else "integer"
    return Typed(kind, Measured(lookup[texts.codes]), frozenset(values[marker]))


def _number(texts: Texts, values: Array, marker: Array) -> Typed | None:
    if not _all_match(texts.values, marker, NUMBER) or _any_match(texts.values, LEADING_ZERO):
        return None
    if _all_match(texts.values, marker, INTEGER):
        return None  # integers beyond 2**53 stay exact as texts
    lookup = np.full(len(values) + 1, np.nan)
    lookup[:-1][~marker] = values[~marker].astype(np.float64)
    return Typed("number", Measured(lookup[texts.codes]), frozenset(values[marker]))


def _date(texts: Texts, values: Array, marker: Array) -> Typed | None:
    if not _all_match(texts.values, marker, DATE):
        return None
    zoned = _any_match(texts.values, ZONED)
    present = pd.Series(values[~marker], dtype="str")
    local = present.str.replace(ZONE, "", regex=True) if zoned else present
    try:
        parsed = pd.to_datetime(local, format="ISO8601").to_numpy().astype("datetime64[us]")
    except (ValueError, OverflowError):
        return None
    lookup = np.full(len(values) + 1, np.datetime64("NaT"), dtype="datetime64[us]")
    lookup[:-1][~marker] = parsed
    source = f"df[{texts.name!r}]" + (f'.str.replace(r"{ZONE}", "", regex=True)' if zoned else "")
    recipe = (f'df[{texts.name!r}] = pd.to_datetime({source}, format="ISO8601")',)
    return Typed("date", Measured(days(lookup)[texts.codes]), frozenset(values[marker]), recipe)


def days(values: Array) -> Array:
    """Timestamps as days if all of them are midnights, else as microseconds."""
    as_days = values.astype("datetime64[D]")
    same = (as_days == values) | np.isnat(values)
    return as_days if same.all() else values


def _words(texts: Texts, values: Array, missing: Array, *, wanted: Kind | None) -> Typed:
    codes = np.where(missing, -1, np.cumsum(~missing) - 1)
    lookup = np.append(codes, -1).astype(code_type(len(values)))
    cells, recipe = tidy(texts.name, coded(values[~missing], lookup[texts.codes]))
    kind = wanted if wanted in ("category", "text", "id") else word_kind(cells)
    as_text = _any_match(pc.utf8_trim_whitespace(texts.values), f"(?i){NUMBER}|^(true|false)$")
    return Typed(kind, cells, frozenset(values[missing]), recipe, as_text)


def tidy(name: str, cells: Coded) -> tuple[Coded, tuple[str, ...]]:
    """The cells with clean texts, and the pandas code that cleans them."""
    if not needs_cleaning(cells.values):
        return cells, ()
    values, codes = np.unique(np.array([clean(value) for value in cells.values], dtype=object), return_inverse=True)
    return coded(values, np.append(codes, -1)[cells.codes]), (clean_recipe(name),)


def word_kind(cells: Coded) -> Kind:
    """Category, text or id: by how many distinct values there are for the rows, and how they look."""
    distinct, present = len(cells.values), int((cells.codes >= 0).sum())
    sample = cells.values[:: max(1, distinct // 1000)]
    words = pa.array(sample, type=pa.string())
    if distinct == present > 20 and not _any_match(words, r"\s"):
        return "id" if _any_match(words, "[0-9]") else "text"
    mean_length = sum(map(len, sample)) / max(1, len(sample))
    longest = max(map(len, cells.values), default=0)
    few = distinct <= 50 or distinct <= min(1000, present / 2) or distinct <= min(20_000, present / 20)
    return "category" if few and mean_length <= 60 and longest <= 200 else "text"


def _markers_are_codes(values: pa.StringArray, marker: Array) -> bool:
    """Whether `NA` stands among short upper-case codes, where it is Namibia and not a missing cell."""
    return bool((~marker).sum() >= 20) and _all_match(values, marker, CODE)


def _all_match(values: pa.StringArray, marker: Array, pattern: str) -> bool:
    matched = pc.match_substring_regex(values, pattern).to_numpy(zero_copy_only=False)
    return bool((matched | marker).all())


def _any_match(values: pa.StringArray, pattern: str) -> bool:
    return bool(pc.any(pc.match_substring_regex(values, pattern)).as_py())
