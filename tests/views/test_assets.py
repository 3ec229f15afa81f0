"""Static files, and what a page weighs on the wire."""

import gzip
import hashlib
import re

import brotli
import pytest

from app.settings import ROOT
from app.views.assets import htmx, stylesheet
from tests.views.markup import HTMX, read_page

KB = 1024


def assets(client, path="/world") -> list[str]:
    soup = read_page(client.get(path).text)
    return [tag.get("src") or tag["href"] for tag in soup.select("script[src], link[href], img[src]")]


def test_every_asset_is_there_under_a_name_with_its_hash(builtin):
    for path in assets(builtin):
        response = builtin.get(path)
        assert response.status_code == 200
        assert hashlib.sha256(response.data).hexdigest()[:12] in path


def test_assets_never_change_and_may_be_kept_for_ever(builtin):
    for path in assets(builtin):
        assert builtin.get(path).headers["Cache-Control"] == "public, max-age=31536000, immutable"


@pytest.mark.parametrize(
    ("accepted", "encoding", "decode"),
    [
        ("br", "br", brotli.decompress),
        ("gzip", "gzip", gzip.decompress),
        ("gzip, deflate, br, zstd", "br", brotli.decompress),
        ("br;q=0.5, gzip", "gzip", gzip.decompress),
        ("identity", None, bytes),
        ("deflate", None, bytes),
        ("", None, bytes),
    ],
)
def test_assets_are_compressed_as_the_browser_likes(builtin, accepted, encoding, decode):
    for path in assets(builtin):
        response = builtin.get(path, headers={"Accept-Encoding": accepted})
        assert response.headers.get("Content-Encoding") == encoding
        assert "Accept-Encoding" in response.headers["Vary"]
        assert decode(response.data) == builtin.get(path).data


def test_types_are_said(builtin):
    types = {path.rpartition(".")[2]: builtin.get(path).content_type for path in assets(builtin)}
    assert types == {"css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8", "svg": types["svg"]}
    assert types["svg"].startswith("image/svg+xml")


@pytest.mark.parametrize("file", ["nothing.css", "components.css", "winnow.js", "components.000000000000.css"])
def test_other_names_are_not_found(builtin, file):
    assert builtin.get(f"/-/static/{file}").status_code == 404


def test_nothing_comes_from_elsewhere(builtin):
    for path in ("/", "/world", "/world/facet/country", "/nothing"):
        assert all(asset.startswith("/-/static/") for asset in assets(builtin, path))


def test_a_first_view_weighs_at_most_40_kb_in_at_most_6_requests(builtin):
    paths = ["/world", *assets(builtin)]
    weights = {path: len(builtin.get(path, headers={"Accept-Encoding": "br"}).data) for path in paths}
    assert len(weights) <= 6
    assert sum(weights.values()) <= 40 * KB, weights


@pytest.mark.parametrize(
    "address",
    [
        "/world?region=South+Asia", "/world?country=Chad", "/world?year=2013", "/world?_q=guinea",
        "/world?year.min=1980", "/world?_sort=country", "/world?_page=2", "/penguins?island=Dream",
    ],
)  # fmt: skip
def test_a_change_of_a_filter_weighs_at_most_15_kb(builtin, address):
    here = f"http://localhost{address.partition('?')[0]}"
    response = builtin.get(address, headers={**HTMX, "HX-Current-URL": here, "Accept-Encoding": "br"})
    assert response.headers["Content-Encoding"] == "br"
    assert len(response.data) <= 15 * KB


@pytest.mark.parametrize(("file", "most"), [("winnow.js", 5 * KB), ("chart.js", 8 * KB)])
def test_our_own_scripts_are_small(file, most):
    assert len((ROOT / "app/static" / file).read_bytes()) <= most


def test_what_charts_need_is_small_on_the_wire():
    assert len(brotli.compress((ROOT / "app/static/chart.js").read_bytes())) <= 3 * KB


def test_the_layers_of_the_stylesheet_are_settled_first():
    sheet = stylesheet(ROOT / "components").decode()
    assert (
        re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL)
        .strip()
        .startswith("@layer reset, base, components, utilities;")
    )
    assert sheet.count("{") == sheet.count("}")


def test_htmx_is_the_version_that_the_requirements_name():
    pinned = re.search(r"django-js-lib-htmx==(\d+\.\d+\.\d+)", (ROOT / "requirements.txt").read_text(encoding="utf-8"))
    assert f'version:"{pinned[1]}"'.encode() in htmx()
