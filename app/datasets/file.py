"""A file (or a part of one) that is to be read as a table."""

from dataclasses import dataclass, field
from pathlib import Path

from app.datasets.column import Kind
from app.datasets.config import ReadOptions
from app.datasets.kinds.infer import Hints
from app.datasets.table import Wanted


def _nothing(_name: str, _key: str) -> Kind | None:
    return None


@dataclass(frozen=True, slots=True)
class File:
    """Where it lies, the name it is known by, its part (a sheet, a table; empty: all), and what its owner says.

    `scratch` is a folder for what has to be written on the way; `whole`: it is no part of an archive.
    """

    path: Path
    name: str
    part: str
    scratch: Path
    wanted: Wanted = _nothing
    options: ReadOptions = field(default_factory=ReadOptions)
    whole: bool = True

    @property
    def hints(self) -> Hints:
        options = self.options
        return Hints(options.decimal, options.dayfirst, frozenset(options.missing))
