"""Typing: answers may come late, the field stays under the hand, and the history does not fill up."""

from contextlib import suppress
from urllib.parse import parse_qsl, urlsplit

import pandas as pd
import pytest
from playwright.sync_api import Error, Page, Route, expect

from e2e.dashboard import Dashboard


def hold(page: Page, name: str, value: str) -> list[Route]:
    """Hold back the requests that ask for one filter, and for it alone."""
    held: list[Route] = []

    def keep(route: Route) -> None:
        if parse_qsl(urlsplit(route.request.url).query) == [(name, value)]:
            held.append(route)
        else:
            route.continue_()

    page.route("**/world?*", keep)
    return held


def wait_for(page: Page, held: list[Route]) -> None:
    for _ in range(100):
        if held:
            return
        page.wait_for_timeout(50)
    raise AssertionError("The request never came.")


def release(page: Page, held: list[Route]) -> None:
    for route in held:
        with suppress(Error):  # a request that a later one replaced is gone
            route.continue_()
    page.wait_for_timeout(600)


def test_an_answer_that_comes_late_is_not_shown(dashboard: Dashboard, world: pd.DataFrame):
    page = dashboard.open("/world").page
    held = hold(page, "_q", "gui")
    page.locator("#search").press_sequentially("gui")
    wait_for(page, held)
    page.locator("#search").press_sequentially("nea")
    rows = int(world.country.str.contains("guinea", case=False).sum())
    dashboard.expect_rows(rows)
    release(page, held)
    dashboard.expect_rows(rows)
    expect(page).to_have_url("/world?_q=guinea")


def test_a_late_answer_to_a_tick_is_not_shown_either(dashboard: Dashboard, world: pd.DataFrame):
    page = dashboard.open("/world").page
    held = hold(page, "region", "South Asia")
    dashboard.option("region", "South Asia").check()
    wait_for(page, held)
    dashboard.option("region", "America").check()
    rows = int(world.region.isin(["South Asia", "America"]).sum())
    expect(page).to_have_url("/world?region=America&region=South+Asia")
    dashboard.expect_rows(rows)
    release(page, held)
    dashboard.expect_rows(rows)
    expect(page).to_have_url("/world?region=America&region=South+Asia")


def test_a_link_followed_while_an_answer_is_late_wins(dashboard: Dashboard):
    page = dashboard.open("/world").page
    held = hold(page, "region", "South Asia")
    dashboard.option("region", "South Asia").check()
    wait_for(page, held)
    page.locator("#sort-country").click()
    expect(page).to_have_url("/world?_sort=country")
    release(page, held)
    expect(page).to_have_url("/world?_sort=country")
    dashboard.expect_rows(dashboard.total())


@pytest.mark.parametrize(
    ("address", "field", "text"),
    [
        ("/world", "#search", "guinea"),
        ("/world", "#min-year", "1980"),
        ("/made-up-trips", "#has-note", "late"),
        ("/made-up-trips", "#min-day", "2012-06"),
    ],
)
def test_focus_and_caret_stay_while_typing(dashboard: Dashboard, address: str, field: str, text: str, complaints):
    complaints.expect_status(400)  # `2012-0` on the way to `2012-06`
    page = dashboard.open(address).page
    page.locator(field).press_sequentially(text, delay=220)
    expect(page.locator(field)).to_be_focused()
    expect(page.locator(field)).to_have_value(text)
    page.wait_for_timeout(300)
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Backspace")
    expect(page.locator(field)).to_have_value(text[:-2] + text[-1])


def test_the_caret_stays_in_the_middle_of_a_text(dashboard: Dashboard):
    page = dashboard.open("/world").page
    page.locator("#search").press_sequentially("gunea")
    expect(page).to_have_url("/world?_q=gunea")
    for _ in range(3):
        page.keyboard.press("ArrowLeft")
    page.keyboard.type("i")
    expect(page).to_have_url("/world?_q=guinea")
    assert page.evaluate("document.activeElement.selectionStart") == 3


@pytest.mark.parametrize(
    ("address", "field", "text", "final"),
    [
        ("/world", "#search", "guinea", "/world?_q=guinea"),
        ("/world", "#min-year", "1980", "/world?year.min=1980"),
        ("/made-up-trips", "#has-note", "late", "/made-up-trips?note.has=late"),
    ],
)
def test_typing_is_one_step_of_the_history(dashboard: Dashboard, address: str, field: str, text: str, final: str):
    page = dashboard.open(address).page
    before = dashboard.state()
    steps = dashboard.history()
    page.locator(field).press_sequentially(text, delay=250)
    expect(page).to_have_url(final)
    page.keyboard.press("Tab")
    page.wait_for_timeout(400)
    assert dashboard.history() == steps + 1
    page.go_back()
    expect(page).to_have_url(address)
    dashboard.expect_state(before)


def test_two_fields_are_two_steps(dashboard: Dashboard):
    page = dashboard.open("/world").page
    steps = dashboard.history()
    page.locator("#search").fill("guinea")
    expect(page).to_have_url("/world?_q=guinea")
    page.locator("#min-year").fill("1980")
    expect(page).to_have_url("/world?year.min=1980&_q=guinea")
    assert dashboard.history() == steps + 2


def test_fast_keys_ask_the_server_once(dashboard: Dashboard):
    page = dashboard.open("/world").page
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/-/static/" not in request.url else None)
    page.locator("#search").press_sequentially("guinea", delay=5)
    expect(page).to_have_url("/world?_q=guinea")
    page.keyboard.press("Tab")
    page.wait_for_timeout(300)
    assert len(asked) <= 2
