"""Errors are pages or fragments with a sentence."""

import logging

import pytest
from bs4 import BeautifulSoup

from app.application import Winnow
from tests.views.markup import HTMX, faults, page_ids, read_fragment, read_page

ADDRESSES = {
    400: "/world?yaer.min=%22%3Cscript%3E",
    404: "/wrold<script>",
    405: "/world",
    414: f"/world?_q={'x' * 9000}",
    500: "/-/broken",
}


@pytest.fixture
def broken(app: Winnow):
    """A client of an app with a view that fails."""

    def fail() -> str:
        raise RuntimeError("the secret of /etc/passwd")

    app.add_url_rule("/-/broken", view_func=fail)
    return app.test_client()


def ask(status, builtin, broken, **kwargs):
    client = broken if status == 500 else builtin
    return client.open(ADDRESSES[status], method="POST" if status == 405 else "GET", **kwargs)


@pytest.mark.parametrize("status", ADDRESSES)
def test_an_error_is_a_valid_page_with_a_way_back(builtin, broken, status):
    response = ask(status, builtin, broken)
    soup = read_page(response.text)
    assert response.status_code == status
    assert faults(soup) == []
    assert len(soup.select_one(".page__lead").text) > 20
    assert soup.select_one("main a[href='/']")


@pytest.mark.parametrize("status", ADDRESSES)
def test_an_error_is_a_valid_fragment_that_goes_into_the_page(builtin, broken, status):
    response = ask(status, builtin, broken, headers=HTMX)
    fragment = read_fragment(response.text)
    assert response.status_code == status
    assert faults(fragment) == []
    assert len(fragment.select_one("#problem p").text) > 20
    assert response.headers["HX-Retarget"] == "#problem"
    assert response.headers["HX-Push-Url"] == "false"
    assert "problem" in page_ids(read_page(builtin.get("/world").text))


@pytest.mark.parametrize(
    ("query", "named", "offered"),
    [
        ("yaer.min=1980", "yaer", "year"),
        ("year.mni=1980", "year.mni", "year.min"),
        ("year.=1980", "year.", "year"),
        ("year.min=soon", "year.min", "12.5"),
        ("year.min=nan", "year.min", "number"),
        ("year.min=1e999", "year.min", "number"),
        ("region.is=there", "region.is", "missing or present"),
        ("region.has=a&region.has=b", "region.has", "once"),
        ("_srot=year", "_srot", "_sort"),
        ("_sort=-yaer", "_sort", "year"),
        ("_page=0", "_page", "1"),
        ("_page=-1", "_page", "whole number"),
        ("_size=100000", "_size", "500"),
        ("_page=%D9%A1", "_page", "whole number"),
        ("_cols=yaer", "_cols", "year"),
        ("_facet=regoin", "_facet", "region"),
        ("_chart=bra:region", "_chart", "bar"),
        ("_chart=bar:regoin", "_chart", "region"),
        ("_chart=bar:region,maen(year)", "_chart", "mean"),
        ("_chart=line:region,mean(year)", "_chart", "line:year"),
        ("_chart=", None, None),
    ],
)
def test_a_wrong_parameter_is_named_and_the_nearest_is_offered(builtin, query, named, offered):
    response = builtin.get(f"/world?{query}", follow_redirects=True)
    sentence = BeautifulSoup(response.text, "html.parser").main.text
    assert response.status_code == (400 if named else 200)
    assert not named or (named in sentence and offered in sentence)


def test_a_wrong_parameter_leads_back_to_the_dataset(builtin):
    link = BeautifulSoup(builtin.get("/world?yaer=1").text, "html.parser").select_one("main a")
    assert (link["href"], link.text) == ("/world", "World development without filters")


@pytest.mark.parametrize(("name", "near"), [("wrold", "world"), ("World", "world"), ("pengiuns", "penguins")])
def test_a_wrong_dataset_is_told_the_nearest(builtin, name, near):
    response = builtin.get(f"/{name}")
    assert response.status_code == 404
    assert f"Did you mean “{near}”?" in response.text


@pytest.mark.parametrize(
    "path",
    [
        "/..", "/../world", "/%2e%2e", "/%2e%2e/etc/passwd", "/%2fetc%2fpasswd", "//etc/passwd", "/world%00", "/%00",
        "/world.csv.bak", "/.", "/world%2f..%2fpenguins", "/..%5cworld", "/\\example.com", "/_world", "/-/nothing",
        "/-/static/..%2f..%2fsettings.py", "/-/static/%2e%2e", "/world%0d%0aX: y", "/😀", "/world%ff",
    ],
)  # fmt: skip
def test_names_that_are_no_dataset_are_not_found(builtin, path):
    response = builtin.open(path="/", environ_overrides={"PATH_INFO": wsgi_path(path)})
    assert response.status_code in (404, 308)
    assert "example.com" not in response.headers.get("Location", "")
    read_page(response.text) if response.status_code == 404 else None


def wsgi_path(path: str) -> str:
    """The path as a server hands it on."""
    from urllib.parse import unquote_to_bytes

    return unquote_to_bytes(path).decode("latin-1")


def test_a_failure_has_a_reference_that_stands_in_the_log_and_no_details(broken, caplog):
    with caplog.at_level(logging.ERROR, logger="app"):
        response = broken.get("/-/broken")
    reference = BeautifulSoup(response.text, "html.parser").select_one("main code").text
    (record,) = [each for each in caplog.records if each.levelno == logging.ERROR]
    assert record.request_id == reference
    assert record.path == "/-/broken"
    assert "the secret" in str(record.exc_info[1])
    assert "secret" not in response.text
    assert "Traceback" not in response.text


def test_a_failure_in_a_fragment_has_its_reference_too(broken, caplog):
    response = broken.get("/-/broken", headers=HTMX)
    reference = BeautifulSoup(response.text, "html.parser").select_one("#problem code").text
    assert reference in [getattr(each, "request_id", "") for each in caplog.records]


def test_a_method_that_is_not_allowed_says_which_are(builtin):
    allowed = builtin.post("/world").headers["Allow"]
    assert {each.strip() for each in allowed.split(",")} == {"GET", "HEAD", "OPTIONS"}


def test_head_has_the_headers_and_no_body(builtin):
    response = builtin.head("/world")
    assert response.status_code == 200
    assert response.data == b""
