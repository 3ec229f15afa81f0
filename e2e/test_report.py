"""“How this file was read”: the faults of a messy file, where they stand, and the rows they concern."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from e2e.dashboard import Dashboard
from e2e.test_accessibility import LOOKS, violations
from e2e.test_keyboard import tab_to
from e2e.test_phone import WIDTHS

ADDRESS = "/made-up-messy"
GOOD = [f"{['Rome', 'Oslo', 'Lima'][i % 3]};{i * 3};{i % 28 + 1:02}.03.2020;{i},5" for i in range(200)]
LINES = [
    "Sales of <b>all</b> shops",
    "Printed on Monday; see www.example.org",
    "",
    "city;count;day;price",
    *GOOD[:50],
    "Rome;7;soon & <i>later</i>;1,5",
    *GOOD[50:100],
    "Oslo;8;01.04.2020;2,5;one too many",
    *GOOD[100:150],
    "Lima;n/a;n/a;NA",
    *GOOD[150:],
]
MISFIT_LINE = 4 + 50 + 1
RAGGED_LINE = MISFIT_LINE + 50 + 1
ROWS = len(LINES) - 4


@pytest.fixture(scope="module", autouse=True)
def messy(data_dir: Path, base_url: str) -> Iterator[Path]:
    """Dropped in while the server runs."""
    path = data_dir / "made-up-messy.csv"
    path.write_text("\n".join(LINES) + "\n", encoding="utf-8")
    yield path
    path.unlink()


@pytest.fixture
def plain(new_context: Callable[..., BrowserContext]) -> Dashboard:
    return Dashboard(new_context(java_script_enabled=False).new_page())


def report(page: Page) -> Locator:
    return page.locator("#report")


def opened(page: Page) -> Locator:
    page.get_by_text("How this file was read").click()
    expect(report(page).locator("dl")).to_be_visible()
    return report(page)


def group(page: Page, title: str) -> Locator:
    return report(page).locator("section").filter(has=page.get_by_role("heading", name=title))


def test_it_says_how_many_faults_there_are_and_is_closed(dashboard: Dashboard):
    page = dashboard.open(ADDRESS).page
    dashboard.expect_rows(ROWS)
    expect(report(page).locator("summary")).to_have_text("How this file was read: 5 faults")
    expect(report(page).locator("dl")).not_to_be_visible()


def test_a_file_without_faults_says_so(dashboard: Dashboard):
    page = dashboard.open("/penguins").page
    expect(report(page).locator("summary")).to_contain_text("nothing wrong")


def test_it_opens_and_closes_by_the_keyboard(dashboard: Dashboard):
    page = dashboard.open(ADDRESS).page
    page.locator("#size-50").focus()
    tab_to(page, "#report summary")
    page.keyboard.press("Enter")
    expect(report(page).locator("dl")).to_be_visible()
    page.keyboard.press("Space")
    expect(report(page).locator("dl")).not_to_be_visible()
    page.keyboard.press("Enter")
    tab_to(page, "#report a", most=3)
    page.keyboard.press("Enter")
    dashboard.expect_rows(2)


def test_it_says_how_the_file_is_written(dashboard: Dashboard):
    facts = opened(dashboard.open(ADDRESS).page).locator("dl")
    expect(facts).to_contain_text("made-up-messy.csv")
    expect(facts).to_contain_text("semicolon")
    expect(facts.locator("div").filter(has_text="Names in line")).to_contain_text("4")


def test_it_lists_the_lines_and_the_texts_as_they_stand(dashboard: Dashboard):
    page = dashboard.open(ADDRESS).page
    opened(page)
    passed = group(page, "lines passed over").locator("li")
    expect(passed.first).to_contain_text("line 1 ")
    expect(passed.first.locator("code")).to_have_text(LINES[0])
    expect(passed.nth(1).locator("code")).to_have_text(LINES[1])
    mended = group(page, "1 row put right").locator("li")
    expect(mended).to_contain_text(f"line {RAGGED_LINE} ")
    expect(mended.locator("code")).to_contain_text("one too many")
    misfit = group(page, "1 cell of Day that is no date").locator("li")
    expect(misfit).to_contain_text(f"line {MISFIT_LINE} ")
    expect(misfit.locator("code")).to_have_text("soon & <i>later</i>")


def test_it_says_which_words_are_missing_and_why_a_column_is_of_its_kind(dashboard: Dashboard):
    columns = opened(dashboard.open(ADDRESS).page).get_by_role("region", name="Why the columns are of their kinds")
    day = columns.get_by_role("row").filter(has=dashboard.page.get_by_role("rowheader", name="Day"))
    expect(day).to_contain_text("day first")
    expect(day).to_contain_text("“n/a”")
    price = columns.get_by_role("row").filter(has=dashboard.page.get_by_role("rowheader", name="Price"))
    expect(price).to_contain_text("the decimal mark is a comma")
    expect(price).to_contain_text("“NA”")


def test_it_names_the_file_of_wishes(dashboard: Dashboard):
    expect(opened(dashboard.open(ADDRESS).page)).to_contain_text("made-up-messy.toml")


def test_a_link_shows_the_rows(dashboard: Dashboard):
    page = dashboard.open(f"{ADDRESS}?city=Oslo").page
    opened(page)
    group(page, "1 cell of Day").get_by_role("link", name="show the rows").click()
    dashboard.expect_rows(2)
    expect(page).to_have_url(f"{ADDRESS}?day.is=missing")
    expect(dashboard.chip("Day is missing")).to_be_visible()
    assert dashboard.cells(1) == ["Rome", "Lima"]


def test_a_filter_leaves_it_open(dashboard: Dashboard):
    page = dashboard.open(ADDRESS).page
    opened(page)
    before = report(page).text_content()
    dashboard.option("city", "Rome").check()
    expect(dashboard.chip("City")).to_be_visible()
    expect(report(page).locator("dl")).to_be_visible()
    assert report(page).text_content() == before
    page.go_back()
    dashboard.expect_rows(ROWS)


def test_it_works_without_javascript(plain: Dashboard):
    page = plain.open(ADDRESS).page
    opened(page)
    expect(group(page, "1 cell of Day").locator("code")).to_have_text("soon & <i>later</i>")
    group(page, "1 cell of Day").get_by_role("link", name="show the rows").click()
    plain.expect_rows(2)


@pytest.mark.parametrize("look", LOOKS)
def test_axe_finds_nothing_in_it_and_nothing_is_wider_than_the_window(
    new_context: Callable[..., BrowserContext], look: str
):
    page = new_context(**LOOKS[look]).new_page()
    page.goto(ADDRESS)
    opened(page)
    found = violations(page)
    assert not found, "\n".join(found)
    scroll, inner = page.evaluate(WIDTHS)
    assert scroll <= inner


@pytest.mark.parametrize("text", ["w" * 5000, "two words " * 500, "\u202eגשם " * 300])
@pytest.mark.parametrize("width", [320, 1280])
def test_long_texts_stay_within_the_window(
    new_context: Callable[..., BrowserContext], data_dir: Path, text: str, width: int
):
    path = data_dir / "made-up-long-faults.csv"
    lines = [
        "count;day",
        *(f"{i};{i % 28 + 1:02}.03.2020" for i in range(100)),
        f"{text};{text}",
        f"1;01.03.2020;{text}",
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    try:
        page = new_context(viewport={"width": width, "height": 800}).new_page()
        page.goto("/made-up-long-faults")
        opened(page)
        expect(report(page).locator("code").first).to_be_visible()
        scroll, inner = page.evaluate(WIDTHS)
        assert scroll <= inner
    finally:
        path.unlink()
