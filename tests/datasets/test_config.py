"""The file beside a dataset: what it says is used, and what is wrong in it is told and passed over."""

import gzip
from dataclasses import fields

import pytest

from app.datasets import Catalog, Problem
from app.datasets.config import (
    COLUMN_KEYS,
    FORMATS,
    KEYS,
    LISTS,
    READ_CHECKS,
    READ_KEYS,
    TEXTS,
    ColumnConfig,
    Config,
    ReadOptions,
    read_config,
)
from tests.datasets.cells import table_of

SAID = """
title = "Sales"
description = "All of them."
source = "The till <https://example.org>"
licence = "CC0"
sort = "-amount"
filters = ["shop"]
figures = ["sum(amount)"]
charts = ["bar:shop"]

[read]
encoding = "cp1252"
delimiter = ";"
header = 3
skip = 2
decimal = ","
dayfirst = true
missing = ["k. A."]
long = true

[columns.amount]
label = "Amount"
unit = "€"
kind = "number"
format = "eur"
description = "With tax."
hidden = false
"""


@pytest.fixture
def said(data_dir):
    def said(text):
        path = data_dir / "sales.toml"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return read_config(path)

    return said


def test_everything_that_is_said_is_read(said):
    amount = ColumnConfig("Amount", "€", "number", "eur", "With tax.", hidden=False)
    config, problems = said(SAID)
    assert problems == ()
    assert config == Config(
        file="sales.toml",
        title="Sales",
        description="All of them.",
        source="The till <https://example.org>",
        licence="CC0",
        sort="-amount",
        filters=("shop",),
        figures=("sum(amount)",),
        charts=("bar:shop",),
        columns={"amount": amount},
        read=ReadOptions("cp1252", ";", 3, 2, ",", dayfirst=True, missing=("k. A.",), long=True),
    )


def test_the_example_here_says_all_that_can_be_said():
    assert all(f"\n{key} = " in SAID for key in (*TEXTS, *LISTS, *COLUMN_KEYS, *READ_KEYS))
    assert set(KEYS) == {*TEXTS, *LISTS, "columns", "read"}
    assert {field.name for field in fields(ReadOptions)} == set(READ_KEYS) == set(READ_CHECKS)


def test_no_file_says_nothing(data_dir):
    assert read_config(data_dir / "sales.toml") == (Config(), ())


PROBLEMS = [
    ("titel = 'x'", "titel", "did you mean “title”?"),
    ("zzz = 1", "zzz", "Known are title, "),
    ("title = 5", "title", "a text in quotes"),
    ("sort = ['a']", "sort", "a text in quotes"),
    ("filters = 'a'", "filters", "a list of texts"),
    ("charts = [1]", "charts", "a list of texts"),
    ("figures = {a = 1}", "figures", "a list of texts"),
    ("columns = 3", "columns", "a table, as in [columns.price]"),
    ("columns = []", "columns", "a table, as in [columns.price]"),
    ("[columns]\namount = 'number'", "columns.amount", "a table, as in label"),
    ("[columns.amount]\nkind = 'place'", "columns.amount.kind", "“place” is not one of category, text"),
    ("[columns.amount]\nkind = ['number']", "columns.amount.kind", "is not one of"),
    ("[columns.amount]\nkind = {}", "columns.amount.kind", "is not one of"),
    ("[columns.amount]\nhidden = 'yes'", "columns.amount.hidden", "true or false"),
    ("[columns.amount]\nhidden = 1", "columns.amount.hidden", "true or false"),
    ("[columns.amount]\nformat = 'euros'", "columns.amount.format", "“euros” is not one of plain"),
    ("[columns.amount]\nlabel = 2012-06-30", "columns.amount.label", "a text in quotes"),
    ("[columns.amount]\nlable = 'x'", "columns.amount.lable", "did you mean “label”?"),
    ("[columns.amuont]\nlabel = 'x'", "columns.amuont", "There is no such column; there are shop, amount."),
    ("[columns.shop]\nkind = 'number'", "columns.shop.kind", "the column stays category"),
    ("[columns.amount]\nkind = 'date'", "columns.amount.kind", "the column stays integer"),
    ("[columns.amount]\nkind = 'empty'", "columns.amount.kind", "the column stays integer"),
    ("read = 3", "read", "a table, as in [read]"),
    ("[[read]]", "read", "a table, as in [read]"),
    ("[read]\nencodign = 'cp1252'", "read.encodign", "did you mean “encoding”?"),
    ("[read]\nzzz = 1", "read.zzz", "Known are encoding, delimiter, header, skip"),
    ("title = 'x", "", "This is not valid TOML"),
    ("\x00", "", "This is not valid TOML"),
    ("title = 'a'\ntitle = 'b'", "", "This is not valid TOML"),
    ("x = " + "[" * 20_000, "", "This is not valid TOML"),
    (b"title = '\xff'", "", "The file can't be read"),
    (b"\xff\xfet\x00", "", "The file can't be read"),
]


@pytest.mark.parametrize(("text", "key", "reason"), PROBLEMS, ids=lambda value: str(value)[:40])
def test_what_is_wrong_is_told_and_the_dataset_opens_all_the_same(data_dir, text, key, reason):
    (data_dir / "sales.csv").write_text("shop,amount\na,1\nb,2\nb,2\n")
    (data_dir / "sales.toml").write_bytes(text if isinstance(text, bytes) else text.encode())
    catalog = Catalog(data_dir)
    dataset = catalog.open(catalog.entries()["sales"])
    assert dataset.rows == 3
    assert [(problem.file, problem.key) for problem in dataset.problems] == [("sales.toml", key)]
    assert reason in dataset.problems[0].reason
    assert dataset.columns["amount"].kind == "integer"


def test_a_folder_in_place_of_the_file_is_a_problem(data_dir):
    (data_dir / "sales.csv").write_text("a\n1\n")
    (data_dir / "sales.toml").mkdir()
    catalog = Catalog(data_dir)
    (problem,) = catalog.open(catalog.entries()["sales"]).problems
    assert problem.file == "sales.toml"


def test_one_fault_does_not_hide_what_is_right(said):
    config, problems = said("titel = 'x'\ndescription = 'fine'\n[columns.a]\nkind = 'place'\nunit = 'km'\n")
    assert config.description == "fine"
    assert config.columns["a"] == ColumnConfig(unit="km")
    assert [problem.key for problem in problems] == ["titel", "columns.a.kind"]


WRONG = {
    "encoding": ["'klingon'", "''", "5", "true", "'rot13'", "'hex'", "['utf-8']", "'utf-8\\u0000'"],
    "delimiter": ["''", "';;;;;'", "5", "[';']"],
    "header": ["-1", "'1'", "1.0", "true", "10_000_000", "[1, 2]"],
    "skip": ["-1", "'1'", "1.5", "false", "10_000_000"],
    "decimal": ["';'", "''", "5", "',,'", "[',']"],
    "dayfirst": ["'yes'", "1", "0", "[]"],
    "missing": ["'-'", "[1]", "5", "[['-']]", "{a = 1}"],
    "long": ["'yes'", "1", "2012-06-30"],
}
RIGHT = {
    "encoding": [("'utf-8'", "utf-8"), ("'CP1252'", "CP1252"), ("'latin-1'", "latin-1"), ("'utf-16'", "utf-16")],
    "delimiter": [("','", ","), (r'"\t"', "\t"), ("'||'", "||"), ("' '", " "), ("'::::'", "::::")],
    "header": [("0", 0), ("1", 1), ("1_000_000", 1_000_000)],
    "skip": [("0", 0), ("7", 7)],
    "decimal": [("'.'", "."), ("','", ",")],
    "dayfirst": [("true", True), ("false", False)],
    "missing": [("[]", ()), ("['-', 'n/a']", ("-", "n/a")), ("['']", ("",))],
    "long": [("true", True), ("false", False)],
}


@pytest.mark.parametrize(("key", "written"), [(key, value) for key, values in WRONG.items() for value in values])
def test_an_option_of_reading_that_is_wrong_is_told_and_passed_over(said, key, written):
    config, (problem,) = said(f"title = 'x'\n[read]\n{key} = {written}\n")
    assert config == Config(file="sales.toml", title="x")
    assert (problem.key, problem.reason) == (f"read.{key}", f"It should be {READ_CHECKS[key][1]}.")


@pytest.mark.parametrize(("key", "written", "value"), [(key, *pair) for key, pairs in RIGHT.items() for pair in pairs])
def test_an_option_of_reading_that_is_right_is_read(said, key, written, value):
    config, problems = said(f"[read]\n{key} = {written}\n")
    assert (config.read, problems) == (ReadOptions(**{key: value}), ())


def test_every_option_of_reading_is_tried_here():
    assert set(WRONG) == set(RIGHT) == set(READ_KEYS)


@pytest.mark.parametrize("key", WRONG)
def test_a_file_opens_whatever_is_wrong_in_its_options(data_dir, key):
    (data_dir / "sales.csv").write_text("shop,amount\na,1\nb,2\n")
    (data_dir / "sales.toml").write_text(f"[read]\n{key} = {WRONG[key][0]}\n")
    catalog = Catalog(data_dir)
    dataset = catalog.open(catalog.entries()["sales"])
    assert (dataset.rows, [problem.key for problem in dataset.problems]) == (2, [f"read.{key}"])


@pytest.mark.parametrize(
    ("content", "toml", "table"),
    [
        ("a\nJosé\n".encode("cp850"), "encoding = 'cp850'", {"a": ["José"]}),
        (b"a,b;c\n1,2;3\n", "delimiter = ';'", {"a_b": [1.2], "c": [3]}),
        (b"a||b\n1||2\n3||4\n", "delimiter = '||'", {"a": [1, 3], "b": [2, 4]}),
        (b"x,y\nz,w\n", "header = 0", {"column_1": ["x", "z"], "column_2": ["y", "w"]}),
        (b"x,y\na,b\n1,2\n", "header = 2", {"a": [1], "b": [2]}),
        (b"x,y\nu,v\na,b\n1,2\n", "skip = 2", {"a": [1], "b": [2]}),
        (b"a;b\n1,234;2\n", "decimal = ','", {"a": [1.234], "b": [2]}),
        (b"a;b\n1,234;2\n", "decimal = '.'", {"a": [1234], "b": [2]}),
        (b"a,b\n-99,x\n1,none at all\n", "missing = ['-99', 'none at all']", {"a": [None, 1], "b": ["x", None]}),
    ],
)
def test_what_the_owner_says_of_the_file_goes_before_what_is_found(open_text, content, toml, table):
    dataset = open_text(content, toml=f"[read]\n{toml}\n")
    assert (table_of(dataset), dataset.problems) == (table, ())


def test_a_compressed_file_has_its_configuration_under_its_plain_name(data_dir):
    (data_dir / "sales.csv.gz").write_bytes(gzip.compress(b"shop;amount\na;1,234\n"))
    (data_dir / "sales.toml").write_text('title = "All sales"\n[read]\ndecimal = ","\n')
    catalog = Catalog(data_dir)
    dataset = catalog.open(catalog.entries()["sales"])
    assert (dataset.title, dataset.columns["amount"].low) == ("All sales", 1.234)


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_is_known(said, form):
    config, problems = said(f"[columns.a]\nformat = '{form}'\n")
    assert (config.columns["a"].format, problems) == (form, ())


def test_a_problem_is_a_line_for_people():
    assert str(Problem("sales.toml", "title", "It is wrong.")) == "sales.toml, title: It is wrong."
    assert str(Problem("sales.toml", "", "It is wrong.")) == "sales.toml: It is wrong."
