"""Chips: the active filters, each with its remove link, beside the number of rows."""

from collections.abc import Callable

import pandas as pd
import pytest
from playwright.sync_api import expect

from e2e.dashboard import Dashboard

ALL = "/world?fertility.is=present&region=America&region=South+Asia&year.max=1999&year.min=1980&_q=an"


@pytest.mark.parametrize("address", ["/world", "/world?region=South+Asia", "/world?region=Atlantis", "/penguins", ALL])
def test_the_number_of_rows_is_always_there(dashboard: Dashboard, address: str):
    dashboard.open(address)
    assert dashboard.rows() <= dashboard.total()


def test_each_active_filter_has_a_chip(dashboard: Dashboard):
    chips = dashboard.open(ALL).page.get_by_role("list", name="Active filters")
    for text in ("“an” anywhere", "Fertility is present", "Region: America, South Asia", "Year: 1980 – 1999"):
        expect(chips).to_contain_text(text)


def test_a_chip_takes_its_filter_away_and_leaves_the_others(
    dashboard: Dashboard, world: pd.DataFrame, same_elsewhere: Callable
):
    dashboard.open("/world?region=America&region=South+Asia&year.max=1999&year.min=1980")
    dashboard.chip("Region").click()
    dashboard.expect_rows(int(world.year.between(1980, 1999).sum()))
    expect(dashboard.page).to_have_url("/world?year.max=1999&year.min=1980")
    expect(dashboard.option("region", "America")).not_to_be_checked()
    same_elsewhere()


def test_the_chip_of_a_range_empties_both_ends(dashboard: Dashboard):
    dashboard.open("/world?year.max=1999&year.min=1980")
    dashboard.chip("Year").click()
    expect(dashboard.page).to_have_url("/world")
    expect(dashboard.page.locator("#min-year")).to_have_value("")
    expect(dashboard.page.locator("#max-year")).to_have_value("")
    expect(dashboard.page.locator("#to-year")).to_have_value("50")


def test_clear_all_takes_every_filter_and_leaves_the_sort(dashboard: Dashboard, same_elsewhere: Callable):
    dashboard.open(f"{ALL}&_sort=country").page.get_by_role("link", name="Clear all", exact=True).click()
    dashboard.expect_rows(dashboard.total())
    expect(dashboard.page).to_have_url("/world?_sort=country")
    expect(dashboard.page.get_by_role("list", name="Active filters")).to_have_count(0)
    same_elsewhere()


def test_a_chip_appears_with_a_tick(dashboard: Dashboard):
    dashboard.open("/world").option("region", "South Asia").check()
    expect(dashboard.chip("Region: South Asia")).to_be_visible()
