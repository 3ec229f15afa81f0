"""Measure what the README promises, and write it to bench/README.md."""

import os
import platform
import shutil
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.metadata import version
from itertools import islice
from pathlib import Path

import httpx
from playwright.sync_api import Page, sync_playwright

from bench.flights import write_flights
from bench.queries import flight_queries, world_queries
from bench.reading import reading
from bench.server import ROOT, Server, duration, serve
from scripts.browser import find

Row = tuple[str, str, str]
FRAGMENT = {"HX-Request": "true", "HX-Current-URL": "http://127.0.0.1/world", "Accept-Encoding": "br"}
BROWSER = find()
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run", "--disable-sync"]


def weight(server: Server) -> Iterator[Row]:
    """Bytes on the wire, compressed, and requests of a first view in a browser."""
    sizes: list[int] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=BROWSER, args=ARGUMENTS)
        page = browser.new_page()
        page.on("requestfinished", lambda request: sizes.append(request.sizes()["responseBodySize"]))
        page.goto(f"{server.url}/world", wait_until="networkidle")
        browser.close()
    yield (
        "first view of /world, all charts and assets",
        f"{sum(sizes) / 1024:.1f} KB, {len(sizes)} requests",
        "≤ 40 KB, ≤ 6",
    )
    with httpx.Client(base_url=server.url, headers=FRAGMENT) as client:
        changes = [int(client.get(url).headers["Content-Length"]) for url in islice(world_queries(), 50)]
    yield "a filter change on /world, largest of 50", f"{max(changes) / 1024:.1f} KB", "≤ 15 KB"


def world_time(server: Server) -> Iterator[Row]:
    with httpx.Client(base_url=server.url, headers=FRAGMENT) as client:
        times = [duration(client.get(url)) for url in islice(world_queries(), 60, 110)]
    yield "server time of a filter change on /world, median of 50", f"{statistics.median(times):.1f} ms", "< 15 ms"


def memory(server: Server) -> Iterator[Row]:
    """After 200 and 1,000 different queries; by then the caches may have grown to their budget of 64 MB."""
    marks = {}
    with httpx.Client(base_url=server.url) as client:
        for number, url in enumerate(islice(world_queries(), 1000), start=1):
            client.get(url).raise_for_status()
            if number in (200, 1000):
                marks[number] = server.pss()
    yield "memory (PSS, all processes) after 1,000 different queries on /world", f"{marks[1000]:.0f} MB", "< 200 MB"
    yield "growth from the 200th to the 1,000th", f"{marks[1000] - marks[200]:.1f} MB", "≤ the caches' 64 MB"


def million_server(server: Server) -> Iterator[Row]:
    with httpx.Client(base_url=server.url, headers=FRAGMENT, timeout=120) as client:
        client.get("/flights").raise_for_status()
        times = [duration(client.get(url)) for url in islice(flight_queries(), 50)]
    yield "1 M rows: server time of a new filter, median of 50", f"{statistics.median(times):.0f} ms", "–"


def million_browser(server: Server) -> Iterator[Row]:
    """From a click on a facet to the changed row count, in Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=BROWSER, args=ARGUMENTS)
        page = browser.new_page()
        page.goto(f"{server.url}/flights", wait_until="networkidle")
        times = [_click(page, index) for index in range(7) for _ in range(3)]
        browser.close()
    yield (
        "1 M rows: a facet ticked until the page shows it, median of 21",
        f"{statistics.median(times):.0f} ms",
        "peers: 135–310 ms",
    )


CLICK = """async (index) => {
  const before = document.getElementById("count").textContent;
  const start = performance.now();
  const box = document.querySelectorAll('#filter-carrier input[type=checkbox]')[index];
  box.focus();
  box.click();
  while (document.getElementById("count").textContent === before) await new Promise(requestAnimationFrame);
  return performance.now() - start;
}"""


def _click(page: Page, index: int) -> float:
    page.wait_for_timeout(150)
    return float(page.evaluate(CLICK, index))


def million_clients(server: Server, *, clients: int = 8, seconds: float = 10) -> Iterator[Row]:
    done, stop = [0] * clients, time.monotonic() + seconds
    urls = list(islice(flight_queries(), 50, 3000))

    def work(number: int) -> None:
        with httpx.Client(base_url=server.url, headers=FRAGMENT, timeout=120) as client:
            for url in urls[number::clients]:
                if time.monotonic() > stop:
                    return
                client.get(url).raise_for_status()
                done[number] += 1

    threads = [threading.Thread(target=work, args=(number,)) for number in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    yield "1 M rows: changes a second for eight clients", f"{sum(done) / seconds:.0f}", "peers: 6–18"
    yield "1 M rows: memory (PSS) after ten and more viewers", f"{server.pss():.0f} MB", "peers: 380–1,190 MB"


HEAD = """\
# Measurements

Written by `make bench` on {date}: {machine}.
One gunicorn worker with eight threads; the machine is shared, so medians move by a third from run to run.
Peers' figures are for a table of a million rows in the same browser: Shiny, Dash, Panel and Streamlit.

| what | measured | bound |
| --- | --- | --- |"""


def write(rows: list[Row]) -> str:
    names = ("Flask", "gunicorn", "numpy", "pandas", "pyarrow")
    versions = ", ".join(f"{name} {version(name)}" for name in names)
    machine = f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}, {versions}"
    head = HEAD.format(date=f"{datetime.now(UTC):%Y-%m-%d}", machine=machine)
    return "\n".join([head, *(f"| {' | '.join(row)} |" for row in rows), ""])


def main() -> None:
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as folder:
        rows += reading(Path(folder))
    with tempfile.TemporaryDirectory() as folder:
        for path in (ROOT / "data").glob("world.*"):
            shutil.copy(path, folder)
        for measure in (weight, world_time, memory):
            with serve(Path(folder)) as server:
                rows += measure(server)
        write_flights(Path(folder), rows=1_000_000)
        with serve(Path(folder)) as server:
            for measure in (million_server, million_browser, million_clients):
                rows += measure(server)
    report = write(rows)
    (ROOT / "bench" / "README.md").write_text(report, encoding="utf-8")
    sys.stdout.write(report)


if __name__ == "__main__":
    main()
