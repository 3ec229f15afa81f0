"""Text files: CSV and its relatives."""

from collections.abc import Sequence
from dataclasses import replace

from app.datasets.errors import DatasetError
from app.datasets.file import File
from app.datasets.kinds.decide import Decider
from app.datasets.kinds.typed import Typed
from app.datasets.naming import column_keys
from app.datasets.progress import stage
from app.datasets.table import Table, distinct_names, useful
from app.datasets.text.columns import IrregularError, Source, read_columns
from app.datasets.text.regular import Regular, regular

PANDAS_MARKERS = frozenset(
    ["", "#N/A", "#N/A N/A", "#NA", "-1.#IND", "-1.#QNAN", "-NaN", "-nan", "1.#IND", "1.#QNAN", "<NA>", "N/A", "NA"]
    + ["NULL", "NaN", "None", "n/a", "nan", "null"]
)
"""What pandas.read_csv takes for missing when it is told nothing."""


def read_text(file: File) -> Table:
    """The table of a text file, as it is if it is regular, else written anew before."""
    try:
        return _read(file, as_it_is=True)
    except IrregularError:
        pass
    try:
        return _read(file, as_it_is=False)
    except IrregularError as error:
        raise DatasetError(f"{file.name} can't be read: its rows do not fit together.") from error


def _read(file: File, *, as_it_is: bool) -> Table:
    with stage("looking at its form", 0, 0.5):
        table = regular(file.path, file.options, file.scratch, as_it_is=as_it_is)
    with stage("reading its columns", 0.5, 1):
        return read_regular(file, table)


def read_regular(file: File, table: Regular) -> Table:
    """The typed columns of regular CSV."""
    names = distinct_names(table.names)
    keys = column_keys(names)
    semicolons = table.report.delimiter == "semicolon"
    decide = Decider(file.hints, lambda at: file.wanted(names[at], keys[at]), table.line, european=semicolons)
    sure = bool(file.options.missing or file.options.decimal)
    texts_only = [sure or file.wanted(name, key) is not None for name, key in zip(names, keys, strict=True)]
    source = Source(table.path, table.delimiter, len(names), table.skip, table.seen)
    columns, rows = read_columns(source, names, texts_only, decide)
    decide.settle(columns)
    kept = useful(table.names, columns)
    readings = tuple(decide.reading(at, names[at], columns[at]) for at in kept)
    columns = [_with_unit(columns[at], table.units[at] if at < len(table.units) else "") for at in kept]
    recipe = _recipe(file, table, names, columns) if file.whole and len(kept) == len(names) else None
    return Table(
        names=tuple(names[at] for at in kept),
        columns=tuple(columns),
        rows=rows,
        recipe=recipe,
        refused=tuple(kept.index(at) for at in decide.refused if at in kept),
        report=replace(table.report, columns=readings),
    )


def _with_unit(typed: Typed, unit: str) -> Typed:
    unit = unit.strip(" ()[]")
    return replace(typed, unit=unit) if unit and not typed.unit and len(unit) <= 20 else typed


def _recipe(file: File, table: Regular, names: list[str], columns: Sequence[Typed]) -> tuple[str, ...] | None:
    if table.pandas is None or any(typed.recipe is None for typed in columns):
        return None
    options = [repr(file.name), *table.pandas]
    if tuple(names) != table.names:
        options.append(f"{'header=0, ' if table.report.header else ''}names={names!r}")
    as_text = {name: "str" for name, typed in zip(names, columns, strict=True) if typed.as_text}
    if as_text:
        options.append(f"dtype={as_text!r}")
    if any(typed.markers - PANDAS_MARKERS for typed in columns) or _kept_markers(columns):
        missing = {name: sorted(typed.markers | {""}) for name, typed in zip(names, columns, strict=True)}
        options.append(f"keep_default_na=False, na_values={missing!r}")
    lines = [line for typed in columns for line in typed.recipe or ()]
    return (f"df = pd.read_csv({', '.join(options)})", *lines)


def _kept_markers(columns: Sequence[Typed]) -> bool:
    """Whether some column has a value that pandas would take for missing."""
    return any(PANDAS_MARKERS & typed.words for typed in columns)
