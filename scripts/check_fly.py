"""Look a fly.toml over offline: `python -m scripts.check_fly [file]` prints what is wrong with it.

`fly config validate` passes over keys it does not know, and knows nothing of this app; its `--strict` needs a login.
"""

import ast
import posixpath
import re
import sys
import tomllib
from collections.abc import Callable, Iterator
from itertools import combinations
from pathlib import Path, PurePosixPath

from scripts import fly_keys
from scripts.fly_file import CHECKS, SERVICES, Fly, Section, Table, misshapen, sections, unknown

ROOT = Path(__file__).resolve().parent.parent
APP_DATA = PurePosixPath("/app/data")
SECRET = re.compile(r"((^|_)(KEY|TOKEN|SECRET)|PASSWORD)$", re.IGNORECASE)
MOST_SUSPENDED = 2048


def check(config: Table, *, port: int | None = None, graceful_timeout: float | None = None) -> list[str]:
    """What is wrong with a fly.toml, in sentences; values are looked at together once each is of its kind."""
    fly = Fly(config, tuple(sections(config)), port, graceful_timeout)
    shape = [sentence for section in fly.sections for sentence in misshapen(section)]
    rest = shape or [sentence for rule in RULES for sentence in rule(fly)]
    return [sentence for section in fly.sections for sentence in unknown(section)] + rest


def _required(fly: Fly) -> Iterator[str]:
    for section in fly.sections:
        missing = [key for key in fly_keys.REQUIRED.get(section.kind, ()) if key not in section.table]
        yield from (f"{section.place} lacks {key}: add it." for key in missing)


def _words(fly: Fly) -> Iterator[str]:
    for section in fly.sections:
        for key, value in section.table.items() if section.kind not in fly_keys.NAMED else ():
            parts = section.within(key).split(".")
            ends = (".".join(parts[at:]) for at in range(len(parts)))
            words = next((fly_keys.WORDS[end] for end in ends if end in fly_keys.WORDS), None)
            if words and not any(type(word) is type(value) and word == value for word in words):
                choice = ", ".join(str(word) for word in words if isinstance(word, str))
                yield f"In {section.place}, {key} can't be {value!r}: choose from {choice}."


def _ranges(fly: Fly) -> Iterator[str]:
    for section in (section for section in fly.sections if section.kind not in fly_keys.NAMED):
        for key in fly_keys.RANGES.keys() & section.table.keys():
            least, most = fly_keys.RANGES[key]
            if not least <= section.get(key) <= most:
                yield f"In {section.place}, {key} is {section.get(key)}: choose from {least} to {most}."
        for key in fly_keys.GIGABYTES.keys() & section.table.keys():
            least, most = fly_keys.GIGABYTES[key]
            if not least <= (fly_keys.megabytes(section.get(key), unit=1024) or 0) / 1024 <= most:
                yield f"In {section.place}, {key} is {section.get(key)}: choose from {least}gb to {most}gb."


def _environment(fly: Fly) -> Iterator[str]:
    for name in fly.config.get("env", ()):
        if name.startswith("FLY_"):
            yield f"In [env], {name} begins with FLY_, which Fly keeps for itself: give it another name."
        if SECRET.search(name):
            yield f"In [env], {name} looks like a secret, which all can read here: use `fly secrets set {name}=…`."


def _ports(fly: Fly) -> Iterator[str]:
    said = fly.config.get("env", {}).get("PORT")
    listened = {"PORT in [env]": said, "EXPOSE in the Dockerfile": None if fly.port is None else str(fly.port)}
    for section in fly.find(*SERVICES, "checks.*"):
        key = "port" if section.kind == "checks.*" else "internal_port"
        for where, port in listened.items():
            if port is not None and key in section.table and str(section.get(key)) != port:
                yield f"In {section.place}, {key} is {section.get(key)}, but {where} is {port}: make them equal."


def _suspend(fly: Fly) -> Iterator[str]:
    for service in fly.suspended:
        if fly.config.get("swap_size_mb"):
            yield f'{service.place} can\'t suspend with swap: leave out swap_size_mb, or auto_stop_machines = "stop".'
        for machine in fly.find("vm"):
            if fly.groups(machine) & fly.groups(service) and (_memory(machine) or 0) > MOST_SUSPENDED:
                yield f'{service.place} can\'t suspend more than 2 GB: lessen the memory of {machine.place}, or "stop".'


def _machine(machine: Section) -> tuple[str, int]:
    """The kind and number of its CPUs, where `size` counts least."""
    kind, cpus = fly_keys.SIZES.get(machine.get("size", "shared-cpu-1x"), ("", 1))
    return machine.get("cpu_kind", kind), machine.get("cpus", cpus)


def _memory(machine: Section) -> int | None:
    kind, cpus = _machine(machine)
    least = fly_keys.MEMORY[kind][0] * cpus if kind in fly_keys.MEMORY else None
    return fly_keys.megabytes(machine.get("memory", machine.get("memory_mb", least)))


def _memories(fly: Fly) -> Iterator[str]:
    for machine in fly.find("vm", "deploy.release_command_vm"):
        kind, cpus = _machine(machine)
        memory = _memory(machine)
        if kind not in fly_keys.MEMORY or memory is None:
            continue
        least, most, step = fly_keys.MEMORY[kind]
        if not least * cpus <= memory <= most * cpus:
            wanted = f"{least * cpus} to {most * cpus} MB"
            yield f"In {machine.place}, {memory} MB don't fit {cpus} × {kind} CPU: take {wanted}, or another size."
        elif memory % step:
            yield f"In {machine.place}, the memory of {memory} MB is no multiple of {step}: round it."


def _strategy(fly: Fly) -> Iterator[str]:
    strategy = fly.config.get("deploy", {}).get("strategy")
    if strategy in ("canary", "bluegreen") and fly.find("mounts"):
        yield f'In [deploy], {strategy} can\'t go with [[mounts]]: use "rolling", or no volume.'
    if strategy == "bluegreen" and not fly.find(*CHECKS):
        yield "In [deploy], bluegreen waits for a check, and there is none: add [[http_service.checks]]."


def _stopping(fly: Fly) -> Iterator[str]:
    time = fly_keys.seconds(fly.config.get("kill_timeout", 5)) or 0
    said = f"kill_timeout is {time:g} s" if "kill_timeout" in fly.config else "kill_timeout is missing, so it is 5 s"
    if not 5 <= time <= 300:
        yield f"In fly.toml, {said}: choose from 5 to 300 s."
    elif fly.graceful_timeout is not None and time <= fly.graceful_timeout:
        yield f"In fly.toml, {said}, but gunicorn takes up to {fly.graceful_timeout:g} s to stop: make it longer."


def _timing(fly: Fly) -> Iterator[str]:
    for section in fly.find(*CHECKS):
        times = {key: fly_keys.seconds(section.get(key), unit=0.001) for key in ("interval", "timeout")}
        for key, time in times.items():
            if time is not None and not 1 <= time <= 60:
                unit = "; a bare number is milliseconds" if isinstance(section.get(key), int) else ""
                yield f'In {section.place}, {key} is {time:g} s: choose from "1s" to "60s"{unit}.'
        interval, timeout = times.values()
        if interval and timeout and timeout > interval:
            yield f"In {section.place}, timeout is longer than interval: shorten it to {interval:g} s or less."


def _paths(fly: Fly) -> Iterator[str]:
    secure = fly.config.get("env", {}).get("WINNOW_HTTPS", "").lower() in ("true", "1", "yes", "on")
    for section in fly.find("http_service.checks", "services.http_checks", "checks.*"):
        if not section.get("path", "/").startswith("/"):
            yield f"In {section.place}, path is {section.get('path')}: begin it with /."
        headers = {name.lower(): value for name, value in section.get("headers", {}).items()}
        if secure and section.get("type", "http") == "http" and headers.get("x-forwarded-proto") != "https":
            yield f'{section.place} would be redirected, which fails it: add the header X-Forwarded-Proto = "https".'


def _processes(fly: Fly) -> Iterator[str]:
    for section in fly.sections:
        if not section.kind or "processes" not in fly_keys.KEYS.get(section.kind, ()):
            continue
        named = section.get("processes", [])
        if not named and fly.config.get("processes") and section.kind in (*SERVICES, "mounts", "vm"):
            yield f"{section.place} is for no process: add processes = {sorted(fly.processes)}, or some of them."
        for name in sorted({*named} - fly.processes):
            yield f"In {section.place}, there is no process “{name}”: it may be {', '.join(sorted(fly.processes))}."


def _volumes(fly: Fly) -> Iterator[str]:
    mounts = fly.find("mounts")
    for mount in mounts:
        place = PurePosixPath(posixpath.normpath(mount.get("destination", "/data")))
        if not place.is_absolute():
            yield f"In {mount.place}, destination is {place}: begin it with /."
        elif APP_DATA.is_relative_to(place) or place.is_relative_to(APP_DATA):
            yield f"{mount.place} would hide {APP_DATA}, the app's own data: mount it at /data instead."
        extend = [key for key in mount.table if key.startswith("auto_extend_size_")]
        if extend and len(extend) < 3:
            yield f"{mount.place} has {extend[0]}: add the rest of auto_extend_size_threshold, _increment and _limit."
        if len(fly.groups(mount)) > 1:
            yield f"{mount.place} is for several processes, but a volume is of one Machine: name one process."
        for service in fly.find(*SERVICES):
            if service.get("min_machines_running", 0) > 1 and fly.groups(service) & fly.groups(mount):
                yield f"{service.place} keeps several Machines, but {mount.place} is of one: keep 1 or 0."
    for one, other in combinations(mounts, 2):
        if fly.groups(one) & fly.groups(other):
            yield f"{one.place} and {other.place} are for one Machine, which takes one volume: leave one out."


def _limits(fly: Fly) -> Iterator[str]:
    for section in fly.find("http_service.concurrency", "services.concurrency"):
        soft, hard = section.get("soft_limit"), section.get("hard_limit")
        if soft is not None and hard is not None and soft > hard:
            yield f"In {section.place}, soft_limit is {soft} and hard_limit {hard}: let soft_limit be the smaller one."


RULES: tuple[Callable[[Fly], Iterator[str]], ...] = (
    _required,
    _words,
    _ranges,
    _environment,
    _ports,
    _suspend,
    _memories,
    _strategy,
    _stopping,
    _timing,
    _paths,
    _processes,
    _volumes,
    _limits,
)


def exposed(dockerfile: str) -> int | None:
    """The last port that a Dockerfile exposes."""
    found = re.findall(r"^EXPOSE[ \t]+(\d+)", dockerfile, re.MULTILINE | re.IGNORECASE)
    return int(found[-1]) if found else None


def graceful_timeout(gunicorn: str) -> float | None:
    """The graceful_timeout of a gunicorn.conf.py, if it is written as a number."""
    for node in ast.parse(gunicorn).body:
        match node:
            case ast.Assign(
                targets=[ast.Name(id="graceful_timeout")], value=ast.Constant(value=int() | float() as time)
            ):
                return float(time)
    return None


def main(arguments: list[str]) -> int:
    path = Path(arguments[0]) if arguments else ROOT / "fly.toml"
    try:
        config = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        print(f"{path} can't be read: {error}")
        return 1
    dockerfile = ROOT / "Dockerfile"
    port = exposed(dockerfile.read_text(encoding="utf-8")) if dockerfile.exists() else None
    time = graceful_timeout((ROOT / "gunicorn.conf.py").read_text(encoding="utf-8"))
    sentences = check(config, port=port, graceful_timeout=time)
    print("\n".join(sentences) or f"{path} is in order.")
    return 1 if sentences else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
