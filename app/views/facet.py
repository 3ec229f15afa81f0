"""`/<dataset>/facet/<column>`: all values of a facet, with a search among them."""

from dataclasses import dataclass

from flask import Blueprint, Response, make_response, render_template, request, url_for

from app.datasets.clean import clean
from app.engine import Facet
from app.query.near import did_you_mean
from app.views.budget import budget
from app.views.dashboard_view import Asking
from app.views.errors import RequestError
from app.views.fragments import vary, wants_fragment
from app.views.opening import given_args, open_dataset, parse_query
from app.views.services import services
from app.views.timing import clock
from app.views.turns import in_turn
from components.facet.facet import FacetView, build_found
from components.page import Page

bp = Blueprint("facet", __name__)


@dataclass(frozen=True, slots=True)
class FacetPageView:
    """`state`: the query, carried along by the search; `other_state`: without the values that are chosen here."""

    title: str
    path: str
    dashboard_path: str
    back_url: str
    facet: FacetView
    state: tuple[tuple[str, str], ...]
    other_state: tuple[tuple[str, str], ...]


@bp.get("/<name>/facet/<column>")
async def index(name: str, column: str) -> Response:
    dataset = await open_dataset(name)
    if column not in dataset.columns or dataset.columns[column].kind not in ("category", "boolean"):
        facets = [key for key, each in dataset.columns.items() if each.kind in ("category", "boolean")]
        raise RequestError(404, f"There are no values of “{column}” to list. {did_you_mean(column, facets)}")
    query = parse_query(dataset, [pair for pair in given_args() if pair[0] != "_find"])
    find = clean(request.args.get("_find", ""))
    path = url_for("dashboard.index", name=name)
    asking = Asking(dataset, query, services().engine, clock(), given_up=budget())
    view = await in_turn(_build, asking, column=column, find=find, path=path)
    template = "facet_fragment.html" if wants_fragment() else "facet.html"
    return vary(make_response(render_template(template, view=view)))


def _build(asking: Asking, *, column: str, find: str, path: str) -> FacetPageView:
    dataset, query = asking.dataset, asking.query
    page, tally = Page(path, query, dataset.schema), asking.run(Facet(column))[Facet(column)]
    return FacetPageView(
        title=dataset.title,
        path=f"{path}/facet/{column}",
        dashboard_path=path,
        back_url=page.url(query),
        facet=build_found(dataset.columns[column], tally, page, find=find),
        state=tuple(query.to_args()),
        other_state=tuple(pair for pair in query.to_args() if pair[0] not in (column, "_page")),
    )
