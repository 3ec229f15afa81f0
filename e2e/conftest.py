"""Fixtures of the browser tests: a real server over a copy of the data, a Chromium, and an eye on its console."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd
import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Dialog, Page, Request, WebError, expect

from e2e.dashboard import Dashboard
from e2e.made_up import write_made_up
from e2e.owned import owned_files
from e2e.servers import served
from scripts.browser import find
from tests import adversarial

ROOT = Path(__file__).resolve().parent.parent
LAUNCH = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run", "--disable-sync"]
UNUSED = [
    "SpareRendererForSitePerProcess",
    "PaintHolding",
    "HttpsUpgrades",
    "MediaRouter",
    "ThirdPartyStoragePartitioning",
]
"""The first starts processes that no test uses, an eighth of the time of all; the others are Playwright's own."""
STATUSES = re.compile(r"status of (\d+)|Error Code (\d+)")

expect.set_options(timeout=8_000)


@pytest.fixture(scope="session")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The owner's files, the built-in ones and made-up ones; tests may drop in more."""
    folder = tmp_path_factory.mktemp("data")
    for path in [*owned_files(), *ROOT.glob("data/world.*"), *ROOT.glob("data/penguins.*")]:
        if not (folder / path.name).exists():
            (folder / path.name).symlink_to(path)
    write_made_up(folder)
    adversarial.write(folder)
    return folder


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--replicas", type=int, default=1, help="Servers behind a round-robin proxy; needs caddy.")


@pytest.fixture(scope="session")
def base_url(data_dir: Path, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[str]:
    replicas = request.config.getoption("--replicas", 1)
    with served(tmp_path_factory.mktemp("server"), data_dir=data_dir, replicas=replicas) as url:
        yield url


BROWSER = find()
"""Looked for at import: Playwright's own loop must not be running yet."""


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    args = [*LAUNCH, "--disable-component-update", f"--disable-features={','.join(UNUSED)}"]
    return {**browser_type_launch_args, "executable_path": BROWSER, "args": args}


@dataclass
class Complaints:
    """What the browser found wrong. A test that provokes an error says which statuses it expects."""

    base_url: str
    found: list[str] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)
    expected: set[int] = field(default_factory=set)
    offline: bool = False

    def expect_status(self, *statuses: int) -> None:
        self.expected |= set(statuses)

    def expect_offline(self) -> None:
        """Requests fail without an answer."""
        self.offline = True

    def watch(self, context: BrowserContext) -> None:
        for event, heard in self._ears():
            context.on(event, heard)

    def leave(self, context: BrowserContext) -> None:
        for event, heard in self._ears():
            context.remove_listener(event, heard)

    def _ears(self) -> list[tuple[str, Callable[..., None]]]:
        events = {"console": self._console, "weberror": self._error, "request": self._request, "dialog": self._dialog}
        return list(events.items())

    def all(self) -> list[str]:
        return [text for text in self.found if not self._is_expected(text)]

    def _is_expected(self, text: str) -> bool:
        if "console: htmx:sendAbort" in text or "console: htmx:afterRequest" in text:
            return True  # htmx's words for a request that a later one replaced
        if self.offline and re.search(r"net::ERR_|htmx:sendError", text):
            return True
        statuses = {int(a or b) for a, b in STATUSES.findall(text)}
        return bool(statuses) and statuses <= self.expected

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error" or "Content Security Policy" in message.text:
            self.found.append(f"console: {message.text} ({message.location.get('url')})")

    def _error(self, error: WebError) -> None:
        self.found.append(f"page error: {error.error}")

    def _request(self, request: Request) -> None:
        self.requests.append(request)
        if not request.url.startswith((f"{self.base_url}/", "about:", "data:", "blob:")):
            self.found.append(f"request to another host: {request.url}")

    def _dialog(self, dialog: Dialog) -> None:
        self.found.append(f"dialog: {dialog.message}")
        self.dialogs.append(dialog.message)
        dialog.dismiss()


@pytest.fixture(autouse=True)
def complaints(base_url: str) -> Iterator[Complaints]:
    """Fails the test on an error in the console or page, a CSP violation, a dialog, or a request elsewhere."""
    complaints = Complaints(base_url)
    yield complaints
    assert complaints.all() == []


@pytest.fixture(scope="session")
def browsers(browser: Browser, base_url: str) -> Iterator[dict[str, BrowserContext]]:
    """Browsers that were here before, one a kind: to start one takes longer than most tests."""
    kept: dict[str, BrowserContext] = {}
    yield kept
    for context in kept.values():
        context.close()


@pytest.fixture
def new_context(
    browser: Browser, base_url: str, browsers: dict[str, BrowserContext], complaints: Complaints
) -> Iterator[Callable[..., BrowserContext]]:
    """A browser of a kind. Of earlier tests it keeps the assets, as those of a person who comes back do."""
    used = []

    def ready(**options: object) -> BrowserContext:
        kind = str(sorted(options.items()))
        if kind not in browsers:
            browsers[kind] = browser.new_context(base_url=base_url, **options)
        if browsers[kind] not in used:
            used.append(browsers[kind])
            complaints.watch(browsers[kind])
        return browsers[kind]

    yield ready
    for context in used:
        complaints.leave(context)
        for page in context.pages:
            page.close()
        context.clear_cookies()
        context.clear_permissions()
        context.set_offline(offline=False)


@pytest.fixture
def dashboard(page: Page) -> Dashboard:
    return Dashboard(page)


@pytest.fixture
def same_elsewhere(page: Page, new_context: Callable[..., BrowserContext]) -> Callable[[], None]:
    """The address in the bar is canonical, and shows someone else, in another browser, the same page."""

    def check() -> None:
        there = new_context(locale="en-GB").new_page()
        response = there.goto(page.url)
        assert response
        assert response.request.redirected_from is None
        assert there.url == page.url
        here, elsewhere = Dashboard(page), Dashboard(there)
        assert here.results() == elsewhere.results()
        assert here.controls() == elsewhere.controls()
        there.close()

    return check


@pytest.fixture(scope="session")
def world() -> pd.DataFrame:
    """Nothing but blank cells is missing: `NA` is Namibia."""
    return pd.read_csv(ROOT / "data" / "world.csv", keep_default_na=False, na_values=[""])


@pytest.fixture(scope="session")
def penguins() -> pd.DataFrame:
    return pd.read_csv(ROOT / "data" / "penguins.csv")


@pytest.fixture(scope="session")
def trips(data_dir: Path) -> pd.DataFrame:
    return pd.read_csv(data_dir / "made-up-trips.csv", parse_dates=["day"])
