"""Jinja: where templates are, and what every one of them knows. Names equal paths in the repository."""

import json

from flask import Flask
from jinja2 import ChoiceLoader, FileSystemLoader, PrefixLoader, StrictUndefined

from app.settings import ROOT

HTMX_CONFIG = {
    "allowEval": False,
    "includeIndicatorStyles": False,
    "historyCacheSize": 0,
    "refreshOnHistoryMiss": True,
    "selfRequestsOnly": True,
    "responseHandling": [
        {"code": "204", "swap": False},
        {"code": "[23]..", "swap": True},
        {"code": "[45]..", "swap": True, "error": True},
    ],
}


def init_app(app: Flask) -> None:
    components = PrefixLoader({"components": FileSystemLoader(ROOT / "components")})
    pages = FileSystemLoader(ROOT / "app" / "templates")
    app.jinja_loader = ChoiceLoader([pages, components])
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals["htmx_config"] = json.dumps(HTMX_CONFIG)
    app.jinja_env.globals["oob"] = False
