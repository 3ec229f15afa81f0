"""Links of charts, of their tables and forms; marks under filters of their own columns."""

import pytest
from bs4 import BeautifulSoup

from app.query import MARKS
from app.views.gallery import CHARTS, STATES
from tests.views.markup import faults, read_page, row_count, sample

OF_CHARTS = ".chart__link, .chart__data a, .charts__add a, #editor a, .plot a"
PAGES = [
    ("builtin", "/world?region=America&year.min=1980&_edit=1"),
    ("builtin", "/world?_edit=4"),
    ("builtin", "/world?year=1980&_chart=line:year,count(),region&_chart=area:year,count(),region&_edit=2"),
    ("builtin", "/penguins?species=Adelie&_edit=1"),
    *(
        ("specimen", f"/specimen?town=Oslo&_chart={'&_chart='.join(CHARTS[i::10])}&_edit=1&_facet=flag&_size=10")
        for i in range(10)
    ),
]


def read(client, address: str) -> BeautifulSoup:
    return BeautifulSoup(client.get(address).text, "html.parser")


@pytest.mark.parametrize(("client", "address"), PAGES)
def test_every_link_of_a_chart_is_canonical_and_answered(request, client, address):
    client = request.getfixturevalue(client)
    page = read_page(client.get(address, follow_redirects=True).text)
    assert faults(page) == []
    links = list(dict.fromkeys(link["href"] for link in page.select(OF_CHARTS)))
    assert links
    wrong = {link: code for link in sample(links, 25) if (code := client.get(link).status_code) != 200}
    assert wrong == {}


@pytest.mark.parametrize("mark", MARKS)
def test_a_page_with_a_form_of_each_mark_is_valid(specimen, mark):
    page = specimen.get(f"/specimen/edit?_chart=histogram:price&_edit=1&_set_mark={mark}", follow_redirects=True)
    assert page.status_code == 200
    assert faults(read_page(page.text)) == []


@pytest.mark.parametrize("state", STATES)
def test_the_gallery_is_valid_in_every_state(builtin, state):
    page = builtin.get(f"/-/components/{state}", follow_redirects=True)
    assert page.status_code == 200
    assert faults(read_page(page.text)) == []


def test_a_bar_under_its_own_filter_keeps_its_count_and_lets_go(builtin):
    bars = {
        bar.title.text: bar for bar in read(builtin, "/world?region=America&_chart=bar:region,count()").select("a.bar")
    }
    whole = [bar.title.text for bar in read(builtin, "/world?_chart=bar:region,count()").select("a.bar")]
    assert list(bars) == whole
    chosen = bars.pop("America: 2,600")
    assert "is-selected" in chosen["class"]
    assert chosen["aria-current"] == "true"
    assert chosen["href"] == "/world?_chart=bar:region,count()"
    assert all("is-muted" in bar["class"] and not bar.has_attr("aria-current") for bar in bars.values())


def test_one_of_several_chosen_values_is_let_go_alone(builtin):
    page = read(builtin, "/world?region=America&region=South+Asia&_chart=bar:region,count()")
    chosen = {bar.title.text: bar["href"] for bar in page.select("a.is-selected")}
    assert chosen == {
        "America: 2,600": "/world?region=South+Asia&_chart=bar:region,count()",
        "South Asia: 400": "/world?region=America&_chart=bar:region,count()",
    }


def test_a_chart_under_its_own_filter_alone_stays_whole_and_muted(builtin):
    bars = read(builtin, "/world?country=Atlantis").select(".chart a.bar")
    assert [bar.title.text for bar in bars] == [
        bar.title.text for bar in read(builtin, "/world").select(".chart a.bar")
    ]
    assert all("is-muted" in bar["class"] for bar in bars)


def test_a_row_of_the_data_adds_to_the_filter_and_takes_out_again(builtin):
    rows = read(builtin, "/world?region=America&_chart=bar:region,count()").select(".chart__data th a")
    links = {row.text: row for row in rows}
    added, chosen = links["South Asia"], links["America"]
    assert (added["href"], added["title"]) == (
        "/world?region=America&region=South+Asia&_chart=bar:region,count()",
        "Add to the filter",
    )
    assert (chosen["href"], chosen["title"]) == ("/world?_chart=bar:region,count()", "Take out of the filter")
    assert chosen["aria-current"] == "true"
    assert row_count(builtin.get(added["href"]).text) == 3000


@pytest.mark.parametrize("number", ["0", "9", "abc", "-1"])
def test_a_form_of_no_chart_is_not_shown(builtin, number):
    response = builtin.get(f"/world?_edit={number}", follow_redirects=True)
    assert response.status_code in (200, 400)
    assert read_page(response.text).select("#editor") == []
