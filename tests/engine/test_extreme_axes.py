"""Dragging a range of numbers so large that floats can't part them any further."""

import pandas as pd
import pytest

from app.engine import Count
from app.query import Query, edge_text, rail_bins
from tests.engine.strategies import make_engine, open_frame


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("visits", [2**53, 2**53]),
        ("price", [-1.7e308, 0.5, 1.7e308]),
        ("price", [-1e308, 0.5, 1e308]),
    ],
    ids=str,
)
def test_a_drag_at_the_ends_of_what_a_float_holds(name, values):
    dataset = open_frame(pd.DataFrame({name: values}))
    low = edge_text(rail_bins(dataset.columns[name]).edges[0])
    query = Query.parse([(f"{name}.min", low)], dataset.schema)
    assert make_engine().run(dataset, query, [Count()], dragged=name)[Count()] == len(values)
