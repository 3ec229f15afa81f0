"""What the distinct texts of a column mean: its kind, its cells, what is missing."""

import datetime as dt

import pytest

from app.datasets.kinds.infer import BOOLEANS
from app.datasets.kinds.missing import MARKERS, TYPED_MARKERS
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
    (["1", "2", "x"], "integer", [1, 2, None]),
    (["1", "2", "y"], "category", ["1", "2", "y"]),
    (["01", "02"], "category", ["01", "02"]),
    (["00", "1.5"], "category", ["00", "1.5"]),
    (["1,000", "2,000"], "integer", [1000, 2000]),
    (["1,5", "2,25"], "number", [1.5, 2.25]),
    (["1.234,5", "2.000,25"], "number", [1234.5, 2000.25]),
    (["1 234", "12 345 678"], "integer", [1234, 12345678]),
    (["$1,234.50", "-$2"], "number", [1234.5, -2]),
    (["10 €", "(5 €)"], "number", [10, -5]),
    (["12.5%", "3%"], "number", [12.5, 3]),
    (["$1", "€2"], "category", ["$1", "€2"]),
    (["1.5*", "2", "3.25 p"], "number", [1.5, 2, 3.25]),
    (["9007199254740993", "1"], "category", ["9007199254740993", "1"]),
    ([" 1", " 2"], "integer", [1, 2]),
    (["1_000", "0x10"], "category", ["1_000", "0x10"]),
    (["١", "٢"], "category", ["١", "٢"]),
    (["2012-06-30", "2012-06-30"], "date", [DAY, DAY]),
    (["2012-06", "2012-07"], "date", [dt.date(2012, 6, 1), dt.date(2012, 7, 1)]),
    (["2012-06-30", "missing"], "date", [DAY, None]),
    (["2012-06-30T10:00", "2012-06-30 10:00:00"], "date", [AT, AT]),
    (["2012-06-30T10:00:00Z", "2012-06-30T10:00:00.000+05:30"], "date", [AT, AT]),
    (["2012-06-30T10:00:00.000001"], "date", [AT.replace(microsecond=1)]),
    (["2012-02-30"], "category", ["2012-02-30"]),
    (["30.06.2012"], "date", [DAY]),
    (["30/6/2012", "1/7/2012"], "date", [DAY, dt.date(2012, 7, 1)]),
    (["6/30/12", "7/1/12"], "date", [DAY, dt.date(2012, 7, 1)]),
    (["30 Jun 2012", "June 30, 2012"], "date", [DAY, DAY]),
    (["2012Q2", "Q3 2012"], "date", [dt.date(2012, 4, 1), dt.date(2012, 7, 1)]),
    (["2012-06-30 10:00 AM"], "date", [AT]),
    (["51.5,-0.12", "48.8,2.35"], "geo", ["51.5,-0.12", "48.8,2.35"]),
    (["2012", "2013"], "integer", [2012, 2013]),
    (["true", "False", "TRUE"], "boolean", [True, False, True]),
    (["yes", "No", ""], "boolean", [True, False, None]),
    (["t", "F"], "boolean", [True, False]),
    (["n", "Y", "-"], "boolean", [False, True, None]),
    (["yes", "yes"], "category", ["yes", "yes"]),
    (["true", "True", ""], "boolean", [True, True, None]),
    (["FALSE"], "boolean", [False]),
    (["oui", "Non"], "boolean", [True, False]),
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
@pytest.mark.parametrize("written", [str, str.upper, str.title, " {} ".format])
def test_a_marker_is_missing_among_numbers_dates_and_truths(open_text, marker, other, written):
    dataset = open_text(f'column\n{other}\n"{written(marker)}"\n')
    assert dataset.columns["column"].kind in ("integer", "number", "date", "boolean")
    assert cells_of(dataset, "column")[-1] is None


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
        (numbered("order_number", 3), "id"),
        (numbered("zip", 3), "id"),
        ("zip\n10115\n10115\n20095\n", "category"),
        ("my_postal_code\n10115\n10115\n", "category"),
        ("codex\n1\n1\n", "integer"),
        (f"id\n{2**53}\n{2**53 - 1}\n", "id"),
        ("id\n" + "".join(f"{2**60 + row}\n" for row in range(30)), "id"),
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
        (["1", "y"], "integer", "category"),
        (["1.5", "2"], "integer", "number"),
        (["x", "y"], "number", "category"),
        (["2012", "2013"], "date", "integer"),
        (["1", "0"], "boolean", "integer"),
        (["x", "y"], "empty", "category"),
    ],
)
def test_a_kind_that_does_not_fit_most_cells_is_refused(open_text, texts, wanted, kind):
    text = "x\n" + "".join(f"{cell}\n" for cell in texts)
    dataset = open_text(text, toml=f'[columns.x]\nkind = "{wanted}"\n')
    assert dataset.columns["x"].kind == kind
    assert [problem.key for problem in dataset.problems] == ["columns.x.kind"]


@pytest.mark.parametrize("faults", [1, 2, 3])
def test_few_cells_that_do_not_fit_are_missing_and_told(open_text, faults):
    words = ["lots", "plenty", "some more"]
    text = "x,row\n" + "".join(f"{row},{row}\n" for row in range(100 - faults)) + "".join(
        f"{word},0\n" for word in words[:faults]
    )  # fmt: skip
    dataset = open_text(text)
    misfits = next(reading.misfits for reading in dataset.report.columns if reading.name == "x")
    if faults > 2:  # of 100
        assert (dataset.columns["x"].kind, dataset.columns["x"].missing, misfits.count) == ("text", 0, 0)
        return
    assert (dataset.columns["x"].kind, dataset.columns["x"].missing, misfits.count) == ("integer", faults, faults)
    assert [(fault.line, fault.text) for fault in misfits.first] == [
        (102 - faults + at, word) for at, word in enumerate(words[:faults])
    ]


def test_the_words_that_were_read_as_missing_are_told(open_text):
    (reading, _) = open_text("x,row\n1,0\n-,1\nN/A,2\n,3\n").report.columns
    assert reading.missing_words == ("-", "N/A")


@pytest.mark.parametrize(
    ("name", "cells", "kind"),
    [
        ("lat", "51.5", "geo"),
        ("start_longitude", "-0.12", "geo"),
        ("Latitude", "48", "geo"),
        ("lat", "151.5", "number"),
        ("flat", "51.5", "number"),
    ],
)
def test_latitudes_and_longitudes_are_places(open_text, name, cells, kind):
    assert open_text(f"{name},row\n{cells},0\n{cells},1\n").columns[name.lower()].kind == kind


def test_a_date_of_two_readings_is_read_as_its_neighbours_are(open_text):
    dataset = open_text("first,second\n01/02/2012,13/02/2012\n03/04/2012,14/02/2012\n")
    assert cells_of(dataset, "first") == [dt.date(2012, 2, 1), dt.date(2012, 4, 3)]
    dataset = open_text("first,second\n01/02/2012,02/13/2012\n03/04/2012,02/14/2012\n")
    assert cells_of(dataset, "first") == [dt.date(2012, 1, 2), dt.date(2012, 3, 4)]


def test_the_owner_may_say_how_numbers_dates_and_gaps_are_written(open_text):
    text = "amount;day;word\n1,234;01/02/2012;ohne\n5,678;03/04/2012;x\n"
    dataset = open_text(text, toml='[read]\ndecimal = ","\ndayfirst = true\nmissing = ["ohne"]\n')
    assert cells_of(dataset, "amount") == [1.234, 5.678]
    assert cells_of(dataset, "day") == [dt.date(2012, 2, 1), dt.date(2012, 4, 3)]
    assert cells_of(dataset, "word") == [None, "x"]
    dataset = open_text(text, toml='[read]\ndecimal = "."\ndayfirst = false\n')
    assert cells_of(dataset, "amount") == [1234, 5678]
    assert cells_of(dataset, "day") == [dt.date(2012, 1, 2), dt.date(2012, 3, 4)]
    assert cells_of(dataset, "word") == ["ohne", "x"]
