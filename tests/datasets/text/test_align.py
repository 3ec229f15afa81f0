"""A row with a cell too many or too few becomes the row that looks most like the others."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.datasets.text.align import LONGEST, Aligner

TOWNS = ["Rome", "Oslo", "Bern"]
NOTES = ["fine", "so it goes", "well done", "not again, please", "late", "too big"]
ROWS = [[str(n), f"2020-01-{n % 28 + 1:02}", TOWNS[n % 3], f"{n * 1.5:.2f}", NOTES[n % 6]] for n in range(1, 40)]
ORDERS = Aligner(ROWS, 5)
NUMBERS = Aligner([[str(n % 10), str(n * 37 % 1000), str(n * n)] for n in range(30)], 3)
PEOPLE = Aligner([["Anna Bell", "Rome"], ["Bert Cole", "Oslo"], ["Carl Dunn", "Bern"]], 2)


@pytest.mark.parametrize(
    ("pieces", "row"),
    [
        ("1|2020-01-03|Rome|2.50|some words| and more", "1|2020-01-03|Rome|2.50|some words, and more"),
        ("1|2020-01-03|Rome|2.50|a|b|c|d|e", "1|2020-01-03|Rome|2.50|a,b,c,d,e"),
        ("1||2020-01-03|Rome|2.50|words", "1|2020-01-03|Rome|2.50|words"),
        ("|1|2020-01-03|Rome|2.50|words", "1|2020-01-03|Rome|2.50|words"),
        ("1|2020-01-03|Rome|2.50|words|", "1|2020-01-03|Rome|2.50|words"),
        ("1|2020-01-03|Rome|2|50|words", "1|2020-01-03|Rome|2,50|words"),
        ("1|2020-01-03|Rome|2.50|words", "1|2020-01-03|Rome|2.50|words"),
    ],
)
def test_pieces_too_many_are_joined_where_the_cells_then_look_like_the_others(pieces, row):
    assert ORDERS.join(pieces.split("|"), ",") == row.split("|")


@pytest.mark.parametrize("pieces", [["1"], ["1", "2020-01-03", "Rome", "2.50"], ["1"] * (LONGEST + 1)])
def test_too_few_pieces_or_far_too_many_make_no_row(pieces):
    assert ORDERS.join(pieces, ",") is None


@pytest.mark.parametrize(
    ("cells", "row"),
    [
        ("1|2020-01-03Rome|2.50|words", "1|2020-01-03|Rome|2.50|words"),
        ("1|2020-01-03|Rome2.50|words", "1|2020-01-03|Rome|2.50|words"),
        ("1|2020-01-03|Rome|2.50words", "1|2020-01-03|Rome|2.50|words"),
        ("12020-01-03|Rome|2.50|words", "1|2020-01-03|Rome|2.50|words"),
        ("1|2020-01-03|Rome|2.50", "1|2020-01-03|Rome|2.50|"),
        ("2020-01-03|Rome|2.50|words", "|2020-01-03|Rome|2.50|words"),
        ("1|2020-01-03|2.50|words", "1|2020-01-03||2.50|words"),
        ("1|Rome|2.50|words", "1||Rome|2.50|words"),
    ],
)
def test_a_row_one_cell_short_is_parted_or_gets_a_blank_where_it_then_looks_like_the_others(cells, row):
    assert ORDERS.split(cells.split("|")) == row.split("|")


@pytest.mark.parametrize(
    ("aligner", "cells"),
    [(NUMBERS, ["7", "345"]), (NUMBERS, ["8117", "736"]), (PEOPLE, ["Anna Bell"]), (PEOPLE, [""])],
)
def test_no_number_and_no_word_is_cut_in_two(aligner, cells):
    assert aligner.split(cells) == [*cells, ""]


PIECES = st.lists(st.text("a1 ,-.", max_size=4), min_size=1, max_size=9)


@given(PIECES)
@settings(deadline=None)
def test_joining_loses_nothing_but_blanks_and_splitting_nothing_at_all(pieces):
    if joined := NUMBERS.join(pieces, ","):
        assert "".join(joined).replace(",", "").replace(" ", "") == "".join(pieces).replace(",", "").replace(" ", "")
        assert len(joined) == 3
    if len(pieces) == 2:
        parted = NUMBERS.split(pieces)
        assert "".join(parted) == "".join(pieces)
        assert len(parted) == 3
