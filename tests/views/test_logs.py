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
    assert len(record.reference) == 10


def test_each_request_has_a_reference_of_its_own(client, caplog):
    with caplog.at_level(logging.INFO, logger="app"):
        client.get("/")
        client.get("/")
    assert len({record.reference for record in requests(caplog)}) == 2


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
