"""Write the pages of docs/ that list what the code has: the query string and the settings. `--check` only compares."""

import sys
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote_plus

from app.query import MARKS, OPERATORS, PARAMETERS
from app.query.field import MEASURES, TIME_FUNCTIONS
from app.settings import SETTINGS

ROOT = Path(__file__).resolve().parent.parent
FAMILIES = {"words": "texts", "numbers": "numbers", "dates": "dates", "booleans": "booleans", "none": "empty columns"}
EXAMPLES = {
    "": "region=America&region=South+Asia",
    "not": "region.not=America",
    "min": "year.min=1980",
    "max": "year.max=2012",
    "below": "fertility.below=2.5",
    "has": "country.has=guinea",
    "is": "fertility.is=missing",
}


QUERY_STRING = """\
# The query string

Every state of a dashboard is its address, and every address can be written by hand. Columns are named by their keys:
the header in lower case, with underscores for whatever is not a letter or digit. A leading underscore marks Winnow's
own parameters. Blanks and defaults are dropped; what can't be understood is answered with a sentence that names the
parameter and offers the nearest one that exists.

## Filters

Several values of one column are alternatives; filters of different columns all have to pass. A date may be a year, a
month, a day or a minute: `day=2012-06` is all of June, and `day.max=2012` includes its last day.

{operators}

## The page

{parameters}

## Charts

A field is a column, a time function of a date ({functions}), or a measure
({measures}; `count()` counts rows).

{marks}
"""

SETTINGS_PAGE = """\
# Settings

Settings are environment variables; `make run DATA=path` sets `WINNOW_DATA_DIR`.

{settings}
"""


def query_string() -> str:
    operators = [
        (f"`column{'.' + row.key if row.key else ''}`", row.label, _families(row.families), _address(EXAMPLES[row.key]))
        for row in OPERATORS.values()
    ]
    parameters = [
        (f"`{name}`", text, _address(f"{name}={quote_plus(value, safe='(),:')}"))
        for name, (text, value) in PARAMETERS.items()
    ]
    marks = [(f"`{mark.key}`", mark.sentence, _address(f"_chart={mark.example}")) for mark in MARKS.values()]
    return QUERY_STRING.format(
        operators=_table(("parameter", "meaning", "of", "example"), operators),
        parameters=_table(("parameter", "meaning", "example"), parameters),
        functions=_names(TIME_FUNCTIONS),
        measures=_names(MEASURES),
        marks=_table(("mark", "shows", "example"), marks),
    )


def settings() -> str:
    rows = [(f"`WINNOW_{row.name}`", row.help, f"`{row.default}`" if row.default else "") for row in SETTINGS]
    server = [
        ("`PORT`", "The port that is listened on.", "`8080`"),
        ("`WEB_CONCURRENCY`", "Worker processes.", "`1`"),
        ("`GUNICORN_THREADS`", "Threads of each worker.", "`8`"),
    ]
    return SETTINGS_PAGE.format(settings=_table(("variable", "meaning", "default"), [*rows, *server]))


def _families(families: tuple[str, ...]) -> str:
    return "all columns" if len(families) == len(FAMILIES) else ", ".join(FAMILIES[family] for family in families)


def _names(names: tuple[str, ...]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _address(arguments: str) -> str:
    return f"`/world?{arguments}`"


def _table(headers: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    lines = [headers, tuple("---" for _ in headers), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


PAGES = {"docs/query-string.md": query_string, "docs/settings.md": settings}


def stale() -> list[str]:
    """The pages that are not what they would be if written now."""
    return [name for name, page in PAGES.items() if not (ROOT / name).exists() or (ROOT / name).read_text() != page()]


if __name__ == "__main__":
    if "--check" in sys.argv:
        sys.exit(f"Out of date: {', '.join(stale())}; run make docs." if stale() else 0)
    for name, page in PAGES.items():
        (ROOT / name).write_text(page(), encoding="utf-8")
