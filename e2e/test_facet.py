"""Filters by values: checkboxes with counts."""

from collections.abc import Callable

import pandas as pd
from playwright.sync_api import Page, expect

from e2e.dashboard import Dashboard


def test_two_values_keep_the_rows_of_either(dashboard: Dashboard, world: pd.DataFrame, same_elsewhere: Callable):
    dashboard.open("/world").option("region", "South Asia").check()
    dashboard.expect_rows(int(world.region.eq("South Asia").sum()))
    expect(dashboard.page).to_have_url("/world?region=South+Asia")
    dashboard.option("region", "America").check()
    dashboard.expect_rows(int(world.region.isin(["South Asia", "America"]).sum()))
    expect(dashboard.page).to_have_url("/world?region=America&region=South+Asia")
    same_elsewhere()


def test_counts_of_other_facets_change_and_its_own_do_not(dashboard: Dashboard, world: pd.DataFrame):
    before = dashboard.open("/world").options("region")
    assert before == world.region.value_counts().to_dict()
    countries = dashboard.options("country")
    dashboard.option("region", "South Asia").check()
    dashboard.expect_rows(before["South Asia"])
    assert dashboard.options("region") == before
    after = dashboard.options("country")
    assert after != countries
    there = world[world.region.eq("South Asia")].country.value_counts()
    assert all(count == there.get(country, 0) for country, count in after.items())


def test_a_tick_taken_away_brings_the_rows_back(dashboard: Dashboard):
    dashboard.open("/world?region=South+Asia").option("region", "South Asia").uncheck()
    dashboard.expect_rows(dashboard.total())
    expect(dashboard.page).to_have_url("/world")


def test_the_clear_link_appears_with_the_tick_and_takes_it_away(dashboard: Dashboard):
    dashboard.open("/world").option("region", "South Asia").check()
    dashboard.page.get_by_role("link", name="Clear Region").click()
    expect(dashboard.page).to_have_url("/world")
    expect(dashboard.option("region", "South Asia")).not_to_be_checked()


def test_a_value_that_is_not_in_the_data_gives_no_rows_and_a_way_back(dashboard: Dashboard):
    dashboard.open("/world?region=Atlantis").expect_rows(0)
    expect(dashboard.option("region", "Atlantis")).to_be_checked()
    dashboard.page.get_by_role("link", name="Clear all filters").click()
    dashboard.expect_rows(dashboard.total())


def test_a_boolean_is_filtered_by_yes_and_no(dashboard: Dashboard, trips: pd.DataFrame, same_elsewhere: Callable):
    dashboard.open("/made-up-trips").page.locator("#filter-late").get_by_role("checkbox", name="Yes").check()
    dashboard.expect_rows(int(trips.late.sum()))
    expect(dashboard.page).to_have_url("/made-up-trips?late=true")
    same_elsewhere()


def test_rows_with_a_missing_value_can_be_left_out_or_be_the_only_ones(
    dashboard: Dashboard, trips: pd.DataFrame, same_elsewhere: Callable
):
    missing = int(trips.carrier.isna().sum())
    select = dashboard.open("/made-up-trips").page.locator("#is-carrier")
    select.select_option("missing")
    dashboard.expect_rows(missing)
    expect(dashboard.page).to_have_url("/made-up-trips?carrier.is=missing")
    select.select_option("present")
    dashboard.expect_rows(len(trips) - missing)
    expect(dashboard.page).to_have_url("/made-up-trips?carrier.is=present")
    same_elsewhere()
    select.select_option("")
    dashboard.expect_rows(len(trips))
    expect(dashboard.page).to_have_url("/made-up-trips")


def test_missing_numbers_are_filtered_too(dashboard: Dashboard, trips: pd.DataFrame):
    dashboard.open("/made-up-trips").page.locator("#is-fare").select_option("missing")
    dashboard.expect_rows(int(trips.fare.isna().sum()))


def open_more(dashboard: Dashboard):
    dashboard.page.locator("#more-country").click()
    field = dashboard.page.get_by_role("searchbox", name="Find in Country")
    expect(field).to_be_visible()
    return field


def test_more_values_come_with_a_search_among_them(dashboard: Dashboard, world: pd.DataFrame, same_elsewhere: Callable):
    field = open_more(dashboard.open("/world"))
    assert len(dashboard.options("country")) >= 200
    field.press_sequentially("guinea")
    expect(dashboard.page.locator("#filter-country").get_by_role("checkbox")).to_have_count(
        world.country[world.country.str.contains("guinea", case=False)].nunique()
    )
    expect(field).to_be_focused()
    expect(dashboard.page).to_have_url("/world")
    dashboard.option("country", "Guinea-Bissau").check()
    dashboard.expect_rows(int(world.country.eq("Guinea-Bissau").sum()))
    expect(dashboard.page).to_have_url("/world?country=Guinea-Bissau")
    same_elsewhere()


def test_a_search_among_values_without_a_hit_says_so(dashboard: Dashboard):
    open_more(dashboard.open("/world")).press_sequentially("zzz")
    expect(dashboard.page.locator("#filter-country")).to_contain_text("No value contains “zzz”")


def test_enter_in_the_search_among_values_stays_on_the_page(dashboard: Dashboard):
    field = open_more(dashboard.open("/world"))
    field.press_sequentially("guinea")
    expect(dashboard.option("country", "Guinea-Bissau")).to_be_visible()
    field.press("Enter")
    dashboard.page.wait_for_timeout(400)
    expect(dashboard.page).to_have_url("/world")
    expect(dashboard.count).to_be_visible()


def find(dashboard: Dashboard, text: str, value: str) -> None:
    """Search among the values, and tick one that is found."""
    field = dashboard.page.get_by_role("searchbox", name="Find in Country")
    field.fill(text)
    expect(dashboard.page.locator("#filter-country").get_by_role("checkbox").first).to_have_value(value)
    dashboard.option("country", value).check()


def test_values_ticked_among_more_stay_when_the_list_is_closed(dashboard: Dashboard, world: pd.DataFrame):
    open_more(dashboard.open("/world"))
    find(dashboard, "bissau", "Guinea-Bissau")
    expect(dashboard.page).to_have_url("/world?country=Guinea-Bissau")
    dashboard.option("region", "Sub-Saharan Africa").check()
    expect(dashboard.page).to_have_url("/world?country=Guinea-Bissau&region=Sub-Saharan+Africa")
    expect(dashboard.option("country", "Guinea-Bissau")).to_be_checked()
    dashboard.expect_rows(int(world.country.eq("Guinea-Bissau").sum()))


def test_two_values_found_one_after_the_other_are_both_kept(dashboard: Dashboard, world: pd.DataFrame):
    open_more(dashboard.open("/world"))
    find(dashboard, "bissau", "Guinea-Bissau")
    expect(dashboard.page).to_have_url("/world?country=Guinea-Bissau")
    field = dashboard.page.get_by_role("searchbox", name="Find in Country")
    field.fill("fiji")
    dashboard.option("country", "Fiji").check()
    expect(dashboard.page).to_have_url("/world?country=Fiji&country=Guinea-Bissau")
    dashboard.expect_rows(int(world.country.isin(["Fiji", "Guinea-Bissau"]).sum()))


def test_a_value_ticked_just_before_more_are_shown_stays(dashboard: Dashboard):
    value = next(iter(dashboard.open("/world").options("country")))
    dashboard.option("country", value).check()
    expect(dashboard.count).not_to_have_text(f"{dashboard.total():,} of {dashboard.total():,} rows")
    open_more(dashboard)
    expect(dashboard.option("country", value)).to_be_checked()


def test_leaving_the_search_among_values_does_not_close_the_list(dashboard: Dashboard):
    field = open_more(dashboard.open("/world"))
    field.press_sequentially("guinea")
    expect(dashboard.option("country", "Guinea-Bissau")).to_be_visible()
    dashboard.page.get_by_role("heading", level=1).click()
    dashboard.page.wait_for_timeout(500)
    expect(field).to_be_visible()
    expect(dashboard.option("country", "Guinea-Bissau")).to_be_visible()


def test_the_page_of_all_values_filters_and_keeps_the_rest(page: Page, world: pd.DataFrame):
    page.goto("/world/facet/country?year.min=2000")
    page.get_by_role("searchbox", name="Find in Country").fill("guinea")
    page.get_by_role("button", name="Find").click()
    page.get_by_role("checkbox", name="Guinea-Bissau").check()
    page.get_by_role("button", name="Filter").click()
    expect(page).to_have_url("/world?country=Guinea-Bissau&year.min=2000")
    Dashboard(page).expect_rows(int((world.country.eq("Guinea-Bissau") & world.year.ge(2000)).sum()))


def add_filter(dashboard: Dashboard, name: str) -> None:
    rail = dashboard.page.locator("#facets")
    rail.get_by_text("More filters").click()
    rail.get_by_role("link", name=name, exact=True).click()


def test_more_filters_adds_a_filter_to_the_rail(dashboard: Dashboard, world: pd.DataFrame, same_elsewhere: Callable):
    expect(dashboard.open("/world").page.locator("#filter-fertility")).to_have_count(0)
    add_filter(dashboard, "Fertility")
    expect(dashboard.page).to_have_url("/world?_facet=fertility")
    dashboard.page.locator("#min-fertility").fill("5")
    dashboard.expect_rows(int(world.fertility.ge(5).sum()))
    expect(dashboard.page).to_have_url("/world?fertility.min=5&_facet=fertility")
    same_elsewhere()


def test_counts_stay_true_when_the_filter_in_use_is_emptied(dashboard: Dashboard, world: pd.DataFrame):
    """Without its value the filter has no reason to be in the rail, but its field is in use."""
    field = dashboard.open("/world?fertility.min=7").page.locator("#min-fertility")
    field.click()
    field.fill("")
    dashboard.expect_rows(len(world))
    assert dashboard.options("region") == world.region.value_counts().to_dict()
