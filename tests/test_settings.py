"""Settings are read from WINNOW_* variables."""

import re
from dataclasses import fields
from pathlib import Path

import pytest

from app import machine
from app.settings import ROOT, SETTINGS, SettingError, Settings, unknown


def test_nothing_said_gives_the_defaults():
    settings = Settings.read({})
    kept = Path.home() / ".cache/winnow"
    frames, sizes = ("'none'", "'self'"), (64 << 20, None, kept, 2 << 30)
    costs = (machine.processors() + 1, 15, settings.memory_bytes)
    assert settings == Settings(
        ROOT / "data", True, (), *frames, *sizes, 0, False, "", *costs, "", True, False, 8000, 200, "INFO"
    )


@pytest.mark.parametrize(
    ("memory", "workers", "megabytes"), [(256, "1", 208), (512, "1", 460), (512, "2", 230), (4096, "x", 3686)]
)
def test_a_worker_leaves_some_memory_to_what_is_beside_it(monkeypatch, memory, workers, megabytes):
    monkeypatch.setattr(machine, "memory", lambda: memory << 20)
    assert Settings.read({"WEB_CONCURRENCY": workers}).memory_bytes == megabytes << 20


@pytest.mark.parametrize(
    ("said", "rate"),
    [
        ({}, ""),
        ({"WINNOW_PROXY_HOPS": "1"}, "1200 per minute"),
        ({"WINNOW_PROXY_HOPS": "1", "WINNOW_RATE": ""}, ""),
        ({"WINNOW_RATE": "5 Per Second"}, "5 per second"),
    ],
)
def test_clients_are_counted_where_they_can_be_told_apart(said, rate):
    assert Settings.read(said).rate == rate


def test_every_setting_has_a_default_that_can_be_read_and_a_sentence():
    defaults = {f"WINNOW_{setting.name}": setting.default for setting in SETTINGS}
    assert Settings.read(defaults) == Settings.read({})
    assert all(re.match(r"[A-Z].+\.$", setting.help) for setting in SETTINGS)


def test_there_is_a_field_for_every_setting():
    assert len(fields(Settings)) == len(SETTINGS) == len({setting.name for setting in SETTINGS})


@pytest.mark.parametrize(
    ("name", "text", "field", "value"),
    [
        ("DATA_DIR", "/srv/data", "data_dir", Path("/srv/data")),
        ("DATA_DIR", "~/tables", "data_dir", Path.home() / "tables"),
        ("DATA_DIR", "tables", "data_dir", Path.cwd() / "tables"),
        ("DATA_DIR", "data", "data_dir", ROOT / "data"),
        ("RUN_CODE", "false", "run_code", False),
        ("RUN_CODE", "Off", "run_code", False),
        ("RUN_CODE", "1", "run_code", True),
        ("HOSTS", "a.org, .b.org,,", "hosts", ("a.org", ".b.org")),
        ("FRAME_ANCESTORS", "'self' https://a.org", "frame_ancestors", "'self' https://a.org"),
        ("CACHE_MB", "0", "cache_bytes", 0),
        ("COMPILE", "auto", "compile", None),
        ("COMPILE", "no", "compile", False),
        ("CACHE_MB", "2", "cache_bytes", 2 * 1024 * 1024),
        ("QUERY_BYTES", "100", "query_bytes", 100),
        ("QUERY_PARAMETERS", "7", "query_parameters", 7),
        ("LOG_LEVEL", "debug", "log_level", "DEBUG"),
        ("PROXY_HOPS", "2", "proxy_hops", 2),
        ("HTTPS", "yes", "https", True),
        ("AT_ONCE", "3", "at_once", 3),
        ("QUERY_SECONDS", "30", "query_seconds", 30),
        ("MEMORY_MB", "200", "memory_bytes", 200 << 20),
        ("PREFIX", "/data/", "prefix", "/data"),
        ("PREFIX", "a/b", "prefix", "/a/b"),
        ("PREFIX", "/", "prefix", ""),
        ("DATA_DIR", " ", "data_dir", ROOT / "data"),
        ("METRICS", "no", "metrics", False),
        ("LOG_CLIENTS", "on", "log_clients", True),
    ],
)
def test_a_variable_sets_its_field(name, text, field, value):
    assert getattr(Settings.read({f"WINNOW_{name}": text}), field) == value


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("RUN_CODE", "maybe"),
        ("RUN_CODE", ""),
        ("CACHE_MB", "many"),
        ("COMPILE", "perhaps"),
        ("CACHE_MB", "-1"),
        ("CACHE_MB", "1.5"),
        ("CACHE_MB", "²"),
        ("QUERY_BYTES", ""),
        ("QUERY_PARAMETERS", "1e3"),
        ("LOG_LEVEL", "LOUD"),
        ("PROXY_HOPS", "all"),
        ("RATE", "often"),
        ("RATE", "0 per second"),
        ("AT_ONCE", "all"),
        ("AT_ONCE", "0"),
        ("QUERY_SECONDS", "0"),
        ("PREFIX", "/a b"),
        ("MEMORY_MB", "much"),
        ("FRAME_ANCESTORS", "'self'; script-src *"),
        ("FRAME_ANCESTORS", "a\r\nX: y"),
    ],
)
def test_a_wrong_value_is_refused_with_the_name_of_its_variable(name, text):
    with pytest.raises(SettingError, match=rf"^WINNOW_{name} should be .*\.$"):
        Settings.read({f"WINNOW_{name}": text})


def test_settings_do_not_change():
    with pytest.raises(AttributeError):
        Settings.read({}).hosts = ("a.org",)


def test_a_misspelt_variable_is_found():
    assert unknown({"WINNOW_CASH_MB": "1", "WINNOW_CACHE_MB": "1", "PORT": "1"}) == ["WINNOW_CASH_MB"]
