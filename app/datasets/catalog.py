"""The datasets of a folder (or of one file), found anew at each look: nothing is to be restarted."""

import hashlib
import logging
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from app.datasets.build import build
from app.datasets.dataset import Dataset
from app.datasets.errors import DatasetError
from app.datasets.naming import dataset_name, unique
from app.datasets.read import READERS

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Entry:
    """A dataset that can be asked for; `version` changes whenever its file or configuration does."""

    name: str
    path: Path
    version: str


@dataclass(frozen=True, slots=True, eq=False)
class _Opened:
    version: str
    result: Dataset | DatasetError


class Catalog:
    """Opens datasets by name, each version once, whoever asks. Names are looked up, never joined to a path."""

    def __init__(self, root: Path, *, run_code: bool = True, on_open: Callable[[Dataset], None] | None = None) -> None:
        self.root = root
        self.run_code = run_code
        self._on_open = on_open
        self._opened: dict[str, _Opened] = {}
        self._locks: dict[str, threading.Lock] = {}
        self._lock = threading.Lock()

    def entries(self) -> dict[str, Entry]:
        """What is there now, by name, in the order of names."""
        found: dict[str, Entry] = {}
        taken: set[str] = set()
        for path in self._files():
            stem = dataset_name(path.stem)
            name = unique(stem if stem not in taken else f"{stem}-{path.suffix[1:].lower()}", taken, separator="-")
            try:
                found[name] = Entry(name, path, _version(path))
            except FileNotFoundError:
                continue  # removed since it was listed
            taken.add(name)
        return dict(sorted(found.items()))

    def open(self, entry: Entry) -> Dataset:
        """The dataset as it is now. Raises DatasetError; a fault is remembered until the file changes."""
        with self._lock:
            lock = self._locks.setdefault(entry.name, threading.Lock())
        with lock:
            opened = self._opened.get(entry.name)
            if opened is None or opened.version != entry.version:
                opened = _Opened(entry.version, self._read(entry))
                self._opened[entry.name] = opened
        if isinstance(opened.result, DatasetError):
            raise opened.result
        return opened.result

    def open_all(self) -> None:
        """Open every dataset that can be opened, so that the log tells of the others."""
        for entry in self.entries().values():
            with suppress(DatasetError):
                self.open(entry)

    def forget_removed(self, entries: dict[str, Entry]) -> None:
        """Let go of datasets whose files are gone."""
        for name in self._opened.keys() - entries.keys():
            self._opened.pop(name, None)

    def _files(self) -> list[Path]:
        if self.root.is_file():
            return [self.root]
        if not self.root.is_dir():
            return []
        return sorted(
            path
            for path in self.root.iterdir()
            if path.suffix.lower() in READERS and not path.name.startswith((".", "_")) and path.is_file()
        )

    def _read(self, entry: Entry) -> Dataset | DatasetError:
        if entry.path.suffix.lower() == ".py" and not self.run_code:
            return DatasetError(f"{entry.path.name} is not run: scripts are turned off by WINNOW_RUN_CODE.")
        try:
            dataset = build(entry.name, entry.path, version=entry.version)
        except DatasetError as error:
            logger.warning("dataset can't be opened", extra={"dataset": entry.name, "reason": str(error)})
            return error
        if self._on_open:
            self._on_open(dataset)
        return dataset


def _version(path: Path) -> str:
    """Changes with the file and with the configuration beside it."""
    marks = [f"{path.name}:{stat.st_mtime_ns}:{stat.st_size}:{stat.st_ino}" for stat in [path.stat()]]
    config = path.with_suffix(".toml")
    if config.is_file():
        stat = config.stat()
        marks.append(f"{stat.st_mtime_ns}:{stat.st_size}:{stat.st_ino}")
    return hashlib.sha256("|".join(marks).encode()).hexdigest()[:16]
