"""HTTP: routes, content negotiation, caching headers, errors."""

from typing import TYPE_CHECKING

from flask import Flask
from flask_compress import Compress
from htmx_flask import Htmx

from app import machine
from app.datasets import Catalog, Store
from app.engine import Compiling, Engine
from app.settings import Settings
from app.views import (
    assets,
    catalog,
    commands,
    dashboard,
    doctor,
    editor,
    embed,
    errors,
    facet,
    gallery,
    health,
    keep,
    limits,
    logs,
    metrics,
    picture,
    proxies,
    rate,
    reading,
    templates,
    timing,
    warming,
)
from app.views.services import Services
from app.views.turns import Turns

if TYPE_CHECKING:
    from app.application import Winnow

ROOM = 700 << 20
"""The least memory for compiled loops, which take 130 MB: with 512 MB a million rows had to be read from disk again."""


def init_app(app: "Winnow | Flask", settings: Settings) -> None:
    app.config.update(
        TRUSTED_HOSTS=list(settings.hosts) or None,
        COMPRESS_ALGORITHM=["br", "gzip"],
        COMPRESS_BR_LEVEL=5,
        COMPRESS_MIN_SIZE=400,
        COMPRESS_STREAMS=False,
    )
    compiling = Compiling(wanted=machine.memory() >= ROOM if settings.compile is None else settings.compile)
    engine = Engine(cache_bytes=settings.cache_bytes, compiling=compiling)
    store, run_code = _store(settings), settings.run_code
    catalog_ = Catalog(
        settings.data_dir,
        run_code=run_code,
        store=store,
        on_open=warming.on_open(engine),
        has_room=lambda: _has_room(settings.memory_bytes),
    )
    turns = Turns(settings.at_once, patience=settings.query_seconds)
    app.extensions["winnow"] = Services(settings=settings, catalog=catalog_, engine=engine, turns=turns)
    Htmx(app)
    Compress(app)
    for module in (logs, timing, proxies, metrics, rate, limits, assets, templates, errors, reading):
        module.init_app(app)
    views = (catalog, health, metrics, assets, gallery, reading, facet, editor, embed, picture, dashboard)
    for blueprint in (view.bp for view in (*views, commands, doctor, keep)):
        app.register_blueprint(blueprint)


def _has_room(memory: int) -> bool:
    if machine.used() > memory:
        machine.give_back()
    return machine.used() <= memory


def _store(settings: Settings) -> Store | None:
    return Store(settings.cache_dir, budget=settings.cache_disk_bytes) if settings.cache_dir else None
