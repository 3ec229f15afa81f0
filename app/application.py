"""The application: Flask, wired once."""

from collections.abc import Callable, Coroutine
from typing import Any

from flask import Flask

from app.loop import BackgroundLoop, to_sync
from app.settings import Settings
from app.views import init_app


class Winnow(Flask):
    """Flask with one background event loop for its async views."""

    background = BackgroundLoop()

    def async_to_sync(self, func: Callable[..., Coroutine[Any, Any, Any]]) -> Callable[..., Any]:
        return to_sync(self.background, func)


def build(settings: Settings | None = None) -> Winnow:
    """The only place where things are wired."""
    app = Winnow("app", static_folder=None)
    init_app(app, settings or Settings.read())
    return app
