"""Compiled loops are for large datasets; until they are ready, and without numba, numpy answers."""

import builtins
import logging
import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pandas as pd
import pytest

from app.engine import Count, Engine
from app.engine.kernels import Compiling, NumpyKernels, compiling
from app.engine.kernels.compiling import LARGE
from app.query import Query
from tests.engine.strategies import open_frame

ROOT = Path(__file__).parents[3]


def test_a_small_dashboard_imports_nothing_heavy(tmp_path):
    (tmp_path / "small.csv").write_text("region,price\na,1.5\nb,2.5\na,3.5\n", encoding="utf-8")
    script = """
        import sys
        from app import create_app
        answer = create_app().test_client().get("/small?price.min=1&region=a")
        assert answer.status_code == 200, answer.status_code
        print([name for name in ("numba", "llvmlite", "duckdb", "sklearn") if name in sys.modules])
    """
    settings = {"WINNOW_DATA_DIR": str(tmp_path), "WINNOW_CACHE_DIR": str(tmp_path / "cache")}
    command = [sys.executable, "-c", textwrap.dedent(script)]
    found = subprocess.run(command, cwd=ROOT, env=os.environ | settings, capture_output=True, text=True, check=False)
    assert found.stdout.strip() == "[]", found.stdout + found.stderr


class Started(Compiling):
    """Compiles when a test says so."""

    def __init__(self) -> None:
        super().__init__()
        self.starts = 0

    def _start(self):
        self.starts += 1


def test_small_datasets_do_not_start_compiling():
    compiling = Started()
    assert isinstance(compiling.kernels(0), NumpyKernels)
    assert isinstance(compiling.kernels(LARGE - 1), NumpyKernels)
    assert compiling.starts == 0


def test_numpy_answers_until_the_loops_are_compiled_once_a_process():
    compiling = Compiling()
    assert isinstance(compiling.kernels(LARGE), NumpyKernels)
    assert compiling._start() is compiling._start()
    compiling._start().join()
    assert type(compiling.kernels(LARGE)).__name__ == "NumbaKernels"
    assert isinstance(compiling.kernels(LARGE - 1), NumpyKernels)


@pytest.fixture
def without_numba(monkeypatch):
    """As where numba is not installed."""
    plain = builtins.__import__

    def importing(name, *args, **kwargs):
        if name.partition(".")[0] == "numba":
            raise ImportError(name)
        return plain(name, *args, **kwargs)

    monkeypatch.delitem(sys.modules, "app.engine.kernels.with_numba", raising=False)
    monkeypatch.delitem(sys.modules, "app.engine.kernels.loops", raising=False)
    monkeypatch.delattr("app.engine.kernels.loops", raising=False)
    monkeypatch.setattr(builtins, "__import__", importing)


def test_without_numba_numpy_goes_on_answering(without_numba, caplog):
    compiling = Compiling()
    with caplog.at_level(logging.WARNING):
        compiling._start().join()
    assert "numba is not installed" in caplog.text
    assert isinstance(compiling.kernels(LARGE), NumpyKernels)
    dataset, engine = open_frame(pd.DataFrame({"visits": range(LARGE)})), Engine(cache_bytes=0, compiling=compiling)
    query = Query().with_("visits", "min", values=["100"])
    assert engine.run(dataset, query, [Count()])[Count()] == LARGE - 100


def test_who_does_not_want_it_gets_numpy():
    kernels = compiling.Compiling(wanted=False)
    kernels.prepare(10**9)
    assert isinstance(kernels.kernels(10**9), NumpyKernels)


def test_where_nothing_can_be_compiled_numpy_goes_on_answering(monkeypatch, caplog):
    """As in a folder that can't be written, for which numba finds no place to keep what it compiles."""
    monkeypatch.setitem(sys.modules, "app.engine.kernels.with_numba", Unusable())
    found = compiling.Compiling()
    with caplog.at_level(logging.ERROR):
        found.prepare(10**9)
    assert isinstance(found.kernels(10**9), NumpyKernels)
    assert "can't be compiled" in caplog.text


class Unusable:
    def __getattr__(self, name):
        raise RuntimeError("no locator available")
