"""Descriptions tell extremes, trends and gaps."""

import numpy as np
import pytest

from components.format import short
from components.words import extremes, gap, plural, trend

NAN = float("nan")
YEARS = [str(year) for year in range(2000, 2010)]


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ([1.0, 2.0, 3.0], "It rose from 1 to 3."),
        ([3.0, 2.0, 1.0], "It fell from 3 to 1."),
        ([5.0, 5.0, 5.0], "It held at 5."),
        ([5.0], "It is 5 in 2000, its only value."),
        ([NAN, 4.0, NAN], "It is 4 in 2001, its only value."),
        ([NAN, NAN], "It has no value."),
        ([1.0, 9.0, 3.0], "It rose from 1 to 3, with a peak of 9 in 2001."),
        ([5.0, 1.0, 3.0], "It fell from 5 to 3, with a low of 1 in 2001."),
        (
            [2.0, 9.0, 1.0, 2.0],
            "It ended near where it began, at 2, with a peak of 9 in 2001, with a low of 1 in 2002.",
        ),
        ([100.0, 200.0, 102.0], "It ended near where it began, at 102, with a peak of 200 in 2001."),
        ([1.0, NAN, 3.0], "It rose from 1 to 3; no value in 2001."),
        ([NAN, 1.0, NAN, NAN, 3.0, NAN], "It rose from 1 to 3; no value in 2002 to 2003."),
        ([-2e9, 3e9], "It rose from -2\u202fB to 3\u202fB."),
    ],
)
def test_a_trend_goes_from_the_first_value_to_the_last(values, said):
    assert trend(np.array(values), YEARS, "It", short) == said


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ([1.0, 2.0], ""),
        ([NAN, 1.0, 2.0, NAN], ""),
        ([1.0, NAN, 2.0], "; no value in 2001"),
        ([1.0, NAN, NAN, NAN, 2.0], "; no value in 2001 to 2003"),
        ([1.0, NAN, 2.0, NAN, NAN, 3.0], "; no value in 2003 to 2004 and other gaps"),
    ],
)
def test_a_gap_is_the_longest_within_a_line(values, said):
    assert gap(np.array(values), YEARS) == said


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ([1.0, 3.0, 2.0], "2001 is highest at 3, 2000 lowest at 1."),
        ([2.0, 2.0], "All are at 2."),
        ([NAN, 2.0], "2001 is at 2."),
        ([NAN], "Nothing to show."),
        ([-5.0, NAN, -1.0], "2002 is highest at -1, 2000 lowest at -5."),
    ],
)
def test_extremes_are_named(values, said):
    assert extremes(np.array(values), YEARS, short) == said


@pytest.mark.parametrize(("count", "said"), [(1, "1 row"), (0, "0 rows"), (12345, "12,345 rows")])
def test_nouns_have_their_number(count, said):
    assert plural(count, "row") == said


PLACES = {"shop": ["a", "a", "b", "c"], "kind": ["x", "y", "x", "y"], "size": [4.0, 1.0, 2.0, 3.0]}
LINES = {"year": [2000, 2001, 2000, 2001], "name": ["a", "a", "b", "b"], "size": [1.0, 5.0, 3.0, 2.0]}
MANY = {"year": [2000, 2001] * 6, "name": [name for name in "abcdef" for _ in "12"], "size": [1.0, 2.0] * 6}


@pytest.mark.parametrize(
    ("values", "spec", "said"),
    [
        (PLACES, "bar:shop,sum(size)", "3 values. a is highest at 5, b lowest at 2."),
        (PLACES, "bar:shop,sum(size),top=1", "3 values. a is at 5."),
        (
            PLACES,
            "bar:shop,sum(size),kind",
            "3 values, 2 series. x: a is highest at 4, b lowest at 2. y: c is highest at 3, a lowest at 1.",
        ),
        (LINES, "line:year,sum(size)", "2000 to 2001. It rose from 4 to 7."),
        (LINES, "line:year,sum(size),name", "2 lines, 2000 to 2001. a rose from 1 to 5. b fell from 3 to 2."),
        (LINES, "area:year,sum(size),name", "2 lines, 2000 to 2001. a rose from 1 to 5. b fell from 3 to 2."),
        (
            LINES,
            "line:year,sum(size),facet=name",
            "2 panels, 2000 to 2001. a rose from 1 to 5. b fell from 3 to 2.",
        ),
        (
            MANY,
            "line:year,sum(size),name",
            "6 lines, 2000 to 2001. "
            + "".join(f"{name} rose from 1 to 2. " for name in "abcd")
            + "2 more lines changed less.",
        ),
    ],
)
def test_the_sentence_of_a_chart(plot, values, spec, said):
    assert plot(values, spec).drawing.sentence == said
