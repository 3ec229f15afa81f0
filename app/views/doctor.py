"""`flask doctor`: whether settings, data, caches, memory and proxies fit together, and what to do where they don't."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import click
from flask import Blueprint

from app import machine
from app.datasets import DatasetError
from app.settings import Settings, unknown
from app.views.services import services

bp = Blueprint("doctor", __name__, cli_group=None)

FINE, NOTE, FAULT = "ok", "note", "FAULT"
LEAST = 200 << 20
"""What a worker needs to serve small tables, and some more."""


class Finding(NamedTuple):
    level: str
    said: str


@bp.cli.command("doctor")
def doctor() -> None:
    """Check settings, data folder, caches, memory and proxies; say what to do. Exits with 1 if there is a fault."""
    findings = [*examine(services().settings), *_data()]
    for level, said in findings:
        click.echo(f"{level:5}  {said}")
    if any(level == FAULT for level, _ in findings):
        raise SystemExit(1)


def examine(settings: Settings) -> list[Finding]:
    """What is found of the settings and the machine."""
    checks = (_names, _folder, _cache, _memory, _proxies)
    return [finding for check in checks for finding in check(settings)]


def _names(_: Settings) -> Iterator[Finding]:
    for name in unknown():
        yield Finding(FAULT, f"{name} is no setting; docs/settings.md lists them.")


def _folder(settings: Settings) -> Iterator[Finding]:
    folder = settings.data_dir
    if not folder.exists():
        yield Finding(FAULT, f"There is no {folder}; make it, or name another one by WINNOW_DATA_DIR.")
    elif not os.access(folder, os.R_OK):
        yield Finding(FAULT, f"{folder} can't be read by user {os.getuid()}; give that user the right to read it.")
    elif settings.run_code and folder.is_dir() and folder.stat().st_mode & 0o002:
        yield Finding(NOTE, f"Anybody may put a script into {folder}, which is run; or set WINNOW_RUN_CODE=false.")


def _cache(settings: Settings) -> Iterator[Finding]:
    folder = settings.cache_dir
    if folder is None:
        yield Finding(NOTE, "Tables are not kept as read, so that each start reads them anew; see WINNOW_CACHE_DIR.")
    elif not _is_writable(folder):
        yield Finding(NOTE, f"{folder} can't be written: what is kept there is used, and nothing is added to it.")
    else:
        free = shutil.disk_usage(_existing(folder)).free
        low = free < settings.cache_disk_bytes
        advice = " Set WINNOW_CACHE_DISK_MB lower." if low else ""
        yield Finding(NOTE if low else FINE, f"{folder} keeps tables as read; {_mb(free)} are free there.{advice}")


def _memory(settings: Settings) -> Iterator[Finding]:
    limit = machine.memory()
    said = f"There are {_mb(limit)} of memory and {machine.processors()} processors"
    if settings.memory_bytes < LEAST:
        advice = "Set WINNOW_MEMORY_MB higher." if limit > 2 * LEAST else "Take a larger machine, or fewer workers."
        yield Finding(
            NOTE, f"{said}; an answer is given up when a worker has taken {_mb(settings.memory_bytes)}. {advice}"
        )
    elif settings.memory_bytes > limit:
        advice = "Set it lower, or to auto."
        yield Finding(FAULT, f"{said}, and WINNOW_MEMORY_MB allows {_mb(settings.memory_bytes)}. {advice}")
    elif settings.cache_bytes * 3 > settings.memory_bytes:
        advice = "Set WINNOW_CACHE_MB to a third of the memory at most."
        yield Finding(NOTE, f"{said}, and caches may take {_mb(settings.cache_bytes)} of it. {advice}")
    else:
        yield Finding(FINE, f"{said}; answers are given up when a worker has {_mb(settings.memory_bytes)}.")


def _proxies(settings: Settings) -> Iterator[Finding]:
    on_fly = "FLY_APP_NAME" in os.environ
    if on_fly and settings.proxy_hops != 2:
        yield Finding(FAULT, "On Fly.io there are two hops before the server: set WINNOW_PROXY_HOPS=2.")
    elif settings.https and not settings.proxy_hops:
        yield Finding(
            FAULT,
            "WINNOW_HTTPS redirects to https, which the server can't see behind a proxy that it does not believe: "
            "set WINNOW_PROXY_HOPS to the number of proxies.",
        )
    elif settings.proxy_hops:
        rate = f"a client may ask {settings.rate}" if settings.rate else "a client may ask as often as it likes"
        yield Finding(FINE, f"Proxies that are believed: {settings.proxy_hops}; {rate}.")
    else:
        yield Finding(FINE, "No proxy is believed, and clients are not counted: right without one.")
    if settings.proxy_hops and not settings.hosts:
        yield Finding(NOTE, "Any host name is answered; WINNOW_HOSTS names the ones that are yours.")


def _data() -> Iterator[Finding]:
    """Whether each dataset can be read."""
    catalog = services().catalog
    for entry in catalog.entries().values():
        try:
            dataset = catalog.open(entry)
        except DatasetError as error:
            yield Finding(FAULT, f"/{entry.name}: {error}")
        else:
            yield Finding(FINE, f"/{entry.name}: {dataset.rows:,} rows")


def _is_writable(folder: Path) -> bool:
    try:
        with tempfile.TemporaryFile(dir=_existing(folder)):
            return True
    except OSError:
        return False


def _existing(folder: Path) -> Path:
    """The folder, or the nearest one above that is there."""
    return next(each for each in (folder, *folder.parents) if each.is_dir())


def _mb(count: int) -> str:
    return f"{count >> 20:,} MB"
