"""Marks: a click keeps their rows, another one lets them go, Ctrl adds; the rest of the chart stays, muted."""

import re

import pytest
from playwright.sync_api import Locator, expect

from e2e.dashboard import Dashboard

MUTED, SELECTED = re.compile(r"\bis-muted\b"), re.compile(r"\bis-selected\b")
MARKS = {
    "bar": ("/world?_chart=bar:region,count()", "a.bar"),
    "series": ("/world?_chart=line:year,count(),region", "a.line"),
    "stop": ("/world?_chart=line:year,count()", "a.stop"),
    "bin": ("/world?_chart=histogram:life_expectancy", "a.bar"),
    "cell": ("/world?_chart=heatmap:year,life_expectancy", "a.cell"),
    "country": ("/world?_chart=countries:country,count()", "a.cell"),
}


def opened(dashboard: Dashboard, kind: str) -> Locator:
    address, marks = MARKS[kind]
    return dashboard.open(address).page.locator(f"#chart-1 {marks}")


def follow(mark: Locator) -> None:
    """Follow a mark as Enter does: other marks may lie above its middle."""
    mark.focus()
    mark.press("Enter")


@pytest.mark.parametrize("kind", MARKS)
def test_a_mark_is_chosen_and_let_go_again(dashboard: Dashboard, kind: str):
    marks = opened(dashboard, kind)
    address, there, many = dashboard.page.url, marks.nth(1).get_attribute("href") or "", marks.count()
    follow(marks.nth(1))
    expect(dashboard.page).to_have_url(there)
    expect(marks).to_have_count(many)
    chosen = marks.and_(dashboard.page.locator("[aria-current=true]"))
    expect(chosen).to_have_count(1)
    expect(chosen).to_have_class(SELECTED)
    if kind == "stop":
        expect(dashboard.page.locator("#chart-1 .window")).to_have_count(1)
    else:
        expect(marks.and_(dashboard.page.locator(".is-muted"))).to_have_count(many - 1)
    follow(chosen)
    expect(dashboard.page).to_have_url(address)
    expect(dashboard.page.locator("#chart-1 .is-muted, #chart-1 .is-selected")).to_have_count(0)


def test_a_cluster_keeps_its_rows_and_its_chips_let_them_go(dashboard: Dashboard):
    address = "/penguins?_chart=scatter:flipper_length_mm,body_mass_g"
    cluster = dashboard.open(address).page.locator("#chart-1 a.cluster").filter(has_text=" rows:").first
    said = cluster.text_content() or ""
    follow(cluster)
    dashboard.expect_rows(int(said.split()[0]))
    dashboard.chip("Flipper length").click()
    expect(dashboard.chip("Flipper length")).to_have_count(0)
    dashboard.chip("Body mass").click()
    expect(dashboard.page).to_have_url(address)


@pytest.mark.parametrize("kind", ["bar", "series", "country", "stop"])
def test_ctrl_adds_a_mark_to_what_is_kept(dashboard: Dashboard, kind: str):
    marks = opened(dashboard, kind)
    for mark in (marks.nth(0), marks.nth(1)):
        before = dashboard.page.url
        mark.dispatch_event("click", {"ctrlKey": True})
        expect(dashboard.page).not_to_have_url(before)
    expect(dashboard.page.locator("#chart-1 .plot a.is-selected")).to_have_count(2)


def test_ctrl_on_a_chosen_bar_lets_it_go(dashboard: Dashboard):
    bars = dashboard.open("/world?region=America&region=South+Asia&_chart=bar:region,count()").marks()
    bars.filter(has_text="South Asia").click(modifiers=["Control"])
    expect(dashboard.page).to_have_url("/world?region=America&_chart=bar:region,count()")


def test_one_of_several_chosen_bars_is_let_go_alone(dashboard: Dashboard):
    bars = dashboard.open("/world?region=America&region=South+Asia&_chart=bar:region,count()").marks()
    expect(bars.filter(has_text="South Asia")).to_have_class(SELECTED)
    expect(bars.filter(has_text="Sub-Saharan")).to_have_class(MUTED)
    bars.filter(has_text="America").click()
    expect(dashboard.page).to_have_url("/world?region=South+Asia&_chart=bar:region,count()")


def test_ctrl_on_a_bin_widens_the_range(dashboard: Dashboard):
    bins = dashboard.open("/world?_chart=histogram:life_expectancy").page.locator("#chart-1 a.bar")
    bins.filter(has_text="50 to 55").click()
    expect(dashboard.page).to_have_url(re.compile(r"life_expectancy.below=55&life_expectancy.min=50&"))
    bins.filter(has_text="60 to 65").click(modifiers=["Control"])
    expect(dashboard.page).to_have_url(re.compile(r"life_expectancy.below=65&life_expectancy.min=50&"))
    expect(dashboard.page.locator("#chart-1 a.bar:not(.is-muted)")).to_have_count(3)


def test_a_muted_bar_keeps_its_count_and_looks_faint(dashboard: Dashboard):
    bars = dashboard.open("/world?region=America&_chart=bar:region,count()").marks()
    muted, chosen = bars.filter(has_text="South Asia"), bars.filter(has_text="America")
    expect(muted).to_contain_text("400")
    expect(muted.locator("path").last).to_have_css("opacity", "0.3")
    expect(chosen.locator("path").last).to_have_css("opacity", "1")
    expect(chosen.locator("text").first).to_have_css("font-weight", "700")


def test_the_data_adds_to_the_filter_and_takes_out(dashboard: Dashboard):
    page = dashboard.open("/world?region=America&_chart=bar:region,count()").page
    page.locator("#chart-1").get_by_text("Data", exact=True).click()
    data = page.locator("#chart-1 .chart__data")
    data.get_by_role("link", name="South Asia").click()
    dashboard.expect_rows(3000)
    data.get_by_role("link", name="America").click()
    expect(page).to_have_url("/world?region=South+Asia&_chart=bar:region,count()")
