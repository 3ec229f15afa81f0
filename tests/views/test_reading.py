"""A dataset that takes long to read: its page says how far it is, and the others are there meanwhile."""

import time
from pathlib import Path

import pytest

from tests.views.markup import HTMX, faults, read_fragment, read_page

SLOW = """import time
from pathlib import Path
import pandas as pd

def load():
    while not (Path(__file__).parent / "go").exists():
        time.sleep(0.01)
    {}
"""
GIVES = SLOW.format("return pd.DataFrame({'city': ['Rome', 'Oslo', 'Rome'], 'n': [1, 2, 3]})")
FAILS = SLOW.format("raise ValueError('<b>no</b>')")
POLL = "/-/reading/slow-one"


@pytest.fixture
def slow(data_dir: Path, monkeypatch):
    """A dataset that is read once `go` is there; called, it lets it go, and waits until it is read."""
    monkeypatch.setattr("app.views.opening.PATIENCE", 0.05)
    monkeypatch.setattr("app.views.catalog.PATIENCE", 0.05)
    (data_dir / "slow one.py").write_text(GIVES, encoding="utf-8")

    def go(client):
        (data_dir / "go").touch()
        end = time.monotonic() + 20
        while client.get(POLL).status_code != 204:
            assert time.monotonic() < end, "it is still being read"
            time.sleep(0.02)

    yield go
    (data_dir / "go").touch()


@pytest.fixture
def progress(app):
    """The progress of the read under way."""
    return lambda: app.extensions["winnow"].catalog._readings["slow-one"].progress


@pytest.mark.parametrize("address", ["/slow-one", "/slow-one?city=Rome&_sort=n", "/slow-one/facet/city"])
def test_the_page_of_a_dataset_that_is_being_read_says_so(client, slow, address):
    response = client.get(address)
    assert response.status_code == 202
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["Retry-After"] == "2"
    assert "HX-Request" in response.headers["Vary"]
    soup = read_page(response.text)
    assert faults(soup) == []
    assert (soup.h1.text, soup.title.text) == ("Slow one", "Slow one · Winnow")
    assert "The file is being read" in soup.main.text
    assert soup.select_one("noscript meta[http-equiv=refresh]")["content"] == "2"
    assert soup.select_one("main a")["href"] == "/"
    assert soup.find(id="reading")["hx-get"] == POLL


def test_a_read_that_has_not_told_how_far_it_is_has_no_number(client, slow):
    bar = read_page(client.get("/slow-one").text).progress
    assert bar.attrs.get("value") is None
    assert (bar["aria-label"], bar["max"], bar.text.strip()) == ("Reading", "100", "")


def test_how_far_it_is_is_told_in_whole_percent(client, slow, progress):
    client.get("/slow-one")
    for share, percent in ((0.004, None), (0.335, "34"), (0.999, "100")):
        progress().share, progress().stage = share, "<b>going over it</b>"
        for soup in (read_page(client.get("/slow-one").text), read_fragment(client.get(POLL, headers=HTMX).text)):
            assert faults(soup, around=["main"]) == []
            assert soup.progress.get("value") == percent
            said = soup.select_one(".reading__stage").text
            assert said == (f"{percent} %, <b>going over it</b>" if percent else "<b>going over it</b>")


def test_the_page_asks_how_far_it_is_and_goes_on_when_it_is_read(client, slow):
    client.get("/slow-one")
    response = client.get(POLL, headers=HTMX)
    assert response.status_code == 200
    soup = read_fragment(response.text)
    assert soup.select_one("#reading")["hx-get"] == POLL
    assert soup.select_one("#reading")["hx-swap"] == "outerHTML"
    assert soup.find("h1") is None
    slow(client)
    response = client.get(POLL, headers=HTMX)
    assert (response.status_code, response.headers["HX-Refresh"], response.text) == (204, "true", "")
    assert client.get("/slow-one").status_code == 200


def test_asking_how_far_it_is_is_never_answered_from_a_cache(client, slow):
    for go in (lambda _: None, slow):
        go(client)
        assert client.get(POLL, headers=HTMX).headers.get("Cache-Control", "") in ("no-store", "private, no-cache")


def test_asking_does_not_wait(client, slow, monkeypatch):
    monkeypatch.setattr("app.views.opening.PATIENCE", 60)
    begun = time.monotonic()
    assert client.get(POLL).status_code == 200
    assert time.monotonic() - begun < 5


def test_a_fragment_that_must_wait_loads_the_page_anew(client, slow):
    response = client.get("/slow-one?city=Rome", headers=HTMX)
    assert (response.status_code, response.headers["HX-Refresh"], response.text) == (204, "true", "")
    slow(client)
    response = client.get("/slow-one?city=Rome", headers=HTMX)
    assert response.status_code == 200
    assert "HX-Refresh" not in response.headers


@pytest.mark.parametrize("header", ["HX-Boosted", "HX-History-Restore-Request"])
def test_htmx_that_asks_for_a_page_gets_the_page(client, slow, header):
    response = client.get("/slow-one", headers={**HTMX, header: "true"})
    assert response.status_code == 202
    assert response.text.startswith("<!doctype html>")


def test_a_read_that_fails_ends_at_a_page_that_says_why(client, slow, data_dir):
    (data_dir / "slow one.py").write_text(FAILS, encoding="utf-8")
    assert client.get("/slow-one").status_code == 202
    slow(client)
    response = client.get("/slow-one")
    assert response.status_code == 422
    assert "slow one.py failed with ValueError: <b>no</b>" in read_page(response.text).main.text
    assert client.get(POLL).headers["HX-Refresh"] == "true"


def test_a_read_that_fails_unforeseen_ends_the_waiting_too(client, slow, monkeypatch):
    import app.datasets.build as building

    real = building.read

    def fail(path, **given):
        real(path, **given)
        raise ZeroDivisionError

    monkeypatch.setattr(building, "read", fail)
    assert client.get("/slow-one").status_code == 202
    slow(client)
    response = client.get("/slow-one")
    assert response.status_code == 422
    assert "made the reader fail" in response.text


@pytest.mark.parametrize("name", ["nowhere", "slow", "..", "%2e%2e%2fetc", "slow%20one.py", "<b>", "a" * 300])
def test_names_that_are_not_there_are_not_found(client, slow, name):
    response = client.get(f"/-/reading/{name}")
    assert response.status_code == 404
    assert faults(read_page(response.text)) == []


def test_a_dataset_that_goes_while_it_is_read_loads_the_page_anew(client, slow, data_dir):
    client.get("/slow-one")
    (data_dir / "slow one.py").unlink()
    response = client.get(POLL, headers=HTMX)
    assert response.headers.get("HX-Refresh") == "true", "the page has no #problem to show it in, and asks no more"
    assert client.get("/slow-one").status_code == 404


def test_a_dataset_that_is_read_already_loads_the_page(client, data_dir):
    (data_dir / "quick.csv").write_text("a\n1\n", encoding="utf-8")
    client.get("/quick")
    assert client.get("/-/reading/quick").headers["HX-Refresh"] == "true"


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_it_is_only_asked_for(client, slow, method):
    assert getattr(client, method)(POLL).status_code == 405


def card(soup, href="/slow-one"):
    return next(each for each in soup.select(".card") if each.a["href"] == href)


def test_the_list_shows_it_as_being_read_and_the_others_as_ever(client, slow, data_dir):
    (data_dir / "quick.csv").write_text("a\n1\n", encoding="utf-8")
    client.get("/quick")
    response = client.get("/")
    soup = read_page(response.text)
    assert (response.status_code, faults(soup)) == (200, [])
    assert card(soup).select_one(".card__size").text.split() == ["Being", "read"]
    assert card(soup).progress["aria-label"] == "Reading Slow one"
    assert card(soup).progress.get("value") is None
    assert "quick.csv: 1 row, 1 column" in card(soup, "/quick").text
    assert soup.select_one("noscript meta[http-equiv=refresh]")["content"] == "3"
    assert soup.find(id="cards")["hx-get"] == "/"


def test_the_card_says_how_far_it_is(client, slow, progress):
    client.get("/")
    progress().share = 0.25
    found = card(read_page(client.get("/").text))
    assert "Being read, 25 %" in found.text
    assert found.progress["value"] == "25"


def test_the_list_asks_no_more_when_all_is_read(client, slow):
    assert "hx-get" in read_page(client.get("/").text).find(id="cards").attrs
    slow(client)
    soup = read_page(client.get("/").text)
    assert "hx-get" not in soup.find(id="cards").attrs
    assert soup.select_one("noscript meta") is None
    assert "slow one.py: 3 rows, 2 columns" in card(soup).text


def test_cards_that_are_replaced_keep_the_focus_by_their_ids(client, slow):
    assert all(link.get("id") for link in read_page(client.get("/").text).select("#cards a"))


def test_many_slow_datasets_do_not_make_the_list_wait_for_each(client, slow, data_dir):
    for i in range(12):
        (data_dir / f"slow {i}.py").write_text(GIVES, encoding="utf-8")
    begun = time.monotonic()
    soup = read_page(client.get("/").text)
    assert len(soup.select(".card progress")) == 13
    assert time.monotonic() - begun < 3


def test_health_does_not_wait_for_a_read(client, slow):
    client.get("/slow-one")
    assert client.get("/-/health").status_code == 200
