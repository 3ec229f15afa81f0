"""Servers for the browser tests: one, or several behind a proxy that asks them in turn; ended by their own ids."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

ROOT = Path(__file__).resolve().parent.parent


@contextmanager
def served(folder: Path, *, data_dir: Path, replicas: int = 1) -> Iterator[str]:
    """The address of a server over the data; `folder` is for what it writes."""
    if replicas == 1:
        with _winnow(folder, data_dir=data_dir) as port:
            yield f"http://127.0.0.1:{port}"
        return
    with ExitStack() as stack:
        ports = [stack.enter_context(_winnow(folder, data_dir=data_dir, hops=1)) for _ in range(replicas)]
        port = stack.enter_context(_caddy(folder, ports))
        yield f"http://127.0.0.1:{port}"


@contextmanager
def _winnow(folder: Path, *, data_dir: Path, hops: int = 0) -> Iterator[int]:
    port = _free_port()
    environ = {key: value for key, value in os.environ.items() if not key.startswith(("WINNOW_", "GUNICORN_"))}
    environ |= {"PORT": str(port), "WINNOW_DATA_DIR": str(data_dir), "WEB_CONCURRENCY": "1"}
    environ |= {"WINNOW_CACHE_DIR": str(folder / "cache"), "WINNOW_PROXY_HOPS": str(hops), "WINNOW_RATE": ""}
    command = [sys.executable, "-m", "gunicorn"]
    with _running(command, environ, log=folder / f"winnow-{port}.txt", ready=f"http://127.0.0.1:{port}/-/ready"):
        yield port


@contextmanager
def _caddy(folder: Path, upstreams: list[int]) -> Iterator[int]:
    caddy, port = shutil.which("caddy"), _free_port()
    if caddy is None:
        pytest.exit("Several replicas need a proxy: install caddy (apt-get install caddy).", returncode=1)
    addresses = " ".join(f"127.0.0.1:{upstream}" for upstream in upstreams)
    environ = {**os.environ, "SITE": f"http://127.0.0.1:{port}", "UPSTREAMS": addresses, "HOME": str(folder)}
    command = [caddy, "run", "--config", str(ROOT / "Caddyfile"), "--adapter", "caddyfile"]
    with _running(command, environ, log=folder / "caddy.txt", ready=f"http://127.0.0.1:{port}/-/ready"):
        yield port


@contextmanager
def _running(command: list[str], environ: dict[str, str], *, log: Path, ready: str) -> Iterator[None]:
    with log.open("w") as output:
        process = subprocess.Popen(command, cwd=ROOT, env=environ, stdout=output, stderr=output)
    try:
        _wait_for(process, ready, log)
        yield
    finally:
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _wait_for(process: "subprocess.Popen[bytes]", url: str, log: Path) -> None:
    for _ in range(600):
        if process.poll() is not None:
            break
        try:
            with urlopen(url, timeout=5):
                return
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    pytest.exit(f"The server did not start:\n{log.read_text()}", returncode=1)
