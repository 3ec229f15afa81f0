"""A real server as a child process, and what can be asked of it from outside."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import psutil

ROOT = Path(__file__).resolve().parent.parent
MB = 1 << 20


@dataclass(frozen=True, slots=True)
class Server:
    url: str
    pid: int

    def pss(self) -> float:
        """The proportional memory of all its processes, in MB."""
        parent = psutil.Process(self.pid)
        return sum(process.memory_full_info().pss for process in [parent, *parent.children(recursive=True)]) / MB


@contextmanager
def serve(data: Path) -> Iterator[Server]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environ = {
        **os.environ,
        "PORT": str(port),
        "WINNOW_DATA_DIR": str(data),
        "WINNOW_LOG_LEVEL": "ERROR",
        "WINNOW_CACHE_DIR": "",
    }
    command = [sys.executable, "-m", "gunicorn", "--log-level", "error"]
    process = subprocess.Popen(command, cwd=ROOT, env=environ)
    try:
        url = f"http://127.0.0.1:{port}"
        _wait(url, process)
        yield Server(url, process.pid)
    finally:
        process.terminate()
        process.wait(timeout=30)


def _wait(url: str, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        try:
            httpx.get(f"{url}/-/health")
        except httpx.TransportError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError("The server did not start.")


def duration(response: httpx.Response, step: str = "total") -> float:
    """Milliseconds of a step, from Server-Timing."""
    for part in response.headers["Server-Timing"].split(", "):
        name, _, value = part.partition(";dur=")
        if name == step:
            return float(value)
    raise KeyError(step)
