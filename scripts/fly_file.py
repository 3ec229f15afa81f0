"""A fly.toml as its sections, and whether each holds keys that Fly knows and values of their kind."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from scripts import fly_keys

Table = Mapping[str, Any]
SERVICES = ("http_service", "services")
CHECKS = ("http_service.checks", "services.http_checks", "services.tcp_checks", "checks.*")


@dataclass(frozen=True, slots=True)
class Section:
    """A table of the file: its kind as in KEYS, and its place as it is written there."""

    kind: str
    place: str
    table: Table

    def get(self, key: str, default: Any = None) -> Any:
        return self.table.get(key, default)

    def within(self, key: str) -> str:
        return f"{self.kind}.{key}" if self.kind else key


@dataclass(frozen=True, slots=True)
class Fly:
    """A file with what other files say: the port that the image exposes, and how long gunicorn takes to stop."""

    config: Table
    sections: tuple[Section, ...]
    port: int | None
    graceful_timeout: float | None

    def find(self, *kinds: str) -> list[Section]:
        return [section for section in self.sections if section.kind in kinds]

    @property
    def processes(self) -> frozenset[str]:
        return frozenset(self.config.get("processes") or ("app",))

    def groups(self, section: Section) -> frozenset[str]:
        """The processes that a section is for."""
        return frozenset(section.get("processes") or self.processes)

    @property
    def suspended(self) -> list[Section]:
        return [service for service in self.find(*SERVICES) if service.get("auto_stop_machines") == "suspend"]


def sections(table: Table, kind: str = "", *, place: str = "fly.toml") -> Iterator[Section]:
    here = Section(kind, place, table)
    yield here
    for key, value in table.items():
        inner = f"{kind}.*" if kind == "checks" else here.within(key)
        if inner not in fly_keys.KEYS and inner not in fly_keys.NAMED:
            continue
        name = inner.replace("*", key)
        entries = value if isinstance(value, list) else [value]
        for at, entry in enumerate(entries, start=1):
            if isinstance(entry, dict):
                shown = _written(inner, name) + (f" no. {at}" if len(entries) > 1 else "")
                yield from sections(entry, inner, place=shown)


def _written(kind: str, name: str) -> str:
    return f"[[{name}]]" if kind in fly_keys.REPEATED else f"[{name}]"


def unknown(section: Section) -> Iterator[str]:
    known = fly_keys.KEYS.get(section.kind, frozenset(section.table))
    for key in section.table:
        if key not in known:
            yield f"In {section.place}, Fly knows no “{key}”: {_advice(key, known)}"


def _advice(key: str, known: frozenset[str]) -> str:
    home = next((kind for kind, keys in fly_keys.KEYS.items() if key in keys), None)
    if near := get_close_matches(key, known, n=1):
        return f"did you mean “{near[0]}”?"
    if home is None:
        return f"it may be {', '.join(sorted(known))}."
    return f"it belongs in {_written(home, home)}." if home else "it belongs above the first section."


def misshapen(section: Section) -> Iterator[str]:
    """Values that are not of their kind: a section, a number, a text."""
    named = section.kind in fly_keys.NAMED
    for key, value in section.table.items():
        inner = "checks.*" if section.kind == "checks" else section.within(key)
        fits, kind = fly_keys.KINDS.get(key, (None, ""))
        if inner in fly_keys.KEYS or inner in fly_keys.NAMED:
            yield from _brackets(inner, inner.replace("*", key), value)
        elif named and not isinstance(value, str):
            yield f"In {section.place}, {key} is no text: put its value between quotes."
        elif not named and fits and not fits(value):
            yield f"In {section.place}, {key} should be {kind}, not {value!r}."


def _brackets(kind: str, name: str, value: object) -> Iterator[str]:
    single, double = isinstance(value, dict), isinstance(value, list) and all(isinstance(one, dict) for one in value)
    if not (double if kind in fly_keys.REPEATED else single) and not (single and kind in fly_keys.EITHER):
        yield f"“{name}” should be a section: write it as {_written(kind, name)}."
