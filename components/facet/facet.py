"""A filter by values: checkboxes with their counts under all other filters, the top ones first."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from app.datasets import Column
from app.datasets.column import Array
from app.engine import Tally
from components.format import Format
from components.page import Page

TOP, LISTED = 7, 200


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    label: str
    count: int
    share: float
    checked: bool


@dataclass(frozen=True, slots=True)
class FacetView:
    """`more`: how many values are not among the options; `find`: what the values are searched for."""

    key: str
    title: str
    description: str
    options: tuple[Option, ...]
    more: int
    more_url: str
    clear_url: str
    missing: int
    presence: str
    active: bool
    name: str = "FacetView"
    find: str = ""


def build_facet(column: Column, tally: Tally, page: Page) -> FacetView:
    """The top values by count, and whichever are chosen."""
    chosen = set(page.query.values(column.key))
    order = _by_count(tally.counts)
    top = order[: TOP if len(order) > TOP + 1 else TOP + 1].tolist()
    rest = [i for i in order[len(top) :].tolist() if tally.values[i] in chosen] if chosen else []
    listed = [*top, *rest]
    unknown = sorted(chosen - {str(tally.values[i]) for i in listed})
    return _view(column, tally, page, listed=listed, unknown=unknown, more=len(tally.values) - len(listed))


def build_found(column: Column, tally: Tally, page: Page, *, find: str) -> FacetView:
    """The values that contain a text, up to a limit, and whichever are chosen: what stands behind “N more…”."""
    needle, chosen = find.casefold(), set(page.query.values(column.key))
    kept = [int(i) for i, value in enumerate(tally.values) if value in chosen]
    found = [i for i in _by_count(tally.counts).tolist() if needle in tally.values[i].casefold() and i not in kept]
    unknown = sorted(chosen - {str(tally.values[i]) for i in kept})
    listed, more = [*kept, *found[:LISTED]], max(0, len(found) - LISTED)
    return _view(column, tally, page, listed=listed, unknown=unknown, more=more, find=find)


def _by_count(counts: Array) -> Array:
    """Positions of values, the most frequent first, equal ones in their order."""
    return np.argsort(-counts, kind="stable")


def _view(
    column: Column, tally: Tally, page: Page, *, listed: Iterable[int], unknown: list[str], more: int, find: str = ""
) -> FacetView:
    chosen, style = set(page.query.values(column.key)), Format.of(column)
    most = max(1, int(tally.counts.max(initial=0)))
    options = []
    for i in listed:
        value, count = tally.values[i], int(tally.counts[i])
        options.append(Option(str(value), style.text(value), count, round(100 * count / most, 1), value in chosen))
    options += [Option(value, value, 0, 0, True) for value in unknown]
    presence, *_ = (*page.query.values(column.key, "is"), "")
    return FacetView(
        key=column.key,
        title=column.title,
        description=column.description,
        options=tuple(options),
        more=more,
        more_url=page.query.url(f"{page.path}/facet/{column.key}"),
        clear_url=page.url(page.query.without(column.key)),
        missing=column.missing,
        presence=presence,
        active=bool(page.query.on(column.key)),
        find=find,
    )
