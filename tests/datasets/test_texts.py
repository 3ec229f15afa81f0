"""What the distinct texts of a column mean: its kind, its cells, what is missing."""

import datetime as dt

import pytest

from app.datasets.texts import BOOLEANS, MARKERS, TYPED_MARKERS
from tests.datasets.cells import cells_of

at = dt.datetime.fromisoformat

DAY = dt.date(2012, 6, 30)
AT = at("2012-06-30T10:00:00")
MANY = [f"{a}{b}" for a in "ABCDEF" for b in "WXYZ"]

KINDS = [
    (["1", "2", "2"], "integer", [1, 2, 2]),
    (["+1", "-2", "0"], "integer", [1, -2, 0]),
    (["1", "", "3"], "integer", [1, None, 3]),
    (["1", "-", "3"], "integer", [1, None, 3]),
    (["0.5", ".5", "5.", "1e3", "-1E-3"], "number", [0.5, 0.5, 5, 1000, -0.001]),
    (["1", "2.5", "..", "?"], "number", [1, 2.5, None, None]),
    (["1.5", "inf", "-Infinity", "NaN"], "number", [1.5, float("inf"), float("-inf"), None]),
    (["1", "2", "x"], "category", ["1", "2", "x"]),
    (["01", "02"], "category", ["01", "02"]),
    (["00", "1.5"], "category", ["00", "1.5"]),
    (["1,000", "2,000"], "category", ["1,000", "2,000"]),
    (["9007199254740993", "1"], "category", ["9007199254740993", "1"]),
    ([" 1", " 2"], "category", [" 1", " 2"]),
    (["1_000", "0x10"], "category", ["1_000", "0x10"]),
    (["١", "٢"], "category", ["١", "٢"]),
    (["2012-06-30", "2012-06-30"], "date", [DAY, DAY]),
    (["2012-06", "2012-07"], "date", [dt.date(2012, 6, 1), dt.date(2012, 7, 1)]),
    (["2012-06-30", "missing"], "date", [DAY, None]),
    (["2012-06-30T10:00", "2012-06-30 10:00:00"], "date", [AT, AT]),
    (["2012-06-30T10:00:00Z", "2012-06-30T10:00:00.000+05:30"], "date", [AT, AT]),
    (["2012-06-30T10:00:00.000001"], "date", [AT.replace(microsecond=1)]),
    (["2012-02-30"], "category", ["2012-02-30"]),
    (["30.06.2012"], "category", ["30.06.2012"]),
    (["2012", "2013"], "integer", [2012, 2013]),
    (["true", "False", "TRUE"], "boolean", [True, False, True]),
    (["yes", "No", ""], "boolean", [True, False, None]),
    (["t", "F"], "boolean", [True, False]),
    (["n", "Y", "-"], "boolean", [False, True, None]),
    (["yes", "yes"], "category", ["yes", "yes"]),
    (["yes", "no", "maybe"], "category", ["yes", "no", "maybe"]),
    (["yes", "false"], "category", ["yes", "false"]),
    (["1", "0"], "integer", [1, 0]),
    (["x", "NA", "null", "None", "  "], "category", ["x", None, None, None, None]),
    (["x", "-", "?", "na"], "category", ["x", "-", "?", "na"]),
    ([*MANY, "NA"], "id", [*MANY, "NA"]),
    ([*MANY, "NA", ""], "id", [*MANY, "NA", None]),
    ([*MANY[:10], "NA"], "category", [*MANY[:10], None]),
    (["", "NA", "-"], "empty", [None, None, None]),
    (["straße", "日本", "😀"], "category", ["straße", "日本", "😀"]),
]  # fmt: skip


@pytest.mark.parametrize(("texts", "kind", "cells"), KINDS)
def test_texts_are_of_this_kind(open_text, texts, kind, cells):
    dataset = open_text("x,row\n" + "".join(f'"{text}",{row}\n' for row, text in enumerate(texts)))  # fmt: skip
    column = dataset.columns["x"]
    if kind == "id":  # letters alone are no identifier
        assert column.kind in ("id", "text")
    else:
        assert column.kind == kind
    assert cells_of(dataset, "x") == cells
    assert column.missing == cells.count(None)
    assert column.distinct == len(set(cells) - {None})


@pytest.mark.parametrize("marker", sorted(MARKERS))
def test_a_marker_is_missing_among_words(open_text, marker):
    assert cells_of(open_text(f"x\nword\n{marker}\nother word\n"), "x") == ["word", None, "other word"]


@pytest.mark.parametrize("marker", sorted(TYPED_MARKERS))
@pytest.mark.parametrize("other", ["1", "1.5", "2012-06-30", "yes\nno"])
def test_a_marker_is_missing_among_numbers_dates_and_truths(open_text, marker, other):
    dataset = open_text(f"x\n{other}\n{marker}\n")
    assert dataset.columns["x"].kind in ("integer", "number", "date", "boolean")
    assert cells_of(dataset, "x")[-1] is None


@pytest.mark.parametrize(("false", "true"), BOOLEANS)
def test_each_pair_of_truths_is_known_in_either_case(open_text, false, true):
    dataset = open_text(f"x\n{true.upper()}\n{false}\n{true}\n")
    assert dataset.columns["x"].kind == "boolean"
    assert cells_of(dataset, "x") == [True, False, True]


def numbered(name, rows, *, start=1):
    return f"{name}\n" + "".join(f"{start + row}\n" for row in range(rows))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (numbered("id", 3), "id"),
        (numbered("customer_id", 3), "id"),
        (numbered("Order Number", 3), "id"),
        (numbered("zip", 3), "id"),
        (numbered("paid", 3), "integer"),
        (numbered("year", 3), "integer"),
        ("id\n1\n1\n", "integer"),
        ("id\n7\n", "integer"),
        ("key\n" + "".join(f"K{row}\n" for row in range(30)), "id"),
        ("name\n" + "".join(f"{row} High Street\n" for row in range(30)), "category"),
        ("name\n" + "".join(f"{row} High Street\n" for row in range(300)), "text"),
        ("name\n" + "".join(f"{row % 100} High Street\n" for row in range(300)), "category"),
        ("note\n" + "".join(f"{'long ' * 20}{row % 3}\n" for row in range(300)), "text"),
    ],
)
def test_words_and_numbers_that_name_a_row_are_identifiers(open_text, text, kind):
    (column,) = open_text(text).columns.values()
    assert column.kind == kind


@pytest.mark.parametrize(
    ("texts", "kind", "cells"),
    [
        (["1", "2"], "number", [1, 2]),
        (["1", "2"], "integer", [1, 2]),
        (["1", "2"], "category", ["1", "2"]),
        (["1", "2"], "text", ["1", "2"]),
        (["1", "2"], "id", ["1", "2"]),
        (["2012-06-30", "-"], "date", [DAY, None]),
        (["2012-06-30", "NA"], "text", ["2012-06-30", None]),
        (["yes", "no"], "category", ["yes", "no"]),
        (["yes", "no"], "boolean", [True, False]),
        (["", "-"], "empty", [None, None]),
    ],
)
@pytest.mark.parametrize("name", ["x", "id"])
def test_the_owner_may_say_the_kind(open_text, name, texts, kind, cells):
    text = f"{name},row\n" + "".join(f"{cell},{row}\n" for row, cell in enumerate(texts))
    dataset = open_text(text, toml=f'[columns.{name}]\nkind = "{kind}"\n')
    assert dataset.problems == ()
    assert dataset.columns[name].kind == kind
    assert cells_of(dataset, name) == cells


@pytest.mark.parametrize(
    ("texts", "wanted", "kind"),
    [
        (["1", "x"], "integer", "category"),
        (["1.5", "2"], "integer", "number"),
        (["x", "y"], "number", "category"),
        (["2012", "2013"], "date", "integer"),
        (["1", "0"], "boolean", "integer"),
        (["x", "y"], "empty", "category"),
    ],
)
def test_a_kind_that_does_not_fit_every_cell_is_refused(open_text, texts, wanted, kind):
    text = "x\n" + "".join(f"{cell}\n" for cell in texts)
    dataset = open_text(text, toml=f'[columns.x]\nkind = "{wanted}"\n')
    assert dataset.columns["x"].kind == kind
    assert [problem.key for problem in dataset.problems] == ["columns.x.kind"]
