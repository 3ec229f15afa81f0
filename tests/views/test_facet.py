"""`/<dataset>/facet/<column>`: all values of a facet."""

import pytest
from bs4 import BeautifulSoup

from tests import adversarial
from tests.views.markup import HTMX, faults, form_args, page_ids, read_fragment, read_page

ADDRESSES = [
    "/world/facet/country",
    "/world/facet/country?region=America&_find=gu&_page=3",
    "/world/facet/country?_find=%3Cscript%3E%22",
    "/world/facet/region?country=Atlantis",
    "/penguins/facet/sex?sex.is=missing",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_page_is_valid(builtin, address):
    response = builtin.get(address)
    assert response.status_code == 200
    assert faults(read_page(response.text)) == []


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_fragment_fits_into_the_dashboard(builtin, address):
    path = address.partition("/facet")[0]
    page = read_page(builtin.get(path).text)
    fragment = read_fragment(builtin.get(address, headers=HTMX).text)
    around = set(page_ids(page)) - set(page_ids(fragment))
    assert faults(fragment, around=around) == []


@pytest.mark.parametrize("key", ["script_alert_1_script", "quo_t_ed", "column_4", "column_5", "shlvm", "flag", "sort"])
def test_hostile_values_make_a_valid_page(hostile, key):
    response = hostile.get(f"/{adversarial.NAME}/facet/{key}")
    assert response.status_code == 200
    assert faults(read_page(response.text)) == []


def test_all_values_are_listed_with_their_text_and_value_as_they_are(hostile):
    soup = read_page(hostile.get(f"/{adversarial.NAME}/facet/script_alert_1_script").text)
    options = soup.select(".facet__option")
    assert sorted(option.input["value"] for option in options) == sorted(adversarial.HOSTILE)
    assert [option.input["value"] for option in options] == [
        option.select_one(".facet__label").text for option in options
    ]


@pytest.mark.parametrize(
    ("find", "found"),
    [
        ("guinea", ["Equatorial Guinea", "Guinea", "Guinea-Bissau", "Papua New Guinea"]),
        ("GUINEA-", ["Guinea-Bissau"]),
        ("xyz", []),
    ],
)
def test_a_part_of_a_name_in_either_case_finds_it(builtin, find, found):
    soup = BeautifulSoup(builtin.get(f"/world/facet/country?_find={find}").text, "html.parser")
    assert [label.text for label in soup.select(".facet__label")] == found


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "fragment"])
@pytest.mark.parametrize("value", ["Zimbabwe", "Atlantis"])
@pytest.mark.parametrize("find", ["", "fra"])
def test_a_chosen_value_stays_chosen_however_rare_it_is(builtin, headers, value, find):
    response = builtin.get(f"/world/facet/country?country={value}&_find={find}", headers=headers)
    boxes = BeautifulSoup(response.text, "html.parser").select("input[name=country][checked]")
    assert [box["value"] for box in boxes] == [value]


def test_the_form_carries_the_rest_of_the_query(builtin):
    address = "/world/facet/country?country=Chad&country.is=present&year.min=1980&_q=a&_sort=country"
    form = BeautifulSoup(builtin.get(address).text, "html.parser").select("form")[-1]
    expected = [("country", "Chad"), ("country.is", "present"), ("year.min", "1980"), ("_q", "a"), ("_sort", "country")]
    assert form["action"] == "/world"
    assert sorted(form_args(form)) == sorted(expected)


@pytest.mark.parametrize("address", ["/world/facet/year", "/world/facet/nothing", "/world/facet/"])
def test_a_column_without_values_to_list_is_not_found(builtin, address):
    assert builtin.get(address).status_code == 404


def test_a_wrong_column_is_told_the_nearest_that_has_values(builtin):
    assert "Did you mean “country”?" in builtin.get("/world/facet/contry").text


def test_a_wrong_parameter_is_refused(builtin):
    assert builtin.get("/world/facet/country?yaer=1").status_code == 400
