"""What the views work with, made once by `init_app`."""

from dataclasses import dataclass
from typing import cast

from flask import current_app

from app.datasets import Catalog
from app.engine import Engine
from app.settings import Settings


@dataclass(frozen=True, slots=True)
class Services:
    settings: Settings
    catalog: Catalog
    engine: Engine


def services() -> Services:
    return cast(Services, current_app.extensions["winnow"])
