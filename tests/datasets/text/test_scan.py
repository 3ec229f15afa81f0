"""What must hold of a large file is seen as a reader going from character to character would see it."""

import re
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.datasets.text import scan as module
from app.datasets.text.scan import scan


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    return tmp_path_factory.mktemp("scan") / "table.csv"


def walk(text: str, delimiter: str) -> tuple[bool, bool]:
    """Whether the quotes obey, and whether cells go on over lines: one character after the other."""
    place, over_lines = "before", False
    for char in text.removeprefix("\ufeff"):
        if place == "inside":
            over_lines |= char in "\r\n"
            place = "at a quote" if char == '"' else "inside"
        elif (char == '"' and place == "before") or (char == '"' and place == "at a quote"):
            place = "inside"
        elif char in f"\r\n{delimiter}":
            place = "before"
        elif char == '"' or place == "at a quote":
            return False, over_lines
        else:
            place = "after"
    return place != "inside", over_lines


def seen(file, text: str, delimiter: str) -> tuple[bool, bool]:
    file.write_bytes(text.encode())
    found = scan(file, delimiter)
    return found.quoted_well, found.over_lines


@pytest.mark.parametrize(
    ("text", "obey", "over_lines"),
    [
        ("", True, False),
        ("a,b\n1,2\n", True, False),
        ('"a",b\n', True, False),
        ('\ufeff"a",b\n', True, False),
        ('a,""\n', True, False),
        ('a,""""\n', True, False),
        ('"a ""b"" c"\n', True, False),
        ('"a,b"\r\n"c"\r\n', True, False),
        ('"a\nb",c\n', True, True),
        ('"a\rb",c\n', True, True),
        ('"a","b\n\n","c"', True, True),
        ('5" pipe\n', False, False),
        ('a,"b\n', False, True),
        ('"a"b,c\n', False, False),
        ('"a" ,c\n', False, False),
        (' "a",c\n', False, False),
        ('"a"";c\n', False, True),
        ('a,"b" c"\n', False, False),
        ('"é","ü"\n', True, False),
    ],
)
def test_quotes_obey_if_each_opens_or_closes_a_cell_or_is_doubled_in_one(file, text, obey, over_lines):
    assert walk(text, ",") == (obey, over_lines)
    assert seen(file, text, ",")[0] == obey
    if obey:
        assert seen(file, text, ",")[1] == over_lines


@pytest.mark.parametrize("block", [1, 2, 3, 5])
def test_it_is_the_same_wherever_a_block_of_the_file_ends(file, monkeypatch, block):
    monkeypatch.setattr(module, "BLOCK", block)
    for text in map("".join, product('",a\n', repeat=5)):
        assert seen(file, text, ",")[0] == walk(text, ",")[0], text
        if walk(text, ",")[0]:
            assert seen(file, text, ",") == walk(text, ","), text


@given(st.text(st.sampled_from('"""",;\ta \r\né'), max_size=40), st.sampled_from(",;\t"), st.booleans())
def test_any_text_is_seen_as_by_the_reader(file, text, delimiter, mark):
    text = "\ufeff" + text if mark else text
    obey, over_lines = walk(text, delimiter)
    assert seen(file, text, delimiter)[0] == obey
    if obey:
        assert seen(file, text, delimiter)[1] == over_lines


@pytest.mark.parametrize(
    ("text", "zeros"),
    [
        ("a,b\n1,2\n", False),
        ("01,2\n", True),
        ("1,02\n", True),
        ("1,-02\n", True),
        ('"007",1\n', True),
        ("0,0.5,-0.5\n", False),
        ("2020-01-02,10:05\n", False),
        ("1,2\n05/06/2020,1\n", True),
    ],
)
def test_a_zero_before_another_digit_at_the_start_of_a_cell_is_seen(file, text, zeros):
    file.write_bytes(text.encode())
    assert scan(file, ",").leading_zeros == zeros


BYTES = st.binary(max_size=40) | st.text(st.sampled_from("01,-+\n.é"), max_size=40).map(str.encode)


@given(BYTES, st.sampled_from([1, 3, 64]))
def test_any_bytes_are_seen_as_they_are(file, content, block):
    file.write_bytes(content)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "BLOCK", block)
        found = scan(file, ",")
    if found.quoted_well:
        assert found.utf8 == _is_utf8(content)
        if found.utf8:
            plain = content.removeprefix(b"\xef\xbb\xbf")
            assert found.leading_zeros == bool(re.search(rb'(?:^|[\n",])[+-]?0[0-9]', plain))


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True
