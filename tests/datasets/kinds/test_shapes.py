"""Shapes of texts: a 9 for every digit."""

import pyarrow as pa
import pytest

from app.datasets.kinds.shapes import plainly_spelled, shapes_of

SHAPED = [
    (["12.5", "7", "99.9"], {}, ["99.9", "9", "99.9"]),
    (["007", "0", "10", "7.05 €"], {"zeros": True}, ["099", "0", "99", "9.09 €"]),
    (["1", "0"], {"zeros": True}, ["9", "0"]),
    (["", "é1", "x" * 65], {}, ["", "é9", ""]),
    ([], {}, []),
]


@pytest.mark.parametrize(("texts", "options", "expected"), SHAPED)
def test_every_digit_is_a_nine(texts, options, expected):
    shaped = shapes_of(pa.array(texts, type=pa.string()), **options)
    assert shaped.texts.take(pa.array(shaped.codes)).to_pylist() == expected
    assert shaped.counts.tolist() == [expected.count(text) for text in shaped.texts.to_pylist()]


def test_typographers_characters_become_those_of_ascii():
    texts = pa.array(["1\u202f234", "−5", "1’000", "３．５％", "5 m²"])
    assert plainly_spelled(texts).to_pylist() == ["1 234", "-5", "1'000", "3.5%", "5 m²"]
