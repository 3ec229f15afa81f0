"""The files of the container image and of compose.yaml, as far as they can be judged without building anything."""

import json
import re
import shutil
import subprocess
from fnmatch import fnmatch
from pathlib import Path

import pytest
import yaml

from scripts.image import debian, reachable, secrets, settings

ROOT = Path(__file__).resolve().parents[1]
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
IGNORED = (ROOT / ".dockerignore").read_text(encoding="utf-8").split()
COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
REPLICAS = ["winnow-1", "winnow-2"]


def instructions(name: str) -> list[str]:
    return re.findall(rf"^{name} +(.+)$", DOCKERFILE, re.MULTILINE)


def copied() -> set[str]:
    """What is copied from the repository, not from another stage."""
    lines = [line.split() for line in instructions("COPY") if "--from" not in line]
    return {word for words in lines for word in words[:-1] if not word.startswith("--")}


def test_what_is_copied_is_there_and_is_all_that_the_build_may_see():
    assert all((ROOT / name).exists() for name in copied())
    assert IGNORED[0] == "*"
    assert {name[1:] for name in IGNORED if name.startswith("!")} == copied()


@pytest.mark.parametrize("left", ["app/views/__pycache__", "app/views/__pycache__/x.pyc", "components/x.pyo"])
def test_bytecode_of_this_machine_stays_here(left):
    patterns = [pattern.replace("**/", "*/") for pattern in IGNORED[1:] if not pattern.startswith("!")]
    assert any(fnmatch(left, pattern) or fnmatch(str(Path(left).parent), pattern) for pattern in patterns)


def test_the_image_listens_where_it_says():
    assert instructions("EXPOSE") == ["8080"]
    assert "PORT=8080" in " ".join(instructions("ENV"))


def test_the_image_keeps_nothing_in_volumes():
    assert instructions("VOLUME") == []


def test_the_user_is_a_number_without_rights_so_that_clusters_see_it():
    assert instructions("USER") == ["10001:10001"]


def test_all_bytecode_is_believed_without_a_look_at_its_source():
    compiled = re.findall(r"compileall [^&\n]+", DOCKERFILE)
    assert len(compiled) == 2
    assert all("-f " in command and "--invalidation-mode unchecked-hash" in command for command in compiled)


def test_its_life_is_told_by_a_page_that_touches_no_data(builtin):
    (check,) = instructions("HEALTHCHECK")
    command = json.loads(check.partition(" CMD ")[2])
    compile(command[2], "HEALTHCHECK", "exec")
    assert "/-/health" in command[2]
    assert builtin.get("/-/health").status_code == 200


def test_no_place_where_packages_come_from_is_written_down():
    files = [ROOT / "Dockerfile", ROOT / "compose.yaml", *ROOT.glob("scripts/image*.py")]
    assert not [
        file.name for file in files if re.search(r"https?://(?!127\.0\.0\.1)", file.read_text(encoding="utf-8"))
    ]


def started(tmp_path: Path, **environ: str) -> str:
    """What WINNOW_DATA_DIR is for the server, if /data is the folder of a test."""
    script = tmp_path / "entrypoint"
    script.write_text((ROOT / "entrypoint.sh").read_text(encoding="utf-8").replace("/data", f"{tmp_path}/data"))
    command = ["sh", str(script), "sh", "-c", 'printf %s "${WINNOW_DATA_DIR-unsaid}"']
    return subprocess.check_output(command, env={"PATH": "/usr/bin:/bin", **environ}, text=True)


def test_a_folder_at_data_is_served_unless_another_is_named(tmp_path):
    assert started(tmp_path) == "unsaid"
    (tmp_path / "data").mkdir()
    assert started(tmp_path) == f"{tmp_path}/data"
    assert started(tmp_path, WINNOW_DATA_DIR="/srv/tables") == "/srv/tables"


@pytest.mark.parametrize("name", REPLICAS)
def test_a_replica_reads_the_shared_data_and_can_write_nothing_else(name):
    service = COMPOSE["services"][name]
    assert service["volumes"][0].endswith(":/data:ro")
    assert [volume.partition(":")[2] for volume in service["volumes"][1:]] == ["/var/cache/winnow"]
    assert service["read_only"] is True
    assert service["tmpfs"] == ["/tmp"]
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert "mem_limit" in service
    assert "ports" not in service


@pytest.mark.parametrize("name", REPLICAS)
def test_a_replica_believes_the_one_proxy_and_is_asked_whether_it_is_ready(name):
    service = COMPOSE["services"][name]
    assert service["environment"]["WINNOW_PROXY_HOPS"] == "1"
    assert "/-/ready" in service["healthcheck"]["test"][-1]


def test_caddy_sends_requests_to_every_replica_in_turn():
    caddyfile = (ROOT / "Caddyfile").read_text(encoding="utf-8")
    environ = COMPOSE["services"]["caddy"]["environment"]
    assert environ["UPSTREAMS"].split() == [f"{name}:8080" for name in REPLICAS]
    assert set(environ) == set(re.findall(r"\{\$(\w+)", caddyfile))
    assert "lb_policy round_robin" in caddyfile
    assert "health_uri /-/ready" in caddyfile


@pytest.mark.skipif(not shutil.which("caddy"), reason="needs caddy")
def test_caddy_understands_its_file():
    subprocess.run(
        ["caddy", "adapt", "--config", str(ROOT / "Caddyfile"), "--adapter", "caddyfile"],
        check=True,
        capture_output=True,
    )


def test_of_the_settings_of_pip_a_variable_goes_before_a_file():
    listed = "global.timeout='9'\n:env:.timeout='5'\nglobal.index-url='https://example.org/simple?a=b'\n"
    assert settings(listed) == {"timeout": "5", "index-url": "https://example.org/simple?a=b"}


def test_folders_of_this_machine_are_not_lent_to_a_build():
    assert reachable("file:///srv/wheels /srv/wheels ~/wheels https://example.org/simple") == [
        "https://example.org/simple"
    ]


def test_a_build_is_lent_the_settings_and_certificates_of_pip(tmp_path, monkeypatch):
    certificates = tmp_path / "own.pem"
    certificates.write_text("a certificate")
    monkeypatch.setenv("PIP_INDEX_URL", "https://example.org/simple")
    monkeypatch.setenv("PIP_CERT", str(certificates))
    folder = tmp_path / "lent"
    folder.mkdir()
    assert secrets(folder) == ["--secret", f"id=pip,src={folder}/pip.conf", "--secret", f"id=ca,src={folder}/ca.pem"]
    lines = (folder / "pip.conf").read_text().splitlines()
    assert {"[global]", "index-url = https://example.org/simple", "cert = /run/secrets/ca.pem"} <= set(lines)


def test_who_has_no_debootstrap_is_told_how_to_get_it(monkeypatch):
    monkeypatch.setenv("PATH", "")
    with pytest.raises(SystemExit, match="apt-get install debootstrap"):
        debian("buildah")
