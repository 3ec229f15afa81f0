"""What each text of a column says of year, month, day and time, if it is written like a date at all."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from app.datasets.column import Array
from app.datasets.kinds.date_formats import MONTH_NUMBERS, Format, either
from app.datasets.kinds.shapes import characters, plainly_spelled, shapes_of

PARTS = ("y", "m", "d", "a", "b", "q", "hour", "minute", "second", "fraction")
PIVOT = 69
"""Two-digit years from here on are of the 20th century."""


@dataclass(frozen=True, slots=True, eq=False)
class Parts:
    """The texts that are written like dates, by their positions, and what each of them says.

    A number that a text does not give is 0 and its width 0; `microsecond` stands for the fraction of a second.
    """

    positions: Array
    groups: Array
    marks: Array
    numbers: dict[str, Array]
    widths: dict[str, Array]
    zoned: Array

    def only(self, mask: Array) -> "Parts":
        numbers = {part: values[mask] for part, values in self.numbers.items()}
        widths = {part: values[mask] for part, values in self.widths.items()}
        return Parts(self.positions[mask], self.groups[mask], self.marks[mask], numbers, widths, self.zoned[mask])


@dataclass(frozen=True, slots=True, eq=False)
class _Shape:
    """Of one shape: where its parts are, in bytes, and what its letters say."""

    group: str
    spans: list[tuple[int, int]]
    month: int
    half: str
    mark: str
    zoned: bool


def parts_of(values: pa.StringArray, formats: list[Format]) -> Parts:
    """The parts of those texts that are written in one of the formats."""
    texts = pc.utf8_lower(plainly_spelled(values))
    texts = texts if pc.all(pc.string_is_ascii(texts)).as_py() is not False else pc.utf8_normalize(texts, form="NFC")
    shaped = shapes_of(texts)
    likely = np.flatnonzero(pc.match_substring_regex(shaped.texts, either(formats)).to_numpy(zero_copy_only=False))
    read = [_shape(text, formats) for text in shaped.texts.take(pa.array(likely)).to_pylist()]
    lookup = np.full(len(shaped.texts) + 1, -1)
    lookup[likely] = np.arange(len(likely))
    kinds = lookup[shaped.codes]
    positions = np.flatnonzero(kinds >= 0)
    return _gather(texts, positions, read, kinds[positions])


def _shape(text: str, formats: list[Format]) -> _Shape:
    for form in formats:
        if found := form.pattern.fullmatch(text):
            said = found.groupdict()
            spans = [found.span(part) if said.get(part) else (0, 0) for part in PARTS]
            in_bytes = [(len(text[:start].encode()), end - start) for start, end in spans]
            return _Shape(
                group=form.group,
                spans=in_bytes,
                month=MONTH_NUMBERS.get(said.get("month") or "", 0),
                half=said.get("half") or "",
                mark=text[found.end("a")] if said.get("a") else "",
                zoned=bool(said.get("zone")),
            )
    raise AssertionError(text)


def _gather(texts: pa.StringArray, positions: Array, shapes: list[_Shape], kinds: Array) -> Parts:
    letters, starts = characters(texts)
    spans = np.array([shape.spans for shape in shapes], dtype=np.int64).reshape(len(shapes), len(PARTS), 2)
    numbers, widths = {}, {}
    for index, part in enumerate(PARTS):
        begin, width = spans[:, index, 0], spans[:, index, 1]
        widths[part] = width[kinds]
        numbers[part] = _digits(letters, starts[positions] + begin[kinds], np.minimum(widths[part], 6))
    numbers["microsecond"] = numbers.pop("fraction") * 10 ** (6 - np.minimum(widths["fraction"], 6))
    short = widths["y"] == 2
    numbers["y"] += np.where(short, np.where(numbers["y"] < PIVOT, 2000, 1900), 0)
    numbers["m"] += np.array([shape.month for shape in shapes], dtype=np.int64)[kinds]
    half = np.array([shape.half for shape in shapes], dtype="U1")[kinds]
    hour = numbers["hour"]
    wrong = (half != "") & ((hour < 1) | (hour > 12))
    numbers["hour"] = np.where(wrong, 99, np.where(half == "", hour, hour % 12 + 12 * (half == "p")))
    return Parts(
        positions=positions,
        groups=np.array([shape.group for shape in shapes], dtype="U8")[kinds],
        marks=np.array([shape.mark for shape in shapes], dtype="U1")[kinds],
        numbers=numbers,
        widths=widths,
        zoned=np.array([shape.zoned for shape in shapes], dtype=bool)[kinds],
    )


def _digits(letters: Array, begins: Array, widths: Array) -> Array:
    numbers = np.zeros(len(begins), dtype=np.int64)
    for place in range(int(widths.max(initial=0))):
        digit = letters[np.minimum(begins + place, len(letters) - 1)].astype(np.int64) - ord("0")
        numbers = np.where(place < widths, numbers * 10 + digit, numbers)
    return numbers


def days_of(year: Array, month: Array, day: Array) -> Array:
    """The days of the calendar, NaT where there is none such."""
    possible = (year >= 1) & (month >= 1) & (month <= 12)
    months = np.where(possible, (year - 1970) * 12 + month - 1, 0).astype("datetime64[M]")
    length = ((months + 1).astype("datetime64[D]") - months.astype("datetime64[D]")).astype(np.int64)
    valid = possible & (day >= 1) & (day <= length)
    days = months.astype("datetime64[D]") + np.where(valid, day - 1, 0)
    return np.where(valid, days, np.datetime64("NaT")).astype("datetime64[us]")
