"""Sort keys that lie 2**63 or more apart: any column of numbers from -2 or less to 2 or more."""

import numpy as np
import pandas as pd
import pytest

from app.engine import Rows
from app.engine.kernels.kernels import INFINITY, Keys, order_keys
from app.query import Sort
from tests.engine.kernels import naive_kernels as naive
from tests.engine.strategies import Asked, answer, chosen_kernels, open_frame

SPREAD = [
    [-3.0, -2.0, 0.0, 2.0, 3.0, 4.0, np.nan],
    [-1e300, -0.5, 0.5, 1e300],
    [-np.inf, -1.0, 0.0, 1.0, np.inf, np.nan],
]


@pytest.mark.parametrize("values", SPREAD, ids=str)
@pytest.mark.parametrize("bits", [1, 5, 12])
def test_ranks_of_numbers_on_both_sides_of_nought(values, bits):
    keys = Keys(np.array(values).view(np.int64), floats=True, missing=None)
    expected = [None if np.isnan(value) else key for value, key in zip(values, order_keys(keys).tolist(), strict=True)]
    low, high = min(expected[:-1]), max(key for key in expected if key is not None)
    shift = max(0, (high - low).bit_length() - bits)
    found = chosen_kernels().ranks(keys, None, low=low, high=high, shift=shift)
    assert found.tolist() == naive.ranks(expected, list(range(len(values))), low=low, high=high, shift=shift)


def test_ranks_over_all_floats():
    values = [-np.inf, -1.0, 0.0, 1.0, np.inf]
    keys = Keys(np.array(values).view(np.int64), floats=True, missing=None)
    found = chosen_kernels().ranks(keys, None, low=-INFINITY - 1, high=INFINITY, shift=52)
    assert found.tolist() == naive.ranks(
        order_keys(keys).tolist(), [0, 1, 2, 3, 4], low=-INFINITY - 1, high=INFINITY, shift=52
    )


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("offset", [0, 9000, 19_990])
@pytest.mark.parametrize("infinite", [False, True])
def test_a_page_of_many_normal_numbers(descending, offset, infinite):
    values = np.random.default_rng(1).normal(0, 100, 20_000)
    if infinite:
        values[[3, 7]] = np.inf, -np.inf
    frame = pd.DataFrame({"price": values})
    found = answer(Asked(frame, open_frame(frame), {}), Rows((Sort("price", descending=descending),), offset, 10, ()))
    view = frame.sort_values("price", ascending=not descending, kind="stable")
    assert found.rows.tolist() == view.index[offset : offset + 10].tolist()
