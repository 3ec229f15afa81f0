"""A range swept over a chart is the range of its filter."""

import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pandas as pd
import pytest
from playwright.sync_api import Page, expect

from e2e.dashboard import Dashboard
from e2e.test_drag import restless

LINE = "/world?_chart=line:year,count(),region"
UNLISTED = "/world?_chart=histogram:fertility"
"""The rail has a filter for the year, and none for fertility."""


def sweep(page: Page, start: float, end: float, *, let_go: bool = True) -> None:
    """Press at one part of the chart's width and move to another."""
    page.locator("#chart-1 svg.plot").scroll_into_view_if_needed()
    box = page.locator("#chart-1 svg.plot").bounding_box()
    assert box
    y = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] * start, y)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * end, y, steps=6)
    if let_go:
        page.mouse.up()


def ends(page: Page) -> tuple[int, int]:
    """The typed ends of the years, as the handles were left."""
    return int(page.locator("#min-year").input_value()), int(page.locator("#max-year").input_value())


def said(low: int, high: int) -> re.Pattern[str]:
    """An address that keeps these years."""
    return re.compile(rf"\?year\.max={high}&year\.min={low}&")


def asked(page: Page) -> dict[str, str]:
    return {key: values[0] for key, values in parse_qs(urlsplit(page.url).query).items() if key[0] != "_"}


def test_sweeping_moves_the_handles_and_everything_follows(dashboard: Dashboard, world: pd.DataFrame):
    page = restless(dashboard, LINE)
    sweep(page, 0.3, 0.6, let_go=False)
    expect(page.locator("#min-year")).not_to_have_value("")
    low, high = ends(page)
    assert 1964 < low < high < 2013
    dashboard.expect_rows(int(world.year.between(low, high).sum()))
    expect(page.locator("#chart-1 .brush")).to_have_count(1)
    expect(page).to_have_url(f"{LINE}")


def test_the_address_comes_when_the_hand_lets_go_and_back_undoes(
    dashboard: Dashboard, world: pd.DataFrame, same_elsewhere: Callable
):
    page = dashboard.open(LINE).page
    before, steps = dashboard.state(), dashboard.history()
    sweep(page, 0.3, 0.6)
    low, high = ends(page)
    expect(page).to_have_url(said(low, high))
    dashboard.expect_rows(int(world.year.between(low, high).sum()))
    assert dashboard.history() == steps + 1
    same_elsewhere()
    page.go_back()
    expect(page).to_have_url(LINE)
    dashboard.expect_state(before)


def test_a_hand_that_rests_on_its_way_takes_one_step_of_the_history(dashboard: Dashboard):
    page = dashboard.open(LINE).page
    steps = dashboard.history()
    sweep(page, 0.3, 0.6, let_go=False)
    expect(page).not_to_have_url(LINE)
    rested = page.url
    box = page.locator("#chart-1 svg.plot").bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] * 0.8, box["y"] + box["height"] / 2, steps=3)
    page.mouse.up()
    expect(page).not_to_have_url(rested)
    assert dashboard.history() == steps + 1
    page.go_back()
    expect(page).to_have_url(LINE)


SLOW = """() => {
  const { send, setRequestHeader } = XMLHttpRequest.prototype;
  XMLHttpRequest.prototype.setRequestHeader = function (name, value) {
    this.quick ||= name === "HX-Drag";
    return setRequestHeader.call(this, name, value);
  };
  XMLHttpRequest.prototype.send = function (body) {
    const go = () => this.readyState === 1 && send.call(this, body);
    this.quick ? go() : setTimeout(go, 800);
  };
}"""
"""What is asked when the hand rests is under way for a while; previews are as quick as ever."""


def test_letting_go_while_the_answer_is_under_way_loses_nothing(dashboard: Dashboard):
    page = dashboard.open(LINE).page
    page.evaluate(SLOW)
    sweep(page, 0.3, 0.6, let_go=False)
    page.wait_for_timeout(300)
    page.mouse.up()
    expect(page).to_have_url(said(*ends(page)))


def test_the_end_of_a_sweep_is_no_click(dashboard: Dashboard):
    page = dashboard.open("/world?_chart=histogram:life_expectancy").page
    sweep(page, 0.5, 0.55)
    expect(page).not_to_have_url("/world?_chart=histogram:life_expectancy")
    page.wait_for_timeout(400)
    assert set(asked(page)) <= {"life_expectancy.min", "life_expectancy.max", "life_expectancy.below"}
    dashboard.marks().first.hover()
    expect(page.locator(".tip")).to_be_visible()


def test_a_click_is_no_sweep(dashboard: Dashboard, world: pd.DataFrame):
    page = dashboard.open("/world?_chart=line:year,count()").page
    sweep(page, 0.5, 0.502)
    expect(page).not_to_have_url("/world?_chart=line:year,count()")
    assert list(asked(page)) == ["year"]
    dashboard.expect_rows(244)


def test_a_sweep_backwards_is_the_same(dashboard: Dashboard):
    there = []
    for start, end in ((0.3, 0.6), (0.6, 0.3)):
        page = dashboard.open(LINE).page
        sweep(page, start, end)
        there.append(ends(page))
        expect(page).to_have_url(said(*there[-1]))
    assert there[0] == there[1]


def test_a_column_without_a_filter_in_the_rail_is_asked_at_the_end(
    dashboard: Dashboard, world: pd.DataFrame, same_elsewhere: Callable
):
    page = dashboard.open(UNLISTED).page
    expect(page.locator("#min-fertility")).to_have_count(0)
    sweep(page, 0.4, 0.6, let_go=False)
    expect(page).to_have_url(UNLISTED)
    page.mouse.up()
    expect(page).not_to_have_url(UNLISTED)
    low, high = float(asked(page)["fertility.min"]), float(asked(page)["fertility.max"])
    dashboard.expect_rows(int(world.fertility.between(low, high).sum()))
    same_elsewhere()


@pytest.mark.parametrize(("keys", "ends"), [(2, ("1964", "1966")), (4, ("1964", "1968"))])
def test_shift_and_arrows_sweep_from_the_mark_that_has_the_focus(dashboard: Dashboard, keys: int, ends: tuple):
    page = restless(dashboard, "/world?_chart=line:year,count()")
    page.locator("#chart-1 a.stop").first.focus()
    for _ in range(keys):
        page.keyboard.press("Shift+ArrowRight")
    expect(page.locator("#max-year")).to_have_value(ends[1])
    expect(page.locator("#min-year")).to_have_value("" if ends[0] == "1964" else ends[0])


def test_shift_and_arrows_end_in_an_address(dashboard: Dashboard, world: pd.DataFrame):
    page = dashboard.open("/world?_chart=line:year,count()").page
    page.locator("#chart-1 a.stop").nth(20).focus()
    for _ in range(3):
        page.keyboard.press("Shift+ArrowLeft")
    expect(page).to_have_url(said(1981, 1984))
    dashboard.expect_rows(int(world.year.between(1981, 1984).sum()))


def test_dates_are_swept_too(dashboard: Dashboard, trips: pd.DataFrame):
    page = dashboard.open("/made-up-trips?_chart=line:day,count()").page
    sweep(page, 0.3, 0.6)
    low, high = (page.locator(f"#{end}-day").input_value() for end in ("min", "max"))
    dashboard.expect_rows(int(trips.day.between(low, high).sum()))
    expect(page).to_have_url(f"/made-up-trips?day.max={high}&day.min={low}&_chart=line:day,count()")


def test_a_slow_sweep_keeps_both_ends_though_answers_come_meanwhile(dashboard: Dashboard):
    page = dashboard.open(LINE).page
    box = page.locator("#chart-1 svg.plot").bounding_box()
    assert box
    y = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] * 0.3, y)
    page.mouse.down()
    for step in range(1, 9):
        page.mouse.move(box["x"] + box["width"] * (0.3 + step * 0.03), y)
        page.wait_for_timeout(180)
    page.mouse.up()
    low, high = ends(page)
    assert low < high < 2013
    expect(page).to_have_url(said(low, high))
