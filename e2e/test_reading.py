"""A dataset that takes long to read: a page that shows how far it is, and goes on to the dashboard by itself."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from e2e.conftest import Complaints
from e2e.dashboard import Dashboard
from e2e.test_accessibility import LOOKS, violations
from e2e.test_phone import WIDTHS

CODE = """import time
from pathlib import Path

import pandas as pd


def load():
    end = time.monotonic() + 60
    while not (Path(__file__).parent / "{go}").exists() and time.monotonic() < end:
        time.sleep(0.02)
    {rest}
"""
FRAME = "return pd.DataFrame({'city': ['Rome', 'Oslo', 'Lima'] * 10, 'price': range(30)})"
NUMBERS = count(1)


@dataclass
class Slow:
    """A script whose load() waits until it is let go."""

    path: Path
    go_file: Path
    address: str

    def write(self, rest: str = FRAME) -> "Slow":
        self.path.write_text(CODE.format(go=self.go_file.name, rest=rest), encoding="utf-8")
        return self

    def go(self) -> None:
        self.go_file.touch()


@pytest.fixture
def slow(data_dir: Path) -> Iterator[Slow]:
    """Each test has a dataset of its own, so that none is read already."""
    number = next(NUMBERS)
    slow = Slow(data_dir / f"slow-{number}.py", data_dir / f".go-{number}", f"/slow-{number}")
    yield slow.write()
    slow.go()
    slow.path.unlink(missing_ok=True)


@pytest.fixture
def plain(new_context: Callable[..., BrowserContext]) -> Dashboard:
    return Dashboard(new_context(java_script_enabled=False).new_page())


def card(page: Page, slow: Slow) -> Locator:
    return page.get_by_role("listitem").filter(has=page.locator(f"a[href='{slow.address}']"))


def expect_waiting(page: Page) -> None:
    expect(page.get_by_text("The file is being read")).to_be_visible()
    expect(page.get_by_role("progressbar", name="Reading")).to_be_visible()


def test_the_page_shows_that_it_waits_and_goes_on_by_itself(dashboard: Dashboard, slow: Slow):
    page = dashboard.page
    response = page.goto(f"{slow.address}?city=Rome")
    assert response
    assert response.status == 202
    expect_waiting(page)
    slow.go()
    dashboard.expect_rows(10)
    expect(page).to_have_url(f"{slow.address}?city=Rome")
    expect(dashboard.chip("City")).to_be_visible()


def test_the_page_asks_again_and_again(dashboard: Dashboard, slow: Slow, complaints: Complaints):
    page = dashboard.open(slow.address).page
    page.wait_for_timeout(3500)
    asked = [each for each in complaints.requests if "/-/reading/" in each.url]
    assert 2 <= len(asked) <= 5
    expect_waiting(page)
    slow.go()
    dashboard.expect_rows(30)
    before = len(complaints.requests)
    page.wait_for_timeout(2500)
    assert not [each for each in complaints.requests[before:] if "/-/reading/" in each.url]


def test_a_page_that_waited_is_one_step_of_the_history(dashboard: Dashboard, slow: Slow):
    page = dashboard.open("/penguins").page
    page.goto(slow.address)
    slow.go()
    dashboard.expect_rows(30)
    page.go_back()
    expect(page).to_have_url("/penguins")


def test_without_javascript_it_goes_on_by_loading_the_page_anew(plain: Dashboard, slow: Slow):
    plain.open(slow.address)
    expect_waiting(plain.page)
    slow.go()
    plain.expect_rows(30)


def test_a_read_that_fails_ends_at_its_reason(page: Page, slow: Slow, complaints: Complaints):
    complaints.expect_status(422)
    slow.write("raise ValueError('it is <b>broken</b>')")
    page.goto(slow.address)
    expect_waiting(page)
    slow.go()
    expect(page.get_by_role("main")).to_contain_text("failed with ValueError: it is <b>broken</b>")
    expect(page.get_by_role("progressbar")).to_have_count(0)


def test_a_file_that_goes_while_it_is_read_ends_at_a_page_that_says_so(page: Page, slow: Slow, complaints: Complaints):
    complaints.expect_status(404)
    page.goto(slow.address)
    expect_waiting(page)
    slow.path.unlink()
    expect(page.get_by_role("main")).to_contain_text("There is no dataset")


def test_a_server_out_of_reach_for_a_while_is_asked_again(
    dashboard: Dashboard, slow: Slow, context: BrowserContext, complaints: Complaints
):
    complaints.expect_offline()
    page = dashboard.open(slow.address).page
    context.set_offline(True)
    page.wait_for_timeout(2000)
    context.set_offline(False)
    slow.go()
    dashboard.expect_rows(30)


def test_the_list_shows_it_as_being_read_and_then_with_its_size(page: Page, slow: Slow):
    page.goto("/")
    expect(card(page, slow)).to_contain_text("Being read")
    expect(card(page, slow).get_by_role("progressbar")).to_be_visible()
    expect(page.get_by_role("listitem").filter(has_text="penguins.csv")).to_contain_text("344 rows")
    slow.go()
    expect(card(page, slow)).to_contain_text("30 rows, 2 columns")
    expect(card(page, slow).get_by_role("progressbar")).to_have_count(0)
    expect(card(page, slow).locator("svg.thumbnail")).to_be_visible()
    expect(page).to_have_url("/")


def test_the_list_asks_no_more_when_all_is_read(page: Page, slow: Slow, complaints: Complaints):
    page.goto("/")
    slow.go()
    expect(card(page, slow)).to_contain_text("30 rows")
    before = len(complaints.requests)
    page.wait_for_timeout(3000)
    assert complaints.requests[before:] == []


def test_the_list_without_javascript_is_loaded_anew(plain: Dashboard, slow: Slow):
    page = plain.open("/").page
    expect(card(page, slow)).to_contain_text("Being read")
    slow.go()
    expect(card(page, slow)).to_contain_text("30 rows")


def test_the_focus_stays_on_its_card_while_the_list_is_replaced(page: Page, slow: Slow):
    page.goto("/")
    card(page, slow).get_by_role("link").focus()
    slow.go()
    expect(card(page, slow)).to_contain_text("30 rows")
    expect(card(page, slow).get_by_role("link")).to_be_focused()


def test_a_card_that_is_being_read_leads_to_its_page(dashboard: Dashboard, slow: Slow):
    page = dashboard.open("/").page
    card(page, slow).get_by_role("link").click()
    expect_waiting(page)
    slow.go()
    dashboard.expect_rows(30)


def test_other_dashboards_work_meanwhile(dashboard: Dashboard, slow: Slow, penguins):
    dashboard.open(slow.address)
    expect_waiting(dashboard.page)
    dashboard.open("/penguins").expect_rows(len(penguins))


def test_a_dashboard_whose_file_changes_and_takes_long_waits_and_goes_on(dashboard: Dashboard, slow: Slow):
    slow.go()
    dashboard.open(slow.address).expect_rows(30)
    slow.go_file.unlink()
    slow.write(FRAME.replace("* 10", "* 20").replace("30", "60"))
    dashboard.option("city", "Rome").check()
    expect_waiting(dashboard.page)
    slow.go()
    expect(dashboard.count).to_contain_text("of 60 rows")


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("which", ["page", "list"])
def test_axe_finds_nothing_and_nothing_is_wider_than_the_window(
    new_context: Callable[..., BrowserContext], slow: Slow, look: str, which: str
):
    page = new_context(**LOOKS[look]).new_page()
    page.goto(slow.address if which == "page" else "/")
    expect(page.get_by_role("progressbar").first).to_be_visible()
    assert violations(page) == []
    scroll, inner = page.evaluate(WIDTHS)
    assert scroll <= inner
