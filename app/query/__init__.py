"""Turns a URL into a frozen, canonical `Query`, and back."""

from app.datasets.kinds.countries import alpha3
from app.query.bins import FRACTIONS, Bins, Edge, bin_filters, edge_text, make_bins, rail_bins
from app.query.chart import Chart, make_chart, parse_chart
from app.query.chart_code import chart_code
from app.query.choice import suggest
from app.query.cycles import CYCLES, WEEKDAYS, parts
from app.query.defaults import Defaults, Sort, defaults
from app.query.editing import FORM, edited, makeable
from app.query.errors import QueryError
from app.query.field import COUNT, Field
from app.query.filter import Filter
from app.query.lit import lit
from app.query.marks import MARKS, Channel, Mark, candidates
from app.query.operand import Span, last_moment, number_text
from app.query.operators import OPERATORS, Operator, operators_for
from app.query.options import OPTIONS, Option
from app.query.pandas_code import figure_code, view_code
from app.query.query import MOST_CHARTS, PARAMETERS, SIZES, Query, encoded
from app.query.select import select
from app.query.ticks import multiples, nice_step, ticks

__all__ = [
    "COUNT",
    "CYCLES",
    "FORM",
    "FRACTIONS",
    "MARKS",
    "MOST_CHARTS",
    "OPERATORS",
    "OPTIONS",
    "PARAMETERS",
    "SIZES",
    "WEEKDAYS",
    "Bins",
    "Channel",
    "Chart",
    "Defaults",
    "Edge",
    "Field",
    "Filter",
    "Mark",
    "Operator",
    "Option",
    "Query",
    "QueryError",
    "Sort",
    "Span",
    "alpha3",
    "bin_filters",
    "candidates",
    "chart_code",
    "defaults",
    "edge_text",
    "edited",
    "encoded",
    "figure_code",
    "last_moment",
    "lit",
    "make_bins",
    "make_chart",
    "makeable",
    "multiples",
    "nice_step",
    "number_text",
    "operators_for",
    "parse_chart",
    "parts",
    "rail_bins",
    "select",
    "suggest",
    "ticks",
    "view_code",
]
