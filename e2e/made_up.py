"""Small made-up datasets with what the built-in ones lack: dates, booleans, missing categories, long texts, faults."""

from datetime import date, timedelta
from pathlib import Path

ROWS = 120
CARRIERS = ("AA", "UA", "DL", "")
WORDS = ("late again", "on time", "delayed by fog", "smooth", "lost a bag", "quiet cabin", "long queue")


def write_made_up(folder: Path) -> None:
    (folder / "made-up-trips.csv").write_text(trips(), encoding="utf-8")
    (folder / "made-up-broken.csv").write_text("", encoding="utf-8")
    (folder / "made-up-headers.csv").write_text("city,price\n", encoding="utf-8")


def trips(rows: int = ROWS) -> str:
    """A row a day: booleans, a category with blanks, numbers with blanks, and a note that no other row has."""
    lines = ["day,late,carrier,minutes,fare,note"]
    for i in range(rows):
        day = date(2012, 5, 20) + timedelta(days=i)
        fare = "" if i % 7 == 3 else f"{20 + i * 1.25:.2f}"
        late = "true" if i % 3 == 0 else "false"
        lines.append(f"{day},{late},{CARRIERS[i * i % 11 % 4]},{(i * 37) % 240},{fare},trip {i}: {WORDS[i % 7]}")
    return "\n".join(lines) + "\n"
