"""`<name>.py`: a dataset that a function load() makes."""

import sys

import pytest

from app.datasets import Catalog, DatasetError

FRAME = "import pandas as pd\n\ndef load():\n    return pd.DataFrame({'k': ['a', 'b'], 'n': [1, 2]})"


@pytest.fixture
def run(data_dir):
    def run(code, name="made"):
        (data_dir / f"{name}.py").write_text(code + "\n", encoding="utf-8")
        catalog = Catalog(data_dir)
        (entry,) = catalog.entries().values()
        return catalog.open(entry)

    return run


def test_the_frame_that_load_returns_is_a_dataset(run):
    dataset = run(FRAME)
    assert {key: column.kind for key, column in dataset.columns.items()} == {"k": "category", "n": "integer"}
    assert dataset.rows == 2


@pytest.mark.parametrize(
    ("code", "columns"),
    [
        (f"{FRAME}.set_index('k')", ["k", "n"]),
        (f"{FRAME}.groupby('k').sum()", ["k", "n"]),
        (f"{FRAME}.set_index(['k', 'n']).assign(x=1)", ["k", "n", "x"]),
        (f"{FRAME}.iloc[::-1]", ["k", "n"]),
        (f"{FRAME}.iloc[:0]", ["k", "n"]),
    ],
)
def test_an_index_that_means_something_is_columns(run, code, columns):
    assert list(run(code).columns) == columns


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("x = 1", "made.py has no function load()"),
        ("load = 5", "made.py has no function load()"),
        ("", "made.py has no function load()"),
        ("def load():\n    return 5", "load() in made.py returned int"),
        ("def load():\n    pass", "load() in made.py returned NoneType"),
        ("import pandas as pd\ndef load():\n    return pd.Series([1])", "load() in made.py returned Series"),
        ("def load(path):\n    return path", "made.py failed with TypeError"),
        ("def load():\n    return 1 / 0", "made.py failed with ZeroDivisionError: division by zero"),
        ("raise ValueError('no')", "made.py failed with ValueError: no"),
        ("import nowhere_to_be_found", "made.py failed with ModuleNotFoundError"),
        ("def load(:", "made.py failed with SyntaxError"),
        ("x = '\x00'", "made.py failed with"),
        ("def load():\n    raise KeyboardInterrupt", "made.py failed with KeyboardInterrupt"),
        ("raise SystemExit", "made.py failed with SystemExit"),
        ("import sys\ndef load():\n    sys.exit('bye')", "made.py failed with SystemExit: bye"),
        ("def load():\n    return load()", "made.py failed with RecursionError"),
    ],
)
def test_a_script_that_fails_is_told_in_a_sentence(run, code, said):
    with pytest.raises(DatasetError) as told:
        run(code)
    assert said in str(told.value)


def test_a_script_reads_the_files_beside_it(run, data_dir):
    (data_dir / "beside.log").write_text("7")
    code = "from pathlib import Path\nimport pandas as pd\n\ndef load():\n"
    dataset = run(code + "    return pd.DataFrame({'n': [int((Path(__file__).parent / 'beside.log').read_text())]})")
    assert dataset.columns["n"].low == 7


def test_a_script_may_have_dataclasses(run):
    code = "from __future__ import annotations\nfrom dataclasses import dataclass\n\n"
    assert run(f"{code}@dataclass\nclass Row:\n    a: int\n\n{FRAME}").rows == 2


def test_a_script_runs_in_a_folder_of_no_bytecode(run, data_dir):
    before = sys.dont_write_bytecode
    run(FRAME)
    assert [path.name for path in data_dir.iterdir()] == ["made.py"]
    assert sys.dont_write_bytecode == before


@pytest.mark.parametrize("name", ["my script", "a.b", "json", "ünï", "it's"])
def test_a_script_may_have_any_name(run, name):
    assert run(FRAME, name).rows == 2


def test_columns_need_not_be_named_by_texts(run):
    dataset = run("import pandas as pd\n\ndef load():\n    return pd.DataFrame([[1, 'x'], [2, 'y']])")
    assert [column.name for column in dataset.columns.values()] == ["0", "1"]
    wide = run("import pandas as pd\n\ndef load():\n    return pd.DataFrame({('a', 1): [1], ('a', 2): [2]})")
    assert list(wide.columns) == ["a_1", "a_2"]


def test_the_frame_may_have_no_columns_at_all(run):
    dataset = run("import pandas as pd\n\ndef load():\n    return pd.DataFrame()")
    assert (dict(dataset.columns), dataset.rows) == ({}, 0)
