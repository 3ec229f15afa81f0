"""Boxes end at the quartiles, and whiskers at the furthest usual value, as plain pandas has them."""

import re

import numpy as np
import pandas as pd
import pytest

from tests.components.geometry import NUMBER, number, read_back

PARTS = re.compile(
    rf"M({NUMBER}) ({NUMBER})H({NUMBER})M({NUMBER}) {NUMBER}H({NUMBER})"
    rf"M{NUMBER} {NUMBER}h{NUMBER}v{NUMBER}h{NUMBER}zM({NUMBER}) {NUMBER}v{NUMBER}"
)


def frame(rows: int = 200) -> pd.DataFrame:
    random = np.random.default_rng(4)
    names = random.choice(["North by the sea", "South of the river", "West end of the town"], rows)
    return pd.DataFrame(
        {"name": names, "size": random.lognormal(2, 1, rows).round(2), "year": 2000 + np.arange(rows) % 4}
    )


def five(values: pd.Series) -> list[float]:
    """Tukey's whiskers around the quartiles."""
    q1, middle, q3 = values.quantile([0.25, 0.5, 0.75])
    fence = 1.5 * (q3 - q1)
    usual = values[values.between(q1 - fence, q3 + fence)]
    return [usual.min(), q1, middle, q3, usual.max()]


def drawn(path: str) -> list[float]:
    """The five places of a lying box in pixels: whisker, quartile, median, quartile, whisker."""
    low, _, q1, q3, high, middle = (float(text) for text in PARTS.fullmatch(path).groups())
    return [low, q1, middle, q3, high]


def test_boxes_are_where_the_quartiles_of_pandas_are(plot):
    shown = plot(frame(), "box:name,size")
    read = read_back(shown.axes.x)
    expected = frame().groupby("name")["size"].apply(five)
    for mark in shown.marks("box"):
        name = mark.title.partition(":")[0]
        assert [read(at) for at in drawn(mark.path)] == pytest.approx(expected[name], abs=0.15)


def test_the_highest_median_comes_first(plot):
    medians = frame().groupby("name")["size"].median().sort_values(ascending=False)
    assert [mark.title.partition(":")[0] for mark in plot(frame(), "box:name,size").marks("box")] == list(medians.index)


def test_boxes_of_an_order_stand_upright_in_it(plot):
    marks = plot(frame(), "box:year,size").marks("box")
    assert [mark.title.partition(":")[0] for mark in marks] == ["2000", "2001", "2002", "2003"]
    assert all("V" in mark.path for mark in marks)


def test_the_table_has_the_numbers_of_pandas(plot):
    shown = plot(frame(), "box:name,size")
    described = frame().groupby("name")["size"].describe()
    for name, *cells in (row.cells for row in shown.drawing.rows):
        expected = described.loc[name, ["count", "min", "25%", "50%", "75%", "max"]]
        assert [number(cell) for cell in cells] == pytest.approx(list(expected), rel=0.01)


def test_what_lies_beyond_the_whiskers_is_counted(plot):
    outside = 0
    for _, values in frame().groupby("name")["size"]:
        low, *_, high = five(values)
        outside += int((~values.between(low, high)).sum())
    assert f"{outside} values beyond the whiskers" in plot(frame(), "box:name,size").drawing.note


def test_a_box_keeps_its_rows_and_the_others_are_muted_then(plot):
    (first, *_) = plot(frame(), "box:name,size").marks("box")
    shown = plot(frame(), "box:name,size", [("name", first.title.partition(":")[0])])
    assert len(plot(frame(), "box:name,size").kept(first.link)) == int(
        (frame()["name"] == first.title.partition(":")[0]).sum()
    )
    assert [mark.muted for mark in shown.marks("box")] == [not mark.link.selected for mark in shown.marks("box")]
    assert sum(mark.link.selected for mark in shown.marks("box")) == 1


def test_missing_names_have_a_box_of_their_own(plot):
    gaps = frame().assign(name=lambda df: df["name"].mask(df.index % 5 == 0))
    last = plot(gaps, "box:name,size").marks("box")[-1]
    assert last.title.startswith("Missing: ")
    assert last.name == "box s0"


def test_a_logarithm_needs_positive_numbers(plot):
    assert plot(frame(), "box:name,size,log").marks("box")
    negative = frame().assign(size=lambda df: df["size"] - 5)
    assert "needs values above zero" in plot(negative, "box:name,size,log").view.refusal


def test_one_value_is_a_box_without_extent(plot):
    shown = plot(pd.DataFrame({"name": ["a", "b"], "size": [3.0, 4.0]}), "box:name,size")
    assert len(set(drawn(shown.marks("box")[0].path))) == 1


def test_no_value_is_no_drawing(plot):
    assert plot(frame(), "box:name,size", [("year", "1900")]).view.drawing is None
