"""A real server as a child process, and what can be asked of it from outside."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parent.parent
MB = 1 << 20
FRAGMENT = {"HX-Request": "true", "HX-Current-URL": "http://127.0.0.1/world", "Accept-Encoding": "br"}
NOBODY, READING = 0, 202


@dataclass(frozen=True, slots=True)
class Reply:
    status: int
    headers: Mapping[str, str]
    body: bytes
    seconds: float


@dataclass(frozen=True, slots=True)
class Server:
    port: int
    pid: int

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def pss(self) -> float:
        """The proportional memory of all its processes, in MB."""
        parent = psutil.Process(self.pid)
        return float(sum(each.memory_full_info().pss for each in [parent, *parent.children(recursive=True)]) / MB)

    @contextmanager
    def client(self) -> Iterator["Client"]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        try:
            yield Client(connection)
        finally:
            connection.close()


@dataclass(frozen=True, slots=True)
class Client:
    """One kept connection; the standard library's client, which takes little of the processor from the server."""

    connection: http.client.HTTPConnection

    def get(self, url: str, headers: Mapping[str, str] = FRAGMENT) -> Reply:
        """Raises RuntimeError unless the answer is there."""
        reply = self.ask(url, headers)
        if reply.status != 200:
            raise RuntimeError(f"{url} was answered with {reply.status}.")
        return reply

    def ask(self, url: str, headers: Mapping[str, str] = FRAGMENT) -> Reply:
        start = time.perf_counter()
        self.connection.request("GET", url, headers=dict(headers))
        response = self.connection.getresponse()
        body = response.read()
        return Reply(response.status, dict(response.headers), body, time.perf_counter() - start)


@contextmanager
def serve(data: Path, *, kept: Path | None = None, said: Mapping[str, str] | None = None) -> Iterator[Server]:
    """A server of a data folder that answers; `kept`: where it finds tables as read; `said`: more environment."""
    with started(data, kept=kept, said=said) as server:
        wait(server, "/-/health")
        yield server


@contextmanager
def started(
    data: Path, *, kept: Path | None = None, said: Mapping[str, str] | None = None, before: tuple[str, ...] = ()
) -> Iterator[Server]:
    """A server that was just told to start. `said`: more of its environment; `before`: a command that becomes it."""
    port = int((said or {}).get("PORT") or free_port())
    environ = {
        **os.environ,
        "PORT": str(port),
        "WINNOW_DATA_DIR": str(data),
        "WINNOW_LOG_LEVEL": "ERROR",
        "WINNOW_CACHE_DIR": str(kept) if kept else "",
        **(said or {}),
    }
    command = [*before, sys.executable, "-m", "gunicorn", "--log-level", "error"]
    with ending(subprocess.Popen(command, cwd=ROOT, env=environ)) as process:
        yield Server(port, process.pid)


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextmanager
def ending(process: subprocess.Popen[bytes]) -> Iterator[subprocess.Popen[bytes]]:
    """A process that is told to end at last, and made to if it doesn't."""
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def wait(server: Server, url: str, *, seconds: float = 120, pause: float = 0.005) -> None:
    """Until an address is answered with 200. Raises RuntimeError for any answer but that the data is being read."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and psutil.Process(server.pid).status() != psutil.STATUS_ZOMBIE:
        try:
            with server.client() as client:
                status = client.ask(url, {}).status
        except (OSError, http.client.HTTPException):
            status = NOBODY
        if status == 200:
            return
        if status not in (NOBODY, READING):
            raise RuntimeError(f"{url} was answered with {status}.")
        time.sleep(pause)
    raise RuntimeError("The server did not start.")


def duration(headers: Mapping[str, str], step: str = "total") -> float:
    """Seconds of a step, from Server-Timing."""
    for part in headers["Server-Timing"].split(", "):
        name, _, value = part.partition(";dur=")
        if name == step:
            return float(value) / 1000
    raise KeyError(step)
