"""The form of a chart: whatever is chosen in it leads to a page with that chart."""

from urllib.parse import parse_qsl, urlsplit

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from app.query import FORM, MARKS
from tests.views.markup import HTMX, faults, form_args, page_ids, read_fragment, read_page

WORLD = ("bar", "line", "area", "histogram", "scatter", "heatmap", "box", "countries")
PENGUINS = ("bar", "line", "area", "histogram", "scatter", "heatmap", "box")
STARTS = [
    *(("builtin", "/world", mark) for mark in WORLD),
    *(("builtin", "/penguins", mark) for mark in PENGUINS),
    *(("specimen", "/specimen", mark) for mark in MARKS),
]
ONE = {
    "/world": "_chart=bar:region,count()&_cols=region",
    "/penguins": "_chart=bar:species,count()&_cols=species",
    "/specimen": "_chart=bar:town,count()&_cols=flag",
}
"""Small dashboards: one chart, one column."""
MARK_SETS = {"/world": WORLD, "/penguins": PENGUINS, "/specimen": tuple(MARKS)}
JUNK = ("", "nothing", "<script>", "\x00", "9" * 400, "count()", "mean(", "=", "a,b", "🌲", "yes", "-1")
COLUMNS = ("_set_x", "_set_y", "_set_color", "_set_size", "_set_facet")


def read(client: FlaskClient, address: str) -> BeautifulSoup:
    response = client.get(address)
    assert response.status_code == 200, address
    return BeautifulSoup(response.text, "html.parser")


def change(client: FlaskClient, address: str, **chosen: str) -> str:
    """The address that the open form of a page leads to when it is applied with other choices."""
    form = read(client, address).select_one("#editor")
    args = [(key, chosen.get(key, value)) for key, value in form_args(form)]
    response = client.get(form["action"], query_string=args)
    assert response.status_code == 303, BeautifulSoup(response.text, "html.parser").get_text(" ", strip=True)
    return response.location


def first(client: FlaskClient, path: str, mark: str) -> str:
    """The address of a dashboard whose chart became one of the mark."""
    response = client.get(f"{path}/edit?{ONE[path]}&_edit=1&_set_mark={mark}")
    assert response.status_code == 303
    return response.location


def chosen(page: BeautifulSoup, name: str) -> str:
    return page.select_one(f"#edit{name.removeprefix('_set')} option[selected]")["value"]


@pytest.mark.parametrize("path", MARK_SETS)
def test_the_marks_that_the_columns_allow_are_offered(request, path):
    client = request.getfixturevalue("specimen" if path == "/specimen" else "builtin")
    options = read(client, first(client, path, "bar")).select("#edit_mark option")
    assert [option["value"] for option in options] == list(MARK_SETS[path])


@pytest.mark.parametrize(("client", "path", "start"), STARTS)
def test_every_mark_becomes_every_other(request, client, path, start):
    client = request.getfixturevalue(client)
    address = first(client, path, start)
    for mark in MARK_SETS[path]:
        page = read(client, change(client, address, _set_mark=mark))
        assert chosen(page, "_set_mark") == mark
        assert page.select_one("#chart-1 svg.plot a") or page.select_one("#chart-1 .chart__empty").text


@pytest.mark.parametrize("mark", ["bar", "scatter", "heatmap", "box"])
def test_every_option_that_is_offered_is_then_the_chosen_one(specimen, mark):
    address = first(specimen, "/specimen", mark)
    for select in read(specimen, address).select("#editor select"):
        options = [option["value"] for option in select.select("option")]
        if select["name"] in COLUMNS:
            options = options[:: max(1, len(options) // 2)]
        for value in options:
            page = read(specimen, change(specimen, address, **{select["name"]: value}))
            assert chosen(page, select["name"]) == value


@pytest.mark.parametrize("start", ["scatter:price,huge,log=x,size=tiny", "bar:town,count(),size,top=3,stack=no"])
def test_a_form_that_is_applied_as_it_is_changes_nothing(specimen, start):
    address = f"/specimen?_chart={start}&_edit=1"
    assert change(specimen, address) == address


@pytest.mark.parametrize("name", FORM)
@pytest.mark.parametrize("mark", ["bar", "scatter", "map"])
def test_junk_is_answered_with_a_chart_or_a_sentence(specimen, name, mark):
    for value in JUNK:
        args = {**dict(parse_qsl(ONE["/specimen"])), "_edit": "1", "_set_mark": mark, name: value}
        response = specimen.get("/specimen/edit", query_string=args, headers=HTMX)
        assert response.status_code in (200, 400), args


@pytest.mark.parametrize("number", ["0", "5", "-1", "abc", "", "1e3", "9" * 50])
def test_a_chart_that_is_not_there_is_a_sentence(builtin, number):
    response = builtin.get(f"/world/edit?_edit={number}&_set_mark=bar")
    assert response.status_code == 400
    assert "_edit should be" in read_page(response.text).select_one("main").text


def test_a_mark_without_columns_for_it_is_a_sentence(builtin):
    response = builtin.get("/world/edit?_edit=1&_set_mark=map")
    assert response.status_code == 400
    assert "no columns for a chart of the mark map" in read_page(response.text).select_one("main").text


@pytest.mark.parametrize(
    "kept", ["region=America", "_q=an", "_cols=country", "_sort=country", "_size=50", "_facet=iso2"]
)
def test_what_else_the_address_says_is_kept(builtin, kept):
    """Some of it is named as options of charts are: the order of rows, their number, the filters of the rail."""
    parts = sorted([kept, "_chart=histogram:year", "_edit=1"])
    address = f"/world?{'&'.join(sorted(parts, key=lambda part: part[0] == '_'))}"
    found = change(builtin, address, _set_mark="box")
    assert dict(parse_qsl(urlsplit(found).query))[kept.partition("=")[0]] == kept.partition("=")[2]
    assert "facet=" not in found.partition("_chart=")[2].partition("&")[0]


def test_other_charts_are_kept(builtin):
    found = change(builtin, "/world?_chart=bar:region,count()&_chart=histogram:year&_edit=2", _set_mark="box")
    args = parse_qsl(urlsplit(found).query)
    assert [value.partition(":")[0] for key, value in args if key == "_chart"] == ["bar", "box"]


def test_htmx_gets_the_fragment_and_the_address(builtin):
    headers = {**HTMX, "HX-Current-URL": "http://localhost/world?_edit=1"}
    response = builtin.get(f"/world/edit?{ONE['/world']}&_edit=1&_set_mark=area", headers=headers)
    assert response.status_code == 200
    assert response.headers["HX-Push-Url"] == first(builtin, "/world", "area")
    assert faults(read_fragment(response.text), around=page_ids(read(builtin, "/world?_edit=1"))) == []


def test_a_choice_that_changes_nothing_is_no_step_of_the_history(builtin):
    address = first(builtin, "/world", "area")
    headers = {**HTMX, "HX-Current-URL": f"http://localhost{address}"}
    args = form_args(read(builtin, address).select_one("#editor"))
    response = builtin.get("/world/edit", query_string=args, headers=headers)
    assert response.headers["HX-Push-Url"] == "false"


def test_the_form_tells_the_charts_as_toml(builtin):
    page = read(builtin, "/world?_chart=bar:region,count()&_chart=histogram:year&_edit=1")
    assert page.select_one("#toml").text == 'charts = [\n    "bar:region,count()",\n    "histogram:year",\n]'
