"""Charts alone, in the frame of another site."""

import pytest

from app import create_app
from app.settings import Settings
from tests.views.markup import faults, hrefs, read_page

ADDRESS = "/world/embed?region=America&_chart=bar:region,count()&_chart=histogram:year"


def ancestors(response) -> str:
    return response.headers["Content-Security-Policy"].rpartition("frame-ancestors ")[2]


def client_with(**variables):
    app = create_app(Settings.read({"WINNOW_CACHE_DIR": "", **variables}))
    app.extensions["winnow"].catalog.open_all()
    return app.test_client()


@pytest.mark.parametrize("said", ["'self'", "*", "'self' https://example.org"])
def test_who_may_frame_it_is_a_setting(said):
    client = client_with(WINNOW_EMBED_ANCESTORS=said)
    response = client.get(ADDRESS)
    assert ancestors(response) == said
    assert "X-Frame-Options" not in response.headers
    for address in ("/world", "/", "/world/chart.svg?_width=1", "/world/facet/country"):
        assert ancestors(client.get(address)) == "'none'"
        assert client.get(address).headers["X-Frame-Options"] == "DENY"


def test_nobody_may_frame_it_where_that_is_said():
    response = client_with(WINNOW_EMBED_ANCESTORS="'none'").get(ADDRESS)
    assert ancestors(response) == "'none'"
    assert response.headers["X-Frame-Options"] == "DENY"


def test_it_loads_no_more_than_a_page_may(builtin):
    policy = builtin.get(ADDRESS).headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self';")
    assert "unsafe" not in policy


@pytest.mark.parametrize(
    "address", [ADDRESS, "/world/embed", "/penguins/embed?_chart=scatter:bill_length_mm,bill_depth_mm"]
)
def test_it_is_a_valid_page(builtin, address):
    response = builtin.get(address)
    assert response.status_code == 200
    assert faults(read_page(response.text)) == []


def test_its_marks_stay_in_the_frame_and_are_answered(builtin):
    page = read_page(builtin.get(ADDRESS).text)
    marks = [mark["href"] for mark in page.select(".plot a")]
    assert marks
    assert [href for href in marks if not href.startswith("/world/embed")] == []
    assert {href: builtin.get(href).status_code for href in marks} == dict.fromkeys(marks, 200)


def test_its_other_links_are_answered_and_leave_the_frame_for_a_new_tab(builtin):
    page = read_page(builtin.get(ADDRESS).text)
    out = page.select_one(".embed__foot a")
    assert out["href"] == ADDRESS.replace("/embed", "")
    assert (out["target"], out["rel"]) == ("_blank", ["noopener"])
    wrong = {href: code for href in hrefs(page) if (code := builtin.get(href).status_code) != 200}
    assert wrong == {}


def test_its_picture_is_there(builtin):
    page = read_page(builtin.get(ADDRESS).text)
    for link in page.select(".chart__data p a"):
        assert builtin.get(link["href"]).content_type.startswith("image/svg+xml")


def test_it_says_which_rows_are_shown(builtin):
    foot = read_page(builtin.get(ADDRESS).text).select_one(".embed__foot").text
    assert foot.startswith("2,600 of 12,200 rows · ")


def test_it_is_not_edited(builtin):
    response = builtin.get("/world/embed?_edit=1")
    assert response.location == "/world/embed"
    assert read_page(builtin.get("/world/embed").text).select("form, .chart__links") == []


def test_what_can_not_be_understood_is_a_sentence(builtin):
    response = builtin.get("/world/embed?_chart=pie:region")
    assert response.status_code == 400
    assert "there is no mark “pie”" in read_page(response.text).text
