"""The form of a chart: every choice redraws, every link is a step, with or without JavaScript, pointer or keyboard."""

import re
from collections.abc import Callable
from itertools import cycle

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from e2e.conftest import Complaints
from e2e.dashboard import Dashboard
from e2e.test_accessibility import LOOKS, violations
from e2e.test_keyboard import tab_to

ONE = "/world?_chart=bar:region,count()"
OPEN = f"{ONE}&_edit=1"
TWO = f"{ONE}&_chart=histogram:year&_edit=1"
MARKS = {
    "bar": "bar:region,count()",
    "line": "line:year,count(),region",
    "area": "area:year,count(),region",
    "histogram": "histogram:year",
    "scatter": "scatter:fertility,life_expectancy",
    "heatmap": "heatmap:year,life_expectancy",
    "box": "box:region,fertility",
    "countries": "countries:country,count()",
}


@pytest.fixture
def plain(new_context: Callable[..., BrowserContext]) -> Dashboard:
    return Dashboard(new_context(java_script_enabled=False).new_page())


def action(page: Page, name: str) -> None:
    page.locator("#editor").get_by_role("link", name=name, exact=True).click()


def test_edit_opens_the_form_in_its_chart_and_done_closes_it(dashboard: Dashboard, same_elsewhere: Callable):
    page = dashboard.open("/world").page
    page.get_by_role("link", name="Edit Population").click()
    expect(page).to_have_url("/world?_edit=2")
    expect(page.locator("#chart-2 #editor")).to_be_visible()
    expect(page.get_by_role("form", name="Edit Population")).to_be_visible()
    same_elsewhere()
    action(page, "Done")
    expect(page).to_have_url("/world")
    expect(page.locator("#editor")).to_have_count(0)


def test_a_choice_redraws_keeps_the_focus_and_back_restores(dashboard: Dashboard, same_elsewhere: Callable):
    page = dashboard.open(OPEN).page
    before, steps = dashboard.results(), dashboard.history()
    page.locator("#edit_mark").focus()
    page.locator("#edit_mark").select_option("line")
    expect(page).to_have_url(re.compile(r"_chart=line:"))
    expect(page.locator("#chart-1 a.stop, #chart-1 a.line").first).to_be_attached()
    expect(page.locator("#edit_mark")).to_be_focused()
    expect(page.locator("#edit_mark")).to_have_value("line")
    assert dashboard.history() == steps + 1
    same_elsewhere()
    page.go_back()
    expect(page).to_have_url(OPEN)
    expect(page.locator("#edit_mark")).to_have_value("bar")
    assert dashboard.results() == before


@pytest.mark.parametrize(
    ("select", "value", "chart"),
    [
        ("_x", "country", "bar:country,count()"),
        ("_color", "country", "bar:region,count(),country"),
        ("_y", "fertility", "bar:region,mean(fertility)"),
        ("_sort", "x", "bar:region,count(),sort=x"),
        ("_top", "3", "bar:region,count(),top=3"),
        ("_width", "full", "bar:region,count(),width=full"),
    ],
)
def test_channels_and_options_are_chosen(dashboard: Dashboard, select: str, value: str, chart: str):
    page = dashboard.open(OPEN).page
    page.locator(f"#edit{select}").select_option(value)
    expect(page).to_have_url(f"/world?_chart={chart}&_edit=1")
    expect(page.locator(f"#edit{select}")).to_have_value(value)


def test_filters_work_while_a_form_is_open(dashboard: Dashboard):
    page = dashboard.open(OPEN).page
    dashboard.option("region", "South Asia").check()
    expect(page).to_have_url(f"/world?region=South+Asia&{OPEN.partition('?')[2]}")
    page.locator("#edit_mark").select_option("box")
    expect(page).to_have_url(re.compile(r"region=South\+Asia&_chart=box:"))
    dashboard.expect_rows(400)


def test_a_chart_is_added_and_removed(dashboard: Dashboard):
    page = dashboard.open(ONE).page
    page.get_by_role("link", name="Add a chart").click()
    expect(page.get_by_role("figure")).to_have_count(2)
    expect(page.locator("#chart-2 #editor")).to_be_visible()
    action(page, "Remove")
    expect(page).to_have_url(ONE)
    expect(page.get_by_role("figure")).to_have_count(1)


def test_a_chart_is_duplicated_and_moved(dashboard: Dashboard):
    page = dashboard.open(TWO).page
    action(page, "Move later")
    expect(page).to_have_url("/world?_chart=histogram:year&_chart=bar:region,count()&_edit=2")
    action(page, "Move earlier")
    expect(page).to_have_url(TWO)
    action(page, "Duplicate")
    expect(page).to_have_url(f"{ONE}&_chart=bar:region,count()&_chart=histogram:year&_edit=2")
    expect(page.locator("#chart-2 #editor")).to_be_visible()


def test_the_charts_are_copied_as_toml(dashboard: Dashboard):
    page = dashboard.open(TWO).page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator("#editor").get_by_text("As TOML", exact=True).click()
    page.get_by_role("button", name="Copy as TOML").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == 'charts = [\n    "bar:region,count()",\n    "histogram:year",\n]'


def test_by_keyboard_only(dashboard: Dashboard):
    page = dashboard.open(ONE).page
    page.get_by_role("link", name="Edit Rows").focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(OPEN)
    page.wait_for_timeout(200)
    assert dashboard.focused() != "BODY"
    tab_to(page, "#edit_mark")
    page.keyboard.press("ArrowDown")
    expect(page).to_have_url(re.compile("_chart=line:"))
    expect(page.locator("#edit_mark")).to_be_focused()
    tab_to(page, "#editor a")
    page.keyboard.press("Enter")
    expect(page.get_by_role("figure")).to_have_count(2)
    page.wait_for_timeout(200)
    assert dashboard.focused() != "BODY"


def test_without_javascript_a_button_applies(plain: Dashboard):
    page = plain.open(ONE).page
    page.get_by_role("link", name="Edit Rows").click()
    expect(page).to_have_url(OPEN)
    page.locator("#edit_mark").select_option("box")
    page.get_by_role("button", name="Apply").click()
    expect(page).to_have_url(re.compile(r"/world\?_chart=box:region,\w+&_edit=1$"))
    expect(page.locator("#chart-1 a.box").first).to_be_visible()


def test_without_javascript_its_links_work(plain: Dashboard):
    page = plain.open(TWO).page
    action(page, "Move later")
    expect(page).to_have_url("/world?_chart=histogram:year&_chart=bar:region,count()&_edit=2")
    action(page, "Remove")
    expect(page).to_have_url("/world?_chart=histogram:year")
    page.get_by_role("link", name="Add a chart").click()
    action(page, "Done")
    expect(page.get_by_role("figure")).to_have_count(2)


def test_with_javascript_nothing_is_to_be_applied(dashboard: Dashboard):
    expect(dashboard.open(OPEN).page.get_by_role("button", name="Apply")).to_be_hidden()


def test_a_failing_server_leaves_the_form(dashboard: Dashboard, complaints: Complaints):
    complaints.expect_status(400)
    page = dashboard.open(OPEN).page
    page.locator("#edit_x").evaluate("(each) => each.form.insertAdjacentHTML('beforeend', '<input name=yaer value=1>')")
    page.locator("#edit_x").select_option("country")
    expect(page.locator("#problem")).to_contain_text("yaer")
    expect(page.locator("#editor")).to_be_visible()
    expect(page).to_have_url(OPEN)


@pytest.mark.parametrize(("mark", "look"), list(zip(MARKS, cycle(LOOKS), strict=False)))
def test_axe_finds_nothing_in_an_open_form(new_context: Callable[..., BrowserContext], look: str, mark: str):
    page = new_context(**LOOKS[look]).new_page()
    page.goto(f"/world?region=America&_chart={MARKS[mark]}&_edit=1")
    page.locator(".editor__toml summary").click()
    assert violations(page) == []


@pytest.mark.parametrize("address", ["/world?_edit=1", "/world?_edit=4", "/penguins?_edit=3", "/made-up-trips?_edit=1"])
def test_a_phone_does_not_scroll_sideways(new_context: Callable[..., BrowserContext], address: str):
    page = new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True).new_page()
    page.goto(address)
    page.locator(".editor__toml summary").click()
    assert page.evaluate("[document.documentElement.scrollWidth, innerWidth]") == [390, 390]
