"""What a page may load and do, and how little it needs."""

import pytest
from playwright.sync_api import Page, expect

from e2e.conftest import Complaints
from e2e.dashboard import Dashboard

FIRST_VIEW, MOST_REQUESTS = 40_000, 6


def test_the_first_view_is_light(page: Page, complaints: Complaints):
    page.goto("/world", wait_until="networkidle")
    requests = complaints.requests
    assert len(requests) <= MOST_REQUESTS
    assert sum(request.sizes()["responseBodySize"] for request in requests) <= FIRST_VIEW


def test_a_second_view_loads_the_page_alone(page: Page):
    page.goto("/world", wait_until="networkidle")
    page.goto("/penguins", wait_until="networkidle")
    loaded = page.evaluate("performance.getEntriesByType('resource').map((each) => [each.name, each.transferSize])")
    assert [name for name, size in loaded if size > 0 and "/-/static/" in name] == []


@pytest.mark.parametrize("address", ["/", "/world", "/nowhere", "/-/health"])
def test_the_policy_forbids_scripts_and_styles_in_the_page(page: Page, address: str):
    policy = page.request.get(address).headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy


def test_an_injected_script_does_not_run(page: Page, complaints: Complaints):
    page.goto("/world")
    page.evaluate(
        "() => { const script = document.createElement('script'); script.textContent = 'window.ran = true';"
        " document.body.append(script); }"
    )
    assert page.evaluate("window.ran") is None
    assert any("Content Security Policy" in text for text in complaints.found)
    complaints.found.clear()


def test_a_session_over_every_part_stays_on_this_server(dashboard: Dashboard, complaints: Complaints):
    """The watch over the console and the requests of every test is what asserts here."""
    page = dashboard.open("/").page
    page.get_by_role("link", name="World development").click()
    dashboard.option("region", "America").check()
    expect(page).to_have_url("/world?region=America")
    dashboard.marks(3).first.click()
    expect(page).not_to_have_url("/world?region=America")
    page.get_by_role("link", name="Clear all", exact=True).click()
    page.locator("#more-country").click()
    expect(page.get_by_role("searchbox", name="Find in Country")).to_be_visible()
    assert complaints.requests
    assert complaints.all() == []


def test_no_cookie_is_set(page: Page):
    page.goto("/world")
    assert page.context.cookies() == []
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
