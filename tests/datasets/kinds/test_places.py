"""What the values of a column are on a map."""

import pandas as pd
import pytest

from app.datasets import from_frame
from app.datasets.build import build

PLACES = {
    "lat": ([51.5, -33.9, 0.0], "latitude"),
    "start_latitude": ([51.5, -33.9, 0.0], "latitude"),
    "lng": ([151.2, 2.35, 0.0], "longitude"),
    "latitude of something": ([51.5, -33.9, 0.0], ""),
    "Lat": ([151.5, 33.9, 0.0], ""),
    "country": (["Chile", "Peru", "Chile"], "country"),
    "iso2": (["CL", "PE", "CL"], "country"),
    "team": (["Chile", "Peru", None], "country"),
    "state": (["CA", "GA", "IL"], ""),
    "city": (["Oslo", "Rome", "Bern"], ""),
    "sold": ([1, 2, 3], ""),
    "day": (["2020-01-01", "2020-01-02", "2020-01-03"], ""),
    "nothing": ([None, None, None], ""),
}


@pytest.mark.parametrize(("name", "cells", "place"), [(name, *said) for name, said in PLACES.items()], ids=PLACES)
@pytest.mark.parametrize("of", ["a frame", "a file"])
def test_a_column_tells_what_it_is_on_a_map(data_dir, name, cells, place, of):
    frame = pd.DataFrame({name: cells, "other": [1.5, 2.5, 3.5]})
    frame.to_csv(data_dir / "table.csv", index=False)
    found = from_frame("table", frame) if of == "a frame" else build("table", data_dir / "table.csv", version="0")
    assert next(iter(found.columns.values())).place == place


def test_a_few_rows_for_each_of_many_countries_are_of_countries(data_dir):
    (data_dir / "table.csv").write_text("nation\n" + "Chile\nPeru\nSouth Korea\nCôte d’Ivoire\n" * 50, encoding="utf-8")
    column = build("table", data_dir / "table.csv", version="0").columns["nation"]
    assert (column.kind, column.place) == ("category", "country")


def test_an_owner_may_say_that_countries_are_geo(data_dir):
    (data_dir / "table.csv").write_text("nation\nChile\nPeru\n", encoding="utf-8")
    (data_dir / "table.toml").write_text('[columns.nation]\nkind = "geo"\n', encoding="utf-8")
    column = build("table", data_dir / "table.csv", version="0").columns["nation"]
    assert (column.kind, column.place) == ("geo", "country")
