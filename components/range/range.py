"""A filter by range: a histogram under all other filters, two handles over it, and typed ends."""

from dataclasses import dataclass
from functools import lru_cache

from app.datasets import Column
from app.engine import Tally
from app.query import Bins, edge_text, last_moment
from components.format import Format, short
from components.histogram.histogram import bin_name
from components.page import Page

WIDTH, HEIGHT = 240, 40


@dataclass(frozen=True, slots=True)
class RangeView:
    """`low` and `high` are the typed ends, empty if open.

    `bars` is a path. The handles stand at edges of the bars, `from_` and `to`; `lows` and `highs` say, separated by
    spaces, what to type for a handle at each edge: a high end keeps what is before its edge.
    """

    key: str
    title: str
    description: str
    input_type: str
    low: str
    high: str
    least: str
    greatest: str
    lows: str
    highs: str
    steps: int
    from_: int
    to: int
    bars: str
    sentence: str
    clear_url: str
    missing: int
    presence: str
    active: bool
    name: str = "RangeView"
    width: int = WIDTH
    height: int = HEIGHT


def build_range(column: Column, tally: Tally | None, page: Page, *, bins: Bins | None) -> RangeView:
    """Without a tally (no finite value to show) only the typed ends."""
    low, high = (_first(page.query.values(column.key, end)) for end in ("min", "max"))
    presence = _first(page.query.values(column.key, "is"))
    lows, highs = _stops(bins, column) if bins else ([""], [""])
    from_ = _low_position(low, lows, column) if low else 0
    to = max(from_, _high_position(high or _first(page.query.values(column.key, "below")), highs, column))
    return RangeView(
        key=column.key,
        title=column.title,
        description=column.description,
        input_type="text" if column.kind == "date" else "number",
        low=low,
        high=high,
        least=_end(column.low, column),
        greatest=_end(column.high, column),
        lows=" ".join(lows),
        highs=" ".join(highs),
        steps=len(lows) - 1,
        from_=from_,
        to=to,
        bars=_bars(tally) if tally else "",
        sentence=_sentence(tally, bins, column) if tally and bins else "No values",
        clear_url=page.url(page.query.without(column.key)),
        missing=column.missing,
        presence=presence,
        active=bool(page.query.on(column.key)),
    )


def _first(values: tuple[str, ...]) -> str:
    return values[0] if values else ""


def _end(value: float | str | None, column: Column) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value[:10]
    text = Format.of(column).number(value)
    return text if len(text) <= 9 else short(value)


@lru_cache(maxsize=1000)
def _stops(bins: Bins, column: Column) -> tuple[list[str], list[str]]:
    lows = [edge_text(edge) for edge in bins.edges]
    ends = [bins.filters(i, column) for i in range(len(bins))]
    return lows, [lows[0], *(row.values[0] for rows in ends for row in rows if row.operator != "min")]


def _low_position(text: str, lows: list[str], column: Column) -> int:
    """The last edge at or before a typed low end."""
    return max(0, sum(_order(low, column) <= _order(text, column) for low in lows) - 1)


def _high_position(text: str, highs: list[str], column: Column) -> int:
    """The first edge at or after a typed high end; the last one if it is open."""
    reached = [i for i, high in enumerate(highs) if i and text and _order(high, column) >= _order(text, column)]
    return reached[0] if reached else len(highs) - 1


def _order(text: str, column: Column) -> tuple[float, str]:
    return (0.0, last_moment(text)) if column.kind == "date" else (float(text), "")


def _bars(tally: Tally) -> str:
    """One path for all bars."""
    most, pitch = max(1, int(tally.counts.max(initial=0))), WIDTH / max(1, len(tally.counts))
    parts = []
    for i, count in enumerate(tally.counts.tolist()):
        if count:
            height = max(1.5, count / most * HEIGHT)
            parts.append(f"M{i * pitch + 0.4:.1f} {HEIGHT}v-{height:.1f}h{pitch - 0.8:.1f}v{height:.1f}z")
    return "".join(parts)


def _sentence(tally: Tally, bins: Bins, column: Column) -> str:
    if not tally.counts.any():
        return f"{column.label}: no rows"
    fullest = int(tally.counts.argmax())
    return f"{column.label}: most rows, {tally.counts[fullest]:,}, at {bin_name(bins, fullest, column)}"
