"""Charts as the URL names them: `mark:x,y,color,option=value`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.datasets import Schema
from app.query.errors import QueryError
from app.query.field import COUNT, Field, parse_field
from app.query.marks import MARKS, Channel, Mark, example, is_measure
from app.query.near import did_you_mean
from app.query.options import OPTIONS, is_option, option_text, parse_option


@dataclass(frozen=True, slots=True)
class Chart:
    """`options` are pairs of a key and a text, in the order of their table; none is as it would be by itself."""

    mark: str
    x: Field
    y: Field = COUNT
    color: Field | None = None
    options: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        channels = [self.x, *([self.y] if self.row.channel("y") else []), *([self.color] if self.color else [])]
        filled = len(channels) == len(self.row.channels)
        options = [option_text(key, value, filled=filled) for key, value in self.options]
        return f"{self.mark}:{','.join([*map(str, channels), *options])}"

    @property
    def row(self) -> Mark:
        """The mark's row in the table."""
        return MARKS[self.mark]

    @property
    def fields(self) -> tuple[Field, ...]:
        return tuple(each for each in (self.x, self.y, self.color) if each)

    def option(self, key: str) -> str:
        """Empty where it is not given."""
        return next((value for name, value in self.options if name == key), "")

    @property
    def facet(self) -> Field | None:
        column = self.option("facet")
        return Field(column) if column else None

    @property
    def size(self) -> Field | None:
        column = self.option("size")
        return Field(column) if column else None

    @property
    def top(self) -> int:
        return int(self.option("top") or 0)

    @property
    def is_wide(self) -> bool:
        return self.option("width") == "full"


def make_chart(mark: str, fields: Sequence[Field | None], options: Mapping[str, str]) -> Chart:
    """A chart of fields in the order of the mark's channels; options that the mark does not know are left out."""
    row = MARKS[mark]
    found = dict(zip((channel.name for channel in row.channels), fields, strict=False))
    x = found["x"]
    assert x
    kept = tuple((key, options[key]) for key in OPTIONS if options.get(key) and key in row.options)
    return Chart(mark, _plain(x, mark), _plain(found.get("y") or COUNT, mark), found.get("color"), kept)


def _plain(each: Field, mark: str) -> Field:
    """Where a column is put in bins anyway, its name alone says so."""
    return Field(each.column) if each.function == "bin" and mark in ("histogram", "heatmap") else each


def parse_chart(text: str, schema: Schema, *, parameter: str = "_chart") -> Chart:
    """Raises QueryError, with what is wrong and what would fit."""
    key, colon, rest = text.strip().partition(":")
    if key not in MARKS:
        raise QueryError(parameter, f"{parameter}: there is no mark “{key}”. {did_you_mean(key, MARKS)}")
    mark, parts = MARKS[key], rest.split(",") if colon and rest else []
    options: dict[str, str] = {}
    fields: list[Field] = []
    for part in parts:
        if not is_option(part, schema, filled=len(fields) == len(mark.channels)):
            fields.append(parse_field(part, schema, parameter=parameter))
            continue
        name, value = parse_option(part, schema, allowed=mark.options, parameter=parameter)
        if options.setdefault(name, value) != value:
            raise QueryError(parameter, f"{parameter}: {name}= is given twice; give it once.")
    _check(fields, mark, parameter=parameter, schema=schema)
    return make_chart(key, fields, options)


def _check(fields: list[Field], mark: Mark, *, parameter: str, schema: Schema) -> None:
    needed = [channel for channel in mark.channels if channel.needed and not _is_counted(channel)]
    if not len(needed) <= len(fields) <= len(mark.channels):
        raise QueryError(parameter, f"{parameter}: {_wish(mark, schema)}")
    for each, channel in zip(fields, mark.channels, strict=False):
        if not channel.fits(each, schema):
            wish = _wish(mark, schema)
            raise QueryError(parameter, f"{parameter}: {each} does not fit there in the mark {mark.key}; {wish}")


def _wish(mark: Mark, schema: Schema) -> str:
    known = example(mark, schema)
    return f"write it like {known}." if known else "this table has no columns for one."


def _is_counted(channel: Channel) -> bool:
    """Whether rows are counted where no measure is given."""
    return channel.name == "y" and channel.fits is is_measure
