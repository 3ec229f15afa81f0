"""From a request to the dataset it names and the query it asks."""

import asyncio
from collections.abc import Iterable

from flask import request, url_for

from app.datasets import Dataset, DatasetError, Entry, NoRoomError
from app.query import Query, QueryError
from app.query.near import did_you_mean, nearest
from app.views.errors import RequestError
from app.views.services import services

MOMENT = 1.0
"""Seconds in which previews of a drag do not look at a file again; the committed query, which follows, does."""
PATIENCE = 1.0
"""Seconds that a request waits for a dataset to be read before it says how far that is."""


def find_entry(name: str) -> Entry:
    """The dataset's entry. A RequestError says which name is near if there is none."""
    entries = services().catalog.entries()
    services().catalog.forget_removed(entries)
    if name not in entries:
        near = nearest(name, entries)
        url = url_for("dashboard.index", name=near) if near else ""
        sentence = f"There is no dataset “{name}”. {did_you_mean(name, entries)}"
        raise RequestError(404, sentence, back_url=url, back_label=f"Open {near}")
    return entries[name]


async def open_dataset(name: str, *, recent: bool = False) -> Dataset:
    """The dataset as its file is now; StillReadingError, which is answered with a progress page, if that takes long.

    `recent`: as it was a moment ago will do.
    """
    if recent and (dataset := services().catalog.recent(name, seconds=MOMENT)):
        return dataset
    try:
        return await asyncio.to_thread(lambda: services().catalog.open(find_entry(name), patience=PATIENCE))
    except DatasetError as error:
        raise RequestError(503 if isinstance(error, NoRoomError) else 422, str(error)) from error


def parse_query(dataset: Dataset, args: Iterable[tuple[str, str]]) -> Query:
    try:
        return Query.parse(args, dataset.schema)
    except QueryError as error:
        url = url_for("dashboard.index", name=dataset.name)
        raise RequestError(400, error.sentence, back_url=url, back_label=f"{dataset.title} without filters") from error


def given_args() -> list[tuple[str, str]]:
    return list(request.args.items(multi=True))
