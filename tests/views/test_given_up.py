"""A request that the browser has let go of is not worked on any further."""

import socket

import pytest

from app.engine.run import Run
from tests.views.markup import HTMX


@pytest.fixture
def connection():
    """The server's end of a connection, and the browser's."""
    ends = socket.socketpair()
    yield ends
    for end in ends:
        end.close()


@pytest.fixture
def blocks(monkeypatch):
    """The blocks that were worked on."""
    worked = []
    share = Run._share
    monkeypatch.setattr(Run, "_share", lambda run, *args: worked.append(args) or share(run, *args))
    return worked


def get(client, address, connection):
    return client.get(address, headers=HTMX, environ_overrides={"gunicorn.socket": connection})


def test_who_still_waits_gets_an_answer(builtin, connection):
    assert get(builtin, "/world?_q=zam", connection[0]).status_code == 200


def test_who_sent_more_already_gets_an_answer_too(builtin, connection):
    connection[1].send(b"GET /next HTTP/1.1")
    assert get(builtin, "/world?_q=zamb", connection[0]).status_code == 200
    assert connection[0].recv(3) == b"GET"


def test_who_is_gone_gets_none_and_nothing_is_logged(builtin, connection, caplog):
    connection[1].close()
    response = get(builtin, "/world?_q=zambi", connection[0])
    assert (response.status_code, response.text) == (499, "")
    assert not [record for record in caplog.records if record.levelname == "ERROR"]


def test_the_next_who_asks_gets_an_answer(builtin, connection):
    connection[1].close()
    assert get(builtin, "/world?_q=zambia", connection[0]).status_code == 499
    assert builtin.get("/world?_q=zambia", headers=HTMX).status_code == 200


def test_a_server_that_shows_no_socket_is_never_asked(builtin, blocks):
    assert builtin.get("/world?_q=zimb", headers=HTMX).status_code == 200
    assert blocks
