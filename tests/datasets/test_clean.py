"""Texts are made fit for pages and forms as they are read."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.datasets.clean import clean, clean_recipe
from tests.datasets.cells import cells_of

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("", ""),
        ("straße 😀 \t\n\u202e", "straße 😀 \t\n\u202e"),
        ("a\r\nb\rc\n\r", "a\nb\nc\n\n"),
        ("a\x00b\x1b", "a\ufffdb\ufffd"),
        ("\x85\ufffe", "\ufffd\ufffd"),
        ("half \ud83d", "half \ufffd"),
    ],
)
def test_control_characters_are_replaced_and_lines_break_in_one_way(text, cleaned):
    assert clean(text) == cleaned


@given(TEXTS)
@settings(max_examples=60, deadline=None)
def test_a_clean_text_stays_as_it_is(text):
    assert clean(clean(text)) == clean(text)


@given(st.lists(TEXTS | st.none(), min_size=1, max_size=5))
@settings(max_examples=60, deadline=None)
def test_the_recipe_cleans_alike(texts):
    df = pd.DataFrame({"x": pd.Series(texts, dtype=object)})
    exec(clean_recipe("x"), {"df": df})
    assert [None if pd.isna(cell) else cell for cell in df["x"]] == [text and clean(text) for text in texts]


def test_cells_that_are_cleaned_alike_are_one_value(open_text):
    dataset = open_text('x,row\n"a\r\nb",1\n"a\nb",2\nc\x00,3\n')
    assert cells_of(dataset, "x") == ["a\nb", "a\nb", "c\ufffd"]
    assert dataset.columns["x"].distinct == 2
