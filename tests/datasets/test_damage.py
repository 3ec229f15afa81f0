"""A damaged row harms no other row, and what stands above and below a table harms none at all."""

import csv
import io
import random
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.datasets.config import ReadOptions
from app.datasets.read import open_regular

TOWNS = ["Rome", "New York", "São Paulo", "Kyiv, Ukraine", 'the "Hague"', "it's"]
COLUMNS = {
    "id": lambda chance, row: str(row),
    "day": lambda chance, row: f"2020-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}",
    "town": lambda chance, row: chance.choice(TOWNS),
    "n": lambda chance, row: f"{chance.uniform(0, 100):.2f}",
    "note": lambda chance, row: chance.choice(["fine", "so, it goes", "well done", ""]),
}
DAMAGES = {
    "a cut": lambda line, sep, at: line[: at or 1],
    "a delimiter too many": lambda line, sep, at: line[:at] + sep + line[at:],
    "a delimiter too few": lambda line, sep, at: line.replace(sep, "", 1),
    "a stray quote": lambda line, sep, at: line[:at] + '"' + line[at:],
    "a quote too few": lambda line, sep, at: line.replace('"', "", 1),
    "a line break": lambda line, sep, at: line[:at] + "\n" + line[at:],
    "another delimiter": lambda line, sep, at: line.replace(sep, ";" if sep != ";" else "|"),
    "delimiters at the end": lambda line, sep, at: line + sep * 3,
    "only delimiters": lambda line, sep, at: sep * line.count(sep),
    "nothing": lambda line, sep, at: "",
    "a remark": lambda line, sep, at: "# so far, so good",
    "a row twice": lambda line, sep, at: f"{line}\n{line}",
}
DIALECTS = st.tuples(st.sampled_from(",;\t|"), st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]))
NAMES = st.permutations(sorted(COLUMNS)).flatmap(lambda names: st.integers(3, 5).map(lambda count: names[:count]))


def made(names: list[str], chance: random.Random) -> list[list[str]]:
    return [[COLUMNS[name](chance, row) for name in names] for row in range(chance.choice([12, 20, 40]))]


def written(rows: list[list[str]], sep: str, quoting: int) -> list[str]:
    file = io.StringIO()
    csv.writer(file, delimiter=sep, quoting=quoting, lineterminator="\n").writerows(rows)
    return file.getvalue().splitlines()


def read_back(lines: list[str]) -> tuple[list[str], list[list[str]]]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table.csv"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        with open_regular(path, ReadOptions()) as table:
            return list(table.names), list(table.rows())


@given(NAMES, DIALECTS, st.randoms(use_true_random=False), st.lists(st.sampled_from(sorted(DAMAGES)), max_size=4))
@settings(max_examples=200, deadline=None)
def test_a_damaged_row_harms_no_other_row(names, dialect, chance, damages):
    rows = made(names, chance)
    header, *lines = written([names, *rows], *dialect)
    damaged = dict(zip(chance.sample(range(len(rows)), len(damages)), damages, strict=True))
    for row, damage in damaged.items():
        lines[row] = DAMAGES[damage](lines[row], dialect[0], chance.randrange(len(lines[row])))
    found_names, found = read_back([header, *lines])
    assert found_names == names
    assert [row for at, row in enumerate(rows) if at not in damaged and row not in found] == []


@pytest.mark.parametrize(
    ("names", "damaged"),
    [
        (["id", "note", "town"], ["0fine,Rome", "1fine,Rome"]),
        (["note", "id", "town"], ["f", ",fine,1,Rome"]),
        (["town", "id", "note"], ["R", "New,York,1,fine"]),
    ],
)
def test_damaged_rows_right_under_a_header_are_no_header(names, damaged):
    cells = {"id": str, "note": lambda row: "fine", "town": lambda row: "Rome"}
    rows = [[cells[name](row) for name in names] for row in range(2, 20)]
    found_names, found = read_back([",".join(names), *damaged, *written(rows, ",", csv.QUOTE_MINIMAL)])
    assert found_names == names
    assert found[-18:] == rows


ABOVE = [
    ["A report of the year", ""],
    ["A report, of the year", "", ""],
    ["Country:,France", ""],
    ["# a remark", "# of us"],
]
BELOW = [
    ["Source: the office"],
    ["", "Source: the office, 2020"],
    ["", "* revised, twice"],
    ["# the end", ""],
    ["", "Total"],
]


@pytest.mark.parametrize("sep", [",", ";", "\t", "|"])
@pytest.mark.parametrize("below", [[], *BELOW])
@pytest.mark.parametrize("above", [[], *ABOVE])
def test_lines_above_and_below_a_table_harm_no_row(above, below, sep):
    names = ["id", "day", "town", "n", "note"]
    rows = made(names, random.Random(3))
    assert read_back([*above, *written([names, *rows], sep, csv.QUOTE_MINIMAL), *below]) == (names, rows)
