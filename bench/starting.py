"""From the command that starts gunicorn to its first answers, beside Streamlit: `python -m bench.starting`.

`WINNOW_BENCH_STREAMLIT` names the executable of Streamlit; without it, its rows are left out with a sentence.
"""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from bench.report import HEAD, Row, alone, line, number
from bench.server import ROOT, ending, free_port
from bench.tables import Tables

TITLE = "A start"
TEXT = """\
From the command to the first answers with 200, median of seven, in turns, with the built-in examples kept as read and
every file in the kernel's cache. *Ready* is measured in starts of its own. Streamlit serves its own
`streamlit hello`, whose page is the empty frame that a script fills."""
RUNS = 7
PATIENCE, PAUSE = 60.0, 0.004
MOST_HEALTH, MOST_WORLD = 0.4, 1.5
HERE = Path(sys.executable).parent
COMMAND = [str(HERE / "gunicorn"), "--log-level", "error"]


@dataclass(frozen=True, slots=True)
class Start:
    """Seconds from the command to the first 200 of each address; NaN where there is no such address."""

    seconds: tuple[float, ...]


def measure(tables: Tables, rows: int = 0) -> Iterator[Row]:
    streamlit = os.environ.get("WINNOW_BENCH_STREAMLIT", "")
    with tempfile.TemporaryDirectory() as folder:
        environ = _environ(Path(folder))
        note = _keep(environ)
        ours, ready, theirs = [], [], []
        for _ in range(RUNS):
            ours.append(start(COMMAND, environ, "/-/health", "/world"))
            ready.append(start(COMMAND, environ, "/-/ready"))
            if shutil.which(streamlit):
                theirs.append(_start_streamlit(streamlit, Path(folder)))
    health, world = _medians(ours)
    yield line("until `/-/health` answers", health, "s", most=MOST_HEALTH)
    yield line("until `/world` is there", world, "s", most=MOST_WORLD, note=note)
    (seconds,) = _medians(ready)
    yield line("until `/-/ready` answers", seconds, "s") if seconds == seconds else _absent("`/-/ready` is not there.")
    yield from _beside(health, world, theirs)


def _beside(health: float, world: float, theirs: list[Start]) -> Iterator[Row]:
    if not theirs:
        yield _absent("WINNOW_BENCH_STREAMLIT names no executable of Streamlit, so nothing is compared with it.")
        return
    for what, ours, other in zip(("health", "first page"), (health, world), _medians(theirs), strict=True):
        yield line(f"Streamlit: until its {what} answers", other, "s")
        yield f"the {what}, beside Streamlit's", f"{number(ours / other)} ×", "–", "–"


def _absent(sentence: str) -> Row:
    return sentence, "–", "–", "–"


def _medians(starts: list[Start]) -> list[float]:
    return [statistics.median(times) for times in zip(*(each.seconds for each in starts), strict=True)]


def _environ(folder: Path) -> dict[str, str]:
    said = {
        "WINNOW_DATA_DIR": str(ROOT / "data"),
        "WINNOW_CACHE_DIR": str(folder / "kept"),
        "WINNOW_LOG_LEVEL": "ERROR",
    }
    return {**os.environ, **said}


def _keep(environ: Mapping[str, str]) -> str:
    """Fill the disk cache and the kernel's; a note if the command isn't there."""
    command = [sys.executable, "-m", "flask", "--app", "app", "keep"]
    done = subprocess.run(command, cwd=ROOT, env=dict(environ), capture_output=True, timeout=PATIENCE, check=False)
    start(COMMAND, environ, "/-/health", "/world")
    return "" if done.returncode == 0 else "`flask keep` is not there: kept by a run before"


def start(command: list[str], environ: Mapping[str, str], *paths: str) -> Start:
    """Start a server, ask for one address after the other until it is answered, and end it."""
    port = free_port()
    said = {**environ, "PORT": str(port)}
    begun = time.perf_counter()
    asked = [part.format(port=port) for part in command]
    with ending(subprocess.Popen(asked, cwd=ROOT, env=said, stdout=subprocess.DEVNULL)) as process:
        return Start(tuple(_seconds(process, port, path, begun=begun) for path in paths))


def _seconds(process: subprocess.Popen[bytes], port: int, path: str, *, begun: float) -> float:
    """NaN if the address is not there. Raises RuntimeError when nobody answers."""
    while process.poll() is None and time.perf_counter() - begun < PATIENCE:
        status = _status(port, path)
        if status == 200:
            return time.perf_counter() - begun
        if status in (404, 405):
            return float("nan")
        time.sleep(PAUSE)
    raise RuntimeError(f"{path} was never answered.")


def _status(port: int, path: str) -> int:
    """Of an answer that arrived whole; 0 if none did."""
    connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.request("GET", path)
        response = connection.getresponse()
        response.read()
    except (OSError, HTTPException):
        return 0
    else:
        return response.status
    finally:
        connection.close()


def _start_streamlit(executable: str, folder: Path) -> Start:
    said = ["--server.headless=true", "--server.address=127.0.0.1", "--browser.gatherUsageStats=false"]
    command = [executable, "hello", "--server.port={port}", "--logger.level=error", *said]
    return start(command, {**os.environ, "HOME": str(folder)}, "/_stcore/health", "/")


if __name__ == "__main__":
    alone(HEAD, measure)
