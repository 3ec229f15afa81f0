"""Charts as pictures that stand alone."""

from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import numpy as np
import pandas as pd
import pytest

from app.views.gallery import CHARTS
from tests.views.markup import read_page
from tests.views.pixels import pixels, size

SVG = "{http://www.w3.org/2000/svg}"
BAR = "_chart=bar:region,count()"
SMALL = "_width=240&_height=160&_scale=1"


def svg(client, address: str) -> ET.Element:
    response = client.get(address)
    assert response.status_code == 200, response.text
    assert response.content_type.startswith("image/svg+xml")
    return ET.fromstring(response.data)


def texts(root: ET.Element) -> list[str]:
    return [each.text or "" for each in root.iter(f"{SVG}text")]


def ink(array: np.ndarray, box: tuple[int, int, int, int]) -> int:
    """How many pixels of a box are not of the ground's colour."""
    left, top, right, bottom = box
    return int((array[top:bottom, left:right, :3] != array[2, 2, :3]).any(axis=2).sum())


def test_it_has_title_description_source_and_rows(builtin):
    root = svg(builtin, f"/world/chart.svg?region=South+Asia&{BAR}")
    assert root.find(f"{SVG}title").text == "Rows"
    assert root.find(f"{SVG}desc").text.startswith("Bar chart: Rows, by region. 6 values.")
    assert "Rows" in texts(root)
    assert any("World development · " in text for text in texts(root))
    assert any("South Asia" in text and "Region" in text for text in texts(root))


@pytest.mark.parametrize("theme", ["auto", "light", "dark"])
def test_it_needs_nothing_from_elsewhere(builtin, theme):
    response = builtin.get(f"/world/chart.svg?{BAR}&_theme={theme}")
    for word in ("href", "<a ", "var(", "@import", "url(", "<script", "light-dark("):
        assert word not in response.text
    assert response.text.startswith("<svg")


def test_themes_have_other_colours(builtin):
    themes = {theme: builtin.get(f"/world/chart.svg?{BAR}&_theme={theme}").text for theme in ("auto", "light", "dark")}
    assert len(set(themes.values())) == 3
    assert "prefers-color-scheme" in themes["auto"]
    assert "prefers-color-scheme" not in themes["light"] + themes["dark"]


def test_a_picture_by_itself_is_the_first_chart_of_the_dashboard(builtin):
    assert svg(builtin, "/world/chart.svg").find(f"{SVG}title").text == "Life expectancy"


@pytest.mark.parametrize(("width", "height"), [(240, 160), (640, 360), (2000, 1000)])
def test_it_has_the_size_that_is_asked_for(builtin, width, height):
    root = svg(builtin, f"/world/chart.svg?{BAR}&_height={height}&_width={width}")
    assert (float(root.get("width")), float(root.get("height"))) == (width, height)


@pytest.mark.parametrize(
    ("args", "found"),
    [
        ("", (1280, 720)),
        ("_scale=1", (640, 360)),
        ("_width=600&_height=315", (1200, 630)),
        (SMALL, (240, 160)),
        ("_width=700&_height=500&_scale=4", (2800, 2000)),
    ],
)
def test_pixels_are_the_size_times_the_scale(builtin, args, found):
    response = builtin.get(f"/world/chart.png?{BAR}&{args}")
    assert response.content_type == "image/png"
    assert size(response.data) == found


@pytest.mark.parametrize(("theme", "bright"), [("light", True), ("dark", False)])
def test_its_words_are_drawn_on_a_ground_of_the_theme(builtin, theme, bright):
    array = pixels(builtin.get(f"/world/chart.png?{BAR}&{SMALL}&_theme={theme}").data)
    assert bool(array[2, 2, :3].mean() > 128) is bright
    assert ink(array, (12, 8, 60, 26)) > 60, "the title"
    assert ink(array, (12, 146, 120, 158)) > 60, "the rows"
    assert ink(array, (150, 4, 236, 24)) == 0


@pytest.mark.parametrize(
    ("args", "sentence"),
    [
        ("_width=239", "_width should be a whole number from 240 to 2,000, not “239”."),
        ("_height=2001", "_height should be a whole number from 160 to 2,000, not “2001”."),
        ("_scale=5", "_scale should be a whole number from 1 to 4, not “5”."),
        ("_scale=1.5", "_scale should be a whole number from 1 to 4, not “1.5”."),
        ("_width=٣٠٠", "_width should be"),
        ("_width=99999999999", "_width should be"),
        ("_theme=pink", "_theme should be one of auto, light, dark, not “pink”."),
        ("_width=2000&_height=2000&_scale=4", "should be at most 8,000,000 pixels."),
        ("_chart=pie:region", "there is no mark “pie”"),
        ("yaer=1", "yaer"),
    ],
)
def test_what_can_not_be_drawn_is_a_sentence(builtin, args, sentence):
    response = builtin.get(f"/world/chart.png?{args}")
    assert response.status_code == 400
    assert sentence in read_page(response.text).select_one("main").text


@pytest.mark.parametrize("path", ["/nothing/chart.svg", "/world/chart.gif", "/world/chart"])
def test_other_pictures_are_not_found(builtin, path):
    assert builtin.get(path).status_code == 404


@pytest.mark.parametrize("form", ["svg", "png"])
def test_a_chart_without_rows_is_a_picture_of_its_sentence(builtin, form):
    response = builtin.get(f"/world/chart.{form}?region=Atlantis&_chart=bar:country,count()&{SMALL}")
    assert response.status_code == 200
    if form == "svg":
        assert "No row has a value to show here." in texts(ET.fromstring(response.data))
    else:
        assert ink(pixels(response.data), (20, 70, 220, 90)) > 100


def test_it_may_be_kept_for_a_minute_and_does_nothing(builtin):
    for form in ("svg", "png"):
        headers = builtin.get(f"/world/chart.{form}?{BAR}&{SMALL}").headers
        assert headers["Cache-Control"] == "public, max-age=60"
        assert headers["Content-Security-Policy"] == "default-src 'none'; style-src 'unsafe-inline'; sandbox"
        assert headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("chart", CHARTS)
def test_every_chart_of_the_gallery_is_a_picture(specimen, chart):
    args = {"_chart": chart, "_width": 240, "_height": 160, "_scale": 1}
    root = ET.fromstring(specimen.get("/specimen/chart.svg", query_string=args).data)
    assert [path for path in root.iter(f"{SVG}path") if "nan" in path.get("d") or "inf" in path.get("d")] == []
    assert size(specimen.get("/specimen/chart.png", query_string=args).data) == (240, 160)


@pytest.mark.parametrize(
    "address", ["/world", "/world?region=America&_chart=bar:region,count()&_chart=histogram:year", "/penguins?_q=dream"]
)
def test_a_page_names_its_picture_for_where_it_is_shared(builtin, address):
    page = read_page(builtin.get(address).text)
    url = urlsplit(page.select_one("meta[property='og:image']")["content"])
    assert (url.scheme, url.netloc) == ("http", "localhost")
    response = builtin.get(f"{url.path}?{url.query}")
    assert response.status_code == 200
    assert size(response.data) == (1200, 630)


def test_a_dashboard_without_charts_names_no_picture(open_frame, client):
    open_frame(pd.DataFrame({"note": [f"a long text that is only here {i}" for i in range(30)]}))
    page = read_page(client.get("/table").text)
    assert page.select_one("meta[property='og:image']") is None
    assert client.get("/table/chart.svg").status_code == 404
