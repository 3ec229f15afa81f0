"""One line of JSON a request."""

import json
import logging

from pythonjsonlogger.json import JsonFormatter

from app import create_app
from app.settings import Settings


def requests(caplog) -> list[logging.LogRecord]:
    return [record for record in caplog.records if record.name == "app.access"]


def test_a_request_is_a_line(client, caplog):
    with caplog.at_level(logging.INFO, logger="app"):
        client.get("/nothing?_q=private")
    (record,) = requests(caplog)
    assert (record.method, record.path, record.status) == ("GET", "/nothing", 404)
    assert record.ms > 0
    assert len(record.request_id) == 10


def test_each_request_has_an_id_of_its_own(client, caplog):
    with caplog.at_level(logging.INFO, logger="app"):
        client.get("/")
        client.get("/")
    assert len({record.request_id for record in requests(caplog)}) == 2


def test_health_is_not_logged(client, caplog):
    with caplog.at_level(logging.INFO, logger="app"):
        client.get("/-/health")
    assert requests(caplog) == []


def test_a_line_stays_one_line_of_json_whatever_the_path(client, caplog):
    with caplog.at_level(logging.INFO, logger="app"):
        client.get('/a%0Ab%22"}')
    (record,) = requests(caplog)
    line = JsonFormatter("%(message)s").format(record)
    assert "\n" not in line
    assert json.loads(line)["path"] == '/a\nb""}'


def test_broken_files_and_configurations_are_logged(client, data_dir, caplog):
    (data_dir / "bad.csv").write_bytes(b"")
    (data_dir / "good.csv").write_text("a\n1\n", encoding="utf-8")
    (data_dir / "good.toml").write_text("titel = 1", encoding="utf-8")
    client.get("/")
    assert {record.dataset for record in caplog.records if record.levelno == logging.WARNING} == {"bad", "good"}


def test_many_apps_of_a_process_log_each_request_once(data_dir):
    for _ in range(2):
        create_app(Settings.read({"WINNOW_DATA_DIR": str(data_dir)}))
    formatters = [type(handler.formatter) for handler in logging.getLogger("app").handlers]
    assert formatters.count(JsonFormatter) == 1


def test_it_tells_how_long_the_question_took_and_how_many_rows_it_keeps(builtin, caplog):
    for _ in range(2):  # computed, then remembered
        caplog.clear()
        with caplog.at_level(logging.INFO, logger="app"):
            builtin.get("/penguins?island=Dream")
        (record,) = requests(caplog)
        assert record.rows == 124
        assert 0 <= record.query_ms <= record.ms


def test_it_has_nothing_of_the_person_by_default(client, caplog):
    with caplog.at_level(logging.INFO, logger="app"):
        client.get("/nothing?_q=private", headers={"User-Agent": "Browser of Jo", "Cookie": "jo=1"})
    (record,) = requests(caplog)
    line = JsonFormatter("%(message)s").format(record)
    assert not any(word in line for word in ("private", "127.0.0.1", "Jo", "jo"))


def test_the_owner_may_want_the_client_and_the_question(data_dir, caplog):
    app = create_app(Settings.read({"WINNOW_DATA_DIR": str(data_dir), "WINNOW_LOG_CLIENTS": "true"}))
    with caplog.at_level(logging.INFO, logger="app"):
        app.test_client().get("/nothing?_q=known")
    (record,) = requests(caplog)
    assert (record.client, record.query) == ("127.0.0.1", "_q=known")


def test_the_answer_has_the_id_of_its_line(client, caplog):
    with caplog.at_level(logging.INFO, logger="app"):
        response = client.get("/", headers={"X-Request-ID": "forged"})
    (record,) = requests(caplog)
    assert response.headers["X-Request-ID"] == record.request_id != "forged"


def test_a_proxy_that_is_believed_names_the_request(data_dir):
    app = create_app(Settings.read({"WINNOW_DATA_DIR": str(data_dir), "WINNOW_PROXY_HOPS": "1"}))
    for given, kept in (("01J-a.b:c", True), ("a\tb", False), ("x" * 65, False), ("", False)):
        found = app.test_client().get("/", headers={"X-Request-ID": given}).headers["X-Request-ID"]
        assert (found == given) is kept
