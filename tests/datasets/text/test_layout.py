"""Where the names of a table stand, and what stands above and below them."""

import pytest

from app.datasets.text.layout import Layout, find_layout
from app.datasets.text.records import Dialect, records

NUMBERS = "1,x,2.5\n2,y,3.5\n3,z,4.5\n4,u,5.5\n"
WORDS = "Anna,Rome,red\nBert,Oslo,blue\nCarl,Bern,red\nDora,Riga,green\nEmil,Rome,blue\n"
CODES = "".join(f"{a}{b},{b}{a}\n" for a in "CDEF" for b in "GHIJ")
MANY = "1,2,3,4,5\n2,3,4,5,6\n3,4,5,6,7\n4,5,6,7,9\n"


def layout(text: str, header: int | None = None) -> Layout:
    return find_layout(list(records(enumerate(text.rstrip("\n").split("\n"), start=1), Dialect())), header=header)


def said(found: Layout) -> dict[int, str]:
    return {record.line: what for record, what in found.above}


@pytest.mark.parametrize(
    ("text", "line", "names"),
    [
        ("id,name,score\n" + NUMBERS, 1, ["id", "name", "score"]),
        ("a,b,c\n" + WORDS, 1, ["a", "b", "c"]),
        ("first name,town,colour\n" + WORDS, 1, ["first name", "town", "colour"]),
        ("code,other\n" + CODES, 1, ["code", "other"]),
        ("n\n1\n2\n3\n", 1, ["n"]),
        ("x\ny\nz\n", 1, ["x"]),
        ("a\n", 1, ["a"]),
        ("a,b\n", 1, ["a", "b"]),
        ("country,2019,2020,2021\nFrance,5,2,3\nSpain,3,4,5\n", 1, ["country", "2019", "2020", "2021"]),
        ("a,a,b\n1,2,3\n2,3,4\n", 1, ["a", "a", "b"]),
        ("a,,c\n1,2,3\n2,3,4\n", 1, ["a", "", "c"]),
        (" a ,b  c\n1,2\n3,4\n", 1, ["a", "b c"]),
        ('"first\nname",n\nx,1\ny,2\n', 1, ["first name", "n"]),
        ("\n\nid,name,score\n" + NUMBERS, 3, ["id", "name", "score"]),
        ("id,name,score\n\n\n" + NUMBERS, 1, ["id", "name", "score"]),
        ("id,name,score\n" + NUMBERS + "id,name,score\n" + NUMBERS, 1, ["id", "name", "score"]),
    ],
)
def test_the_header_is_the_line_of_names(text, line, names):
    found = layout(text)
    assert (found.header, list(found.names)) == ((line,), names)
    assert said(found) == {}


@pytest.mark.parametrize(
    ("text", "width"),
    [
        (NUMBERS, 3),
        (WORDS, 3),
        (CODES, 2),
        ("1\n2\n3\n", 1),
        ("1,2\n", 2),
        ("2020-01-01,3\n2020-01-02,4\n2020-01-03,5\n", 2),
        ("2020,3\n2021,4\n2022,5\n", 2),
        ("yes,no\nyes,no\nno,no\nyes,yes\nno,yes\nno,yes\n", 2),
    ],
)
def test_a_file_whose_first_line_is_a_row_like_the_others_has_no_header(text, width):
    found = layout(text)
    assert (found.header, found.first, found.names) == ((), 1, ("",) * width)


@pytest.mark.parametrize(
    ("text", "line", "names", "above"),
    [
        ("Report\n\nid,name,score\n" + NUMBERS, 3, ["id", "name", "score"], {1: "above the header"}),
        ("Report,,\n,,\nid,name,score\n" + NUMBERS, 3, ["id", "name", "score"], {1: "above the header"}),
        ("A list, of all\nid,name,score\n" + NUMBERS, 2, ["id", "name", "score"], {1: "above the header"}),
        (
            "made by,us\non,2020-01-01\n\nid,name,score\n" + NUMBERS,
            4,
            ["id", "name", "score"],
            {1: "above the header", 2: "above the header"},
        ),
        (
            "one of,these notes\n" * 30 + "id,name,score\n" + NUMBERS * 4,
            31,
            ["id", "name", "score"],
            dict.fromkeys(range(1, 31), "above the header"),
        ),
        (",A,A\nid,x,y\n1,2,3\n4,5,6\n7,8,9\n", 2, ["id", "x", "y"], {1: "above the header"}),
        ("# a\n# b, c\nid,name\n1,x\n2,y\n", 3, ["id", "name"], {1: "a remark", 2: "a remark"}),
        ("id,name\n# a\n1,x\n2,y\n", 1, ["id", "name"], {2: "a remark"}),
    ],
)
def test_what_stands_above_the_names_is_no_row(text, line, names, above):
    found = layout(text)
    assert (found.header, list(found.names)) == ((line,), names)
    assert said(found) == above


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (",A,A,B,B\nid,x,y,x,y\n" + MANY, ["id", "A x", "A y", "B x", "B y"]),
        (",A,,B,\nid,x,y,x,y\n" + MANY, ["id", "A x", "A y", "B x", "B y"]),
        ("id,A,,B,\n,x,y,x,y\n" + MANY, ["id", "A x", "A y", "B x", "B y"]),
        (",A,A,B,B\nid,x,y,z,u\n" + MANY, ["id", "x", "y", "z", "u"]),
    ],
)
def test_names_that_are_repeated_take_the_title_of_their_group(text, names):
    found = layout(text)
    assert list(found.names) == names
    assert found.first == 3


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("name,size,weight\n,cm,kg\nx,1,2\ny,3,4\nz,5,6\n", ["", "cm", "kg"]),
        ("name,size,weight\n(text),(cm),(kg)\nx,1,2\ny,3,4\nz,5,6\n", ["(text)", "(cm)", "(kg)"]),
    ],
)
def test_a_line_of_units_below_the_names_is_no_row(text, units):
    found = layout(text)
    assert (found.header, found.first, list(found.units)) == ((1,), 3, units)
    assert said(found) == {2: "units or notes under the header"}


@pytest.mark.parametrize(
    "text",
    [
        "name,a,b,c\nx,1,2,3\ny,4,5,6\nz,7,8,9\n",
        "name,from,to\nx,2019,2020\ny,1999,2005\nz,2003,2009\n",
        "country,2019,2020,2021\nFrance,1,2,3\nSpain,3,4,5\n",
        "name,size,weight\nx,,\ny,3,4\nz,5,6\n",
        "name,town,n\nx,Rome,\ny,Oslo,4\nz,Bern,6\n",
        "name,flag,n\nx,NA,n/a\ny,yes,4\nz,no,6\n",
    ],
)
def test_the_first_row_is_not_taken_for_units(text):
    found = layout(text)
    assert (found.header, found.first, found.units) == ((1,), 2, ())


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("#id,name\n1,x\n2,y\n", ["#id", "name"]),
        ("#,name\n1,x\n2,y\n3,z\n", ["#", "name"]),
        ("tag,n\n#a,1\n#b,2\n#c,3\n", ["tag", "n"]),
        ("#a\n#b\n", ["#a"]),
    ],
)
def test_a_line_that_starts_with_a_hash_may_be_names_or_a_row(text, names):
    found = layout(text)
    assert (list(found.names), said(found)) == (names, {})


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("a,b,c,,\n1,2,3,,\n4,5,6,,\n", ["a", "b", "c", "", ""]),
        ("a,b,c\n1,2,3,\n4,5,6,\n", ["a", "b", "c", ""]),
        ("a,b,c,\n1,2,3\n4,5,6\n", ["a", "b", "c"]),
        ("a,b\n1,2,3\n4,5,6\n", ["a", "b", ""]),
        ("a,b,c,d\n1,2,3\n4,5,6\n", ["a", "b", "c", "d"]),
    ],
)
def test_the_table_is_as_wide_as_its_rows_and_the_names_that_are_no_blanks(text, names):
    assert list(layout(text).names) == names


@pytest.mark.parametrize(
    ("header", "names", "first"),
    [(0, ["", "", ""], 1), (1, ["id", "name", "score"], 2), (2, ["1", "x", "2.5"], 3)],
)
def test_the_owner_may_say_where_the_names_are(header, names, first):
    found = layout("id,name,score\n" + NUMBERS, header=header)
    assert (list(found.names), found.first) == (names, first)
    assert found.header == ((header,) if header else ())


def test_a_file_of_nothing_has_one_column_without_a_name():
    assert find_layout([]) == Layout(1, ("",), (), 1)
