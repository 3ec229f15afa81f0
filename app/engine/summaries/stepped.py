"""Which questions are answered in steps."""

from app.engine.summaries.groupby import GroupBy
from app.engine.summaries.median import Medians
from app.engine.summaries.rows import Rows
from app.engine.summaries.spread import Spread
from app.engine.summaries.summary import Stepped


def stepped(asked: object) -> Stepped | None:
    """How a question is answered in steps; None for a summary, which needs one pass."""
    if isinstance(asked, GroupBy):
        return Medians(asked) if asked.medians else None
    return asked if isinstance(asked, Rows | Spread) else None
