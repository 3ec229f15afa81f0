"""The same numbers as a table: a line for each place of a chart, a column for each series."""

from components.channel import Channel
from components.drawing.drawing import Row
from components.page import Page
from components.sheet import Sheet, is_nominal

MOST_ROWS = 500
NOTHING = ("", False)


def headers(sheet: Sheet) -> tuple[str, ...]:
    columns = sheet.series.labels if sheet.series else (sheet.measure.title(sheet.page.schema),)
    return (*((sheet.panels.title,) if sheet.panels else ()), sheet.x.title, *columns)


def rows(sheet: Sheet) -> tuple[Row, ...]:
    """The first MOST_ROWS of them; what can be added to a filter has the link for it."""
    if sheet.page.sketch:
        return ()
    found = []
    names = sheet.panels.labels if sheet.panels else ("",)
    nominal = not sheet.panels and is_nominal(sheet.x.dimension, sheet.page)
    adds = additions(sheet.x, sheet.page) if nominal else [NOTHING] * len(sheet.x)
    for panel, name in enumerate(names):
        for place, label in enumerate(sheet.x.labels):
            cells = sheet.texts[panel][place]
            found.append(Row((*([name] if name else []), label, *cells), *adds[place]))
    return tuple(found[:MOST_ROWS])


def additions(channel: Channel, page: Page) -> list[tuple[str, bool]]:
    """For each value of a column of names, the address that adds it to those kept, or takes it out, and whether it is
    one of them; empty addresses where a value can't be added.
    """
    rows = [keep[0] if len(keep) == 1 and not keep[0].operator else None for keep in channel.keeps]
    if len(rows) > MOST_ROWS or not any(rows):
        return [("", False)] * len(rows)
    values = [row.values[0] if row else "" for row in rows]
    urls, now = page.toggles(channel.column, values), page.query.values(channel.column)
    found = [(url, value in now) if row else ("", False) for row, value, url in zip(rows, values, urls, strict=True)]
    if channel.values[-1] is None:  # missing ones can't be asked for beside others
        link = page.link(channel.keeps[-1])
        found[-1] = link.href, link.selected
    return found
