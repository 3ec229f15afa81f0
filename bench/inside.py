"""What a fresh process holds in memory, told as JSON: run by bench.memory, so that nothing of its own is counted."""

import json
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from werkzeug.test import EnvironBuilder, run_wsgi_app

from app import create_app
from app.datasets import Coded
from app.datasets.build import build
from app.datasets.store import Store
from app.engine.kernels.compiling import LARGE
from app.settings import Settings
from bench.server import READING
from bench.tables import KEPT_BYTES

VIEWS = ("carrier=A", "fare.min=100", "cabin=economy&carrier=A&fare.min=100", "note.has=fog", "_sort=-fare")
KB = 1 << 10


def dashboards(data: Path, kept: Path) -> Mapping[str, float]:
    """Resident bytes but those of mapped columns: before a dataset is opened, and after some dashboards."""
    environ = {"WINNOW_DATA_DIR": str(data), "WINNOW_CACHE_DIR": str(kept), "WINNOW_LOG_LEVEL": "ERROR"}
    app = create_app(Settings.read(environ))

    def get(path: str, query: str = "") -> int:
        environ = EnvironBuilder(path=path, query_string=query).get_environ()
        return int(run_wsgi_app(app, environ, buffered=True)[1][:3])

    assert get("/-/health") == 200
    bare = resident(but=kept)
    app.extensions["winnow"].engine.compiling.prepare(LARGE)
    idle = resident(but=kept)
    while (status := get("/flights")) == READING:
        time.sleep(0.1)
    once = resident(but=kept)
    assert {status, *(get("/flights", query) for query in VIEWS)} == {200}
    return {"bare": bare, "idle": idle, "once": once, "several": resident(but=kept)}


def load(data: Path, kept: Path) -> Mapping[str, float]:
    """The peak of memory above what was there before a dataset was opened, and the bytes of its columns."""
    before = _status("VmRSS")
    dataset = build("flights", data / "flights.parquet", version="1", store=Store(kept, budget=KEPT_BYTES))
    columns = [cells.codes if isinstance(cells, Coded) else cells.values for cells in dataset.cells.values()]
    return {"peak": _status("VmHWM") - before, "columns": sum(column.nbytes for column in columns)}


def resident(*, but: Path) -> float:
    """Resident bytes of all mappings but those of files in a folder."""
    total, counted = 0, True
    for text in Path("/proc/self/smaps").read_text().splitlines():
        name, _, value = text.partition(":")
        if name == "Rss" and counted:
            total += int(value.split()[0]) * KB
        elif "-" in name.split(" ")[0]:
            counted = str(but) not in text
    return total


def _status(key: str) -> int:
    for text in Path("/proc/self/status").read_text().splitlines():
        name, _, value = text.partition(":")
        if name == key:
            return int(value.split()[0]) * KB
    raise KeyError(key)


if __name__ == "__main__":
    what = {"dashboards": dashboards, "load": load}[sys.argv[1]]
    print(json.dumps(what(Path(sys.argv[2]), Path(sys.argv[3]))))
