"""Back, forward and reload: every discrete act is one step."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from e2e.dashboard import Dashboard


def tick(dashboard: Dashboard) -> None:
    dashboard.option("region", "South Asia").check()


def sort(dashboard: Dashboard) -> None:
    dashboard.page.locator("#sort-country").click()


def next_page(dashboard: Dashboard) -> None:
    dashboard.page.locator("#page-next").click()


def size(dashboard: Dashboard) -> None:
    dashboard.page.locator("#size-50").click()


def mark(dashboard: Dashboard) -> None:
    dashboard.marks(2).first.click()


def search(dashboard: Dashboard) -> None:
    dashboard.page.locator("#search").fill("guinea")


def end(dashboard: Dashboard) -> None:
    dashboard.page.locator("#min-year").fill("1980")


def present(dashboard: Dashboard) -> None:
    dashboard.page.locator("#is-life_expectancy").select_option("present")


def alone(dashboard: Dashboard) -> None:
    dashboard.page.get_by_role("link", name="Population alone").click()


ACTS = [tick, sort, next_page, size, mark, search, end, present, alone]


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.__name__)
def test_back_undoes_and_forward_redoes(dashboard: Dashboard, act: Callable[[Dashboard], None]):
    page = dashboard.open("/world").page
    before = dashboard.state()
    steps = dashboard.history()
    act(dashboard)
    expect(page).not_to_have_url("/world")
    page.wait_for_timeout(200)
    address, after = page.url, dashboard.state()
    assert after != before
    assert dashboard.history() == steps + 1
    page.go_back()
    expect(page).to_have_url("/world")
    dashboard.expect_state(before)
    page.go_forward()
    expect(page).to_have_url(address)
    dashboard.expect_state(after)


def test_three_acts_are_three_steps(dashboard: Dashboard):
    page = dashboard.open("/world").page
    states = [(page.url, dashboard.state())]
    for act in (tick, sort, next_page):
        act(dashboard)
        expect(page).not_to_have_url(states[-1][0])
        page.wait_for_timeout(200)
        states.append((page.url, dashboard.state()))
    assert page.url.endswith("/world?region=South+Asia&_page=2&_sort=country")
    for address, state in reversed(states[:-1]):
        page.go_back()
        expect(page).to_have_url(address)
        dashboard.expect_state(state)
        page.wait_for_load_state()


def test_going_back_and_on_filtering_starts_a_new_branch(dashboard: Dashboard):
    page = dashboard.open("/world").page
    dashboard.option("region", "South Asia").check()
    expect(page).to_have_url("/world?region=South+Asia")
    page.go_back()
    dashboard.expect_rows(dashboard.total())
    dashboard.option("region", "America").check()
    expect(page).to_have_url("/world?region=America")


def test_reload_shows_the_same(dashboard: Dashboard):
    page = dashboard.open("/world").page
    dashboard.option("region", "South Asia").check()
    expect(page).to_have_url("/world?region=South+Asia")
    page.locator("#sort-country").click()
    expect(page).to_have_url("/world?region=South+Asia&_sort=country")
    before = dashboard.state()
    page.reload()
    dashboard.expect_state(before)


@pytest.mark.parametrize("elsewhere", ["about:blank", "data:text/html,<h1>Elsewhere</h1>", "/penguins"])
def test_back_from_elsewhere_shows_the_whole_page(dashboard: Dashboard, elsewhere: str):
    page = dashboard.open("/world").page
    dashboard.option("region", "South Asia").check()
    expect(page).to_have_url("/world?region=South+Asia")
    before = dashboard.state()
    page.goto(elsewhere)
    page.go_back()
    assert_whole(page)
    expect(page).to_have_url("/world?region=South+Asia")
    dashboard.expect_state(before)
    page.go_back()
    assert_whole(page)
    dashboard.expect_rows(dashboard.total())


def test_back_through_a_link_of_the_page_shows_the_whole_page(dashboard: Dashboard):
    page = dashboard.open("/world").page
    page.locator("#sort-country").click()
    expect(page).to_have_url("/world?_sort=country")
    page.get_by_role("link", name="Datasets").click()
    expect(page).to_have_url("/")
    page.go_back()
    assert_whole(page)
    expect(page).to_have_url("/world?_sort=country")


def assert_whole(page: Page) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text("World development")
    expect(page.get_by_role("complementary", name="Filters")).to_be_visible()
    expect(page.locator("link[rel=stylesheet]")).to_have_count(1)
    expect(page.locator("#results")).to_have_count(1)
