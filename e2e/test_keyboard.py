"""With the keyboard only."""

import pandas as pd
import pytest
from playwright.sync_api import Page, expect

from e2e.dashboard import Dashboard


def tab_to(page: Page, selector: str, *, most: int = 60) -> None:
    """Press Tab until an element has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"Tab does not lead to {selector}.")


def test_the_skip_link_comes_first_and_leads_past_the_filters(page: Page):
    page.goto("/world")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    expect(page.get_by_role("link", name="Skip to the content")).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_space_ticks_a_facet_and_keeps_the_focus(dashboard: Dashboard, world: pd.DataFrame):
    page = dashboard.open("/world").page
    tab_to(page, "[value='South Asia']")
    page.keyboard.press("Space")
    dashboard.expect_rows(int(world.region.eq("South Asia").sum()))
    expect(dashboard.option("region", "South Asia")).to_be_focused()
    page.keyboard.press("Space")
    dashboard.expect_rows(len(world))
    expect(dashboard.option("region", "South Asia")).to_be_focused()


def test_enter_follows_a_mark_and_the_focus_stays_on_the_page(dashboard: Dashboard, world: pd.DataFrame):
    page = dashboard.open("/world?_chart=bar:region").page
    page.locator("#main a").first.focus()
    tab_to(page, "#chart-1 svg a")
    page.keyboard.press("Enter")
    expect(page).not_to_have_url("/world?_chart=bar:region,count()")
    expect(dashboard.chip("Region")).to_be_visible()
    page.wait_for_timeout(200)
    assert dashboard.focused() != "BODY"


@pytest.mark.parametrize("name", ["Country", "Next ›", "50", "Remove filter Region: America", "Clear all"])
def test_the_focus_is_not_lost_after_a_link(dashboard: Dashboard, name: str):
    page = dashboard.open("/world?region=America&year.min=1990").page
    before, link = page.url, page.locator("#results").get_by_role("link", name=name, exact=True)
    there = link.get_attribute("id")
    link.press("Enter")
    expect(page).not_to_have_url(before)
    page.wait_for_timeout(200)
    assert dashboard.focused() in (there, "count")


def test_a_header_sorted_twice_keeps_the_focus(dashboard: Dashboard):
    page = dashboard.open("/world").page
    page.locator("#sort-country").focus()
    for address in ("/world?_sort=country", "/world?_sort=-country", "/world"):
        page.keyboard.press("Enter")
        expect(page).to_have_url(address)
        page.wait_for_timeout(100)
        assert dashboard.focused() == "sort-country"


def test_a_select_is_changed_with_the_keyboard(dashboard: Dashboard, trips: pd.DataFrame):
    page = dashboard.open("/made-up-trips").page
    page.locator("#is-carrier").focus()
    page.keyboard.press("ArrowDown")
    dashboard.expect_rows(int(trips.carrier.notna().sum()))
    expect(page.locator("#is-carrier")).to_be_focused()


def test_the_number_of_rows_is_announced(dashboard: Dashboard):
    dashboard.open("/world").option("region", "South Asia").check()
    expect(dashboard.page.get_by_role("status")).to_have_text("400 of 12,200 rows")


def test_opening_more_values_leads_to_their_search(dashboard: Dashboard):
    page = dashboard.open("/world").page
    page.locator("#more-country").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("searchbox", name="Find in Country")).to_be_visible()
    page.wait_for_timeout(200)
    assert page.evaluate("document.activeElement.closest('#filter-country') !== null")


def test_the_focus_stays_on_the_mark_that_was_followed(dashboard: Dashboard):
    page = dashboard.open("/world?_chart=bar:region").page
    dashboard.marks().first.focus()
    page.keyboard.press("Enter")
    dashboard.expect_rows(3300)
    expect(dashboard.marks().first).to_be_focused()
