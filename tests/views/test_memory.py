"""Nothing holds on to a dataset whose file has changed."""

import gc
import weakref

import pandas as pd

from app import create_app
from app.settings import Settings
from tests.views.markup import HTMX


def test_the_cells_of_an_old_version_are_let_go(tmp_path):
    file = tmp_path / "t.parquet"
    pd.DataFrame({"x": range(1000), "name": list("ab") * 500}).to_parquet(file)
    app = create_app(Settings.read({"WINNOW_DATA_DIR": str(tmp_path), "WINNOW_CACHE_DIR": ""}))
    client, catalog = app.test_client(), app.extensions["winnow"].catalog
    client.get("/t?x.min=100")
    client.get("/t?x.min=100", headers={**HTMX, "HX-Drag": "x"})
    cells = weakref.ref(catalog.open(catalog.entries()["t"]).cells["x"].values)
    pd.DataFrame({"x": range(900), "name": list("ab") * 450}).to_parquet(file)
    assert "of 900 rows" in client.get("/t").text
    app.extensions["winnow"].engine.clear()
    gc.collect()
    assert cells() is None
