"""The datasets of a folder (or of one file), found anew at each look: nothing is to be restarted."""

import hashlib
import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from app.datasets.build import build, config_path
from app.datasets.dataset import Dataset
from app.datasets.errors import DatasetError, NoRoomError
from app.datasets.naming import dataset_name, unique
from app.datasets.progress import Progress, watched
from app.datasets.read import is_readable, parts, plain_stem
from app.datasets.store import Store

logger = logging.getLogger(__name__)

AT_ONCE = 4
"""How many datasets are read at a time: a script that never ends must not keep the others waiting."""

AGAIN = 30.0
"""Seconds after which a table that there was no memory for is read again."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A dataset that can be asked for; `version` changes whenever its file or configuration does."""

    name: str
    path: Path
    version: str
    part: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class _Parts:
    """The tables of a file at a version."""

    version: str
    names: tuple[str, ...]


class StillReadingError(Exception):
    """A dataset that takes longer to read than one is ready to wait for."""

    def __init__(self, progress: Progress) -> None:
        super().__init__(f"{progress.name} is being read: {progress.share:.0%}")
        self.progress = progress


@dataclass(frozen=True, slots=True, eq=False)
class _Reading:
    """A version of a dataset that is, or was, read; its fault is a result too."""

    version: str
    progress: Progress
    result: Future[Dataset | DatasetError]
    begun: float

    def is_worth_a_try(self) -> bool:
        """Whether there was no memory to read it, and a while has passed since."""
        waited = time.monotonic() - self.begun > AGAIN
        return waited and self.result.done() and isinstance(self.result.result(), NoRoomError)


class Catalog:
    """Opens datasets by name, each version once, whoever asks. Names are looked up, never joined to a path."""

    def __init__(
        self,
        root: Path,
        *,
        run_code: bool = True,
        store: Store | None = None,
        on_open: Callable[[Dataset], None] | None = None,
        has_room: Callable[[], bool] = lambda: True,
    ) -> None:
        """`has_room`: whether there is memory left, asked while a file is read; what needs more is a fault."""
        self.root = root
        self.run_code = run_code
        self._store = store
        self._on_open = on_open
        self._has_room = has_room
        self._known: dict[Path, _Parts] = {}
        self._readings: dict[str, _Reading] = {}
        self._looked: dict[str, float] = {}
        self._lock = threading.Lock()
        self._readers = threading.Semaphore(AT_ONCE)

    def entries(self) -> dict[str, Entry]:
        """What is there now, by name, in the order of names."""
        found: dict[str, Entry] = {}
        for path in self._files():
            try:
                version = _version(path)
                names = self._parts(path, version)
            except FileNotFoundError:
                continue  # removed since it was listed
            stem = dataset_name(plain_stem(path))
            if stem in found or (len(names) > 1 and any(name.startswith(f"{stem}-") for name in found)):
                stem = f"{stem}-{path.suffix[1:].lower()}"
            for part in names:
                name = unique(stem if len(names) == 1 else dataset_name(f"{stem} {part}"), set(found), separator="-")
                found[name] = Entry(name, path, version, part)
        return dict(sorted(found.items()))

    def _parts(self, path: Path, version: str) -> tuple[str, ...]:
        """The tables of a file, looked up once a version; a file that can't tell is taken for one."""
        known = self._known.get(path)
        if known is None or known.version != version:
            try:
                known = _Parts(version, tuple(parts(path)))
            except DatasetError:
                known = _Parts(version, ("",))
            self._known[path] = known
        return known.names

    def open(self, entry: Entry, *, patience: float | None = None) -> Dataset:
        """The dataset as it is now. Raises DatasetError; a fault is remembered until the file changes.

        Raises StillReadingError if it is not there after `patience` seconds (None: however long it takes).
        """
        reading = self._reading(entry)
        try:
            result = reading.result.result(timeout=patience)
        except TimeoutError:
            raise StillReadingError(reading.progress) from None
        if isinstance(result, DatasetError):
            raise result
        self._looked[entry.name] = time.monotonic()
        return result

    def recent(self, name: str, *, seconds: float) -> Dataset | None:
        """The dataset as it was when last opened, if that was so many seconds ago at most, unseen how its file is."""
        reading = self._readings.get(name)
        if reading is None or not reading.result.done() or time.monotonic() - self._looked.get(name, 0) > seconds:
            return None
        result = reading.result.result()
        return result if isinstance(result, Dataset) else None

    def _reading(self, entry: Entry) -> _Reading:
        """The one reading of a dataset's version, begun by whoever asks first."""
        with self._lock:
            reading = self._readings.get(entry.name)
            if reading is None or reading.version != entry.version or reading.is_worth_a_try():
                progress = Progress(entry.name, has_room=self._has_room)
                reading = _Reading(entry.version, progress, Future(), time.monotonic())
                self._readings[entry.name] = reading
                threading.Thread(target=self._read, args=(entry, reading), daemon=True).start()
        return reading

    def open_all(self) -> None:
        """Open every dataset that can be opened, so that the log tells of the others."""
        for entry in self.entries().values():
            with suppress(DatasetError):
                self.open(entry)

    def opened(self) -> list[Dataset]:
        """The datasets that are open now."""
        with self._lock:
            results = [reading.result for reading in self._readings.values() if reading.result.done()]
        return [dataset for dataset in (result.result() for result in results) if isinstance(dataset, Dataset)]

    def forget_removed(self, entries: dict[str, Entry]) -> None:
        """Let go of datasets whose files are gone."""
        with self._lock:
            for name in self._readings.keys() - entries.keys():
                del self._readings[name]
                self._looked.pop(name, None)

    def _files(self) -> list[Path]:
        if self.root.is_file():
            return [self.root]
        if not self.root.is_dir():
            return []
        return sorted(path for path in self.root.iterdir() if is_readable(path) and (path.is_file() or path.is_dir()))

    def _read(self, entry: Entry, reading: _Reading) -> None:
        try:
            with self._readers, watched(reading.progress):
                reading.result.set_result(self._build(entry))
        except Exception:
            logger.exception("reading failed", extra={"dataset": entry.name})
            sentence = f"{entry.path.name} made the reader fail; the failure is in the server's log."
            reading.result.set_result(DatasetError(sentence))

    def _build(self, entry: Entry) -> Dataset | DatasetError:
        if entry.path.suffix.lower() == ".py" and not self.run_code:
            return DatasetError(f"{entry.path.name} is not run: scripts are turned off by WINNOW_RUN_CODE.")
        started = time.monotonic()
        try:
            dataset = build(entry.name, entry.path, version=entry.version, part=entry.part, store=self._store)
        except DatasetError as error:
            logger.warning("dataset can't be opened", extra={"dataset": entry.name, "reason": str(error)})
            return error
        seconds = round(time.monotonic() - started, 2)
        said = {"dataset": entry.name, "rows": dataset.rows, "seconds": seconds, "faults": dataset.report.faults}
        logger.info("dataset opened", extra=said)
        if self._on_open:
            self._on_open(dataset)
        return dataset


def _version(path: Path) -> str:
    """Changes with the file and with the configuration beside it."""
    files = sorted(path.rglob("*")) if path.is_dir() else [path]
    if (config := config_path(path)).is_file():
        files.append(config)
    stats = [file.stat() for file in files]
    marks = [path.name, *(f"{stat.st_mtime_ns}:{stat.st_size}:{stat.st_ino}" for stat in stats)]
    return hashlib.sha256("|".join(marks).encode(errors="surrogateescape")).hexdigest()[:16]
