"""The form that edits a chart: what its mark, channels and options may be, and links that copy, move or remove it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.query import MARKS, OPTIONS, Channel, Chart, candidates, makeable, suggest
from components.page import Page

NAMES = {"x": "Horizontal", "y": "Vertical", "color": "Colour"}
OTHER_NAMES = {
    "bar": {"x": "Bars", "y": "Length"},
    "heatmap": {"color": "Shade"},
    "box": {"x": "Boxes", "y": "Numbers"},
    "countries": {"x": "Country", "y": "Shade"},
    "map": {"x": "Longitude", "y": "Latitude"},
    "histogram": {"x": "Numbers"},
}
FUNCTION_NAMES = {
    "": "as it is",
    "bin": "in bins",
    "count": "rows",
    "distinct": "distinct values",
    "min": "least",
    "max": "greatest",
    "weekday": "by day of the week",
    "hour": "by hour of the day",
    **{name: f"by {name}" for name in ("year", "quarter", "month", "week", "day")},
}
CHOICES: dict[str, tuple[tuple[str, str], ...]] = {
    "sort": (
        ("", "usual"),
        ("-y", "largest first"),
        ("y", "smallest first"),
        ("x", "by name"),
        ("-x", "from the last"),
    ),
    "stack": (("", "usual"), ("yes", "stacked"), ("no", "side by side")),
    "normalize": (("", "amounts"), ("yes", "shares")),
    "log": (("", "linear"), ("yes", "logarithmic"), ("x", "logarithmic across"), ("xy", "logarithmic, both")),
    "zero": (("", "usual"), ("yes", "from zero"), ("no", "as the data")),
    "width": (("", "usual"), ("full", "across the page")),
}
LABELS = {
    "top": "Most", "sort": "Order", "stack": "Colours", "normalize": "Show", "log": "Scale", "zero": "Axis",
    "size": "Size", "facet": "Small charts", "width": "Width",
}  # fmt: skip
TOPS = (3, 5, 9, 12, 20, 30)
BINNED = ("histogram", "heatmap")
"""Marks whose numbers are in bins anyway."""
BOTH = ("x", "xy")
"""Scales that only dots have."""


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Select:
    name: str
    label: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Action:
    label: str
    url: str


@dataclass(frozen=True, slots=True)
class EditorView:
    """`state`: the parameters that the form carries along; `toml`: the charts as lines of a configuration."""

    number: int
    title: str
    path: str
    state: tuple[tuple[str, str], ...]
    selects: tuple[Select, ...]
    actions: tuple[Action, ...]
    toml: str


def build_editor(page: Page, charts: Sequence[Chart], *, title: str) -> EditorView | None:
    """None unless the query says that one of the charts is being edited."""
    number = page.query.edit
    if not 1 <= number <= len(charts):
        return None
    explicit = page.query.replaced(charts=tuple(charts))
    return EditorView(
        number=number,
        title=title,
        path=f"{page.path}/edit",
        state=tuple(explicit.to_args()),
        selects=tuple(_selects(charts[number - 1], page)),
        actions=tuple(_actions(page, list(charts), number)),
        toml=toml(charts),
    )


def toml(charts: Sequence[Chart]) -> str:
    """`charts = [`, a chart a line, `]`."""
    return "\n".join(["charts = [", *(f'    "{chart}",' for chart in charts), "]"])


def added(page: Page, charts: Sequence[Chart], *, most: int) -> str:
    """The address with one chart more, open in its form; empty where there is no room or nothing to show."""
    known = suggest(page.schema)
    if len(charts) >= most or not known:
        return ""
    new = next((chart for chart in known if chart not in charts), known[0])
    return page.url(page.query.replaced(charts=(*charts, new), edit=len(charts) + 1))


def _selects(chart: Chart, page: Page) -> Iterable[Select]:
    yield _select("_set_mark", "Mark", ((mark.key, mark.label) for mark in makeable(page.schema)), chart.mark)
    for channel in chart.row.channels:
        yield from _channel(channel, chart, page)
    for key in OPTIONS:
        if key in chart.row.options:
            yield _select(f"_set_{key}", LABELS[key], _option_choices(key, chart, page), chart.option(key))


def _channel(channel: Channel, chart: Chart, page: Page) -> Iterable[Select]:
    """The column, and what is taken of it where there is a choice."""
    now = {"x": chart.x, "y": chart.y, "color": chart.color}[channel.name]
    found = [each for each in candidates(channel, page.schema) if each.function != "bin" or chart.mark not in BINNED]
    keys = list(dict.fromkeys(field.column for field in found if field.column))
    columns = [(key, page.column(key).label) for key in keys]
    blank = [] if channel.needed and not any(not field.column for field in found) else [("", "–")]
    label = OTHER_NAMES.get(chart.mark, {}).get(channel.name, NAMES[channel.name])
    yield _select(f"_set_{channel.name}", label, [*blank, *columns], now.column if now else "")
    functions = [field.function for field in found if now and field.column in (now.column, "")]
    if now and len(dict.fromkeys(functions)) > 1:
        named = [(name, FUNCTION_NAMES.get(name, name)) for name in dict.fromkeys(functions)]
        yield _select(f"_set_{channel.name}_by", f"{label}: take", named, now.function)


def _option_choices(key: str, chart: Chart, page: Page) -> Iterable[tuple[str, str]]:
    if key == "top":
        usual = sorted({*TOPS, *([chart.top] if chart.top else [])})
        return [("", "usual"), *((str(top), f"the largest {top}") for top in usual)]
    if key in ("size", "facet"):
        few = MARKS["bar"].channel("color") if key == "facet" else MARKS["scatter"].channel("x")
        assert few
        return [("", "–"), *((each.column, page.column(each.column).label) for each in candidates(few, page.schema))]
    return [choice for choice in CHOICES[key] if key != "log" or chart.mark == "scatter" or choice[0] not in BOTH]


def _select(name: str, label: str, choices: Iterable[tuple[str, str]], now: str) -> Select:
    return Select(name, label, tuple(Choice(value, text, value == now) for value, text in choices))


def _actions(page: Page, charts: list[Chart], number: int) -> Iterable[Action]:
    at, chart = number - 1, charts[number - 1]

    def action(label: str, changed: list[Chart], edit: int) -> Action:
        return Action(label, page.url(page.query.replaced(charts=tuple(changed), edit=edit)))

    rest = [*charts[:at], *charts[at + 1 :]]
    yield action("Duplicate", [*charts[:number], chart, *charts[number:]], number + 1)
    if at > 0:
        yield action("Move earlier", [*rest[: at - 1], chart, *rest[at - 1 :]], at)
    if number < len(charts):
        yield action("Move later", [*rest[:number], chart, *rest[number:]], number + 1)
    if rest:
        yield action("Remove", rest, 0)
    yield Action("Done", page.url(page.query.replaced(edit=0)))
