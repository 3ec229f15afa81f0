"""`/-/metrics` is what Prometheus reads: counts, and nothing of anybody's data."""

import pytest
from prometheus_client.parser import text_string_to_metric_families

from app import create_app
from app.settings import Settings


@pytest.fixture
def client(data_dir):
    (data_dir / "secret-name.csv").write_text("n,letter\n1,a\n2,b\n3,a\n", encoding="utf-8")
    app = create_app(Settings.read({"WINNOW_DATA_DIR": str(data_dir), "WINNOW_CACHE_DIR": ""}))
    app.extensions["winnow"].catalog.open_all()
    return app.test_client()


def samples(client):
    """The value of each sample, by its name and labels."""
    families = text_string_to_metric_families(client.get("/-/metrics").text)
    return {(each.name, *each.labels.values()): each.value for family in families for each in family.samples}


def test_requests_are_counted_by_route_and_status(client):
    for path in ("/secret-name", "/secret-name", "/secret-name?n.min=x", "/nowhere", "/-/static/no.css"):
        client.get(path)
    found = samples(client)
    assert found["winnow_requests_total", "/<name>", "200"] == 2
    assert found["winnow_requests_total", "/<name>", "400"] == 1
    assert found["winnow_requests_total", "/<name>", "404"] == 1
    assert found["winnow_request_seconds_count", "/<name>"] == 4
    assert 0 < found["winnow_request_seconds_sum", "/<name>"] < 60


def test_a_route_has_no_more_labels_than_it_has_rules(client):
    for number in range(20):
        client.get(f"/made-up-{number}?_q={number}")
    assert len([key for key in samples(client) if key[0] == "winnow_requests_total"]) == 1


def test_caches_are_told_with_their_hits(client):
    before = samples(client)
    for _ in range(2):
        client.get("/secret-name?letter=a")
    found = samples(client)
    assert found["winnow_cache_hits_total", "answers"] > before["winnow_cache_hits_total", "answers"]
    assert found["winnow_cache_misses_total", "answers"] > before["winnow_cache_misses_total", "answers"]
    assert 0 < found["winnow_cache_bytes", "answers"] <= found["winnow_cache_budget_bytes", "answers"]


def test_datasets_and_rows_are_counted(client):
    found = samples(client)
    assert (found["winnow_datasets",], found["winnow_rows",], found["winnow_waiting",]) == (1, 3, 0)
    assert found["winnow_memory_bytes",] > 0


def test_it_has_nothing_of_the_data(client):
    client.get("/secret-name?letter=a&_q=private")
    text = client.get("/-/metrics").text
    assert not [word for word in ("secret", "letter", "private", "127.0.0.1") if word in text]


def test_it_is_never_cached_and_of_the_type_that_prometheus_asks_for(client):
    response = client.get("/-/metrics")
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["Content-Type"].startswith("text/plain; version=")


def test_it_can_be_turned_off(data_dir):
    app = create_app(Settings.read({"WINNOW_DATA_DIR": str(data_dir), "WINNOW_METRICS": "false"}))
    assert app.test_client().get("/-/metrics").status_code == 404
