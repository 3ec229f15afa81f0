"""Zooms whose last bin ends above the greatest value, where no stop is: each step of a drag is a pass over the rows."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from app.engine import plan_chart
from app.engine.plan import MOST_POINTS
from app.engine.tile import drag_of
from app.query import Query, parse_chart, rail_bins
from tests.engine.drags import stops
from tests.engine.strategies import check, open_frame


@pytest.mark.parametrize("column", ["visits", "price", "floor"])
@check(max_examples=15)
@given(data=st.data(), size=st.sampled_from([7, 100, 950, 40_000]))
def test_the_bins_of_a_zoom_into_two_bars_or_more_end_between_stretches_of_the_fine_axis(column, data, size):
    """So that no step of a drag needs tiles of its own. Only dots zoom, and only numbers have them."""
    cells = {"visits": [0, size], "price": [0.25, float(size)], "floor": [0.0, float(size)]}
    days = np.datetime64("2000-01-01") + np.array([0, min(size, 6000)])
    dataset = open_frame(pd.DataFrame(cells | {"day": days.astype("datetime64[us]")}))
    lows, highs = stops(dataset, column)
    first, last = sorted((data.draw(st.integers(0, len(lows) - 2)), data.draw(st.integers(0, len(lows) - 2))))
    assume(first < last)
    args = [(f"{column}.min", lows[first]), (f"{column}.max", highs[last + 1])]
    query = Query.parse(args, dataset.schema)
    drag = drag_of(query, rail_bins(dataset.columns[column]), dataset.schema)
    for text in (f"scatter:{column},price", f"scatter:price,{column}"):
        planned = plan_chart(parse_chart(text, dataset.schema), dataset, query, rows=MOST_POINTS + 1)
        assert drag.tile(planned.summary).axis == drag.fine, (args, planned.bins)
