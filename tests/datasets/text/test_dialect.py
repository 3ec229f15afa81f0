"""What parts the cells of a file is found from its lines."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.datasets.text.dialect import USUAL, detect_dialect
from app.datasets.text.records import Dialect

ODD = ["#", "/", "!", "@", "=", "&"]
SPACED = [", ", "; ", "| "]
PLACES = ["Rome", "Oslo", "Bern", "Riga", "Kyiv", "Lima", "Doha", "Bonn"]


def found(text: str) -> Dialect:
    return detect_dialect(text.splitlines())


@pytest.mark.parametrize("delimiter", [*USUAL, *ODD, *SPACED])
def test_each_of_these_parts_cells(delimiter):
    rows = [["id", "place", "score"], *([str(n), place, f"{n}.5"] for n, place in enumerate(PLACES))]
    assert found("".join(f"{delimiter.join(row)}\n" for row in rows)) == Dialect(delimiter)


@pytest.mark.parametrize("delimiter", [*USUAL, *ODD])
def test_each_of_these_may_stand_in_quoted_cells(delimiter):
    rows = [["place", "day", "n"], *([f'"in{delimiter}{p}"', f"2020-01-0{n}", str(n)] for n, p in enumerate(PLACES, 1))]
    assert found("".join(f"{delimiter.join(row)}\n" for row in rows)) == Dialect(delimiter)


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("a;b\n1,5;2,5\n3,5;4,25\n", ";"),
        ("a;b\n1,5;x\n3,5;y\n", ";"),
        ("a|b|c\n1,5|2,5|3,5\n1,6|2,6|3,6\n", "|"),
        ("time;value\n10:30;1\n10:31;2\n", ";"),
        ("day,time\n2020-01-01,10:30:00\n2020-01-02,10:31:00\n", ","),
        ("name\tnote\nAnna\tyes, she did, too\nBert\tno, never, ever\n", "\t"),
        ("name,note\nAnna Bell,all is well\nBert Cole,so it goes\n", ","),
        ("url,n\nhttp://a.b/c?d=1&e=2,1\nhttp://a.b/c?d=1&e=3,2\n", ","),
        ("Report; of the year\nid,name\n1,x\n2,y\n3,z\n4,u\n", ","),
        ("# made by; us\nid,name\n1,x\n2,y\n", ","),
        ("\n\nid;name\n\n1;x\n2;y\n", ";"),
        ("a,b\n1,x\n2,y\n3;z\n4,u\n5,v\n", ","),
    ],
)
def test_the_mark_is_found_that_makes_the_most_regular_table(text, delimiter):
    assert found(text) == Dialect(delimiter)


@pytest.mark.parametrize(
    "text", ["", "\n\n", "name\n", "n\n1\n2\n", "name\nAnna Bell\nBert Cole\nCarl\n", "day\n2020-01-01\n2020-01-02\n"]
)
def test_a_file_of_one_column_has_the_usual_dialect(text):
    assert found(text) == Dialect(",")


@pytest.mark.parametrize("mark", ["\0", "\x7f", "\u200b", "\ufeff", "\ufffd", '"', "'", ".", "-", "_"])
def test_no_control_character_and_no_mark_of_words_and_numbers_parts_cells(mark):
    assert found("".join(f"{n}{mark}{place}\n" for n, place in enumerate(PLACES))).delimiter != mark


@pytest.mark.parametrize(
    ("text", "quote", "escape"),
    [
        ('a,b\n"x, y",1\n"z",2\n', '"', ""),
        ('a,b\n"say ""hi""",1\n"x, ""y""",2\n', '"', ""),
        ('a,b\n"say \\"hi\\"",1\n"x, \\"y\\"",2\n', '"', "\\"),
        ('a,b\n"C:\\new",1\n"D:\\old",2\n', '"', ""),
        ('a,b\n"say ""hi""",1\n"C:\\",2\n"x ""y""",3\n', '"', ""),
        ("a,b\n'x, y',1\n'z, y',2\n'x',3\n'u',4\n", "'", ""),
        ("a;b\n'it''s; so';1\n'z';2\n'x';3\n'u';4\n", "'", ""),
        ("a,b\nit's,1\nthat's,2\nhe's,3\n", '"', ""),
        ("a,b\nrock 'n' roll,1\n'tis so,2\nx,3\n", '"', ""),
    ],
)
def test_what_quotes_cells_and_what_escapes_a_quote_is_found(text, quote, escape):
    dialect = found(text)
    assert (dialect.quote, dialect.escape) == (quote, escape)


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [("a, b\n1, x\n2, y\n", ", "), ("a, b\n1,x\n2, y\n", ","), ('a, b\n1, "x, y"\n2, "z"\n', ", ")],
)
def test_a_blank_belongs_to_the_delimiter_if_it_always_follows(text, delimiter):
    assert found(text).delimiter == delimiter


@given(st.text(st.sampled_from("ab1.,;\t|\"' \n:"), max_size=200))
@settings(max_examples=300, deadline=None)
def test_whatever_the_lines_are_there_is_a_dialect(text):
    dialect = found(text)
    assert dialect.delimiter
    assert dialect.quote in ('"', "'")
