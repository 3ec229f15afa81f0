"""The file beside a dataset: what it says is used, and what is wrong in it is told and passed over."""

import pytest

from app.datasets import Catalog, Problem
from app.datasets.config import COLUMN_KEYS, FORMATS, KEYS, ColumnConfig, Config, read_config

SAID = """
title = "Sales"
description = "All of them."
source = "The till <https://example.org>"
licence = "CC0"
sort = "-amount"
filters = ["shop"]
figures = ["sum(amount)"]
charts = ["bar:shop"]

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
    )


def test_the_example_here_says_all_that_can_be_said():
    assert all(f"{key} = " in SAID for key in KEYS if key != "columns")
    assert all(f"{key} = " in SAID for key in COLUMN_KEYS)


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
    ("[columns.amount]\nkind = 'geo'", "columns.amount.kind", "“geo” is not one of category, text"),
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
    config, problems = said("titel = 'x'\ndescription = 'fine'\n[columns.a]\nkind = 'geo'\nunit = 'km'\n")
    assert config.description == "fine"
    assert config.columns["a"] == ColumnConfig(unit="km")
    assert [problem.key for problem in problems] == ["titel", "columns.a.kind"]


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_is_known(said, form):
    config, problems = said(f"[columns.a]\nformat = '{form}'\n")
    assert (config.columns["a"].format, problems) == (form, ())


def test_a_problem_is_a_line_for_people():
    assert str(Problem("sales.toml", "title", "It is wrong.")) == "sales.toml, title: It is wrong."
    assert str(Problem("sales.toml", "", "It is wrong.")) == "sales.toml: It is wrong."
