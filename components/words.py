"""Descriptions of charts in sentences: extremes, trends and gaps, from the numbers that are drawn."""

from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np

from app.datasets.column import Array
from components.sheet import Sheet

MOST_NAMED = 4
HELD = 0.05
"""A change of less than this part of a line's own extent is none to speak of."""
Write = Callable[[float], str]


def say_places(sheet: Sheet) -> str:
    """Of bars: how many, the highest and the lowest; by series if there are several."""
    names = [
        ", ".join([*([panel] if panel else []), place])
        for panel in (sheet.panels.labels if sheet.panels else ("",))
        for place in sheet.x.labels
    ]
    values = sheet.values.reshape(len(names), -1)
    said = [plural(len(sheet.panels), "panel")] if sheet.panels else []
    said += [plural(sheet.places_total, "value")]
    if sheet.series is None:
        return f"{', '.join(said)}. {extremes(values[:, 0], names, sheet.write)}"
    said.append(f"{len(sheet.series)} series")
    each = [f"{label}: {extremes(values[:, i], names, sheet.write)}" for i, label in enumerate(sheet.series.labels)]
    return f"{', '.join(said)}. {' '.join(each[:MOST_NAMED])}"


def plural(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def extremes(values: Array, names: Sequence[str], write: Write) -> str:
    """`India is highest at 1.25 B, Tuvalu lowest at 9,850.`"""
    some = np.flatnonzero(np.isfinite(values))
    if not len(some):
        return "Nothing to show."
    high, low = int(some[np.argmax(values[some])]), int(some[np.argmin(values[some])])
    most, least = write(float(values[high])), write(float(values[low]))
    if len(some) == 1:
        return f"{names[high]} is at {most}."
    if values[high] == values[low]:
        return f"All are at {most}."
    return f"{names[high]} is highest at {most}, {names[low]} lowest at {least}."


def say_lines(sheet: Sheet) -> str:
    """Of lines: `6 lines, 1964 to 2013. South Asia rose from 43 to 67.` Those that changed most come first."""
    first, last = sheet.x.labels[0], sheet.x.labels[-1]
    said = [plural(len(sheet.panels), "panel")] if sheet.panels else []
    said += [plural(len(sheet.series), "line")] if sheet.series else []
    said.append(first if first == last else f"{first} to {last}")
    lines = [(p, s) for p in range(sheet.values.shape[0]) for s in range(sheet.values.shape[2])]
    lines.sort(key=lambda at: -_change(sheet.values[at[0], :, at[1]]))
    each = [
        trend(sheet.values[panel, :, series], sheet.x.labels, _line_name(sheet, panel, series), sheet.write)
        for panel, series in lines[:MOST_NAMED]
    ]
    rest = len(lines) - MOST_NAMED
    more = f" {plural(rest, 'more line')} changed less." if rest > 0 else ""
    return f"{', '.join(said)}. {' '.join(each)}{more}"


def _line_name(sheet: Sheet, panel: int, series: int) -> str:
    parts = [*([sheet.panels.labels[panel]] if sheet.panels else [])]
    parts += [sheet.series.labels[series]] if sheet.series else []
    return ", ".join(parts) or "It"


def _change(values: Array) -> float:
    some = values[np.isfinite(values)]
    return abs(float(some[-1]) - float(some[0])) if len(some) else -1.0


def trend(values: Array, labels: Sequence[str], name: str, write: Write) -> str:
    """`South Asia rose from 43 to 67, with a peak of 70 in 2001; no value in 1971 to 1973.`"""
    some = np.flatnonzero(np.isfinite(values))
    if not len(some):
        return f"{name} has no value."
    start, end = float(values[some[0]]), float(values[some[-1]])
    if len(some) == 1:
        return f"{name} is {write(start)} in {labels[some[0]]}, its only value."
    low, high = float(values[some].min()), float(values[some].max())
    if high == low:
        said = f"{name} held at {write(end)}"
    elif abs(end / 2 - start / 2) <= HELD * (high / 2 - low / 2):
        said = f"{name} ended near where it began, at {write(end)}"
    else:
        said = f"{name} {'rose' if end > start else 'fell'} from {write(start)} to {write(end)}"
    if high > max(start, end):
        said += f", with a peak of {write(high)} in {labels[int(np.nanargmax(values))]}"
    if low < min(start, end):
        said += f", with a low of {write(low)} in {labels[int(np.nanargmin(values))]}"
    return f"{said}{gap(values, labels)}."


def gap(values: Array, labels: Sequence[str]) -> str:
    """`; no value in 1971 to 1973`: the longest run of missing values within a line."""
    some = np.flatnonzero(np.isfinite(values)).tolist()
    runs = [(after - before - 1, before + 1) for before, after in pairwise(some) if after - before > 1]
    if not runs:
        return ""
    length, start = max(runs)
    span = labels[start] if length == 1 else f"{labels[start]} to {labels[start + length - 1]}"
    return f"; no value in {span}{' and other gaps' if len(runs) > 1 else ''}"
