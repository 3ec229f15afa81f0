"""`/-/health` answers whatever the data is like."""

from pathlib import Path

from app import create_app
from app.settings import Settings


def test_it_answers_without_a_data_folder(data_dir: Path):
    app = create_app(Settings.read({"WINNOW_DATA_DIR": str(data_dir / "nowhere")}))
    response = app.test_client().get("/-/health")
    assert response.status_code == 200
    assert response.text.startswith("ok\n")


def test_it_tells_how_full_the_caches_are(builtin):
    builtin.get("/world")
    lines = dict(line.split(": ") for line in builtin.get("/-/health").text.splitlines()[1:])
    assert list(lines) == ["masks", "tiles", "answers"]
    used, budget = (int(number.replace(",", "")) for number in lines["answers"].removesuffix(" bytes").split(" of "))
    assert 0 < used <= budget


def test_it_reads_no_file(client, data_dir: Path):
    (data_dir / "explodes.py").write_text("raise SystemExit", encoding="utf-8")
    assert client.get("/-/health").status_code == 200


def test_it_is_never_cached(client):
    assert client.get("/-/health").headers["Cache-Control"] == "no-store"


def test_it_is_plain_text(client):
    assert client.get("/-/health").mimetype == "text/plain"
