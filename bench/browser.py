"""In Chromium: bytes of a first view, and a click until it is seen. `python -m bench.browser 1000000`."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from bench.queries import world_queries
from bench.report import HEAD, Row, alone, line, milliseconds
from bench.server import Server, serve, wait
from bench.start import world
from bench.tables import Tables
from scripts.browser import find

TITLE = "In the browser"
TEXT = """\
Bytes are those on the wire, compressed. For a tick of a facet on a table of a million rows, Shiny, Dash, Panel and
Streamlit took 135–310 ms in the same browser."""
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run", "--disable-sync"]
KB = 1024
CLICK = """async (index) => {
  const before = document.getElementById("count").textContent;
  const start = performance.now();
  const box = document.querySelectorAll('#filter-carrier input[type=checkbox]')[index];
  box.focus();
  box.click();
  while (document.getElementById("count").textContent === before) await new Promise(requestAnimationFrame);
  return performance.now() - start;
}"""


def measure(tables: Tables, rows: int) -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as folder, serve(world(Path(folder))) as server:
        yield from _weight(server)
    with serve(tables.data(rows), kept=tables.kept(rows)) as server:
        wait(server, "/flights")
        yield from _clicks(server, rows)


def _weight(server: Server) -> Iterator[Row]:
    sizes: list[int] = []
    with _page() as page:
        page.on("requestfinished", lambda request: sizes.append(request.sizes()["responseBodySize"]))
        page.goto(f"{server.url}/world", wait_until="networkidle")
    yield line("first view of /world, all charts and assets", sum(sizes) / KB, "KB", most=40)
    yield line("requests of it", len(sizes), "requests", most=6)
    with server.client() as client:
        changes = [len(client.get(url).body) for url in islice(world_queries(), 50)]
    yield line("a filter change on /world, largest of 50", max(changes) / KB, "KB", most=15)


def _clicks(server: Server, rows: int) -> Iterator[Row]:
    """From a click on a facet to the changed row count."""
    with _page() as page:
        page.goto(f"{server.url}/flights", wait_until="networkidle")
        times = [_click(page, index) for index in range(7) for _ in range(3)]
    yield line(f"{rows:,} rows: a facet ticked until the page shows it, median of 21", milliseconds(times), "ms")


def _click(page: Page, index: int) -> float:
    """Seconds."""
    page.wait_for_timeout(150)
    return float(page.evaluate(CLICK, index)) / 1000


@contextmanager
def _page() -> Iterator[Page]:
    executable = find()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=ARGUMENTS)
        yield browser.new_page()
        browser.close()


if __name__ == "__main__":
    alone(HEAD, measure)
