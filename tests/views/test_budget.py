"""An answer that costs too much is given up with a sentence; the machine goes on."""

import pytest

from app import create_app, machine
from app.settings import Settings
from app.views import budget
from app.views.budget import Budget, OverBudgetError


def spent(**given):
    return Budget(**{"seconds": 10, "memory": 1 << 60, "relieve": lambda: None, **given})


def test_within_the_budget_nothing_happens():
    assert spent()() is False


def test_who_has_left_is_not_answered():
    assert spent(gone=lambda: True)() is True


def test_its_time_begins_with_the_first_block(monkeypatch):
    now = 100.0
    monkeypatch.setattr(budget.time, "monotonic", lambda: now)
    asked = spent()
    now = 1000.0
    assert asked() is False
    now = 1010.0
    assert asked() is False
    now = 1010.1
    with pytest.raises(OverBudgetError, match="longer than the 10 seconds"):
        asked()


def test_memory_is_given_back_before_anybody_is_refused(monkeypatch):
    used = [300, 100]
    monkeypatch.setattr(machine, "used", lambda: used[0])
    assert spent(memory=200, relieve=lambda: used.pop(0))() is False
    assert used == [100]


def test_where_that_does_not_help_the_answer_is_given_up(monkeypatch):
    monkeypatch.setattr(machine, "used", lambda: 300)
    with pytest.raises(OverBudgetError, match="more memory than the server has"):
        spent(memory=200)()


@pytest.fixture
def poor(data_dir):
    """A server over a small table, with these settings."""
    rows = "".join(f"{n},{'abc'[n % 3]}\n" for n in range(100))
    (data_dir / "small.csv").write_text(f"n,letter\n{rows}", encoding="utf-8")

    def poor(**said):
        said = {"WINNOW_DATA_DIR": str(data_dir), "WINNOW_CACHE_DIR": "", **said}
        app = create_app(Settings.read(said))
        app.extensions["winnow"].catalog.open_all()
        return app.test_client()

    return poor


@pytest.fixture
def full(poor, monkeypatch):
    """One whose memory is used up once its tables are read."""
    client = poor()
    monkeypatch.setattr(machine, "used", lambda: 1 << 60)
    return client


def test_a_table_that_there_is_no_memory_for_is_not_read(poor):
    response = poor(WINNOW_MEMORY_MB="0").get("/small")
    assert (response.status_code, response.headers["Retry-After"]) == (503, "5")
    assert "small needs more memory than the server has" in response.text


ASKED = ["/small", "/small?letter=a", "/small/facet/letter", "/small/embed", "/small/chart.svg", "/small/chart.png"]


@pytest.mark.parametrize("address", ASKED)
def test_every_answer_is_within_the_budget(full, address):
    response = full.get(address, follow_redirects=True)
    assert response.status_code == 503
    assert response.headers["Retry-After"] == "5"
    assert "more memory than the server has" in response.text
    assert "Keep fewer rows by a filter" in response.text


def test_a_fragment_says_it_where_it_stands(full):
    response = full.get("/small?letter=a", headers={"HX-Request": "true"})
    assert response.status_code == 503
    assert response.headers["HX-Retarget"] == "#problem"


def test_a_preview_is_within_it_too(full):
    headers = {"HX-Request": "true", "HX-Drag": "n"}
    assert full.get("/small?n.min=5", headers=headers).status_code == 503


def test_time_is_a_budget_too(poor, monkeypatch):
    client = poor(WINNOW_QUERY_SECONDS="1")
    ticks = iter(range(0, 10**6, 2))
    monkeypatch.setattr(budget.time, "monotonic", lambda: next(ticks))
    response = client.get("/small")
    assert response.status_code == 503
    assert "longer than the 1 seconds" in response.text


def test_the_next_question_is_answered(poor, monkeypatch):
    client = poor()
    monkeypatch.setattr(machine, "used", lambda: 1 << 60)
    assert client.get("/small").status_code == 503
    monkeypatch.undo()
    assert client.get("/small").status_code == 200
