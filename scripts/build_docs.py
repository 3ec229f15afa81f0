"""Write the pages of docs/ that list what the code has: the query string and the settings. `--check` only compares."""

import sys
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote_plus

from app.datasets import archive
from app.datasets.config import READ_CHECKS
from app.datasets.kinds.infer import TOLERATED
from app.datasets.kinds.missing import MARKERS, TYPED_MARKERS
from app.datasets.read import FORMATS
from app.query import MARKS, OPERATORS, OPTIONS, PARAMETERS, Mark
from app.query.field import MEASURES, TIME_FUNCTIONS
from app.settings import SETTINGS
from app.views.picture import SIZES
from components.picture.picture import THEMES

ROOT = Path(__file__).resolve().parent.parent
FAMILIES = {"words": "texts", "numbers": "numbers", "dates": "dates", "booleans": "booleans", "none": "empty columns"}
EXAMPLES = {
    "": "region=America&region=South+Asia",
    "not": "region.not=America",
    "min": "year.min=1980",
    "max": "year.max=2012",
    "below": "fertility.below=2.5",
    "weekday": "/sales?sold.weekday=sat&sold.weekday=sun",
    "hour": "/sales?sold.hour=8",
    "has": "country.has=guinea",
    "is": "fertility.is=missing",
}


PICTURE_SIZES = {"_width": "Pixels across", "_height": "Pixels down", "_scale": "Times as many pixels, PNG only"}
READERS = {
    "read_text": "the table of the text, whatever parts its cells",
    "read_workbook": "each visible sheet that holds a table",
    "read_records": "the records: an array, columns, under a key or one a line; GeoJSON's properties and places",
    "read_arrow": "the columns; a folder of Parquet parts (`key=value` folders too) is one dataset",
    "read_database": "each table and view of an SQLite file",
    "read_script": "what its `load()` returns",
}
READING_PAGE = """\
# How files are read

Drop a file into the data folder and it is read by its suffix. A file with several tables gives a dataset for
each, named `file-table`; one with a single table is just `file`.

{formats}

Any of them may be packed: {archives}; each file of a zip is a dataset. What an archive may expand to is
bounded.

## What is found out

- **Encoding**: a byte-order mark, UTF-8, UTF-16, or else the likeliest of the Windows, ISO, Mac and DOS code
  pages, Shift-JIS, EUC-JP, GB18030, Big5 and EUC-KR. Stray bytes are read as Windows-1252 and counted.
- **Dialect**: the delimiter, quote and escape under which the lines make the most regular table of plausible
  cells. A quote that is stray or not escaped spoils its own line at most.
- **Layout**: titles and remarks above the header, headers of several lines, units under it, files without a
  header, blank and repeated header lines, notes below. Rows of another width are put right by what the other
  rows look like, or filled up.
- **Kinds**: decided on all distinct texts of a column. A column is of numbers or dates if at most {tolerated}
  of its cells are not; these are missing then, and told. Otherwise it stays words, with the share of the others
  told.
- **Numbers** with thousands separators, decimal commas, currencies, percent signs (`12%` is 12), units,
  brackets or a trailing minus for negatives. Whole numbers with leading zeros or beyond 2<sup>53</sup> stay
  exact words.
- **Dates** year first, day first or month first (decided by the whole column, then by the others, and told if
  nothing decides), with month names, quarters, times, zones (the clock time is kept, so no day shifts).

Everything found, passed over, put right or not fitting is told under “How this file was read” on the dashboard,
and by `flask inspect`.

## Words for missing

In any column: {markers}, and blank cells; but `NA` among short codes in capitals is a value. Where all else is
numbers, dates or booleans, in large or small letters: {typed}.

## To have it otherwise

`<name>.toml` beside the file, under `[read]`; the kind of a column under `[columns.<name>]`.

{options}

```toml
[read]
encoding = "cp1252"
header = 5
missing = ["n.b.", "-999"]

[columns.postcode]
kind = "id"
```

## On the command line

```sh
flask inspect sales.xlsx            # how each table was read; --json for programs
flask convert sales.xlsx sales.parquet
flask convert 'sales.xlsx#March' march.csv
flask convert --raw messy.csv clean.csv   # only the structure is repaired, each cell keeps its text
```

## Kept as read

Files of a megabyte and more are kept as read under `WINNOW_CACHE_DIR`, by what is in them and by the version of
the reader, and mapped into memory by the next start. The folder may be removed at any time.
"""

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

`_chart=mark:x,y,color,option=value`: what stands on the channels of a mark, then its options. A field is a column,
`bin()` of a number or date, a function of a date ({functions}), or a measure
({measures}; `count()` counts rows).
[Charts](charts.md) tells how they are chosen, clicked and shown elsewhere.

{marks}

{options}

## A chart as a picture

`/<dataset>/chart.svg` and `/<dataset>/chart.png` take the same query and draw its first chart; `/<dataset>/embed` is a
page of the charts alone.

{pictures}
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
    marks = [
        (f"`{mark.key}`", mark.sentence, _address(_mark_example(mark)), _names(mark.options)) for mark in MARKS.values()
    ]
    options = [(f"`{row.key}`", row.sentence, f"`{row.example}`") for row in OPTIONS.values()]
    pictures = [
        (f"`{name}`", f"{PICTURE_SIZES[name]}, {least} to {most:,}.", f"`{usual}`")
        for name, (usual, least, most) in SIZES.items()
    ]
    pictures.append(("`_theme`", f"Colours: {', '.join(THEMES)}.", "`auto` for SVG, `light` for PNG"))
    return QUERY_STRING.format(
        operators=_table(("parameter", "meaning", "of", "example"), operators),
        parameters=_table(("parameter", "meaning", "example"), parameters),
        functions=_names(TIME_FUNCTIONS),
        measures=_names(MEASURES),
        marks=_table(("mark", "shows", "example", "options"), marks),
        options=_table(("option", "meaning", "example"), options),
        pictures=_table(("parameter", "meaning", "by itself"), pictures),
    )


def _mark_example(mark: Mark) -> str:
    """The built-in example has no places but countries."""
    return f"/quakes?_chart={mark.example}" if mark.key == "map" else f"_chart={mark.example}"


def settings() -> str:
    rows = [(f"`WINNOW_{row.name}`", row.help, f"`{row.default}`" if row.default else "") for row in SETTINGS]
    server = [
        ("`PORT`", "The port that is listened on.", "`8080`"),
        ("`WEB_CONCURRENCY`", "Worker processes.", "`1`"),
        ("`GUNICORN_THREADS`", "Threads of each worker, most of which wait.", "`32`; `16` below 400 MB"),
    ]
    return SETTINGS_PAGE.format(settings=_table(("variable", "meaning", "default"), [*rows, *server]))


def _families(families: tuple[str, ...]) -> str:
    return "all columns" if len(families) == len(FAMILIES) else ", ".join(FAMILIES[family] for family in families)


def _names(names: tuple[str, ...]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _address(arguments: str) -> str:
    return f"`{arguments}`" if arguments.startswith("/") else f"`/world?{arguments}`"


def _table(headers: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    lines = [headers, tuple("---" for _ in headers), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def reading() -> str:
    suffixes: dict[str, list[str]] = {}
    for suffix, form in FORMATS.items():
        suffixes.setdefault(READERS[form.read.__name__], []).append(suffix)
    formats = [(_names(tuple(found)), what) for what, found in suffixes.items()]
    return READING_PAGE.format(
        formats=_table(("suffix", "what becomes a dataset"), formats),
        archives=_names(archive.SUFFIXES),
        options=_table(("key", "value"), [(f"`{key}`", wish) for key, (_, wish) in READ_CHECKS.items()]),
        markers=_names(tuple(sorted(MARKERS))),
        typed=_names(tuple(sorted(word for word in TYPED_MARKERS if word))),
        tolerated=f"{TOLERATED:.1%}",
    )


PAGES = {"docs/reading.md": reading, "docs/query-string.md": query_string, "docs/settings.md": settings}


def stale() -> list[str]:
    """The pages that are not what they would be if written now."""
    return [name for name, page in PAGES.items() if not (ROOT / name).exists() or (ROOT / name).read_text() != page()]


if __name__ == "__main__":
    if "--check" in sys.argv:
        sys.exit(f"Out of date: {', '.join(stale())}; run make docs." if stale() else 0)
    for name, page in PAGES.items():
        (ROOT / name).write_text(page(), encoding="utf-8")
