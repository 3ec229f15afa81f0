"""Workbooks (.xlsx, .xlsm, .xlsb, .xls, .ods): their sheets, as rows of texts."""

import json
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from app.datasets.errors import DatasetError

READER = Path(__file__).with_name("workbook.py")
LIMIT = 4 << 30
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = b"PK\x03\x04"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
HTML = (b"<!doctype html", b"<html", b"<table", b"<head", b"<body", b"<div", b"<meta", b"<style")
BIFF = (b"\x09\x08", b"\x09\x04", b"\x09\x02", b"\x09\x00")
"""How an .xls begins that is older than its containers."""


def sheets(path: Path) -> list[str]:
    """The visible sheets that hold a table; if none does, the first."""
    check(path)
    found = list(_run(path))
    if not found:
        raise DatasetError(f"{path.name} has no visible sheet; show or add one.")
    return [name for name, holds in found if holds] or [found[0][0]]


def read_sheet(path: Path, sheet: str) -> list[list[str]]:
    """All rows of a sheet from the first on, so that row numbers are the file's, and all as wide as the widest."""
    check(path)
    texts: dict[str, str] = {}
    rows = [[texts.setdefault(text, text) for text in row] for row in _run(path, sheet)]
    while rows and not rows[-1]:
        rows.pop()
    width = max(map(len, rows), default=0)
    return [row + [""] * (width - len(row)) for row in rows]


def check(path: Path, *, limit: int = LIMIT) -> None:
    """Raise DatasetError for what can't be a workbook, or would unpack to more than `limit` bytes."""
    form = disguise(path)
    if form:
        said = "a web page" if form == "html" else "plain text"
        suffix = ".html" if form == "html" else ".csv"
        raise DatasetError(f"{path.name} is {said}, not a workbook; rename it to {suffix} or save it as a workbook.")
    head = _head(path)
    if not head:
        raise DatasetError(f"{path.name} is empty; save it again.")
    if head.startswith(OLE) and ENCRYPTED in path.read_bytes():
        raise _locked(path)
    if head.startswith(ZIP):
        size = _unpacked(path)
        if size > limit:
            raise DatasetError(
                f"{path.name} unpacks to {size / 1e6:,.0f} MB and {limit / 1e6:,.0f} MB are the limit; split it."
            )


def disguise(path: Path) -> str:
    """What a file named as a workbook is instead: "html", "text", or "" if it looks like a workbook (or nothing)."""
    head = _head(path)
    if not head or head.startswith((OLE, ZIP, b"PK\x05\x06", *BIFF)):
        return ""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head[: len(head) // 2 * 2].decode("utf-16", "replace").encode("utf-8", "replace")
    if b"\0" in head:
        return ""
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if start.startswith(HTML) or (start.startswith((b"<?xml", b"<!--")) and b"<html" in start):
        return "html"
    controls = sum(byte < 32 and byte not in b"\t\n\f\r" for byte in head)
    return "text" if controls * 100 <= len(head) else ""


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(4096)
    except OSError as error:
        raise DatasetError(f"{path.name} can't be read: {error.strerror or error}.") from error


def _unpacked(path: Path) -> int:
    try:
        with zipfile.ZipFile(path) as archive:
            return sum(member.file_size for member in archive.infolist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, UnicodeError) as error:
        raise _broken(path) from error


def _run(path: Path, *sheet: str) -> Iterator[Any]:
    """The lines that the reader, in its own process, makes of a workbook."""
    command = [sys.executable, "-I", str(READER), str(path.resolve()), *sheet]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)  # noqa: S603 - no shell
    assert process.stdout
    try:
        for line in process.stdout:
            found = json.loads(line)
            if isinstance(found, dict):
                raise _fault(path, found["fault"], found["message"], *sheet)
            yield found
        if process.wait():
            raise _heavy(path)
    except ValueError as error:  # a line cut off, when its process was
        raise _heavy(path) from error
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def _fault(path: Path, kind: str, message: str, sheet: str = "") -> DatasetError:
    if kind == "PasswordError":
        return _locked(path)
    if kind == "WorksheetNotFound" and sheet:
        return DatasetError(f"{path.name} has no sheet {sheet}; choose one that it has.")
    if kind == "MemoryError":
        return _heavy(path)
    if kind == "ValueError":
        return DatasetError(f"{path.name}: {message}; delete what is far from the table.")
    return _broken(path)


def _locked(path: Path) -> DatasetError:
    return DatasetError(f"{path.name} is protected by a password; save it without one.")


def _broken(path: Path) -> DatasetError:
    return DatasetError(f"{path.name} is damaged, cut off or no workbook; open it in a spreadsheet and save it again.")


def _heavy(path: Path) -> DatasetError:
    return DatasetError(f"{path.name} needs too much memory or time to read; save the sheet as CSV.")
