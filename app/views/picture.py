"""`/<dataset>/chart.svg` and `.png`: one chart of a query as a picture, to be shown anywhere."""

from importlib import import_module
from pathlib import Path

from flask import Blueprint, Response, get_template_attribute, url_for

from app.datasets import Dataset
from app.query import Query, defaults
from app.views.budget import budget
from app.views.dashboard_view import Asking, build_picture_of
from app.views.errors import RequestError
from app.views.opening import given_args, open_dataset, parse_query
from app.views.services import services
from app.views.timing import clock
from app.views.turns import in_turn
from components.picture.picture import THEMES

bp = Blueprint("picture", __name__)
SIZES = {"_width": (640, 240, 2000), "_height": (360, 160, 2000), "_scale": (2, 1, 4)}
"""For each parameter of a picture's size what it is by itself, and its least and greatest value."""
PARAMETERS = (*SIZES, "_theme")
MOST_PIXELS = 8_000_000
TYPES = {"svg": "image/svg+xml", "png": "image/png"}
POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


@bp.get("/<name>/chart.<any(svg, png):form>")
async def index(name: str, form: str) -> Response:
    dataset = await open_dataset(name)
    args = given_args()
    query = parse_query(dataset, [pair for pair in args if pair[0] not in PARAMETERS])
    given = {key: value for key, value in args if key in PARAMETERS and value}
    width, height, scale = (_size(key, given) for key in SIZES)
    theme = given.get("_theme", "auto" if form == "svg" else "light")
    if theme not in THEMES:
        raise RequestError(400, f"_theme should be one of {', '.join(THEMES)}, not “{theme}”.")
    if form == "png" and width * height * scale * scale > MOST_PIXELS:
        raise RequestError(400, f"_width × _height × _scale² should be at most {MOST_PIXELS:,} pixels.")
    asking = Asking(dataset, query, services().engine, clock(), given_up=budget())
    path = url_for("dashboard.index", name=name)

    def make() -> bytes:
        view = build_picture_of(asking, path=path, size=(width, height), theme=theme)
        svg = str(get_template_attribute("components/picture/picture.svg", "picture")(view))
        return svg.encode() if form == "svg" else png(svg, scale=scale)

    key = (dataset.name, dataset.version, "picture", form, query, width, height, scale, theme)
    content = await in_turn(services().engine.caches.answers.get, key, make, size=len)
    response = Response(content, mimetype=TYPES[form])
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["Cache-Control"] = "public, max-age=60"
    return response


def png(svg: str, *, scale: float) -> bytes:
    """A picture's pixels, `scale` for each of its units. Fonts that the machine lacks are brought along."""
    resvg, roboto = import_module("resvg_py"), import_module("font_roboto")  # a megabyte or two, for who needs them
    fonts = [str(path) for path in Path(str(roboto.__file__)).with_name("files").glob("Roboto-[RB]*[rd].ttf")]
    return bytes(resvg.svg_to_bytes(svg_string=svg, zoom=scale, font_files=fonts, sans_serif_family="Roboto"))


def _size(key: str, given: dict[str, str]) -> int:
    usual, least, most = SIZES[key]
    text = given.get(key, str(usual))
    if not (text.isascii() and text.isdigit() and len(text) <= 5 and least <= int(text) <= most):
        raise RequestError(400, f"{key} should be a whole number from {least} to {most:,}, not “{text}”.")
    return int(text)


def picture_url(dataset: Dataset, query: Query) -> str:
    """The picture that stands for a dashboard's address where it is shared: its first chart; empty without one."""
    charts = query.charts or defaults(dataset.schema).charts
    if not charts:
        return ""
    first = Query(filters=query.filters, search=query.search, charts=charts[:1])
    url = first.url(url_for("picture.index", name=dataset.name, form="png", _external=True))
    return f"{url}{'&' if '?' in url else '?'}_height=315&_width=600"
