"""Columns that are countries, by their values: names in any usual spelling, or codes of ISO 3166."""

import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import numpy as np

from app.datasets.column import Array

TABLE = Path(__file__).with_name("countries.json")
MOST = 400
"""A column of more distinct values is of something finer than countries."""
SAMPLE = 40
LONGEST = 100
"""Texts of more characters are prose, which would be slow to fold; the longest name has 52, folded."""
KNOWN, NEARLY_ALL = 0.8, 0.95
"""The share of the values that must be countries: of names, or codes where the column is named so; of other codes."""
LIKELY = 0.5
"""The share of a sample that is worth looking at the other values for."""
ENOUGH = {2: 20, 3: 10}
"""How many codes of so many letters can't be something else, such as states of the USA, currencies or airlines."""
CODE = re.compile(r"[A-Z]{2,3}")
HINT = re.compile(
    r"country|countries|(^|[^a-z])(iso|iso.?3166.*|iso.?[23]|alpha.?[23]|[ai][23]|nations?|geo|land|pais|país|pays|"
    r"paese|territory|territories|economy|economies)($|[^a-z])",
    re.IGNORECASE,
)
OTHER = re.compile("lang|sprach|curr|state|airline|carrier|airport|fips", re.IGNORECASE)
"""What else has codes of two or three letters, also of ISO."""
CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


@dataclass(frozen=True, slots=True)
class Countries:
    """ISO alpha-3 codes under folded names, and under codes in capitals."""

    names: Mapping[str, str]
    codes: Mapping[str, str]


@lru_cache(maxsize=4096)
def alpha3(text: str) -> str:
    """The ISO 3166 alpha-3 code (XKX for Kosovo) of a country's name or code, or "".

    >>> alpha3("Korea, Rep."), alpha3("côte d’ivoire"), alpha3("FR"), alpha3("DEU"), alpha3("no"), alpha3("Atlantis")
    ('KOR', 'CIV', 'FRA', 'DEU', '', '')
    """
    text = text.strip()
    if CODE.fullmatch(text):
        return countries().codes.get(text, "")
    return countries().names.get(fold(text), "") if len(text) <= LONGEST else ""


def codes_of(values: Array) -> Array:
    """For each of some texts the alpha-3 code or "" (an object array of the same length)."""
    found = np.empty(len(values), dtype=object)
    found[:] = [alpha3(value) for value in values]
    return found


def is_country(name: str, values: Array) -> bool:
    """Whether the distinct values (texts) of a column of that name are countries.

    >>> is_country("from", np.array(["Peru", "Chile"])), is_country("state", np.array(["CA", "GA"]))
    (True, False)
    """
    if not 2 <= len(values) <= MOST:
        return False
    sample = values[:: -(-len(values) // SAMPLE)]
    if np.count_nonzero(codes_of(sample)) < LIKELY * sum(bool(value.strip()) for value in sample):
        return False
    present = [value.strip() for value in values if value.strip()]
    known = [value for value in present if alpha3(value)]
    if len(known) < 2 or len(known) < KNOWN * len(present):
        return False
    written = [len(value) for value in known if CODE.fullmatch(value)]
    return len(written) * 2 <= len(known) or says_country(name) or _enough(len(known), len(present), max(written))


def _enough(known: int, present: int, letters: int) -> bool:
    """Whether there are so many codes, nearly all of them of countries, that they can hardly be of something else."""
    return present >= ENOUGH[letters] and known >= NEARLY_ALL * present


def says_country(name: str) -> bool:
    """Whether a column's name is that of countries or of their codes.

    >>> [says_country(name) for name in ("iso2", "Country Code", "countryCode", "nationality", "state", "island")]
    [True, True, True, False, False, False]
    """
    return bool(HINT.search(CAMEL.sub("_", name))) and not OTHER.search(name)


def fold(text: str) -> str:
    """A name without what tells its spellings apart: case, accents, punctuation, “St.”, “&” and “the”.

    >>> fold("The Bahamas"), fold("Bahamas, The"), fold("St. Pierre & Miquelon")
    ('bahamas', 'bahamas', 'saint pierre and miquelon')
    """
    plain = unicodedata.normalize("NFKD", text.casefold().replace("&", " and "))
    letters = "".join(mark for mark in plain if not unicodedata.combining(mark))
    words = ["saint" if word == "st" else word for word in re.sub(r"[\W\d_]+", " ", letters).split()]
    return " ".join(word for word in words if word != "the")


@cache
def countries() -> Countries:
    """Read once, when a column is first asked about."""
    said = json.loads(TABLE.read_text(encoding="utf-8"))
    alpha_3 = {code: code for code in said["names"].values()}
    return Countries(names=said["names"], codes={**alpha_3, **said["codes"]})
