"""A chart in the frame of another page."""

from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Page, expect

from e2e.conftest import Complaints
from e2e.test_accessibility import violations

CHART = "/world/embed?_chart=bar:region,count()"


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def site(tmp_path: Path) -> Iterator[str]:
    """A folder of pages, served from another origin."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(tmp_path)))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def framed(page: Page, base_url: str, address: str) -> Page:
    """A page of the server's own origin, with a frame in it."""
    html = f'<!doctype html><title>A page</title><iframe src="{address}" width="700" height="400"></iframe>'
    page.route(f"{base_url}/a-page", lambda route: route.fulfill(body=html, content_type="text/html"))
    page.goto("/a-page")
    return page


def test_marks_filter_within_the_frame(page: Page, base_url: str):
    frame = framed(page, base_url, CHART).frame_locator("iframe")
    expect(frame.locator(".embed__foot")).to_contain_text("12,200 of 12,200 rows")
    frame.locator(".plot a").filter(has_text="South Asia").click()
    expect(frame.locator(".embed__foot")).to_contain_text("400 of 12,200 rows")
    expect(frame.locator(".plot a.is-selected")).to_have_count(1)
    expect(page).to_have_url(f"{base_url}/a-page")


def test_marks_tell_within_the_frame(page: Page, base_url: str):
    frame = framed(page, base_url, CHART).frame_locator("iframe")
    frame.locator(".plot a").filter(has_text="South Asia").hover()
    expect(frame.locator(".tip")).to_have_text("South Asia: 400")


def test_ctrl_adds_within_the_frame(page: Page, base_url: str):
    frame = framed(page, base_url, CHART).frame_locator("iframe")
    frame.locator(".plot a").filter(has_text="South Asia").click()
    expect(frame.locator(".plot a.is-selected")).to_have_count(1)
    frame.locator(".plot a").filter(has_text="America").click(modifiers=["Control"])
    expect(frame.locator(".plot a.is-selected")).to_have_count(2)


def test_the_foot_opens_the_dashboard_in_a_new_tab(page: Page, base_url: str):
    frame = framed(page, base_url, CHART).frame_locator("iframe")
    with page.context.expect_page() as opened:
        frame.get_by_role("link", name="World development in Winnow").click()
    expect(opened.value).to_have_url(f"{base_url}/world?_chart=bar:region,count()")


def test_another_site_may_not_frame_it_unless_it_is_named(
    page: Page, base_url: str, site: str, tmp_path: Path, complaints: Complaints
):
    (tmp_path / "index.html").write_text(f'<!doctype html><iframe src="{base_url}{CHART}"></iframe>')
    page.goto(f"{site}/index.html")
    page.wait_for_timeout(300)
    assert any("frame-ancestors" in text for text in complaints.found)
    complaints.found.clear()


def test_axe_finds_nothing_in_it(page: Page):
    page.goto(CHART)
    assert violations(page) == []
