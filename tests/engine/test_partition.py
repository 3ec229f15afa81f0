import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.engine import Cache
from app.engine.partition import Keep, Partition
from app.query import Field
from tests.engine.strategies import check, chosen_kernels, open_frame

DATASET = open_frame(pd.DataFrame({"region": list("badcab" * 5), "visits": range(30)}))


def part_of(start: int, stop: int) -> Partition:
    return Partition(DATASET, Cache(1 << 20), start, stop, chosen_kernels())


@check(max_examples=60)
@given(mask=st.lists(st.booleans(), min_size=30, max_size=30), byte=st.integers(0, 3), stop=st.integers(0, 30))
def test_a_partition_keeps_its_own_rows_of_a_packed_mask(mask, byte, stop):
    start, bits = byte * 8, np.packbits(mask)
    keep = part_of(start, max(start, stop)).keep(bits)
    expected = np.array(mask[start : max(start, stop)], dtype=bool)
    values = np.arange(len(expected))
    np.testing.assert_array_equal(keep.of(values), values[expected])
    np.testing.assert_array_equal(keep.rows, np.flatnonzero(expected))
    assert keep.count == expected.sum()


def test_without_a_mask_every_row_is_kept():
    keep = part_of(8, 16).keep(None)
    assert keep.rows is None
    assert keep.count == 8
    assert keep.of(np.arange(8)).tolist() == list(range(8))


def test_the_rows_kept_are_found_once():
    keep = Keep(3, np.packbits([True, False, True]), chosen_kernels())
    assert keep.rows is keep.rows


@pytest.mark.parametrize(("start", "stop"), [(0, 30), (8, 16), (24, 30), (8, 8)])
def test_the_cells_and_codes_of_a_partition_are_those_of_its_rows(start, stop):
    part, every = part_of(start, stop), Keep(stop - start, None, chosen_kernels())
    cells = DATASET.cells["region"]
    assert len(part) == stop - start
    assert part.cells("visits").values.tolist() == list(range(start, stop))
    assert part.cells("region").codes.tolist() == cells.codes[start:stop].tolist()
    assert part.codes(Field("visits"), every).tolist() == list(range(start, stop))
    assert part.groups(Field("region")).values.tolist() == list("abcd")


def test_the_cells_of_a_partition_are_no_copy():
    part = part_of(8, 16)
    assert np.shares_memory(part.cells("visits").values, DATASET.cells["visits"].values)
