"""A chart of each mark, from its answers to its figure, and the size of its drawing: `python -m bench.charts`."""

import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import NamedTuple
from urllib.parse import parse_qsl

import brotli
import jinja2
import numpy as np
import pandas as pd

from app import create_app
from app.datasets import Dataset
from app.datasets.build import build
from app.engine import Answers, ChartPlan, Engine, plan_chart
from app.query import Chart, Query, parse_chart
from app.settings import Settings
from bench.report import Row, alone, met, number
from bench.server import ROOT
from bench.tables import Tables
from components.chart.chart import ChartView, build_charts
from components.drawing.drawing import Shape, rect
from components.page import Page

TITLE = "Charts"
TEXT = """\
Each mark with few marks (at most 50), and with about as many as it draws. The bounds: under 1 ms for up to 50 marks and
5 ms for 2,000; the SVG at most 10 KB compressed. *View*: `build_charts` from the engine's answers; *figure*: the macro
`chart`, which writes the table of the same numbers too. Both are milliseconds of the processor, medians of 61
repetitions of the same chart in a warm process: the texts and links that it remembers are not written anew. In brackets
is the quickest, which other work on the machine hindered least. *Plain*: both beside a plain Jinja loop, in turns, that
writes a `<path class d>` for each element of the figure, or for each dot if these are more, from a list: what templates
alone take. The SVG is the drawing alone, in UTF-8, and compressed by itself with brotli's quality 5, the server's.
*Met* tells of the median time, then of the size."""
HEAD: Row = (
    "mark", "draws", "elements", "view", "figure", "both", "bound", "plain", "SVG", "compressed", "bound", "met",
)  # fmt: skip
REPETITIONS, WARMING = 61, 10
FEW, MANY = 1.0, 5.0
"""The most milliseconds for up to 50 marks, and for more."""
MOST_KB, QUALITY = 10, 5
DOTS, FLIGHTS, PLACES, SEED = 2_000, 50_000, 10_000, 5
CACHE_BYTES = 64 << 20
PLAIN = '{% for item in items %}<path class="{{ item.name }}" d="{{ item.path }}"/>{% endfor %}'


@dataclass(frozen=True, slots=True)
class Case:
    """`draws`: what is drawn, in words. `table` names one of the tables, `args` the filters as in an address."""

    draws: str
    table: str
    spec: str
    args: str = ""
    most: float = MANY

    @property
    def mark(self) -> str:
        return self.spec.partition(":")[0]


CASES = (
    Case("6 bars", "world", "bar:region,count()", most=FEW),
    Case("50 years × 6 regions", "world", "bar:year,sum(population),region"),
    Case("a line of 50 years", "world", "line:year,mean(life_expectancy)", most=FEW),
    Case("8 lines of 261 weeks", "flights", "line:week(date),mean(fare),carrier"),
    Case("an area of 50 years", "world", "area:year,sum(population)", most=FEW),
    Case("8 areas of 261 weeks", "flights", "area:week(date),sum(fare),carrier"),
    Case("14 bins", "world", "histogram:life_expectancy", most=FEW),
    Case("16 bins × 8 carriers", "flights", "histogram:fare,carrier"),
    Case("40 dots, a link each", "world", "scatter:fertility,life_expectancy,region", "region=America&year=2013", FEW),
    Case("202 dots, a link each", "world", "scatter:fertility,life_expectancy,region", "year=2013"),
    Case("2,000 dots, links over them", "dots", "scatter:distance,fare,carrier"),
    Case("2,000 dots of many sizes", "dots", "scatter:distance,fare,carrier,size=fare"),
    Case("36 cells", "flights", "heatmap:carrier,cabin", most=FEW),
    Case("958 cells", "flights", "heatmap:origin,destination"),
    Case("6 boxes", "world", "box:region,fertility", most=FEW),
    Case("50 boxes", "world", "box:year,fertility", most=FEW),
    Case("8 countries", "world", "countries:country,mean(life_expectancy)", "region=South+Asia", FEW),
    Case("204 countries", "world", "countries:country,mean(life_expectancy)"),
    Case("50 dots, a link each", "50 places", "map:longitude,latitude", most=FEW),
    Case("2,000 dots, links over them", "2000 places", "map:longitude,latitude"),
    Case("532 dots for the rows of a cell", "10000 places", "map:longitude,latitude"),
)


class Times(NamedTuple):
    view: float
    figure: float
    plain: float

    @property
    def both(self) -> float:
        return self.view + self.figure


@dataclass(frozen=True, slots=True, eq=False)
class Drawn:
    """A chart with what it is made of, and how."""

    chart: Chart
    plan: ChartPlan
    answers: Answers
    page: Page

    def view(self) -> ChartView:
        return build_charts([(self.chart, self.plan)], self.answers, self.page)[0]


def measure(tables: Tables, rows: int = 0) -> Iterator[Row]:
    """Its tables have rows of their own number."""
    macros = environment(tables.folder)
    datasets = _datasets(tables)
    engine = Engine(cache_bytes=CACHE_BYTES)
    for case in CASES:
        yield _row(case, answered(case, datasets[case.table], engine), macros)


def environment(folder: Path) -> jinja2.Environment:
    """The templates as the app has them."""
    environ = {"WINNOW_DATA_DIR": str(folder), "WINNOW_CACHE_DIR": "", "WINNOW_LOG_LEVEL": "ERROR"}
    return create_app(Settings.read(environ)).jinja_env


def _datasets(tables: Tables) -> dict[str, Dataset]:
    places = {f"{rows} places": _places(tables.folder, rows) for rows in (50, DOTS, PLACES)}
    world = build("world", ROOT / "data" / "world.csv", version="1")
    return {"world": world, "flights": tables.dataset(FLIGHTS), "dots": tables.dataset(DOTS), **places}


def _places(folder: Path, rows: int) -> Dataset:
    """Places all over the world, more of them near the equator than at the poles."""
    random, path = np.random.default_rng(SEED), folder / f"places-{rows}.parquet"
    latitudes = np.degrees(np.arcsin(random.uniform(-0.9, 0.95, rows)))
    frame = pd.DataFrame({"longitude": random.uniform(-180, 180, rows).round(4), "latitude": latitudes.round(4)})
    frame.to_parquet(path)
    return build(f"places-{rows}", path, version="1")


def answered(case: Case, dataset: Dataset, engine: Engine) -> Drawn:
    """A case's chart with its answers."""
    query = Query.parse(parse_qsl(case.args), dataset.schema)
    chart = parse_chart(case.spec, dataset.schema)
    plan = plan_chart(chart, dataset, query, rows=engine.masks(dataset, query).count())
    assert plan.summary, plan.refusal
    answers = engine.run(dataset, query, [plan.summary])
    return Drawn(chart, plan, answers, Page(f"/{dataset.name}", query, dataset.schema))


def _row(case: Case, drawn: Drawn, templates: jinja2.Environment) -> Row:
    macro = templates.get_template("components/chart/chart.html").module.chart  # type: ignore[attr-defined]
    text = str(macro(drawn.view()))
    elements, svg = text.count("<") - text.count("</"), svg_of(text)
    shapes = plain_shapes(max(elements, dots_of(text)))
    times = timed(drawn, macro, partial(templates.from_string(PLAIN).render, items=shapes))
    medians = Times(*(1000 * statistics.median(each) for each in zip(*times, strict=True)))
    both, quickest = (pick([1000 * each.both for each in times]) for pick in (statistics.median, min))
    compressed = len(brotli.compress(svg, quality=QUALITY)) / 1024
    return (
        case.mark,
        case.draws,
        number(elements),
        number(medians.view),
        number(medians.figure),
        f"{number(both)} ms ({number(quickest)})",
        f"≤ {number(case.most)} ms",
        f"{number(both / medians.plain)} ×",
        f"{number(len(svg) / 1024)} KB",
        f"{number(compressed)} KB",
        f"≤ {MOST_KB} KB",
        f"{met([both], [case.most])}, {met([compressed], [MOST_KB])}",
    )


def timed(drawn: Drawn, macro: Callable[[ChartView], str], plain: Callable[[], str]) -> list[Times]:
    """In turns, after some that are not counted."""
    return [_round(drawn, macro, plain) for _ in range(WARMING + REPETITIONS)][WARMING:]


def _round(drawn: Drawn, macro: Callable[[ChartView], str], plain: Callable[[], str]) -> Times:
    """Seconds of the processor."""
    start = time.thread_time()
    view = drawn.view()
    built = time.thread_time()
    macro(view)
    written = time.thread_time()
    plain()
    return Times(built - start, written - built, time.thread_time() - written)


def dots_of(figure: str) -> int:
    """Each is two arcs, or a stroke of no length."""
    return figure.count(" 0 1 0 ") // 2 + figure.count("h0m") + figure.count('h0"')


def plain_shapes(count: int) -> list[Shape]:
    return [Shape("bar s1", rect(round(100 + i * 0.7, 1), 56.5, 12, 34.5)) for i in range(count)]


def svg_of(figure: str) -> bytes:
    """The drawing's element: a clipped panel has one of its own in it."""
    return figure[figure.index('<svg class="plot"') : figure.rindex("</svg>") + len("</svg>")].encode()


if __name__ == "__main__":
    alone(HEAD, measure)
