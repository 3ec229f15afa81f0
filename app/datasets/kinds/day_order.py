"""Whether 1/2/2019 is a day of January or of February: what the whole column says."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from app.datasets.column import Array
from app.datasets.kinds.date_parts import Parts, days_of

Order = Literal["ymd", "dmy", "mdy", ""]
SEVERAL = 3


@dataclass(frozen=True, slots=True)
class Choice:
    """An order of day and month, why it was chosen, and whether the other would do as well."""

    order: Order
    why: str = ""
    ambiguous: bool = False


def decide(parts: Parts, *, dayfirst: bool | None = None) -> Choice:
    """The order of day and month in dates of three numbers; `dayfirst` prescribes it."""
    if dayfirst is not None:
        return Choice("dmy" if dayfirst else "mdy", "prescribed")
    first, second, year = (parts.numbers[part] for part in ("a", "b", "y"))
    dmy, mdy = days_of(year, second, first), days_of(year, first, second)
    both = ~np.isnat(dmy) & ~np.isnat(mdy)
    over = _over_12(int((~np.isnat(dmy) & (first > 12)).sum()), int((~np.isnat(mdy) & (second > 12)).sum()))
    if over or not both.any():
        return over or Choice("dmy")
    by_marks = _by_marks(parts.marks[both], exchangeable=bool((dmy != mdy)[both].any()))
    if (parts.marks[both] == ".").all():
        return by_marks  # no country writes the month first and dots
    return _constant(first[both], second[both]) or _steadier(dmy[both], mdy[both]) or by_marks


def _over_12(first: int, second: int) -> Choice | None:
    if not first and not second:
        return None
    which, count = ("first", first) if first >= second else ("second", second)
    values = f"{count:,} values" if count > 1 else "1 value"
    return Choice("dmy" if first >= second else "mdy", f"a {which} part over 12 in {values}")


def _constant(first: Array, second: Array) -> Choice | None:
    varied = len(np.unique(first)), len(np.unique(second))
    if min(varied) > 1 or max(varied) < SEVERAL:
        return None
    if varied[0] == 1:
        return Choice("dmy", f"the first part is always {first[0]}")
    return Choice("mdy", f"the second part is always {second[0]}")


def _steadier(dmy: Array, mdy: Array) -> Choice | None:
    """The order in which dates follow each other in far smaller steps."""
    if len(dmy) < SEVERAL:
        return None
    steps = {order: np.abs(np.diff(days).astype(np.int64)).sum() for order, days in (("dmy", dmy), ("mdy", mdy))}
    for order, days, other in (("dmy", dmy, "mdy"), ("mdy", mdy, "dmy")):
        if steps[order] < steps[other] / 2:
            rising = bool((np.diff(days) >= np.timedelta64(0)).all())
            why = "only this order makes the dates ascend" if rising else "the dates follow each other more closely"
            return Choice("dmy" if order == "dmy" else "mdy", why)
    return None


def _by_marks(marks: Array, *, exchangeable: bool) -> Choice:
    slashes = int((marks == "/").sum())
    if not exchangeable:
        return Choice("mdy" if slashes else "dmy", "day and month are the same number")
    if slashes <= len(marks) / 2:
        mark = "dots" if (marks == ".").any() else "dashes"
        return Choice("dmy", f"{mark} between the parts")
    return Choice("mdy", "nothing tells the day from the month", ambiguous=True)
