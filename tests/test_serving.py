"""gunicorn with our settings, as `make run` and the image start it."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

import pytest

ROOT = Path(__file__).resolve().parents[1]


def started(log: Path, **said: str) -> tuple["subprocess.Popen[bytes]", str]:
    """A server with these variables, and its address."""
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    environ = {key: value for key, value in os.environ.items() if not key.startswith(("WINNOW_", "GUNICORN_", "WEB_"))}
    with log.open("wb") as stderr:
        environ |= {"PORT": port, **said}
        process = subprocess.Popen([sys.executable, "-m", "gunicorn"], cwd=ROOT, env=environ, stderr=stderr)
    return process, f"http://127.0.0.1:{port}"


@contextmanager
def serving(tmp_path: Path, **said: str) -> Iterator[tuple["subprocess.Popen[bytes]", str]]:
    process, url = started(tmp_path / "log", WINNOW_CACHE_DIR=str(tmp_path / "cache"), **said)
    try:
        assert until(f"{url}/-/ready") == 200, (tmp_path / "log").read_text()[-2000:]
        yield process, url
    finally:
        process.kill()
        process.wait()


def status(url: str) -> int:
    try:
        with urlopen(url, timeout=20) as response:
            response.read()
            return int(response.status)
    except HTTPError as error:
        return error.code
    except (URLError, ConnectionError):
        return 0


def until(url: str, *, wanted: int = 200) -> int:
    """The last status, when it is the one that is wanted or half a minute is over."""
    end = time.monotonic() + 30
    while (found := status(url)) != wanted and time.monotonic() < end:
        time.sleep(0.05)
    return found


def test_health_is_there_before_the_application(tmp_path):
    process, url = started(tmp_path / "log", WINNOW_CACHE_DIR="")
    try:
        assert until(f"{url}/-/health") == 200
        assert status(f"{url}/-/ready") == 503
        assert until(f"{url}/-/ready") == 200
    finally:
        process.kill()
        process.wait()


def test_requests_of_several_workers_are_added_up(tmp_path):
    with serving(tmp_path, WEB_CONCURRENCY="2") as (_, url):
        for _ in range(12):
            assert status(f"{url}/nowhere") == 404
        for _ in range(4):
            with urlopen(f"{url}/-/metrics") as response:
                found = re.search(r'requests_total{route="/<name>",status="404"} (\S+)', response.read().decode())
            assert float(found[1]) == 12


def test_a_wrong_setting_is_a_sentence_and_no_trace(tmp_path):
    process, _ = started(tmp_path / "log", WINNOW_PROXY_HOPS="many")
    assert process.wait(timeout=20) != 0
    log = (tmp_path / "log").read_text()
    assert "WINNOW_PROXY_HOPS should be a whole number, not “many”." in log
    assert "Traceback" not in log


@pytest.mark.parametrize("name", ["WEB_CONCURRENCY", "GUNICORN_THREADS", "PORT"])
def test_a_wrong_number_of_the_servers_is_a_sentence_too(tmp_path, name):
    process, _ = started(tmp_path / "log", **{name: "0"})
    assert process.wait(timeout=20) != 0
    log = (tmp_path / "log").read_text()
    assert f"{name} should be a whole number from 1, not “0”." in log
    assert "Traceback" not in log


def test_a_long_question_is_refused_with_our_sentence(tmp_path):
    with serving(tmp_path, WINNOW_QUERY_BYTES="6000") as (_, url):
        assert status(f"{url}/penguins?_q={'a' * 5900}") == 200
        with pytest.raises(HTTPError) as refused:
            urlopen(f"{url}/penguins?_q={'a' * 7000}")
        assert refused.value.code == 414
        assert "The address is too long: its query has 7,003 bytes" in refused.value.read().decode()


def test_a_command_says_what_is_wrong_with_a_setting():
    environ = {**os.environ, "WINNOW_CACHE_MB": "abc"}
    command = [sys.executable, "-m", "flask", "--app", "app", "doctor"]
    done = subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "Error: WINNOW_CACHE_MB should be a whole number, not “abc”." in done.stderr
    assert "Traceback" not in done.stderr


def test_sigterm_loses_no_request(tmp_path):
    with serving(tmp_path) as (process, url), ExitStack() as stack:
        assert until(f"{url}/penguins") == 200
        clients = [HTTPConnection(url.removeprefix("http://"), timeout=20) for _ in range(8)]
        for each, client in enumerate(clients):
            stack.callback(client.close)
            client.request("GET", f"/penguins?body_mass_g.min={3000 + each}")
        os.kill(process.pid, signal.SIGTERM)
        assert [client.getresponse().status for client in clients] == [200] * 8
        assert process.wait(timeout=25) == 0


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_killed_worker_is_replaced(tmp_path, workers):
    with serving(tmp_path, WEB_CONCURRENCY=workers) as (process, url):
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        os.kill(int(children[-1]), signal.SIGKILL)
        assert until(f"{url}/penguins") == 200
        assert {until(f"{url}/penguins?_page={page}") for page in range(2, 8)} == {200}


def test_links_are_right_behind_a_prefix(tmp_path):
    with serving(tmp_path, SCRIPT_NAME="/data") as (_, url):
        with urlopen(f"{url}/data/penguins") as response:
            page = response.read().decode()
        assert 'href="/data/penguins?' in page
        assert not re.search(r'(?:href|action|src)="/(?!data)', page)
