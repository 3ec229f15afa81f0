"""`Server-Timing` says where the time went."""

import re

import pytest

from app.views.timing import Clock
from tests.views.markup import HTMX, read_page


def steps(response) -> dict[str, float]:
    return {name: float(time) for name, time in re.findall(r"(\w+);dur=([\d.]+)", response.headers["Server-Timing"])}


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "fragment"])
def test_a_dashboard_tells_its_steps(builtin, headers):
    found = steps(builtin.get("/world?region=America&year.min=1987", headers=headers))
    assert list(found) == ["parse", "summaries", "components", "render", "total"]
    assert 0 < sum(found.values()) - found["total"] <= found["total"]


def test_what_is_remembered_is_not_made_again(builtin):
    first, again = (steps(builtin.get("/world?region=America&year.min=1988", headers=HTMX)) for _ in range(2))
    assert "render" in first
    assert list(again) == ["parse", "total"]


@pytest.mark.parametrize("path", ["/", "/nothing", "/-/health", "/world?yaer=1"])
def test_every_response_tells_its_total(builtin, path):
    assert list(steps(builtin.get(path)))[-1] == "total"


def test_the_page_tells_its_cost(builtin):
    assert re.fullmatch(r"[\d.]+\u202fms", read_page(builtin.get("/world").text).select_one(".cost").text)


def test_steps_of_one_name_add_up():
    clock = Clock()
    for _ in range(3):
        with clock.step("same"):
            pass
    assert list(clock.steps) == ["same"]
    assert 0 < clock.steps["same"] <= clock.total


def test_a_step_that_fails_is_counted():
    clock = Clock()
    with pytest.raises(ValueError), clock.step("failed"):
        raise ValueError
    assert "failed" in clock.steps
