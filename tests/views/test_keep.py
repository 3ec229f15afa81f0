"""`flask keep` reads all there is, so that the next start reads nothing."""

import pytest

from app import create_app
from app.settings import Settings


@pytest.fixture
def app_of(data_dir, tmp_path):
    def app_of(cache="kept"):
        cache_dir = str(tmp_path / cache) if cache else ""
        return create_app(Settings.read({"WINNOW_DATA_DIR": str(data_dir), "WINNOW_CACHE_DIR": cache_dir}))

    return app_of


def test_small_tables_too_are_kept_and_not_read_again(app_of, data_dir, monkeypatch):
    (data_dir / "small.csv").write_text("n,letter\n1,a\n2,b\n", encoding="utf-8")
    result = app_of().test_cli_runner().invoke(args=["keep"])
    assert (result.exit_code, result.output) == (0, "small: 2 rows\n")
    monkeypatch.setattr("app.datasets.build.read", lambda *_, **__: pytest.fail("the file was read"))
    page = app_of().test_client().get("/small?letter=b")
    assert page.status_code == 200
    assert "<strong>1</strong> of 2 rows" in page.text


def test_what_can_not_be_read_is_told_and_the_rest_is_kept(app_of, data_dir):
    (data_dir / "broken.parquet").write_bytes(b"PAR1")
    (data_dir / "small.csv").write_text("n\n1\n", encoding="utf-8")
    result = app_of().test_cli_runner().invoke(args=["keep"])
    assert result.exit_code == 1
    assert "small: 1 rows" in result.output
    assert "broken:" in result.output


def test_without_a_place_nothing_can_be_kept(app_of):
    result = app_of("").test_cli_runner().invoke(args=["keep"])
    assert result.exit_code == 1
    assert "WINNOW_CACHE_DIR is empty" in result.output


def test_a_folder_that_is_not_there_is_told(app_of, data_dir):
    data_dir.rmdir()
    result = app_of().test_cli_runner().invoke(args=["keep"])
    assert result.exit_code == 1
    assert f"There is no {data_dir}" in result.output
