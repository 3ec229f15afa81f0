"""A column of very many distinct texts is held as Arrow has them, not as Python texts."""

import tracemalloc
from unittest.mock import patch

import numpy as np
import pandas as pd
import pytest

from app.datasets import Store
from app.datasets.build import build
from app.datasets.pack import MANY
from app.engine import Count, Engine, GroupBy, Rows
from app.query import COUNT, Field, Query, Sort

TEXTS = MANY + 200_000
FRAME = pd.DataFrame({"n": np.arange(TEXTS), "note": [f"Note {i:06} of Ströme" for i in range(TEXTS)]})


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("texts")
    FRAME.to_parquet(folder / "t.parquet")
    with patch("app.datasets.store.SMALLEST", 1):
        build("t", folder / "t.parquet", version="1", store=Store(folder / "kept", budget=1 << 30))
    return folder


@pytest.fixture(params=["kept", "read"])
def dataset(folder, request):
    store = Store(folder / "kept", budget=1 << 30) if request.param == "kept" else None
    with patch("app.datasets.store.SMALLEST", 1):
        return build("t", folder / "t.parquet", version="1", store=store)


@pytest.mark.parametrize(
    ("args", "keep"),
    [
        ([("note", "Note 000007 of Ströme")], FRAME.note.eq("Note 000007 of Ströme")),
        ([("note", "Note 000007 of Ströme"), ("note", "nothing")], FRAME.note.eq("Note 000007 of Ströme")),
        ([("note.not", "Note 000007 of Ströme")], FRAME.note.ne("Note 000007 of Ströme")),
        ([("note.has", "7000 OF STRÖ")], FRAME.note.str.contains("7000 of", regex=False)),
        ([("_q", "note 00001")], FRAME.note.str.contains("Note 00001", regex=False)),
        ([("note.is", "missing")], FRAME.note.isna()),
    ],
)
def test_filters_keep_what_pandas_keeps(dataset, args, keep):
    answers = Engine(cache_bytes=1 << 24).run(dataset, Query.parse(args, dataset.schema), [Count()])
    assert answers[Count()] == keep.sum()


def test_pages_and_groups_are_those_of_pandas(dataset):
    page, groups = Rows((Sort("note", descending=True),), 3, 5, ("note",)), GroupBy((Field("note"),), (COUNT,))
    answers = Engine(cache_bytes=1 << 24).run(dataset, Query(), [page, groups])
    expected = FRAME.sort_values("note", ascending=False, kind="stable")
    assert answers[page].cells["note"] == expected.note.iloc[3:8].tolist()
    assert dict(zip(answers[groups].values[0], answers[groups].counts.tolist(), strict=True)) == (
        FRAME.note.value_counts().to_dict()
    )


def test_opening_searching_and_paging_make_few_python_texts(folder):
    """A Python text of this length takes 95 bytes: all of them, 20 MB; numpy's arrays over the rows are counted too."""
    tracemalloc.start()
    try:
        with patch("app.datasets.store.SMALLEST", 1):
            store = Store(folder / "kept", budget=1 << 30)
            dataset = build("t", folder / "t.parquet", version="1", store=store)
        query = Query.parse([("note.has", "note 0001")], dataset.schema)
        Engine(cache_bytes=1 << 24).run(dataset, query, [Count(), Rows((Sort("note"),), 0, 50, ("n", "note"))])
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 16_000_000
