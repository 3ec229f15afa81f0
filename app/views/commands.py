"""`flask inspect` and `flask convert`: what was read from a file, for people, for programs and as a clean file."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import click
from flask import Blueprint

from app.datasets import Column, Dataset, DatasetError, Faults
from app.datasets.convert import write_csv, write_parquet, write_raw
from app.datasets.inspect import open_parts

bp = Blueprint("commands", __name__, cli_group=None)


@bp.cli.command("inspect")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="One JSON object a table.")
@click.option("--report", is_flag=True, help="With --json: how the file was read, too.")
def inspect(files: tuple[Path, ...], *, as_json: bool, report: bool) -> None:
    """Say how FILES are read: each table, its columns and their kinds, and what is wrong with it."""
    failed = False
    for path in files:
        try:
            for dataset in _datasets(path):
                click.echo(_json(_as_json(dataset, report=report)) if as_json else _said(dataset))
        except DatasetError as error:
            failed = True
            click.echo(_json({"file": path.name, "error": str(error)}) if as_json else str(error))
    if failed:
        raise SystemExit(1)


@bp.cli.command("convert")
@click.argument("source")
@click.argument("target", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--raw", is_flag=True, help="Keep each cell's original text; only the structure is repaired.")
def convert(source: str, target: Path, *, raw: bool) -> None:
    """Write what is read from SOURCE (FILE or FILE#PART) to TARGET: clean CSV, or Parquet with types."""
    path, part = _split(source)
    try:
        if raw:
            write_raw(path, target, part=part)
        else:
            dataset = next(_datasets(path, part))
            write_parquet(dataset, target) if target.suffix.lower() == ".parquet" else write_csv(dataset, target)
    except DatasetError as error:
        raise click.ClickException(str(error)) from error


def _json(found: dict[str, object]) -> str:
    return json.dumps(found, ensure_ascii=False)


def _split(source: str) -> tuple[Path, str]:
    """A file, and its part after the last #, if there is no file of the whole name."""
    if Path(source).exists() or "#" not in source:
        return Path(source), ""
    path, _, part = source.rpartition("#")
    return Path(path), part


def _datasets(path: Path, part: str = "") -> Iterator[Dataset]:
    yield from open_parts(path, part)


def _as_json(dataset: Dataset, *, report: bool) -> dict[str, object]:
    columns = [
        {
            "name": column.name,
            "kind": column.kind,
            "missing": column.missing,
            "min": column.low,
            "max": column.high,
            "distinct": column.distinct,
        }
        for column in dataset.columns.values()
    ]
    named = {"file": dataset.source_file, "table": dataset.part}
    found: dict[str, object] = {**named, "rows": dataset.rows, "columns": columns}
    return {**found, "report": asdict(dataset.report)} if report else found


def _said(dataset: Dataset) -> str:
    report = dataset.report
    name = f"{dataset.source_file}#{dataset.part}" if dataset.part else dataset.source_file
    lines = [f"{name}: {_count(dataset.rows, 'row')}, {_count(len(dataset.columns), 'column')}"]
    read = [report.format, report.encoding, report.delimiter and f"parted by {report.delimiter}"]
    lines.append("  " + ", ".join(filter(None, read)) + _header_said(report.header))
    lines += [f"  {note}" for note in report.notes]
    lines += _faults("line", "passed over", report.skipped) + _faults("row", "put right", report.mended)
    lines += [_column(column) for column in dataset.columns.values()]
    for reading in report.columns:
        if reading.why:
            lines.append(f"  {reading.name}: {reading.kind}; {reading.why}")
        lines += _faults("cell", f"of {reading.name} that do not fit", reading.misfits)
    return "\n".join([*lines, *(f"  {problem}" for problem in dataset.problems), ""])


def _header_said(header: tuple[int, ...]) -> str:
    return f", names in line {', '.join(f'{line:,}' for line in header)}" if header else ""


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _faults(noun: str, what: str, faults: Faults) -> list[str]:
    if not faults.count:
        return []
    shown = [f"    {fault.line or ''}: {fault.what}: {fault.text}".rstrip() for fault in faults.first[:5]]
    return [f"  {_count(faults.count, noun)} {what}:", *shown]


def _column(column: Column) -> str:
    extent = f", {column.low} to {column.high}" if column.low is not None else ""
    gaps = f", {column.missing:,} missing" if column.missing else ""
    return f"  {column.name:<30} {column.kind:<9} {column.distinct:,} distinct{gaps}{extent}"
