"""Every link of a page leads on, and leads to the rows it was drawn from."""

import re

import pandas as pd
import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from tests import adversarial
from tests.views.markup import HTMX, form_args, hrefs, row_count, sample

HOSTILE = f"/{adversarial.NAME}"
MOST = 100

PAGES = [
    ("builtin", "/"),
    ("builtin", "/world"),
    ("builtin", "/world?region=America&year.min=1980&_page=2&_q=an"),
    ("builtin", "/world?country=Atlantis"),
    ("builtin", "/world/facet/country?region=America"),
    ("builtin", "/penguins"),
    ("builtin", "/penguins?sex.is=missing&_sort=-species,island"),
    ("hostile", "/"),
    ("hostile", HOSTILE),
    ("hostile", f"{HOSTILE}?_facet=twin_2,two_lines,column_11,day,flag,column_5,0&_page=3&_sort=-0,q"),
    ("hostile", f"{HOSTILE}/facet/script_alert_1_script"),
]
MARKS = [
    ("builtin", "/world", ["bar:region", "histogram:co2_per_capita", "heatmap:year,life_expectancy"]),
    ("builtin", "/world?year.min=1981&year.max=1999", ["histogram:year", "line:year,count()", "histogram:population"]),
    ("builtin", "/penguins", ["bar:species", "bar:sex", "histogram:body_mass_g", "heatmap:bill_length_mm,body_mass_g"]),
    ("builtin", "/penguins?body_mass_g.min=4000", ["histogram:body_mass_g", "histogram:bill_length_mm"]),
    ("hostile", HOSTILE, ["bar:script_alert_1_script", "bar:column_4", "bar:0", "bar:flag", "bar:month(when)"]),
    ("hostile", HOSTILE, ["histogram:when", "histogram:day", "histogram:a_b_c_20d", "histogram:same"]),
    ("hostile", HOSTILE, ["bar:quarter(when)", "bar:week(day)", "heatmap:when,ratio", "heatmap:day,endless"]),
    ("hostile", HOSTILE, ["line:week(day),count()", "line:quarter(when),count()", "line:page,count()"]),
    ("hostile", f"{HOSTILE}?when.min=2013-02&when.max=2013-12-31T12:00", ["histogram:when", "bar:month(when)"]),
]  # fmt: skip
FACETS = [
    ("builtin", "/world"),
    ("builtin", "/world?region=America&year.min=1980&_q=an"),
    ("builtin", "/penguins?sex.is=missing"),
    ("builtin", "/penguins?island=Dream&species=Gentoo"),
    ("hostile", f"{HOSTILE}?_facet=script_alert_1_script,quo_t_ed,column_4,column_5,shlvm"),
    ("hostile", f"{HOSTILE}?_facet=a_b_2,column_9,twin_2,sort,two_lines,flag&page.max=8&_q=r"),
]


@pytest.fixture
def visit(request: pytest.FixtureRequest):
    def visit(client: str) -> FlaskClient:
        return request.getfixturevalue(client)

    return visit


def read(client: FlaskClient, address: str) -> BeautifulSoup:
    return BeautifulSoup(client.get(address, follow_redirects=True).text, "html.parser")


def count(client: FlaskClient, address: str, **args) -> int:
    """The rows that an address leaves, read from the small end of its fragment."""
    return row_count(client.get(address, headers=HTMX, **args).text)


@pytest.mark.parametrize(("client", "address"), PAGES)
def test_every_link_of_a_page_is_answered(visit, client, address):
    links = hrefs(read(visit(client), address))
    assert len(links) >= 2
    status = {link: visit(client).get(link).status_code for link in sample(links, MOST)}
    assert {link: code for link, code in status.items() if code != 200} == {}


@pytest.mark.parametrize(("client", "address", "charts"), MARKS)
def test_a_mark_leads_to_as_many_rows_as_its_title_says(visit, client, address, charts):
    joint = "&" if "?" in address else "?"
    page = read(visit(client), f"{address}{joint}_chart={'&_chart='.join(charts)}")
    plots = page.select("svg.plot")
    assert len(plots) == len(charts)
    wrong = []
    for plot in plots:
        marks = plot.select("a:not(.line, .key)")
        assert marks
        for mark in sample(marks, 15):
            said = int(re.search(r"([\d,]+)$", mark.title.text)[1].replace(",", ""))
            found = count(visit(client), mark["href"])
            wrong += [] if found == said else [(mark.title.text, mark["href"], found)]
    assert wrong == []


@pytest.mark.parametrize("address", ["/penguins", "/penguins?species=Adelie&island=Dream"])
def test_dots_lead_to_the_rows_that_lie_there(builtin, address):
    joint = "&" if "?" in address else "?"
    page = read(builtin, f"{address}{joint}_chart=scatter:bill_length_mm,bill_depth_mm,species")
    dots = [link["href"] for link in page.select("a.point")]
    clusters = {link["href"]: int(link.title.text.split()[0]) for link in page.select("a.cluster")}
    rows = {**{dot: dots.count(dot) for dot in dots}, **clusters}
    assert len(rows) > 30
    wrong = {dot: found for dot in sample(sorted(rows), 40) if (found := count(builtin, dot)) != rows[dot]}
    assert wrong == {}


def test_a_line_leads_to_the_rows_of_its_series(builtin):
    lines = {link.title.text: link["href"] for link in read(builtin, "/world").select("a.line")}
    assert len(lines) == 6
    assert {name: count(builtin, href) for name, href in lines.items()} == {
        "America": 2600,
        "East Asia & Pacific": 2300,
        "Europe & Central Asia": 3300,
        "Middle East & North Africa": 1050,
        "South Asia": 400,
        "Sub-Saharan Africa": 2550,
    }


@pytest.mark.parametrize(("client", "address"), FACETS)
def test_a_facet_value_has_the_count_of_the_page_it_leads_to(visit, client, address):
    page = read(visit(client), address)
    form = page.select_one("#filters")
    args, wrong = form_args(form), []
    for option in sample(form.select(".facet__option"), 30):
        box = option.select_one("input")
        rest = [pair for pair in args if pair[0].partition(".")[0] != box["name"]]
        said = int(option.select_one(".facet__count").text.replace(",", ""))
        found = count(visit(client), form["action"], query_string=[*rest, (box["name"], box["value"])])
        wrong += [] if found == said else [(box["name"], box["value"], said, found)]
    assert wrong == []


def test_an_empty_text_of_a_parquet_file_can_be_filtered_by_or_is_missing(open_frame, client):
    open_frame(pd.DataFrame({"name": ["", "a", "a", "b"], "size": [1, 2, 3, 4]}))
    for mark in read(client, "/table?_chart=bar:name").select("a.bar"):
        assert count(client, mark["href"]) == int(mark.title.text.rpartition(" ")[2])


def test_a_very_long_category_has_no_link_that_is_too_long(open_frame, client):
    open_frame(pd.DataFrame({"name": ["é" * 5000, *(f"n{i % 90}" for i in range(3000))], "size": range(3001)}))
    page = read(client, "/table?name=n1")
    links = [*hrefs(page), *hrefs(read(client, "/table?size.max=3&_chart=bar:name"))]
    assert {link[:80]: client.get(link).status_code for link in links if client.get(link).status_code != 200} == {}


def test_a_value_with_a_line_break_survives_the_form(open_frame, client):
    """Browsers send every line break of a form's value as CR LF."""
    open_frame(pd.DataFrame({"name": ["one\ntwo", "one\ntwo", "b", "b"], "size": [1, 2, 3, 4]}))
    box = read(client, "/table").select_one("input[name=name][value*=one]")
    sent = box["value"].replace("\r\n", "\n").replace("\n", "\r\n")
    assert count(client, "/table", query_string={"name": sent}) == 2
