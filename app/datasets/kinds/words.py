"""Columns of words: categories, texts and identifiers."""

import re

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from app.datasets.clean import clean, clean_recipe, needs_cleaning
from app.datasets.column import Array, Coded, Kind, code_type, coded
from app.datasets.kinds.missing import MARKERS, are_codes
from app.datasets.kinds.typed import Texts, Typed

ID_NAME = re.compile(r"(^|[_\s])(id|ids|key|uuid|guid|code|nr|number|zip|postcode)$", re.IGNORECASE)
CODE_NAME = re.compile(
    r"(^|[\W_])(codes?|zip|zipcode|postcode|postal|plz|fips|insee|siret|siren|isbn|ean|upc|sku|naics|nace|phone|tel)([\W_]|$)",
    re.IGNORECASE,
)
"""Names of columns whose whole numbers are codes, not to be added up."""
PANDAS_GUESSES = r"(?i)^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?$|^[+-]?(inf|infinity)$|^(true|false)$"
"""Texts that pandas takes for numbers or booleans."""
COORDINATES = r"^\s*\(?\s*-?[0-9]{1,3}\.[0-9]+\s*[,;]\s*-?[0-9]{1,3}\.[0-9]+\s*\)?\s*$"
GEOMETRY = r"^(Multi)?(Point|LineString|Polygon)|^GEOMETRYCOLLECTION"


def read_words(texts: Texts, values: Array, *, wanted: Kind | None, missing: frozenset[str]) -> Typed:
    """The texts as they stand, but for blank ones and those that mean missing."""
    trimmed = pc.utf8_trim_whitespace(texts.values)
    blank = np.asarray(pc.equal(trimmed, "").to_numpy(zero_copy_only=False), dtype=bool)
    said = blank | np.isin(values, list(MARKERS | missing))
    if not missing and are_codes(texts.values, said):
        said = blank
    codes = np.where(said, -1, np.cumsum(~said) - 1)
    lookup = np.append(codes, -1).astype(code_type(len(values)))
    cells, recipe = tidy(texts.name, coded(values[~said], lookup[texts.codes]))
    kind = wanted if wanted in ("category", "text", "id", "geo") else word_kind(cells)
    return Typed(kind, cells, frozenset(values[said]), recipe, any_match(trimmed, PANDAS_GUESSES))


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
    if distinct and (all_match(words, COORDINATES) or all_match(words, GEOMETRY)):
        return "geo"
    if distinct == present > 20 and not any_match(words, r"\s"):
        return "id" if any_match(words, "[0-9]") else "text"
    mean_length = sum(map(len, sample)) / max(1, len(sample))
    longest = max(map(len, cells.values), default=0)
    few = distinct <= 50 or distinct <= min(1000, present / 2) or distinct <= min(20_000, present / 20)
    return "category" if few and mean_length <= 60 and longest <= 200 else "text"


def all_match(values: pa.StringArray, pattern: str) -> bool:
    return pc.all(pc.match_substring_regex(values, pattern)).as_py() is not False


def any_match(values: pa.StringArray, pattern: str) -> bool:
    return bool(pc.any(pc.match_substring_regex(values, pattern)).as_py())
