"""`/<dataset>/embed`: charts alone, to be shown in the frame of another site."""

from flask import Blueprint, Response, make_response, redirect, render_template, url_for

from app.views.budget import budget
from app.views.dashboard_view import Asking, build_embed
from app.views.fragments import vary
from app.views.limits import policy
from app.views.opening import given_args, open_dataset, parse_query
from app.views.services import services
from app.views.timing import clock
from app.views.turns import in_turn

bp = Blueprint("embed", __name__)


@bp.get("/<name>/embed")
async def index(name: str) -> Response:
    dataset = await open_dataset(name)
    query = parse_query(dataset, given_args()).replaced(edit=0)
    path = url_for(".index", name=name)
    if given_args() != query.to_args():
        return vary(make_response(redirect(query.url(path))))
    asking = Asking(dataset, query, services().engine, clock(), given_up=budget())
    view = await in_turn(build_embed, asking, path=path, home=url_for("dashboard.index", name=name))
    response = vary(make_response(render_template("embed.html", view=view)))
    response.headers["Content-Security-Policy"] = policy(services().settings.embed_ancestors)
    return response
