"""`/-/health`: the process answers. `/-/ready`: it can serve, and proxies may send requests. Neither touches data."""

import os

from flask import Blueprint, Response

from app.views.services import services

bp = Blueprint("health", __name__)


@bp.get("/-/health")
def index() -> Response:
    usage = services().engine.caches.usage()
    return _said(["ok", *(f"{name}: {used:,} of {budget:,} bytes" for name, (used, budget) in usage.items())])


@bp.get("/-/ready")
def ready() -> Response:
    """An instance that can't see its data is alive, but of no use."""
    folder = services().settings.data_dir
    if not os.access(folder, os.R_OK):
        return _said([f"The data folder {folder.name} can't be read."], status=503)
    return _said(["ready"])


def _said(lines: list[str], *, status: int = 200) -> Response:
    text = "\n".join([*lines, ""])
    return Response(text, status, mimetype="text/plain", headers={"Cache-Control": "no-store"})
