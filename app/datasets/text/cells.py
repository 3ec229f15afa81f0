"""What a cell looks like, at a glance: enough to find a header and to put a shifted row right."""

import re
from functools import lru_cache
from typing import Literal

from app.datasets.kinds.missing import TYPED_MARKERS

Look = Literal["blank", "number", "date", "text"]

BLANKS = (TYPED_MARKERS | {"\\n", "nil"}) - {"x"}
NUMBER = re.compile(
    r"[(<>~≈]?\s?[-+−–]?\s?(?:[$€£¥₹]|[A-Z]{3}\s)?\s?[-+−]?(?:\d[\d.,' \u00a0\u202f]*|[.,]\d+)(?:[eE][-+]?\d+)?"
    r"\s?(?:%|‰|[$€£¥]|[A-Z]{3})?\)?-?"
)
DATE = re.compile(
    r"\d{1,4}[-/.]\d{1,2}(?:[-/.]\d{1,4})(?:[T\s]+\d{1,2}:\d\d.{0,20})?"
    r"|\d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?(?:\s?[AaPp]\.?[Mm]\.?)?"
    r"|(?:\w{3,9},?\s)?\d{1,2}(?:st|nd|rd|th)?[-\s/][A-Za-z]{3,9}[-\s/,]\s?\d{2,4}(?:\s\d{1,2}:\d\d.{0,20})?"
    r"|[A-Z][a-z]{2,8}\.?[\s-]\d{1,2}(?:,?\s|-)\d{4}(?:\s\d{1,2}:\d\d.{0,20})?"
    r"|\d{4}-\d\d|\d{4}[-\s]?Q[1-4]|Q[1-4][-\s]?\d{4}"
)


@lru_cache(maxsize=50_000)
def look(cell: str) -> Look:
    """
    >>> look("$1,234.50"), look("28/01/2018"), look("10:30"), look(" NA "), look("Berlin")
    ('number', 'date', 'date', 'blank', 'text')
    """
    cell = cell.strip()
    if cell.casefold() in BLANKS:
        return "blank"
    if len(cell) > 40:
        return "text"
    if DATE.fullmatch(cell):
        return "date"
    return "number" if NUMBER.fullmatch(cell) else "text"


@lru_cache(maxsize=50_000)
def shape(cell: str) -> str:
    """The pattern of a cell: runs of digits and of letters, and what stands between them.

    >>> shape("MG-8769"), shape("28/01/2018"), shape("Great grip, made warm")
    ('a-9', '9/9/9', 'a a, a a')
    """
    return re.sub(r"[^\W\d_]+", "a", re.sub(r"\d+", "9", cell.strip()))[:24]
