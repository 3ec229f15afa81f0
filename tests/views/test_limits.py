"""Bounds of requests, and the headers of every response."""

import pytest

from app import create_app
from app.settings import Settings
from tests.views.markup import HTMX, read_page

EVERYWHERE = [
    ("GET", "/"), ("GET", "/world"), ("GET", "/world?region=&_page=1"), ("GET", "/world/facet/country"),
    ("GET", "/-/health"), ("GET", "/nothing"), ("GET", "/world?yaer=1"), ("POST", "/world"), ("OPTIONS", "/world"),
    ("GET", f"/world?_q={'x' * 9000}"), ("GET", "/-/static/nothing.css"), ("GET", "STATIC"),
]  # fmt: skip


@pytest.mark.parametrize(("method", "path"), EVERYWHERE)
@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "fragment"])
def test_every_response_is_guarded(builtin, method, path, headers):
    if path == "STATIC":
        path = read_page(builtin.get("/").text).select_one("script")["src"]
    found = builtin.open(path, method=method, headers=headers).headers
    policy = dict(part.strip().split(" ", 1) for part in found["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == policy["form-action"] == "'self'"
    assert policy["base-uri"] == policy["frame-ancestors"] == "'none'"
    assert found["X-Content-Type-Options"] == "nosniff"
    assert found["Referrer-Policy"] == "same-origin"
    assert found["X-Frame-Options"] == "DENY"
    assert "unsafe" not in found["Content-Security-Policy"]


def client_with(data_dir, **variables):
    settings = {"WINNOW_DATA_DIR": str(data_dir), **{f"WINNOW_{name}": value for name, value in variables.items()}}
    return create_app(Settings.read(settings)).test_client()


def test_frames_of_named_sites_can_be_allowed(data_dir):
    found = client_with(data_dir, FRAME_ANCESTORS="'self' https://example.org").get("/").headers
    assert "frame-ancestors 'self' https://example.org" in found["Content-Security-Policy"]
    assert "X-Frame-Options" not in found


@pytest.mark.parametrize(("length", "status"), [(100, 404), (101, 414)])
def test_a_query_that_is_too_long_is_refused(data_dir, length, status):
    client = client_with(data_dir, QUERY_BYTES="100")
    assert client.get(f"/table?_q={'x' * (length - 3)}").status_code == status


@pytest.mark.parametrize(("count", "status"), [(5, 404), (6, 400)])
def test_too_many_parameters_are_refused(data_dir, count, status):
    client = client_with(data_dir, QUERY_PARAMETERS="5")
    response = client.get(f"/table?{'&'.join(['a=1'] * count)}")
    assert response.status_code == status
    assert status == 404 or "6 parameters, and 5 are allowed" in response.text


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("a.org", 200), ("a.org:8080", 200), ("b.org", 200), ("x.b.org", 200),
        ("x.a.org", 400), ("evil.org", 400), ("a.org.evil.org", 400),
    ],
)  # fmt: skip
@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "fragment"])
def test_only_named_hosts_are_answered(data_dir, host, status, headers):
    client = client_with(data_dir, HOSTS="a.org, .b.org")
    assert client.get("/", headers={"Host": host, **headers}).status_code == status


def test_any_host_is_answered_where_none_is_named(client):
    assert client.get("/", headers={"Host": "anything.example"}).status_code == 200
