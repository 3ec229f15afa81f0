"""A server that is told to end while sixteen visitors are at it: `python -m bench.signals`."""

import asyncio
import os
import signal
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import psutil

from bench.report import HEAD, Row, alone, line
from bench.server import ROOT, Server, serve, wait
from bench.tables import Tables
from bench.visitors import PENGUINS, WORLD, Visit, visit_all
from bench.wire import Journal

TITLE = "Being told to end"
TEXT = """\
16 visitors on kept connections, half of whom ask without a pause and half up to three seconds apart, while the server
gets SIGTERM, three times with servers of their own. Nothing is asked twice. A connection that is refused because
nobody listens any more is told apart: no request was on its way. *Rolling*: of two servers the first ends, is started
again, and the second ends; a visitor who is refused goes to the other."""
VISITORS, RUNS = 16, 3
PAUSE = (0.0, 3.0)
LEAD, TRAIL = 4.0, 30.0
"""Seconds before the signal, and the most after it."""


@dataclass(frozen=True, slots=True)
class Ended:
    journal: Journal
    seconds: float
    code: int | None


def measure(tables: Tables, rows: int = 0) -> Iterator[Row]:
    ends = [terminated() for _ in range(RUNS)]
    every = Journal([each for end in ends for each in end.journal.all])
    what = f"SIGTERM, {RUNS} times"
    yield failed_row(what, every)
    closing = sum(each.closing for each in every.all)
    yield line(f"{what}: answers with Connection: close", closing, "answers")
    codes = ", ".join(sorted({str(end.code) for end in ends}))
    yield line(
        f"{what}: until the server has ended, the longest", max(end.seconds for end in ends), "s", note=f"exit {codes}"
    )
    yield failed_row("rolling over two servers", rolled())


def failed_row(what: str, journal: Journal) -> Row:
    waited = max((each.seconds for each in journal.failures), default=0)
    note = journal.told() + (f"; for up to {waited:.1f} s" if waited else "")
    return line(f"{what}: failed requests", len(journal.failures), "requests", most=0, note=note)


def visitors(ports: tuple[int, ...], journal: Journal) -> list[Visit]:
    return [
        Visit(WORLD if at % 2 else PENGUINS, ports, at, journal, pause=PAUSE if at % 4 < 2 else (0.0, 0.0))
        for at in range(VISITORS)
    ]


def terminated() -> Ended:
    with tempfile.TemporaryDirectory() as folder, serve(ROOT / "data", kept=Path(folder)) as server:
        for name in ("world", "penguins"):
            wait(server, f"/{name}")
        return asyncio.run(_terminated(server))


async def _terminated(server: Server) -> Ended:
    journal = Journal()
    visiting = asyncio.create_task(visit_all(visitors((server.port,), journal), LEAD + TRAIL))
    await asyncio.sleep(LEAD)
    seconds = await asyncio.to_thread(end, server)
    await visiting
    return Ended(journal, seconds, _code(server))


def end(server: Server) -> float:
    """Tell a server to end, and wait until it has; the seconds that it took."""
    start = time.perf_counter()
    os.kill(server.pid, signal.SIGTERM)
    while time.perf_counter() - start < TRAIL and _lives(server.pid):
        time.sleep(0.01)
    return time.perf_counter() - start


def _lives(pid: int) -> bool:
    with suppress(psutil.NoSuchProcess):
        return bool(psutil.Process(pid).status() != psutil.STATUS_ZOMBIE)
    return False


def _code(server: Server) -> int | None:
    """As the kernel keeps it until the child is waited for; None if it still lives."""
    found = os.waitid(os.P_PID, server.pid, os.WEXITED | os.WNOWAIT | os.WNOHANG)
    return found.si_status if found else None


def rolled() -> Journal:
    """The first of two servers ends and comes again on its port, then the second ends."""
    with tempfile.TemporaryDirectory() as folder:
        kept = Path(folder)
        with serve(ROOT / "data", kept=kept) as second, serve(ROOT / "data", kept=kept) as first:
            for server, name in product((first, second), ("world", "penguins")):
                wait(server, f"/{name}")
            return asyncio.run(_rolled(first, second, kept))


async def _rolled(first: Server, second: Server, kept: Path) -> Journal:
    journal = Journal()
    visiting = asyncio.create_task(visit_all(visitors((first.port, second.port), journal), 6 * LEAD))
    await asyncio.sleep(LEAD)
    await asyncio.to_thread(end, first)
    with serve(ROOT / "data", kept=kept, said={"PORT": str(first.port)}):
        await asyncio.sleep(LEAD)
        await asyncio.to_thread(end, second)
        await visiting
    return journal


if __name__ == "__main__":
    alone(HEAD, measure)
