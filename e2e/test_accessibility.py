"""axe finds nothing to complain about, in light, in dark and on a phone."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, expect

from e2e.conftest import Complaints
from tests import adversarial

PAGES = {
    "catalog": "/",
    "world": "/world",
    "filtered": "/world?region=America&year.min=1980&_q=an",
    "penguins": "/penguins",
    "trips": "/made-up-trips?late=true",
    "empty": "/world?region=Atlantis",
    "adversarial": f"/{adversarial.NAME}",
    "error": "/world?year.min=abc",
    "values": "/world/facet/country",
}
LOOKS = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "phone": {"color_scheme": "light", "viewport": {"width": 390, "height": 844}},
}
ALL = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RULES = {
    "light": {"runOnly": ALL},
    "dark": {"runOnly": {"type": "rule", "values": ["color-contrast"]}},
    "phone": {"runOnly": ALL, "rules": {"color-contrast": {"enabled": False}}},
}
"""Dark differs in its colours and a phone in all else: what is light has been asked everything."""


def violations(page: Page, look: str = "light") -> list[str]:
    found = Axe().run(page, options={"resultTypes": ["violations"], **RULES[look]}).response["violations"]
    return [
        f"{each['id']}: {node['html'][:160]} {node.get('failureSummary', '')[:300]}"
        for each in found
        for node in each["nodes"][:3]
    ]


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(new_context: Callable[..., BrowserContext], complaints: Complaints, name: str, look: str):
    complaints.expect_status(400)
    page = new_context(**LOOKS[look]).new_page()
    page.goto(PAGES[name])
    assert violations(page, look) == []


@pytest.mark.parametrize("look", ["light", "dark"])
def test_axe_finds_nothing_with_everything_open(new_context: Callable[..., BrowserContext], look: str):
    page = new_context(**LOOKS[look]).new_page()
    page.goto("/penguins")
    page.evaluate("document.querySelectorAll('details').forEach((each) => (each.open = true))")
    assert violations(page, look) == []


@pytest.mark.parametrize(("state", "look"), [("several", "light"), ("all", "dark"), ("several", "phone")])
def test_axe_finds_nothing_in_charts_of_every_mark(new_context: Callable[..., BrowserContext], look: str, state: str):
    page = new_context(**LOOKS[look]).new_page()
    page.goto(f"/-/components/{state}")
    assert violations(page) == []


def test_axe_finds_nothing_after_a_swap(page: Page):
    page.goto("/world")
    page.locator("#filter-region").get_by_role("checkbox", name="South Asia").check()
    expect(page).to_have_url("/world?region=South+Asia")
    page.locator("#more-country").click()
    expect(page.get_by_role("searchbox", name="Find in Country")).to_be_visible()
    assert violations(page) == []


def test_every_control_has_a_name(page: Page):
    page.goto("/world")
    names = page.locator("a, button, input, select").evaluate_all(
        "all => all.filter((each) => each.type !== 'hidden' && !each.closest('[hidden]')).map((each) =>"
        " [each.outerHTML.slice(0, 80), each.ariaLabel || each.textContent.trim() || each.labels?.[0]?.textContent])"
    )
    assert [html for html, name in names if not name] == []
