"""Fragments and pages: the same address answers both, and a browser never shows the one for the other."""

import pytest
from playwright.sync_api import Page, expect

from e2e.dashboard import Dashboard

HTMX = {"HX-Request": "true"}


def test_a_swap_asks_for_a_fragment_and_a_visit_for_a_page(page: Page):
    fragment, whole = page.request.get("/world", headers=HTMX).text(), page.request.get("/world").text()
    assert "<html" not in fragment
    assert 'id="results"' in fragment
    assert "<html" in whole


@pytest.mark.parametrize("header", ["HX-Boosted", "HX-History-Restore-Request"])
def test_boosted_and_restoring_requests_get_the_page(page: Page, header: str):
    assert "<html" in page.request.get("/world", headers={**HTMX, header: "true"}).text()


@pytest.mark.parametrize("address", ["/", "/world", "/world/facet/country", "/nowhere", "/world?nothing=1"])
def test_caches_keep_fragments_and_pages_apart(page: Page, address: str):
    vary = page.request.get(address).headers["vary"]
    assert {"HX-Request", "HX-Boosted", "HX-History-Restore-Request"} <= set(vary.split(", "))


def test_an_address_that_is_not_canonical_leads_to_the_one_that_is(dashboard: Dashboard):
    dashboard.open("/world?year.min=1980.0&_page=1&region=&region=South+Asia&_size=25")
    expect(dashboard.page).to_have_url("/world?region=South+Asia&year.min=1980")


def test_a_swap_requests_one_fragment_and_replaces_no_page(dashboard: Dashboard):
    page = dashboard.open("/world").page
    page.evaluate("document.body.dataset.mine = 'yes'")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/-/static/" not in request.url else None)
    dashboard.option("region", "South Asia").check()
    expect(page).to_have_url("/world?region=South+Asia")
    page.locator("#sort-country").click()
    expect(page).to_have_url("/world?region=South+Asia&_sort=country")
    assert page.evaluate("document.body.dataset.mine") == "yes"
    assert len(asked) == 2


def test_a_swap_leaves_each_id_once(dashboard: Dashboard):
    dashboard.open("/world").option("region", "South Asia").check()
    expect(dashboard.page).to_have_url("/world?region=South+Asia")
    twice = dashboard.page.evaluate(
        "[...document.querySelectorAll('[id]')].map((each) => each.id).filter((id, i, all) => all.indexOf(id) !== i)"
    )
    assert twice == []
