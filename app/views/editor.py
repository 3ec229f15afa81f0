"""`/<dataset>/edit`: a chart's form, answered with the dashboard whose address has the edited chart."""

from flask import Blueprint, Response, make_response, redirect, url_for

from app.query import FORM, QueryError, defaults, edited
from app.views.dashboard import fragment
from app.views.errors import RequestError
from app.views.fragments import vary, wants_fragment
from app.views.opening import given_args, open_dataset, parse_query

bp = Blueprint("editor", __name__)


@bp.get("/<name>/edit")
async def index(name: str) -> Response:
    dataset = await open_dataset(name)
    args = given_args()
    form = {key: value for key, value in args if key in FORM}
    query = parse_query(dataset, [pair for pair in args if pair[0] not in FORM])
    charts = [*(query.charts or defaults(dataset.schema).charts)]
    if not 1 <= query.edit <= len(charts):
        wish = f"the number of a chart, 1 to {len(charts)}" if charts else "left out: this table has no chart to edit"
        raise RequestError(400, f"_edit should be {wish}.")
    try:
        charts[query.edit - 1] = edited(charts[query.edit - 1], form, dataset.schema)
    except QueryError as error:
        raise RequestError(400, error.sentence) from error
    changed = query.replaced(charts=tuple(charts)).canonical(dataset.schema)
    if wants_fragment():
        return await fragment(dataset, changed)
    return vary(make_response(redirect(changed.url(url_for("dashboard.index", name=name)), 303)))
