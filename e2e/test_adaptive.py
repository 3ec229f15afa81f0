"""Cases from whatever is in the data folder: any file that opens has a dashboard that keeps its word."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Locator, expect

from e2e.conftest import Complaints
from e2e.dashboard import Dashboard, title
from e2e.owned import owned_names
from tests import adversarial

MADE_UP = ["made-up-trips", "made-up-headers", adversarial.NAME]
MOST_HEADERS = 12
DATASETS = list(dict.fromkeys([*owned_names(), *MADE_UP]))


@pytest.fixture(params=DATASETS)
def dataset(request: pytest.FixtureRequest, dashboard: Dashboard, complaints: Complaints) -> Dashboard:
    """The dataset's dashboard; of a file that can't be read, its sentence is all there is to see."""
    response = dashboard.page.request.get(f"/{request.param}")
    if response.status == 422:
        complaints.expect_status(422)
        dashboard.open(f"/{request.param}")
        expect(dashboard.page.get_by_role("main")).to_contain_text(re.compile(r"\w"))
        pytest.skip("the file can't be read, and its page says why")
    return dashboard.open(f"/{request.param}")


def test_every_file_that_is_there_is_in_the_catalog(dashboard: Dashboard):
    links = dashboard.open("/").page.get_by_role("main").get_by_role("link")
    there = links.evaluate_all("all => all.map((each) => new URL(each.href).pathname.slice(1))")
    assert set(DATASETS) <= set(there)


def test_the_first_value_of_each_facet_gives_as_many_rows_as_it_says(dataset: Dashboard):
    address = dataset.page.url
    names = dataset.page.locator("#filters input[type=checkbox]").evaluate_all("all => all.map((each) => each.name)")
    for key in dict.fromkeys(names):
        dataset.open(address)
        (_, rows), *_ = dataset.options(key).items()
        dataset.page.locator(f"#filter-{key} input[type=checkbox]").first.check()
        expect(dataset.page).not_to_have_url(address)
        dataset.expect_rows(rows)


def test_the_first_mark_of_each_chart_leads_to_rows(dataset: Dashboard):
    address = dataset.page.url
    for chart in range(1, dataset.page.get_by_role("figure").count() + 1):
        dataset.open(address)
        if not dataset.marks(chart).count():
            continue
        mark = dataset.marks(chart).first
        rows, there = said(dataset, chart, mark), mark.get_attribute("href") or ""
        mark.press("Enter")
        expect(dataset.page).to_have_url(there)
        if rows is None:
            assert 0 < dataset.rows() <= dataset.total()
        else:
            dataset.expect_rows(rows)


def said(dataset: Dashboard, chart: int, mark: Locator) -> int | None:
    """How many rows a mark stands for; None if it shows another measure, or rounds."""
    figure = dataset.page.locator(f"#chart-{chart}")
    alone = figure.get_by_role("link", name="alone").get_attribute("href") or ""
    spec = parse_qs(urlsplit(alone).query)["_chart"][0]
    number = re.search(r": ([\d,]+)$", title(mark)) or re.match(r"([\d,]+) rows?:", title(mark))
    counts = spec.endswith("count()") or spec.startswith(("histogram:", "heatmap:", "scatter:"))
    if counts and number:
        return int(number[1].replace(",", ""))
    return None


def test_each_header_sorts_and_keeps_the_rows(dataset: Dashboard):
    rows = dataset.rows()
    headers = dataset.page.locator("#table thead a").evaluate_all("all => all.map((each) => each.id)")
    for header in headers[:MOST_HEADERS]:
        link = dataset.page.locator(f"[id='{header}']")
        there = link.get_attribute("href") or ""
        link.click()
        expect(dataset.page).to_have_url(there)
        dataset.expect_rows(rows)
        expect(dataset.page.locator(f"[id='{header}']")).to_have_attribute("href", re.compile(re.escape("?")))


def test_its_address_is_shareable_after_a_tick_and_a_sort(dataset: Dashboard, same_elsewhere):
    box = dataset.page.locator("#filters input[type=checkbox]")
    if box.count():
        before = dataset.page.url
        box.first.check()
        expect(dataset.page).not_to_have_url(before)
    headers = dataset.page.locator("#table thead a")
    if headers.count():
        there = headers.last.get_attribute("href") or ""
        headers.last.click()
        expect(dataset.page).to_have_url(there)
    same_elsewhere()
