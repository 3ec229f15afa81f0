"""Clients over folders that many tests only read from."""

import pytest
from flask.testing import FlaskClient

from app import create_app
from app.settings import Settings
from tests import adversarial


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """A client over the adversarial dataset."""
    folder = tmp_path_factory.mktemp("hostile")
    adversarial.write(folder)
    return create_app(Settings.read({"WINNOW_DATA_DIR": str(folder)})).test_client()
