"""What htmx is told about the address, and what caches are told about htmx."""

import pytest

from tests.views.markup import HTMX

VARY = {"HX-Request", "HX-Boosted", "HX-History-Restore-Request", "HX-Drag"}


@pytest.mark.parametrize("headers", [{}, HTMX, {**HTMX, "HX-Boosted": "true"}])
@pytest.mark.parametrize(
    "path",
    [
        "/", "/world", "/world?region=", "/world?yaer=1", "/nothing", "/world/facet/country",
        "/world/facet/nothing", f"/world?_q={'x' * 9000}",
    ],
)  # fmt: skip
def test_caches_are_told_what_a_response_depends_on(builtin, path, headers):
    response = builtin.get(path, headers=headers)
    assert {name.strip() for name in response.headers["Vary"].split(",")} >= VARY
    assert response.headers["Cache-Control"] == "private, no-cache"


def told(client, address, current, *, typing=False) -> dict[str, str]:
    headers = {**HTMX, "HX-Current-URL": current, **({"HX-Typing": "true"} if typing else {})}
    found = client.get(address, headers=headers).headers
    return {name: found[name] for name in ("HX-Push-Url", "HX-Replace-Url") if name in found}


@pytest.mark.parametrize(
    ("address", "current", "pushed"),
    [
        ("/world?region=America", "http://localhost/world", "/world?region=America"),
        ("/world?_page=1&region=America&_q=", "http://localhost/world", "/world?region=America"),
        ("/world?region=South+Asia", "http://localhost/world?region=South%20Asia", "false"),
        ("/world?region=", "http://localhost/world", "false"),
        ("/world", "http://localhost/world#main", "false"),
        ("/world", "http://localhost/world?region=America", "/world"),
        ("/world", "http://localhost/penguins", "/world"),
        ("/world", "", "/world"),
        ("/world", "http://[", "/world"),
        ("/world", "http://localhost:notaport/world", "false"),
    ],
)
def test_the_canonical_address_is_pushed_where_it_differs(builtin, address, current, pushed):
    assert told(builtin, address, current) == {"HX-Push-Url": pushed}


def test_while_typing_the_address_is_replaced(builtin):
    found = told(builtin, "/world?_q=gui", "http://localhost/world?_q=gu", typing=True)
    assert found == {"HX-Replace-Url": "/world?_q=gui"}


def test_while_typing_nothing_is_replaced_by_itself(builtin):
    assert told(builtin, "/world?_q=gui", "http://localhost/world?_q=gui", typing=True) == {"HX-Push-Url": "false"}


def test_a_page_tells_nothing_about_the_address(builtin):
    found = builtin.get("/world?region=America").headers
    assert not [name for name, _ in found if name.startswith("HX-")]


def test_a_fragment_is_not_redirected(builtin):
    assert builtin.get("/world?region=&_page=1", headers=HTMX).status_code == 200


@pytest.mark.parametrize(
    ("headers", "fragment"),
    [
        ({}, False),
        (HTMX, True),
        ({"HX-Request": "false"}, False),
        ({**HTMX, "HX-Boosted": "true"}, False),
        ({**HTMX, "HX-History-Restore-Request": "true"}, False),
    ],
)
@pytest.mark.parametrize("path", ["/world", "/world/facet/country", "/nothing", "/world?yaer=1"])
def test_a_fragment_is_what_htmx_asks_for_unless_it_wants_the_page(builtin, path, headers, fragment):
    assert builtin.get(path, headers=headers).text.startswith("<!doctype html>") is not fragment
