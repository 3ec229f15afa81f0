"""`/`: the datasets of the data folder."""

import asyncio
from dataclasses import dataclass

from flask import Blueprint, Response, make_response, render_template, url_for

from app.datasets import Dataset, DatasetError, Entry, StillReadingError
from app.datasets.clean import clean
from app.datasets.naming import label
from app.datasets.read import plain_stem
from app.engine import Engine, plan_chart
from app.query import Query, defaults
from app.views.fragments import vary
from app.views.services import services
from components.card.card import CardView
from components.chart.chart import build_charts
from components.page import Page
from components.thumbnail.thumbnail import build_thumbnail

bp = Blueprint("catalog", __name__)

PATIENCE = 1.0
"""Seconds that the list waits for a dataset to be read before it says how far that is."""


@dataclass(frozen=True, slots=True)
class CatalogView:
    cards: tuple[CardView, ...]
    folder: str
    folder_exists: bool
    reading: bool


@bp.get("/")
async def index() -> Response:
    entries = await asyncio.to_thread(services().catalog.entries)
    services().catalog.forget_removed(entries)
    pairs = [(entry, url_for("dashboard.index", name=entry.name)) for entry in entries.values()]
    cards = await asyncio.gather(*(asyncio.to_thread(_card, entry, url) for entry, url in pairs))
    root = services().catalog.root
    reading = any(card.percent is not None for card in cards)
    view = CatalogView(tuple(cards), folder=root.name, folder_exists=root.exists(), reading=reading)
    return vary(make_response(render_template("catalog.html", view=view)))


def _card(entry: Entry, url: str) -> CardView:
    try:
        dataset = services().catalog.open(entry, patience=PATIENCE)
    except StillReadingError as error:
        percent = round(100 * error.progress.share)
        return CardView(_title(entry), url, "", "", "", None, percent=percent)
    except DatasetError as error:
        return CardView(_title(entry), url, "", "", clean(str(error)), None)
    return dataset_card(dataset, url, engine=services().engine)


def _title(entry: Entry) -> str:
    stem = label(plain_stem(entry.path))
    return clean(f"{stem}: {entry.part}" if entry.part else stem)


def _number(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def _file(dataset: Dataset) -> str:
    return f"{dataset.source_file}, {dataset.part}" if dataset.part else dataset.source_file


def dataset_card(dataset: Dataset, url: str, *, engine: Engine) -> CardView:
    usual, query = defaults(dataset.schema), Query()
    drawing = None
    for chart in usual.charts[:1]:
        plan = plan_chart(chart, dataset, query, rows=dataset.rows)
        answers = engine.run(dataset, query, [plan.summary] if plan.summary else [])
        drawing = build_charts([(chart, plan)], answers, Page(url, query, dataset.schema))[0].drawing
    return CardView(
        title=dataset.title,
        url=url,
        description=dataset.config.description,
        size=f"{_file(dataset)}: {_number(dataset.rows, 'row')}, {_number(len(dataset.columns), 'column')}",
        fault="",
        thumbnail=build_thumbnail(drawing),
        problems=len(dataset.problems) + len(usual.problems),
        faults=dataset.report.faults,
    )
