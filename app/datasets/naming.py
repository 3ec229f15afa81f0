"""Names of datasets and columns as they stand in URLs."""

import re
from collections.abc import Iterable
from functools import lru_cache

from slugify import slugify


@lru_cache(maxsize=4096)
def dataset_name(stem: str) -> str:
    """
    >>> dataset_name("Sales 2024 (final)")
    'sales-2024-final'
    """
    return slugify(stem, max_length=80) or "dataset"


def column_keys(names: Iterable[str]) -> list[str]:
    """Unique keys `[a-z0-9_]`, in order, never starting with an underscore.

    >>> column_keys(["Life expectancy", "a.b", "a b", "", "_sort", "人口"])
    ['life_expectancy', 'a_b', 'a_b_2', 'column_4', 'sort', 'ren_kou']
    """
    taken: set[str] = set()
    keys = []
    for position, name in enumerate(names, start=1):
        stem = slugify(name, separator="_", max_length=60) or f"column_{position}"
        key = unique(stem, taken, separator="_")
        taken.add(key)
        keys.append(key)
    return keys


def unique(stem: str, taken: set[str], *, separator: str) -> str:
    number, key = 2, stem
    while key in taken:
        key, number = f"{stem}{separator}{number}", number + 1
    return key


UNITS = frozenset(
    ["mm", "cm", "km", "kg", "mg", "ml", "lb", "oz", "ha", "ms", "mph", "kmh", "hp", "kw", "mw", "gw", "kwh", "mwh"]
    + ["usd", "eur", "gbp", "pct", "percent", "celsius", "fahrenheit"],
)


def unit(name: str) -> str:
    """A unit that a name ends with; `g` and `m` alone could be anything.

    >>> unit("bill_length_mm"), unit("body_mass_g"), unit("vitamin_g"), unit("mm")
    ('mm', 'g', '', '')
    """
    stem, _, last = name.rpartition("_")
    if stem and (last.lower() in UNITS or (last == "g" and stem.lower().endswith(("mass", "weight")))):
        return last
    return ""


def label(name: str) -> str:
    """
    >>> label("life_expectancy"), label("GDP per head"), label("iso2")
    ('Life expectancy', 'GDP per head', 'Iso2')
    """
    words = re.sub(r"\s+", " ", name.replace("_", " ")).strip()
    return words[:1].upper() + words[1:] if words else "Unnamed"
