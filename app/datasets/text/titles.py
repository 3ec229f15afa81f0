"""The names of columns from the records of a header, of which there may be several."""

import re
from collections.abc import Sequence

from app.datasets.text.cells import look

YEAR = re.compile(r"(?:19|20|21)\d\d")
TIME = re.compile(
    r"(date|datum|data|fecha|time|timestamp|zeit|year|jahr|année|año|anno|month|monat|mois|mes|week|day|quarter|period"
    r"|periode|période|periodo|observation.date)\b.*",
    re.IGNORECASE,
)
"""Words over a column of dates."""


def fitted(cells: Sequence[str], width: int) -> list[str]:
    """A header's cells, as many as the table is wide."""
    names = [" ".join(cell.split()) for cell in cells]
    blank = [at for at, name in enumerate(names) if not name]
    if len(names) > width and len(blank) >= len(names) - width:
        for at in reversed(blank[-(len(names) - width) :]):
            del names[at]
    return names + [""] * (width - len(names))


def distinct(cells: Sequence[str]) -> int:
    return len({cell.strip() for cell in cells} - {""})


def under(groups: Sequence[str], names: list[str]) -> list[str]:
    """Names that take what stands above them: blank ones always, all if some are repeated."""
    filled = [name for name in names if name]
    if len(set(filled)) < len(filled):
        return [f"{group} {name}".strip() for group, name in zip(_spread(groups), names, strict=True)]
    groups = ["" if look(group) in ("number", "date") and not YEAR.fullmatch(group) else group for group in groups]
    return [name or group for group, name in zip(groups, names, strict=True)]


def over(groups: Sequence[str], names: Sequence[str]) -> list[str]:
    """Names of which some stand over several columns, and take what stands below them."""
    several = [not group or following == "" for group, following in zip(groups, [*groups[1:], None], strict=True)]
    return [
        f"{group} {name}".strip() if part else group
        for group, name, part in zip(_spread(groups), names, several, strict=True)
    ]


def _spread(groups: Sequence[str]) -> list[str]:
    """Blank cells take what stands before them, as merged ones do."""
    spread: list[str] = []
    for group in groups:
        spread.append(group or (spread[-1] if spread else ""))
    return spread
