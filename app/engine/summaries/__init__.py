"""Everything a page shows is a summary: what each partition computes of its rows, and how partials merge."""

from app.engine.summaries.count import Count
from app.engine.summaries.extent import Extent
from app.engine.summaries.gathered import Gathered
from app.engine.summaries.groupby import GroupBy, Groups
from app.engine.summaries.ranks import Ranks, Within
from app.engine.summaries.rows import Rows, RowsAnswer
from app.engine.summaries.spread import Spread, Spreads
from app.engine.summaries.stepped import stepped
from app.engine.summaries.summary import Stepped, Summary, Tiled
from app.engine.summaries.tally import Facet, Histogram, Tally

__all__ = [
    "Count",
    "Extent",
    "Facet",
    "Gathered",
    "GroupBy",
    "Groups",
    "Histogram",
    "Ranks",
    "Rows",
    "RowsAnswer",
    "Spread",
    "Spreads",
    "Stepped",
    "Summary",
    "Tally",
    "Tiled",
    "Within",
    "stepped",
]
