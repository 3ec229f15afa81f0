"""A dataset that is still being read: a page that shows how far it is, and goes on to the dashboard."""

import asyncio
from dataclasses import dataclass

from flask import Blueprint, Flask, Response, make_response, render_template, url_for

from app.datasets import DatasetError, Progress, StillReadingError
from app.datasets.naming import label
from app.views.errors import RequestError
from app.views.fragments import vary, wants_fragment
from app.views.opening import find_entry
from app.views.services import services

bp = Blueprint("reading", __name__)


@dataclass(frozen=True, slots=True)
class ReadingView:
    title: str
    stage: str
    percent: int
    url: str


def init_app(app: Flask) -> None:
    app.register_error_handler(StillReadingError, _still_reading)


@bp.get("/-/reading/<name>")
async def index(name: str) -> Response:
    """How far the reading is; once it is over, what tells htmx to load the page again."""
    try:
        services().catalog.open(await asyncio.to_thread(find_entry, name), patience=0)
    except StillReadingError as error:
        response = make_response(render_template("_reading.html", view=_view(error.progress)))
        response.headers["Cache-Control"] = "no-store"
        return response
    except DatasetError:
        pass  # the page tells of it
    except RequestError:
        if not wants_fragment():
            raise
    return Response(status=204, headers={"HX-Refresh": "true", "Cache-Control": "no-store"})


def _still_reading(error: StillReadingError) -> Response:
    if wants_fragment():
        return Response(status=204, headers={"HX-Refresh": "true"})
    response = vary(make_response(render_template("reading.html", view=_view(error.progress)), 202))
    response.headers.update({"Cache-Control": "no-store", "Retry-After": "2"})
    return response


def _view(progress: Progress) -> ReadingView:
    url = url_for("reading.index", name=progress.name)
    return ReadingView(label(progress.name.replace("-", " ")), progress.stage, round(100 * progress.share), url)
