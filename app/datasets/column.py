"""A column: what is known of it, and its cells."""

from dataclasses import dataclass
from typing import Any, Literal, get_args

import numpy as np
import numpy.typing as npt

Kind = Literal["category", "text", "integer", "number", "date", "boolean", "id", "geo", "empty"]
KINDS: tuple[Kind, ...] = get_args(Kind)
Family = Literal["words", "numbers", "dates", "booleans", "none"]
"""What can be asked of a column: identifiers are numbers or words, as they are stored."""
FAMILIES: tuple[Family, ...] = get_args(Family)
Place = Literal["", "country", "latitude", "longitude"]
"""What the values of a column are on a map."""

Array = npt.NDArray[Any]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Column:
    """What is known of a column without its cells.

    `numeric`: its cells are numbers (an identifier may be). `low` and `high` are the finite extent: numbers as they
    are, dates as ISO text; None where there is none. `infinite`: there are infinite numbers beside them. `place`: what
    its values are on a map.
    """

    key: str
    name: str
    kind: Kind
    label: str
    unit: str = ""
    format: str = ""
    description: str = ""
    hidden: bool = False
    numeric: bool = False
    distinct: int = 0
    missing: int = 0
    low: float | str | None = None
    high: float | str | None = None
    infinite: bool = False
    place: Place = ""

    @property
    def title(self) -> str:
        return f"{self.label}, {self.unit}" if self.unit else self.label

    @property
    def family(self) -> Family:
        if self.kind == "empty":
            return "none"
        if self.numeric:
            return "numbers"
        return "dates" if self.kind == "date" else "booleans" if self.kind == "boolean" else "words"


@dataclass(frozen=True, slots=True, eq=False)
class Coded:
    """Cells as codes into distinct values, which are sorted so that a code is also a rank; -1 is missing."""

    values: Array
    codes: Array

    @property
    def missing(self) -> Bools:
        return np.less(self.codes, 0)

    def __len__(self) -> int:
        return len(self.codes)


@dataclass(frozen=True, slots=True, eq=False)
class Measured:
    """Cells as numbers: int64, float64 (NaN is missing), datetime64[D] or datetime64[us] (NaT is missing).

    `listed`: the distinct numbers, ascending, where they are few and finite.
    """

    values: Array
    listed: Array | None = None

    @property
    def missing(self) -> Bools:
        return is_missing(self.values)

    def __len__(self) -> int:
        return len(self.values)


Cells = Coded | Measured


LISTED = 4096
"""Up to how many distinct numbers of a column are listed."""


def is_missing(values: Array) -> Bools:
    if values.dtype.kind == "f":
        return np.isnan(values)
    if values.dtype.kind == "M":
        return np.isnat(values)
    return np.zeros(len(values), dtype=bool)


def code_type(distinct: int) -> type[np.signedinteger[Any]]:
    """The smallest integer that holds every code and -1.

    >>> code_type(128).__name__, code_type(129).__name__
    ('int8', 'int16')
    """
    for kind in (np.int8, np.int16, np.int32):
        if distinct - 1 <= np.iinfo(kind).max:
            return kind
    return np.int64


def coded(values: Array, codes: Array) -> Coded:
    """Coded cells from distinct values in any order: sorts the values and follows with the codes."""
    order = np.argsort(values.astype(object), kind="stable")
    rank = np.empty(len(values) + 1, dtype=code_type(len(values)))
    rank[order] = np.arange(len(values))
    rank[-1] = -1
    return Coded(values=values[order], codes=rank[codes])
