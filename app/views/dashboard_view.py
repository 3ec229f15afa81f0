"""The view models of a dashboard: which answers they need, and which components show them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from app.datasets import Column, Dataset, Problem
from app.engine import (
    Answers,
    Asked,
    ChartPlan,
    Count,
    Engine,
    FacetPlan,
    GivenUpError,
    GroupBy,
    Rows,
    facet_columns,
    plan_chart,
    plan_facet,
)
from app.query import COUNT, MOST_CHARTS, Chart, Defaults, Query, defaults, figure_code, view_code
from app.views.errors import RequestError
from app.views.timing import Clock
from components.chart.chart import ChartView, build_charts
from components.chips.chips import ChipsView, build_chips
from components.contains.contains import ContainsView, build_contains
from components.editor.editor import EditorView, added, build_editor
from components.facet.facet import FacetView, build_facet
from components.figures.figures import FigureView, build_figures
from components.page import Page
from components.picture.picture import PictureView, build_picture
from components.range.range import RangeView, build_range
from components.report.report import ReportView, build_report
from components.sketch.sketch import SketchView, build_sketches
from components.table.table import Choice, TableView, build_table, table_columns

FilterView = FacetView | RangeView | ContainsView


@dataclass(frozen=True, slots=True)
class PreviewView:
    """What follows a range while it is dragged: all but its own filter, the table, and what tells of its rows."""

    chips: ChipsView
    figures: tuple[FigureView, ...]
    charts: tuple[SketchView, ...]
    facets: tuple[FilterView, ...]


@dataclass(frozen=True, slots=True)
class DashboardView:
    """`state`: what the filter form carries that no control of it shows."""

    title: str
    path: str
    description: str
    source: str
    source_url: str
    licence: str
    problems: tuple[Problem, ...]
    search: str
    searched: str
    more_filters: tuple[Choice, ...]
    rail_changed: bool
    state: tuple[tuple[str, str], ...]
    facets: tuple[FilterView, ...]
    chips: ChipsView
    figures: tuple[FigureView, ...]
    charts: tuple[ChartView, ...]
    editor: EditorView | None
    add_url: str
    code: str
    table: TableView
    report: ReportView


@dataclass(frozen=True, slots=True, eq=False)
class Asking:
    """A dataset and a query, and how the engine is to be asked. `dragged`: the column whose range is being dragged."""

    dataset: Dataset
    query: Query
    engine: Engine
    clock: Clock
    dragged: str = ""
    given_up: Callable[[], bool] = lambda: False

    def run(self, *summaries: Asked) -> Answers:
        if self.given_up():
            raise GivenUpError
        return self.engine.run(self.dataset, self.query, summaries, dragged=self.dragged, given_up=self.given_up)

    def count(self) -> int:
        """How many rows the query keeps, which the log tells too."""
        self.clock.rows = self.run(Count())[Count()]
        return self.clock.rows


@dataclass(frozen=True, slots=True)
class _Plan:
    """What is shown of a query, and which summaries answer it."""

    count: int
    charts: list[tuple[Chart, ChartPlan]]
    facets: list[FacetPlan]
    figures: GroupBy

    @classmethod
    def of(cls, asking: Asking) -> "_Plan":
        dataset, query, usual = asking.dataset, asking.query, defaults(asking.dataset.schema)
        count = asking.count()
        return cls(
            count=count,
            charts=[(chart, plan_chart(chart, dataset, query, rows=count)) for chart in query.charts or usual.charts],
            facets=[plan_facet(column) for column in rail_columns(query, dataset) if column.key != asking.dragged],
            figures=GroupBy((), usual.figures or (COUNT,)),
        )

    @property
    def summaries(self) -> list[Asked]:
        charts = [plan.summary for _, plan in self.charts if plan.summary]
        return [*charts, *(plan.summary for plan in self.facets if plan.summary), self.figures]


def build_preview(asking: Asking, *, path: str) -> PreviewView:
    """What follows a range that is being dragged."""
    dataset = asking.dataset
    page = Page(path, asking.query, dataset.schema)
    with asking.clock.step("summaries"):
        plan = _Plan.of(asking)
        answers = asking.run(*plan.summaries)
    with asking.clock.step("components"):
        return PreviewView(
            chips=build_chips(page, count=plan.count, total=dataset.rows),
            figures=_figures(plan, answers, asking, page),
            charts=build_sketches(plan.charts, answers, replace(page, sketch=True)),
            facets=tuple(_filter(each, answers, page) for each in plan.facets),
        )


@dataclass(frozen=True, slots=True)
class EmbedView:
    """`url` is the dashboard's."""

    title: str
    charts: tuple[ChartView, ...]
    count: str
    total: str
    source: str
    url: str


def build_embed(asking: Asking, *, path: str, home: str) -> EmbedView:
    """The charts that the query names, or else the dataset's first one."""
    dataset, charts = asking.dataset, asking.query.charts or defaults(asking.dataset.schema).charts[:1]
    count = asking.count()
    plans = [(chart, plan_chart(chart, dataset, asking.query, rows=count)) for chart in charts]
    answers = asking.run(*(plan.summary for _, plan in plans if plan.summary))
    page = Page(path, asking.query, dataset.schema, home=home)
    return EmbedView(
        title=dataset.title,
        charts=build_charts(plans, answers, page),
        count=f"{count:,}",
        total=f"{dataset.rows:,}",
        source=dataset.config.source.partition(" <")[0],
        url=page.query.url(home),
    )


def build_picture_of(asking: Asking, *, path: str, size: tuple[float, float], theme: str) -> PictureView:
    """The first chart that the query names, or else the dataset's. Raises RequestError if there is none."""
    dataset, query = asking.dataset, asking.query
    charts = query.charts or defaults(dataset.schema).charts
    if not charts:
        raise RequestError(404, f"{dataset.title} has no chart by itself; name one, as in ?_chart=bar:column.")
    count = asking.count()
    plan = plan_chart(charts[0], dataset, query, rows=count)
    answers = asking.run(*([plan.summary] if plan.summary else []))
    page = Page(path, query, dataset.schema)
    chips = build_chips(page, count=count, total=dataset.rows)
    shown = "; ".join(chip.label for chip in chips.chips)
    return build_picture(
        plan,
        answers,
        page,
        size=size,
        theme=theme,
        source=" · ".join(filter(None, [dataset.title, dataset.config.source.partition(" <")[0]])),
        note=shown or f"{dataset.rows:,} rows",
    )


def build_dashboard(asking: Asking, *, path: str, rail_changed: bool = False) -> DashboardView:
    """Everything a dashboard shows, from one pass of the engine."""
    dataset, query = asking.dataset, asking.query
    page, usual, config = Page(path, query, dataset.schema), defaults(dataset.schema), dataset.config
    with asking.clock.step("summaries"):
        plan = _Plan.of(asking)
        rows = Rows(query.sort or usual.sort, (query.page - 1) * query.size, query.size, table_columns(page))
        answers = asking.run(*plan.summaries, rows)
    with asking.clock.step("components"):
        charts = build_charts(plan.charts, answers, page)
        return DashboardView(
            title=dataset.title,
            path=path,
            description=config.description,
            source=config.source.partition(" <")[0],
            source_url=_link(config.source),
            licence=config.licence,
            problems=(*dataset.problems, *usual.problems),
            search=query.search,
            searched=_searched(dataset),
            more_filters=_more_filters(page, dataset),
            rail_changed=rail_changed,
            state=_state(query, plan.facets),
            facets=tuple(_filter(each, answers, page) for each in plan.facets),
            chips=build_chips(page, count=plan.count, total=dataset.rows),
            figures=_figures(plan, answers, asking, page),
            charts=charts,
            editor=build_editor(page, [chart for chart, _ in plan.charts], title=_edited_title(query, charts)),
            add_url=added(page, [chart for chart, _ in plan.charts], most=MOST_CHARTS),
            code=_code(query, dataset, usual, charts),
            table=build_table(answers[rows], page, title=dataset.title, count=plan.count),
            report=_report(dataset, path),
        )


def _edited_title(query: Query, charts: Sequence[ChartView]) -> str:
    return next((chart.title for chart in charts if chart.number == query.edit), "")


def _figures(plan: _Plan, answers: Answers, asking: Asking, page: Page) -> tuple[FigureView, ...]:
    """Beside the same over all rows."""
    whole = asking.engine.run(asking.dataset, Query(), [plan.figures])[plan.figures]
    return build_figures(defaults(page.schema).figures, answers[plan.figures], whole, page)


def _report(dataset: Dataset, path: str) -> ReportView:
    source = f"{dataset.source_file}, {dataset.part}" if dataset.part else dataset.source_file
    page = Page(path, Query(), dataset.schema)
    return build_report(dataset.report, page, source=source, config=dataset.config_file)


def rail_columns(query: Query, dataset: Dataset) -> list[Column]:
    return facet_columns(query, dataset.schema, usual=defaults(dataset.schema).facets)


def _filter(plan: FacetPlan, answers: Answers, page: Page) -> FilterView:
    column, tally = plan.column, answers[plan.summary] if plan.summary else None
    if column.kind in ("category", "boolean") and tally:
        return build_facet(column, tally, page)
    if column.family in ("numbers", "dates"):
        return build_range(column, tally, page, bins=plan.bins)
    return build_contains(column, page)


def _state(query: Query, facets: Sequence[FacetPlan]) -> tuple[tuple[str, str], ...]:
    """The parameters that have no control in the rail: the form carries them along."""
    shown = {"_q", "_page"}
    for plan in facets:
        operators = {"category": ["", "is"], "boolean": ["", "is"]}.get(plan.column.kind)
        operators = operators or (["min", "max", "is"] if plan.column.family in ("numbers", "dates") else ["has", "is"])
        shown |= {f"{plan.column.key}.{operator}" if operator else plan.column.key for operator in operators}
    return tuple(pair for pair in query.to_args() if pair[0] not in shown)


def _more_filters(page: Page, dataset: Dataset) -> tuple[Choice, ...]:
    """The columns that have no filter in the rail yet, with the address that adds it."""
    there = {column.key for column in rail_columns(page.query, dataset)}
    return tuple(
        Choice(
            column.label, page.url(page.query.replaced(facets=tuple(sorted({*page.query.facets, column.key})))), False
        )
        for column in dataset.schema.visible()
        if column.key not in there and column.kind != "empty"
    )


def _searched(dataset: Dataset) -> str:
    """`country, region…`: what the search looks in."""
    labels = [column.label.lower() for column in dataset.schema.visible() if column.family == "words"]
    return ", ".join(labels[:2]) or "texts"


def _link(source: str) -> str:
    """`Gapminder <https://…>` → the address, if it is one of the web."""
    url = source.partition(" <")[2].removesuffix(">")
    return url if url.startswith(("https://", "http://")) else ""


def _code(query: Query, dataset: Dataset, usual: Defaults, charts: Sequence[ChartView]) -> str:
    lines = view_code(query, dataset.schema, dataset.recipe)
    lines += [f"figure_{i} = {figure_code(field, dataset.schema)}" for i, field in enumerate(usual.figures, start=1)]
    lines += [line for chart in charts for line in chart.code]
    return "\n".join(lines)
