"""Damaged files, one after the other: `python -m bench.fuzz 600` reads them for ten minutes and lists what went wrong.

A file may be read or refused with a DatasetError. Anything else that is raised is a failure, and so are a table whose
columns are not as long as it says, ten seconds for a file of a few kilobytes, and another table where the file is read
as if it were large.
"""

import io
import json
import random
import signal
import sqlite3
import sys
import tempfile
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from unittest.mock import patch

import pandas as pd

from app.datasets import DatasetError
from app.datasets.config import ReadOptions
from app.datasets.read import FORMATS, open_regular, read
from app.datasets.table import Table

SECONDS = 10
TOKENS = [
    *(token.encode() for token in [*",;\t|\"'\\\n\r#: \0", '""', "\r\n", '","', "é", "\ufeff"]),
    b"\xe9",
    b"\xff\xfe",
]
SUFFIXES = sorted(set(FORMATS) - {".py"})
TEXTS = (".csv", ".tsv", ".txt", ".dat", ".psv", ".tab")
FRAME = pd.DataFrame(
    {
        "id": range(1, 13),
        "day": [f"2020-{month:02}-28" for month in range(1, 13)],
        "town": ["Rome", "New York", "Köln, am Rhein", 'the "Hague"', None, "two\nlines"] * 2,
        "n": [0.5, None, -1e9, 3.25, 1200, 7] * 2,
        "flag": [True, False, None] * 4,
    }
)


class SlowError(BaseException):
    """A file took too long; no OSError as TimeoutError is, which the reader would turn into a sentence."""


def seeds(folder: Path) -> list[tuple[bytes, str]]:
    """Good files to begin with, each with its suffix."""
    plain = FRAME.to_csv(index=False)
    texts = [FRAME.to_csv(index=False, sep=sep, quoting=quoting) for sep in ",;\t|" for quoting in (0, 1)]
    texts += [FRAME.to_csv(sep=";", decimal=","), FRAME.to_csv(index=False, escapechar="\\", doublequote=False)]
    texts += [f"A report\nof us, 2020\n\n{plain}\nSource: us, of course\n", f"# so\n{plain}# so\n{plain}", plain * 60]
    texts += ["a,,b,\nx,y,x,y\n(m),(m),(s),(s)\n" + "1,2,3,4\n" * 9, "a    b\n1    22\n30   4\n" * 3, FRAME.to_string()]
    found = [(text.encode(), ".csv") for text in texts]
    found += [(plain.encode(codec), ".csv") for codec in ("cp1252", "utf-16", "utf-16-be", "utf-8-sig")]
    records = json.loads(FRAME.to_json(orient="records", date_format="iso"))
    found += [
        (json.dumps(value).encode(), ".json") for value in (records, {"rows": records}, {"a": [1, 2]}, [[1], [2]])
    ]
    found.append(("\n".join(map(json.dumps, records)).encode(), ".jsonl"))
    with sqlite3.connect(folder / "seed.db") as base:
        FRAME.to_sql("t", base, index=False)
    base.close()
    found.append(((folder / "seed.db").read_bytes(), ".db"))
    for suffix, write in ((".parquet", FRAME.to_parquet), (".feather", FRAME.to_feather), (".xlsx", FRAME.to_excel)):
        file = io.BytesIO()
        write(file)
        found.append((file.getvalue(), suffix))
    return found


def damaged(content: bytes, other: bytes, chance: random.Random) -> bytes:
    """The content after one to eight changes of all sorts."""
    changed = bytearray(content)
    for _ in range(chance.choice([1, 1, 2, 4, 8])):
        at = chance.randrange(len(changed) + 1)
        end = min(len(changed), at + chance.choice([1, 2, 10, 100]))
        match chance.randrange(7):
            case 0:
                changed[at:end] = b""
            case 1:
                changed[at:at] = chance.choice(TOKENS) * chance.choice([1, 1, 2, 50])
            case 2:
                changed[at:end] = chance.choice(TOKENS)
            case 3:
                changed[at:at] = changed[at:end] * chance.choice([1, 3, 40])
            case 4:
                changed[at:end] = chance.randbytes(end - at)
            case 5:
                changed = changed[:at] + other[chance.randrange(len(other)) :]
            case _:
                lines = bytes(changed).split(b"\n")
                chance.shuffle(lines)
                changed = bytearray(b"\n".join(lines))
    return bytes(changed)


@contextmanager
def limited() -> Iterator[None]:
    """SlowError after some seconds."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise SlowError

    signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def outcome(path: Path) -> Table | None:
    try:
        return read(path)
    except DatasetError as error:
        if not str(error).endswith(".") or "\n" in str(error):
            raise AssertionError(f"This is no sentence: {error!r}") from error
        return None


def check(path: Path, *, text: bool) -> None:
    """Read a file in all ways; raises what is a failure."""
    careful = outcome(path)
    if careful and any(len(column.cells) != careful.rows for column in careful.columns):
        raise AssertionError("Its columns are not as long as the table.")
    if not text:
        return
    with patch("app.datasets.text.regular.LARGE", 0), patch("app.datasets.text.columns.FAST", 0):
        fast = outcome(path)
    if (careful and (careful.names, careful.rows)) != (fast and (fast.names, fast.rows)):
        raise AssertionError("It is another table where it is read as if it were large.")
    try:
        with open_regular(path, ReadOptions()) as table:
            sum(1 for _ in table.rows())
    except DatasetError:
        pass


def place(error: BaseException) -> str:
    """What was raised, and where in our own files."""
    ours = [frame for frame in traceback.extract_tb(error.__traceback__) if "/app/" in frame.filename]
    where = f"{ours[-1].filename.rpartition('/app/')[2]}:{ours[-1].name}" if ours else ""
    return f"{type(error).__name__} {str(error)[:80]!r} {where}"


def main(seconds: float, seed: int = 0) -> None:
    chance, end, count = random.Random(seed), time.monotonic() + seconds, 0
    failures: dict[str, bytes] = {}
    with tempfile.TemporaryDirectory() as folder:
        good = seeds(Path(folder))
        while time.monotonic() < end:
            (content, suffix), (other, _) = chance.choice(good), chance.choice(good)
            content = damaged(content, other, chance)
            suffix = suffix if chance.random() < 0.8 else chance.choice(SUFFIXES)
            path = Path(folder) / f"table{suffix}"
            path.write_bytes(content)
            count += 1
            try:
                with limited():
                    check(path, text=suffix in TEXTS)
            except (Exception, SlowError) as error:  # noqa: BLE001 - all of them are what is looked for
                key = f"{suffix} {place(error)}"
                if len(content) < len(failures.get(key, content + b"x")):
                    failures[key] = content
            path.unlink()
    print(f"{count:,} files, {len(failures)} distinct failures")
    for number, (key, content) in enumerate(failures.items()):
        kept = Path(tempfile.gettempdir()) / f"winnow-fuzz-{seed}-{number}"
        kept.write_bytes(content)
        print(f"  {key}\n    {len(content):,} bytes in {kept}: {content[:200]!r}")


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 60, int(sys.argv[2]) if len(sys.argv) > 2 else 0)
