"""Clients over folders that many tests only read from."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from app import create_app
from app.settings import Settings
from app.views import gallery
from tests import adversarial


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """A client over the adversarial dataset."""
    folder = tmp_path_factory.mktemp("hostile")
    adversarial.write(folder)
    return open_client(folder)


@pytest.fixture(scope="session")
def specimen(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """A client over the gallery's table, which has columns for every mark: `/specimen`."""
    folder = tmp_path_factory.mktemp("specimen")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(gallery, "from_frame", lambda name, frame: frame)
        gallery.specimen.__wrapped__().to_parquet(folder / "specimen.parquet")
    return open_client(folder)


def open_client(folder: Path) -> FlaskClient:
    app = create_app(Settings.read({"WINNOW_DATA_DIR": str(folder), "WINNOW_CACHE_DIR": ""}))
    app.extensions["winnow"].catalog.open_all()
    return app.test_client()
