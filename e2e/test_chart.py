"""Charts: every mark is a link to the rows it was drawn from."""

from collections.abc import Callable

import pandas as pd
import pytest
from playwright.sync_api import Locator, expect

from e2e.dashboard import Dashboard, title, title_number

COUNTING = ("bar:region", "bar:country", "line:year", "histogram:life_expectancy", "histogram:year")
GRIDS = ("scatter:fertility,life_expectancy,region", "heatmap:year,life_expectancy")


def middle(marks: Locator) -> Locator:
    return marks.nth(marks.count() // 2)


@pytest.mark.parametrize("chart", COUNTING + GRIDS)
def test_a_mark_leads_to_as_many_rows_as_it_says(dashboard: Dashboard, chart: str, same_elsewhere: Callable):
    mark = middle(dashboard.open(f"/world?_chart={chart}").marks())
    rows = title_number(mark)
    assert 0 < rows < dashboard.total()
    mark.click()
    dashboard.expect_rows(rows)
    same_elsewhere()


@pytest.mark.parametrize("chart", ["line:month(day),count()", "histogram:day", "histogram:fare", "bar:late"])
def test_a_mark_of_dates_booleans_or_blanks_does_too(dashboard: Dashboard, chart: str):
    mark = middle(dashboard.open(f"/made-up-trips?_chart={chart}").marks())
    rows = title_number(mark)
    mark.click()
    dashboard.expect_rows(rows)


@pytest.mark.parametrize("chart", [*COUNTING, *GRIDS])
def test_the_first_and_last_marks_lead_to_as_many_rows_as_they_say(dashboard: Dashboard, chart: str):
    dashboard.open(f"/world?_chart={chart}")
    for mark in (dashboard.marks().first, dashboard.marks().last):
        rows, address = title_number(mark), mark.get_attribute("href")
        other = Dashboard(dashboard.page.context.new_page()).open(address or "")
        other.expect_rows(rows)
        other.page.close()


def test_marks_of_a_chart_add_up_to_the_rows_that_have_a_value(dashboard: Dashboard, world: pd.DataFrame):
    marks = dashboard.open("/world?_chart=histogram:life_expectancy").marks().all()
    assert sum(map(title_number, marks)) == int(world.life_expectancy.notna().sum())


def test_a_mark_of_a_filtered_chart_keeps_the_filter(dashboard: Dashboard):
    mark = middle(dashboard.open("/world?region=South+Asia&_chart=line:year").marks())
    rows = title_number(mark)
    mark.click()
    dashboard.expect_rows(rows)
    expect(dashboard.option("region", "South Asia")).to_be_checked()


def test_a_bar_clicked_again_is_taken_away(dashboard: Dashboard, world: pd.DataFrame):
    dashboard.open("/world?_chart=bar:region,count()")
    dashboard.marks().filter(has_text="South Asia").click()
    dashboard.expect_rows(int(world.region.eq("South Asia").sum()))
    expect(dashboard.option("region", "South Asia")).to_be_checked()
    dashboard.marks().filter(has_text="South Asia").click()
    dashboard.expect_rows(len(world))
    expect(dashboard.option("region", "South Asia")).not_to_be_checked()


def test_the_label_of_a_line_keeps_its_series(dashboard: Dashboard, world: pd.DataFrame):
    dashboard.open("/world")
    dashboard.page.locator("#chart-1 svg text").get_by_text("South Asia").click()
    dashboard.expect_rows(int(world.region.eq("South Asia").sum()))


def test_a_place_on_a_line_keeps_its_year(dashboard: Dashboard, world: pd.DataFrame):
    stop = middle(dashboard.open("/world").page.locator("#chart-1 a.stop"))
    year = int(title(stop).partition(":")[0])
    stop.click()
    expect(dashboard.page).to_have_url(f"/world?year={year}")
    dashboard.expect_rows(int(world.year.eq(year).sum()))


def test_dots_lead_to_the_rows_that_lie_there(dashboard: Dashboard):
    page = dashboard.open("/penguins?_chart=scatter:flipper_length_mm,body_mass_g,species").page
    dots = page.locator("#chart-1 a.cluster").filter(has_text=" rows:").first
    address, rows = dots.get_attribute("href") or "", int(title(dots).split()[0])
    assert rows > 1
    dots.press("Enter")
    dashboard.expect_rows(rows)
    expect(page).to_have_url(address)


def test_a_chart_alone_is_the_only_one(dashboard: Dashboard, same_elsewhere: Callable):
    dashboard.open("/world").page.get_by_role("link", name="Population alone").click()
    expect(dashboard.page).to_have_url("/world?_chart=bar:country,max(population)")
    expect(dashboard.page.get_by_role("figure")).to_have_count(1)
    same_elsewhere()


def test_a_chart_has_its_numbers_as_a_table(dashboard: Dashboard, world: pd.DataFrame):
    chart = dashboard.open("/world?_chart=bar:region").page.locator("#chart-1")
    chart.get_by_text("Data", exact=True).click()
    expect(chart.get_by_role("row")).to_have_count(1 + world.region.nunique())
    expect(chart.get_by_role("row", name="South Asia 400")).to_be_visible()


def test_a_click_of_the_middle_button_on_a_mark_opens_another_tab(dashboard: Dashboard, world: pd.DataFrame):
    bar = dashboard.open("/world?_chart=bar:region").marks().filter(has_text="South Asia")
    with dashboard.page.context.expect_page() as opened:
        bar.click(button="middle")
    Dashboard(opened.value).expect_rows(int(world.region.eq("South Asia").sum()))
    dashboard.expect_rows(len(world))


def test_a_chart_without_values_says_so(dashboard: Dashboard):
    chart = dashboard.open("/world?region=Atlantis&_chart=bar:country").page.locator("#chart-1")
    expect(chart).to_contain_text("No row has a value to show")
