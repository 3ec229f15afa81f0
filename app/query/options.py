"""Options of charts, one row each: `top=5`, `sort=-y`, `normalize`."""

from collections.abc import Callable
from dataclasses import dataclass

from app.datasets import Schema
from app.query.errors import QueryError
from app.query.field import Field, parse_field
from app.query.marks import is_few, is_number
from app.query.near import did_you_mean

MOST_TOP = 30
YES = "yes"
Parse = Callable[[str, Schema, str], str]


@dataclass(frozen=True, slots=True)
class Option:
    """`parse` turns what follows `=` (empty for a bare `key`) into the canonical text; raises QueryError."""

    key: str
    sentence: str
    example: str
    parse: Parse


def _whole(text: str, schema: Schema, parameter: str) -> str:
    if not (text.isascii() and text.isdigit() and len(text) <= 3 and 1 <= int(text) <= MOST_TOP):
        raise QueryError(parameter, f"{parameter}: top= should be a whole number from 1 to {MOST_TOP}, not “{text}”.")
    return str(int(text))


def _one_of(key: str, *choices: str) -> Parse:
    def parse(text: str, schema: Schema, parameter: str) -> str:
        if text not in choices:
            some = ", ".join(filter(None, choices))
            raise QueryError(parameter, f"{parameter}: {key}= should be one of {some}, not “{text}”.")
        return YES if text in ("", "y") and key != "sort" else text

    return parse


def _column(key: str, fits: Callable[[Field, Schema], bool], wish: str) -> Parse:
    def parse(text: str, schema: Schema, parameter: str) -> str:
        field = parse_field(text, schema, parameter=parameter)
        if field.is_measure or not fits(field, schema):
            raise QueryError(parameter, f"{parameter}: {key}= should name {wish}, not {field}.")
        return str(field)

    return parse


OPTIONS: dict[str, Option] = {
    option.key: option
    for option in (
        Option("top", "How many values or series, the largest ones.", "top=5", _whole),
        Option("sort", "By value (`y`, `-y`) or by name (`x`, `-x`).", "sort=x", _one_of("sort", "x", "-x", "y", "-y")),
        Option("stack", "Colours on top of each other, or beside.", "stack=no", _one_of("stack", "", YES, "no")),
        Option("normalize", "Shares of a whole instead of amounts.", "normalize", _one_of("normalize", "", YES)),
        Option("log", "A logarithmic scale: of the measure, or of `x`, `y` or `xy`.", "log",
               _one_of("log", "", YES, "y", "x", "xy")),
        Option("zero", "Whether the scale begins at zero.", "zero=no", _one_of("zero", "", YES, "no")),
        Option("size", "The column that a dot's size tells.", "size=population",
               _column("size", is_number, "a column of numbers")),
        Option("facet", "A small chart for each value of a column.", "facet=region",
               _column("facet", is_few, "a column of few values")),
        Option("width", "Across the whole page.", "width=full", _one_of("width", "full")),
    )
}  # fmt: skip


def parse_option(text: str, schema: Schema, *, allowed: tuple[str, ...], parameter: str) -> tuple[str, str]:
    """`top=5` → `("top", "5")`, `normalize` → `("normalize", "yes")`. Raises QueryError."""
    key, _, value = (part.strip() for part in text.partition("="))
    if key not in OPTIONS:
        raise QueryError(parameter, f"{parameter}: there is no option “{key}”. {did_you_mean(key, OPTIONS)}")
    if key not in allowed:
        raise QueryError(parameter, f"{parameter}: {key} does not fit here; options are {', '.join(allowed)}.")
    return key, OPTIONS[key].parse(value, schema, parameter)


def is_option(text: str, schema: Schema, *, filled: bool) -> bool:
    """Whether a part is an option: a bare word is none where a column bears its name and a channel is free."""
    key = text.partition("=")[0].strip()
    return "=" in text or (key in OPTIONS and (filled or key not in schema.columns))


def option_text(key: str, value: str, *, filled: bool) -> str:
    """As short as it can be and be read back."""
    return key if value == YES and filled else f"{key}={value}"
