"""`/`: the datasets of the data folder."""

import asyncio
from dataclasses import dataclass

from flask import Blueprint, Response, make_response, render_template, url_for

from app.datasets import Dataset, DatasetError, Entry
from app.datasets.naming import label
from app.engine import Engine, plan_chart
from app.query import Query, defaults
from app.views.fragments import vary
from app.views.services import services
from components.card.card import CardView
from components.chart.chart import build_charts
from components.page import Page
from components.thumbnail.thumbnail import build_thumbnail

bp = Blueprint("catalog", __name__)


@dataclass(frozen=True, slots=True)
class CatalogView:
    cards: tuple[CardView, ...]
    folder: str
    folder_exists: bool


@bp.get("/")
async def index() -> Response:
    entries = services().catalog.entries()
    services().catalog.forget_removed(entries)
    pairs = [(entry, url_for("dashboard.index", name=entry.name)) for entry in entries.values()]
    cards = await asyncio.gather(*(asyncio.to_thread(_card, entry, url) for entry, url in pairs))
    root = services().catalog.root
    view = CatalogView(tuple(cards), folder=root.name, folder_exists=root.exists())
    return vary(make_response(render_template("catalog.html", view=view)))


def _card(entry: Entry, url: str) -> CardView:
    try:
        dataset = services().catalog.open(entry)
    except DatasetError as error:
        return CardView(label(entry.path.stem), url, "", "", str(error), None)
    return dataset_card(dataset, url, engine=services().engine)


def _number(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def dataset_card(dataset: Dataset, url: str, *, engine: Engine) -> CardView:
    usual, query = defaults(dataset.schema), Query()
    drawing = None
    for chart in usual.charts[:1]:
        plan = plan_chart(chart, dataset, query, rows=dataset.rows)
        answers = engine.run(dataset, engine.masks(dataset, query), [plan.summary] if plan else [])
        drawing = build_charts([(chart, plan)], answers, Page(url, query, dataset.schema))[0].drawing
    return CardView(
        title=dataset.title,
        url=url,
        description=dataset.config.description,
        size=f"{dataset.source_file}: {_number(dataset.rows, 'row')}, {_number(len(dataset.columns), 'column')}",
        fault="",
        thumbnail=build_thumbnail(drawing),
        problems=len(dataset.problems) + len(usual.problems),
    )
