"""What is asked of a dataset first is answered before anybody asks."""

import logging
import threading
from collections.abc import Callable

from app.datasets import Dataset
from app.engine import Engine
from app.query import Query
from app.views.dashboard_view import Asking, build_dashboard
from app.views.services import report_problems
from app.views.timing import Clock
from components.facet.facet import FacetView

logger = logging.getLogger(__name__)

LARGE = 50_000
"""Below, the first answer takes a few milliseconds."""
FILTERS = 2


def on_open(engine: Engine) -> Callable[[Dataset], None]:
    """What is done with a dataset that has just been opened."""

    def opened(dataset: Dataset) -> None:
        report_problems(dataset)
        if dataset.rows >= LARGE:
            threading.Thread(target=_warm, args=(dataset, engine), name="warm", daemon=True).start()

    return opened


def _warm(dataset: Dataset, engine: Engine) -> None:
    try:
        warm(dataset, engine)
    except Exception:
        logger.exception("warming failed", extra={"dataset": dataset.name})


def warm(dataset: Dataset, engine: Engine) -> None:
    """No filter, and each value that the first filters of the rail show."""
    engine.compiling.prepare(dataset.rows)
    shown = build_dashboard(Asking(dataset, Query(), engine, Clock()), path="/").facets
    for facet in [each for each in shown if isinstance(each, FacetView)][:FILTERS]:
        for option in facet.options:
            query = Query().with_(facet.key, values=[option.value])
            build_dashboard(Asking(dataset, query, engine, Clock()), path="/")
