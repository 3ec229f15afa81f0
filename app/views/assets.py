"""Static files under names that change with their content, served as immutable."""

import gzip
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import cast

import brotli
from flask import Blueprint, Flask, Response, abort, current_app, request, url_for

from app.settings import ROOT

bp = Blueprint("assets", __name__)
STATIC = Path(__file__).resolve().parent.parent / "static"
TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


@dataclass(frozen=True, slots=True)
class Asset:
    """`name` is what templates ask for; `file` has a hash of the content in it."""

    name: str
    file: str
    content: bytes


def init_app(app: Flask) -> None:
    assets = [_asset(name, content) for name, content in _contents().items()]
    app.extensions["winnow-assets"] = {asset.name: asset for asset in assets}
    app.jinja_env.globals["asset"] = asset_url


def asset_url(name: str) -> str:
    return url_for("assets.static", file=_assets()[name].file)


@bp.get("/-/static/<file>")
def static(file: str) -> Response:
    asset = next((asset for asset in _assets().values() if asset.file == file), None)
    if asset is None:
        abort(404, "There is no such file.")
    encoding = request.accept_encodings.best_match(["br", "gzip", "identity"], default="identity")
    response = Response(_encoded(asset.content, encoding), mimetype=TYPES[Path(file).suffix])
    if encoding != "identity":
        response.headers["Content-Encoding"] = encoding
    response.vary.add("Accept-Encoding")
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


@lru_cache(maxsize=32)
def _encoded(content: bytes, encoding: str) -> bytes:
    """Compressed as well as can be, once: an asset never changes."""
    if encoding == "br":
        return cast(bytes, brotli.compress(content))
    return gzip.compress(content, mtime=0) if encoding == "gzip" else content


def htmx() -> bytes:
    """htmx as its package ships it; nothing else knows where it comes from."""
    return resources.files("js_lib_htmx").joinpath("static/htmx/htmx.min.js").read_bytes()


def stylesheet(root: Path) -> bytes:
    """All components' stylesheets as one; base/ sorts before the others and settles the order of the layers."""
    return b"\n".join(
        path.read_bytes() for path in sorted(root.glob("*/*.css"), key=lambda path: (path.stem != "base", path))
    )


def _contents() -> dict[str, bytes]:
    return {
        "components.css": stylesheet(ROOT / "components"),
        "htmx.js": htmx(),
        "chart.js": (STATIC / "chart.js").read_bytes(),
        "winnow.js": (STATIC / "winnow.js").read_bytes(),
        "winnow.svg": (STATIC / "winnow.svg").read_bytes(),
    }


def _asset(name: str, content: bytes) -> Asset:
    path = Path(name)
    return Asset(name, f"{path.stem}.{hashlib.sha256(content).hexdigest()[:12]}{path.suffix}", content)


def _assets() -> Mapping[str, Asset]:
    return cast(Mapping[str, Asset], current_app.extensions["winnow-assets"])
