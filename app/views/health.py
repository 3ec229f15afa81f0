"""`/-/health`: the process answers, and how full its caches are. Touches no data."""

from flask import Blueprint, Response

from app.views.services import services

bp = Blueprint("health", __name__)


@bp.get("/-/health")
def index() -> Response:
    usage = services().engine.caches.usage()
    lines = [f"{name}: {used:,} of {budget:,} bytes" for name, (used, budget) in usage.items()]
    return Response("\n".join(["ok", *lines, ""]), mimetype="text/plain", headers={"Cache-Control": "no-store"})
