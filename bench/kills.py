"""A worker that is killed at its work: `python -m bench.kills 100000`."""

import asyncio
import random
import re
import shutil
import signal
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice, pairwise
from pathlib import Path

import psutil

from bench.flights import flights
from bench.report import HEAD, Row, alone, line
from bench.server import ROOT, Server, serve, started, wait
from bench.signals import VISITORS, visitors
from bench.tables import Tables
from bench.visitors import FLIGHTS, PENGUINS, WORLD, Dashboard, asks, visit_all
from bench.wire import Journal

TITLE = "A worker killed"
TEXT = """\
SIGKILL of one worker process amid 16 visitors on kept connections: only what was on its way to it may fail. *Later*
are requests begun after the kill, by those whose connection was not yet seen to be closed or by anybody else. Then
six more are killed while a table is written to the disk cache; each time the server is started again on the same
folder, and every answer is compared with those of a server that keeps nothing."""
WORKERS = (1, 2)
USUAL = 100_000
LEAD, TRAIL = 4.0, 8.0
MOMENTS = tuple(0.006 * at for at in range(6))
"""Seconds from when the table begins to be written to the kill."""
ASKED = 12
COST = re.compile(rb'<p class="cost".*?</p>', re.DOTALL)
"""What a page tells of its own making is never the same."""


@dataclass(frozen=True, slots=True)
class Killed:
    """`at`: when, on the clock of the journal; `respawned`: seconds until the group of workers was whole again."""

    journal: Journal
    at: float
    respawned: float
    same: bool

    @property
    def later(self) -> list[str]:
        return [each.outcome for each in self.journal.failures if each.begun > self.at]

    @property
    def pause(self) -> float:
        """The longest time after the kill in which nobody was answered, in seconds."""
        ends = sorted(each.begun + each.seconds for each in self.journal.answers)
        times = [self.at, *(end for end in ends if end > self.at)]
        return max((after - before for before, after in pairwise(times)), default=float("inf"))


def measure(tables: Tables, rows: int) -> Iterator[Row]:
    for workers in WORKERS:
        found, what = killed(workers), f"one of {workers} workers killed"
        failed = len(found.journal.failures)
        yield line(f"{what}: failed requests", failed, "requests", most=VISITORS, note=found.journal.told())
        note = ", ".join(sorted(set(found.later)))
        yield line(f"{what}: failed requests that were begun later", len(found.later), "requests", most=0, note=note)
        note = f"the worker is there after {found.respawned:.2f} s"
        yield line(f"{what}: the longest time without an answer", found.pause, "s", note=note)
        yield f"{what}: answers after a restart", "the same" if found.same else "others", "the same", _met(found.same)
    sound, parts = kept_through_kills(rows=rows)
    what = f"killed while {rows:,} rows are being kept"
    good = sound == len(MOMENTS)
    yield f"{what}: the same answers after it", f"{sound} of {len(MOMENTS)}", f"{len(MOMENTS)}", _met(good)
    yield line(f"{what}: folders left half-written", parts, "folders")


def _met(good: bool) -> str:  # noqa: FBT001
    return "yes" if good else "missed"


def killed(workers: int) -> Killed:
    said = {"WEB_CONCURRENCY": str(workers)}
    with tempfile.TemporaryDirectory() as folder:
        kept = Path(folder)
        with serve(ROOT / "data", kept=kept, said=said) as server:
            before = answers(server, WORLD, PENGUINS)
            journal, at, respawned = asyncio.run(_killed(server, workers))
        with serve(ROOT / "data", kept=kept, said=said) as server:
            same = answers(server, WORLD, PENGUINS) == before
    return Killed(journal, at, respawned, same)


async def _killed(server: Server, workers: int) -> tuple[Journal, float, float]:
    journal = Journal()
    visiting = asyncio.create_task(visit_all(visitors((server.port,), journal), LEAD + TRAIL))
    await asyncio.sleep(LEAD)
    victim = _kill_one(server)
    at = time.perf_counter()
    respawned = await asyncio.to_thread(_respawned, server, workers, victim)
    await visiting
    return journal, at, respawned


def _kill_one(server: Server) -> int:
    """The worker is a child of the server that this process started."""
    victim = psutil.Process(server.pid).children()[0]
    victim.send_signal(signal.SIGKILL)
    return int(victim.pid)


def _respawned(server: Server, workers: int, victim: int) -> float:
    """Seconds until another process is there in its place; it does not listen yet."""
    start = time.perf_counter()
    while time.perf_counter() - start < TRAIL:
        if len({child.pid for child in psutil.Process(server.pid).children()} - {victim}) >= workers:
            break
        time.sleep(0.02)
    return time.perf_counter() - start


def answers(server: Server, *dashboards: Dashboard) -> dict[str, bytes]:
    """What a dozen requests of each are answered with, apart from what they cost."""
    found = {}
    for dashboard in dashboards:
        wait(server, f"/{dashboard.name}")
        with server.client() as client:
            for url, headers in islice(asks(dashboard, random.Random(7)), ASKED):
                found[url] = COST.sub(b"", client.get(url, _plain(headers)).body)
    return found


def _plain(headers: Mapping[str, str]) -> dict[str, str]:
    return {**headers, "Accept-Encoding": "identity"}


def kept_through_kills(*, rows: int) -> tuple[int, int]:
    """After how many of the kills the answers were right, and how many folders were left behind half-written."""
    with tempfile.TemporaryDirectory() as folder:
        kept, data = Path(folder) / "kept", Path(folder) / "data"
        data.mkdir()
        flights(rows).to_csv(data / "flights.csv", index=False)
        with serve(data) as server:
            right = answers(server, FLIGHTS)
        sound = 0
        for moment in MOMENTS:
            _kill_while_reading(data, kept, moment)
            with serve(data, kept=kept) as server:
                sound += answers(server, FLIGHTS) == right
        return sound, len(list(kept.glob(".part-*")))


def _kill_while_reading(data: Path, kept: Path, moment: float) -> None:
    for folder in kept.glob("[!.]*"):
        shutil.rmtree(folder)
    there, until = set(kept.glob(".part-*")), time.monotonic() + 60
    with started(data, kept=kept) as server:
        while time.monotonic() < until and not set(kept.glob(".part-*")) - there:
            time.sleep(0.001)
        time.sleep(moment)
        _kill_one(server)
        wait(server, "/-/health", pause=0.02)


if __name__ == "__main__":
    alone(HEAD, measure, rows=USUAL)
