"""`/-/health` answers whatever the data is like; `/-/ready` only where there is some to be seen."""

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


def test_it_is_ready_where_the_data_folder_can_be_read(client):
    response = client.get("/-/ready")
    assert (response.status_code, response.text) == (200, "ready\n")


def test_it_is_not_ready_without_one(data_dir: Path):
    app = create_app(Settings.read({"WINNOW_DATA_DIR": str(data_dir / "nowhere")}))
    response = app.test_client().get("/-/ready")
    assert (response.status_code, response.text) == (503, "The data folder nowhere can't be read.\n")
