"""A dataset: typed columns, their cells, and what its owner says of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from app.datasets.column import Cells, Column
from app.datasets.config import Config, Problem
from app.datasets.report import Report


@dataclass(frozen=True, slots=True, eq=False)
class Schema:
    """The columns by key, in file order, and the owner's wishes: all that a query needs to be understood."""

    columns: Mapping[str, Column]
    config: Config
    rows: int

    def visible(self) -> list[Column]:
        return [column for column in self.columns.values() if not column.hidden]


@dataclass(frozen=True, slots=True, eq=False)
class Dataset:
    """A table as it was at `version`. Nothing of it ever changes; a changed file is another Dataset.

    `recipe` is pandas code that reads the file to the frame `df` with the same kinds.
    """

    name: str
    version: str
    title: str
    source_file: str
    modified: float
    schema: Schema
    cells: Mapping[str, Cells]
    recipe: tuple[str, ...]
    problems: tuple[Problem, ...] = ()
    part: str = ""
    report: Report = field(default_factory=Report)

    @property
    def rows(self) -> int:
        return self.schema.rows

    @property
    def config_file(self) -> str:
        """Where the owner's words on it are, or would be."""
        return self.config.file or f"{Path(self.source_file).stem}.toml"

    @property
    def columns(self) -> Mapping[str, Column]:
        return self.schema.columns

    @property
    def config(self) -> Config:
        return self.schema.config
