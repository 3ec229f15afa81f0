"""Running the image as a small machine would: little memory, a root that can't be written, a user without rights."""

import json
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

MEMORY = 256
"""Megabytes."""
CGROUP = Path("/sys/fs/cgroup")
IN_PLACE = """
set -e
mount --bind "$1" "$1"
mount --rbind /dev "$1/dev"
mount --rbind /sys "$1/sys"
mount -t proc proc "$1/proc"
[ -z "$2" ] || mount --bind "$2" "$1/data"
mount -o remount,bind,ro "$1"
mount -t tmpfs -o mode=1777,size=64m tmpfs "$1/tmp"
[ -z "$3" ] || echo $$ > "$3/cgroup.procs"
root=$1 user=$4 folder=$5
shift 5
exec chroot --userspec="$user" "$root" sh -c 'cd "$1" && shift && exec "$@"' sh "$folder" "$@"
"""
"""What a container engine does, for a machine that has none; in a mount namespace that ends with the server."""


@dataclass(frozen=True, slots=True)
class Stopped:
    code: int
    seconds: float
    memory: int
    """The most that was taken, in bytes; 0 if that isn't known."""


class Server:
    """A running container. Once `stop` was called, it tells how it went."""

    def __init__(self, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self.started = time.monotonic()

    def stop(self) -> Stopped:
        raise NotImplementedError

    def log(self) -> str:
        raise NotImplementedError


class Contained(Server):
    """By docker or podman."""

    def __init__(self, tool: str, image: str, *, data: Path | None) -> None:
        self._tool = tool
        mounted = ["--volume", f"{data}:/data:ro"] if data else []
        limits = ["--memory", f"{MEMORY}m", "--read-only", "--tmpfs", "/tmp", "--cap-drop", "ALL"]
        self._name = _said(tool, "run", "--detach", *limits, *mounted, "--publish", "127.0.0.1::8080", image)
        super().__init__(int(_said(tool, "port", self._name, "8080").splitlines()[0].rpartition(":")[2]))

    def stop(self) -> Stopped:
        asked = time.monotonic()
        _said(self._tool, "stop", "-t", "30", self._name)
        code = _said(self._tool, "inspect", "--format", "{{.State.ExitCode}}", self._name)
        return Stopped(int(code), time.monotonic() - asked, 0)

    def log(self) -> str:
        said = subprocess.run([self._tool, "logs", self._name], check=False, capture_output=True, text=True)
        return said.stdout + said.stderr

    def remove(self) -> None:
        subprocess.run([self._tool, "rm", "--force", self._name], check=False, stdout=subprocess.DEVNULL)


class Rooted(Server):
    """By chroot, in a folder that buildah mounted."""

    def __init__(self, root: Path, image: str, *, data: Path | None, group: Path | None, log: IO[bytes]) -> None:
        said = configuration("buildah", image)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        environ = dict(variable.split("=", 1) for variable in said["Env"]) | {"PORT": str(port)}
        words = [str(root), str(data or ""), str(group or ""), said["User"], said["WorkingDir"]]
        command = ["unshare", "--mount", "sh", "-c", IN_PLACE, "sh", *words, *said["Entrypoint"], *said["Cmd"]]
        self._group = group
        self._log = log
        self.process = subprocess.Popen(command, env=environ, stdout=log, stderr=log)
        super().__init__(port)

    def stop(self) -> Stopped:
        asked = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        code, seconds = self.process.wait(30), time.monotonic() - asked
        peaks = ("memory.max_usage_in_bytes", "memory.peak")
        found = [
            int((self._group / peak).read_text()) for peak in peaks if self._group and (self._group / peak).exists()
        ]
        return Stopped(code, seconds, max(found, default=0))

    def log(self) -> str:
        self._log.seek(0)
        return self._log.read().decode(errors="replace")


def configuration(tool: str, image: str) -> dict[str, Any]:
    """What the image says of itself: user, environment, command."""
    if tool == "buildah":
        found = json.loads(_said(tool, "inspect", "--type", "image", image))["Docker"]["config"]
    else:
        found = json.loads(_said(tool, "image", "inspect", image))[0]["Config"]
    return {str(key): value for key, value in found.items()}


@contextmanager
def running(tool: str, image: str, *, data: Path | None = None) -> Iterator[Server]:
    if tool != "buildah":
        contained = Contained(tool, image, data=data)
        try:
            yield contained
        finally:
            contained.remove()
        return
    with _mounted(image) as root, _limited() as group, tempfile.TemporaryFile() as log:
        if data:
            (root / "data").mkdir()
        rooted = Rooted(root, image, data=data, group=group, log=log)
        try:
            yield rooted
        finally:
            rooted.process.kill()
            rooted.process.wait()


@contextmanager
def _mounted(image: str) -> Iterator[Path]:
    container = _said("buildah", "from", image)
    try:
        yield Path(_said("buildah", "mount", container))
    finally:
        subprocess.run(["buildah", "rm", container], check=False, stdout=subprocess.DEVNULL)


@contextmanager
def _limited() -> Iterator[Path | None]:
    """A control group with little memory, of whichever version there is; None if none can be made."""
    parent, file = CGROUP / "memory", "memory.limit_in_bytes"
    if not parent.is_dir():
        parent, file = CGROUP, "memory.max"
    group = None
    try:
        group = Path(tempfile.mkdtemp(prefix="winnow-", dir=parent))
        group.chmod(0o755)
        (group / file).write_text(str(MEMORY << 20))
    except OSError as error:
        print(f"      memory isn't limited: {error}")
    try:
        yield group if group and (group / file).exists() else None
    finally:
        if group:
            _remove(group)


def _remove(group: Path) -> None:
    """What was in it has just ended, and is counted a moment longer."""
    for _ in range(20):
        with suppress(OSError):
            group.rmdir()
            return
        time.sleep(0.2)


def size(tool: str, image: str) -> int:
    """The image's size in bytes, with its base."""
    if tool != "buildah":
        return int(_said(tool, "image", "inspect", "--format", "{{.Size}}", image))
    with _mounted(image) as root:
        return sum(path.lstat().st_size for path in root.rglob("*") if path.is_symlink() or path.is_file())


def _said(*command: str) -> str:
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout.strip()
