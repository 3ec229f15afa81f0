"""Page or fragment: what htmx asks for, and what it is told about the address."""

import socket
from collections.abc import Callable
from urllib.parse import SplitResult, parse_qsl, urlsplit

from flask import Response
from htmx_flask import request

VARY = ("HX-Request", "HX-Boosted", "HX-History-Restore-Request", "HX-Drag")


def wants_fragment() -> bool:
    htmx = request.htmx
    return bool(htmx) and not htmx.boosted and not htmx.history_restore_request


def current_args(path: str) -> list[tuple[str, str]] | None:
    """The parameters of the page that the request comes from, if it is the dashboard at this path."""
    url = _current()
    return parse_qsl(url.query) if url.path == path else None


def _current() -> SplitResult:
    try:
        return urlsplit(request.htmx.current_url or "")
    except ValueError:
        return urlsplit("")


def given_up() -> Callable[[], bool]:
    """Whether the browser has let go of the request; only asked of servers that show their socket."""
    connection = request.environ.get("gunicorn.socket")

    def gone() -> bool:
        try:
            return not connection.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT)
        except BlockingIOError:
            return False
        except OSError:
            return True

    return gone if connection is not None else lambda: False


def vary(response: Response) -> Response:
    response.vary.update(VARY)
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def tell_address(response: Response, url: str) -> Response:
    """Put the canonical address in the browser's bar: a new step of its history, or none if it is there already."""
    here = _current()
    there = urlsplit(url)
    if (here.path, parse_qsl(here.query)) == (there.path, parse_qsl(there.query)):
        response.headers["HX-Push-Url"] = "false"
    elif request.headers.get("HX-Typing") == "true":
        response.headers["HX-Replace-Url"] = url
    else:
        response.headers["HX-Push-Url"] = url
    return response
