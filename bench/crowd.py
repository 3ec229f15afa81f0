"""Many connections, and slow ones: `python -m bench.crowd`."""

import asyncio
import socket
import tempfile
import time
from collections.abc import Callable, Coroutine, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from bench.limits import journal_rows
from bench.report import HEAD, Row, alone, line
from bench.server import ROOT, serve, wait
from bench.tables import Tables
from bench.visitors import PENGUINS, WORLD, Visit, visit_all
from bench.wire import Exchange, Journal, Wire

TITLE = "A crowd"
TEXT = """\
200 visitors on kept connections who each ask something every 5 to 15 seconds; then the same beside 100 connections
that send a byte of their headers a second and never finish, and beside 20 that take a page 512 bytes at a time, each
for 30 seconds. Meanwhile `/-/health` is asked ten times a second, each time on a new connection."""
VISITORS, TRICKLING, SIPPING = 200, 100, 20
SECONDS, PAUSE = 30.0, (5.0, 15.0)
HEALTH, PATIENCE, MOST = 0.1, 5.0, 200.0
ARRIVING = 5.0
"""Seconds over which the visitors come, each with a page and what it loads."""
SETTLE = 2.0
"""Seconds in which the slow ones come before anybody else is counted."""
SEGMENT = 1400
"""As on a network: with the long segments of the loopback the kernel takes a whole page off the server's hands."""
Slow = Callable[[int, float], Coroutine[None, None, int]]


@dataclass(frozen=True, slots=True)
class Scene:
    """`slow`: how many of the slow ones were let go by the server before the end, of how many."""

    health: Journal
    dashboards: Journal
    slow: tuple[int, int]


def measure(tables: Tables, rows: int = 0) -> Iterator[Row]:
    for what, slow, count in (
        (f"{VISITORS} visitors", trickle, 0),
        (f"the same, {TRICKLING} connections trickling", trickle, TRICKLING),
        (f"the same, {SIPPING} connections sipping", sip, SIPPING),
    ):
        with tempfile.TemporaryDirectory() as folder, serve(ROOT / "data", kept=Path(folder)) as server:
            for name in ("world", "penguins"):
                wait(server, f"/{name}")
            yield from _rows(what, asyncio.run(scene(server.port, slow, count=count)))


async def scene(port: int, slow: Slow, *, count: int, seconds: float = SECONDS, visitors: int = VISITORS) -> Scene:
    until = time.monotonic() + seconds + (SETTLE if count else 0)
    crawling = [asyncio.create_task(slow(port, until)) for _ in range(count)]
    await asyncio.sleep(SETTLE if count else 0)
    health, dashboards = Journal(), Journal()
    visits = [_visit(port, at, dashboards, delay=ARRIVING * at / visitors) for at in range(visitors)]
    await asyncio.gather(probe(port, health, until=until), visit_all(visits, seconds))
    gone = [await task for task in crawling]
    return Scene(health, dashboards, (sum(gone), count))


def _visit(port: int, at: int, journal: Journal, *, delay: float) -> Visit:
    return Visit(WORLD if at % 2 else PENGUINS, (port,), at, journal, pause=PAUSE, patience=30, delay=delay)


async def probe(port: int, journal: Journal, *, until: float) -> None:
    """Ask for /-/health as a proxy does: on time, whether the last one was answered or not."""
    asked = []
    while time.monotonic() < until:
        asked.append(asyncio.create_task(_healthy(port)))
        await asyncio.sleep(HEALTH)
    journal.all.extend([await task for task in asked])


async def _healthy(port: int) -> Exchange:
    wire = Wire(port, patience=PATIENCE)
    found = await wire.ask("/-/health")
    wire.close()
    return found


async def trickle(port: int, until: float) -> int:
    """A request whose headers never end; whether the server let go of it."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"GET /world HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ")
    while time.monotonic() < until and not reader.at_eof():
        with suppress(OSError):
            writer.write(b"x")
            await writer.drain()
        await asyncio.sleep(1)
    gone = reader.at_eof()
    writer.close()
    return int(gone)


async def sip(port: int, until: float) -> int:
    """A page that is taken slowly; whether the server let go of it before its end."""
    here = socket.socket()
    here.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    here.setsockopt(socket.IPPROTO_TCP, socket.TCP_MAXSEG, SEGMENT)
    here.setblocking(False)
    loop = asyncio.get_running_loop()
    await loop.sock_connect(here, ("127.0.0.1", port))
    try:
        await loop.sock_sendall(here, b"GET /world HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        while time.monotonic() < until:
            async with asyncio.timeout(PATIENCE):
                if not await loop.sock_recv(here, 512):
                    return 1
            await asyncio.sleep(0.5)
    except TimeoutError:
        return 0
    except OSError:
        return 1
    finally:
        here.close()
    return 0


def _rows(what: str, found: Scene) -> Iterator[Row]:
    gone, count = found.slow
    said = f"{what}: dashboards"
    yield from journal_rows(f"{what}: /-/health", found.health, most=MOST)
    yield from journal_rows(said, found.dashboards)
    if count:
        yield line(f"{what}: slow ones that the server let go of", gone, f"of {count}")


if __name__ == "__main__":
    alone(HEAD, measure)
