"""The whole state of a page as a frozen value: parsed from a URL, and written back to one."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from functools import lru_cache
from operator import itemgetter
from urllib.parse import urlencode

from app.datasets import Schema
from app.datasets.clean import clean
from app.query.chart import Chart, parse_chart
from app.query.defaults import Sort, defaults, parse_sort
from app.query.errors import QueryError
from app.query.filter import Filter, parse_filter
from app.query.near import did_you_mean

PARAMETERS = {
    "_chart": ("A chart, `mark:x,y,color`; repeatable.", "line:year,mean(life_expectancy),region"),
    "_cols": ("The table's columns.", "country,year"),
    "_edit": ("The chart whose form is open, by its number.", "2"),
    "_facet": ("A column with a filter in the rail besides the usual ones; repeatable.", "fertility"),
    "_page": ("The table's page.", "2"),
    "_q": ("Search over all text and category columns.", "guinea"),
    "_size": ("Rows a page, 25 if not given, 500 at most.", "50"),
    "_sort": ("Columns to sort by, `-` for descending.", "-population,country"),
}
"""Winnow's own parameters: what each means, and an example."""
SIZES = (10, 25, 50, 100, 250)
LARGEST_SIZE, LARGEST_PAGE = 500, 10_000_000
MOST_CHARTS = 12
DEFAULT_SIZE = 25
SHORT = 80


@dataclass(frozen=True, slots=True)
class Query:
    """Empty fields mean the dataset's defaults. Filters are sorted; so equal queries are equal values."""

    filters: tuple[Filter, ...] = ()
    search: str = ""
    sort: tuple[Sort, ...] = ()
    page: int = 1
    size: int = DEFAULT_SIZE
    charts: tuple[Chart, ...] = ()
    columns: tuple[str, ...] = ()
    facets: tuple[str, ...] = ()
    edit: int = 0

    @classmethod
    def parse(cls, args: Iterable[tuple[str, str]], schema: Schema) -> "Query":
        """Blanks are dropped and defaults too. Raises QueryError for whatever can't be understood."""
        given: dict[str, list[str]] = {}
        for name, value in args:
            if value != "":
                given.setdefault(name, []).append(clean(value))
        for name in given:
            if name.startswith("_") and name not in PARAMETERS:
                raise QueryError(name, f"There is no parameter “{name}”. {did_you_mean(name, PARAMETERS)}")
        filters = [parse_filter(name, values, schema) for name, values in given.items() if not name.startswith("_")]
        query = cls(
            filters=tuple(sorted(filters)),
            search=_once(given, "_q"),
            sort=parse_sort(_once(given, "_sort"), schema),
            page=_whole(given, "_page", usual=1, most=LARGEST_PAGE),
            size=_whole(given, "_size", usual=DEFAULT_SIZE, most=LARGEST_SIZE),
            charts=_charts(given, schema),
            columns=_columns(given, "_cols", schema),
            facets=_columns(given, "_facet", schema),
            edit=_whole(given, "_edit", usual=0, most=MOST_CHARTS),
        )
        return query.canonical(schema)

    def canonical(self, schema: Schema) -> "Query":
        """The one way to ask the same: whatever is as it is by default is left out."""
        if not (self.sort or self.charts or self.columns or self.facets or self.edit):
            return self
        usual = defaults(schema)
        sort = () if self.sort == usual.sort else self.sort
        charts = () if self.charts == usual.charts else self.charts
        columns = () if self.columns == usual.columns else self.columns
        facets = tuple(sorted(set(self.facets) - set(usual.facets))) if self.facets else ()
        edit = self.edit if self.edit <= len(self.charts or usual.charts) else 0
        given = (self.sort, self.charts, self.columns, self.facets, self.edit)
        if (sort, charts, columns, facets, edit) == given:
            return self
        return self.replaced(sort=sort, charts=charts, columns=columns, facets=facets, edit=edit)

    def to_args(self) -> list[tuple[str, str]]:
        """The canonical parameters, sorted by name: `Query.parse(query.to_args(), schema) == query`."""
        return _filter_args(self.filters) + self._own_args()

    def _own_args(self) -> list[tuple[str, str]]:
        """Winnow's own parameters, sorted by name."""
        args = [("_chart", str(chart)) for chart in self.charts]
        if self.columns:
            args.append(("_cols", ",".join(self.columns)))
        if self.edit:
            args.append(("_edit", str(self.edit)))
        args += [("_facet", key) for key in self.facets]
        if self.page != 1:
            args.append(("_page", str(self.page)))
        if self.search:
            args.append(("_q", self.search))
        if self.size != DEFAULT_SIZE:
            args.append(("_size", str(self.size)))
        if self.sort:
            args.append(("_sort", ",".join(map(str, self.sort))))
        return args

    def url(self, path: str) -> str:
        """The address of this query under a path: `/world?region=South+Asia&year.min=1980`."""
        texts = [encoded(*pair) for pair in self._own_args()]
        if self.filters:
            texts.insert(0, _encoded_filters(self.filters))
        return f"{path}?{'&'.join(texts)}" if texts else path

    def on(self, column: str) -> tuple[Filter, ...]:
        return tuple(row for row in self.filters if row.column == column)

    def values(self, column: str, operator: str = "") -> tuple[str, ...]:
        return next((row.values for row in self.filters if (row.column, row.operator) == (column, operator)), ())

    def with_(self, column: str, operator: str = "", *, values: Iterable[str]) -> "Query":
        """With this filter in place of any other of the same column and operator; on the first page."""
        new = Filter(column, operator, tuple(sorted(set(values))))
        rest = [row for row in self.filters if (row.column, row.operator) != (column, operator)]
        return self.replaced(filters=tuple(sorted([*rest, new] if new.values else rest)), page=1)

    def without(self, column: str, operator: str | None = None) -> "Query":
        """Without a column's filters, or without its one filter with this operator; on the first page."""
        rest = tuple(
            row for row in self.filters if row.column != column or (operator is not None and row.operator != operator)
        )
        return self.replaced(filters=rest, page=1)

    def toggled(self, column: str, value: str) -> "Query":
        """With the value if it is not among the column's values, else without it."""
        return self.with_(column, values=set(self.values(column)) ^ {value})

    def cleared(self) -> "Query":
        """Without filters and search; sort, charts and columns stay."""
        return self.replaced(filters=(), search="", page=1)

    def replaced(self, **changes: object) -> "Query":
        """As dataclasses.replace does it, in half the time: a page writes forty addresses."""
        return Query(**{name: getattr(self, name) for name in FIELDS} | changes)

    @property
    def is_filtered(self) -> bool:
        return bool(self.filters or self.search)


FIELDS = tuple(field.name for field in fields(Query))


def _filter_args(filters: tuple[Filter, ...]) -> list[tuple[str, str]]:
    return sorted(((row.parameter, value) for row in filters for value in row.values), key=itemgetter(0))


@lru_cache(maxsize=500)
def _encoded_filters(filters: tuple[Filter, ...]) -> str:
    """All addresses of a page begin with the same filters, but for few."""
    return "&".join([encoded(*pair) for pair in _filter_args(filters)])


def encoded(name: str, value: str) -> str:
    """A parameter as it stands in an address: `region=South+Asia`. Short ones are remembered."""
    return _remembered(name, value) if len(value) <= SHORT else _encode(name, value)


def _encode(name: str, value: str) -> str:
    return urlencode([(name, value)], safe="(),:=" if name == "_chart" else "(),:")


_remembered = lru_cache(maxsize=20_000)(_encode)


def _once(given: dict[str, list[str]], name: str) -> str:
    values = given.get(name, [""])
    if len(set(values)) > 1:
        raise QueryError(name, f"{name} is given {len(values)} times; give it once.")
    return values[0]


def _charts(given: dict[str, list[str]], schema: Schema) -> tuple[Chart, ...]:
    texts = given.get("_chart", [])
    if len(texts) > MOST_CHARTS:
        raise QueryError("_chart", f"_chart is given {len(texts)} times; a page shows {MOST_CHARTS} charts at most.")
    return tuple(parse_chart(text, schema) for text in texts)


def _whole(given: dict[str, list[str]], name: str, *, usual: int, most: int) -> int:
    text = _once(given, name)
    if not text:
        return usual
    if not (text.isascii() and text.isdigit() and len(text) <= 9 and 1 <= int(text) <= most):
        raise QueryError(name, f"{name} should be a whole number from 1 to {most}, not “{text}”.")
    return int(text)


def _columns(given: dict[str, list[str]], name: str, schema: Schema) -> tuple[str, ...]:
    keys = [key for text in given.get(name, []) for key in text.split(",") if key]
    for key in keys:
        if key not in schema.columns:
            raise QueryError(name, f"{name}: there is no column “{key}”. {did_you_mean(key, schema.columns)}")
    return tuple(dict.fromkeys(keys))
