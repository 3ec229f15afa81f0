"""Each row of a table is written as wide as the table; what is no row is passed over, and all of it is told."""

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.datasets.text.layout import find_layout
from app.datasets.text.mend import Mended, Mender
from app.datasets.text.records import Dialect, records

HEADER = "id,day,town,n\n"
BODY = [f"{n},2020-01-{n:02},{town},{n}.5" for n, town in enumerate(["Rome", "Oslo", "Bern", "Riga"] * 5, 1)]


def mend(text: str) -> tuple[list[list[str]], Mended]:
    found = list(records(enumerate(text.rstrip("\n").split("\n"), start=1), Dialect()))
    file = io.StringIO()
    mended = Mender(find_layout(found), Dialect(), found).write(found, file)
    return list(csv.reader(io.StringIO(file.getvalue()))), mended


def table(*more: str) -> str:
    """A table of twenty rows, and in its middle or below it these lines."""
    return HEADER + "\n".join([*BODY[:10], *more, *BODY[10:]]) + "\n"


def skipped(mended: Mended) -> list[tuple[int, str]]:
    return [(fault.line, fault.what) for fault in mended.skipped.first]


def test_a_regular_table_is_written_as_it_is():
    rows, mended = mend(table())
    assert rows == [line.split(",") for line in BODY]
    assert (mended.rows, mended.skipped.count, mended.mended.count, mended.plain) == (20, 0, 0, True)
    assert mended.lines.tolist() == list(range(2, 22))


@pytest.mark.parametrize(
    ("lines", "what", "plain"),
    [
        ([""], ["a blank row"], True),
        (["", ""], ["a blank row"] * 2, True),
        ([",,,"], ["a blank row"], False),
        ([" , ,,"], ["a blank row"], False),
        (["# so far"], ["a remark"], False),
        (["# so far, so good"], ["a remark"], False),
        (["id,day,town,n"], ["the header again"], False),
        ([" id, day ,town,n"], ["the header again"], False),
    ],
)
def test_what_stands_between_the_rows_is_passed_over(lines, what, plain):
    rows, mended = mend(table(*lines))
    assert rows == [line.split(",") for line in BODY]
    assert skipped(mended) == list(enumerate(what, start=12))
    assert mended.plain == plain
    assert mended.lines.tolist() == [*range(2, 12), *range(12 + len(lines), 22 + len(lines))]


@pytest.mark.parametrize(
    ("notes", "count"),
    [
        ("Source: the office", 1),
        ("Source: the office, 2020", 1),
        ("\nSource: the office\n(c) us\n", 2),
        ("\n* revised\n", 1),
        ("Total,,,\n", 1),
        (",,,\n,,,\nof the office,,,\n", 1),
        ("# the end\n", 1),
    ],
)
def test_notes_below_the_table_are_no_rows(notes, count):
    rows, mended = mend(table() + notes)
    assert rows == [line.split(",") for line in BODY]
    told = [what for _, what in skipped(mended) if what != "a blank row"]
    assert (len(told), mended.plain) == (count, False)


@pytest.mark.parametrize("last", ["21,2020-01-21,Rome,", "21,2020-01-21,,", "Total,,,210.5"])
def test_a_last_row_with_gaps_is_a_row_if_a_number_or_a_date_is_in_its_place(last):
    rows, _ = mend(table() + last)
    assert rows[-1] == last.split(",")


@pytest.mark.parametrize(
    "other",
    [
        "id,day,town,n,sum\n1,2020-01-01,Rome,3,4\n2,2020-01-02,Oslo,4,5\n",
        "id,day,town\n1,2020-01-01,Rome\n2,2020-01-02,Oslo\n",
        "country,capital,people,area,code\nFrance,Paris,67,5,FR\nSpain,Madrid,47,6,ES\nItaly,Rome,59,7,IT\n",
    ],
)
def test_a_second_table_below_is_not_read(other):
    rows, mended = mend(table() + "\n" + other)
    assert rows == [line.split(",") for line in BODY]
    assert {line: "another table" in what for line, what in skipped(mended)}[23]


@pytest.mark.parametrize(
    ("line", "row"),
    [
        ("21,2020-01-21,Rome,21.5,", "21|2020-01-21|Rome|21.5"),
        ("21,2020-01-21,Rome,21.5,,,", "21|2020-01-21|Rome|21.5"),
    ],
)
def test_blanks_at_the_end_of_a_row_are_cut_off_without_a_word(line, row):
    rows, mended = mend(table(line))
    assert (rows[10], mended.mended.count, mended.plain) == (row.split("|"), 0, False)


@pytest.mark.parametrize(
    ("line", "row", "what"),
    [
        ("21,2020-01-21,Rome, Italy,21.5", "21|2020-01-21|Rome, Italy|21.5", "a delimiter too many"),
        (",21,2020-01-21,Rome,21.5", "21|2020-01-21|Rome|21.5", "a delimiter too many"),
        ("21,,2020-01-21,Rome,21.5", "21|2020-01-21|Rome|21.5", "a delimiter too many"),
        ("21,2020-01-21,Rome", "21|2020-01-21|Rome|", "the last is taken to be blank"),
        ("21,2020-01-21", "21|2020-01-21||", "the others are taken to be blank"),
        ("21", "21|||", "the others are taken to be blank"),
        ("21,2020-01-21Rome,21.5", "21|2020-01-21|Rome|21.5", "a delimiter is missing"),
        ("21;2020-01-21;Rome;21.5", "21|2020-01-21|Rome|21.5", "parted by “;”"),
        ("21\t2020-01-21\tRome\t21.5", "21|2020-01-21|Rome|21.5", "parted by “\t”"),
        ('21;2020-01-21;"Rome; Italy";21.5', "21|2020-01-21|Rome; Italy|21.5", "parted by “;”"),
    ],
)
def test_a_row_too_short_or_too_long_is_put_right_and_told(line, row, what):
    rows, mended = mend(table(line))
    assert rows == [text.split(",") for text in BODY[:10]] + [row.split("|")] + [text.split(",") for text in BODY[10:]]
    (fault,) = mended.mended.first
    assert (fault.line, fault.text) == (12, line)
    assert what in fault.what


def test_numbers_are_never_cut_in_two():
    numbers = "a,b,c\n" + "".join(f"{n},{n * n},{n * 37 % 1000}\n" for n in range(1, 30))
    rows, _ = mend(numbers + "8117,736\n" + "12,345,67\n")
    assert rows[-2] == ["8117", "736", ""]


def test_when_too_many_rows_are_wrong_the_rest_are_filled_up_or_joined_at_the_end(monkeypatch):
    monkeypatch.setattr("app.datasets.text.mend.MOST_MENDED", 1)
    rows, mended = mend(table("21,2020-01-21Rome,21.5", "22,2020-01-22Rome,22.5", "23,2020-01-23,Rome, Italy,23.5"))
    assert rows[11:13] == [["22", "2020-01-22Rome", "22.5", ""], ["23", "2020-01-23", "Rome", " Italy,23.5"]]
    assert mended.mended.count == 3


def test_a_column_of_texts_keeps_its_blank_cells_but_not_its_blank_lines():
    rows, mended = mend('word\nx\n""\n\ny\n')
    assert rows == [["x"], [""], ["y"]]
    assert mended.lines.tolist() == [2, 3, 5]


ROWS = st.lists(st.sampled_from(["1", "x", "", "2020-01-01", " "]), min_size=1, max_size=7).map(",".join)


@given(st.lists(st.sampled_from(BODY) | ROWS, min_size=3, max_size=30))
@settings(max_examples=200, deadline=None)
def test_each_line_is_a_row_as_wide_as_the_table_or_told(lines):
    text = table(*lines)
    rows, mended = mend(text)
    width = len(rows[0])
    assert {len(row) for row in rows} == {width}
    assert len(rows) == mended.rows == len(mended.lines)
    assert mended.rows + mended.skipped.count + 1 >= len(text.splitlines()) or "another table" in str(mended.skipped)
