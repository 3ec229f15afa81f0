"""Winnow's settings: one table, read from WINNOW_* variables. docs/settings.md is made of it."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


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
        "auto: where there are 512 MB of memory.",
    ),
    Setting("CACHE_DIR", "~/.cache/winnow", "Where tables are kept as read, for quick restarts; empty: nowhere."),
    Setting("CACHE_DISK_MB", "2048", "How large that folder may become, in megabytes."),
    Setting("QUERY_BYTES", "8192", "The longest query string that is answered, in bytes."),
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
    query_bytes: int
    query_parameters: int
    log_level: str

    @classmethod
    def read(cls, environ: Mapping[str, str] = os.environ) -> "Settings":
        """From WINNOW_* variables, or the defaults. Raises SettingError with a sentence."""
        texts = {setting.name: environ.get(f"WINNOW_{setting.name}", setting.default) for setting in SETTINGS}
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
            query_bytes=_whole("QUERY_BYTES", texts),
            query_parameters=_whole("QUERY_PARAMETERS", texts),
            log_level=level,
        )


def _truth(name: str, texts: Mapping[str, str]) -> bool:
    known = {"true": True, "1": True, "yes": True, "on": True, "false": False, "0": False, "no": False, "off": False}
    if texts[name].lower() not in known:
        raise SettingError(f"WINNOW_{name} should be true or false, not “{texts[name]}”.")
    return known[texts[name].lower()]


def _whole(name: str, texts: Mapping[str, str]) -> int:
    if not (texts[name].isascii() and texts[name].isdigit()):
        raise SettingError(f"WINNOW_{name} should be a whole number, not “{texts[name]}”.")
    return int(texts[name])


def _single_line(name: str, texts: Mapping[str, str]) -> str:
    if any(character in texts[name] for character in ";,\r\n"):
        raise SettingError(f"WINNOW_{name} should be sources separated by spaces, without ; or ,.")
    return texts[name]
