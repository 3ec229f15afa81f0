"""The columns of regular CSV: plain numbers are read as numbers, all other cells as coded texts."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv as arrow_csv

from app.datasets.column import Array, Measured
from app.datasets.kinds.infer import EXACT, INTEGER, NUMBER, TIME_NAME, days
from app.datasets.kinds.missing import TYPED_MARKERS, may_hold_stand_ins, said_missing
from app.datasets.kinds.numbers import may_be_grouped
from app.datasets.kinds.places import is_place
from app.datasets.kinds.typed import Texts, Typed
from app.datasets.kinds.words import CODE_NAME, ID_NAME, all_match
from app.datasets.progress import Watched, stage, stand_at
from app.datasets.text.scan import Scan, scan

BLOCK = 4 << 20
HEAD = 1 << 19
FAST = 2 << 20
"""From how many bytes on columns of plain numbers are read without their texts."""
DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
CODED = pa.dictionary(pa.int32(), pa.string())
FAILED = re.compile(r"In CSV column #(\d+): .*?invalid value '(.*)'", re.DOTALL)


class IrregularError(Exception):
    """A file that seemed regular is not."""


@dataclass(frozen=True, slots=True)
class Source:
    """A CSV file without its header: where, how it is parted, and where its rows start."""

    path: Path
    delimiter: str
    width: int
    skip: int
    seen: Scan | None = None

    @property
    def over_lines(self) -> bool:
        return self.seen is None or self.seen.over_lines


@dataclass(frozen=True, slots=True)
class _Plan:
    """What is expected of a column: its Arrow type, and the texts that mean missing in it."""

    type: pa.DataType
    markers: frozenset[str] = frozenset()


def read_columns(
    source: Source, names: Sequence[str], texts_only: Sequence[bool], infer: Callable[[int, Texts], Typed]
) -> tuple[list[Typed], int]:
    """All columns, typed, and how many rows there are. `texts_only`: columns that `infer` is to decide on.

    Raises IrregularError if a row is not as wide as the table, or a row in the middle is the header.
    """
    plans = [_Plan(CODED)] * source.width
    if source.path.stat().st_size >= FAST:
        plans = _plans(source, names, texts_only)
    with stage("reading", 0, 0.5):
        table = _read(source, names, plans)
    columns: list[Typed] = []
    headers = 0
    for position, name in enumerate(names):
        stand_at(0.5 + 0.5 * position / len(names))
        column, plan = table.column(position), plans[position]
        if plan.type == CODED:
            texts = coded_texts(name, column)
            headers += bool(name.strip()) and (pc.index(texts.values, name).as_py() >= 0)
            columns.append(infer(position, texts))
        else:
            columns.append(_typed(name, column, plan) or infer(position, _texts_of(source, position, name)))
        table = table.set_column(position, str(position), pa.nulls(table.num_rows))
    if headers == source.width > 1 or (source.seen is not None and source.width > 1 and _has_blank_row(columns)):
        raise IrregularError
    return columns, table.num_rows


def _has_blank_row(columns: Sequence[Typed]) -> bool:
    """Whether all cells of some row are missing: a row that is passed over, where it is seen."""
    blank = None
    for typed in columns:
        gaps = typed.cells.missing
        blank = gaps if blank is None else blank & gaps
        if not blank.any():
            return False
    return blank is not None


def _read(source: Source, names: Sequence[str], plans: list[_Plan]) -> pa.Table:
    """The table as planned; a column that turns out to be otherwise is read as texts."""
    while True:
        try:
            return _parse(source, plans)
        except pa.ArrowInvalid as error:
            if "Empty CSV" in str(error):
                return pa.table({str(at): pa.array([], CODED) for at in range(source.width)})
            if "straddling" in str(error):
                return _parse(source, [_Plan(CODED)] * source.width, block=min(source.path.stat().st_size + 1, 1 << 30))
            failed = FAILED.search(str(error))
            if failed is None:
                raise IrregularError from error
            at = int(failed[1])
            if failed[2] == names[at] or plans[at].type == CODED:
                raise IrregularError from error
            plans[at] = _Plan(CODED)


def _parse(
    source: Source, plans: Sequence[_Plan], *, only: Sequence[int] | None = None, block: int = BLOCK
) -> pa.Table:
    positions = [str(position) for position in range(source.width)]
    markers = frozenset().union(*(plan.markers for plan in plans)) | {""}
    with Watched(source.path) as file:
        return arrow_csv.read_csv(
            file,
            read_options=arrow_csv.ReadOptions(column_names=positions, block_size=block, skip_rows=source.skip),
            parse_options=arrow_csv.ParseOptions(delimiter=source.delimiter, newlines_in_values=source.over_lines),
            convert_options=arrow_csv.ConvertOptions(
                column_types={position: plan.type for position, plan in zip(positions, plans, strict=True)},
                include_columns=[positions[at] for at in only] if only else None,
                null_values=sorted(markers),
                strings_can_be_null=False,
            ),
        )


def _plans(source: Source, names: Sequence[str], texts_only: Sequence[bool]) -> list[_Plan]:
    """What the first block shows of each column."""
    head = _head(source)
    if head is None:
        return [_Plan(CODED)] * source.width
    zeros = (source.seen or scan(source.path, source.delimiter)).leading_zeros
    return [
        _Plan(CODED) if texts_only[at] else _plan(name, head.column(at).combine_chunks(), zeros=zeros)
        for at, name in enumerate(names)
    ]


def _head(source: Source) -> pa.Table | None:
    """The first rows of a file, as strings; None if they are too long for that."""
    with source.path.open("rb") as file:
        for _ in range(source.skip):
            file.readline()
        head = file.read(HEAD) + file.readline()
    positions = [str(position) for position in range(source.width)]
    try:
        return arrow_csv.read_csv(
            pa.BufferReader(head),
            read_options=arrow_csv.ReadOptions(column_names=positions),
            parse_options=arrow_csv.ParseOptions(delimiter=source.delimiter, newlines_in_values=source.over_lines),
            convert_options=arrow_csv.ConvertOptions(
                column_types=dict.fromkeys(positions, pa.string()), strings_can_be_null=False
            ),
        )
    except pa.ArrowInvalid:
        return None


def _plan(name: str, sample: pa.StringArray, *, zeros: bool) -> _Plan:
    values = pc.unique(sample.slice(0, 20_000))
    missing = said_missing(values, TYPED_MARKERS)
    markers = frozenset(values.filter(pa.array(missing)).to_pylist())
    others = values.filter(pa.array(~missing))
    if len(others) < 2:
        return _Plan(CODED)
    if all_match(others, DAY):
        return _Plan(pa.date32(), markers)
    if zeros or TIME_NAME.search(name) or CODE_NAME.search(name):
        return _Plan(CODED)
    if all_match(others, INTEGER):
        return _Plan(pa.int64(), markers)
    numbers = all_match(others, NUMBER) and len(others) > 200 and not may_be_grouped(others)
    return _Plan(pa.float64(), markers) if numbers else _Plan(CODED)


def _typed(name: str, column: pa.ChunkedArray, plan: _Plan) -> Typed | None:
    """A column that was read as numbers or days; None if its texts are needed after all."""
    markers = plan.markers | {""} if column.null_count else frozenset()
    if plan.type == pa.date32():
        cells = days(_numpy(pc.cast(column, pa.int32()), "datetime64[D]"))
        recipe = (f'df[{name!r}] = pd.to_datetime(df[{name!r}], format="ISO8601")',)
        return Typed("date", Measured(cells), markers, recipe)
    if plan.type == pa.float64():
        values = column.to_numpy()
        if may_hold_stand_ins(values) or np.isinf(values).any():
            return None
        return Typed("geo" if is_place(name, values) else "number", Measured(values), markers)
    ends = pc.min_max(column).as_py()
    if max(abs(ends["min"] or 0), abs(ends["max"] or 0)) > EXACT:
        return None
    values = column.to_numpy()
    if may_hold_stand_ins(values):
        return None
    unique = bool(ID_NAME.search(name)) and pc.count_distinct(column).as_py() == len(column) - column.null_count > 1
    return Typed("geo" if is_place(name, values) else "id" if unique else "integer", Measured(values), markers)


def _numpy(column: pa.ChunkedArray, dtype: str) -> Array:
    values = pc.fill_null(column, 0).to_numpy().astype(dtype)
    if column.null_count:
        values[column.is_null().to_numpy()] = np.datetime64("NaT")
    return np.asarray(values)


def _texts_of(source: Source, position: int, name: str) -> Texts:
    table = _parse(source, [_Plan(CODED)] * source.width, only=[position])
    return coded_texts(name, table.column(0))


def coded_texts(name: str, column: pa.ChunkedArray) -> Texts:
    """A dictionary column as texts, in order of appearance."""
    unified = column.unify_dictionaries()
    if not unified.num_chunks:
        return Texts(name, pa.array([], pa.string()), np.empty(0, dtype=np.int32))
    codes = np.concatenate([chunk.indices.to_numpy() for chunk in unified.chunks])
    return Texts(name, unified.chunk(0).dictionary, codes)
