"""A browser's connection as bytes: it tells in which way a request was not answered."""

import asyncio
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from bench.report import milliseconds

PATIENCE = 20.0


class Outcome(StrEnum):
    """How a request ended."""

    ANSWERED = "answered"
    REFUSED = "a new connection refused"
    RESET = "a new connection closed without an answer"
    DROPPED = "a kept connection closed without an answer"
    CUT = "cut within the answer"
    LATE = "not answered in time"


FAILURES = (Outcome.RESET, Outcome.DROPPED, Outcome.CUT, Outcome.LATE)


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request and its end; `begun` on the clock of `time.perf_counter`."""

    url: str
    outcome: Outcome
    begun: float
    seconds: float
    status: int = 0
    closing: bool = False
    body: bytes = field(default=b"", repr=False)

    @property
    def failed(self) -> bool:
        return self.outcome in FAILURES or self.status >= 500


@dataclass(frozen=True, slots=True)
class Journal:
    """Everything that was asked, whoever asked."""

    all: list[Exchange] = field(default_factory=list)

    def count(self, outcome: Outcome) -> int:
        return sum(each.outcome is outcome for each in self.all)

    @property
    def failures(self) -> list[Exchange]:
        return [each for each in self.all if each.failed]

    @property
    def answers(self) -> list[Exchange]:
        return [each for each in self.all if each.status and not each.failed]

    def percentile(self, percent: float) -> float:
        """Milliseconds of what was answered, and of what wasn't: who waited in vain waited too."""
        waited = [each.seconds for each in self.all if each.outcome is not Outcome.REFUSED]
        return milliseconds(waited, percent) if waited else float("nan")

    def told(self) -> str:
        """How many ended in each way, and the statuses that are no 200."""
        parts = [f"{count} {outcome}" for outcome in Outcome if (count := self.count(outcome))]
        others = sorted({each.status for each in self.all} - {0, 200})
        parts += [f"{sum(each.status == status for each in self.all)} of them with {status}" for status in others]
        return ", ".join(parts)


class Wire:
    """One connection to a port, opened anew when the server has closed it between two requests, as browsers do."""

    def __init__(self, port: int, *, patience: float = PATIENCE) -> None:
        self.port = port
        self.patience = patience
        self._pair: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    def close(self) -> None:
        if self._pair:
            self._pair[1].close()
        self._pair = None

    async def ask(self, url: str, headers: Mapping[str, str] | None = None) -> Exchange:
        """Nothing is asked twice: what was not answered is told as it was."""
        if self._pair and self._pair[0].at_eof():
            self.close()
        begun, kept, heard = time.perf_counter(), self._pair is not None, False
        try:
            async with asyncio.timeout(self.patience):
                reader = await self._asked(url, headers or {})
                head, heard = await reader.readuntil(b"\r\n"), True
                status, fields = int(head.split()[1]), await _fields(reader)
                body = await _body(reader, fields)
        except ConnectionRefusedError:
            outcome = Outcome.REFUSED
        except TimeoutError:
            outcome = Outcome.LATE
        except (OSError, EOFError):
            outcome = Outcome.CUT if heard else Outcome.DROPPED if kept else Outcome.RESET
        else:
            closing = fields.get("connection", "") == "close"
            if closing:
                self.close()
            took = time.perf_counter() - begun
            return Exchange(url, Outcome.ANSWERED, begun, took, status=status, closing=closing, body=body)
        self.close()
        return Exchange(url, outcome, begun, time.perf_counter() - begun)

    async def _asked(self, url: str, headers: Mapping[str, str]) -> asyncio.StreamReader:
        if self._pair is None:
            self._pair = await asyncio.open_connection("127.0.0.1", self.port)
        reader, writer = self._pair
        lines = [f"GET {url} HTTP/1.1", f"Host: 127.0.0.1:{self.port}", *(f"{k}: {v}" for k, v in headers.items())]
        writer.write("\r\n".join([*lines, "", ""]).encode())
        await writer.drain()
        return reader


async def _fields(reader: asyncio.StreamReader) -> dict[str, str]:
    found: dict[str, str] = {}
    while line := (await reader.readuntil(b"\r\n")).decode("latin-1").strip():
        name, _, value = line.partition(":")
        found[name.lower()] = value.strip()
    return found


async def _body(reader: asyncio.StreamReader, fields: Mapping[str, str]) -> bytes:
    if "chunked" not in fields.get("transfer-encoding", ""):
        return await reader.readexactly(int(fields.get("content-length", "0")))
    parts = []
    while size := int(await reader.readuntil(b"\r\n"), 16):
        parts.append((await reader.readexactly(size + 2))[:-2])
    await reader.readuntil(b"\r\n")
    return b"".join(parts)


def assets(body: bytes) -> list[str]:
    """What a page loads of the server itself."""
    return sorted({found.decode() for found in re.findall(rb'(?:src|href)="(/-/static/[^"]+)"', body)})
