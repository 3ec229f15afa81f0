"""Tables as they were read, on disk: a restart maps them into memory instead of reading their files again."""

import contextlib
import hashlib
import json
import logging
import os
import shutil
import tempfile
import time
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from functools import cache, partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from app.datasets.column import Array, Cells, Coded, Measured
from app.datasets.config import Config
from app.datasets.extent import Extent
from app.datasets.kinds.typed import Typed
from app.datasets.pack import MANY, arrow_texts
from app.datasets.report import ColumnReading, Fault, Faults, Report
from app.datasets.table import Table

logger = logging.getLogger(__name__)

SMALLEST = 1 << 20
"""From how many bytes on a file is worth keeping as read."""
BLOCK = 1 << 22
ABANDONED = 3600
"""After how many seconds what a process was writing is taken for left behind."""


class Store:
    """Keeps tables under the fingerprint of what they were read from; those unused longest go first."""

    def __init__(self, root: Path, *, budget: int) -> None:
        self.root = root
        self.budget = budget
        self._everything = root / "everything"

    def key(self, path: Path, *, part: str, config: Config) -> str | None:
        """The fingerprint of a file's content, its part, and the owner's wishes; None if it isn't worth keeping."""
        if path.is_dir() or path.suffix.lower() == ".py":
            return None
        kinds = {name: said.kind for name, said in config.columns.items() if said.kind}
        digest = hashlib.sha256(repr((path.name, part, config.read, kinds, _reader())).encode())
        try:
            size = path.stat().st_size
            if size < SMALLEST and not self._everything.exists():
                return None
            for block_digest in _digests(path, size):
                digest.update(block_digest)
        except OSError:
            return None  # who reads it tells of that
        return digest.hexdigest()[:40]

    def keep_everything(self) -> None:
        """Keep small tables too, here and now on: those of a container's image are read when it is built."""
        self.root.mkdir(parents=True, exist_ok=True)
        self._everything.touch()

    def load(self, key: str) -> tuple[Table, list[Extent]] | None:
        """The table kept under a key; None if there is none, or it is damaged."""
        folder = self.root / key
        if not folder.is_dir():
            return None
        try:
            kept = _read(folder)
        except Exception as error:  # noqa: BLE001  # a damaged file may raise whatever it likes
            logger.warning("a kept table is damaged and is read anew", extra={"key": key, "reason": str(error)})
            shutil.rmtree(folder, ignore_errors=True)
            return None
        with contextlib.suppress(OSError):  # it can only be read
            os.utime(folder)
        return kept

    def save(self, key: str, table: Table, extents: list[Extent]) -> None:
        """Keep a table. What goes wrong is logged: the table is there all the same."""
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            part = Path(tempfile.mkdtemp(prefix=".part-", dir=self.root))
            try:
                _write(part, table, extents)
                with contextlib.suppress(OSError):  # another process was quicker
                    part.rename(self.root / key)
            finally:
                shutil.rmtree(part, ignore_errors=True)
            self._make_room(key)
        except OSError as error:
            logger.warning("a table can't be kept", extra={"key": key, "reason": str(error)})

    def _make_room(self, latest: str) -> None:
        folders = [path for path in self.root.iterdir() if path.is_dir() and not path.name.startswith(".")]
        ages = sorted(folders, key=lambda path: (path.name == latest, path.stat().st_mtime))
        sizes = {path: sum(file.stat().st_size for file in path.iterdir()) for path in ages}
        total = sum(sizes.values())
        for path in self.root.glob(".part-*"):
            if time.time() - path.stat().st_mtime > ABANDONED:
                shutil.rmtree(path, ignore_errors=True)
        for path in ages:
            if total <= self.budget:
                break
            total -= sizes[path]
            shutil.rmtree(path, ignore_errors=True)


def _digests(path: Path, size: int) -> Iterable[bytes]:
    if size <= BLOCK:
        return [_digest(path, 0)]
    with ThreadPoolExecutor(2) as threads:
        return list(threads.map(partial(_digest, path), range(0, size, BLOCK)))


def _digest(path: Path, start: int) -> bytes:
    """The digest of a block of a file."""
    with path.open("rb", buffering=0) as file:
        file.seek(start)
        return hashlib.sha256(file.read(BLOCK)).digest()


@cache
def _reader() -> str:
    """Changes with the code that reads, and with the libraries it reads with."""
    digest = hashlib.sha256(" ".join(version(name) for name in ("numpy", "pandas", "pyarrow")).encode())
    for path in sorted(Path(__file__).parent.rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _write(folder: Path, table: Table, extents: list[Extent]) -> None:
    columns = []
    for at, (typed, extent) in enumerate(zip(table.columns, extents, strict=True)):
        coded = isinstance(typed.cells, Coded)
        numbers = typed.cells.codes if isinstance(typed.cells, Coded) else typed.cells.values
        np.save(folder / f"{at}.npy", numbers, allow_pickle=False)
        if isinstance(typed.cells, Coded):
            values = pa.array(typed.cells.values, None if typed.kind == "date" else pa.large_string())
            batch = pa.record_batch({"values": values})
            with pa.OSFile(str(folder / f"{at}.arrow"), "wb") as file, pa.ipc.new_file(file, batch.schema) as writer:
                writer.write_batch(batch)
        sum_of_values = _sum((folder / f"{at}.arrow").read_bytes()) if coded else ""
        listed = None if isinstance(typed.cells, Coded) or typed.cells.listed is None else typed.cells.listed.tolist()
        said = {"kind": typed.kind, "unit": typed.unit, "coded": coded, "sum": sum_of_values}
        said |= {"extent": asdict(extent), "listed": listed}
        columns.append(said)
    said_of_all: Mapping[str, Any] = {
        "names": table.names,
        "columns": columns,
        "rows": table.rows,
        "recipe": table.recipe,
        "refused": table.refused,
        "report": asdict(table.report),
    }
    text = json.dumps(said_of_all).encode()
    (folder / "table.json").write_bytes(_sum(text).encode() + b"\n" + text)


def _sum(data: bytes | pa.Buffer) -> str:
    return hashlib.sha256(data).hexdigest()


def _read(folder: Path) -> tuple[Table, list[Extent]]:
    """What `_write` wrote. Raises anything if it is damaged."""
    checksum, _, text = (folder / "table.json").read_bytes().partition(b"\n")
    if checksum.decode() != _sum(text):
        raise ValueError("table.json is not as it was written")
    said = json.loads(text)
    table = Table(
        names=tuple(said["names"]),
        columns=tuple(_typed(folder, at, column, rows=said["rows"]) for at, column in enumerate(said["columns"])),
        rows=said["rows"],
        recipe=None if said["recipe"] is None else tuple(said["recipe"]),
        refused=tuple(said["refused"]),
        report=_report(said["report"]),
    )
    return table, [Extent(**column["extent"]) for column in said["columns"]]


def _typed(folder: Path, at: int, said: dict[str, Any], *, rows: int) -> Typed:
    numbers = np.asarray(np.lib.format.open_memmap(folder / f"{at}.npy", mode="r"))
    if numbers.shape != (rows,):
        raise ValueError(f"{at}.npy is not as long as the table")
    listed = said["listed"]
    cells: Cells = Measured(numbers, None if listed is None else np.array(listed, dtype=numbers.dtype))
    if said["coded"]:
        words = pa.memory_map(str(folder / f"{at}.arrow")).read_buffer()
        if _sum(words) != said["sum"]:
            raise ValueError(f"{at}.arrow is not as it was written")
        cells = Coded(_values(pa.ipc.open_file(words).read_all().column(0)), numbers)
    return Typed(said["kind"], cells, unit=said["unit"])


def _values(found: pa.ChunkedArray) -> Array:
    """Texts as Python has them, or as the mapped file does if they are many; dates as numpy has them."""
    if not pa.types.is_large_string(found.type):
        return np.asarray(found.to_numpy())
    if len(found) > MANY:
        return arrow_texts(found)
    values = np.empty(len(found), dtype=object)
    values[:] = found.to_pylist()
    return values


def _report(said: dict[str, Any]) -> Report:
    columns = [ColumnReading(**{**column, **_column(column)}) for column in said["columns"]]
    return Report(
        **{
            **said,
            "header": tuple(said["header"]),
            "notes": tuple(said["notes"]),
            "skipped": _faults(said["skipped"]),
            "mended": _faults(said["mended"]),
            "columns": tuple(columns),
        }
    )


def _column(said: dict[str, Any]) -> dict[str, Any]:
    return {"missing_words": tuple(said["missing_words"]), "misfits": _faults(said["misfits"])}


def _faults(said: dict[str, Any]) -> Faults:
    return Faults(said["count"], tuple(Fault(**fault) for fault in said["first"]))
