"""A table as read from a file: typed columns, the pandas code that reads the same, and the report."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from app.datasets.column import Kind
from app.datasets.kinds.typed import Typed
from app.datasets.naming import column_keys, unique
from app.datasets.report import Report

Wanted = Callable[[str, str], Kind | None]
"""What the owner wants a column's kind to be, by its name and key."""


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """Names in file order, a typed column for each, the recipe (None: no short pandas code reads the same) and report.

    `refused` are positions of columns that could not be of the wanted kind and were inferred instead.
    """

    names: tuple[str, ...]
    columns: tuple[Typed, ...]
    rows: int
    recipe: tuple[str, ...] | None
    refused: tuple[int, ...] = ()
    report: Report = field(default_factory=Report)


def distinct_names(header: Sequence[str]) -> list[str]:
    """The names as written, but for blank and repeated ones, which get their key."""
    keys = column_keys(header)
    seen: set[str] = set()
    names = []
    for name, key in zip(header, keys, strict=True):
        names.append(unique(key if not name.strip() or name in seen else name, seen, separator="_"))
        seen.add(names[-1])
    return names


def useful(header: Sequence[str], columns: Sequence[Typed]) -> list[int]:
    """The positions of columns that have a name or at least one cell; all, if none has."""
    kept = [at for at, name in enumerate(header) if name.strip() or columns[at].kind != "empty"]
    return kept or list(range(len(header)))
