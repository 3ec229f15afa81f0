"""A filter by range: a histogram under all other filters, two handles over it, and typed ends."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import lru_cache

from app.datasets import Column
from app.engine import Tally
from app.query import Bins, bin_filters, edge_text, last_moment, rail_bins
from components.edges import bin_name, edge_numbers
from components.format import Format, short
from components.page import Page

WIDTH, HEIGHT = 240, 40
Order = tuple[float, str]


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

    @property
    def inside_x(self) -> float:
        """Where the part between the handles begins."""
        return self.width * self.from_ / self.steps

    @property
    def inside_width(self) -> float:
        return self.width * (self.to - self.from_) / self.steps


def build_range(column: Column, tally: Tally | None, page: Page, *, bins: Bins | None) -> RangeView:
    """Without a tally (no finite value to show) only the typed ends."""
    low, high = (_first(page.query.values(column.key, end)) for end in ("min", "max"))
    presence = _first(page.query.values(column.key, "is"))
    lows, highs = _stops(bins, column) if bins else (("",), ("",))
    from_ = _low_position(low, lows, column) if low and bins else 0
    above = high or _first(page.query.values(column.key, "below"))
    to = max(from_, _high_position(above, highs, column)) if bins else 0
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
def _stops(bins: Bins, column: Column) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What to type for a handle at each edge: as the low end, and as the high one."""
    lows = tuple(edge_text(edge) for edge in bins.edges)
    highs = [row.values[0] for rows in bin_filters(bins, column) for row in rows if row.operator != "min"]
    return lows, (lows[0], *highs)


def range_stops(column: Column) -> tuple[tuple[float, ...], tuple[str, ...], tuple[str, ...]] | None:
    """Where the handles of a column's range can stand: as numbers, and what a filter says there; None: nowhere."""
    bins = rail_bins(column)
    return (edge_numbers(bins), *_stops(bins, column)) if bins else None


def _low_position(text: str, lows: tuple[str, ...], column: Column) -> int:
    """The last edge at or before a typed low end."""
    return max(0, bisect_right(_orders(lows, column), _order(text, column)) - 1)


def _high_position(text: str, highs: tuple[str, ...], column: Column) -> int:
    """The first edge at or after a typed high end; the last one if it is open."""
    last = len(highs) - 1
    return min(last, 1 + bisect_left(_orders(highs[1:], column), _order(text, column))) if text else last


@lru_cache(maxsize=1000)
def _orders(texts: tuple[str, ...], column: Column) -> tuple[Order, ...]:
    return tuple(_order(text, column) for text in texts)


def _order(text: str, column: Column) -> Order:
    return (0.0, last_moment(text)) if column.kind == "date" else (float(text), "")


def _bars(tally: Tally) -> str:
    """One path for all bars."""
    counts = tally.counts.tolist()
    scale, strips = HEIGHT / max(1, *counts), _strips(len(counts))
    heights = [max(1.5, count * scale) if count else 0 for count in counts]
    return "".join(
        [
            f"M{x} {HEIGHT}v-{height:.1f}h{width}v{height:.1f}z"
            for (x, width), height in zip(strips, heights, strict=True)
            if height
        ]
    )


@lru_cache(maxsize=100)
def _strips(count: int) -> list[tuple[str, str]]:
    """Where each of so many bars starts, and how wide it is."""
    pitch = WIDTH / max(1, count)
    return [(f"{i * pitch + 0.4:.1f}", f"{pitch - 0.8:.1f}") for i in range(count)]


def _sentence(tally: Tally, bins: Bins, column: Column) -> str:
    if not tally.counts.any():
        return f"{column.label}: no rows"
    fullest = int(tally.counts.argmax())
    return f"{column.label}: most rows, {tally.counts[fullest]:,}, at {bin_name(bins, fullest, column)}"
