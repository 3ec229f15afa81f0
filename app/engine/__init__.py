"""Answers a `Query` over a dataset with mergeable summaries."""

from app.engine.cache import Cache, Caches
from app.engine.dimension import MOST_CELLS, Dimension, WithMissing, cells_of
from app.engine.engine import Answers, Engine
from app.engine.kernels import Compiling
from app.engine.masks import Masks
from app.engine.plan import ChartPlan, FacetPlan, facet_columns, plan_chart, plan_facet
from app.engine.run import Asked, GivenUpError
from app.engine.summaries import (
    Count,
    Extent,
    Facet,
    GroupBy,
    Groups,
    Histogram,
    Rows,
    RowsAnswer,
    Spread,
    Spreads,
    Summary,
    Tally,
)

__all__ = [
    "MOST_CELLS",
    "Answers",
    "Asked",
    "Cache",
    "Caches",
    "ChartPlan",
    "Compiling",
    "Count",
    "Dimension",
    "Engine",
    "Extent",
    "Facet",
    "FacetPlan",
    "GivenUpError",
    "GroupBy",
    "Groups",
    "Histogram",
    "Masks",
    "Rows",
    "RowsAnswer",
    "Spread",
    "Spreads",
    "Summary",
    "Tally",
    "WithMissing",
    "cells_of",
    "facet_columns",
    "plan_chart",
    "plan_facet",
]
