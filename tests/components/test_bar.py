"""Bars tell their numbers by their lengths."""

import pytest

VALUES = {"a": 40.0, "b": 25.0, "c": 10.0, "d": 0.5}


def bars(chart, values, spec="bar:name,sum(size)", args=()):
    return chart({"name": list(values), "size": list(values.values())}, spec, args).drawing


def test_lengths_are_in_the_proportion_of_the_values(chart):
    drawing = bars(chart, VALUES)
    pixels = drawing.bars[0].width / 40
    assert [bar.label for bar in drawing.bars] == ["a", "b", "c", "d"]
    assert [bar.width / pixels for bar in drawing.bars] == pytest.approx(list(VALUES.values()), abs=0.2)
    assert {bar.x for bar in drawing.bars} == {drawing.frame.left}


def test_negative_bars_grow_to_the_left_of_zero(chart):
    drawing = bars(chart, {"up": 30.0, "down": -10.0, "deep": -20.0})
    up, down, deep = drawing.bars
    assert down.x + down.width == pytest.approx(up.x, abs=0.11)
    assert deep.x + deep.width == pytest.approx(up.x, abs=0.11)
    assert deep.width / down.width == pytest.approx(2, abs=0.02)
    assert up.width / down.width == pytest.approx(3, abs=0.02)


def test_values_that_are_all_negative_end_at_zero(chart):
    drawing = bars(chart, {"one": -1.0, "four": -4.0})
    assert {round(bar.x + bar.width, 1) for bar in drawing.bars} == {drawing.frame.right}
    assert drawing.bars[1].width / drawing.bars[0].width == pytest.approx(4, abs=0.02)


def test_bars_and_their_values_stay_inside_the_picture(chart):
    for values in (VALUES, {"up": 3e12, "down": -2e12}, {"x" * 300: -1.0}, {"a": 0.0, "b": 0.0}):
        drawing = bars(chart, values)
        assert all(bar.x >= 0 and bar.x + bar.width <= drawing.frame.width for bar in drawing.bars)
        assert all(bar.y + bar.height <= drawing.frame.height for bar in drawing.bars)
        assert all(bar.width > 0 for bar in drawing.bars)


def test_the_nine_greatest_are_shown_and_the_rest_is_told(chart):
    drawing = bars(chart, {f"n{i:02}": float(i) for i in range(1, 31)})
    assert [bar.label for bar in drawing.bars] == [f"n{i}" for i in range(30, 21, -1)]
    assert drawing.note == "top 9 of 30"
    assert drawing.sentence.startswith("30 values; n30 is highest at 30")


def test_one_value_is_one_bar(chart):
    drawing = bars(chart, {"only": 7.0})
    assert drawing.sentence == "One bar: only, 7."
    assert len(drawing.bars) == 1


def test_groups_without_a_value_have_no_bar(chart):
    assert [bar.label for bar in bars(chart, {"a": 1.0, "b": None}).bars] == ["a"]


def test_nothing_to_measure_is_no_drawing(chart):
    view = chart({"name": ["a", "b"], "size": [1.0, 2.0]}, "bar:name,sum(size)", [("name", "nobody")])
    assert view.drawing is None
    assert view.description.endswith("No row has a value to show.")


def test_a_bar_keeps_its_rows_and_a_chosen_one_lets_them_go(chart):
    (bar, *_) = bars(chart, VALUES).bars
    (chosen,) = bars(chart, VALUES, args=[("name", "a")]).bars
    assert (bar.link.href, bar.link.selected) == ("/table?name=a", False)
    assert (chosen.link.href, chosen.link.selected) == ("/table", True)


def test_the_table_has_the_numbers_of_the_bars(chart):
    drawing = bars(chart, VALUES)
    assert drawing.headers == ("Name", "Size, sum")
    assert drawing.rows == (("a", "40"), ("b", "25"), ("c", "10"), ("d", "0.500"))
