"""`make image-test`: run the image that `make image` built on a small machine's terms, and say what was checked."""

import argparse
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from scripts.image import NAME, builder
from scripts.image_run import MEMORY, Server, configuration, running, size

PNG = b"\x89PNG\r\n\x1a\n"
PATIENCE = 30
STOPS = 10

Check = tuple[str, bool]
"""What was checked, in words, and whether it is so."""


def checks(tool: str, *, most: int) -> Iterator[Check]:
    taken = size(tool, NAME)
    yield f"the image takes {taken / 1e6:,.0f} MB with its base, and may take {most}", taken <= most * 1_000_000
    user = configuration(tool, NAME)["User"]
    yield f"its user is {user}, without the rights of root", user.partition(":")[0] not in ("", "0", "root")
    with running(tool, NAME) as server:
        yield from _explained(server, _built_in(server))
    with tempfile.TemporaryDirectory() as place:
        data = Path(place)
        data.chmod(0o755)
        (data / "mine.csv").write_text("city,people\nOslo,700000\nBergen,290000\n")
        with running(tool, NAME, data=data) as server:
            yield from _explained(server, _mounted(server))


def _explained(server: Server, found: Iterator[Check]) -> Iterator[Check]:
    """The checks, and what the server said if one of them failed."""
    fine = True
    for what, so in found:
        fine &= so
        yield what, so
    if not fine:
        print(server.log())


def _built_in(server: Server) -> Iterator[Check]:
    yield from _starts(server)
    for path in ("/", "/world", "/penguins"):
        yield _answers(server, path)
    yield "/penguins/chart.png is a picture", _get(server, "/penguins/chart.png")[1].startswith(PNG)
    yield from _stops(server)


def _stops(server: Server) -> Iterator[Check]:
    stopped = server.stop()
    if stopped.memory:
        yield f"it took {stopped.memory >> 20} MB of the {MEMORY} that it was given", stopped.memory < MEMORY << 20
    yield f"it stopped by itself in {stopped.seconds:.1f} s when told to", stopped.code == 0 and stopped.seconds < STOPS


def _mounted(server: Server) -> Iterator[Check]:
    yield from _starts(server)
    yield _answers(server, "/mine")
    yield "/world is not there if another folder is mounted at /data", _get(server, "/world")[0] == 404
    yield from _stops(server)


def _starts(server: Server) -> Iterator[Check]:
    while not (alive := _get(server, "/-/health")[0] == 200) and time.monotonic() < server.started + PATIENCE:
        time.sleep(0.02)
    yield f"/-/health answers 200 after {time.monotonic() - server.started:.2f} s", alive


def _answers(server: Server, path: str) -> Check:
    asked = time.monotonic()
    status, _ = _get(server, path)
    return f"{path} answers {status} in {time.monotonic() - asked:.2f} s", status == 200


def _get(server: Server, path: str) -> tuple[int, bytes]:
    try:
        with urllib.request.urlopen(server.url + path, timeout=PATIENCE) as response:
            return response.status, response.read()
    except urllib.error.HTTPError as error:
        return error.code, b""
    except OSError:
        return 0, b""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--most", type=int, default=420, help="how many megabytes the image may take")
    failed = 0
    try:
        for what, so in checks(builder(), most=parser.parse_args().most):
            print(f"{'ok  ' if so else 'FAIL'}  {what}", flush=True)
            failed += not so
    except subprocess.CalledProcessError as error:
        sys.exit(f"The image {NAME} can't be run: {' '.join(error.cmd[:3])} … failed. Was it made, by `make image`?")
    sys.exit(f"{failed} of these failed." if failed else 0)


if __name__ == "__main__":
    main()
