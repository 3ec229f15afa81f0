"""How a file was read: what was found, what was passed over, what was mended, and why."""

from dataclasses import dataclass, field

from app.datasets.clean import clean
from app.datasets.column import Kind

SHOWN = 20
"""How many faults of a sort are kept; all are counted."""
WIDEST = 200
"""How many characters of a fault's text are kept."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A place in the file: its line (from 1; 0 where there is none), what stands there, and what was made of it."""

    line: int
    text: str
    what: str


@dataclass(frozen=True, slots=True)
class Faults:
    """Faults of one sort: how many there are, and the first of them."""

    count: int = 0
    first: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class ColumnReading:
    """Why a column is of its kind, which texts were read as missing, and the cells that did not fit."""

    name: str
    kind: Kind
    why: str = ""
    missing_words: tuple[str, ...] = ()
    misfits: Faults = field(default_factory=Faults)


@dataclass(frozen=True, slots=True)
class Report:
    """The reading of one table. `header` are the lines of the names; empty where there are none."""

    format: str = ""
    encoding: str = ""
    delimiter: str = ""
    quote: str = ""
    header: tuple[int, ...] = ()
    skipped: Faults = field(default_factory=Faults)
    mended: Faults = field(default_factory=Faults)
    notes: tuple[str, ...] = ()
    columns: tuple[ColumnReading, ...] = ()

    @property
    def misfits(self) -> int:
        return sum(column.misfits.count for column in self.columns)

    @property
    def faults(self) -> int:
        return self.skipped.count + self.mended.count + self.misfits


class FaultList:
    """Counts faults and keeps the first of them."""

    def __init__(self) -> None:
        self._count = 0
        self._first: list[Fault] = []

    def add(self, line: int, text: str, what: str) -> None:
        self._count += 1
        if len(self._first) < SHOWN:
            text = clean(text)
            self._first.append(Fault(line, text if len(text) <= WIDEST else text[: WIDEST - 1] + "…", what))

    def faults(self) -> Faults:
        return Faults(self._count, tuple(self._first))
