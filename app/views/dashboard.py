"""`/<dataset>`: the dashboard, as a page or as the fragment that htmx swaps."""

import asyncio

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for

from app.datasets import Dataset
from app.query import Query, QueryError
from app.views.dashboard_view import DashboardView, build_dashboard, rail_columns
from app.views.fragments import current_args, tell_address, vary, wants_fragment
from app.views.opening import given_args, open_dataset, parse_query
from app.views.services import services
from app.views.timing import Clock, clock

bp = Blueprint("dashboard", __name__)


@bp.get("/<name>")
async def index(name: str) -> Response:
    dataset = await open_dataset(name)
    with clock().step("parse"):
        query = parse_query(dataset, given_args())
    url = query.url(url_for(".index", name=name))
    fragment = wants_fragment()
    if not fragment and given_args() != query.to_args():
        return vary(make_response(redirect(url)))
    view = await asyncio.to_thread(_build, dataset, query, clock=clock(), path=request.path)
    with clock().step("render"):
        template = "dashboard_fragment.html" if fragment else "dashboard.html"
        html = render_template(template, view=view, clock=clock())
    response = vary(make_response(html))
    return tell_address(response, url) if fragment else response


@bp.get("/<name>/")
async def with_slash(name: str) -> Response:
    query = request.query_string.decode("ascii", "replace")
    return make_response(redirect(url_for(".index", name=name) + (f"?{query}" if query else ""), 308))


def _build(dataset: Dataset, query: Query, *, clock: Clock, path: str) -> DashboardView:
    changed = _rail_changed(dataset, query)
    return build_dashboard(dataset, query, engine=services().engine, clock=clock, path=path, rail_changed=changed)


def _rail_changed(dataset: Dataset, query: Query) -> bool:
    """Whether the page that asks has other filters in its rail than the answer will have."""
    args = current_args()
    if args is None:
        return True
    try:
        before = Query.parse(args, dataset.schema)
    except QueryError:
        return True
    return rail_columns(before, dataset) != rail_columns(query, dataset)
