"""Compressed files: what is inside, and its bytes, never more of them than allowed."""

import bz2
import gzip
import lzma
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BufferedIOBase
from pathlib import Path, PurePosixPath
from tempfile import NamedTemporaryFile
from typing import IO, cast
from zipfile import BadZipFile, ZipFile

import pyarrow as pa

from app.datasets.errors import DatasetError

SUFFIXES = (".gz", ".zip", ".bz2", ".xz", ".zst")
BLOCK = 1 << 20
MAGIC = {
    b"\x1f\x8b\x08": ".gz",
    b"PK\x03\x04": ".zip",
    b"PK\x05\x06": ".zip",
    b"\xfd7zXZ\x00": ".xz",
    b"\x28\xb5\x2f\xfd": ".zst",
}
BZIP2 = (b"1AY&SY", b"\x17\x72\x45\x38\x50\x90")
"""What follows the `BZh9` of a bzip2 file: a first block, or the end. `BZh` alone may begin a text."""

OFFICE = ("[Content_Types].xml", "mimetype")
"""Members that make a zip a workbook or another document, which is read as a whole."""

OFFICE_SUFFIXES = (".xlsx", ".xlsm", ".xlsb", ".ods")
DAMAGE = (
    OSError,
    EOFError,
    ValueError,
    LookupError,
    RuntimeError,
    BadZipFile,
    zlib.error,
    lzma.LZMAError,
    pa.ArrowException,
)
"""What the decompressors raise for bytes that are not what they should be."""


def kind(path: Path) -> str:
    """Which of the suffixes a file deserves, by its first bytes or else by its name; "" for none."""
    try:
        with path.open("rb") as file:
            start = file.read(64)
    except OSError as error:
        raise DatasetError(f"{path.name} can't be opened: {error.strerror}.") from error
    found = next((suffix for magic, suffix in MAGIC.items() if start.startswith(magic)), None)
    if start.startswith(b"BZh") and start[4:10] in BZIP2:
        found = ".bz2"
    suffix = path.suffix.lower()
    if found == ".zip" and _is_document(path, start):
        return ""
    return found or (suffix if suffix in SUFFIXES else "")


def members(path: Path) -> list[str]:
    """The names of the files inside: all visible ones of a zip, and the one of the others."""
    if kind(path) != ".zip":
        return [path.stem if path.suffix.lower() in SUFFIXES else path.name]
    try:
        with ZipFile(path) as archive:
            names = [info.filename for info in archive.infolist() if not info.is_dir()]
    except DAMAGE as error:
        raise _damaged(path) from error
    return [name for name in dict.fromkeys(names) if not _is_hidden(name)]


def expand(path: Path, member: str, target: IO[bytes], *, limit: int) -> int:
    """Write the bytes of a member, and say how many they were. Raises DatasetError beyond the limit."""
    if PurePosixPath(member).suffix.lower() in SUFFIXES:
        raise DatasetError(f"{member} in {path.name} is itself an archive; unpack {path.name} and add what is inside.")
    written = 0
    for block in _blocks(path, member):
        written += len(block)
        if written > limit:
            raise DatasetError(
                f"{member} in {path.name} is larger than the {_size(limit)} allowed; split it or raise the limit."
            )
        try:
            target.write(block)
        except OSError as error:
            raise DatasetError(f"{path.name} can't be unpacked: {error.strerror}; make room and try again.") from error
    return written


@contextmanager
def expanded(path: Path, member: str, *, limit: int) -> Iterator[Path]:
    """A member as a file of its own, with the member's suffix, for as long as it is needed."""
    suffix = PurePosixPath(member).suffix[:16]
    with NamedTemporaryFile(prefix="winnow-", suffix=suffix) as file:
        expand(path, member, file, limit=limit)
        file.flush()
        yield Path(file.name)


def _blocks(path: Path, member: str) -> Iterator[bytes]:
    if not kind(path):
        raise DatasetError(f"{path.name} is no archive; open it as the file it is.")
    if member not in members(path):
        raise DatasetError(f"{path.name} has no file {member} inside; reload the list of datasets.")
    try:
        with _open(path, member) as stream:
            while block := stream.read(BLOCK):
                yield block
    except DAMAGE as error:
        raise _damaged(path) from error


@contextmanager
def _open(path: Path, member: str) -> Iterator[IO[bytes] | BufferedIOBase]:
    if not path.stat().st_size:
        raise EOFError
    if opener := OPENERS.get(kind(path)):
        with opener(path) as stream:
            yield stream
        return
    with ZipFile(path) as archive:
        info = archive.getinfo(member)
        if info.flag_bits & 1:
            raise DatasetError(f"{member} in {path.name} is locked with a password; unpack it and add the file.")
        with archive.open(info) as stream:
            yield stream


def _zstd(path: Path) -> IO[bytes]:
    return cast("IO[bytes]", pa.input_stream(path, compression="zstd"))


OPENERS: dict[str, Callable[[Path], IO[bytes] | BufferedIOBase]] = {
    ".gz": gzip.open,
    ".bz2": bz2.open,
    ".xz": lzma.open,
    ".zst": _zstd,
}


def _is_document(path: Path, start: bytes) -> bool:
    if start[30:].startswith(tuple(name.encode() for name in OFFICE)):
        return True
    try:
        with ZipFile(path) as archive:
            return not set(OFFICE).isdisjoint(archive.namelist())
    except DAMAGE:
        return path.suffix.lower() in OFFICE_SUFFIXES


def _is_hidden(name: str) -> bool:
    parts = PurePosixPath(name).parts
    return not parts or parts[0] == "__MACOSX" or any(part.startswith(".") for part in parts)


def _damaged(path: Path) -> DatasetError:
    return DatasetError(f"{path.name} is damaged or was cut short; copy or download it again.")


def _size(count: int) -> str:
    return f"{count / 1e9:.3g} GB" if count >= 1e9 else f"{count / 1e6:.3g} MB" if count >= 1e6 else f"{count:,} bytes"
