"""Parts of a date that come round again: days of the week, hours of the day."""

from app.datasets.column import Array
from app.query.errors import QueryError

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
CYCLES = {"weekday": tuple(day[:3].lower() for day in WEEKDAYS), "hour": tuple(map(str, range(24)))}
"""The texts of each part in order, as filters have them; their places are what `parts` gives."""
MONDAY = 3
"""1970-01-01 was a Thursday."""


def parts(dates: Array, cycle: str) -> Array:
    """Monday is 0; midnight's hour is 0. Undefined for missing dates."""
    if cycle == "weekday":
        return (dates.astype("datetime64[D]").view("int64") + MONDAY) % 7
    return dates.astype("datetime64[h]").view("int64") % 24


def parse_part(text: str, cycle: str, *, parameter: str) -> str:
    """`Monday` or `mon` → `mon`; `08` → `8`. Raises QueryError."""
    texts, small = CYCLES[cycle], text.strip().lower()
    if cycle == "weekday" and len(small) >= 3:
        found = next((day[:3].lower() for day in WEEKDAYS if day.lower().startswith(small)), "")
    else:
        found = small.lstrip("0") or "0" if small.isascii() and small.isdigit() else ""
    if found not in texts:
        wish = "a day such as mon" if cycle == "weekday" else "an hour from 0 to 23"
        raise QueryError(parameter, f"{parameter} should be {wish}, not “{text}”.")
    return found
