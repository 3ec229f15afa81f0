"""`/<dataset>`: the dashboard as a page, as the fragment that htmx swaps, or as the preview of a drag."""

import sys
from dataclasses import dataclass
from typing import NamedTuple

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from markupsafe import Markup

from app.datasets import Dataset
from app.query import Query, QueryError
from app.views.budget import budget
from app.views.dashboard_view import Asking, build_dashboard, build_preview, rail_columns
from app.views.fragments import current_args, tell_address, vary, wants_fragment
from app.views.opening import given_args, open_dataset, parse_query
from app.views.picture import picture_url
from app.views.services import services
from app.views.timing import clock
from app.views.turns import in_turn

bp = Blueprint("dashboard", __name__)


@dataclass(frozen=True, slots=True)
class PageView:
    """What is remembered of a page, as HTML."""

    title: str
    description: str
    image_url: str
    rail: Markup
    main: Markup


class Rendered(NamedTuple):
    """Parts of a page, and how many rows they are about."""

    parts: list[Markup]
    rows: int | None


@bp.get("/<name>")
async def index(name: str) -> Response:
    dragged = request.headers.get("HX-Drag", "") if wants_fragment() else ""
    dataset = await open_dataset(name, recent=bool(dragged))
    with clock().step("parse"):
        query = parse_query(dataset, given_args())
    if dragged in dataset.columns:
        return await _preview(dataset, query, dragged)
    if wants_fragment():
        return await fragment(dataset, query)
    url = query.url(url_for(".index", name=name))
    if given_args() != query.to_args():
        return vary(make_response(redirect(url)))
    parts = await _html("_rail.html", "_main.html", dataset=dataset, query=query)
    page = PageView(dataset.title, dataset.config.description, picture_url(dataset, query), *parts)
    return vary(make_response(render_template("dashboard.html", view=page, clock=clock())))


async def fragment(dataset: Dataset, query: Query) -> Response:
    """What changes of the page that htmx asks from, and its new address."""
    changed = _rail_changed(dataset, query)
    (html,) = await _html("dashboard_fragment.html", dataset=dataset, query=query, rail_changed=changed)
    cost = Markup(render_template("_cost.html", clock=clock(), oob=True))  # noqa: S704  # a template made it
    return tell_address(vary(make_response(html + cost)), query.url(_path(dataset)))


def _path(dataset: Dataset) -> str:
    return url_for("dashboard.index", name=dataset.name)


@bp.get("/<name>/")
async def with_slash(name: str) -> Response:
    query = request.query_string.decode("ascii", "replace")
    return make_response(redirect(url_for(".index", name=name) + (f"?{query}" if query else ""), 308))


async def _html(*templates: str, dataset: Dataset, query: Query, rail_changed: bool = False) -> list[Markup]:
    """What is the same whenever it is asked: it is rendered once while the budget lasts."""
    path, asking = _path(dataset), Asking(dataset, query, services().engine, clock(), given_up=budget())

    def render() -> Rendered:
        view = build_dashboard(asking, path=path, rail_changed=rail_changed)
        with asking.clock.step("render"):
            parts = [Markup(render_template(template, view=view)) for template in templates]  # noqa: S704
        return Rendered(parts, asking.clock.rows)

    answers, key = (
        services().engine.caches.answers,
        (dataset.name, dataset.version, templates, path, query, rail_changed),
    )
    known = answers.peek(key)
    found = known if isinstance(known, Rendered) else await in_turn(answers.get, key, render, size=_size)
    clock().rows = found.rows
    return found.parts


def _size(rendered: Rendered) -> int:
    return sum(map(sys.getsizeof, rendered.parts))


async def _preview(dataset: Dataset, query: Query, dragged: str) -> Response:
    """No step of the history, nor a new address: those come when the hand rests."""
    asking = Asking(dataset, query, services().engine, clock(), dragged=dragged, given_up=budget())
    view = await in_turn(build_preview, asking, path=_path(dataset))
    with clock().step("render"):
        response = vary(make_response(render_template("preview_fragment.html", view=view)))
    response.headers["HX-Push-Url"] = "false"
    return response


def _rail_changed(dataset: Dataset, query: Query) -> bool:
    """Whether the page that asks has other filters in its rail than the answer will have."""
    args = current_args(_path(dataset))
    if args is None:
        return True
    try:
        before = Query.parse(args, dataset.schema)
    except QueryError:
        return True
    return rail_columns(before, dataset) != rail_columns(query, dataset)
