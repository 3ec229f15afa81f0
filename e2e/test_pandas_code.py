"""“This view in pandas”: it opens, it is copied, and it says what the page shows."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, expect

from app.datasets import Catalog
from e2e.dashboard import Dashboard
from tests import adversarial
from tests.recipes import supply


def code(dashboard: Dashboard) -> str:
    return dashboard.page.locator("#code-text").text_content() or ""


def test_it_opens_and_says_the_filters(dashboard: Dashboard):
    page = dashboard.open("/world?region=South+Asia&year.min=1980").page
    expect(page.locator("#code-text")).not_to_be_visible()
    page.get_by_text("This view in pandas").click()
    expect(page.locator("#code-text")).to_be_visible()
    expect(page.locator("#code-text")).to_contain_text("df['region'].isin(['South Asia'])")


def test_it_is_copied(dashboard: Dashboard, context: BrowserContext):
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = dashboard.open("/world?region=South+Asia").page
    page.get_by_text("This view in pandas").click()
    page.get_by_role("button", name="Copy", exact=True).click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == code(dashboard)


def test_it_is_copied_after_a_swap_too(dashboard: Dashboard, context: BrowserContext):
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = dashboard.open("/world").page
    dashboard.option("region", "South Asia").check()
    expect(page).to_have_url("/world?region=South+Asia")
    page.get_by_text("This view in pandas").click()
    page.get_by_role("button", name="Copy", exact=True).click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert "South Asia" in page.evaluate("navigator.clipboard.readText()")


def test_it_stays_open_while_filtering(dashboard: Dashboard):
    page = dashboard.open("/world").page
    page.get_by_text("This view in pandas").click()
    dashboard.option("region", "South Asia").check()
    expect(page).to_have_url("/world?region=South+Asia")
    expect(page.locator("#code-text")).to_be_visible()


def test_the_link_is_copied(dashboard: Dashboard, context: BrowserContext):
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = dashboard.open("/world").page
    page.locator("#sort-country").click()
    expect(page).to_have_url("/world?_sort=country")
    page.get_by_role("button", name="Copy link").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == page.url


@pytest.mark.parametrize(
    "address",
    [
        "/world?region=South+Asia&year.min=1980&_q=an&_sort=-population",
        "/made-up-trips?late=true&day.max=2012-06&carrier.is=present",
        f"/{adversarial.NAME}?_q=%3Cscript%3E&_sort=a_b",
    ],
)
def test_it_gives_the_rows_of_the_page(dashboard: Dashboard, data_dir: Path, tmp_path: Path, address: str):
    dashboard.open(address)
    for path in data_dir.iterdir():
        (tmp_path / path.name).symlink_to(path)
    catalog = Catalog(data_dir)
    supply(catalog.open(catalog.entries()[address[1:].partition("?")[0]]), tmp_path)
    program = f"{code(dashboard)}\nprint(len(view))"
    run = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONUTF8": "1"},
        check=False,
    )
    assert run.returncode == 0, run.stderr
    assert int(run.stdout) == dashboard.rows()
