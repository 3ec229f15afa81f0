"""While a range is dragged the answer is a preview: what follows the hand, and nothing else."""

import re

import numpy as np
import pandas as pd
import pytest
from bs4 import BeautifulSoup

from app import create_app
from app.settings import Settings
from tests.views.markup import HTMX, read_fragment

ARGS = "region=America&year.min=1980&year.max=1999"


def drag(client, column="year", args=ARGS):
    return client.get(f"/world?{args}", headers={**HTMX, "HX-Drag": column})


def ids(response) -> set[str]:
    return set(re.findall(r'id="([^"]+)"[^>]*hx-swap-oob', response.text))


def words(html: str, selector: str) -> list[str]:
    return [" ".join(each.text.split()) for each in BeautifulSoup(html, "html.parser").select(selector)]


def test_it_holds_counts_figures_charts_and_the_other_filters(builtin):
    found = ids(drag(builtin))
    assert {"chips", "figures", "chart-1-plot", "values-region", "shape-life_expectancy"} <= found
    assert not {"shape-year", "filter-year", "results", "table"} & found


def test_it_is_a_valid_fragment(builtin):
    read_fragment(drag(builtin).text)


@pytest.mark.parametrize("selector", [".chips__count", ".figure__value", ".figure__note", ".facet__count", ".chip"])
@pytest.mark.parametrize("args", [ARGS, "year.min=1980", "year.max=1999", "_q=guinea&year.min=1990"])
def test_it_says_what_the_committed_query_says(builtin, selector, args):
    preview, fragment = drag(builtin, args=args).text, builtin.get(f"/world?{args}", headers=HTMX).text
    assert words(preview, selector) == words(fragment, selector) != []


@pytest.mark.parametrize("args", [ARGS, "year.min=1964&year.max=2013", "year.min=1970&fertility.min=2"])
def test_its_charts_are_drawn_as_the_committed_ones(builtin, args):
    preview = BeautifulSoup(drag(builtin, args=args).text, "html.parser")
    fragment = BeautifulSoup(builtin.get(f"/world?{args}", headers=HTMX).text, "html.parser")
    for number in range(1, 5):
        sketch, chart = (page.select_one(f"#chart-{number}-plot") for page in (preview, fragment))
        assert sorted(each.text for each in sketch.select("text")) == sorted(each.text for each in chart.select("text"))
        marks = [path["d"] for path in chart.select("a path:not(.area)")]
        shapes = "".join(path["d"] for path in sketch.select("path"))
        assert marks
        assert [mark for mark in marks if mark not in shapes] == []


def test_it_is_no_step_of_the_history(builtin):
    headers = drag(builtin).headers
    assert headers["HX-Push-Url"] == "false"
    assert "HX-Replace-Url" not in headers


def test_its_charts_have_neither_links_nor_titles(builtin):
    sketch = BeautifulSoup(drag(builtin).text, "html.parser").select(".plot")
    assert sketch
    assert not [mark for plot in sketch for mark in plot.select("a, title")]


def test_a_range_without_rows_says_so(builtin):
    text = drag(builtin, args="region=Nowhere&year.min=1980").text
    assert words(text, ".chips__count") == ["0 of 12,200 rows"]
    assert "No row has a value to show here." in text


@pytest.mark.parametrize("column", ["nothing", "", "<b>"])
def test_a_column_that_is_not_there_is_not_dragged(builtin, column):
    assert 'id="results"' in drag(builtin, column=column).text


@pytest.mark.parametrize("column", ["region", "country", "fertility"])
def test_a_column_without_a_range_filter_is_answered_all_the_same(builtin, column):
    assert words(drag(builtin, column=column).text, ".chips__count") == ["1,040 of 12,200 rows"]


def test_what_can_not_be_understood_is_told_as_ever(builtin):
    response = drag(builtin, args="year.min=abc")
    assert response.status_code == 400
    assert response.headers["HX-Retarget"] == "#problem"


def test_a_page_is_a_page_whatever_is_dragged(builtin):
    assert builtin.get(f"/world?{ARGS}", headers={"HX-Drag": "year"}).text.startswith("<!doctype html>")


@pytest.mark.parametrize("kind", ["float", "date"])
def test_the_cells_at_an_end_are_counted_as_the_committed_query_counts_them(tmp_path, kind):
    """An end of a range is inclusive, though the bar above begins with it."""
    numbers = np.repeat(np.arange(0, 101, 10.0), 3)
    cells = numbers if kind == "float" else np.datetime64("2020-01-01") + numbers.astype("timedelta64[D]")
    pd.DataFrame({"x": cells, "name": list("abc") * 11}).to_parquet(tmp_path / "t.parquet")
    client = create_app(Settings.read({"WINNOW_DATA_DIR": str(tmp_path)})).test_client()
    highs = re.findall(r'data-highs="([^"]+)"', client.get("/t").text)[0].split()
    for high in highs[1:]:
        asked = [{**HTMX, "HX-Drag": "x"}, HTMX]
        said = [words(client.get(f"/t?x.max={high}", headers=each).text, ".chips__count") for each in asked]
        assert said[0] == said[1]


def test_a_file_that_changes_while_a_range_is_dragged_is_seen_by_the_committed_query(tmp_path):
    file = tmp_path / "t.parquet"
    pd.DataFrame({"x": range(100)}).to_parquet(file)
    client = create_app(Settings.read({"WINNOW_DATA_DIR": str(tmp_path), "WINNOW_CACHE_DIR": ""})).test_client()
    assert words(client.get("/t?x.max=49", headers=HTMX).text, ".chips__count") == ["50 of 100 rows"]
    pd.DataFrame({"x": range(70)}).to_parquet(file)
    preview = words(client.get("/t?x.max=49", headers={**HTMX, "HX-Drag": "x"}).text, ".chips__count")
    assert preview in (["50 of 100 rows"], ["50 of 70 rows"])
    assert words(client.get("/t?x.max=49", headers=HTMX).text, ".chips__count") == ["50 of 70 rows"]


def test_a_file_that_is_gone_is_missed_after_a_moment(tmp_path, monkeypatch):
    monkeypatch.setattr("app.views.opening.MOMENT", 0)
    pd.DataFrame({"x": range(100)}).to_parquet(tmp_path / "t.parquet")
    client = create_app(Settings.read({"WINNOW_DATA_DIR": str(tmp_path), "WINNOW_CACHE_DIR": ""})).test_client()
    assert client.get("/t").status_code == 200
    (tmp_path / "t.parquet").unlink()
    assert client.get("/t?x.max=49", headers={**HTMX, "HX-Drag": "x"}).status_code == 404
