"""The table: sorted by its headers, in pages, with the columns one wants."""

from collections.abc import Callable

import pandas as pd
import pytest
from playwright.sync_api import expect

from e2e.dashboard import Dashboard


def header(dashboard: Dashboard, key: str):
    return dashboard.page.get_by_role("columnheader").filter(has=dashboard.page.locator(f"#sort-{key}"))


def test_a_text_header_sorts_upwards_then_downwards_then_not(
    dashboard: Dashboard, world: pd.DataFrame, same_elsewhere: Callable
):
    page, usual = dashboard.open("/world").page, dashboard.cells(1)
    page.locator("#sort-country").click()
    expect(page).to_have_url("/world?_sort=country")
    expect(header(dashboard, "country")).to_have_attribute("aria-sort", "ascending")
    assert set(dashboard.cells(1)) == {min(world.country)}
    page.locator("#sort-country").click()
    expect(page).to_have_url("/world?_sort=-country")
    expect(header(dashboard, "country")).to_have_attribute("aria-sort", "descending")
    assert set(dashboard.cells(1)) == {max(world.country)}
    same_elsewhere()
    page.locator("#sort-country").click()
    expect(page).to_have_url("/world")
    assert dashboard.cells(1) == usual


def test_a_number_header_sorts_the_greatest_first(dashboard: Dashboard, world: pd.DataFrame):
    page = dashboard.open("/world").page
    page.locator("#sort-fertility").click()
    expect(page).to_have_url("/world?_sort=-fertility")
    assert dashboard.cells(5)[0] == f"{world.fertility.max():.2f}"
    page.locator("#sort-fertility").click()
    expect(page).to_have_url("/world?_sort=fertility")
    assert dashboard.cells(5)[0] == f"{world.fertility.min():.2f}"


def test_missing_values_come_last_either_way(dashboard: Dashboard):
    for sort in ("fare", "-fare"):
        dashboard.open(f"/made-up-trips?_sort={sort}&_size=250")
        assert dashboard.cells(5)[-1] == "–"
        assert dashboard.cells(5)[0] != "–"


def test_pages_follow_each_other_without_a_gap(dashboard: Dashboard, penguins: pd.DataFrame, same_elsewhere: Callable):
    page = dashboard.open("/penguins?_sort=body_mass_g").page
    expect(page.locator("#table")).to_contain_text("1–25 of 344")
    page.locator("#page-next").click()
    expect(page).to_have_url("/penguins?_page=2&_sort=body_mass_g")
    expect(page.locator("#table")).to_contain_text("26–50 of 344")
    ordered = penguins.sort_values("body_mass_g", kind="stable").body_mass_g.iloc[25:50]
    assert dashboard.cells(6) == [f"{value:,.0f}" for value in ordered]
    same_elsewhere()
    page.locator("#page-previous").click()
    expect(page).to_have_url("/penguins?_sort=body_mass_g")


def test_the_last_page_has_no_next(dashboard: Dashboard):
    page = dashboard.open("/penguins?_page=14").page
    expect(page.locator("#table")).to_contain_text("326–344 of 344")
    expect(page.locator("#page-next")).to_have_count(0)


def test_a_page_that_is_not_there_leads_to_the_last(dashboard: Dashboard):
    page = dashboard.open("/penguins?_page=99").page
    page.get_by_role("link", name="Go to the last page").click()
    expect(page).to_have_url("/penguins?_page=14")


def test_a_filter_goes_back_to_the_first_page(dashboard: Dashboard):
    dashboard.open("/penguins?_page=3&_sort=-body_mass_g").page.get_by_role("checkbox", name="Gentoo").check()
    expect(dashboard.page).to_have_url("/penguins?species=Gentoo&_sort=-body_mass_g")
    expect(dashboard.page.locator("#table")).to_contain_text("1–25 of")


@pytest.mark.parametrize("size", [10, 50, 100])
def test_a_page_has_as_many_rows_as_one_wants(dashboard: Dashboard, size: int, same_elsewhere: Callable):
    page = dashboard.open("/penguins").page
    page.locator(f"#size-{size}").click()
    expect(page).to_have_url(f"/penguins?_size={size}")
    expect(page.locator("#table tbody tr")).to_have_count(size)
    same_elsewhere()


def test_a_column_can_be_hidden_and_shown_again(dashboard: Dashboard, same_elsewhere: Callable):
    page = dashboard.open("/penguins").page
    for name in ("Hide Island", "Show Island"):
        if not page.get_by_role("link", name=name).is_visible():
            page.locator("#table").get_by_text("Columns", exact=True).click()
        page.get_by_role("link", name=name).click()
        expect(page.locator("#sort-island")).to_have_count(0 if name.startswith("Hide") else 1)
        same_elsewhere()
    expect(page).to_have_url("/penguins")


def test_sort_page_size_and_columns_live_together_with_filters(dashboard: Dashboard, same_elsewhere: Callable):
    page = dashboard.open("/world?region=America&_cols=country,year&_size=10&_sort=country").page
    page.locator("#page-next").click()
    expect(page).to_have_url("/world?region=America&_cols=country,year&_page=2&_size=10&_sort=country")
    dashboard.option("region", "South Asia").check()
    expect(page).to_have_url(
        "/world?region=America&region=South+Asia&_cols=country,year&_size=10&_sort=country",
    )
    same_elsewhere()
