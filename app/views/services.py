"""What the views work with, made once by `init_app`."""

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from flask import current_app

from app.datasets import Catalog, Dataset
from app.engine import Engine
from app.query import defaults
from app.settings import Settings

if TYPE_CHECKING:
    from app.views.turns import Turns

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Services:
    settings: Settings
    catalog: Catalog
    engine: Engine
    turns: "Turns"


def report_problems(dataset: Dataset) -> None:
    """Log the faults of a dataset's configuration, once a version."""
    for problem in (*dataset.problems, *defaults(dataset.schema).problems):
        logger.warning("problem in configuration", extra={"dataset": dataset.name, "problem": str(problem)})


def services() -> Services:
    return cast(Services, current_app.extensions["winnow"])
