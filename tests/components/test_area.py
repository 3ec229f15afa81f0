"""Areas tell their numbers by their thickness."""

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.components.geometry import bands, number, pixel, read_back

ROWS = [(2000, "a", 5.0), (2000, "b", 3.0), (2001, "a", 7.5), (2001, "b", 1.0), (2001, "b", 2.0), (2002, "b", 4.0)]
ROWS += [(2003, "a", 1.0), (2003, "b", 8.0)]
FRAME = pd.DataFrame(ROWS, columns=["year", "name", "size"])
MEASURES = {
    "sum(size)": "sum",
    "mean(size)": "mean",
    "min(size)": "min",
    "max(size)": "max",
    "distinct(size)": "nunique",
}


def read_bands(shown) -> dict[str, dict[int, tuple[float, float]]]:
    """By series and year: where a band begins and ends, told by the labels of the axes."""
    across, up = read_back(shown.axes.x), read_back(shown.axes.y)
    return {
        mark.title: {round(across(x)): (up(low), up(high)) for run in bands(mark.path) for x, low, high in run}
        for mark in shown.marks("band")
    }


def table(frame: pd.DataFrame, measure: str) -> pd.DataFrame:
    return frame.pivot_table(index="year", columns="name", values="size", aggfunc=MEASURES[measure]).fillna(0)


@pytest.mark.parametrize("measure", MEASURES)
def test_bands_are_stacked_in_the_thickness_of_the_values(plot, measure):
    shown = plot(FRAME, f"area:year,{measure},name")
    expected, room = table(FRAME, measure), pixel(shown.axes.y)
    tops = expected.cumsum(axis=1)
    for name, band in read_bands(shown).items():
        for year, (low, high) in band.items():
            assert high == pytest.approx(tops.loc[year, name], abs=room)
            assert high - low == pytest.approx(expected.loc[year, name], abs=2 * room)


@settings(deadline=None, max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(st.integers(2000, 2005), st.sampled_from("abc"), st.floats(-500, 500, width=32)),
        min_size=1,
        max_size=20,
    )
)
def test_negative_parts_are_stacked_downwards(plot, rows):
    frame = pd.DataFrame(rows, columns=["year", "name", "size"])
    shown = plot(frame, "area:year,sum(size),name")
    expected, room = table(frame, "sum(size)"), pixel(shown.axes.y)
    found = read_bands(shown)
    for year in expected.index:
        ends = [end for band in found.values() for end in band.get(year, ())]
        if ends:  # a lone year is drawn a pixel wide
            assert max(ends) == pytest.approx(max(0, expected.loc[year].clip(lower=0).sum()), abs=room)
            assert min(ends) == pytest.approx(min(0, expected.loc[year].clip(upper=0).sum()), abs=room)


def test_shares_fill_the_plot(plot):
    shown = plot(FRAME, "area:year,sum(size),name,normalize")
    expected = table(FRAME, "sum(size)")
    shares = expected.div(expected.sum(axis=1), axis=0)
    found = read_bands(shown)
    assert {year: high for year, (_, high) in found["b"].items()} == pytest.approx(
        dict.fromkeys(range(2000, 2004), 1), abs=0.003
    )
    assert {year: high - low for year, (low, high) in found["a"].items()} == pytest.approx(
        shares["a"].to_dict(), abs=0.003
    )
    assert "shares of the whole" in shown.drawing.note
    assert number(shown.axes.y[-1].label) == 1


def test_unstacked_areas_all_begin_at_zero_and_let_others_through(plot):
    shown = plot(FRAME, "area:year,sum(size),name,stack=no")
    expected = table(FRAME, "sum(size)")
    for name, band in read_bands(shown).items():
        for year, (low, high) in band.items():
            assert (low, high) == pytest.approx((0, expected.loc[year, name]), abs=pixel(shown.axes.y))
    assert {mark.name for mark in shown.marks("band")} == {"band s1 band--clear", "band s2 band--clear"}


def test_unstacked_areas_have_gaps_where_they_have_no_value(plot):
    shown = plot(FRAME, "area:year,sum(size),name,stack=no")
    first, second = (bands(mark.path) for mark in shown.marks("band"))
    assert [len(run) for run in first] == [2, 2]  # the lone last year is as wide as a pixel
    assert [len(run) for run in second] == [4]


def test_missing_years_are_gaps(plot):
    shown = plot({"year": [2000, 2001, 2005, 2006], "size": [1.0, 2.0, 3.0, 4.0]}, "area:year,sum(size)")
    (band,) = [shape for shape in shown.drawing.panels[0].under if shape.name == "band s1"]
    assert [len(run) for run in bands(band.path)] == [2, 2]


def test_a_band_and_a_stop_keep_their_rows(plot):
    shown = plot(FRAME, "area:year,sum(size),name")
    assert [set(shown.kept(mark.link)["name"]) for mark in shown.marks("band")] == [{"a"}, {"b"}]
    assert [set(shown.kept(mark.link)["year"]) for mark in shown.marks("stop")] == [
        {year} for year in range(2000, 2004)
    ]


def test_the_kept_range_is_a_window(plot):
    shown = plot(FRAME, "area:year,sum(size),name", [("year.min", "2001"), ("year.max", "2002")])
    names = [shape.name for shape in shown.drawing.panels[0].under]
    assert names == ["window", "band s1 is-muted", "band s2 is-muted"]
