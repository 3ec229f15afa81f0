"""Lines become records: by the rules of RFC 4180, and where quotes break the rules, as a reader would part them."""

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.datasets.text.records import LOOK_AHEAD, Dialect, records

COMMA, SEMICOLON, SINGLE, BACKSLASH = Dialect(), Dialect(";"), Dialect(quote="'"), Dialect(escape="\\")


def parted(text: str, dialect: Dialect = COMMA, width: int | None = None) -> list[list[str]]:
    return [record.cells for record in records(enumerate(text.split("\n"), start=1), dialect, width=width)]


@pytest.mark.parametrize(
    ("text", "dialect", "cells"),
    [
        ("a,b,c", COMMA, ["a", "b", "c"]),
        ("", COMMA, [""]),
        (",", COMMA, ["", ""]),
        ("a,,c,", COMMA, ["a", "", "c", ""]),
        ('"a","b"', COMMA, ["a", "b"]),
        ('"a,b",c', COMMA, ["a,b", "c"]),
        ('"say ""hi""",c', COMMA, ['say "hi"', "c"]),
        ('"",""', COMMA, ["", ""]),
        ('""""', COMMA, ['"']),
        ('"a" , "b"', COMMA, ["a", "b"]),
        ('a, "b, c",d', COMMA, ["a", "b, c", "d"]),
        ("a , b", COMMA, ["a ", " b"]),
        ('a;"b;c";d', SEMICOLON, ["a", "b;c", "d"]),
        ("a,b;c", SEMICOLON, ["a,b", "c"]),
        ("a || b", Dialect(" || "), ["a", "b"]),
        ("'a, b',c", SINGLE, ["a, b", "c"]),
        ("'it''s',c", SINGLE, ["it's", "c"]),
        ('"a,b"', Dialect(quote=""), ['"a', 'b"']),
        (r'"say \"hi, you\"",c', BACKSLASH, ['say "hi, you"', "c"]),
        (r'"C:\\",c', BACKSLASH, ["C:\\", "c"]),
        ('"say ""hi""",c', BACKSLASH, ['say "hi"', "c"]),
        (r"C:\new,c", COMMA, [r"C:\new", "c"]),
        ('5" pipe,c', COMMA, ['5" pipe', "c"]),
        ("it's,c", SINGLE, ["it's", "c"]),
    ],
)
def test_a_line_that_keeps_the_rules_is_parted_by_them(text, dialect, cells):
    assert dialect.split(text) == cells
    assert parted(text, dialect) == [cells]
    assert parted(text, dialect, width=len(cells)) == [cells]


@pytest.mark.parametrize("text", ['"a', 'a,"', '"a"b,c', '"a" b', '"a""', '"a,b\n', '""a""'])
def test_a_quoted_cell_that_does_not_end_where_a_cell_can_end_breaks_the_rules(text):
    assert COMMA.split(text) is None


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ('"b "c" d",e', ['b "c" d', "e"]),
        ('a,"5" pipe",e', ["a", '5" pipe', "e"]),
        ('a,"5" pipe', ["a", '"5" pipe']),
        ('"a"x,"b"', ['"a"x', "b"]),
        ('""a"",b', ['"a"', "b"]),
        ('a,"', ["a", '"']),
        ('a,"b', ["a", '"b']),
        ('"a, "b", c",d', ['a, "b", c', "d"]),
    ],
)
def test_stray_quotes_stay_in_the_cell_that_makes_the_row_as_wide_as_the_others(text, cells):
    assert parted(text, width=len(cells)) == [cells]


@pytest.mark.parametrize(
    ("text", "width", "rows"),
    [
        ('a,"b\nc",d', 3, [["a", "b\nc", "d"]]),
        ('"a,b\n\n\nc",d\ne,f', 2, [["a,b\n\n\nc", "d"], ["e", "f"]]),
        ('"a\n""b""\nc",d', 2, [['a\n"b"\nc', "d"]]),
        ('"a\nb","c\nd"\ne,f', 2, [["a\nb", "c\nd"], ["e", "f"]]),
        ('"a\nb', 1, [['"a'], ["b"]]),
        ('a,"b\nc,d\ne,f', 2, [["a", '"b'], ["c", "d"], ["e", "f"]]),
        ('a,"b,c\nd,e,f\ng,"h",i', 3, [["a", '"b', "c"], ["d", "e", "f"], ["g", "h", "i"]]),
        ('a,"b\nc,d\ne,f"\ng,h', 2, [["a", '"b'], ["c", "d"], ["e", 'f"'], ["g", "h"]]),
        ('a,"b\nc,d"\ng,h', 2, [["a", "b\nc,d"], ["g", "h"]]),
        ('a,"b" c\nd,"e" f', 2, [["a", '"b" c'], ["d", '"e" f']]),
    ],
)
def test_a_cell_goes_on_over_lines_if_its_quote_is_closed_and_else_ends_with_its_line(text, width, rows):
    assert parted(text, width=width) == rows


def test_a_record_has_the_number_of_its_first_line_and_its_text():
    found = list(records([(7, "a,b"), (8, '"c'), (9, 'd",e'), (10, "f,g")], COMMA))
    assert [(record.line, record.text) for record in found] == [(7, "a,b"), (8, '"c\nd",e'), (10, "f,g")]


def test_a_quote_that_is_never_closed_takes_no_further_lines_with_it():
    text = '"a,b\n' + "c,d\n" * (LOOK_AHEAD + 5)
    assert parted(text.rstrip("\n"), width=2) == [['"a', "b"], *[["c", "d"]] * (LOOK_AHEAD + 5)]


@pytest.mark.parametrize("line", ['a","' * 50, '1,"x"y",2', '1,"x yes,2'])
def test_hundreds_of_lines_with_broken_quotes_do_not_take_long(line):
    assert len(parted("\n".join([line] * 300), width=3)) <= 300


CELLS = st.text(st.sampled_from("a1 ,;'\"\\"), max_size=6) | st.text(st.sampled_from("a1 ;'\n\"\\"), max_size=6)


@given(st.lists(st.lists(CELLS, min_size=2, max_size=2), min_size=1, max_size=6), st.sampled_from([0, 1]))
@settings(max_examples=300)
def test_what_the_csv_module_writes_is_read_as_it_reads_it(rows, quoting):
    file = io.StringIO()
    csv.writer(file, quoting=quoting, lineterminator="\n").writerows(rows)
    assert parted(file.getvalue().removesuffix("\n")) == rows
    assert parted(file.getvalue().removesuffix("\n"), width=2) == rows


@given(st.text(st.sampled_from('a,"\n '), max_size=30), st.sampled_from([None, 1, 2, 3]))
@settings(max_examples=300)
def test_no_line_and_no_character_but_quotes_and_blanks_is_lost(text, width):
    found = list(records(enumerate(text.split("\n"), start=1), COMMA, width=width))
    assert "\n".join(record.text for record in found) == text
    assert sum(cell.count("a") for record in found for cell in record.cells) == text.count("a")
