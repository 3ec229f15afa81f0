"""A dashboard in a browser: what tests look at and act on."""

import re
import time
from dataclasses import dataclass

from playwright.sync_api import Error, Locator, Page, expect

COUNT = re.compile(r"^\s*([\d,]+) of ([\d,]+) rows\s*$")
RESULTS = """() => {
  const results = document.getElementById("results").cloneNode(true);
  results.querySelectorAll(".plot a[aria-label]").forEach((mark) => mark.prepend(mark.getAttribute("aria-label")));
  results.querySelectorAll(".cost").forEach((cost) => cost.remove());
  return results.textContent.replace(/\\s+/g, " ").trim();
}"""
CONTROLS = """() => [...document.querySelectorAll("#filters input, #filters select")]
  .filter((each) => each.name && each.type !== "hidden" && each.form.id === "filters")
  .filter((each) => each.type !== "checkbox" || each.checked)
  .map((each) => [each.name, each.value])"""
COUNTS = """(boxes) => boxes.map((box) => [box.value, box.labels[0].querySelector(".facet__count").textContent])"""


@dataclass(frozen=True)
class Dashboard:
    page: Page

    def open(self, address: str) -> "Dashboard":
        self.page.goto(address)
        return self

    @property
    def count(self) -> Locator:
        return self.page.locator("#count")

    def rows(self) -> int:
        """How many rows the page says it shows, as it says it everywhere: `x of y rows`."""
        return self._counts()[0]

    def total(self) -> int:
        return self._counts()[1]

    def expect_rows(self, rows: int) -> None:
        expect(self.count).to_have_text(re.compile(rf"^\s*{rows:,} of [\d,]+ rows\s*$"))

    def option(self, key: str, value: str) -> Locator:
        return self.page.locator(f'#filter-{key} input[type=checkbox][value="{value}"]')

    def options(self, key: str) -> dict[str, int]:
        """The values of a facet that are listed, with their counts."""
        boxes = self.page.locator(f"#filter-{key} input[type=checkbox]")
        return {value: number(text) for value, text in boxes.evaluate_all(COUNTS)}

    def marks(self, chart: int = 1) -> Locator:
        return self.page.locator(f"#chart-{chart} svg a")

    def cells(self, column: int) -> list[str]:
        """The texts of one column of the table."""
        return [text.strip() for text in self.page.locator(f"#table tbody td:nth-child({column})").all_text_contents()]

    def chip(self, name: str) -> Locator:
        return self.page.get_by_role("link", name=f"Remove filter {name}")

    def results(self) -> str:
        return str(self.page.evaluate(RESULTS))

    def controls(self) -> list[list[str]]:
        """What every control of the filter form says, by name; boxes that are not ticked say nothing."""
        return sorted(self.page.evaluate(CONTROLS))

    def state(self) -> tuple[str, list[list[str]]]:
        return self.results(), self.controls()

    def expect_state(self, state: tuple[str, list[list[str]]]) -> None:
        """After a step of the history, which may load the page anew."""
        end = time.monotonic() + 8
        while time.monotonic() < end:
            try:
                if self.state() == state:
                    return
            except Error:
                pass  # the page is being replaced
            self.page.wait_for_timeout(50)
        assert self.state() == state

    def history(self) -> int:
        return int(self.page.evaluate("history.length"))

    def focused(self) -> str:
        """The id of the element that has the focus, or its tag."""
        return str(self.page.evaluate("document.activeElement.id || document.activeElement.tagName"))

    def _counts(self) -> tuple[int, int]:
        found = COUNT.match(self.count.text_content() or "")
        assert found, f"“{self.count.text_content()}” is not “x of y rows”"
        return number(found[1]), number(found[2])


def number(text: str) -> int:
    return int(text.replace(",", ""))


def title_number(mark: Locator) -> int:
    """The number of rows a mark's title ends with: `South Asia: 400`."""
    return number(title(mark).rpartition(": ")[2])


def title(mark: Locator) -> str:
    """What a mark says: once it was told, it is the mark's label."""
    return mark.get_attribute("aria-label") or mark.locator("title").text_content() or ""
