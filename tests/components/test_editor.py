"""The form of a chart offers what can be made, and its links copy, move and remove."""

import tomllib

import pandas as pd
import pytest

from app.query import defaults, parse_chart
from components.editor.editor import added, build_editor, toml
from tests.components.conftest import page_of

CHARTS = ("bar:name,count()", "histogram:size", "line:day,mean(size),name")


@pytest.fixture
def dataset(open_frame):
    days = pd.date_range("2020-01-01", periods=30)
    return open_frame(pd.DataFrame({"name": list("abc") * 10, "size": [i / 2 for i in range(30)], "day": days}))


@pytest.fixture
def charts(dataset):
    return [parse_chart(chart, dataset.schema) for chart in CHARTS]


def editor(dataset, charts, number: int):
    page = page_of(dataset, [*(("_chart", str(chart)) for chart in charts), ("_edit", str(number))])
    return build_editor(page, charts, title="Size")


def specs(url: str) -> list[str]:
    return [part.removeprefix("_chart=") for part in url.partition("?")[2].split("&") if part.startswith("_chart=")]


def test_no_form_is_open_by_itself(dataset, charts):
    assert build_editor(page_of(dataset), charts, title="") is None


def test_the_selects_tell_the_chart_as_it_is(dataset, charts):
    chosen = {
        select.name: next(choice.value for choice in select.choices if choice.chosen)
        for select in editor(dataset, charts, 3).selects
    }
    assert chosen["_set_mark"] == "line"
    assert (chosen["_set_x"], chosen["_set_x_by"]) == ("day", "")
    assert (chosen["_set_y"], chosen["_set_y_by"]) == ("size", "mean")
    assert chosen["_set_color"] == "name"


@pytest.mark.parametrize("number", [1, 2, 3])
def test_each_select_has_one_choice_that_is_chosen(dataset, charts, number):
    for select in editor(dataset, charts, number).selects:
        assert sum(choice.chosen for choice in select.choices) == 1, select.name


@pytest.mark.parametrize(
    ("number", "action", "left"),
    [
        (1, "Duplicate", [0, 0, 1, 2]),
        (2, "Move earlier", [1, 0, 2]),
        (2, "Move later", [0, 2, 1]),
        (3, "Move earlier", [0, 2, 1]),
        (2, "Remove", [0, 2]),
    ],
)
def test_links_copy_move_and_remove(dataset, charts, number, action, left):
    urls = {each.label: each.url for each in editor(dataset, charts, number).actions}
    assert specs(urls[action]) == [CHARTS[i] for i in left]


def test_the_first_chart_can_not_move_earlier_nor_the_last_later(dataset, charts):
    labels = [{action.label for action in editor(dataset, charts, number).actions} for number in (1, 3)]
    assert "Move earlier" not in labels[0]
    assert "Move later" not in labels[1]


def test_a_chart_alone_can_not_be_removed(dataset, charts):
    assert "Remove" not in {action.label for action in editor(dataset, charts[:1], 1).actions}


def test_the_lines_of_toml_are_a_configuration_of_the_same_charts(charts):
    assert tomllib.loads(toml(charts))["charts"] == list(CHARTS)


def test_one_more_chart_is_one_that_is_not_there_yet_with_its_form_open(dataset, charts):
    url = added(page_of(dataset), charts, most=12)
    assert specs(url)[:3] == list(CHARTS)
    assert specs(url)[3] not in CHARTS
    assert url.endswith("_edit=4")


def test_there_is_an_end_to_adding(dataset, charts):
    assert added(page_of(dataset), charts, most=3) == ""
    assert added(page_of(dataset), defaults(dataset.schema).charts, most=12)
