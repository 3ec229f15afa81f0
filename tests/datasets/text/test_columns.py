"""A large regular file is read fast, plain numbers without their texts; it is the same table as when read with care."""

import csv
import io
import random
import tempfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.datasets.column import Coded
from app.datasets.read import read
from app.datasets.table import Table

ROWS = [(str(n), ["Rome", "Oslo", "Bern"][n % 3], str(n * 1.25), f"2020-01-{n % 28 + 1:02}") for n in range(900)]
HEADER = ("n", "town", "price", "day")
LATE = 800
"""A row that is not among the first records, from which the layout is seen."""
CELLS = {
    "word": lambda chance: chance.choice(["Rome", "New York", "a,b", 'say "hi"', "two\nlines", "É", "NA", "", "-"]),
    "whole": lambda chance: str(chance.randint(-9, 999)),
    "number": lambda chance: repr(round(chance.uniform(-9, 99), 3)),
    "power": lambda chance: f"{chance.uniform(0, 1):e}",
    "code": lambda chance: f"{chance.randint(0, 99):03}",
    "day": lambda chance: f"20{chance.randint(10, 29)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}",
    "time": lambda chance: f"2020-01-{chance.randint(1, 28):02} {chance.randint(0, 23):02}:30",
    "flag": lambda chance: chance.choice(["true", "false", ""]),
    "bit": lambda chance: chance.choice("01"),
    "gap": lambda chance: chance.choice(["", "-", "n/a", "x", "1", "2", "3"]),
    "rare": lambda chance: str(chance.randint(1, 99)) if chance.random() < 0.1 else "",
    "none": lambda chance: "",
    "plus": lambda chance: f"+{chance.randint(0, 99)}",
    "padded": lambda chance: f" {chance.randint(0, 99)}",
    "large": lambda chance: str(chance.randint(2**53 - 2, 2**53 + 2)),
    "huge": lambda chance: str(chance.randint(0, 10**25)),
    "endless": lambda chance: chance.choice(["inf", "-inf", "nan", "0.5"]),
    "money": lambda chance: f"${chance.randint(1000, 9999):,}",
    "share": lambda chance: f"{chance.randint(0, 100)}%",
    "lat": lambda chance: repr(chance.uniform(-80, 80)),
    "year": lambda chance: str(chance.randint(1990, 2020)),
}


def table(text: str, *, fast: bool) -> Table:
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        if fast:
            patch.setattr("app.datasets.text.regular.LARGE", 0)
            patch.setattr("app.datasets.text.columns.FAST", 0)
        (Path(folder) / "table.csv").write_text(text, encoding="utf-8", newline="")
        return read(Path(folder) / "table.csv")


def shown(found: Table) -> list[tuple[object, ...]]:
    """Of each column its name, kind and cells, as they are kept."""
    columns = [(column.kind, column.cells) for column in found.columns]
    kept = [[*cells.values, *cells.codes] if isinstance(cells, Coded) else cells.values for _, cells in columns]
    types = [np.asarray(getattr(cells, "codes", cells.values)).dtype for _, cells in columns]
    return [
        (name, kind, type_, list(map(str, cells)))
        for name, (kind, _), type_, cells in zip(found.names, columns, types, kept, strict=True)
    ]


def written(rows, *, delimiter: str = ",", quoting: int = 0, end: str = "\n") -> str:
    file = io.StringIO()
    csv.writer(file, delimiter=delimiter, quoting=quoting, lineterminator=end).writerows(rows)
    return file.getvalue()


DIALECTS = st.fixed_dictionaries(
    {
        "delimiter": st.sampled_from(",;\t|"),
        "quoting": st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
        "end": st.sampled_from(["\n", "\r\n", "\r"]),
    }
)


@given(
    st.lists(st.sampled_from(sorted(CELLS)), min_size=2, max_size=5),
    st.sampled_from([4, 30, 250, 700]),
    st.randoms(use_true_random=False),
    DIALECTS,
)
@settings(max_examples=40, deadline=None)
def test_fast_and_careful_reading_give_the_same_table(sorts, count, chance, dialect):
    header = [f"{sort}{at or ''}" for at, sort in enumerate(sorts)]
    rows = [[str(row), *(CELLS[sort](chance) for sort in sorts)] for row in range(count)]
    text = written([["row", *header], *rows], **dialect)
    careful, fast = table(text, fast=False), table(text, fast=True)
    assert shown(fast) == shown(careful)
    assert (fast.recipe is None) == (careful.recipe is None)


@pytest.mark.parametrize(
    ("late", "kinds"),
    [
        (("1", "Rome", "1.5", "2020-01-01"), ["integer", "category", "number", "date"]),
        (("007", "Rome", "1.5", "2020-01-01"), ["id", "category", "number", "date"]),
        (("1", "Rome", "soon", "2020-01-01"), ["integer", "category", "number", "date"]),
        (("x", "Rome", "1.5", "2020-01-01"), ["integer", "category", "number", "date"]),
        (("1.5", "Rome", "1.5", "2020-01-01"), ["number", "category", "number", "date"]),
        (("1", "Rome", "1,234.5", "2020-01-01"), ["integer", "category", "number", "date"]),
        (("1", "Rome", "1.5", "2020-02-30"), ["integer", "category", "number", "date"]),
        (("1", "Rome", "1.5", "2020-01-01 10:30"), ["integer", "category", "number", "date"]),
        (("1", "Rome", "n/a", "n/a"), ["integer", "category", "number", "date"]),
        (("", "", "", "2020-01-01"), ["integer", "category", "number", "date"]),
        (("1", "Rome", "1e400", "2020-01-01"), ["integer", "category", "number", "date"]),
        (("1", "Rome", "0x10", "2020-01-01"), ["integer", "category", "number", "date"]),
        ((" 007", "Rome", "1.5", "2020-01-01"), ["integer", "category", "number", "date"]),
        ((str(2**60), "Rome", "1.5", "2020-01-01"), ["category", "category", "number", "date"]),
        (("1", "two\nlines", "1.5", "2020-01-01"), ["integer", "category", "number", "date"]),
    ],
)
def test_one_odd_cell_late_in_a_large_file_is_seen(late, kinds):
    text = written([HEADER, *ROWS[:LATE], late, *ROWS[LATE:]])
    careful, fast = table(text, fast=False), table(text, fast=True)
    assert [column.kind for column in careful.columns][1:] == kinds[1:]
    assert shown(fast) == shown(careful)
    assert fast.report.misfits == careful.report.misfits
    assert fast.rows == len(ROWS) + 1


@pytest.mark.parametrize(
    ("late", "rows"),
    [
        ("n,town,price,day", 900),
        (",,,", 900),
        ("# so far", 900),
        ("1,Rome,1.5", 901),
        ("1,Rome,Italy,1.5,2020-01-01", 901),
        ('1,Ro"me,1.5,2020-01-01', 901),
        ('1,"Ro"me,1.5,2020-01-01', 901),
        ('1,"Rome,1.5,2020-01-01', 901),
    ],
)
def test_a_line_that_is_not_regular_late_in_a_large_file_is_read_with_care(late, rows):
    text = written([HEADER, *ROWS[:LATE]]) + late + "\n" + written(ROWS[LATE:])
    careful, fast = table(text, fast=False), table(text, fast=True)
    assert fast.rows == rows
    assert shown(fast) == shown(careful)
    assert fast.report.skipped == careful.report.skipped
    assert fast.report.mended == careful.report.mended


def test_an_empty_line_late_in_a_large_file_is_no_row():
    text = written([HEADER, *ROWS[:LATE]]) + "\n" + written(ROWS[LATE:])
    assert shown(table(text, fast=True)) == shown(table(text, fast=False))


def test_notes_below_a_large_table_are_passed_over():
    found = table(written([HEADER, *ROWS]) + "Source: the office\n", fast=True)
    assert found.rows == 900
    assert found.report.skipped.count == 1


@pytest.mark.parametrize("block", [200, 1000, 10_000])
def test_it_is_the_same_wherever_a_block_ends(monkeypatch, block):
    text = written([HEADER, *ROWS, ("1", "two\r\nlines", "1.5", ""), *ROWS[:9]])
    whole = shown(table(text, fast=True))
    monkeypatch.setattr("app.datasets.text.columns.BLOCK", block)
    assert shown(table(text, fast=True)) == whole


@given(st.text(st.sampled_from('a1,"\n'), max_size=60))
@example("a,b\n" + "1,2\n" * 30 + '"\n')
@settings(max_examples=50, deadline=None)
def test_no_small_text_is_read_otherwise_if_it_were_large(text):
    text = "name,n\nAnna,1\n" + text + "\nBert,2\nCarl,3\n"
    careful, fast = table(text, fast=False), table(text, fast=True)
    assert (fast.names, fast.rows) == (careful.names, careful.rows)
    assert shown(fast) == shown(careful)


def test_a_large_table_of_random_numbers_is_read_exactly():
    chance = random.Random(5)
    numbers = [chance.uniform(-1e9, 1e9) for _ in range(120_000)]
    found = table("x,row\n" + "".join(f"{number!r},{row}\n" for row, number in enumerate(numbers)), fast=False)
    assert found.columns[0].cells.values.tolist() == numbers
    assert found.columns[1].cells.values.tolist() == list(range(120_000))
