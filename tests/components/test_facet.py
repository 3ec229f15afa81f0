"""Options are the top values with their counts, and whatever is chosen."""

import pandas as pd
import pytest

from app.engine import Facet
from components.facet.facet import LISTED, build_facet, build_found
from tests.components.conftest import answer, page_of


@pytest.fixture
def facet(open_frame):
    def facet(names: list, args=(), *, build=build_facet, **kwargs):
        dataset = open_frame(
            pd.DataFrame({"name": names, "size": range(len(names))}), toml='[columns.name]\nkind = "category"'
        )
        tally = answer(dataset, Facet("name"), args)
        return build(dataset.columns["name"], tally, page_of(dataset, args), **kwargs)

    return facet


def letters(count: int) -> list[str]:
    """`aaa`… the most frequent first: n of the first letter, n-1 of the second."""
    return [f"v{i:03}" for i in range(count) for _ in range(count - i)]


def test_the_most_frequent_come_first(facet):
    view = facet(["b", "a", "b", "c", "a", "b", None])
    assert [(option.value, option.count, option.share) for option in view.options] == [
        ("b", 3, 100), ("a", 2, 66.7), ("c", 1, 33.3),
    ]  # fmt: skip
    assert (view.more, view.missing, view.active) == (0, 1, False)


@pytest.mark.parametrize(("values", "shown", "more"), [(7, 7, 0), (8, 8, 0), (9, 7, 2), (30, 7, 23)])
def test_the_top_seven_are_shown_and_eight_where_only_one_would_be_left(facet, values, shown, more):
    view = facet(letters(values))
    assert (len(view.options), view.more) == (shown, more)
    assert view.more_url == "/table/facet/name"


def test_a_chosen_value_is_shown_however_rare(facet):
    view = facet(letters(20), [("name", "v019")])
    assert [option.value for option in view.options if option.checked] == ["v019"]
    assert (len(view.options), view.more) == (8, 12)


def test_a_value_that_is_not_in_the_data_is_shown_with_no_rows(facet):
    unknown = facet(letters(3), [("name", "nobody")]).options[-1]
    assert (unknown.value, unknown.count, unknown.checked) == ("nobody", 0, True)


def test_counts_are_under_all_other_filters(facet):
    view = facet(["a", "a", "b", "b"], [("size.min", "1"), ("name", "b")])
    assert {option.value: option.count for option in view.options} == {"a": 1, "b": 2}


def test_finding_is_by_a_part_of_the_name(facet):
    view = facet(["Guinea", "Papua New GUINEA", "Chad"], build=build_found, find="guinea")
    assert [option.value for option in view.options] == ["Guinea", "Papua New GUINEA"]


def test_a_long_list_is_cut_and_says_so(facet):
    view = facet([f"v{i % 300:03}" for i in range(600)], build=build_found, find="")
    assert (len(view.options), view.more) == (LISTED, 100)


def test_chosen_values_are_never_cut_from_a_long_list(facet):
    names = [f"v{i % 300:03}" for i in range(600)]
    view = facet(names, [("name", "v299"), ("name", "nobody")], build=build_found, find="")
    assert sorted(option.value for option in view.options if option.checked) == ["nobody", "v299"]
