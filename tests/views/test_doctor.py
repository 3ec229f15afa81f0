"""`flask doctor` says what does not fit together, and what to do."""

import pytest

from app import create_app, machine
from app.settings import Settings
from app.views import doctor
from app.views.doctor import FAULT, FINE, NOTE, examine


@pytest.fixture(autouse=True)
def plain(monkeypatch):
    """A machine of 1 GB, most of it free, that is none of Fly's."""
    monkeypatch.setattr(machine, "memory", lambda: 1 << 30)
    monkeypatch.setattr(machine, "used", lambda: 100 << 20)
    monkeypatch.delenv("FLY_APP_NAME", raising=False)


def found(data_dir, tmp_path, **said):
    settings = {"WINNOW_DATA_DIR": str(data_dir), "WINNOW_CACHE_DIR": str(tmp_path / "cache"), **said}
    return examine(Settings.read(settings))


def test_a_plain_setup_is_fine(data_dir, tmp_path):
    assert {level for level, _ in found(data_dir, tmp_path)} == {FINE}


@pytest.mark.parametrize(
    ("said", "level", "words"),
    [
        ({"WINNOW_DATA_DIR": "/no/where"}, FAULT, "There is no /no/where; make it"),
        ({"WINNOW_CACHE_DIR": ""}, NOTE, "each start reads them anew"),
        ({"WINNOW_CACHE_DIR": "/proc/kept"}, NOTE, "/proc/kept can't be written"),
        ({"WINNOW_CACHE_DISK_MB": "99999999999"}, NOTE, "Set WINNOW_CACHE_DISK_MB lower"),
        ({"WINNOW_MEMORY_MB": "100"}, NOTE, "Set WINNOW_MEMORY_MB higher"),
        ({"WINNOW_MEMORY_MB": "5000"}, FAULT, "Set it lower, or to auto"),
        ({"WINNOW_CACHE_MB": "800"}, NOTE, "a third of the memory at most"),
        ({"WINNOW_HTTPS": "true"}, FAULT, "set WINNOW_PROXY_HOPS to the number of proxies"),
        ({"WINNOW_PROXY_HOPS": "1"}, FINE, "a client may ask 1200 per minute"),
        ({"WINNOW_PROXY_HOPS": "1"}, NOTE, "WINNOW_HOSTS names the ones that are yours"),
    ],
)
def test_what_does_not_fit_is_told_with_what_to_do(data_dir, tmp_path, said, level, words):
    assert [each for each in found(data_dir, tmp_path, **said) if words in each.said and each.level == level]


def test_on_fly_there_are_two_hops(data_dir, tmp_path, monkeypatch):
    monkeypatch.setenv("FLY_APP_NAME", "mine")
    assert any("set WINNOW_PROXY_HOPS=2" in said for _, said in found(data_dir, tmp_path))
    told = found(data_dir, tmp_path, WINNOW_PROXY_HOPS="2", WINNOW_HTTPS="true")
    assert FAULT not in [level for level, _ in told]


def test_a_misspelt_setting_is_a_fault(data_dir, tmp_path, monkeypatch):
    monkeypatch.setenv("WINNOW_CASH_MB", "5")
    assert (FAULT, "WINNOW_CASH_MB is no setting; docs/settings.md lists them.") in found(data_dir, tmp_path)


def test_a_folder_that_anybody_may_write_is_worth_a_note(data_dir, tmp_path):
    data_dir.chmod(0o777)
    assert any("Anybody may put a script" in said for _, said in found(data_dir, tmp_path))
    assert not any("script" in said for _, said in found(data_dir, tmp_path, WINNOW_RUN_CODE="false"))


def test_the_command_reads_each_dataset_and_fails_with_a_fault(data_dir, tmp_path):
    (data_dir / "small.csv").write_text("n\n1\n2\n", encoding="utf-8")
    settings = Settings.read({"WINNOW_DATA_DIR": str(data_dir), "WINNOW_CACHE_DIR": str(tmp_path / "cache")})
    fine = create_app(settings).test_cli_runner().invoke(args=["doctor"])
    assert fine.exit_code == 0
    assert "ok     /small: 2 rows" in fine.output
    (data_dir / "broken.parquet").write_bytes(b"PAR1")
    broken = create_app(settings).test_cli_runner().invoke(args=["doctor"])
    assert broken.exit_code == 1
    assert f"{doctor.FAULT}  /broken: " in broken.output
