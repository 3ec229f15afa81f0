"""A file that tries to break out of HTML and of addresses: nothing runs, everything works."""

import csv
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest
from playwright.sync_api import expect

from e2e.dashboard import Dashboard, title_number
from tests import adversarial

ADDRESS = f"/{adversarial.NAME}"
HANDLERS = (
    "() => [...document.querySelectorAll('*')].some((each) => [...each.attributes].some((a) => /^on/.test(a.name)))"
)
HREFS = "all => all.map((each) => each.href.baseVal ?? each.href)"


@pytest.fixture
def rows(data_dir: Path) -> list[list[str]]:
    with (data_dir / adversarial.FILE).open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))[1:]


def test_its_texts_are_shown_as_texts(dashboard: Dashboard):
    page = dashboard.open(f"{ADDRESS}?_size=250").page
    dashboard.expect_rows(adversarial.ROWS)
    for text in ("<script>alert(1)</script>", "onerror=alert(1)", "{{ 7 * 7 }}", "&amp;", "javascript:alert(1)"):
        expect(page.locator("#table td", has_text=text).first).to_be_visible()
    assert page.locator("main script, main img, main b").count() == 0
    assert not page.locator("*").evaluate_all(HANDLERS)


def test_its_names_are_shown_as_texts(dashboard: Dashboard):
    page = dashboard.open(ADDRESS).page
    expect(page.get_by_role("columnheader", name="<script>alert(1)</script>").first).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_contain_text("<b>bold")


def test_every_link_leads_to_a_page_of_this_server(dashboard: Dashboard):
    page = dashboard.open(ADDRESS).page
    addresses = sorted(set(page.locator("main a, #facets a").evaluate_all(HREFS)))
    assert all(urlsplit(address).path.startswith(ADDRESS) for address in addresses)
    for address in addresses[:: max(1, len(addresses) // 50)]:
        assert page.request.get(address).status == 200, address


def test_every_id_is_there_once(dashboard: Dashboard):
    """Columns may be called `chart`, `size` or `all`."""
    ids = dashboard.open(ADDRESS).page.locator("[id]").evaluate_all("all => all.map((each) => each.id)")
    assert sorted(ids) == sorted(set(ids))


def test_each_hostile_value_can_be_ticked(dashboard: Dashboard):
    page = dashboard.open(ADDRESS).page
    key = page.locator("#filters input[type=checkbox]").first.get_attribute("name") or ""
    for value, count in list(dashboard.options(key).items())[:8]:
        dashboard.open(f"{ADDRESS}?{urlencode({key: value})}").expect_rows(count)
        box = page.locator(f"#filter-{key} input:checked")
        expect(box).to_have_value(value)
        box.uncheck()
        dashboard.expect_rows(adversarial.ROWS)


def test_a_ticked_value_survives_its_address(dashboard: Dashboard, same_elsewhere):
    page = dashboard.open(ADDRESS).page
    page.locator("#filters input[type=checkbox]").first.check()
    expect(page).not_to_have_url(ADDRESS)
    same_elsewhere()


@pytest.mark.parametrize("text", ["<script>alert(1)", '"><img', "%", "&_sort=x", "../", "עולם", "😀", "'"])
def test_a_search_takes_any_text(dashboard: Dashboard, text: str, same_elsewhere, rows: list[list[str]]):
    page = dashboard.open(ADDRESS).page
    page.locator("#search").fill(text)
    expect(dashboard.chip(f"“{text}” anywhere")).to_be_visible()
    expect(page.locator("#search")).to_have_value(text)
    assert dashboard.rows() <= sum(any(text in cell for cell in row) for row in rows)
    same_elsewhere()


def test_its_marks_lead_to_their_rows(dashboard: Dashboard):
    page = dashboard.open(ADDRESS).page
    key = page.locator("#filters input[type=checkbox]").first.get_attribute("name")
    chart = f"{ADDRESS}?_chart=bar:{key}"
    for number in range(1, dashboard.open(chart).marks().count() + 1):
        mark = dashboard.open(chart).page.locator("#chart-1 svg a").nth(number - 1)
        count = title_number(mark)
        mark.click()
        dashboard.expect_rows(count)


@pytest.mark.parametrize(
    "path", ["/..%2f..%2fetc%2fpasswd", "/%3Cscript%3Ealert(1)%3C/script%3E", "/world/facet/%22%3E"]
)
def test_a_made_up_path_is_answered_with_a_sentence(dashboard: Dashboard, complaints, path: str):
    complaints.expect_status(404)
    dashboard.open(path)
    expect(dashboard.page.get_by_role("heading", level=1)).to_have_text("Not found")
