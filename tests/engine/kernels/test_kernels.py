import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from app.engine.kernels.kernels import MISSING, Keys, edges_of, order_keys
from tests.engine.kernels import naive_kernels as naive
from tests.engine.kernels.naive_kernels import chosen, coded, floats, kept, longs, measured, sizes, stored
from tests.engine.strategies import check, chosen_kernels

GROUPS = st.sampled_from([1, 2, 3, 100])
CLUSTERS = [
    [0.0, 5e-324],
    [0.0, 1e-320, 1e-300, 1.0, 1e300],
    [-1.7e308, 0.0, 1.7e308],
    [-1e300, *np.linspace(0, 1, 200).tolist(), 1e300],
    [1.0, np.nextafter(1.0, 2), np.nextafter(1.0, 2) + 4e-16, 2.0],
    [float(power) for power in 2.0 ** np.arange(-30, 30)],
    [-(2**53), -3, -2, -1, 0, 2**53 - 1, 2**53],
    [naive.LEAST, -1, 0, 1, naive.GREATEST],
    [7, 8],
]
"""Edges that lie so close together that equal parts of the extent hold many of them."""


@check(max_examples=40)
@given(truths=st.lists(st.booleans(), max_size=70))
def test_positions_are_where_bits_are_set(truths):
    found = chosen_kernels().positions(np.packbits(np.array(truths, dtype=bool)), len(truths))
    assert found.tolist() == [place for place, truth in enumerate(truths) if truth]


@check(max_examples=40)
@given(data=st.data(), size=sizes, groups=GROUPS)
def test_a_row_passes_if_the_table_says_so_of_its_code_or_of_a_missing_one(data, size, groups):
    codes = data.draw(coded(size, groups))
    table = np.array(data.draw(st.lists(st.booleans(), min_size=groups + 1, max_size=groups + 1)))
    found = chosen_kernels().passing(codes, table)
    assert found.dtype == np.uint8
    assert found.tolist() == np.packbits(np.array([table[code] for code in codes], dtype=bool)).tolist()


@pytest.mark.parametrize("table", [[0, 0, 0], [1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 1, 0], [1, 1, 1]], ids=str)
def test_a_table_of_one_truth_of_none_and_of_all_is_told_apart(table):
    codes = np.array([0, 1, -1, 1, 0, 0, -1, 1, 1, -1], dtype=np.int8)
    found = np.unpackbits(chosen_kernels().passing(codes, np.array(table, dtype=bool)), count=10)
    assert found.tolist() == [table[code] for code in codes]


@check(max_examples=40)
@given(data=st.data(), size=sizes, groups=GROUPS, kind=st.sampled_from(naive.CODE_TYPES))
def test_codes_are_looked_up_where_rows_are_kept(data, size, groups, kind):
    codes, rows = data.draw(coded(size, groups)), data.draw(chosen(size))
    table = np.append(np.arange(groups)[::-1], -1).astype(kind)
    found = chosen_kernels().lookup(codes, table, rows)
    assert found.dtype == kind
    assert [found[row] for row in kept(rows, size)] == [table[codes[row]] for row in kept(rows, size)]


@pytest.mark.parametrize("edges", CLUSTERS, ids=lambda edges: f"{edges[0]}…{edges[-1]}")
@check(max_examples=25)
@given(data=st.data())
def test_a_value_is_in_the_bin_between_its_neighbouring_edges_however_they_cluster(edges, data):
    kind, cells = (np.float64, floats) if isinstance(edges[0], float) else (np.int64, longs)
    near = [np.nextafter(edge, way) for edge in edges for way in (-np.inf, np.inf)] if kind == np.float64 else []
    values = data.draw(stored(data.draw(st.lists(cells | st.sampled_from([*edges, *near]), max_size=40)), kind))
    rows = data.draw(chosen(len(values)))
    found = chosen_kernels().bins(values, edges_of(np.array(edges, dtype=kind)), rows)
    exact = [kind(edge) for edge in edges]
    assert [found[row] for row in kept(rows, len(values))] == [
        naive.bin_of(values[row], exact) for row in kept(rows, len(values))
    ]


@check(max_examples=60)
@given(data=st.data(), numbers=st.lists(longs, min_size=2, max_size=12))
def test_where_edges_are_equal_the_last_bin_that_begins_there_is_meant(data, numbers):
    edges = sorted(numbers)
    values = np.array(data.draw(st.lists(st.sampled_from(edges) | longs, max_size=20)), dtype=np.int64)
    found = chosen_kernels().bins(values, edges_of(np.array(edges, dtype=np.int64)), None)
    assert found.tolist() == [naive.bin_of(value, edges) for value in values.tolist()]


@pytest.mark.parametrize("bins", [1, 127, 128, 129, 4096, 40_000])
def test_bins_have_the_smallest_codes_and_the_last_is_closed(bins):
    edges = np.arange(bins + 1, dtype=np.float64)
    found = chosen_kernels().bins(np.array([-0.5, -0.0, 0.5, bins - 1, bins, bins + 0.5]), edges_of(edges), None)
    assert found.tolist() == [-1, 0, 0, bins - 1, bins - 1, -1]
    assert found.dtype == (np.int8 if bins <= 128 else np.int16 if bins <= 1 << 15 else np.int32)


@check(max_examples=40)
@given(data=st.data(), size=sizes, groups=GROUPS, width=GROUPS, instead=st.booleans())
def test_two_codes_make_one_of_their_pair(data, size, groups, width, instead):
    codes, more, rows = data.draw(coded(size, groups)), data.draw(coded(size, width)), data.draw(chosen(size))
    missing = width if instead else -1
    found = chosen_kernels().cross(codes, more, width + 1, rows=rows, missing=missing)
    for row in kept(rows, size):
        inner = int(more[row]) if more[row] >= 0 else missing
        assert found[row] == (int(codes[row]) * (width + 1) + inner if codes[row] >= 0 and inner >= 0 else -1)


@check(max_examples=40)
@given(data=st.data(), size=sizes, groups=GROUPS)
def test_a_tally_counts_each_code_and_last_those_without(data, size, groups):
    codes, rows = data.draw(coded(size, groups)), data.draw(chosen(size))
    found = chosen_kernels().tally(codes, rows, groups)
    kept_codes = [int(codes[row]) for row in kept(rows, size)]
    assert found.tolist() == [kept_codes.count(code) for code in [*range(groups), -1]]


@check(max_examples=60)
@given(data=st.data(), size=sizes, groups=st.sampled_from([None, 1, 3]))
def test_sums_are_of_present_values_by_group(data, size, groups):
    values, rows = data.draw(measured(size)), data.draw(chosen(size))
    codes = None if groups is None else data.draw(coded(size, groups))
    with np.errstate(invalid="ignore", over="ignore"):
        counts, sums = chosen_kernels().sums(codes, rows, values, groups or 1)
    for group in range(groups or 1):
        cells = naive.present(values, codes, kept(rows, size), group)
        expected = naive.total(cells)
        assert counts[group] == len(cells)
        assume(abs(expected) < 1e300 or expected in (np.inf, -np.inf))
        scale = max((abs(float(cell)) for cell in cells), default=0)
        assume(scale < 1e300 or scale == np.inf)
        np.testing.assert_allclose(sums[group], expected, rtol=1e-12, atol=1e-14 * scale if scale < np.inf else 0)


@check(max_examples=60)
@given(data=st.data(), size=sizes, groups=st.sampled_from([None, 1, 3]))
def test_ends_are_the_least_and_the_greatest_present_value_of_each_group(data, size, groups):
    values, rows = data.draw(measured(size)), data.draw(chosen(size))
    codes = None if groups is None else data.draw(coded(size, groups))
    lows, highs = chosen_kernels().ends(codes, rows, values, groups or 1)
    for group in range(groups or 1):
        cells = naive.present(values, codes, kept(rows, size), group)
        assert lows[group] == min(cells, default=np.inf)
        assert highs[group] == max(cells, default=-np.inf)


@pytest.mark.parametrize("rows", [None, np.empty(0, dtype=np.uint32)], ids=["all", "none"])
def test_a_block_without_rows_is_answered_as_nothing(rows):
    kernels, codes, values = chosen_kernels(), np.empty(0, dtype=np.int8), np.empty(0)
    assert kernels.positions(np.empty(0, dtype=np.uint8), 0).tolist() == []
    assert kernels.tally(codes, rows, 2).tolist() == [0, 0, 0]
    assert [part.tolist() for part in kernels.sums(None, rows, values, 1)] == [[0], [0]]
    assert [part.tolist() for part in kernels.sums(codes, rows, values, 0)] == [[], []]
    assert [part.tolist() for part in kernels.ends(None, rows, values, 1)] == [[np.inf], [-np.inf]]
    keys = Keys(values.view(np.int64), floats=True, missing=None)
    assert kernels.ranks(keys, rows, low=0, high=0, shift=0).tolist() == [0, 0]
    assert kernels.within(keys, rows, low=-MISSING - 1, high=MISSING).tolist() == []


def test_what_one_block_made_stays_until_the_next_begins():
    kernels, rows = chosen_kernels(), np.arange(0, 64, 3, dtype=np.uint32)
    codes, values = np.arange(64, dtype=np.int8) % 5, np.arange(64) / 7
    kernels.begin()
    made = [kernels.positions(np.full(8, 0b10110001, dtype=np.uint8), 64)]
    copies = [made[0].copy()]
    for size in (2, 5, 64, 9, 64):
        looked_up = kernels.lookup(codes[:size], np.array([4, 3, 2, 1, 0, -1], dtype=np.int32), None)
        bins = kernels.bins(values[:size], edges_of(np.array([0.0, 1.0, 4.0])), None)
        crossed = kernels.cross(looked_up, bins, 2, rows=None)
        within = kernels.within(Keys(codes, floats=False, missing=-1), rows, low=1, high=3)
        made += looked_up, bins, crossed, within
        copies += [each.copy() for each in (looked_up, bins, crossed, within)]
    for each, copy in zip(made, copies, strict=True):
        np.testing.assert_array_equal(each, copy)


@check(max_examples=10)
@given(size=st.sampled_from([8, 64, 1000]))
def test_a_block_after_another_is_answered_anew(size):
    kernels = chosen_kernels()
    for turn in range(3):
        kernels.begin()
        codes = np.full(size, turn, dtype=np.int8)
        assert set(kernels.lookup(codes, np.array([5, 6, 7, -1], dtype=np.int16), None)) == {5 + turn}
        assert set(kernels.cross(codes, codes, 10, rows=None)) == {11 * turn}


def test_keys_of_floats_are_missing_for_any_nan():
    bits = np.array([0x7FF8000000000000, 0x7FF0000000000001, -0x0008000000000000, -1], dtype=np.int64)
    assert np.isnan(bits.view(np.float64)).all()
    assert order_keys(Keys(bits, floats=True, missing=None)).tolist() == [MISSING] * 4
