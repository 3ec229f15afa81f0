"""The search over all texts."""

from collections.abc import Callable

import pandas as pd
from playwright.sync_api import expect

from e2e.dashboard import Dashboard


def found(world: pd.DataFrame, text: str) -> pd.Series:
    return world.country.str.contains(text, case=False) | world.region.str.contains(text, case=False)


def test_a_search_keeps_the_rows_with_the_text_anywhere(
    dashboard: Dashboard, world: pd.DataFrame, same_elsewhere: Callable
):
    dashboard.open("/world").page.locator("#search").press_sequentially("guinea", delay=20)
    dashboard.expect_rows(int(found(world, "guinea").sum()))
    expect(dashboard.page).to_have_url("/world?_q=guinea")
    same_elsewhere()


def test_a_search_and_a_facet_narrow_each_other(dashboard: Dashboard, world: pd.DataFrame, same_elsewhere: Callable):
    dashboard.open("/world").page.locator("#search").fill("south")
    dashboard.expect_rows(int(found(world, "south").sum()))
    dashboard.option("region", "Sub-Saharan Africa").check()
    dashboard.expect_rows(int((found(world, "south") & world.region.eq("Sub-Saharan Africa")).sum()))
    expect(dashboard.page).to_have_url("/world?region=Sub-Saharan+Africa&_q=south")
    same_elsewhere()


def test_the_chip_of_a_search_empties_its_field(dashboard: Dashboard):
    dashboard.open("/world").page.locator("#search").fill("guinea")
    dashboard.chip("“guinea” anywhere").click()
    dashboard.expect_rows(dashboard.total())
    expect(dashboard.page.locator("#search")).to_have_value("")


def test_a_search_that_was_removed_stays_removed(dashboard: Dashboard, world: pd.DataFrame):
    dashboard.open("/world").page.locator("#search").fill("guinea")
    dashboard.chip("“guinea” anywhere").click()
    dashboard.expect_rows(len(world))
    dashboard.option("region", "South Asia").check()
    dashboard.expect_rows(int(world.region.eq("South Asia").sum()))


def test_enter_searches_at_once_and_stays_on_the_page(dashboard: Dashboard, world: pd.DataFrame):
    dashboard.open("/world").page.locator("#search").fill("guinea")
    dashboard.page.keyboard.press("Enter")
    expect(dashboard.page).to_have_url("/world?_q=guinea")
    dashboard.expect_rows(int(found(world, "guinea").sum()))


def test_a_search_without_a_hit_says_so_and_offers_a_way_back(dashboard: Dashboard):
    dashboard.open("/world").page.locator("#search").fill("zzzz")
    dashboard.expect_rows(0)
    dashboard.page.get_by_role("link", name="Clear all filters").click()
    dashboard.expect_rows(dashboard.total())
    expect(dashboard.page.locator("#search")).to_have_value("")
