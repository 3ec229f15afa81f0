"""What a mark says: under the pointer, under the focus, and on a first tap."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Locator, expect

from e2e.dashboard import Dashboard

ADDRESS = "/world?_chart=bar:region,count()"


@pytest.fixture
def finger(new_context: Callable[..., BrowserContext]) -> Dashboard:
    context = new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    return Dashboard(context.new_page()).open(ADDRESS)


def tip(dashboard: Dashboard) -> Locator:
    return dashboard.page.locator(".tip")


def bar(dashboard: Dashboard, name: str = "South Asia") -> Locator:
    return dashboard.marks().filter(has_text=name)


def test_the_pointer_is_told_and_the_tip_goes_with_it(dashboard: Dashboard):
    dashboard.open(ADDRESS)
    expect(tip(dashboard)).to_be_hidden()
    bar(dashboard).hover()
    expect(tip(dashboard)).to_have_text("South Asia: 400")
    bar(dashboard, "America").hover()
    expect(tip(dashboard)).to_have_text("America: 2,600")
    dashboard.page.get_by_role("heading", level=1).hover()
    expect(tip(dashboard)).to_be_hidden()


def test_a_mark_says_its_words_once(dashboard: Dashboard):
    """The title becomes the label: no second tip of the browser's own."""
    told = bar(dashboard.open(ADDRESS))
    told.hover()
    expect(told).to_have_attribute("aria-label", "South Asia: 400")
    expect(told.locator("title")).to_have_count(0)
    expect(tip(dashboard)).to_have_attribute("aria-hidden", "true")


def test_the_focus_is_told_and_arrows_go_from_mark_to_mark(dashboard: Dashboard):
    marks = dashboard.open(ADDRESS).marks()
    dashboard.page.locator("#chart-1 .chart__link").last.focus()
    dashboard.page.keyboard.press("Tab")
    expect(marks.first).to_be_focused()
    expect(tip(dashboard)).to_have_text("Europe & Central Asia: 3,300")
    dashboard.page.keyboard.press("ArrowRight")
    expect(marks.nth(1)).to_be_focused()
    expect(tip(dashboard)).to_have_text("America: 2,600")
    for _ in range(3):
        dashboard.page.keyboard.press("ArrowLeft")
    expect(marks.first).to_be_focused()


def test_the_focus_is_told_where_the_page_scrolls_to_it(dashboard: Dashboard):
    page = dashboard.open("/world").page
    page.locator("#chart-4 .chart__link").last.focus()
    page.evaluate("scrollTo(0, 0)")
    page.keyboard.press("Tab")
    expect(dashboard.marks(4).first).to_be_focused()
    expect(dashboard.marks(4).first).to_be_in_viewport()
    page.wait_for_timeout(300)
    expect(tip(dashboard)).to_be_visible()


def test_escape_hushes(dashboard: Dashboard):
    bar(dashboard.open(ADDRESS)).scroll_into_view_if_needed()
    dashboard.page.wait_for_timeout(100)
    bar(dashboard).hover()
    expect(tip(dashboard)).to_be_visible()
    dashboard.page.keyboard.press("Escape")
    expect(tip(dashboard)).to_be_hidden()


def test_the_tip_goes_when_the_page_scrolls_or_changes(dashboard: Dashboard):
    bar(dashboard.open(ADDRESS)).scroll_into_view_if_needed()
    dashboard.page.wait_for_timeout(100)
    bar(dashboard).hover()
    expect(tip(dashboard)).to_be_visible()
    dashboard.page.mouse.wheel(0, 300)
    expect(tip(dashboard)).to_be_hidden()


def test_the_tip_stays_within_the_page(dashboard: Dashboard):
    bins = dashboard.open("/world?_chart=histogram:life_expectancy,width=full").marks()
    bins.last.hover()
    box, width = tip(dashboard).bounding_box(), dashboard.page.viewport_size
    assert box
    assert width
    assert box["x"] + box["width"] <= width["width"]


def test_a_first_tap_tells_and_a_second_one_follows(finger: Dashboard):
    bar(finger).tap()
    expect(tip(finger)).to_have_text("South Asia: 400")
    expect(finger.page).to_have_url(ADDRESS)
    bar(finger, "America").tap()
    expect(tip(finger)).to_have_text("America: 2,600")
    expect(finger.page).to_have_url(ADDRESS)
    bar(finger, "America").tap()
    finger.expect_rows(2600)


def test_a_tap_elsewhere_hushes(finger: Dashboard):
    bar(finger).tap()
    expect(tip(finger)).to_be_visible()
    finger.page.get_by_role("heading", level=1).tap()
    expect(tip(finger)).to_be_hidden()
    bar(finger).tap()
    expect(finger.page).to_have_url(ADDRESS)
