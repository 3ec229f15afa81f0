"""On a phone, 390 pixels wide."""

from collections.abc import Callable

import pandas as pd
import pytest
from playwright.sync_api import BrowserContext, expect

from e2e.conftest import Complaints
from e2e.dashboard import Dashboard
from tests import adversarial

CHIPS = "/world?country.has=a&fertility.is=present&region=America&region=South+Asia&year.max=1999&year.min=1980&_q=an"
WIDTHS = "() => [document.documentElement.scrollWidth, innerWidth]"


@pytest.fixture
def phone(new_context: Callable[..., BrowserContext]) -> Dashboard:
    context = new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    return Dashboard(context.new_page())


@pytest.mark.parametrize(
    "address",
    ["/", "/world", "/penguins", "/made-up-trips", f"/{adversarial.NAME}", CHIPS, "/world?region=Atlantis"]
    + ["/world/facet/country", "/nowhere", "/world?year.min=abc"],
)
def test_the_page_does_not_scroll_sideways(phone: Dashboard, complaints: Complaints, address: str):
    complaints.expect_status(400, 404)
    scroll, inner = phone.open(address).page.evaluate(WIDTHS)
    assert scroll <= inner == 390


def test_the_page_does_not_scroll_sideways_with_everything_open(phone: Dashboard):
    page = phone.open("/world").page
    page.evaluate("document.querySelectorAll('details').forEach((each) => (each.open = true))")
    scroll, inner = page.evaluate(WIDTHS)
    assert scroll <= inner


def test_filters_are_closed_until_they_are_wanted(phone: Dashboard, world: pd.DataFrame):
    page = phone.open("/world").page
    expect(page.locator("#filters")).not_to_be_visible()
    page.locator("summary", has_text="Filters").first.tap()
    expect(page.locator("#filters")).to_be_visible()
    phone.option("region", "South Asia").tap()
    phone.expect_rows(int(world.region.eq("South Asia").sum()))
    expect(page.locator("#filters")).to_be_visible()


def test_a_bar_is_tapped_twice_and_its_chip_takes_it_away(phone: Dashboard, world: pd.DataFrame):
    bar = phone.open("/world?_chart=bar:region").marks().filter(has_text="South Asia")
    bar.tap()
    phone.expect_rows(len(world))
    bar.tap()
    phone.expect_rows(int(world.region.eq("South Asia").sum()))
    phone.chip("Region").tap()
    phone.expect_rows(len(world))


def test_the_table_scrolls_in_its_own_frame(phone: Dashboard):
    page = phone.open("/world").page
    frame = page.get_by_role("region", name="Table", exact=True)
    wide, seen = frame.evaluate("(each) => [each.scrollWidth, each.clientWidth]")
    assert wide > seen
    page.locator("#page-next").tap()
    expect(page).to_have_url("/world?_page=2")
