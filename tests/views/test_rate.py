"""A client that asks too often is told how long to wait; nobody is counted on the server's own machine."""

import pytest

from app import create_app
from app.settings import Settings

AWAY = {"REMOTE_ADDR": "10.0.0.7"}


@pytest.fixture
def counted(data_dir):
    def counted(**said):
        said = {"WINNOW_DATA_DIR": str(data_dir), "WINNOW_CACHE_DIR": "", "WINNOW_RATE": "3 per minute", **said}
        return create_app(Settings.read(said)).test_client()

    return counted


def test_the_fourth_of_three_is_told_to_wait(counted):
    client = counted()
    assert [client.get("/", environ_base=AWAY).status_code for _ in range(3)] == [200] * 3
    response = client.get("/", environ_base=AWAY)
    assert response.status_code == 429
    assert "more than 3 per 1 minute" in response.text
    assert 0 < int(response.headers["Retry-After"]) <= 60


def test_a_fragment_says_it_where_it_stands(counted):
    client = counted()
    headers = {"HX-Request": "true"}
    response = [client.get("/", headers=headers, environ_base=AWAY) for _ in range(4)][-1]
    assert (response.status_code, response.headers["HX-Retarget"]) == (429, "#problem")


def test_all_addresses_count_together_and_each_client_for_itself(counted):
    client = counted()
    found = [client.get(path, environ_base=AWAY).status_code for path in ("/", "/no", "/-/components", "/")]
    assert found[-1] == 429
    assert client.get("/", environ_base={"REMOTE_ADDR": "10.0.0.8"}).status_code == 200


def test_behind_a_proxy_it_is_the_client_that_is_counted(counted):
    client = counted(WINNOW_PROXY_HOPS="1")
    for _ in range(3):
        client.get("/", headers={"X-Forwarded-For": "2.2.2.2"}, environ_base=AWAY)
    assert client.get("/", headers={"X-Forwarded-For": "2.2.2.2"}, environ_base=AWAY).status_code == 429
    assert client.get("/", headers={"X-Forwarded-For": "3.3.3.3"}, environ_base=AWAY).status_code == 200


@pytest.mark.parametrize("address", ["127.0.0.1", "::1"])
def test_the_own_machine_is_not_counted(counted, address):
    client = counted()
    found = {client.get("/", environ_base={"REMOTE_ADDR": address}).status_code for _ in range(9)}
    assert found == {200}


def test_neither_are_the_layout_and_what_machines_ask(counted):
    client = counted()
    for path in ("/-/health", "/-/ready", "/-/metrics", "/-/static/nothing.css"):
        for _ in range(4):
            assert client.get(path, environ_base=AWAY).status_code != 429


def test_it_is_off_where_no_proxy_tells_clients_apart(data_dir):
    client = create_app(Settings.read({"WINNOW_DATA_DIR": str(data_dir), "WINNOW_CACHE_DIR": ""})).test_client()
    assert {client.get("/", environ_base=AWAY).status_code for _ in range(30)} == {200}
