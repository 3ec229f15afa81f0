"""Filters, key figures and charts that fit a dataset's columns. The rules and their sources are in docs/charts.md."""

import re
from functools import lru_cache
from itertools import combinations

import numpy as np

from app.datasets import Column, Schema
from app.query.chart import Chart
from app.query.field import COUNT, Field

MOST_FACETS, MOST_CHARTS, MOST_FIGURES = 10, 4, 4
"""Charts are two more where they are of five kinds."""
FEW, MANY = 8, 30
"""Up to how many values are told apart by colour, and listed as bars."""
POINTS, LEAST = 20, 10
"""A line over time has as many points or more, if it can; a distribution is of as many rows or more."""
CROWD = 4
"""Rows of a point on the average that lines by colour need, so that they have few gaps."""
PANEL = 0.9
"""The least part of all combinations of two columns that a table of just these combinations has rows for."""
PLACES = ("latitude", "longitude", "country")
LIVING = (1000, 2200)
"""Whole numbers between are years, where their name says so."""

ADDITIVE = re.compile(
    r"(^|_)(amount|total|sum|sales|revenue|turnover|gross|costs?|spend|spending|expenses|expenditure|payments?"
    r"|quantity|qty|units|counts?|profit|orders|visits|views|clicks|downloads|trips|passengers)(_|$)"
)
"""Numbers whose sum means something; of others there are means."""
RELATIVE = re.compile(
    r"(^|_)(per|unit|average|avg|mean|median|rate|ratio|share|of|pct|percent|percentage|cumulative|cum|running|max|min"
    r"|index)(_|$)"
)
"""What is said for each, of a whole, or up to a day adds up to nothing, whatever else its name says."""
SUM_OF = re.compile(r"(^|_)(sum|total|number|amount)_of_")
NAMES = re.compile(
    r"(^|(?<!per)_)(id|key|[a-z]*code|no|nr|phone|fax|zip|tz|timezone|lat|latitude|lon|lng|longitude"
    r"|year|month|week|weekday|day|hour|date|timestamp|rank|sort|page|row|seq|serial"
    r"|class|type|category|region|district|zone|ward|plot|site|room|cluster|batch|version)$"
    r"|^(index|order|line|column)$|^(id|code|year)_|(?<!total)_(number|num|numeric)$"
    r"|(^|_)(fips|upc|ean|isbn|naics|iso\d+|m49|gaul)(_|$)|(product|customer|user|order|item|passenger|object)id$"
)
"""Numbers that name or place a row rather than measure it: no mean of them says anything."""
CODE = re.compile(r"(^|_)(id|key|[a-z]*code|no|nr)$")
YEAR, ANY_YEAR = re.compile(r"(^|_)(year|yr|date|season|vintage)(_|$)"), re.compile(r"(1[6-9]|20)\d\d")
LATER = re.compile(r"birth|(^|_)(born|dob|updated|modified|edited|retrieved|accessed|as_of|expires|expiry|due)(_|$)")
"""Dates of a row's writing, or of another thing than what it tells of: no line is over them."""


def choose_facets(schema: Schema) -> tuple[str, ...]:
    """Columns that tell rows apart, the easiest to use first; identifiers and constants are left out."""
    useful = [column for column in schema.visible() if column.kind not in ("id", "empty") and column.distinct > 1]
    return tuple(column.key for column in sorted(useful, key=_usefulness)[:MOST_FACETS])


def _usefulness(column: Column) -> tuple[int, int]:
    few = column.kind in ("category", "boolean") and column.distinct <= 12
    order = {"category": 1 if few else 3, "boolean": 1, "integer": 4, "number": 4, "text": 5}
    return 2 if _is_time(column) else order.get(column.kind, 9), column.distinct > 12


def choose_figures(schema: Schema) -> tuple[Field, ...]:
    names = [column for column in schema.visible() if column.kind == "category" and column.distinct > 1]
    figures = [Field(names[0].key, "distinct")] if names else []
    numbers = [column for column in measured(schema) if not _is_level(column)] or measured(schema)
    return (*figures, *(measure_of(column, schema) for column in numbers[: MOST_FIGURES - 1]))


def choose_charts(schema: Schema) -> tuple[Chart, ...]:
    """One of each kind that fits, and further ones of the same kinds where there are too few."""
    kinds = [_over_time(schema), _places(schema), _names(schema), _distributions(schema), _relations(schema)]
    first = [charts[0] for charts in kinds if charts] or _last_resort(schema)[:1]
    rest = [chart for charts in (*kinds[2:4], _cycles(schema)) for chart in charts[1:]]
    most = MOST_CHARTS if len(first) <= MOST_CHARTS else MOST_CHARTS + 2
    return tuple(dict.fromkeys([*first, *rest]))[:most]


def suggest(schema: Schema) -> tuple[Chart, ...]:
    """Every chart that the rules know, the first ones first."""
    kinds = (_over_time, _places, _names, _distributions, _relations, _spreads, _parts, _crossings, _cycles)
    columns = [kind(schema) for kind in kinds]
    order = [chart for rank in range(max(map(len, columns))) for charts in columns for chart in charts[rank : rank + 1]]
    return tuple(dict.fromkeys(order or _last_resort(schema)))


@lru_cache(maxsize=256)
def measured(schema: Schema) -> tuple[Column, ...]:
    """Columns whose numbers measure something; those of few values, and those with more gaps than values, last."""
    numbers = [
        column
        for column in schema.visible()
        if column.kind in ("integer", "number")
        and column.distinct > max(1, min(2, schema.rows - 1))
        and not column.place
        and not NAMES.search(column.key)
        and not _is_year(column)
        and not _is_counter(column, schema)
    ]
    order = sorted(_once(numbers), key=lambda column: (2 * column.missing > schema.rows, _is_level(column)))
    return tuple(_ends_of_years(order))


def measure_of(column: Column, schema: Schema) -> Field:
    """The measure that makes one number of a column.

    A sum only where its name says that it adds up, and where rows are not the same things again at other times.
    """
    return Field(column.key, "sum" if _adds_up(column, schema) else "mean")


@lru_cache(maxsize=256)
def is_panel(schema: Schema) -> bool:
    """Whether rows are the same things at several times: sensors by day, or, with whatever gaps, countries by year."""
    times = [column for column in schema.visible() if _is_time(column)]
    names = [column for column in schema.visible() if column.family == "words"]
    return any(
        _crossed(time, name, schema)
        or (
            _is_year(time)
            and name.place == "country"
            and 2 * name.distinct <= schema.rows <= time.distinct * name.distinct
        )
        for time in times
        for name in names
    )


def period_of(column: Column) -> str:
    """The coarsest unit that gives a line of many points, or as many as there are dates."""
    years, months = _stops(column, "year"), _stops(column, "month")
    if years > 2 * POINTS or column.distinct <= years:
        return "year"
    return "month" if months > 12 or column.distinct <= months else "day"


def _stops(column: Column, unit: str) -> int:
    low, high = (np.datetime64(str(end)[:10], unit[0].upper()) for end in (column.low, column.high))  # type: ignore[call-overload]
    return int((high - low).astype("int64")) + 1


def _is_time(column: Column) -> bool:
    return (column.kind == "date" and column.low is not None) or _is_year(column)


def _is_year(column: Column) -> bool:
    """Whole numbers that are years, by their name and by how large or how they are written."""
    within = isinstance(column.low, int) and isinstance(column.high, int)
    living = within and LIVING[0] <= int(column.low or 0) and int(column.high or 0) <= LIVING[1]
    return column.kind == "integer" and bool(YEAR.search(column.key)) and (column.format == "plain" or living)


def _is_level(column: Column) -> bool:
    """Whole numbers of a few values are often classes or grades."""
    return column.kind == "integer" and column.distinct <= FEW


def _is_counter(column: Column, schema: Schema) -> bool:
    """Steps of one from row to row: a row's number, or an axis that something is measured along."""
    low, high, steps = column.low, column.high, schema.rows - 1
    both = isinstance(low, int | float) and isinstance(high, int | float) and high - low == steps
    return both and column.distinct == schema.rows >= LEAST


def _adds_up(column: Column, schema: Schema) -> bool:
    relative = RELATIVE.search(SUM_OF.sub("_", column.key)) or column.unit == "%" or column.format == "percent"
    return bool(ADDITIVE.search(column.key)) and not relative and not is_panel(schema)


def _crossed(one: Column, other: Column, schema: Schema) -> bool:
    """Whether there is about one row for each pair of their values, so that each value has as many."""
    pairs = one.distinct * other.distinct
    return min(one.distinct, other.distinct) > 1 and PANEL * pairs <= schema.rows <= pairs


def _once(columns: list[Column]) -> list[Column]:
    """Of columns that look the same to the last value (a name and its code) the first."""
    seen: dict[object, Column] = {}
    for column in columns:
        alike = (column.kind, column.distinct, column.missing, column.low, column.high)
        seen.setdefault(alike if column.distinct > FEW else column.key, column)
    return list(seen.values())


def _ends_of_years(columns: list[Column]) -> list[Column]:
    """Where each year has a column of its own, the last and the first of them: `sold_2024`, `sold_2019`."""
    series: dict[str, list[Column]] = {}
    for column in columns:
        series.setdefault(ANY_YEAR.sub("#", column.key), []).append(column)
    ordered = [sorted(years, key=lambda column: column.key) for years in series.values()]
    return [column for years in ordered for column in dict.fromkeys([years[-1], years[0]])]


def _named(schema: Schema) -> bool:
    """Whether rows have names of their own, and are things or events rather than readings."""
    return any(c.kind in ("id", "text", "category") and 2 * c.distinct >= schema.rows for c in schema.visible())


def _few(schema: Schema, *, most: float = FEW) -> list[Field]:
    """What colours may tell apart: values that return, and are given for most rows."""
    most = min(FEW, most, schema.rows / 3)
    kept = [c for c in schema.visible() if c.kind in ("category", "boolean") and 2 * c.missing <= schema.rows]
    return [Field(column.key) for column in kept if 2 <= column.distinct <= most]


def _told(column: Column, schema: Schema) -> Field | None:
    """What is told of each value: the first measure where it adds up, or where all have as many rows; else how many."""
    numbers, others = measured(schema), [c for c in schema.visible() if c.kind == "category" or _is_time(c)]
    alike = 2 * column.distinct >= schema.rows or any(_crossed(column, other, schema) for other in others)
    if numbers and (alike or is_panel(schema) or _adds_up(numbers[0], schema)):
        return measure_of(numbers[0], schema)
    return None if alike else COUNT


def _over_time(schema: Schema) -> list[Chart]:
    """Each measure over time where rows are readings, or where it adds up; of events how many there were."""
    times = [c for c in schema.visible() if _is_time(c) and c.distinct > 2 and 2 * c.missing <= schema.rows]
    main = [column for column in times if not LATER.search(column.key)]
    numbers = measured(schema)
    if not main:
        return _along(schema)
    time = main[0]
    x = Field(time.key) if time.kind == "integer" else Field(time.key, period_of(time))
    points = min(time.distinct, _stops(time, x.function)) if x.function else time.distinct
    often = time.kind == "integer" or 2 * time.distinct >= schema.rows
    readings = is_panel(schema) or (often and not _named(schema))
    fields = [measure_of(column, schema) for column in numbers if readings or _adds_up(column, schema)]
    if not fields or not (readings or _adds_up(numbers[0], schema)):
        fields = [COUNT] if schema.rows >= 2 * points else []
    colors = _few(schema, most=schema.rows / points / (1 if is_panel(schema) else CROWD))
    return [Chart("line", x, y, next(iter(colors), None)) for y in fields]


def _along(schema: Schema) -> list[Chart]:
    """Measures along an axis that is no time, a row a step: a spectrum by its wavenumbers. Row numbers are none."""
    axes = [c for c in schema.visible() if _is_counter(c, schema) and c.low not in (0, 1) and not NAMES.search(c.key)]
    x = [Field(column.key, "" if column.kind == "integer" else "bin") for column in axes[:1]]
    return [Chart("line", each, measure_of(column, schema)) for each in x for column in measured(schema)]


def _places(schema: Schema) -> list[Chart]:
    """Where rows are, and what is told of each country; further columns of countries are mostly the same ones."""
    placed = {place: [c for c in schema.visible() if c.place == place and c.distinct > 1] for place in PLACES}
    latitudes, longitudes, countries = ([Field(column.key) for column in placed[place][:1]] for place in PLACES)
    dots = [Chart("map", x, y) for x, y in zip(longitudes, latitudes, strict=False)]
    told = [(x, _told(schema.columns[x.column], schema)) for x in countries]
    return [*dots, *(Chart("countries", x, y) for x, y in told if y)]


def _names(schema: Schema) -> list[Chart]:
    """The largest values of each column, codes and long lists last; of columns that name single rows one will do."""
    named = [c for c in schema.visible() if c.kind in ("category", "boolean") and c.distinct >= 2]
    groups = [column for column in _once(named) if 2 * column.distinct < schema.rows]
    groups.sort(key=lambda column: (column.distinct > MANY, bool(CODE.search(column.key))))
    told = [(Field(column.key), _told(column, schema)) for column in groups or named[:1]]
    return [Chart("bar", x, y) for x, y in told if y]


def _distributions(schema: Schema) -> list[Chart]:
    return [Chart("histogram", Field(c.key)) for c in measured(schema) if c.distinct > 2 and schema.rows >= LEAST]


def _relations(schema: Schema) -> list[Chart]:
    """Two measures in the order of the file."""
    numbers = [column.key for column in measured(schema) if not _is_level(column)][:4]
    keys = [key for key in schema.columns if key in numbers]
    pairs = sorted(combinations(keys, 2), key=lambda pair: max(map(numbers.index, pair)))
    color = next(iter(_few(schema)), None)
    return [Chart("scatter", Field(x), Field(y), color) for x, y in pairs]


def _spreads(schema: Schema) -> list[Chart]:
    return [Chart("box", few, Field(number.key)) for few in _few(schema)[:2] for number in measured(schema)[:2]]


def _parts(schema: Schema) -> list[Chart]:
    """Lines whose colours add up to a whole, as areas."""
    lines = [chart for chart in _over_time(schema) if chart.color and chart.y.function in ("count", "sum")]
    return [Chart("area", chart.x, chart.y, chart.color) for chart in lines]


def _crossings(schema: Schema) -> list[Chart]:
    return [Chart("heatmap", x, y) for x, y in combinations(_few(schema)[:3], 2)]


def _cycles(schema: Schema) -> list[Chart]:
    """Days of the week by hours, where dates have hours."""
    moments = [c for c in schema.visible() if c.kind == "date" and len(str(c.low)) > 10 and c.distinct > POINTS]
    return [Chart("heatmap", Field(c.key, "hour"), Field(c.key, "weekday")) for c in moments]


def _last_resort(schema: Schema) -> list[Chart]:
    """Where nothing tells much: where the numbers or dates of a few rows are, or which countries there are."""
    columns = [column for column in schema.visible() if column.distinct > 1]
    spans = [*measured(schema), *filter(_is_time, columns)]
    countries = [Chart("countries", Field(column.key)) for column in columns if column.place == "country"]
    return [*(Chart("histogram", Field(column.key)) for column in spans), *countries]
