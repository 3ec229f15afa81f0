"""`/-/components`: every component in every state, drawn from a small table made for it."""

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
import pandas as pd
from flask import Blueprint, Response, make_response, render_template, url_for

from app.datasets import Dataset, Problem, from_frame
from app.query import Query, parse_chart
from app.query.near import did_you_mean
from app.views.dashboard_view import Asking, DashboardView, build_dashboard, build_preview
from app.views.errors import RequestError
from app.views.fragments import vary
from app.views.services import services
from app.views.timing import Clock
from components.card.card import CardView
from components.sketch.sketch import SketchView
from components.thumbnail.thumbnail import build_thumbnail

bp = Blueprint("gallery", __name__)

CHARTS = (
    "bar:town,count()",
    "bar:town,mean(change)",
    "bar:name,sum(huge)",
    "bar:only,count()",
    "bar:year,sum(huge)",
    "bar:level,mean(tiny)",
    "bar:level,count(),size",
    "bar:town,mean(change),size,stack=no",
    "bar:size,count(),level,normalize",
    "bar:bin(price),median(price),log",
    "bar:size,count(),facet=level",
    "line:month(day),mean(change),town",
    "line:year,sum(huge)",
    "line:year,mean(gaps)",
    "line:day,max(price)",
    "line:year,mean(tiny),facet=town,width=full",
    "area:year,count(),level",
    "area:year,mean(gaps)",
    "area:quarter(day),count(),town,normalize",
    "area:year,mean(change),size,stack=no",
    "histogram:tiny",
    "histogram:day",
    "histogram:only_number",
    "histogram:price,log",
    "histogram:change,size",
    "scatter:change,tiny,town",
    "scatter:price,huge,size=tiny,log=x",
    "scatter:only_number,change",
    "heatmap:day,change",
    "heatmap:year,huge",
    "heatmap:town,level,mean(change)",
    "heatmap:hour(moment),weekday(moment)",
    "box:town,change",
    "box:year,tiny",
    "box:level,price,log",
    "countries:land,count()",
    "countries:land,mean(change),width=full",
    "map:longitude,latitude,size",
    "map:longitude,latitude,size=price",
    "bar:nothing_said,count()",
    "line:year,min(change),log",
)
"""Each mark over plain columns and over those that make it hard."""
PROBLEMS = (
    Problem("specimen.toml", "charts", "There is no mark “pie”. Did you mean “line”?"),
    Problem("specimen.toml", "", "This is not valid TOML."),
)
STATES: dict[str, tuple[tuple[str, str], ...]] = {
    "all": (),
    "filtered": (
        ("change.min", "0"),
        ("day.max", "2023-06"),
        ("flag", "true"),
        ("name.has", "the"),
        ("town", "Oslo"),
    ),
    "several": (("size", "small"), ("size", "large"), ("town", "Oslo"), ("town", "東京"), ("year.min", "2018")),
    "one": (("name", "The house of 3"),),
    "gaps": (("gaps.is", "missing"), ("year.not", "2018")),
    "none": (("town", "Nowhere"), ("_q", "an answer that is in no cell of this table")),
}


@dataclass(frozen=True, slots=True)
class GalleryView:
    states: tuple[str, ...]
    state: str
    dashboard: DashboardView
    sketches: tuple[SketchView, ...]
    cards: tuple[CardView, ...]
    problems: tuple[Problem, ...]


@bp.get("/-/components", defaults={"state": "all"})
@bp.get("/-/components/<state>")
async def index(state: str) -> Response:
    if state not in STATES:
        raise RequestError(404, f"There is no state “{state}”. {did_you_mean(state, STATES)}")
    dataset = specimen()
    asked = tuple(parse_chart(chart, dataset.schema) for chart in CHARTS)
    query = Query.parse(STATES[state], dataset.schema).replaced(charts=asked, edit=1)
    asking = Asking(dataset, query, services().engine, Clock())
    path = url_for(".index", state=state)
    dashboard, charts = build_dashboard(asking, path=path), build_preview(asking, path=path).charts
    sketches = tuple(replace(chart, id=f"sketch-{i}") for i, chart in enumerate(charts, start=1))
    view = GalleryView(tuple(STATES), state, dashboard, sketches, _cards(dashboard), PROBLEMS)
    return vary(make_response(render_template("gallery.html", view=view, clock=Clock())))


def _cards(dashboard: DashboardView) -> tuple[CardView, ...]:
    pictures = [build_thumbnail(dashboard.charts[i].drawing) for i in (0, 11, 20, 25)]
    *urls, broken, long = [url_for(".index", state=state) for state in STATES]
    return (
        *(
            CardView("Card", url, "A description.", "400 rows", "", each)
            for url, each in zip(urls, pictures, strict=True)
        ),
        CardView("Broken", broken, "", "", "broken.csv can't be read: it is not UTF-8 text.", None),
        CardView("W" * 90, long, "", "1 row, 1 column", "", None, problems=2),
    )


@lru_cache(maxsize=1)
def specimen() -> Dataset:
    """400 rows with what makes components hard: negatives, gaps, extremes, long and strange texts."""
    random, rows = np.random.default_rng(7), 400
    year = random.integers(2015, 2025, rows)
    towns = [
        "Oslo",
        "Bergen",
        "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch",
        "<b>Ål & Co</b>",
        "مدينة",
        "東京",
    ]
    lands = ["Norway", "Brazil", "China", "Congo, Dem. Rep.", "United States", "Malta", "Atlantis"]
    frame = pd.DataFrame(
        {
            "town": random.choice(towns, rows),
            "day": pd.Timestamp("2021-01-15") + pd.to_timedelta(random.integers(0, 1300, rows), unit="D"),
            "year": year,
            "change": random.normal(0, 12, rows).round(2),
            "huge": random.integers(0, 9, rows) * 10**12,
            "tiny": random.gamma(2, 0.0004, rows),
            "gaps": np.where(
                (year == 2018) | (year == 2021) | (random.random(rows) < 0.2), np.nan, random.random(rows)
            ),
            "price": np.exp(random.normal(3, 2, rows)).round(2),
            "size": random.choice(["small", "middling", "large"], rows, p=[0.6, 0.3, 0.1]),
            "level": pd.Series(random.choice(list("ABCD"), rows)).mask(random.random(rows) < 0.15),
            "moment": pd.Timestamp("2024-03-01") + pd.to_timedelta(random.integers(0, 60 * 24 * 40, rows), unit="min"),
            "land": random.choice(lands, rows, p=[0.3, 0.2, 0.2, 0.1, 0.1, 0.05, 0.05]),
            "longitude": (random.normal(12, 4, rows)).round(4),
            "latitude": (random.normal(60, 3, rows)).round(4),
            "flag": random.random(rows) < 0.3,
            "name": [f"The {word} of {i}" for i, word in enumerate(random.choice(["house", "road", "🌲"], rows))],
            "only": "same",
            "only_number": 4.0,
            "nothing": np.full(rows, np.nan),
            "nothing_said": pd.Series(["word"] * rows).mask(np.arange(rows) < rows - 1),
        },
    )
    return from_frame("specimen", frame)
