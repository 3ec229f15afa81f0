"""A real gunicorn: slow clients hold no thread, what arrives in pieces is answered, and SIGTERM loses nothing."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import ExitStack, closing, suppress
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
APP = """
import time
def app(environ, start_response):
    time.sleep(float(environ["QUERY_STRING"] or 0))
    body = environ["PATH_INFO"].encode()
    body = body * 20_000 if body == b"/large" else body
    start_response("200 OK", [("Content-Length", str(len(body)))])
    return [body]
"""


@pytest.fixture
def server(tmp_path):
    """A server of two threads, whose answer is the path, after as many seconds as the query says."""
    (tmp_path / "served.py").write_text(APP, encoding="utf-8")
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "-c", "/dev/null", "--bind", f"127.0.0.1:{port}", "--threads", "2"]
    command += ["--worker-class", "app.worker.PatientWorker", "--pythonpath", f"{ROOT},{tmp_path}", "served:app"]
    with (tmp_path / "log").open("wb") as log:
        process = subprocess.Popen([*command, "--no-control-socket"], cwd=tmp_path, stderr=log)
    process.port = port
    try:
        for _ in range(100):
            try:
                socket.create_connection(("127.0.0.1", port)).close()
                break
            except OSError:
                time.sleep(0.1)
        yield process
    finally:
        process.kill()
        process.wait()


def connect(server):
    return closing(socket.create_connection(("127.0.0.1", server.port), timeout=10))


def get(server, path, *, timeout=10):
    """The answer, which a server whose threads are held would not give in time."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=timeout)
    with closing(connection):
        connection.request("GET", path)
        return connection.getresponse().read().decode()


def answer(connection):
    response = http.client.HTTPResponse(connection)
    response.begin()
    return response.read().decode()


def test_those_who_never_finish_their_question_keep_nobody_waiting(server):
    with ExitStack() as stack:
        for _ in range(40):
            stack.enter_context(connect(server)).sendall(b"GET / HTTP/1.1\r\nHost: a\r\nX-Slow: ")
        assert [get(server, f"/{each}") for each in range(10)] == [f"/{each}" for each in range(10)]


@pytest.mark.parametrize("head", ["Content-Length: 100000", "Transfer-Encoding: chunked"])
def test_those_who_never_finish_a_body_keep_nobody_waiting(server, head):
    with ExitStack() as stack:
        for _ in range(40):
            slow = stack.enter_context(connect(server))
            slow.sendall(f"POST / HTTP/1.1\r\nHost: a\r\n{head}\r\n\r\nx".encode())
        assert [get(server, f"/{each}") for each in range(10)] == [f"/{each}" for each in range(10)]


def test_a_body_that_nobody_wants_is_answered(server):
    with connect(server) as connection:
        connection.sendall(b"POST /body HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello")
        assert answer(connection) == "/body"


def test_those_who_say_nothing_keep_nobody_waiting(server):
    with ExitStack() as stack:
        for _ in range(40):
            stack.enter_context(connect(server))
        assert get(server, "/") == "/"


def test_a_question_in_pieces_is_answered_when_it_is_there(server):
    with connect(server) as connection:
        for byte in b"GET /pieces HTTP/1.1\r\nHost: a\r\n\r\n":
            connection.sendall(bytes([byte]))
            time.sleep(0.002)
        assert answer(connection) == "/pieces"


def test_a_connection_is_kept_for_the_next_question_in_pieces_too(server):
    with connect(server) as connection:
        for path in ("/one", "/two", "/three"):
            connection.sendall(f"GET {path} HTTP/1.1\r\nHo".encode())
            time.sleep(0.05)
            connection.sendall(b"st: a\r\n\r\n")
            assert answer(connection) == path


def test_of_questions_sent_at_once_the_first_is_answered(server):
    with connect(server) as connection:
        connection.sendall(b"".join(f"GET /{each} HTTP/1.1\r\nHost: a\r\n\r\n".encode() for each in range(3)))
        file = connection.makefile("rb")
        assert b"".join(iter(file.readline, b"\r\n")).startswith(b"HTTP/1.1 200")
        assert file.read() == b"/0"


@pytest.mark.parametrize(
    "sent",
    [
        b"GET / HTTP/1.1\r\nHost: a\r\n\r\nG",
        b"GET / HTTP/1.1\r\nHost: a\r\n" + b"".join(b"X-%d: %s\r\n" % (at, b"a" * 8000) for at in range(9)),
        b"GET /large HTTP/1.1\r\nHost: a\r\n\r\n" * 20,
    ],
)
def test_those_who_begin_what_they_do_not_end_keep_nobody_waiting(server, sent):
    with ExitStack() as stack:
        for _ in range(20):
            slow = stack.enter_context(closing(socket.socket()))
            slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1024)
            slow.connect(("127.0.0.1", server.port))
            slow.sendall(sent)
        assert [get(server, f"/{each}") for each in range(5)] == [f"/{each}" for each in range(5)]


def test_who_asks_again_without_taking_the_answer_keeps_nobody_waiting(server):
    with ExitStack() as stack:
        for _ in range(8):
            slow = stack.enter_context(closing(socket.socket()))
            slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1024)
            slow.connect(("127.0.0.1", server.port))
            for _ in range(3):
                with suppress(OSError):
                    slow.sendall(b"GET /large HTTP/1.1\r\nHost: a\r\n\r\n")
                time.sleep(0.1)
        assert get(server, "/") == "/"


def test_probes_are_answered_while_all_threads_are_busy(server):
    with ExitStack() as stack:
        for _ in range(6):
            stack.enter_context(connect(server)).sendall(b"GET /busy?9 HTTP/1.1\r\nHost: a\r\n\r\n")
        time.sleep(0.3)
        for path in ("/-/health", "/-/ready", "/-/metrics", "/data/-/health"):
            assert get(server, path, timeout=5) == path


def test_the_idle_give_way_when_there_are_too_many(server):
    idle = b"GET /idle HTTP/1.1\r\nHost: a\r\n\r\n"
    with ExitStack() as stack:
        for at in range(1100):
            connection = stack.enter_context(connect(server))
            if at % 2:
                connection.sendall(idle)
        assert get(server, "/") == "/"


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"nonsense\r\n\r\n", b"400"),
        (b"GET / HTTP/1.1\r\nX: " + b"a" * 90_000 + b"\r\n\r\n", b"431"),
        (b"GET /" + b"a" * 70_000, b"431"),
    ],
)
def test_what_is_no_question_is_refused(server, sent, status):
    with connect(server) as connection:
        connection.sendall(sent)
        assert connection.recv(12).split()[1] in (status, b"400")


def test_those_who_read_slowly_keep_nobody_waiting(server):
    with ExitStack() as stack:
        for _ in range(20):
            slow = stack.enter_context(closing(socket.socket()))
            slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            slow.connect(("127.0.0.1", server.port))
            slow.sendall(b"GET /large HTTP/1.1\r\nHost: a\r\n\r\n")
        time.sleep(0.3)
        assert get(server, "/") == "/"


def test_who_comes_after_sigterm_is_refused_at_once(server):
    with connect(server) as kept:
        kept.sendall(b"GET /kept HTTP/1.1\r\nHost: a\r\n\r\n")
        assert answer(kept) == "/kept"
        os.kill(server.pid, signal.SIGTERM)
        time.sleep(0.5)
        assert server.poll() is None
        with pytest.raises(ConnectionRefusedError):
            connect(server)


def test_sigterm_finishes_what_is_asked(server):
    with connect(server) as connection:
        connection.sendall(b"GET /last?1 HTTP/1.1\r\nHost: a\r\n\r\n")
        time.sleep(0.3)
        os.kill(server.pid, signal.SIGTERM)
        assert answer(connection) == "/last"
    assert server.wait(timeout=20) == 0
