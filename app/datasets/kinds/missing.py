"""Words that mean a missing cell."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from app.datasets.column import Array, Bools

MARKERS = frozenset(
    [
        "NA",
        "N/A",
        "n/a",
        "#N/A",
        "#NA",
        "<NA>",
        "NaN",
        "nan",
        "-NaN",
        "-nan",
        "NULL",
        "null",
        "Null",
        "None",
        "none",
        "\\N",
    ]
)
"""Texts that mean a missing cell in a column of any kind."""
TYPED_MARKERS = frozenset(
    [
        "",
        "-",
        "--",
        "---",
        "–",
        "—",
        ".",
        "..",
        "...",
        "…",
        "?",
        "??",
        "/",
        ":",
        "*",
        "**",
        "***",
        "****",
        "*****",
        "x",
        "na",
        "nd",
        "n.a.",
        "n.a",
        "n.d.",
    ]
    + ["n/d", "n/a", "n\\a", "nan", "null", "nil", "none", "\\n", "#n/a", "#na", "#value!", "#ref!", "#div/0!", "#num!"]
    + ["#name?", "#null!", "missing", "unknown", "unk", "not available", "not applicable", "no data", "nodata", "tbd"]
    + ["tba", "suppressed", "withheld", "confidential", "not reported", "not recorded", "n.r.", "k.a."]
    + ["keine angabe"]
    + [
        "inconnu",
        "s/d",
        "sin datos",
        "<na>",
        "-nan",
        "(null)",
        "[null]",
        "(blank)",
        "blank",
        "undefined",
        "#error",
        "err",
    ]
)
"""Texts, in small letters, that mean a missing cell where every other cell is a number, a date or a boolean."""
CODE = r"^[A-Z]{1,3}$"
CONTINENTS = frozenset(["AF", "AN", "AS", "EU", "OC", "SA"])
NOTHING = frozenset(["", "-", "--", "---", "–", "—", ".", "..", "...", "…", "?", "??"])
"""Texts of which a column can be full and yet be empty."""

STAND_IN = r"^-9{3,6}([.][09]+)?$|^9{3,6}[.]9$"
"""Numbers that are written where there is none: -999, -9999.0, 999.9."""


def said_missing(values: pa.StringArray, words: frozenset[str]) -> Bools:
    """Which of the texts are among words (in small letters) that mean missing, in whatever letters."""
    folded = pc.utf8_lower(pc.utf8_trim_whitespace(values))
    return np.asarray(pc.is_in(folded, value_set=pa.array(sorted(words))).to_numpy(zero_copy_only=False), dtype=bool)


def are_codes(values: pa.StringArray, marker: Array) -> bool:
    """Whether `NA` stands among short upper-case codes, where it is Namibia and not a missing cell."""
    others = values.filter(pa.array(~marker))
    if len(others) < 20:
        return len(others) > 2 and set(others.to_pylist()) <= CONTINENTS
    coded = pc.sum(pc.match_substring_regex(others, CODE)).as_py() or 0
    return bool(coded >= 0.9 * len(others))


def find_stand_ins(values: pa.StringArray, numbers: Array, counts: Array) -> Bools:
    """Which of the texts, with their numbers and counts, are nines for a missing number: repeated, and far outside."""
    nines = np.asarray(pc.match_substring_regex(values, STAND_IN).to_numpy(zero_copy_only=False), dtype=bool)
    others = numbers[~nines & ~np.isnan(numbers)]
    if not nines.any() or len(others) < 3:
        return np.zeros(len(values), dtype=bool)
    finer = bool(pc.any(pc.match_substring_regex(values, r"[.][0-9]{2}")).as_py())
    far = np.where(numbers < 0, others.min() > numbers / 9, (others.max() < numbers / 3) & (not finer))
    return np.asarray(nines & far & (counts > 1), dtype=bool)


def may_hold_stand_ins(numbers: Array) -> bool:
    """Whether the least or the greatest of the numbers is of nines as those are that stand for a missing one."""
    ends = (np.nanmin(numbers), np.nanmax(numbers)) if len(numbers) and not np.isnan(numbers).all() else ()
    return any(set(f"{end:.10g}".strip("-")) <= {"9", "."} and (end <= -999 or end % 1) for end in ends)
