"""fly.toml says nothing that Fly or the app would trip over, and scripts/check_fly.py finds it where it would."""

import copy
import string
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import create_app
from app.settings import SETTINGS, Settings
from scripts import fly_keys
from scripts.check_fly import ROOT, check, exposed, graceful_timeout, main
from scripts.fly_file import sections
from tests.fly_files import BROKEN, OURS, PLAIN, SOUND, VOLUME, WORKER, changed, leaves

GRACEFUL = graceful_timeout((ROOT / "gunicorn.conf.py").read_text(encoding="utf-8"))


def test_our_file_is_in_order():
    assert check(OURS, port=8080, graceful_timeout=GRACEFUL) == []


def test_our_port_is_the_one_that_the_image_exposes():
    dockerfile = ROOT / "Dockerfile"
    if not dockerfile.exists():
        pytest.skip("there is no Dockerfile")
    assert OURS["env"]["PORT"] == str(exposed(dockerfile.read_text(encoding="utf-8")))


def test_fly_waits_longer_than_gunicorn_takes_to_stop():
    assert GRACEFUL is not None
    assert fly_keys.seconds(OURS["kill_timeout"]) > GRACEFUL


def test_the_check_asks_a_page_that_answers_without_a_redirect(data_dir):
    asked, told = OURS["http_service"]["checks"][0], {**OURS["env"], "WINNOW_DATA_DIR": str(data_dir)}
    client = create_app(Settings.read(told)).test_client()
    assert client.open(asked["path"], method=asked["method"], headers=asked["headers"]).status_code == 200


def test_ours_is_a_plain_file_but_for_what_winnow_has_of_its_own():
    plain = tomllib.loads(PLAIN)
    assert check(plain, port=8080, graceful_timeout=20) == []
    differing = {path for path, _ in set(leaves(plain)) ^ set(leaves(OURS))}
    assert differing == {
        "env.GUNICORN_THREADS",
        "env.PROXY_HOPS",
        "env.WINNOW_PROXY_HOPS",
        "env.WINNOW_HTTPS",
        "http_service.checks.0.path",
    }


def test_the_volume_that_our_file_has_in_comments_is_in_order():
    text = (ROOT / "fly.toml").read_text(encoding="utf-8")
    volume = text[text.index("# [[mounts]]") :].replace("# ", "", 1).replace("\n# ", "\n")
    assert check(OURS | tomllib.loads(volume)) == []


@pytest.mark.parametrize(("changes", "words"), BROKEN)
def test_what_is_wrong_is_told_in_one_sentence(changes, words):
    [sentence] = check(changed(changes), port=8080, graceful_timeout=20)
    assert words in sentence


def test_a_volume_for_several_processes_is_told():
    groups = {"processes": ["app", "worker"]}
    config = changed({"processes": WORKER, "vm.0.processes": ["app", "worker"], "mounts": [VOLUME | groups]})
    [sentence] = check(config)
    assert "[[mounts]] is for several processes, but a volume is of one Machine" in sentence


@pytest.mark.parametrize("changes", SOUND, ids=", ".join)
def test_what_fly_and_the_app_can_do_is_let_be(changes):
    assert check(changed(changes), port=8080, graceful_timeout=20) == []


@pytest.mark.parametrize(
    ("written", "time"),
    [
        ("30s", 30),
        ("1m21s", 81),
        ("1.5m", 90),
        ("500ms", 0.5),
        (7, 7),
        ("30", None),
        ("s", None),
        ("", None),
        (True, None),
    ],
)
def test_a_duration_is_a_number_or_written_with_units(written, time):
    assert fly_keys.seconds(written) == time


@pytest.mark.parametrize(
    ("written", "size"),
    [("512mb", 512), ("1GB", 1024), ("2 gib", 2048), ("256", 256), (768, 768), ("1tb", None), ("", None)],
)
def test_a_size_is_in_megabytes_unless_it_says_otherwise(written, size):
    assert fly_keys.megabytes(written) == size


def test_every_word_and_range_is_of_a_key_that_fly_knows():
    known = frozenset().union(*fly_keys.KEYS.values())
    tables = (fly_keys.WORDS, fly_keys.RANGES, fly_keys.GIGABYTES, fly_keys.KINDS)
    assert {name.rsplit(".", 1)[-1] for table in tables for name in table} <= known
    assert fly_keys.KEYS.keys() >= fly_keys.REPEATED


def test_every_section_is_a_key_of_the_one_around_it():
    for section in filter(None, [*fly_keys.KEYS, *fly_keys.NAMED]):
        around, _, key = section.rpartition(".")
        assert around in fly_keys.NAMED or key in fly_keys.KEYS[around]


KNOWN = [
    (at, key)
    for at, section in enumerate(sections(OURS))
    for key in section.table
    if section.kind not in fly_keys.NAMED or section.kind.endswith("headers")
]
"""Each key of our file that is not a variable: the section's place in the order of `sections`, and the key."""


@st.composite
def misspellings(draw) -> tuple[int, str, str]:
    at, key = draw(st.sampled_from(KNOWN))
    place, letter = draw(st.integers(0, len(key) - 1)), draw(st.sampled_from(string.ascii_lowercase + "_-"))
    before, after = key[:place], key[place + 1 :]
    wrong = draw(st.sampled_from([before + after, before + letter + after, before + letter + key[place:]]))
    kind = list(sections(OURS))[at].kind
    known = fly_keys.KEYS.get(kind, {"x-forwarded-proto"})
    return at, key, wrong if wrong.lower() not in known else f"{wrong}{letter}x"


@given(misspelling=misspellings())
def test_a_misspelt_key_is_found_wherever_it_stands(misspelling):
    at, key, wrong = misspelling
    config = copy.deepcopy(OURS)
    section = list(sections(config))[at]
    section.table[wrong] = section.table.pop(key)
    told = f"Fly knows no “{wrong}”" if section.kind in fly_keys.KEYS else f"add the header {key}"
    assert any(told in sentence for sentence in check(config))


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=5)
    | st.sampled_from(["1gb", "30s", "suspend"]),
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["type", "port", "x"]), inner, max_size=2)
    ),
    max_leaves=4,
)


@given(key=st.sampled_from(sorted(fly_keys.KEYS[""])), value=VALUES)
def test_whatever_a_section_holds_is_told_in_sentences(key, value):
    assert all(sentence.endswith((".", "?")) for sentence in check(OURS | {key: value}))


@given(place=st.sampled_from(KNOWN), value=VALUES)
def test_whatever_a_key_holds_is_told_in_sentences(place, value):
    at, key = place
    config = copy.deepcopy(OURS)
    list(sections(config))[at].table[key] = value
    assert all(sentence.endswith((".", "?")) for sentence in check(config))


def test_the_port_is_read_from_the_last_expose():
    assert exposed("FROM python AS build\nEXPOSE 80\nFROM python\nEXPOSE 8080/tcp\n# EXPOSE 1\n") == 8080
    assert exposed("FROM python\n") is None


def test_the_time_of_gunicorn_is_read_where_it_is_a_number():
    assert graceful_timeout("import os\ngraceful_timeout = 25\n") == 25
    assert graceful_timeout("graceful_timeout = int('25')\n") is None


def test_the_command_says_that_a_file_is_in_order(capsys):
    assert main([]) == 0
    assert capsys.readouterr().out.endswith("fly.toml is in order.\n")


def test_the_command_says_what_is_wrong_and_fails(tmp_path, capsys):
    file = tmp_path / "fly.toml"
    file.write_text('kil_signal = "SIGTERM"\n')
    assert main([str(file)]) == 1
    unknown, missing = capsys.readouterr().out.splitlines()
    assert unknown == "In fly.toml, Fly knows no “kil_signal”: did you mean “kill_signal”?"
    assert missing.startswith(
        f"In fly.toml, kill_timeout is missing, so it is 5 s, but gunicorn takes up to {GRACEFUL:g} s"
    )


@pytest.mark.parametrize("written", [b"app = ", b"\xff", None], ids=["no TOML", "no UTF-8", "no file"])
def test_the_command_says_that_a_file_cant_be_read(written, tmp_path, capsys):
    file = tmp_path / "fly.toml"
    if written is not None:
        file.write_bytes(written)
    assert main([str(file)]) == 1
    assert f"{file} can't be read" in capsys.readouterr().out


def test_our_variables_are_settings():
    known = {f"WINNOW_{setting.name}" for setting in SETTINGS} | {"PORT"}
    assert set(OURS["env"]) <= known
