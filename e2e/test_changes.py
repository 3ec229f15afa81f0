"""Files that come, change and go while the server runs."""

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from e2e.conftest import Complaints
from e2e.dashboard import Dashboard


@pytest.fixture
def dropped(data_dir: Path) -> Iterator[Path]:
    path = data_dir / "made-up-dropped.csv"
    yield path
    for each in (path, path.with_suffix(".toml")):
        each.unlink(missing_ok=True)


def write(path: Path, rows: int) -> None:
    """As editors and `cp` do: the file is replaced at once."""
    new = path.with_name(f".{path.name}")
    new.write_text("city,price\n" + "".join(f"{['Rome', 'Oslo', 'Lima'][i % 3]},{i}\n" for i in range(rows)))
    os.utime(new, ns=(time.time_ns(), time.time_ns()))
    new.replace(path)


def test_a_dropped_file_appears(dashboard: Dashboard, dropped: Path):
    page = dashboard.open("/").page
    expect(page.get_by_role("link", name="Made-up-dropped")).to_have_count(0)
    write(dropped, 30)
    page.reload()
    page.get_by_role("link", name="Made-up-dropped").click()
    dashboard.expect_rows(30)


def test_a_changed_file_is_shown_at_the_next_act(dashboard: Dashboard, dropped: Path):
    write(dropped, 30)
    dashboard.open("/made-up-dropped").expect_rows(30)
    write(dropped, 60)
    dashboard.option("city", "Rome").check()
    dashboard.expect_rows(20)
    assert dashboard.total() == 60


def test_changed_words_are_shown_too(dashboard: Dashboard, dropped: Path):
    write(dropped, 30)
    dashboard.open("/made-up-dropped")
    dropped.with_suffix(".toml").write_text('title = "Prices of cities"\n[columns.price]\nlabel = "What it costs"\n')
    dashboard.page.reload()
    expect(dashboard.page.get_by_role("heading", level=1)).to_have_text("Prices of cities")
    expect(dashboard.page.locator("#sort-price")).to_contain_text("What it costs")


def test_a_fault_in_the_words_is_shown_and_passed_over(dashboard: Dashboard, dropped: Path):
    write(dropped, 30)
    dropped.with_suffix(".toml").write_text('titel = "Prices"\ncharts = ["pie:city"]\n')
    dashboard.open("/made-up-dropped").expect_rows(30)
    expect(dashboard.page.get_by_text("2 problems in made-up-dropped.toml")).to_be_visible()


def test_a_removed_file_is_said_to_be_gone(dashboard: Dashboard, dropped: Path, complaints: Complaints):
    complaints.expect_status(404)
    write(dropped, 30)
    dashboard.open("/made-up-dropped")
    dropped.unlink()
    dashboard.option("city", "Rome").check()
    expect(dashboard.page.locator("#problem")).to_contain_text("There is no dataset “made-up-dropped”")
    response = dashboard.page.reload()
    assert response
    assert response.status == 404
    dashboard.open("/")
    expect(dashboard.page.get_by_role("link", name="Made-up-dropped")).to_have_count(0)


def test_a_column_that_is_gone_is_named(dashboard: Dashboard, dropped: Path, complaints: Complaints):
    complaints.expect_status(400)
    write(dropped, 30)
    dashboard.open("/made-up-dropped?city=Rome").expect_rows(10)
    dropped.write_text("town,price\nRome,1\nOslo,2\n")
    dashboard.page.locator("#sort-price").click()
    expect(dashboard.page.locator("#problem")).to_contain_text("There is no column “city”")
