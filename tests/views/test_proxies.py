"""Only proxies that are believed tell who asks and how; https alone; and links that are right behind a prefix."""

import pytest
from bs4 import BeautifulSoup
from flask import request

from app import create_app
from app.settings import Settings
from app.views.proxies import client as who
from app.views.proxies import is_local

FORGED = "6.6.6.6"


def asked(hops, forwarded, *, peer="10.0.0.1", proto=""):
    """What the application takes for the client, the scheme and the host."""
    app = create_app(Settings.read({"WINNOW_PROXY_HOPS": str(hops), "WINNOW_CACHE_DIR": ""}))
    app.add_url_rule("/-/who", view_func=lambda: {"who": who(), "local": is_local(), "url": request.url})
    headers = {"X-Forwarded-For": forwarded, "X-Forwarded-Proto": proto, "X-Forwarded-Host": "evil.org"}
    headers = {name: value for name, value in headers.items() if value}
    return app.test_client().get("/-/who", headers=headers, environ_base={"REMOTE_ADDR": peer}).json


@pytest.mark.parametrize(
    ("hops", "forwarded", "client"),
    [
        (0, "", "10.0.0.1"),
        (0, FORGED, "10.0.0.1"),
        (1, "2.2.2.2", "2.2.2.2"),
        (1, f"{FORGED}, 2.2.2.2", "2.2.2.2"),
        (2, f"{FORGED}, 2.2.2.2, 3.3.3.3", "2.2.2.2"),
        (2, "2.2.2.2", "10.0.0.1"),
        (1, "", "10.0.0.1"),
    ],
)
def test_the_client_is_whom_the_believed_proxies_name(hops, forwarded, client):
    assert asked(hops, forwarded)["who"] == client


def test_the_scheme_is_the_proxys_and_the_host_is_never():
    assert asked(1, "2.2.2.2", proto="https")["url"] == "https://localhost/-/who"
    assert asked(0, "2.2.2.2", proto="https")["url"] == "http://localhost/-/who"


def test_nobody_is_local_behind_a_proxy():
    assert asked(0, "", peer="127.0.0.1")["local"]
    assert not asked(1, "", peer="127.0.0.1")["local"]
    assert not asked(0, "", peer="10.0.0.1")["local"]


@pytest.fixture
def secure():
    told = {"WINNOW_PROXY_HOPS": "1", "WINNOW_HTTPS": "true", "WINNOW_CACHE_DIR": ""}
    app = create_app(Settings.read(told))
    app.extensions["winnow"].catalog.open_all()
    return app.test_client()


def test_http_is_redirected_with_its_question(secure):
    response = secure.get("/world?region=America&_q=a%20b")
    assert response.status_code == 308
    assert response.location == "https://localhost/world?region=America&_q=a%20b"
    assert "Strict-Transport-Security" not in response.headers


@pytest.mark.parametrize("host", ["a b", "evil.org/@x", "[::1", ""])
def test_nobody_is_redirected_to_what_is_no_host(secure, host):
    assert secure.get("/world", headers={"Host": host}).status_code == 400


def test_a_scheme_that_is_none_is_redirected_as_http_is(secure):
    response = secure.get("/world?region=America", headers={"X-Forwarded-Proto": "javascript"})
    assert response.location == "https://localhost/world?region=America"


def test_https_is_remembered(secure):
    response = secure.get("/world", headers={"X-Forwarded-Proto": "https"})
    assert response.status_code == 200
    assert response.headers["Strict-Transport-Security"] == "max-age=31536000"


@pytest.mark.parametrize("path", ["/-/health", "/-/ready", "/-/metrics"])
def test_machines_ask_over_http(secure, path):
    assert secure.get(path).status_code == 200


@pytest.mark.parametrize(("path", "status"), [("/-/health", 200), ("/-/ready", 200), ("/-/metrics", 200), ("/", 400)])
def test_they_know_the_server_by_its_address_alone(path, status):
    app = create_app(Settings.read({"WINNOW_HOSTS": ".mine.org", "WINNOW_CACHE_DIR": ""}))
    assert app.test_client().get(path, headers={"Host": "10.0.0.1:8080"}).status_code == status


def test_without_the_setting_nothing_is_redirected(builtin):
    response = builtin.get("/world")
    assert response.status_code == 200
    assert "Strict-Transport-Security" not in response.headers


PAGES = [  # and one that is not there
    "/",
    "/world",
    "/world?region=America",
    "/world/facet/country",
    "/world/embed?_chart=bar:region,count()",
    "/no",
]


@pytest.fixture(scope="module")
def prefixed():
    app = create_app(Settings.read({"WINNOW_CACHE_DIR": "", "WINNOW_PREFIX": "data/"}))
    app.extensions["winnow"].catalog.open_all()
    return app.test_client()


@pytest.mark.parametrize("passed_on", ["/data", ""])
@pytest.mark.parametrize("path", [*PAGES, "/no"])
def test_every_link_is_right_behind_a_prefix_that_the_proxy_passes_on_or_not(prefixed, path, passed_on):
    answered = prefixed.get(passed_on + path)
    assert answered.status_code == (404 if path == "/no" else 200)
    page = BeautifulSoup(answered.text, "html.parser")
    links = [tag[name] for name in ("href", "src", "action", "hx-get") for tag in page.find_all(attrs={name: True})]
    there = [link for link in links if not link.startswith(("#", "http", "?"))]
    assert there
    assert [link for link in there if not link.startswith("/data/") and link != "/data"] == []
    for image in page.find_all("meta", property="og:image"):
        assert image["content"].startswith("http://localhost/data/")


def test_an_address_that_is_put_right_stays_behind_the_prefix(prefixed):
    assert prefixed.get("/data/world?year.min=1980&region=America").location.startswith("/data/world?region=America")
    assert prefixed.get("/data/world/").location == "/data/world"
