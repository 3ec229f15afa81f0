"""Filters by a text that cells contain."""

from collections.abc import Callable

import pandas as pd
from playwright.sync_api import expect

from e2e.dashboard import Dashboard


def test_a_typed_text_keeps_the_rows_that_contain_it(
    dashboard: Dashboard, trips: pd.DataFrame, same_elsewhere: Callable
):
    field = dashboard.open("/made-up-trips").page.get_by_role("searchbox", name="Note contains")
    field.press_sequentially("LATE", delay=30)
    dashboard.expect_rows(int(trips.note.str.contains("late").sum()))
    expect(dashboard.page).to_have_url("/made-up-trips?note.has=LATE")
    expect(field).to_be_focused()
    same_elsewhere()


def test_an_emptied_field_brings_the_rows_back(dashboard: Dashboard):
    dashboard.open("/made-up-trips?note.has=late").page.locator("#has-note").fill("")
    dashboard.expect_rows(dashboard.total())
    expect(dashboard.page).to_have_url("/made-up-trips")


def test_a_text_with_signs_is_taken_literally(dashboard: Dashboard, same_elsewhere: Callable):
    dashboard.open("/made-up-trips").page.locator("#has-note").fill("1: on.*&+%")
    dashboard.expect_rows(0)
    expect(dashboard.page).to_have_url("/made-up-trips?note.has=1:+on.%2A%26%2B%25")
    same_elsewhere()


def test_its_chip_takes_the_text_away(dashboard: Dashboard):
    dashboard.open("/made-up-trips").page.locator("#has-note").fill("late")
    dashboard.chip("Note contains").click()
    expect(dashboard.page).to_have_url("/made-up-trips")
    expect(dashboard.page.locator("#has-note")).to_have_value("")
