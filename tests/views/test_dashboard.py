"""`/<dataset>`: the page and its fragments, in every state."""

import csv
import re
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from app.datasets import Dataset
from tests import adversarial
from tests.views.markup import HTMX, faults, form_args, page_ids, read_fragment, read_page, row_count


def read(html: str) -> BeautifulSoup:
    return BeautifulSoup(html, "html.parser")


STATES = [
    "/world",
    "/world?region=South+Asia",
    "/world?region=America&region=South+Asia&year.min=1980&_q=an",
    "/world?_sort=country,-year",
    "/world?_page=3&_size=50",
    "/world?_page=9999",
    "/world?country=Atlantis",
    "/world?region=America&region.is=present",
    "/world?year.max=1990&year.min=2010",
    "/world?year.max=1900",
    "/world?fertility.is=missing",
    "/world?year.below=1980&year.max=1990&year.min=1970",
    "/world?iso2.has=a&_cols=country,iso2&_facet=iso2,population",
    "/world?population.not=0&population.min=-5.5",
    "/world?_chart=histogram:population&_chart=bar:region,sum(population)&_chart=scatter:year,fertility",
    "/penguins",
    "/penguins?sex.is=missing",
    "/penguins?island=Dream&_chart=heatmap:bill_length_mm,bill_depth_mm&_chart=bar:species,mean(body_mass_g)",
]
CHARTS = [
    "bar:column_4,mean(ratio)", "bar:month(when),count()", "bar:quarter(when),sum(a_b)", "bar:flag",
    "bar:0", "bar:endless,max(endless)", "line:month(when),count(),flag", "line:when,count()", "line:week(day),count()",
    "line:a_b,mean(ratio),sort", "line:page,min(endless)", "histogram:endless", "histogram:when", "histogram:same",
    "histogram:day", "scatter:ratio,endless,flag", "scatter:same,ratio", "heatmap:when,ratio", "heatmap:day,endless",
]  # fmt: skip


@pytest.mark.parametrize("address", STATES)
def test_every_page_is_valid_and_accessible(builtin, address):
    response = builtin.get(address, follow_redirects=True)
    assert response.status_code == 200
    assert faults(read_page(response.text)) == []


@pytest.mark.parametrize("address", STATES)
def test_every_fragment_is_valid_and_fits_into_its_page(builtin, address):
    page = read_page(builtin.get(address.partition("?")[0]).text)
    response = builtin.get(address, headers={**HTMX, "HX-Current-URL": f"http://localhost{address.partition('?')[0]}"})
    fragment = read_fragment(response.text)
    assert faults(fragment, around=page_ids(page)) == []
    swapped = {str(tag["id"]) for tag in fragment.select("[hx-swap-oob]")} | {"results"}
    assert swapped <= set(page_ids(page))


@pytest.mark.parametrize("address", STATES)
def test_fragment_and_page_show_the_same(builtin, address):
    page, fragment = (read(builtin.get(address, headers=headers, follow_redirects=True).text) for headers in ({}, HTMX))
    for region in ("#results", "#facets", "#state"):
        shown, swapped = page.select_one(region), fragment.select_one(region)
        for cost in (each.select_one(".cost") for each in (shown, swapped)):
            cost.clear() if cost else None
        del swapped["hx-swap-oob"]
        assert shown.decode().split() == swapped.decode().split()


@pytest.mark.parametrize("address", STATES)
def test_submitting_the_form_as_it_is_keeps_the_query(builtin, address):
    path = address.partition("?")[0]
    args = form_args(read(builtin.get(address, follow_redirects=True).text).select_one("#filters"))
    submitted = builtin.get(path, query_string=args, follow_redirects=True).request
    kept = builtin.get(address, follow_redirects=True).request
    assert submitted.args.to_dict(flat=False) == {
        name: values for name, values in kept.args.to_dict(flat=False).items() if name != "_page"
    }


def test_a_fragment_leaves_the_rail_alone_unless_its_filters_change(builtin):
    here = {**HTMX, "HX-Current-URL": "http://localhost/world"}
    same = read(builtin.get("/world?region=America", headers=here).text)
    other = read(builtin.get("/world?_facet=iso2", headers=here).text)
    assert same.select_one("#facets") is None
    assert same.select_one("#filter-region")["hx-swap-oob"] == "true"
    assert other.select_one("#facets")["hx-swap-oob"] == "true"


@pytest.mark.parametrize(
    ("given", "canonical"),
    [
        ("region=", ""),
        ("_page=1&_size=25&_sort=-year,-population", ""),
        ("year.min=1980&region=America", "region=America&year.min=1980"),
        ("_q=a&year=1980", "year=1980&_q=a"),
        ("year=1980.0", "year=1980"),
        ("year.min=%2B1.98e3", "year.min=1980"),
        ("region=South+Asia&region=America", "region=America&region=South+Asia"),
        ("region=America&region=America", "region=America"),
        ("_cols=country,iso2,country", "_cols=country,iso2"),
        ("_facet=iso2&_facet=region", "_facet=iso2"),
        ("_chart=bar:region", "_chart=bar:region,count()"),
    ],
)
def test_an_address_that_is_not_canonical_is_redirected_to_the_one_that_is(builtin, given, canonical):
    response = builtin.get(f"/world?{given}")
    where = response.headers["Location"]
    assert response.status_code in (302, 303)
    assert where == (f"/world?{canonical}" if canonical else "/world")
    assert builtin.get(where).status_code == 200


@pytest.mark.parametrize("address", STATES)
def test_a_canonical_address_is_not_redirected_again(builtin, address):
    where = builtin.get(address).headers.get("Location", address)
    assert builtin.get(where).status_code == 200


@pytest.mark.parametrize("header", ["HX-Boosted", "HX-History-Restore-Request"])
def test_boosted_and_restored_requests_get_the_whole_page(builtin, header):
    response = builtin.get("/world", headers={**HTMX, header: "true"})
    assert response.text.startswith("<!doctype html>")
    assert "HX-Push-Url" not in response.headers


def test_every_column_has_a_filter_in_the_rail_or_a_link_that_adds_it(builtin):
    soup = read(builtin.get("/world").text)
    shown = {tag["id"].removeprefix("filter-") for tag in soup.select("fieldset.filter")}
    added = {re.search(r"_facet=(\w+)", tag["href"])[1] for tag in soup.select(".rail__more a")}
    assert shown == {"region", "year", "life_expectancy", "country"}
    assert added == {"population", "fertility", "co2_per_capita"}


def test_the_page_says_how_to_go_back_when_nothing_is_left(builtin):
    soup = read(builtin.get("/world?country=Atlantis").text)
    empty = soup.select_one(".table__empty")
    assert "No row passes all filters." in empty.text
    assert empty.a["href"] == "/world"
    assert [tag.text for tag in soup.select(".chart__empty")] == ["No row has a value to show here."] * 3


def test_a_page_after_the_last_leads_to_the_last(builtin):
    soup = read(builtin.get("/world?_page=9999").text)
    assert "There is no such page." in soup.select_one(".table__empty").text
    assert soup.select_one(".table__empty a")["href"] == "/world?_page=488"


def test_a_chosen_value_that_is_not_in_the_data_stays_in_its_facet_with_no_rows(builtin):
    soup = read(builtin.get("/world?country=Atlantis").text)
    box = soup.select_one("input[name=country][value=Atlantis]")
    assert box.has_attr("checked")
    assert box.parent.select_one(".facet__count").text == "0"


def hostile_states(schema) -> list[str]:
    keys = list(schema.columns)
    facets = [f"_facet={','.join(keys[i : i + 8])}" for i in range(0, len(keys), 8)]
    return ["", f"_cols={','.join(keys)}&_size=250", "_page=4", f"_sort=-{keys[-1]},{keys[3]}", *facets]


@pytest.fixture(scope="session")
def hostile_schema(hostile: FlaskClient):
    catalog = hostile.application.extensions["winnow"].catalog
    return catalog.open(catalog.entries()[adversarial.NAME]).schema


@pytest.mark.parametrize("position", range(8))
def test_hostile_names_and_cells_make_valid_pages_and_fragments(hostile, hostile_schema, position):
    address = f"/{adversarial.NAME}?{hostile_states(hostile_schema)[position]}"
    response = hostile.get(address, follow_redirects=True)
    fragment = hostile.get(address, headers=HTMX)
    assert (response.status_code, fragment.status_code) == (200, 200)
    page = read_page(response.text)
    assert faults(page) == []
    assert faults(read_fragment(fragment.text), around=page_ids(page)) == []


@pytest.mark.parametrize("specs", [CHARTS[i::5] for i in range(5)])
def test_every_chart_of_hostile_columns_is_valid(hostile, specs):
    response = hostile.get(f"/{adversarial.NAME}?_chart={'&_chart='.join(specs)}", follow_redirects=True)
    assert response.status_code == 200, read(response.text).select_one("main").text
    assert faults(read_page(response.text)) == []


def test_hostile_cells_are_shown_as_the_text_they_are(hostile, hostile_schema, tmp_path):
    keys = [key for key, column in hostile_schema.columns.items() if column.kind == "category"]
    response = hostile.get(f"/{adversarial.NAME}?_cols={','.join(keys)}&_size=250", follow_redirects=True)
    shown = [[cell.get_text() for cell in row.select("td")] for row in read(response.text).select("#table tbody tr")]
    with adversarial.write(tmp_path).open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))[1:]
    places = [list(hostile_schema.columns).index(key) for key in keys]
    written = [[row[place] or "–" for place in places] for row in rows]
    assert sorted(shown) == sorted(written)


def test_hostile_column_names_are_shown_as_the_text_they_are(hostile, hostile_schema):
    keys = ",".join(hostile_schema.columns)
    response = hostile.get(f"/{adversarial.NAME}?_cols={keys}", follow_redirects=True)
    shown = [each.a.find(string=True).strip() for each in read(response.text).select("#table th")]
    assert shown == [column.title.strip() for column in hostile_schema.columns.values()]
    assert "<script>alert(1)</script>" in shown
    assert "<script>alert" not in response.text


def test_a_very_long_text_is_cut_in_its_cell_and_whole_in_its_title(hostile):
    response = hostile.get(f"/{adversarial.NAME}?_cols=q&_q={'w' * 30}", follow_redirects=True)
    (cell,) = read(response.text).select("#table tbody td")
    assert len(cell.text) <= 160
    assert cell["title"] == adversarial.LONG


@pytest.mark.parametrize("text", ["\x00", "a\x00b", "\x07", "\x1b[31m", "\ufffe", "\x7f"])
def test_control_characters_do_not_spoil_a_page(open_frame: Callable[..., Dataset], client, text):
    open_frame(pd.DataFrame({"name": [text, "b", "b"], "size": [1, 2, 3]}))
    response = client.get("/table")
    assert response.status_code == 200
    read_page(response.text)


@pytest.mark.parametrize("query", ["_q=%00", "name=%00", "name=%07", "name.has=%1b"])
def test_control_characters_in_the_address_do_not_spoil_a_page(open_frame: Callable[..., Dataset], client, query):
    open_frame(pd.DataFrame({"name": ["a", "b", "b"], "size": [1, 2, 3]}))
    response = client.get(f"/table?{query}", follow_redirects=True)
    assert response.status_code in (200, 400)
    read_page(response.text)


DEGENERATE = {
    "only a header": {"a": [], "b": []},
    "one row": {"a": [1], "b": ["x"]},
    "one value": {"a": [7] * 30, "b": ["x"] * 30},
    "nothing": {"a": [None] * 5, "b": [None] * 5},
    "negative": {"a": [-3.5, -2.25, -1.125], "b": ["x", "y", "z"]},
    "zero": {"a": [0.0, 0.0, -0.0], "b": ["x", "y", "z"]},
    "infinite": {"a": ["inf", "-inf", "inf"], "b": ["x", "y", "z"]},
    "tiny": {"a": [1e-300, 2e-300, 3.5e-300], "b": ["x", "y", "z"]},
    "huge": {"a": [1e300, 2e300, 3e300], "b": ["x", "y", "z"]},
    "the whole range": {"a": [-1.7e308, 0.5, 1.7e308], "b": ["x", "y", "z"]},
    "close together": {"a": [1.0, 1.0000000000000002, 1.0000000000000004], "b": ["x", "y", "z"]},
    "long integers": {"a": [9007199254740991, 9007199254740990, 3], "b": ["x", "y", "z"]},
    "ancient": {"a": ["0001-01-01", "1066-10-14", "1500-06-01"], "b": ["x", "y", "z"]},
    "far": {"a": ["9999-12-31", "2020-01-01", "1999-01-01"], "b": ["x", "y", "z"]},
    "one day": {"a": ["2020-02-29"] * 3, "b": ["x", "y", "z"]},
    "one second": {"a": ["2020-02-29 10:00:00", "2020-02-29 10:00:01", ""], "b": ["x", "y", "z"]},
}


@pytest.mark.parametrize("values", DEGENERATE.values(), ids=DEGENERATE)
def test_degenerate_tables_have_a_page(open_frame: Callable[..., Dataset], client, values):
    dataset = open_frame(pd.DataFrame(values), suffix=".csv")
    kind = dataset.columns["a"].kind
    charts = "&".join(
        f"_chart={spec}:a" for spec in ["bar", *(["histogram"] if kind in ("number", "integer", "date") else [])]
    )
    for address in ("/table", f"/table?{charts if kind != 'empty' else ''}", "/table?_q=x"):
        response = client.get(address, follow_redirects=True)
        assert response.status_code == 200
        assert faults(read_page(response.text)) == []


def test_infinity_can_be_written_plainly(open_frame: Callable[..., Dataset], client):
    toml = '[columns.a]\nformat = "plain"'
    open_frame(pd.DataFrame({"a": ["inf", "1.5", "2.5"], "b": ["x", "y", "z"]}), suffix=".csv", toml=toml)
    assert client.get("/table").status_code == 200


def test_problems_of_the_configuration_are_shown_on_the_page(open_frame: Callable[..., Dataset], client):
    toml = 'titel = "x"\ncharts = ["bar:regoin"]\n[columns.b]\nkind = "date"'
    open_frame(pd.DataFrame({"a": [1, 2], "b": ["<i>x</i>", "y"]}), suffix=".csv", toml=toml)
    response = client.get("/table")
    problems = read_page(response.text).select_one(".problems")
    assert "3 problems in table.toml" in problems.summary.text
    assert "did you mean “title”?" in problems.text
    assert "charts" in problems.text
    assert "columns.b.kind" in problems.text


def test_a_file_added_changed_or_removed_is_seen_by_the_next_request(client, data_dir: Path):
    assert client.get("/table").status_code == 404
    (data_dir / "table.csv").write_text("a\n1\n2\n", encoding="utf-8")
    assert row_count(client.get("/table").text) == 2
    (data_dir / "table.csv").write_text("a\n1\n2\n3\n", encoding="utf-8")
    assert row_count(client.get("/table").text) == 3
    (data_dir / "table.toml").write_text('title = "Another"', encoding="utf-8")
    assert "<h1>Another</h1>" in client.get("/table").text
    (data_dir / "table.csv").unlink()
    assert client.get("/table").status_code == 404


@pytest.mark.parametrize(
    ("address", "target"), [("/world/", "/world"), ("/world/?region=America", "/world?region=America")]
)
def test_a_slash_at_the_end_leads_to_the_dashboard(builtin, address, target):
    response = builtin.get(address)
    assert (response.status_code, response.location) == (308, target)
