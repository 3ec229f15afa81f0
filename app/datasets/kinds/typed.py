"""A column of texts, and what it becomes."""

from dataclasses import dataclass

import pyarrow as pa

from app.datasets.column import Array, Cells, Coded, Kind


@dataclass(frozen=True, slots=True, eq=False)
class Texts:
    """A column of texts: its distinct values and, for each row, a position in them (-1: null)."""

    name: str
    values: pa.StringArray
    codes: Array


@dataclass(frozen=True, slots=True, eq=False)
class Typed:
    """A column read: its kind and cells, why it is so, and what pandas must be told to read the same.

    `markers` are the texts that were read as missing; `recipe` lines use `df` and come after reading, None if no few
    lines of pandas do the same; `as_text`: pandas would take some of the texts for numbers or booleans. `misfit` says
    which of the distinct texts do not fit and are missing cells. `convention` is how dates or numbers are written
    ("dmy", "mdy", ","); `ambiguous`: it could be another.
    """

    kind: Kind
    cells: Cells
    markers: frozenset[str] = frozenset()
    recipe: tuple[str, ...] | None = ()
    as_text: bool = False
    why: str = ""
    unit: str = ""
    format: str = ""
    misfit: Array | None = None
    convention: str = ""
    ambiguous: bool = False

    @property
    def words(self) -> frozenset[str]:
        """The distinct texts, of a column of words."""
        return frozenset(self.cells.values) if isinstance(self.cells, Coded) else frozenset()
