"""A filter: column, operator and values."""

from dataclasses import dataclass

from app.datasets import Schema
from app.query.cycles import CYCLES, parse_part
from app.query.errors import QueryError
from app.query.near import did_you_mean
from app.query.operand import Operand, canonical, operand
from app.query.operators import OPERATORS, Operator, operators_for


@dataclass(frozen=True, slots=True, order=True)
class Filter:
    """`values` are canonical texts, sorted and without repeats."""

    column: str
    operator: str
    values: tuple[str, ...]

    @property
    def parameter(self) -> str:
        return f"{self.column}.{self.operator}" if self.operator else self.column

    def operands(self, schema: Schema) -> tuple[Operand, ...]:
        if self.operator == "is" or self.operator in CYCLES:
            return self.values
        column = schema.columns[self.column]
        return tuple(operand(value, column) for value in self.values)

    def row(self) -> Operator:
        """The operator's row in the table."""
        return OPERATORS[self.operator]


def parse_filter(parameter: str, values: list[str], schema: Schema) -> Filter:
    """`year.min`, `["1980"]` → the filter. Raises QueryError with the nearest valid name."""
    key, _, operator = parameter.partition(".")
    if key not in schema.columns:
        raise QueryError(parameter, f"There is no column “{key}”. {did_you_mean(key, schema.columns)}")
    column = schema.columns[key]
    fitting = {row.key: row for row in operators_for(column.family)}
    if operator not in fitting or parameter.endswith("."):
        names = [f"{key}.{name}" if name else key for name in fitting]
        near = did_you_mean(parameter, names)
        raise QueryError(parameter, f"“{parameter}” can't be asked of {key}, of kind {column.kind}. {near}")
    if len(set(values)) > 1 and not fitting[operator].many:
        raise QueryError(parameter, f"{parameter} is given {len(values)} times; give it once.")
    if operator == "is":
        wrong = [value for value in values if value not in ("missing", "present")]
        if wrong:
            raise QueryError(parameter, f"{parameter} should be missing or present, not “{wrong[0]}”.")
        return Filter(key, operator, (values[0],))
    if operator in CYCLES:
        return Filter(
            key, operator, tuple(sorted({parse_part(value, operator, parameter=parameter) for value in values}))
        )
    texts = {canonical(value, column, parameter=parameter) for value in values}
    return Filter(key, operator, tuple(sorted(texts)))
