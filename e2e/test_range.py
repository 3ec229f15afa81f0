"""Filters by range: two handles, typed ends, arrow keys."""

from collections.abc import Callable

import pandas as pd
import pytest
from playwright.sync_api import Locator, Page, expect

from e2e.dashboard import Dashboard


def drag(page: Page, handle: Locator, *, to: float, steps: int = 8) -> None:
    """Drag a handle to a part of its track; the track's ends are where handles stand at 0 and at the most."""
    handle.scroll_into_view_if_needed()
    box = handle.bounding_box()
    assert box
    now = handle.evaluate("(each) => (each.value - each.min) / (each.max - each.min)")
    radius, y = 9, box["y"] + box["height"] / 2
    start, width = box["x"] + radius, box["width"] - 2 * radius
    page.mouse.move(start + now * width, y)
    page.mouse.down()
    page.mouse.move(start + to * width, y, steps=steps)
    page.mouse.up()


def test_a_dragged_handle_filters(dashboard: Dashboard, world: pd.DataFrame, same_elsewhere: Callable):
    page = dashboard.open("/world").page
    drag(page, page.locator("#from-year"), to=0.5)
    expect(page.locator("#min-year")).not_to_have_value("")
    low = int(page.locator("#min-year").input_value())
    assert 1980 < low < 1995
    expect(page).to_have_url(f"/world?year.min={low}")
    dashboard.expect_rows(int(world.year.ge(low).sum()))
    same_elsewhere()


def test_a_drag_is_one_step_of_the_history(dashboard: Dashboard):
    page = dashboard.open("/world").page
    before = dashboard.history()
    handle = page.locator("#from-year")
    box = handle.bounding_box()
    assert box
    y, start, width = box["y"] + box["height"] / 2, box["x"] + 9, box["width"] - 18
    page.mouse.move(start, y)
    page.mouse.down()
    for part in (0.2, 0.4, 0.6):
        page.mouse.move(start + part * width, y, steps=3)
        page.wait_for_timeout(350)
    page.mouse.up()
    expect(page).to_have_url("/world?year.min=1994")
    page.wait_for_timeout(300)
    assert dashboard.history() == before + 1


def test_both_handles_keep_what_lies_between(dashboard: Dashboard, world: pd.DataFrame):
    page = dashboard.open("/world").page
    drag(page, page.locator("#from-year"), to=0.3)
    drag(page, page.locator("#to-year"), to=0.6)
    expect(page.locator("#max-year")).not_to_have_value("")
    low, high = (int(page.locator(f"[name='year.{end}']").input_value()) for end in ("min", "max"))
    assert low < high
    expect(page).to_have_url(f"/world?year.max={high}&year.min={low}")
    dashboard.expect_rows(int(world.year.between(low, high).sum()))


def test_handles_do_not_cross(dashboard: Dashboard, world: pd.DataFrame):
    page = dashboard.open("/world").page
    drag(page, page.locator("#to-year"), to=0.4)
    drag(page, page.locator("#from-year"), to=0.9)
    expect(page.locator("#min-year")).not_to_have_value("")
    low, high = (int(page.locator(f"[name='year.{end}']").input_value()) for end in ("min", "max"))
    assert low <= high
    dashboard.expect_rows(int(world.year.between(low, high).sum()))


def test_a_handle_back_at_its_end_leaves_the_range_open(dashboard: Dashboard):
    page = dashboard.open("/world").page
    drag(page, page.locator("#from-year"), to=0.5)
    expect(page).not_to_have_url("/world")
    drag(page, page.locator("#from-year"), to=0)
    expect(page).to_have_url("/world")
    dashboard.expect_rows(dashboard.total())


def test_a_handle_of_decimals_says_what_it_does(dashboard: Dashboard, world: pd.DataFrame):
    page = dashboard.open("/world").page
    drag(page, page.locator("#from-life_expectancy"), to=0.5)
    drag(page, page.locator("#to-life_expectancy"), to=0.75)
    expect(page.locator("#max-life_expectancy")).not_to_have_value("")
    low, high = (float(page.locator(f"[name='life_expectancy.{end}']").input_value()) for end in ("min", "max"))
    dashboard.expect_rows(int(world.life_expectancy.between(low, high).sum()))


def test_arrow_keys_move_a_handle(dashboard: Dashboard, world: pd.DataFrame, same_elsewhere: Callable):
    handle = dashboard.open("/world").page.locator("#from-year")
    handle.focus()
    for _ in range(3):
        dashboard.page.keyboard.press("ArrowRight")
    expect(dashboard.page).to_have_url("/world?year.min=1967")
    dashboard.expect_rows(int(world.year.ge(1967).sum()))
    expect(handle).to_be_focused()
    expect(handle).to_have_attribute("aria-valuetext", "1967")
    same_elsewhere()
    dashboard.page.keyboard.press("ArrowLeft")
    expect(dashboard.page).to_have_url("/world?year.min=1966")


def test_typed_ends_filter(dashboard: Dashboard, world: pd.DataFrame, same_elsewhere: Callable):
    page = dashboard.open("/world").page
    page.locator("#min-year").fill("1980")
    expect(page).to_have_url("/world?year.min=1980")
    page.locator("#max-year").fill("1989")
    dashboard.expect_rows(int(world.year.between(1980, 1989).sum()))
    expect(page).to_have_url("/world?year.max=1989&year.min=1980")
    same_elsewhere()


def test_a_typed_end_moves_its_handle(dashboard: Dashboard):
    page = dashboard.open("/world").page
    page.locator("#min-year").fill("1980")
    expect(page).to_have_url("/world?year.min=1980")
    page.locator("#max-year").focus()
    expect(page.locator("#from-year")).to_have_value("16")


def test_a_handle_dragged_after_typing_does_not_cross_the_typed_end(dashboard: Dashboard, world: pd.DataFrame):
    page = dashboard.open("/world").page
    page.locator("#min-year").fill("2000")
    expect(page).to_have_url("/world?year.min=2000")
    drag(page, page.locator("#to-year"), to=0.2)
    expect(page.locator("#max-year")).not_to_have_value("")
    high = int(page.locator("#max-year").input_value())
    low = int(page.locator("#min-year").input_value())
    assert low <= high
    dashboard.expect_rows(int(world.year.between(low, high).sum()))


def test_a_number_written_otherwise_becomes_canonical_in_the_address(dashboard: Dashboard):
    dashboard.open("/world").page.locator("#min-year").fill("1980.0")
    expect(dashboard.page).to_have_url("/world?year.min=1980")


@pytest.mark.parametrize(("text", "start"), [("2012-06", "2012-06-01"), ("2012-07-04", "2012-07-04"), ("2013", "2013")])
def test_a_date_may_be_typed_as_year_month_or_day(dashboard: Dashboard, trips: pd.DataFrame, text: str, start: str):
    dashboard.open("/made-up-trips").page.locator("#min-day").fill(text)
    dashboard.expect_rows(int(trips.day.ge(start).sum()))
    expect(dashboard.page).to_have_url(f"/made-up-trips?day.min={text}")


def test_the_end_of_a_date_range_is_all_of_what_is_typed(dashboard: Dashboard, trips: pd.DataFrame):
    dashboard.open("/made-up-trips").page.locator("#max-day").fill("2012-06")
    dashboard.expect_rows(int(trips.day.lt("2012-07-01").sum()))


def test_a_handle_of_dates_filters(dashboard: Dashboard, trips: pd.DataFrame):
    page = dashboard.open("/made-up-trips").page
    drag(page, page.locator("#from-day"), to=0.5)
    expect(page.locator("#min-day")).not_to_have_value("")
    dashboard.expect_rows(int(trips.day.ge(page.locator("#min-day").input_value()).sum()))
