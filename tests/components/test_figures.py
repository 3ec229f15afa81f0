"""Key figures beside the same of all rows."""

import pandas as pd
import pytest

from app.engine import GroupBy
from app.query import COUNT, Field
from components.figures.figures import build_figures
from tests.components.conftest import answer, page_of

FRAME = {"name": ["a", "b", "b", "c"], "size": [10.0, 20.0, 30.0, None]}


@pytest.fixture
def figure(open_frame):
    def figure(field: Field, *args, toml=""):
        dataset = open_frame(pd.DataFrame(FRAME), toml=toml)
        group = GroupBy((), (field,))
        return build_figures((field,), answer(dataset, group, args), answer(dataset, group), page_of(dataset, args))[0]

    return figure


@pytest.mark.parametrize(
    ("field", "args", "said"),
    [
        (COUNT, [("name", "b")], ("Rows", "2", "of 4")),
        (Field("name", "distinct"), [("size.min", "15")], ("Name, distinct", "1", "of 3")),
        (Field("size", "mean"), [("name", "b")], ("Size, mean", "25", "+5 against all rows")),
        (Field("size", "mean"), [("name", "a")], ("Size, mean", "10", "-10 against all rows")),
        (Field("size", "mean"), [], ("Size, mean", "20", "as in all rows")),
        (Field("size", "sum"), [("name", "b")], ("Size, sum", "50", "83.3\u202f% of all")),
        (Field("size", "max"), [("name", "b")], ("Size, max", "30", "as in all rows")),
        (Field("size", "mean"), [("name", "c")], ("Size, mean", "–", "no values")),
        (Field("size", "sum"), [("name", "nobody")], ("Size, sum", "–", "no values")),
        (COUNT, [("name", "nobody")], ("Rows", "0", "of 4")),
    ],
)
def test_a_figure_is_said_with_how_it_stands(figure, field, args, said):
    view = figure(field, *args)
    assert (view.label, view.value, view.note) == said


def test_units_and_styles_are_the_columns(figure):
    view = figure(Field("size", "mean"), ("name", "b"), toml='[columns.size]\nunit = "per head"\nformat = "usd"')
    assert (view.value, view.unit, view.note) == ("$25.00", "per head", "+$5.00 against all rows")
