"""Bars tell their numbers by their lengths."""

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.components.geometry import box, number, pixel, read_back, read_log

SALES = {
    "shop": ["a", "a", "b", "b", "c", "c", "c", None],
    "kind": ["x", "y", "x", "x", "y", "y", None, "x"],
    "size": [40.5, 12.25, -25.0, 3.0, 10.0, None, 7.5, 1.0],
}
MEASURES = {"count()": "size", "sum(size)": "sum", "mean(size)": "mean", "min(size)": "min", "max(size)": "max"}
MEASURES["distinct(size)"] = "nunique"
NUMBERS = [
    [40.0, 25.5, 10.0, 0.5],
    [-1.5, -4.0],
    [30.0, -10.0, 0.0, -20.0],
    [3e12, -2e12],
    [2.5e-9, 1e-9, 4e-9],
    [7.0],
    [1_000_001.0, 1_000_002.0],
]


def grouped(frame: pd.DataFrame, keys, measure: str) -> pd.Series:
    groups = frame.groupby(keys, dropna=False)
    function = MEASURES[measure]
    return groups.size() if function == "size" else groups["size"].agg(function)


def heights(plot) -> dict[str, float]:
    """Of upright bars, by their titles: what the labels of the vertical axis say of them."""
    read = read_back(plot.axes.y)
    boxes = {mark.title.rpartition(": ")[0]: box(mark.path) for mark in plot.marks("bar")}
    return {name: read(bar.top) - read(bar.bottom) for name, bar in boxes.items()}


def long_names(values: list) -> list[str]:
    """Too long to stand beside each other."""
    return [f"a name that is far too long to stand, number {i}" for i in range(len(values))]


@pytest.mark.parametrize("values", NUMBERS)
def test_lying_bars_are_in_the_proportion_of_the_values(plot, values):
    shown = plot({"name": long_names(values), "size": values}, "bar:name,sum(size)")
    bars = [box(mark.path) for mark in shown.marks("bar")]
    greatest, widest = max(map(abs, values)), max(bar.width for bar in bars)
    expected = [abs(value) / greatest * widest for value in sorted(values, reverse=True)]
    assert [bar.width for bar in bars] == pytest.approx([max(1, each) for each in expected], abs=0.21)


@pytest.mark.parametrize("values", [[30.0, -10.0, -20.0], [-1.0, -4.0], [5.0, 2.0]])
def test_all_lying_bars_touch_zero_and_negative_ones_grow_to_the_left(plot, values):
    shown = plot({"name": long_names(values), "size": values}, "bar:name,sum(size),sort=-y")
    ends = zip(sorted(values, reverse=True), (box(mark.path) for mark in shown.marks("bar")), strict=True)
    zeros = [bar.left if value > 0 else bar.right for value, bar in ends]
    assert zeros == pytest.approx([zeros[0]] * len(zeros), abs=0.11)


@pytest.mark.parametrize("measure", MEASURES)
def test_every_measure_is_that_of_pandas(plot, measure):
    shown = plot(SALES, f"bar:shop,{measure}")
    expected = grouped(shown.frame, "shop", measure)
    said = {mark.title.partition(":")[0]: number(mark.title.rpartition(": ")[2]) for mark in shown.marks("bar")}
    by_name = {"Missing" if name != name or name is None else name: value for name, value in expected.items()}
    assert said == pytest.approx(by_name, rel=0.005)


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize("stack", ["stack", "stack=no"])
def test_upright_bars_of_two_columns_are_those_of_pandas(plot, measure, stack):
    shown = plot(SALES, f"bar:shop,{measure},kind,{stack}")
    expected = grouped(shown.frame.fillna({"shop": "Missing", "kind": "Missing"}), ["shop", "kind"], measure)
    wanted = {f"{shop}, {kind}": abs(value) for (shop, kind), value in expected.items() if value == value}
    assert heights(shown) == pytest.approx(wanted, abs=1.1 * pixel(shown.axes.y))


def test_negative_upright_bars_hang_from_zero(plot):
    shown = plot({"shop": ["a", "b", "c"], "size": [3.0, -2.0, -1.0]}, "bar:shop,sum(size),sort=x")
    read = read_back(shown.axes.y)
    ends = [(read(box(mark.path).bottom), read(box(mark.path).top)) for mark in shown.marks("bar")]
    assert ends == [pytest.approx(pair, abs=0.02) for pair in [(0, 3), (-2, 0), (-1, 0)]]


@settings(deadline=None, max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(st.sampled_from("abc"), st.sampled_from("xyz"), st.floats(-1000, 1000, width=32)),
        min_size=1,
        max_size=12,
    )
)
def test_stacks_are_as_high_as_the_sums_above_and_below_zero(plot, rows):
    frame = pd.DataFrame(rows, columns=["shop", "kind", "size"])
    shown = plot(frame, "bar:shop,sum(size),kind")
    if len(set(frame["shop"])) == 1:
        return  # one name lies
    read = read_back(shown.axes.y)
    sums = frame.groupby(["shop", "kind"])["size"].sum()
    for shop in set(frame["shop"]):
        bars = [box(mark.path) for mark in shown.marks("bar") if mark.title.startswith(f"{shop},")]
        room = pixel(shown.axes.y) * 5.5
        assert read(min(bar.top for bar in bars)) == pytest.approx(sums[shop].clip(lower=0).sum(), abs=room)
        assert read(max(bar.bottom for bar in bars)) == pytest.approx(sums[shop].clip(upper=0).sum(), abs=room)


def test_shares_of_each_stack_are_a_hundred_per_cent(plot):
    shown = plot(SALES, "bar:shop,count(),kind,normalize")
    pairs = shown.frame[["shop", "kind"]].fillna("Missing")
    shares = pairs.value_counts() / pairs.groupby("shop").size()
    wanted = {f"{shop}, {kind}": share for (shop, kind), share in shares.items()}
    assert heights(shown) == pytest.approx(wanted, abs=0.01)
    assert [tick.label.replace("\u202f", " ") for tick in shown.axes.y] == [
        "0 %",
        "20 %",
        "40 %",
        "60 %",
        "80 %",
        "100 %",
    ]
    assert "shares of the whole" in shown.drawing.note


def test_shares_of_a_single_series_are_of_all_bars(plot):
    shown = plot(SALES, "bar:shop,count(),normalize")
    said = {mark.title.partition(":")[0]: mark.title.partition(" (")[2] for mark in shown.marks("bar")}
    assert said == {"a": "25.0 %)", "b": "25.0 %)", "c": "37.5 %)", "Missing": "12.5 %)"}


@pytest.mark.parametrize(
    "spec", ["bar:shop,count()", "bar:shop,count(),kind", "bar:size,count()", "bar:kind,mean(size)"]
)
def test_a_bar_keeps_exactly_its_rows(plot, spec):
    shown = plot(SALES, spec)
    for mark in shown.marks("bar"):
        rows = shown.kept(mark.link)
        assert len(rows)
        said = number(mark.title.rpartition(": ")[2])
        assert said == pytest.approx(len(rows) if "count" in spec else rows["size"].mean(), rel=0.005)


def test_what_is_missing_is_the_last_bar_in_grey(plot):
    last = plot(SALES | {"shop": [None] * 5 + ["a", "b", "c"]}, "bar:shop,count()").marks("bar")[-1]
    assert (last.name, last.title, last.link.href) == ("bar s0", "Missing: 5", "/table?shop.is=missing")


@pytest.mark.parametrize(
    ("args", "selected", "hrefs"),
    [
        ([], [], ["/table?shop=a", "/table?shop=b", "/table?shop=c"]),
        ([("shop", "a")], ["a"], ["/table", "/table?shop=b", "/table?shop=c"]),
        ([("shop", "a"), ("shop", "c")], ["a", "c"], ["/table?shop=c", "/table?shop=b", "/table?shop=a"]),
        ([("shop.not", "a")], [], ["/table?shop=a", "/table?shop=b", "/table?shop=c"]),
    ],
)
def test_chosen_bars_let_go_and_others_are_muted(plot, args, selected, hrefs):
    marks = plot({"shop": list("abc")}, "bar:shop,count(),sort=x", args).marks("bar")
    assert [mark.title[0] for mark in marks if mark.link.selected] == selected
    assert [mark.link.href for mark in marks] == hrefs
    kept = set("bc") if args and args[0][0] == "shop.not" else set(selected) or set("abc")
    assert {mark.title[0] for mark in marks if not mark.muted} == kept


@pytest.mark.parametrize(
    ("options", "names"),
    [
        ("", ["a", "c", "b"]),
        (",sort=-y", ["a", "c", "b"]),
        (",sort=y", ["b", "c", "a"]),
        (",sort=x", ["a", "b", "c"]),
        (",sort=-x", ["c", "b", "a"]),
        (",top=2", ["a", "c"]),
        (",top=2,sort=y", ["b", "c"]),
        (",top=1,sort=x", ["a"]),
    ],
)
def test_bars_are_sorted_and_cut_as_asked(plot, options, names):
    shown = plot({"shop": ["a", "b", "c"], "size": [3.0, 1.0, 2.0]}, f"bar:shop,sum(size){options}")
    assert [mark.title[0] for mark in shown.marks("bar")] == names
    assert shown.drawing.note == (f"top {len(names)} of 3" if len(names) < 3 else "")


def test_nine_names_are_shown_with_those_that_a_filter_names(plot):
    values = {"shop": [f"n{i:02}" for i in range(1, 31)], "size": range(1, 31)}
    shown = plot(values, "bar:shop,sum(size)", [("shop", "n03")])
    assert [mark.title[:3] for mark in shown.marks("bar")] == [*(f"n{i}" for i in range(30, 22, -1)), "n03"]
    assert shown.drawing.note == "top 9 of 30"


@pytest.mark.parametrize(
    ("spec", "values", "sentence"),
    [
        ("bar:name,sum(size),log", [1.0, -2.0], "A logarithmic scale needs values above zero; the least here is -2."),
        ("bar:name,sum(size),log", [1.0, 0.0], "A logarithmic scale needs values above zero; the least here is 0."),
        (
            "bar:name,sum(size),name,log",
            [1.0, 2.0],
            "Stacked bars have no logarithmic scale, as their parts would not add up. Add stack=no.",
        ),
    ],
)
def test_a_logarithm_that_is_not_defined_is_refused(plot, spec, values, sentence):
    view = plot({"name": ["a", "b"], "size": values}, spec).view
    assert (view.drawing, view.refusal) == (None, sentence)
    assert view.description.endswith(sentence)


@pytest.mark.parametrize("values", [[1.0, 30.0, 5000.0], [2e-6, 7.0], [100.0, 100.0], [3.0]])
def test_logarithmic_bars_end_at_their_values(plot, values):
    shown = plot({"year": range(2000, 2000 + len(values)), "size": values}, "bar:year,sum(size),log")
    read = read_log(shown.axes.y)
    assert [read(box(mark.path).top) for mark in shown.marks("bar")] == pytest.approx(values, rel=0.02)
