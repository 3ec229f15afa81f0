"""Names of datasets and columns, as they stand in URLs and on the page."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.datasets.naming import column_keys, dataset_name, label, unique, unit

NAMES = st.lists(st.text(max_size=12) | st.sampled_from(["a", "a_2", "A", "a b", "a.b", "", " ", "_q", "column_1"]))


@pytest.mark.parametrize(
    ("stem", "name"),
    [
        ("sales", "sales"),
        ("Sales 2024 (final)", "sales-2024-final"),
        ("sales_2024", "sales-2024"),
        ("a.b", "a-b"),
        ("Übersicht", "ubersicht"),
        ("人口", "ren-kou"),
        ("😀", "dataset"),
        ("-", "dataset"),
        ("..", "dataset"),
        ('it\'s "odd" & <b>', "it-s-odd-b"),
        ("x" * 200, "x" * 80),
    ],
)
def test_a_file_gives_a_dataset_its_name(stem, name):
    assert dataset_name(stem) == name


@given(st.text())
@settings(max_examples=60, deadline=None)
def test_the_name_of_a_dataset_is_safe_in_a_url(stem):
    assert re.fullmatch(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?", dataset_name(stem))


@pytest.mark.parametrize(
    ("names", "keys"),
    [
        (["Life expectancy", "GDP (€)"], ["life_expectancy", "gdp_eur"]),
        (["a b", "a.b", "a_b"], ["a_b", "a_b_2", "a_b_3"]),
        (["a", "a_2", "a"], ["a", "a_2", "a_3"]),
        (["", " ", "x"], ["column_1", "column_2", "x"]),
        (["", "column_1"], ["column_1", "column_1_2"]),
        (["_sort", "__q__", "_"], ["sort", "q", "column_3"]),
        (["😀", "!?"], ["column_1", "column_2"]),
        ([], []),
    ],
)
def test_columns_have_these_keys(names, keys):
    assert column_keys(names) == keys


@given(NAMES)
@settings(max_examples=60, deadline=None)
def test_keys_are_unique_and_safe_in_a_url(names):
    keys = column_keys(names)
    assert len(keys) == len(names) == len(set(keys))
    assert all(re.fullmatch(r"[a-z0-9][a-z0-9_]*", key) for key in keys)


def test_a_taken_name_is_numbered():
    assert unique("a", set(), separator="-") == "a"
    assert unique("a", {"a", "a-2"}, separator="-") == "a-3"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("bill_length_mm", "mm"),
        ("body_mass_g", "g"),
        ("net_weight_g", "g"),
        ("price_EUR", "EUR"),
        ("share_pct", "pct"),
        ("vitamin_g", ""),
        ("mm", ""),
        ("_mm", ""),
        ("comm", ""),
        ("", ""),
    ],
)
def test_a_unit_is_what_a_name_ends_with(name, expected):
    assert unit(name) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("life_expectancy", "Life expectancy"),
        ("GDP per head", "GDP per head"),
        ("  two\n lines ", "Two lines"),
        ("", "Unnamed"),
        ("__", "Unnamed"),
        ("éa", "Éa"),
    ],
)
def test_a_label_is_for_people(name, expected):
    assert label(name) == expected
