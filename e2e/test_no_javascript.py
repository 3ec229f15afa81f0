"""Without JavaScript: links and forms do everything."""

from collections.abc import Callable

import pandas as pd
import pytest
from playwright.sync_api import BrowserContext, expect

from e2e.dashboard import Dashboard, title_number


@pytest.fixture
def plain(new_context: Callable[..., BrowserContext]) -> Dashboard:
    return Dashboard(new_context(java_script_enabled=False).new_page())


def submit(plain: Dashboard) -> None:
    plain.page.get_by_role("button", name="Filter", exact=True).click()


def test_facets_filter_with_a_button(plain: Dashboard, world: pd.DataFrame):
    plain.open("/world").option("region", "South Asia").check()
    plain.option("region", "America").check()
    submit(plain)
    plain.expect_rows(int(world.region.isin(["South Asia", "America"]).sum()))
    expect(plain.page).to_have_url("/world?region=America&region=South+Asia")
    expect(plain.option("region", "America")).to_be_checked()


def test_typed_ends_and_the_search_filter_with_enter(plain: Dashboard, world: pd.DataFrame):
    plain.open("/world").page.locator("#min-year").fill("1980")
    plain.page.locator("#max-year").fill("1989")
    plain.page.locator("#search").fill("guinea")
    plain.page.keyboard.press("Enter")
    found = world.country.str.contains("guinea", case=False) & world.year.between(1980, 1989)
    plain.expect_rows(int(found.sum()))
    expect(plain.page).to_have_url("/world?year.max=1989&year.min=1980&_q=guinea")


def test_handles_that_would_do_nothing_are_not_shown(plain: Dashboard):
    expect(plain.open("/world").page.locator("#from-year")).not_to_be_visible()


def test_missing_values_are_filtered_with_the_button(plain: Dashboard, trips: pd.DataFrame):
    plain.open("/made-up-trips").page.locator("#is-carrier").select_option("missing")
    submit(plain)
    plain.expect_rows(int(trips.carrier.isna().sum()))


def test_chips_remove_filters(plain: Dashboard):
    plain.open("/world?region=South+Asia&year.min=1980")
    plain.chip("Region").click()
    expect(plain.page).to_have_url("/world?year.min=1980")
    plain.page.get_by_role("link", name="Clear all", exact=True).click()
    expect(plain.page).to_have_url("/world")


def test_headers_pages_and_sizes_are_links(plain: Dashboard):
    plain.open("/world").page.locator("#sort-country").click()
    expect(plain.page).to_have_url("/world?_sort=country")
    plain.page.locator("#page-next").click()
    expect(plain.page).to_have_url("/world?_page=2&_sort=country")
    plain.page.locator("#size-50").click()
    expect(plain.page).to_have_url("/world?_size=50&_sort=country")


def test_the_sort_survives_the_filter_button(plain: Dashboard):
    plain.open("/world?_sort=country").option("region", "South Asia").check()
    submit(plain)
    expect(plain.page).to_have_url("/world?region=South+Asia&_sort=country")


@pytest.mark.parametrize("chart", ["bar:region", "line:year", "histogram:year", "heatmap:year,life_expectancy"])
def test_marks_are_links(plain: Dashboard, chart: str):
    marks = plain.open(f"/world?_chart={chart}").marks()
    mark = marks.nth(marks.count() // 2)
    rows = title_number(mark)
    mark.click()
    plain.expect_rows(rows)


def test_more_values_are_a_page(plain: Dashboard, world: pd.DataFrame):
    plain.open("/world?year.min=2000").page.locator("#more-country").click()
    expect(plain.page.get_by_role("heading", level=1)).to_have_text("Country")
    plain.page.get_by_role("searchbox", name="Find in Country").fill("guinea")
    plain.page.get_by_role("button", name="Find").click()
    plain.page.get_by_role("checkbox", name="Guinea-Bissau").check()
    submit(plain)
    expect(plain.page).to_have_url("/world?country=Guinea-Bissau&year.min=2000")
    plain.expect_rows(int((world.country.eq("Guinea-Bissau") & world.year.ge(2000)).sum()))


def test_more_filters_are_links(plain: Dashboard):
    plain.open("/world").page.locator("#facets").get_by_text("More filters").click()
    plain.page.locator("#facets").get_by_role("link", name="Fertility", exact=True).click()
    expect(plain.page.locator("#min-fertility")).to_be_visible()


def test_buttons_that_would_do_nothing_are_not_shown(plain: Dashboard):
    plain.open("/world").page.get_by_text("This view in pandas").click()
    expect(plain.page.locator("#code-text")).to_be_visible()
    expect(plain.page.get_by_role("button", name="Copy")).to_have_count(0)
