"""`make image`: build the container image with docker, podman or buildah, also where no registry is reached."""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[1]
NAME = "winnow"
BASE = "localhost/winnow-python"
RELEASE = "trixie"
PACKAGES = "python3,python3-venv,ca-certificates"
NOT_NEEDED = (
    "var/cache/apt/*",
    "var/lib/apt/lists/*",
    "var/cache/debconf/*-old",
    "var/lib/dpkg/*-old",
    "var/log/*",
    "etc/hostname",
    "etc/resolv.conf",
    "usr/share/doc/*",
    "usr/share/man/*",
    "usr/share/info/*",
    "usr/share/locale/*",
    "usr/lib/python3*/test",
    "usr/lib/python3*/pydoc_data",
)
HOW_TO_GET_ONE = (
    "There is no docker, podman or buildah here that answers: install one, as by `apt-get install buildah`."
)
LENT = ("index-url", "extra-index-url", "find-links", "trusted-host", "proxy", "timeout", "default-timeout")
"""The settings of pip that a build is lent; paths among them are not in the build's reach."""


def builder() -> str:
    """The first of docker, podman and buildah that answers."""
    for name, question in (("docker", "info"), ("podman", "info"), ("buildah", "info")):
        if shutil.which(name) and subprocess.run([name, question], check=False, capture_output=True).returncode == 0:
            return name
    sys.exit(HOW_TO_GET_ONE)


def build(tool: str, *, base: str, numba: str) -> None:
    arguments = ["--build-arg", f"NUMBA={numba}", "--tag", NAME]
    if base:
        arguments += ["--build-arg", f"PYTHON={debian(tool) if base == 'debian' else base}"]
    own = {"docker": ["build"], "podman": ["build", "--format", "docker"]}
    commands = own.get(tool, ["bud", "--format", "docker", "--isolation", "chroot"])
    with tempfile.TemporaryDirectory() as lent:
        environ = {**os.environ, "DOCKER_BUILDKIT": "1"}
        subprocess.run([tool, *commands, *arguments, *secrets(Path(lent)), str(ROOT)], check=True, env=environ)


def secrets(folder: Path) -> list[str]:
    """How pip reaches its packages on this machine, for the build alone: its settings and certificates."""
    said = subprocess.run([sys.executable, "-m", "pip", "config", "list"], check=False, capture_output=True, text=True)
    found = settings(said.stdout)
    lines = [f"{key} = {' '.join(values)}" for key in LENT if (values := reachable(found.get(key, "")))]
    certificates = Path(found.get("cert") or os.environ.get("SSL_CERT_FILE") or "/nonexistent")
    arguments = ["--secret", f"id=pip,src={folder / 'pip.conf'}"]
    if certificates.is_file():
        shutil.copy(certificates, folder / "ca.pem")
        lines.append("cert = /run/secrets/ca.pem")
        arguments += ["--secret", f"id=ca,src={folder / 'ca.pem'}"]
    (folder / "pip.conf").write_text("\n".join(["[global]", *lines, ""]))
    return arguments


def settings(listed: str) -> dict[str, str]:
    """What `pip config list` says, by key: variables of the environment go before files."""
    lines = [line.partition("=") for line in listed.splitlines() if "=" in line]
    lines.sort(key=lambda line: line[0].startswith(":env:"))
    return {name.rpartition(".")[2]: value.strip("'\"") for name, _, value in lines}


def reachable(value: str) -> list[str]:
    """The words of a setting that mean the same inside of a build."""
    return [word for word in value.split() if not word.startswith(("/", "~", ".")) and urlsplit(word).scheme != "file"]


def debian(tool: str) -> str:
    """A base image with Debian's own Python, made of packages alone. For machines that reach no registry of images."""
    if not shutil.which("debootstrap"):
        sys.exit("BASE=debian needs debootstrap: install it with `apt-get install debootstrap`, and try again.")
    if os.geteuid() != 0:
        sys.exit("BASE=debian needs the rights of root, for debootstrap: try `sudo make image BASE=debian`.")
    with tempfile.TemporaryDirectory() as place:
        root = Path(place) / "root"
        subprocess.run(["debootstrap", "--variant=minbase", f"--include={PACKAGES}", RELEASE, str(root)], check=True)
        slim(root)
        adopt(tool, root)
    return BASE


def slim(root: Path) -> None:
    """Out goes what only people read, what tells of this machine, and bytecode, which the Dockerfile makes itself."""
    for pattern in NOT_NEEDED:
        for path in root.glob(pattern):
            shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
    for folder in [*root.glob("usr/**/__pycache__")]:
        shutil.rmtree(folder)


def adopt(tool: str, root: Path) -> None:
    """A folder becomes an image of one layer."""
    if tool != "buildah":
        with subprocess.Popen(["tar", "-C", str(root), "-c", "."], stdout=subprocess.PIPE) as packed:
            subprocess.run([tool, "import", "-", BASE], stdin=packed.stdout, check=True)
        return
    container = subprocess.check_output(["buildah", "from", "scratch"], text=True).strip()
    subprocess.run(["buildah", "add", "--quiet", container, str(root), "/"], check=True)
    subprocess.run(["buildah", "commit", "--quiet", "--rm", container, BASE], check=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--base", default="", help="an image with Python 3.11 or later, or: debian")
    parser.add_argument("--numba", default="", help="anything: with numba, for tables of 300,000 rows and more")
    asked = parser.parse_args()
    try:
        build(builder(), base=asked.base, numba=asked.numba)
    except subprocess.CalledProcessError as error:
        sys.exit(f"The image can't be built: {error.cmd[0]} ended with {error.returncode}.")
