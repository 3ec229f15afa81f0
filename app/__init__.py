"""Winnow turns a table into an interactive web dashboard that is plain HTML."""

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


def create_app(settings: Settings | None = None) -> Winnow:
    """The application: the only place where things are wired."""
    app = Winnow(__name__, static_folder=None)
    init_app(app, settings or Settings.read())
    return app
