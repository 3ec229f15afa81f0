"""Behind proxies: the client's address and scheme as those say that are believed, and https alone if it is wanted."""

import re
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response, abort, redirect, request
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.wrappers import Response as AnyResponse

from app.views.services import services

Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
YEAR = 365 * 24 * 3600
HOST = r"(?:[\w.-]+|\[[\da-fA-F:.]+\])(?::\d+)?"
OWN = ("/-/health", "/-/ready", "/-/metrics")
"""Asked by machines beside the server, over plain http."""


def init_app(app: Flask) -> None:
    settings = app.extensions["winnow"].settings
    if settings.prefix:
        app.wsgi_app = _under(app.wsgi_app, settings.prefix)  # type: ignore[method-assign, assignment]
    if settings.hosts:
        app.wsgi_app = _by_address(app.wsgi_app, settings.hosts[0].lstrip("."))  # type: ignore[method-assign, assignment]
    if settings.proxy_hops:
        hops = settings.proxy_hops
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=1, x_host=0)  # type: ignore[method-assign]
    if settings.https:
        app.before_request(_redirect)
        app.after_request(_remember)


def _under(wsgi_app: Wsgi, prefix: str) -> Wsgi:
    """Links begin with the prefix, whether or not the proxy has left it in the path."""

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        if path == prefix or path.startswith(f"{prefix}/"):
            environ["PATH_INFO"] = path[len(prefix) :] or "/"
        environ["SCRIPT_NAME"] = prefix
        return wsgi_app(environ, start_response)

    return answer


def _by_address(wsgi_app: Wsgi, host: str) -> Wsgi:
    """Machines beside the server know its address alone, and what they ask builds no links."""

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if environ.get("PATH_INFO", "").endswith(OWN):
            environ["HTTP_HOST"] = host
        return wsgi_app(environ, start_response)

    return answer


def _redirect() -> AnyResponse | None:
    if request.is_secure or request.path in OWN:
        return None
    if not re.fullmatch(HOST, request.host):
        abort(400, "This address has no host name that could be asked over https.")
    return redirect(urlsplit(request.url)._replace(scheme="https").geturl(), 308)


def _remember(response: Response) -> Response:
    """Browsers are told to ask over https from now on; over http they would not believe it."""
    if request.is_secure:
        response.headers["Strict-Transport-Security"] = f"max-age={YEAR}"
    return response


def client() -> str:
    """The client's address, as far as it is known."""
    return request.remote_addr or ""


def is_local() -> bool:
    """Whether the client is on the server's machine, and no proxy stands between."""
    return not services().settings.proxy_hops and client() in ("127.0.0.1", "::1", "")
