"""`/`: a card for each file."""

import re

import pytest
from playwright.sync_api import Page, expect

from e2e.conftest import Complaints
from e2e.dashboard import Dashboard


def card(page: Page, title: str):
    return page.get_by_role("listitem").filter(has=page.get_by_role("link", name=title, exact=True))


@pytest.mark.parametrize(
    ("title", "size"), [("World development", "12,200 rows"), ("Penguins", "344 rows"), ("Made-up-trips", "120 rows")]
)
def test_each_file_has_a_card_with_its_size(page: Page, title: str, size: str):
    page.goto("/")
    expect(card(page, title)).to_contain_text(size)


def test_a_card_leads_to_its_dashboard(dashboard: Dashboard, penguins):
    dashboard.open("/").page.get_by_role("link", name="Penguins", exact=True).click()
    expect(dashboard.page).to_have_url("/penguins")
    dashboard.expect_rows(len(penguins))


def test_a_file_that_can_not_be_read_says_so_on_its_card(page: Page, complaints: Complaints):
    complaints.expect_status(422)
    page.goto("/")
    expect(card(page, "Made-up-broken")).to_contain_text("made-up-broken.csv is empty")
    page.get_by_role("link", name="Made-up-broken").click()
    expect(page.get_by_role("main")).to_contain_text("made-up-broken.csv is empty")


def test_a_file_without_rows_has_a_dashboard(dashboard: Dashboard):
    dashboard.open("/made-up-headers").expect_rows(0)


def test_an_unknown_name_is_answered_with_a_near_one(page: Page, complaints: Complaints):
    complaints.expect_status(404)
    response = page.goto("/penguin")
    assert response
    assert response.status == 404
    expect(page.get_by_role("main")).to_contain_text(re.compile("There is no dataset “penguin”.*penguins"))
    page.get_by_role("link", name="All datasets").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Datasets")
