"""The door answers from the first moment, and passes everything on once the application is there."""

import threading

import pytest
from werkzeug.test import Client

from app import starting
from app.starting import Door


def application(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [f"built: {environ['PATH_INFO']}".encode()]


@pytest.fixture
def built():
    return threading.Event()


@pytest.fixture
def door(built):
    """A door whose application is there when a test says so."""

    def build():
        built.wait(10)
        return application

    return Door(build)


@pytest.mark.parametrize(
    ("path", "status", "text"), [("/-/health", 200, "ok\nstarting\n"), ("/-/ready", 503, "starting\n")]
)
def test_it_says_that_it_starts(door, built, path, status, text):
    thread, client = door.open(), Client(door)
    response = client.get(path)
    assert (response.status_code, response.text) == (status, text)
    assert response.headers["Cache-Control"] == "no-store"
    built.set()
    thread.join()
    assert client.get(path).text == f"built: {path}"


def test_other_requests_wait_for_the_application(door, built):
    door.open()
    threading.Timer(0.1, built.set).start()
    assert Client(door).get("/world").text == "built: /world"


def test_they_do_not_wait_for_ever(door, built, monkeypatch):
    monkeypatch.setattr(starting, "PATIENCE", 0.05)
    thread = door.open()
    response = Client(door).get("/world")
    assert response.status_code == 503
    assert "still starting" in response.text
    built.set()
    thread.join()


def test_what_comes_then_gets_the_application_when_requests_do(door, built):
    seen = []
    built.set()
    door.open(then=lambda found: seen.append((found, Client(door).get("/-/health").text))).join()
    assert seen == [(application, "built: /-/health")]


def test_a_failure_ends_the_worker_with_a_trace_in_the_log(monkeypatch, caplog):
    def fail():
        raise RuntimeError("no such library")

    ends = []
    monkeypatch.setattr(starting.os, "_exit", lambda code: ends.append(code) or (_ for _ in ()).throw(SystemExit))
    with pytest.raises(SystemExit):
        Door(fail)._run(lambda _: None)
    assert ends == [starting.FAILED]
    assert "no such library" in caplog.text
