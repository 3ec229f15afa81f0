"""What a search finds, beside Python's own casefold and contains."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.engine import Cache, search
from app.engine.workers import Workers
from tests.engine.strategies import check, open_frame

SPECIAL = ["ß", "ẞ", "SS", "ss", "İ", "i̇", "ı", "I", "K", "k", "ſ", "s", "ﬁ", "FI", "Σ", "ς", "σ", "%", "_", "\\", ".*"]
characters = st.characters(exclude_categories=["Cs"], exclude_characters="\x00")
texts = (
    st.text(characters, min_size=1, max_size=6)
    | st.text("aBsSiIßİ", min_size=1, max_size=4)
    | st.lists(st.sampled_from(SPECIAL), min_size=1, max_size=3).map("".join)
).filter(str.strip)


def found(values: list[str], text: str, *, chunk: int, cache: Cache | None = None) -> dict[str, bool]:
    """What is found among the distinct texts of a column, in chunks of so many."""
    dataset = open_frame(pd.DataFrame({"region": pd.Series(values, dtype=object)}))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(search, "CHUNK", chunk)
        truths = search.contains(dataset, "region", text, cache=cache or Cache(1 << 20), workers=Workers(2))
    assert truths.dtype == bool
    return dict(zip(dataset.cells["region"].values, truths.tolist(), strict=True))


@check(max_examples=80)
@given(values=st.lists(texts, max_size=12), text=texts, chunk=st.sampled_from([1, 2, 3, 1 << 14]))
def test_a_text_is_found_in_either_case_whatever_it_is(values, text, chunk):
    truths = found(values, text, chunk=chunk)
    assert truths == {value: text.casefold() in value.casefold() for value in truths}


@check(max_examples=40)
@given(values=st.lists(texts, min_size=1, max_size=12), data=st.data())
def test_any_part_of_a_text_finds_it(values, data):
    value = data.draw(st.sampled_from(values)).strip()
    start = data.draw(st.integers(0, len(value) - 1))
    part = value[start : data.draw(st.integers(start + 1, len(value)))]
    truths = found(values, part.upper() if part.upper().casefold() == part.casefold() else part, chunk=2)
    assert all(truth for text, truth in truths.items() if value == text)


@pytest.mark.parametrize("chunk", [1, 2, 3, 4, 5, 100])
def test_chunks_meet_without_a_gap(chunk):
    values = ["alpha", "Beta", "GAMMA", "straße", "delta"]
    assert [text for text, truth in found(values, "TA", chunk=chunk).items() if truth] == ["Beta", "delta"]
    assert [text for text, truth in found(values, "SS", chunk=chunk).items() if truth] == ["straße"]


@pytest.mark.parametrize("budget", [0, 2000, 1 << 20])
def test_folded_texts_are_kept_within_the_budget_and_found_again(budget):
    cache, values = Cache(budget), [f"Text {number}" for number in range(50)]
    for _ in range(2):
        assert sum(found(values, "TEXT 1", chunk=7, cache=cache).values()) == 11
    assert cache.bytes <= budget


def test_a_column_without_a_text_finds_nothing():
    frame = pd.DataFrame({"region": pd.Series([None, None], dtype=object)})
    truths = search.contains(open_frame(frame), "region", "a", cache=Cache(0), workers=Workers(1))
    np.testing.assert_array_equal(truths, np.empty(0, dtype=bool))
