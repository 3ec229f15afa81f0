"""Winnow's settings: one table, read from WINNOW_* variables. docs/settings.md is made of it."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from app import machine

ROOT = Path(__file__).resolve().parent.parent

RATE = r"[1-9]\d* per (second|minute|hour|day)"


@dataclass(frozen=True, slots=True)
class Setting:
    name: str
    default: str
    help: str


SETTINGS = (
    Setting("DATA_DIR", "data", "The folder whose files are the datasets, or one file."),
    Setting("RUN_CODE", "true", "Whether `<name>.py` files of the data folder are run as datasets."),
    Setting(
        "HOSTS", "", "Host names that are answered, separated by commas (`.example.org`: with subdomains); empty: all."
    ),
    Setting("FRAME_ANCESTORS", "'none'", "Who may show the pages in a frame, as in the Content-Security-Policy."),
    Setting("EMBED_ANCESTORS", "'self'", "Who may show `/<dataset>/embed` in a frame: `*`, or sources as above."),
    Setting(
        "CACHE_MB",
        "64",
        "The budget of the caches, in megabytes: three eighths for filters and codes, three for the tiles of dragged "
        "ranges, two for answers and pages. `/-/health` tells how full each is.",
    ),
    Setting(
        "COMPILE",
        "auto",
        "Whether tables of 300,000 rows and more are answered by compiled loops, which take 130 MB: true, false, or "
        "auto: where there are 700 MB of memory.",
    ),
    Setting("CACHE_DIR", "~/.cache/winnow", "Where tables are kept as read, for quick restarts; empty: nowhere."),
    Setting("CACHE_DISK_MB", "2048", "How large that folder may become, in megabytes."),
    Setting(
        "PROXY_HOPS",
        "0",
        "How many proxies stand before the server, which are believed in what they tell of the client "
        "(X-Forwarded-For, X-Forwarded-Proto). Behind one Caddy or nginx 1, on Fly.io 2; 0: nobody is believed.",
    ),
    Setting(
        "HTTPS",
        "false",
        "Whether pages are answered over https alone: http is redirected, and browsers remember it (HSTS).",
    ),
    Setting(
        "RATE",
        "auto",
        "How often one client may ask, as in `20 per second` or `1200 per minute`; nothing: as often as it likes. "
        "auto: `1200 per minute` where PROXY_HOPS is given, since otherwise all clients may have a proxy's address. "
        "Counted by each process for itself; not counted are files of the layout, and without a proxy clients on the "
        "same machine.",
    ),
    Setting(
        "AT_ONCE",
        "auto",
        "How many answers are computed at a time; the others wait, and clients take turns. auto: one more than there "
        "are processors.",
    ),
    Setting("QUERY_SECONDS", "15", "How many seconds one answer may be computed for, or wait for its turn."),
    Setting(
        "MEMORY_MB",
        "auto",
        "From how many megabytes of memory on an answer is given up instead of the machine. auto: a tenth, and at "
        "least 48 MB, below what the machine or the container has, shared by the workers.",
    ),
    Setting(
        "PREFIX",
        "",
        "A path that the server is reached under, such as `/data`, whether the proxy passes it on or takes it off; "
        "`SCRIPT_NAME` says the same.",
    ),
    Setting("METRICS", "true", "Whether `/-/metrics` tells Prometheus about requests, caches and datasets."),
    Setting("LOG_CLIENTS", "false", "Whether the access log has the client's address and the query string."),
    Setting(
        "QUERY_BYTES",
        "8000",
        "The longest query string that is answered, in bytes; gunicorn takes 8,190 with all else.",
    ),
    Setting("QUERY_PARAMETERS", "200", "The most parameters that a query string may have."),
    Setting("LOG_LEVEL", "INFO", "What is logged to stderr: DEBUG, INFO, WARNING or ERROR."),
)


class SettingError(ValueError):
    """A variable holds what its setting can't be."""


@dataclass(frozen=True, slots=True)
class Settings:
    data_dir: Path
    run_code: bool
    hosts: tuple[str, ...]
    frame_ancestors: str
    embed_ancestors: str
    cache_bytes: int
    compile: bool | None
    cache_dir: Path | None
    cache_disk_bytes: int
    proxy_hops: int
    https: bool
    rate: str
    at_once: int
    query_seconds: int
    memory_bytes: int
    prefix: str
    metrics: bool
    log_clients: bool
    query_bytes: int
    query_parameters: int
    log_level: str

    @classmethod
    def read(cls, environ: Mapping[str, str] = os.environ) -> "Settings":
        """From WINNOW_* variables, or the defaults. Raises SettingError with a sentence."""
        texts = {setting.name: environ.get(f"WINNOW_{setting.name}", setting.default) for setting in SETTINGS}
        texts["DATA_DIR"] = texts["DATA_DIR"].strip() or "data"
        data_dir = Path(texts["DATA_DIR"]).expanduser()
        level = texts["LOG_LEVEL"].upper()
        if level not in ("DEBUG", "INFO", "WARNING", "ERROR"):
            raise SettingError(f"WINNOW_LOG_LEVEL should be DEBUG, INFO, WARNING or ERROR, not “{level}”.")
        return cls(
            data_dir=data_dir
            if data_dir.is_absolute()
            else Path(ROOT if texts["DATA_DIR"] == "data" else Path.cwd()) / data_dir,
            run_code=_truth("RUN_CODE", texts),
            hosts=tuple(filter(None, (host.strip() for host in texts["HOSTS"].split(",")))),
            frame_ancestors=_single_line("FRAME_ANCESTORS", texts),
            embed_ancestors=_single_line("EMBED_ANCESTORS", texts),
            cache_bytes=_whole("CACHE_MB", texts) << 20,
            compile=None if texts["COMPILE"].lower() == "auto" else _truth("COMPILE", texts),
            cache_dir=Path(texts["CACHE_DIR"]).expanduser().absolute() if texts["CACHE_DIR"].strip() else None,
            cache_disk_bytes=_whole("CACHE_DISK_MB", texts) << 20,
            proxy_hops=_whole("PROXY_HOPS", texts),
            https=_truth("HTTPS", texts),
            rate=_rate(texts),
            at_once=_positive("AT_ONCE", texts | _auto("AT_ONCE", texts, machine.processors() + 1)),
            query_seconds=_positive("QUERY_SECONDS", texts),
            memory_bytes=_whole("MEMORY_MB", texts | _auto("MEMORY_MB", texts, _room(environ) >> 20)) << 20,
            prefix=_prefix(texts),
            metrics=_truth("METRICS", texts),
            log_clients=_truth("LOG_CLIENTS", texts),
            query_bytes=_whole("QUERY_BYTES", texts),
            query_parameters=_whole("QUERY_PARAMETERS", texts),
            log_level=level,
        )


def unknown(environ: Mapping[str, str] = os.environ) -> list[str]:
    """The WINNOW_* variables that are no settings: misspelt ones, most likely."""
    known = {f"WINNOW_{setting.name}" for setting in SETTINGS}
    return sorted(name for name in environ if name.startswith("WINNOW_") and name not in known)


def _truth(name: str, texts: Mapping[str, str]) -> bool:
    known = {"true": True, "1": True, "yes": True, "on": True, "false": False, "0": False, "no": False, "off": False}
    if texts[name].lower() not in known:
        raise SettingError(f"WINNOW_{name} should be true or false, not “{texts[name]}”.")
    return known[texts[name].lower()]


def _auto(name: str, texts: Mapping[str, str], number: int) -> dict[str, str]:
    """The number that a setting stands for if it is auto."""
    return {name: str(number)} if texts[name].lower() == "auto" else {}


def _room(environ: Mapping[str, str]) -> int:
    """The bytes that a worker may take and leave something to the server beside it, and to the system."""
    memory = machine.memory()
    workers = environ.get("WEB_CONCURRENCY", "1")
    return (memory - max(48 << 20, memory // 10)) // max(1, int(workers) if workers.isdigit() else 1)


def _rate(texts: Mapping[str, str]) -> str:
    """How often a client may ask, for the library that counts."""
    text = texts["RATE"].strip().lower()
    if text == "auto":
        return "1200 per minute" if _whole("PROXY_HOPS", texts) else ""
    if text and not re.fullmatch(RATE, text):
        raise SettingError(f"WINNOW_RATE should be like “1200 per minute”, not “{texts['RATE']}”.")
    return text


def _whole(name: str, texts: Mapping[str, str]) -> int:
    if not (texts[name].isascii() and texts[name].isdigit()):
        raise SettingError(f"WINNOW_{name} should be a whole number, not “{texts[name]}”.")
    return int(texts[name])


def _positive(name: str, texts: Mapping[str, str]) -> int:
    if not (number := _whole(name, texts)):
        raise SettingError(f"WINNOW_{name} should be 1 or more, not 0.")
    return number


def _prefix(texts: Mapping[str, str]) -> str:
    prefix = texts["PREFIX"].strip().strip("/")
    if not re.fullmatch(r"[\w./~-]*", prefix):
        raise SettingError(f"WINNOW_PREFIX should be a path such as /data, not “{texts['PREFIX']}”.")
    return f"/{prefix}" if prefix else ""


def _single_line(name: str, texts: Mapping[str, str]) -> str:
    if any(character in texts[name] for character in ";,\r\n"):
        raise SettingError(f"WINNOW_{name} should be sources separated by spaces, without ; or ,.")
    return texts[name]
