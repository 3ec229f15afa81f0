"""How often a client may ask: beyond, 429 with a sentence and the time to wait."""

from importlib import import_module

from flask import Flask, request

from app.views.proxies import OWN, client, is_local

LAYOUT = "/-/static/"


def init_app(app: Flask) -> None:
    rate = app.extensions["winnow"].settings.rate
    if not rate:
        return
    limiter = import_module("flask_limiter").Limiter(  # a quarter of a second that few need
        client,
        app=app,
        application_limits=[rate],
        application_limits_exempt_when=_is_exempt,
        headers_enabled=True,
        storage_uri="memory://",
        strategy="moving-window",
    )
    app.extensions["winnow_limiter"] = limiter


def _is_exempt() -> bool:
    return is_local() or request.path in OWN or request.path.startswith(LAYOUT)
