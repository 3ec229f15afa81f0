"""When something goes wrong: a sentence, and a page that goes on working."""

from collections.abc import Callable

import pandas as pd
import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from e2e.conftest import Complaints
from e2e.dashboard import Dashboard

FRAGMENT = '<div class="problem" id="problem" role="alert"><p>The server failed to answer this.</p></div>'
HEADERS = {"HX-Retarget": "#problem", "HX-Reswap": "outerHTML", "HX-Push-Url": "false"}


def fail(route: Route) -> None:
    route.fulfill(status=500, headers=HEADERS, content_type="text/html", body=FRAGMENT)


def tick(dashboard: Dashboard) -> None:
    dashboard.option("region", "South Asia").check()


def sort(dashboard: Dashboard) -> None:
    dashboard.page.locator("#sort-country").click()


def mark(dashboard: Dashboard) -> None:
    dashboard.marks(2).first.click()


@pytest.mark.parametrize("act", [tick, sort, mark], ids=lambda act: act.__name__)
def test_a_failing_server_leaves_a_page_that_works(dashboard: Dashboard, complaints: Complaints, act: Callable):
    complaints.expect_status(500)
    page = dashboard.open("/world").page
    before = dashboard.results()
    page.route("**/world?*", fail)
    act(dashboard)
    expect(page.locator("#problem")).to_contain_text("The server failed to answer this")
    assert dashboard.results() == before
    page.unroute("**/world?*")
    dashboard.option("region", "America").check()
    expect(page.locator("#problem")).to_be_empty()
    expect(page).not_to_have_url("/world")
    expect(dashboard.chip("Region")).to_be_visible()


@pytest.mark.parametrize("act", [tick, sort, mark], ids=lambda act: act.__name__)
def test_a_server_out_of_reach_leaves_a_page_that_works(dashboard: Dashboard, complaints: Complaints, act: Callable):
    complaints.expect_offline()
    page = dashboard.open("/world").page
    before = dashboard.results()
    page.route("**/world?*", lambda route: route.abort())
    act(dashboard)
    expect(page.locator("#problem")).to_contain_text("can't be reached")
    assert dashboard.results() == before
    page.unroute("**/world?*")
    dashboard.option("region", "America").check()
    expect(dashboard.chip("Region")).to_be_visible()
    expect(page.locator("#problem")).to_be_empty()


def test_what_can_not_be_understood_is_said_and_the_next_success_clears_it(
    dashboard: Dashboard, complaints: Complaints, trips: pd.DataFrame
):
    complaints.expect_status(400)
    page = dashboard.open("/made-up-trips").page
    page.locator("#min-day").press_sequentially("abc")
    expect(page.locator("#problem")).to_contain_text("day.min should be a date such as 2012")
    expect(page.locator("#problem")).to_contain_text("not “abc”")
    dashboard.expect_rows(len(trips))
    expect(page).to_have_url("/made-up-trips")
    expect(page.locator("#min-day")).to_be_focused()
    page.locator("#min-day").fill("2012-07")
    dashboard.expect_rows(int(trips.day.ge("2012-07-01").sum()))
    expect(page.locator("#problem")).to_be_empty()


def test_a_link_still_works_while_a_field_can_not_be_understood(
    dashboard: Dashboard, complaints: Complaints, trips: pd.DataFrame
):
    complaints.expect_status(400)
    page = dashboard.open("/made-up-trips").page
    page.locator("#min-day").fill("abc")
    expect(page.locator("#problem")).to_contain_text("not “abc”")
    page.locator("#sort-minutes").click()
    expect(page).to_have_url("/made-up-trips?_sort=-minutes")
    expect(page.locator("#problem")).to_be_empty()
    dashboard.expect_rows(len(trips))


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("/world?regin=America", "There is no column “regin”. Did you mean “region”?"),
        ("/world?year.min=abc", "year.min should be a number such as 12.5, not “abc”."),
        ("/world?year.has=1", "can't be asked of year"),
        ("/world?_chart=pie:region", "there is no mark “pie”"),
        ("/world?_page=0", "_page should be a whole number"),
    ],
)
def test_a_wrong_address_is_answered_with_a_page_that_leads_back(
    page: Page, complaints: Complaints, address: str, sentence: str
):
    complaints.expect_status(400)
    response = page.goto(address)
    assert response
    assert response.status == 400
    expect(page.get_by_role("main")).to_contain_text(sentence)
    page.get_by_role("link", name="World development without filters").click()
    expect(page).to_have_url("/world")


def test_the_browser_without_a_network_comes_back(
    dashboard: Dashboard, context: BrowserContext, complaints: Complaints, world: pd.DataFrame
):
    complaints.expect_offline()
    dashboard.open("/world")
    context.set_offline(True)
    dashboard.option("region", "South Asia").check()
    expect(dashboard.page.locator("#problem")).to_contain_text("can't be reached")
    context.set_offline(False)
    dashboard.option("region", "America").check()
    dashboard.expect_rows(int(world.region.isin(["South Asia", "America"]).sum()))
