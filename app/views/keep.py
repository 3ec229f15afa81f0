"""`flask keep`: read all datasets now and keep them as read, for a server that starts later, such as a container's."""

import click
from flask import Blueprint

from app.datasets import DatasetError, Store
from app.views.services import services

bp = Blueprint("keep", __name__, cli_group=None)


@bp.cli.command("keep")
def keep() -> None:
    """Read every dataset of the data folder, and keep it as read in WINNOW_CACHE_DIR."""
    settings, catalog = services().settings, services().catalog
    if settings.cache_dir is None:
        raise click.ClickException("There is no place to keep them: WINNOW_CACHE_DIR is empty.")
    if not catalog.root.exists():
        raise click.ClickException(f"There is no {catalog.root}; name another folder by WINNOW_DATA_DIR.")
    Store(settings.cache_dir, budget=settings.cache_disk_bytes).keep_everything()
    failed = False
    for entry in catalog.entries().values():
        try:
            click.echo(f"{entry.name}: {catalog.open(entry).rows:,} rows")
        except DatasetError as error:
            failed = True
            click.echo(f"{entry.name}: {error}", err=True)
    if failed:
        raise SystemExit(1)
