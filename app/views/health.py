"""`/-/health`: the process answers. Touches no data."""

from flask import Blueprint, Response

bp = Blueprint("health", __name__)


@bp.get("/-/health")
def index() -> Response:
    return Response("ok\n", mimetype="text/plain", headers={"Cache-Control": "no-store"})
