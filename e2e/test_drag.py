"""While a handle moves, everything but the table follows it; what it shows is what the address then says."""

from collections.abc import Callable
from urllib.parse import parse_qsl, urlsplit

import pandas as pd
from playwright.sync_api import Page, expect

from e2e.dashboard import Dashboard


def grab(page: Page, handle: str) -> tuple[float, float, float]:
    """Press on a handle that stands at the left end; where it is, and how long its track."""
    locator = page.locator(handle)
    locator.scroll_into_view_if_needed()
    box = locator.bounding_box()
    assert box
    x, y, width = box["x"] + 9, box["y"] + box["height"] / 2, box["width"] - 18
    page.mouse.move(x, y)
    page.mouse.down()
    return x, y, width


def chart(page: Page, number: int = 1) -> str:
    return page.locator(f"#chart-{number}-plot").inner_html()


RESTLESS = """() => {
  const form = document.getElementById("filters");
  form.setAttribute("hx-trigger", form.getAttribute("hx-trigger").replace("150ms", "60s"));
  htmx.process(form);
}"""


def restless(dashboard: Dashboard, address: str) -> Page:
    """A dashboard that waits a minute for the hand to rest, so that only previews are seen."""
    dashboard.open(address).page.evaluate(RESTLESS)
    return dashboard.page


def test_counts_charts_and_figures_follow_before_the_hand_lets_go(dashboard: Dashboard, world: pd.DataFrame):
    page = restless(dashboard, "/world")
    before, figure = chart(page), page.locator(".figure__value").nth(1).inner_text()
    x, y, width = grab(page, "#from-year")
    page.mouse.move(x + width * 0.5, y, steps=6)
    low = int(page.locator("#min-year").input_value())
    dashboard.expect_rows(int(world.year.ge(low).sum()))
    expect(page.locator("#values-region .facet__count").first).not_to_have_text("3,300")
    assert chart(page) != before
    assert page.locator(".figure__value").nth(1).inner_text() != figure
    expect(page).to_have_url("/world")


def test_the_table_and_the_address_come_when_the_hand_rests(dashboard: Dashboard, same_elsewhere: Callable):
    page = dashboard.open("/world").page
    x, y, width = grab(page, "#from-year")
    page.mouse.move(x + width * 0.5, y, steps=6)
    low = page.locator("#min-year").input_value()
    page.mouse.up()
    expect(page).to_have_url(f"/world?year.min={low}")
    assert min(map(int, dashboard.cells(3))) >= int(low)
    same_elsewhere()


def test_the_dragged_filter_itself_stays_as_it_is(dashboard: Dashboard):
    page = restless(dashboard, "/world")
    bars = page.locator("#bars-year").get_attribute("d")
    x, y, width = grab(page, "#from-year")
    page.mouse.move(x + width * 0.4, y, steps=4)
    expect(page.locator("#chips .chip")).to_contain_text("Year")
    assert page.locator("#bars-year").get_attribute("d") == bars
    assert dashboard.focused() == "from-year"


def test_arrow_keys_are_followed_too(dashboard: Dashboard, world: pd.DataFrame):
    page = restless(dashboard, "/world")
    page.locator("#from-year").focus()
    page.keyboard.press("ArrowRight")
    dashboard.expect_rows(int(world.year.ge(1965).sum()))
    assert dashboard.focused() == "from-year"


def test_after_many_arrow_keys_the_page_is_where_the_handle_is(dashboard: Dashboard, world: pd.DataFrame):
    page = dashboard.open("/world").page
    page.locator("#from-year").focus()
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    dashboard.expect_rows(int(world.year.ge(1969).sum()))
    expect(page).to_have_url("/world?year.min=1969")
    assert dashboard.focused() == "from-year"


def test_a_drag_under_another_filter_keeps_that_filter(dashboard: Dashboard, world: pd.DataFrame):
    page = restless(dashboard, "/world?region=America")
    x, y, width = grab(page, "#from-year")
    page.mouse.move(x + width * 0.5, y, steps=6)
    low = int(page.locator("#min-year").input_value())
    dashboard.expect_rows(int((world.year.ge(low) & world.region.eq("America")).sum()))


def test_the_address_comes_though_previews_are_slow(dashboard: Dashboard):
    page, held = dashboard.open("/world").page, []
    hold = lambda route: held.append(route) if "hx-drag" in route.request.headers else route.continue_()  # noqa: E731
    page.route("**/world?*", hold)
    x, y, width = grab(page, "#from-year")
    page.mouse.move(x + width * 0.5, y, steps=6)
    page.mouse.up()
    expect(page).to_have_url(f"/world?year.min={page.locator('#min-year').input_value()}")
    assert held


def test_however_fast_the_hand_the_last_question_is_where_it_rests(dashboard: Dashboard):
    page = dashboard.open("/world").page
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "hx-drag" in request.headers else None)
    x, y, width = grab(page, "#from-year")
    for step in range(1, 41):
        page.mouse.move(x + width * step / 50, y)
    page.mouse.up()
    expect(page.locator("#min-year")).not_to_have_value("")
    low = page.locator("#min-year").input_value()
    expect(page).to_have_url(f"/world?year.min={low}")
    lows = [dict(parse_qsl(urlsplit(url).query))["year.min"] for url in asked]
    assert lows == sorted(lows)
    assert len(lows) <= 40
