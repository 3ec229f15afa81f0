"""What a dashboard shows when the URL says nothing."""

import numpy as np
import pandas as pd
import pytest

from app.query import Query, QueryError, Sort, defaults
from app.query.choice import MOST_CHARTS, MOST_FACETS, MOST_FIGURES, period_of
from app.query.defaults import parse_sort

ROWS = np.arange(60)


def texts(found):
    return [str(each) for each in found]


def sales() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "order_id": ROWS + 100,
            "shop": np.array(["north", "south", "east"])[ROWS % 3],
            "sold": pd.Timestamp("2020-01-15") + pd.to_timedelta(ROWS * 30, unit="D"),
            "amount": ROWS * 1.5,
            "rating": ROWS % 12 + 0.5,
            "constant": 1,
            "nothing": pd.Series([None] * 60, dtype=object),
        }
    )


def test_a_table_with_dates_and_amounts_gets_a_line_a_bar_a_histogram_and_a_relation(open_frame):
    charts = defaults(open_frame(sales()).schema).charts
    assert [chart.mark for chart in charts] == ["line", "bar", "histogram", "scatter"]
    assert [str(chart.x) for chart in charts] == ["month(sold)", "shop", "amount", "amount"]


def test_figures_are_what_there_is_and_how_much(open_frame):
    usual = defaults(open_frame(sales()).schema)
    assert texts(usual.figures) == ["distinct(shop)", "sum(amount)", "mean(rating)"]


def test_facets_leave_out_identifiers_constants_and_what_is_empty(open_frame):
    assert defaults(open_frame(sales()).schema).facets == ("shop", "sold", "rating", "amount")


def test_empty_columns_are_not_in_the_table(open_frame):
    assert "nothing" not in defaults(open_frame(sales()).schema).columns


def test_years_are_time_and_not_an_amount(open_frame):
    frame = pd.DataFrame({"year": 1990 + ROWS % 20, "area": ROWS * 2.5})
    usual = defaults(open_frame(frame).schema)
    assert texts(usual.charts) == ["line:year,mean(area)", "histogram:area"]
    assert texts(usual.figures) == ["mean(area)"]


@pytest.mark.parametrize(
    ("days", "unit"), [(1, "day"), (300, "day"), (400, "month"), (365 * 30, "month"), (365 * 41, "year")]
)
def test_time_is_in_the_coarsest_unit_that_still_gives_a_line(open_frame, days, unit):
    sold = pd.Timestamp("2001-01-01") + pd.to_timedelta(np.linspace(0, days, 60).round(), unit="D")
    frame = pd.DataFrame({"sold": sold.insert(0, pd.Timestamp("2001-01-03"))})
    assert period_of(open_frame(frame).columns["sold"]) == unit


@pytest.mark.parametrize(
    "frame",
    [
        pd.DataFrame({"a": []}),
        pd.DataFrame({"a": [1]}),
        pd.DataFrame({"a": ["x"] * 5}),
        pd.DataFrame({"a": [None, None]}),
        pd.DataFrame({"a": [np.inf, np.nan]}),
        pd.DataFrame({f"n{i}": ROWS * i for i in range(1, 30)}),
        pd.DataFrame({f"c{i}": (ROWS % (i + 2)).astype(str) for i in range(30)}),
    ],
)
def test_any_table_has_defaults_and_never_too_many(open_frame, frame):
    dataset = open_frame(frame)
    usual = defaults(dataset.schema)
    assert len(usual.charts) <= MOST_CHARTS
    assert len(usual.figures) <= MOST_FIGURES
    assert len(usual.facets) <= MOST_FACETS
    assert len(set(usual.charts)) == len(usual.charts)
    args = [("_chart", str(chart)) for chart in usual.charts]
    assert Query.parse(args, dataset.schema) == Query()


TOML = """
sort = "-amount,shop"
filters = ["amount", "nope", "shop", "amount"]
figures = ["mean(amount)", "shop", "mean(shop)"]
charts = ["histogram:amount", "pie:shop", "histogram:amount"]
[columns.rating]
hidden = true
"""


def test_the_owner_decides(open_frame):
    usual = defaults(open_frame(sales(), toml=TOML).schema)
    assert usual.sort == (Sort("amount", descending=True), Sort("shop"))
    assert usual.facets == ("amount", "shop")
    assert texts(usual.figures) == ["mean(amount)"]
    assert texts(usual.charts) == ["histogram:amount"]
    assert "rating" not in usual.columns


def test_what_the_owner_got_wrong_is_told_and_passed_over(open_frame):
    usual = defaults(open_frame(sales(), toml=TOML).schema)
    assert [(problem.file, problem.key) for problem in usual.problems] == [
        ("table.toml", "filters"),
        ("table.toml", "figures"),
        ("table.toml", "figures"),
        ("table.toml", "charts"),
    ]
    assert all(problem.reason.endswith((".", "?")) for problem in usual.problems)


def test_where_all_the_owner_says_is_wrong_the_choices_are_winnows(open_frame):
    said = 'sort = "nope"\nfilters = ["nope"]\nfigures = ["nope"]\ncharts = ["nope"]\n'
    plain, wrong = open_frame(sales(), name="plain"), open_frame(sales(), name="wrong", toml=said)
    assert defaults(wrong.schema).charts == defaults(plain.schema).charts
    assert defaults(wrong.schema).facets == defaults(plain.schema).facets
    assert defaults(wrong.schema).sort == ()
    assert len(defaults(wrong.schema).problems) == 4


def test_the_answer_for_a_schema_is_the_same_each_time(open_frame):
    schema = open_frame(sales()).schema
    assert defaults(schema) is defaults(schema)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ()),
        ("year", (Sort("year"),)),
        ("-year,region", (Sort("year", descending=True), Sort("region"))),
        ("year,-year", (Sort("year"),)),
        (",year,", (Sort("year"),)),
    ],
)
def test_a_sort_is_read_and_written(schema, text, expected):
    assert parse_sort(text, schema) == expected
    assert parse_sort(",".join(map(str, expected)), schema) == expected


@pytest.mark.parametrize("text", ["nope", "--year", "year desc", "Year"])
def test_a_sort_by_no_column_is_refused(schema, text):
    with pytest.raises(QueryError, match=r"^_sort: there is no column"):
        parse_sort(text, schema)
