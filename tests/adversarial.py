"""A table that tries to break every page: hostile names and cells, and the names that Winnow itself uses."""

import csv
from datetime import datetime, timedelta
from pathlib import Path

FILE = 'it\'s "odd" & <b>bold; 100% .csv'
NAME = "it-s-odd-b-bold-100"
ROWS = 240

HOSTILE = (
    "<script>alert(1)</script>", "</title></svg></script>", "\"'", "'\"><img src=x onerror=alert(1)>", "&", "&amp;",
    "&lt;", "%", "%00", "%2e%2e", "../", "../../etc/passwd", "C:\\", "😀👩‍👩‍👧", "שלום עולם", "\u202egnp.exe",
    "a.b", "]", "[", "=",
    "a=b&c=d", "#", "?", "+", "one + one", " leading", "trailing ", "two  spaces", "tab\tstop", "{{ 7 * 7 }}",
    "{% raw %}",
    "_sort", "_q", "0", "-1", "01", "true", ",", ";--", "javascript:alert(1)", "İstanbul", "STRASSE", "straße",
)  # fmt: skip
"""Cells of category columns: all of them are shown as text, and each can be filtered by."""

LONG = "w" * 10_000

NAMES = (
    "<script>alert(1)</script>", "quo\"t'ed", "a&b=c%20d", "../", "😀", "שלום", "a.b", "a b", "]", "=", "",
    "", "twin", "twin",
    "_sort", "_q", "_page", "0", "chart", "size", "all", "form", "filter", "two\nlines", "n" * 1000,
    "when", "day", "flag",
    "ratio", "endless", "same", "nothing",
)  # fmt: skip
"""Blank and repeated names; our own parameters; parts of our own ids in pages (`chart-1`, `size-10`, `clear-all`)."""


def write(folder: Path) -> Path:
    """Write the table into a data folder; it is the dataset NAME there."""
    path = folder / FILE
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(NAMES)
        writer.writerows(_row(i) for i in range(ROWS))
    return path


def _row(i: int) -> list[object]:
    hostile = [HOSTILE[(i * step + step) % len(HOSTILE)] for step in (1, 2, 3, 5, 7, 11)]
    few = ["<b>", "\"'", "&", "%", "😀", "א"][i % 6]
    start = datetime(2012, 1, 31, 23, 59, 59)  # noqa: DTZ001  # a table's times have no zone
    return [
        hostile[0],
        hostile[1] if i % 9 else "",
        i * 1.5 - 60,
        few,
        hostile[2],
        "rtl" if i % 2 else "שלום",
        i % 7,
        hostile[3] if i % 5 else "",
        few if i % 3 else "]",
        i * i,
        "unnamed" if i % 4 else "",
        i % 13 - 6,
        "left" if i % 2 else "right",
        hostile[4],
        ["b", "a", "c"][i % 3],
        LONG if i == 7 else f"text {i}, {hostile[5]}, with words enough to be read and not to be listed as a value",
        i % 11,
        "0.5" if i % 2 else i,
        f"chart {i % 14}",
        f"{i % 12} size",
        "all" if i % 2 else "any",
        "form" if i % 3 else "find",
        f"filter {i % 5}",
        "line 1" if i % 2 else "line 2",
        f"n{i % 3}",
        (start + timedelta(days=i * 11, seconds=i)).isoformat(" "),
        (start + timedelta(days=i)).date().isoformat() if i % 8 else "",
        "yes" if i % 3 else "no",
        "" if i % 10 == 3 else i / 240,
        {5: "inf", 6: "-inf", 7: ""}.get(i, i / 8),
        4.25,
        "",
    ]
