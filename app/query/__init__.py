"""Turns a URL into a frozen, canonical `Query`, and back."""

from app.query.bins import Bins, Edge, bin_filters, edge_text, make_bins, rail_bins
from app.query.chart import MARKS, Chart, parse_chart
from app.query.cycles import CYCLES, WEEKDAYS, parts
from app.query.defaults import Defaults, Sort, defaults
from app.query.errors import QueryError
from app.query.field import COUNT, Field
from app.query.filter import Filter
from app.query.operand import Span, last_moment, number_text
from app.query.operators import OPERATORS, Operator, operators_for
from app.query.pandas_code import chart_code, figure_code, view_code
from app.query.query import PARAMETERS, SIZES, Query, encoded
from app.query.select import select
from app.query.ticks import multiples, nice_step, ticks

__all__ = [
    "COUNT",
    "CYCLES",
    "MARKS",
    "OPERATORS",
    "PARAMETERS",
    "SIZES",
    "WEEKDAYS",
    "Bins",
    "Chart",
    "Defaults",
    "Edge",
    "Field",
    "Filter",
    "Operator",
    "Query",
    "QueryError",
    "Sort",
    "Span",
    "bin_filters",
    "chart_code",
    "defaults",
    "edge_text",
    "encoded",
    "figure_code",
    "last_moment",
    "make_bins",
    "multiples",
    "nice_step",
    "number_text",
    "operators_for",
    "parse_chart",
    "parts",
    "rail_bins",
    "select",
    "ticks",
    "view_code",
]
