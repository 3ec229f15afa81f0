"""Tables with everything in them that a file may hold, opened without a disk, and questions to ask of them."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise
from types import MappingProxyType

import numpy as np
import pandas as pd
from hypothesis import Phase, settings
from hypothesis import strategies as st

from app.datasets import Coded, Config, Dataset, Kind, Measured, Schema
from app.datasets.build import _column
from app.datasets.config import ColumnConfig
from app.datasets.extent import measure
from app.datasets.kinds.series import type_series
from app.datasets.kinds.typed import Typed
from app.datasets.pack import pack
from app.engine import Cache, Count, Engine, Extent, Facet, GroupBy, Histogram, Masks, Rows, Spread, WithMissing
from app.engine.kernels import Kernels, NumpyKernels
from app.engine.partition import Partition
from app.query import COUNT, Bins, Field, Filter, Query, Sort

check = partial(settings, deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink))
"""Settings of the property tests: a case is its own explanation."""

KINDS: dict[str, Kind] = {
    "region": "category",
    "grade": "category",
    "note": "text",
    "flag": "boolean",
    "visits": "integer",
    "floor": "integer",
    "price": "number",
    "day": "date",
    "moment": "date",
    "nothing": "empty",
}
WORDS = ["Guinea", "guinea bissau", "Straße", "STRASSE", "İzmir", "naïve ", "a.b*", "nan", "漢字"]
HUGE = 2**53

texts = st.sampled_from(WORDS) | st.text("aB.ß", min_size=1, max_size=3)
integers = st.integers(-5, 5) | st.integers(-HUGE, HUGE) | st.sampled_from([-HUGE, HUGE, HUGE - 1])
eighths = st.integers(-800, 800).map(lambda number: number / 8)  # their sums are exact in any order
wholes = st.integers(-1000, 1000).map(float)
days = st.dates(dt.date(2012, 1, 25), dt.date(2012, 2, 5)) | st.dates(dt.date(1890, 1, 1), dt.date(2110, 1, 1))
clocks = st.sampled_from([dt.time(0), dt.time(23, 59, 59, 999_999), dt.time(6, 30)]) | st.times()
moments = st.builds(dt.datetime.combine, days, clocks)
CELLS = {
    "region": texts | st.none(),
    "grade": st.sampled_from(["low", "mid", "high", None]),
    "note": texts | st.none(),
    "flag": st.booleans() | st.none(),
    "visits": integers,
    "floor": wholes | st.just(np.nan),
    "price": eighths | st.sampled_from([np.nan, np.inf, -np.inf, 0.0, -0.0]),
    "day": days | st.none(),
    "moment": moments | st.none(),
    "nothing": st.none(),
}
DTYPES = {"flag": "boolean", "visits": "int64", "floor": "float64", "price": "float64"} | dict.fromkeys(
    ("day", "moment"), "datetime64[us]"
)
GRADES = pd.CategoricalDtype(["high", "mid", "never", "low"])


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """A frame, the same as a dataset, and parameters of a URL with the query they make."""

    frame: pd.DataFrame
    dataset: Dataset
    args: Mapping[str, list[str]]

    def _repr_pretty_(self, printer, cycle) -> None:
        """What Hypothesis prints of a case."""
        printer.text(f"{dict(self.args)} of\n{self.frame.to_csv()}")

    @property
    def query(self) -> Query:
        pairs = [(name, value) for name, values in self.args.items() for value in values]
        return Query.parse(pairs, self.dataset.schema)


def open_frame(frame: pd.DataFrame) -> Dataset:
    """A frame as a dataset: days are coded, moments are not; a column without a cell keeps its kind."""
    columns = {name: _typed(name, frame[name]) for name in frame}
    extents = {name: measure(typed.cells) for name, typed in columns.items()}
    for name in ("day", "floor"):
        if name in columns:
            packed = pack(columns[name].cells, distinct=0 if name == "day" else extents[name].distinct)
            columns[name] = replace(columns[name], cells=packed)
    known = {name: _column(name, name, typed, extents[name], said=ColumnConfig()) for name, typed in columns.items()}
    schema = Schema(columns=MappingProxyType(known), config=Config(), rows=len(frame))
    cells = MappingProxyType({name: typed.cells for name, typed in columns.items()})
    return Dataset("table", "1", "Table", "table.parquet", 0.0, schema=schema, cells=cells, recipe=())


def _typed(name: str, series: pd.Series) -> Typed:
    kind = KINDS.get(name)
    typed = type_series(name, series, wanted=kind) or Typed("empty", Measured(np.empty(0)))
    if typed.kind != "empty" or kind in (None, "empty"):
        return typed
    if series.dtype.kind in "iufM":
        return Typed(kind, Measured(series.to_numpy()))
    values = np.array(["false", "true"] if kind == "boolean" else [], dtype=object)
    return Typed(kind, Coded(values, np.full(len(series), -1, dtype=np.int8)))


def without_rows(dataset: Dataset) -> Dataset:
    """The same columns, values and kinds, but not a single row."""
    cells = {
        key: replace(each, codes=each.codes[:0]) if isinstance(each, Coded) else replace(each, values=each.values[:0])
        for key, each in dataset.cells.items()
    }
    return replace(dataset, schema=replace(dataset.schema, rows=0), cells=MappingProxyType(cells))


@st.composite
def frames(draw, *, most: int = 150) -> pd.DataFrame:
    """Each column repeats a few drawn cells in a random order; so a failing frame shrinks to few."""
    rows = draw(st.sampled_from([0, 1, 7, 8, 9, 64, most]) | st.integers(0, most))
    random = np.random.default_rng(draw(st.integers(0, 1000)))
    columns = {}
    for name, cells in CELLS.items():
        pool = draw(st.lists(cells, min_size=1, max_size=6))
        chosen = [pool[position] for position in random.integers(len(pool), size=rows)]
        columns[name] = pd.Series(chosen, dtype=DTYPES.get(name, object))
    columns["grade"] = columns["grade"].astype(GRADES)
    return pd.DataFrame(columns)


@st.composite
def asked(draw, *, most: int = 150) -> Asked:
    frame = draw(frames(most=most))
    return Asked(frame, open_frame(frame), draw(parameters(frame)))


OPERATORS = {
    **{name: ["", "not", "has", "is"] for name in ("region", "grade", "note")},
    "flag": ["", "not", "is"],
    **{name: ["", "not", "min", "max", "below", "is"] for name in ("visits", "floor", "price", "day", "moment")},
    "nothing": ["is"],
}
PARAMETERS = [f"{name}.{key}" if key else name for name, keys in OPERATORS.items() for key in keys]
NEEDLES = ["a", "SS", "ß", "GUINEA", "i", ".", "*", "zzz", "漢"]
PRECISIONS = [4, 7, 10, 16, 19, 26]


@st.composite
def parameters(draw, frame: pd.DataFrame) -> dict[str, list[str]]:
    """Up to four filters and at times a search, mostly for what is in the frame."""
    args = {}
    for parameter in draw(st.lists(st.sampled_from(PARAMETERS), max_size=4, unique=True)):
        column, _, operator = parameter.partition(".")
        if operator == "is":
            args[parameter] = [draw(st.sampled_from(["missing", "present"]))]
        elif operator == "has":
            args[parameter] = [draw(st.sampled_from(NEEDLES))]
        else:
            most = 3 if operator in ("", "not") else 1
            args[parameter] = draw(st.lists(_operand(frame[column]), min_size=1, max_size=most, unique=True))
    if draw(st.integers(0, 3)) == 0:
        args["_q"] = [draw(st.sampled_from(NEEDLES))]
    return args


@st.composite
def _operand(draw, series: pd.Series) -> str:
    present = list(dict.fromkeys(series.dropna()))
    if series.dtype.kind == "M":
        moment = pd.Timestamp(draw(st.sampled_from(present) if present else st.just("2012-06-30")))
        return moment.isoformat(timespec="microseconds")[: draw(st.sampled_from(PRECISIONS))]
    if series.dtype.kind in "if":
        near = [repr(float(value)) for value in present if np.isfinite(value)]
        return draw(st.sampled_from([*near, "0.5", "-3"]))
    if series.dtype == "boolean":
        return draw(st.sampled_from(["true", "false"]))
    return draw(st.sampled_from([*filter(None, present), "Nowhere"]))


MEASURES = (
    COUNT,
    *(Field(column, function) for column in ("floor", "price") for function in ("sum", "mean", "min", "max")),
    *(Field("visits", function) for function in ("min", "max")),
    *(Field(column, "distinct") for column in ("region", "grade", "flag", "price", "visits", "day", "moment")),
)
"""Their partials can be added up in any order without rounding."""

SUMMARIES = (
    Count(),
    Count(without=("region",)),
    Count(without=("region", "visits", "_q")),
    Facet("region"),
    Facet("grade"),
    Facet("flag"),
    Histogram(Bins("price", (-50.0, -0.5, 0.0, 10.0, 80.0)), without=("price",)),
    Histogram(Bins("visits", (-5.0, 0.0, 5.0))),
    Histogram(Bins("moment", ("1950-01-01", "2012-02-01", "2100-01-01")), without=("moment",)),
    GroupBy((), MEASURES),
    GroupBy((Field("region"),), MEASURES),
    GroupBy((Field("day", "month"), Field("flag")), MEASURES),
    GroupBy((WithMissing(Field("region")), Field("moment", "weekday")), (COUNT, Field("floor", "mean"))),
    GroupBy((Bins("price", (-100.0, 0.0, 100.0)), Bins("floor", (-10.0, 0.0, 10.0))), (COUNT,)),
    GroupBy((Bins("price", (-100.0, 0.0, 100.0)), Field("grade")), (COUNT,), without=("price", "grade")),
    GroupBy((Field("grade"),), (Field("price", "median"), COUNT, Field("visits", "median"))),
    Spread((Field("flag"),), "price"),
    Rows((), 3, 10, tuple(KINDS)),
    Rows((Sort("price", descending=True),), 0, 9, tuple(KINDS)),
    Rows((Sort("region"), Sort("moment", descending=True)), 5, 20, ("region", "moment")),
    *(Extent(column) for column in ("visits", "floor", "price", "day", "moment")),
)
"""One or more of every summary."""


def filter_mask(dataset: Dataset, row: Filter) -> np.ndarray:
    """The rows that pass one filter."""
    bits = Masks(dataset, Query(filters=(row,)), Cache(0), kernels=chosen_kernels()).without()
    return np.unpackbits(bits, count=dataset.rows).astype(bool)


class Chosen:
    """The kernels that all tests of the engine use at the moment: they run once with each."""

    chosen: Kernels = NumpyKernels()

    def kernels(self, rows: int) -> Kernels:
        return Chosen.chosen


def chosen_kernels() -> Kernels:
    return Chosen.chosen


def make_engine(*, cache_bytes: int = 1 << 20, block: int = 1 << 17) -> Engine:
    return Engine(cache_bytes=cache_bytes, block=block, compiling=Chosen())


def answer(case: Asked, summary, *, block: int = 1 << 17):
    """What the engine says, with a fresh cache."""
    engine = make_engine(block=block)
    return engine.run(case.dataset, case.query, [summary])[summary]


def answer_in_parts(case: Asked, summary, *, cuts: list[int], random):
    """The answer from partitions cut at these rows, whose partials are merged in a random order and shape."""
    cache = Cache(1 << 20)
    bits = Masks(case.dataset, case.query, cache).without(*summary.without)
    ends = sorted({0, case.dataset.rows, *(cut for cut in cuts if cut < case.dataset.rows)})
    spans = list(pairwise(ends)) or [(0, 0)]
    parts = [Partition(case.dataset, cache, start, stop, chosen_kernels()) for start, stop in spans]
    partials = [summary.partial(part, part.keep(bits)) for part in parts]
    while len(partials) > 1:
        random.shuffle(partials)
        partials.append(summary.merge(partials.pop(), partials.pop()))
    return summary.finish(partials[0])
