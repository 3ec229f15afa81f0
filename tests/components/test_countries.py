"""A map of countries is shaded by a measure."""

import numpy as np
import pytest

from components.projection.projection import outlines
from components.shades import SHADES
from tests.components.geometry import number

FRAME = {
    "country": ["France", "France", "Peru", "India", "Tuvalu", "Peru", "Atlantis", None],
    "size": [10.0, 20.0, -5.0, 100.0, None, 3.0, 7.0, 1.0],
}
CODES = {"France": "FRA", "Peru": "PER", "India": "IND", "Tuvalu": "TUV"}
MEASURES = {"mean(size)": "mean", "sum(size)": "sum", "min(size)": "min", "max(size)": "max"}
TOML = '[columns.country]\nplace = "country"\n'


def said(shown) -> dict[str, float]:
    found = [mark.title.rpartition(": ") for mark in shown.marks("cell")]
    return {name: number(value) for name, _, value in found}


@pytest.fixture
def world(plot):
    return lambda spec, args=(), values=FRAME: plot(values, spec, args, toml=TOML)


@pytest.mark.parametrize("measure", MEASURES)
def test_countries_have_the_measures_of_pandas_and_their_own_outlines(world, measure):
    shown = world(f"countries:country,{measure}")
    expected = shown.frame.dropna().groupby("country")["size"].agg(MEASURES[measure]).drop("Atlantis")
    assert said(shown) == pytest.approx(expected.to_dict(), rel=0.005)
    paths = {mark.title.partition(":")[0]: mark.path for mark in shown.marks("cell")}
    assert paths == {name: outlines().paths[CODES[name]] for name in expected.index}


@pytest.mark.parametrize("measure", [*MEASURES, "count()"])
def test_more_is_never_a_lighter_shade(world, measure):
    shown = world(f"countries:country,{measure}")
    shades = [
        (value, int(mark.name[-1])) for value, mark in zip(said(shown).values(), shown.marks("cell"), strict=True)
    ]
    assert [shade for _, shade in sorted(shades)] == sorted(shade for _, shade in shades)
    assert all(1 <= shade <= SHADES for _, shade in shades)


def test_a_country_keeps_its_rows(world):
    shown = world("countries:country,count()")
    kept = {mark.title.partition(":")[0]: len(shown.kept(mark.link)) for mark in shown.marks("cell")}
    assert kept == {"France": 2, "Peru": 2, "India": 1, "Tuvalu": 1}


def test_chosen_countries_are_bright_and_let_go(world):
    marks = world("countries:country,count()", [("country", "Peru")]).marks("cell")
    states = {mark.title.partition(":")[0]: (mark.muted, mark.link.selected, mark.link.href) for mark in marks}
    assert states["Peru"] == (False, True, "/table")
    assert states["India"] == (True, False, "/table?country=India")


def test_names_of_no_country_are_told_and_listed(world):
    shown = world("countries:country,sum(size)")
    assert shown.drawing.note == "1 value not on the map"
    assert shown.cells() == [("India", "100"), ("France", "30"), ("Atlantis", "7"), ("Peru", "-2")]


def test_two_names_of_a_country_are_drawn_once(world):
    values = {"country": ["USA", "United States", "United States", "Peru"]}
    shown = world("countries:country,count()", values=values)
    assert said(shown) == {"United States": 2, "Peru": 1}


def test_the_rest_of_the_world_is_land(world):
    (land,) = world("countries:country,sum(size)").drawing.panels[0].under
    assert land.name == "land"
    assert outlines().paths["BRA"] in land.path
    assert outlines().paths["FRA"] not in land.path


def test_the_sentence_tells_the_ends(world):
    sentence = world("countries:country,sum(size)").drawing.sentence
    assert sentence == "4 countries. India is highest at 100, Peru lowest at -2."


def test_no_value_is_no_drawing(world):
    values = {"country": ["France", "Peru"], "size": [1.5, np.nan]}
    assert world("countries:country,sum(size)", [("size.max", "0")], values).view.drawing is None
