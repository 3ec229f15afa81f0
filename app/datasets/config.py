"""`<name>.toml`: what the owner of a dataset says about it. An error in it is reported and passed over."""

import codecs
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from types import MappingProxyType
from typing import Any, cast

from app.datasets.column import KINDS, Kind


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault in a configuration file: where, and what is wrong with it."""

    file: str
    key: str
    reason: str

    def __str__(self) -> str:
        return f"{self.file}, {self.key}: {self.reason}" if self.key else f"{self.file}: {self.reason}"


@dataclass(frozen=True, slots=True)
class ColumnConfig:
    label: str = ""
    unit: str = ""
    kind: Kind | None = None
    format: str = ""
    description: str = ""
    hidden: bool | None = None


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How a file is to be read where its owner knows better: None and blank are found out.

    `header` is the line of the names (0: there is none), `skip` how many lines to pass over first.
    """

    encoding: str = ""
    delimiter: str = ""
    header: int | None = None
    skip: int = 0
    decimal: str = ""
    dayfirst: bool | None = None
    missing: tuple[str, ...] = ()
    long: bool = False


@dataclass(frozen=True, slots=True)
class Config:
    """Texts are as written; what names columns is checked where the columns are known."""

    file: str = ""
    title: str = ""
    description: str = ""
    source: str = ""
    licence: str = ""
    sort: str = ""
    filters: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()
    charts: tuple[str, ...] = ()
    columns: Mapping[str, ColumnConfig] = field(default_factory=lambda: MappingProxyType({}))
    read: ReadOptions = field(default_factory=ReadOptions)


TEXTS = ("title", "description", "source", "licence", "sort")
LISTS = ("filters", "figures", "charts")
KEYS = (*TEXTS, *LISTS, "columns", "read")
READ_KEYS = ("encoding", "delimiter", "header", "skip", "decimal", "dayfirst", "missing", "long")
COLUMN_TEXTS = ("label", "unit", "format", "description")
COLUMN_KEYS = (*COLUMN_TEXTS, "kind", "hidden")
FORMATS = ("plain", "percent", "eur", "usd", "gbp", "si", "0", "1", "2", "3", "4")


def read_config(path: Path) -> tuple[Config, tuple[Problem, ...]]:
    """The configuration beside a data file; an absent file is an empty configuration."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return Config(), ()
    except (OSError, UnicodeDecodeError) as error:
        return Config(file=path.name), (Problem(path.name, "", f"The file can't be read: {error}."),)
    try:
        table = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        return Config(file=path.name), (Problem(path.name, "", f"This is not valid TOML: {error}."),)
    problems: list[Problem] = []
    return _config(table, path.name, problems), tuple(problems)


def _config(table: dict[str, Any], file: str, problems: list[Problem]) -> Config:
    problems += [Problem(file, key, _unknown(key, KEYS)) for key in table if key not in KEYS]
    texts = {key: _text(table, key, file, problems) for key in TEXTS}
    lists = {key: _list(table, key, file, problems) for key in LISTS}
    columns = table.get("columns", {})
    if not isinstance(columns, dict):
        problems.append(Problem(file, "columns", "It should be a table, as in [columns.price]."))
        columns = {}
    read = {key: _column(value, f"columns.{key}", file, problems) for key, value in columns.items()}
    return Config(
        file=file,
        **texts,
        filters=lists["filters"],
        figures=lists["figures"],
        charts=lists["charts"],
        columns=MappingProxyType(read),
        read=_read_options(table.get("read", {}), file, problems),
    )


def _read_options(table: object, file: str, problems: list[Problem]) -> ReadOptions:
    if not isinstance(table, dict):
        problems.append(Problem(file, "read", 'It should be a table, as in [read] with encoding = "cp1252" below.'))
        return ReadOptions()
    problems += [Problem(file, f"read.{key}", _unknown(key, READ_KEYS)) for key in table if key not in READ_KEYS]
    given: dict[str, Any] = {}
    for key, (right, wish) in READ_CHECKS.items():
        if key not in table:
            continue
        if right(table[key]):
            given[key] = tuple(table[key]) if key == "missing" else table[key]
        else:
            problems.append(Problem(file, f"read.{key}", f"It should be {wish}."))
    return ReadOptions(**given)


def _is_codec(value: object) -> bool:
    try:
        return isinstance(value, str) and bool(codecs.lookup(value)) and bool("a".encode(value))
    except (LookupError, ValueError):
        return False


def _is_whole(value: object) -> bool:
    return type(value) is int and 0 <= value <= 1_000_000


def _is_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


READ_CHECKS: Mapping[str, tuple[Callable[[Any], bool], str]] = {
    "encoding": (_is_codec, 'the name of an encoding that Python knows, as in "cp1252"'),
    "delimiter": (lambda value: isinstance(value, str) and 0 < len(value) <= 4, "one to four characters in quotes"),
    "header": (_is_whole, "the number of the line with the names; 0 if there is none"),
    "skip": (_is_whole, "how many lines to pass over, a whole number"),
    "decimal": (lambda value: value in (".", ","), '"." or ","'),
    "dayfirst": (lambda value: isinstance(value, bool), "true or false"),
    "missing": (_is_texts, "a list of texts in quotes"),
    "long": (lambda value: isinstance(value, bool), "true or false"),
}


def _column(table: object, where: str, file: str, problems: list[Problem]) -> ColumnConfig:
    if not isinstance(table, dict):
        problems.append(Problem(file, where, 'It should be a table, as in label = "Price".'))
        return ColumnConfig()
    problems += [Problem(file, f"{where}.{key}", _unknown(key, COLUMN_KEYS)) for key in table if key not in COLUMN_KEYS]
    if type(table.get("format")) is int:
        table = {**table, "format": str(table["format"])}
    texts = {key: _text(table, key, file, problems, where=f"{where}.") for key in COLUMN_TEXTS}
    if texts["format"] and texts["format"] not in FORMATS:
        problems.append(Problem(file, f"{where}.format", f"“{texts['format']}” is not one of {', '.join(FORMATS)}."))
        texts["format"] = ""
    kind, hidden = table.get("kind"), table.get("hidden")
    if kind is not None and kind not in KINDS:
        problems.append(Problem(file, f"{where}.kind", f"“{kind}” is not one of {', '.join(KINDS)}."))
        kind = None
    if hidden is not None and not isinstance(hidden, bool):
        problems.append(Problem(file, f"{where}.hidden", "It should be true or false."))
        hidden = None
    return ColumnConfig(**texts, kind=cast(Kind | None, kind), hidden=hidden)


def _text(table: dict[str, Any], key: str, file: str, problems: list[Problem], *, where: str = "") -> str:
    value = table.get(key, "")
    if isinstance(value, str):
        return value
    problems.append(Problem(file, f"{where}{key}", "It should be a text in quotes."))
    return ""


def _list(table: dict[str, Any], key: str, file: str, problems: list[Problem]) -> tuple[str, ...]:
    value = table.get(key, [])
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return tuple(value)
    problems.append(Problem(file, key, "It should be a list of texts in quotes."))
    return ()


def _unknown(key: str, known: tuple[str, ...]) -> str:
    near = get_close_matches(key, known, n=1)
    return f"This key is unknown{f'; did you mean “{near[0]}”?' if near else '. Known are ' + ', '.join(known) + '.'}"
