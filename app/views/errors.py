"""Errors are pages, or fragments, with a sentence: what, where, what to do."""

import logging
from dataclasses import dataclass

from flask import Flask, Response, make_response, render_template, request
from werkzeug.exceptions import HTTPException, SecurityError

from app.datasets.clean import clean
from app.engine import GivenUpError
from app.views.fragments import vary, wants_fragment
from app.views.logs import reference

logger = logging.getLogger(__name__)

TITLES = {
    400: "That can't be understood",
    404: "Not found",
    405: "Not allowed",
    414: "Too long",
    422: "That can't be read",
    429: "Too many requests",
    500: "Something went wrong",
    503: "Too much at once",
}


@dataclass(frozen=True, slots=True)
class ErrorView:
    title: str
    sentence: str
    reference: str = ""
    back_url: str = ""
    back_label: str = ""


class RequestError(Exception):
    """A request that can't be answered: status, sentence, and where to go on."""

    def __init__(self, status: int, sentence: str, *, back_url: str = "", back_label: str = "") -> None:
        super().__init__(sentence)
        self.status = status
        self.view = ErrorView(TITLES.get(status, "Error"), clean(sentence), back_url=back_url, back_label=back_label)


def init_app(app: Flask) -> None:
    app.register_error_handler(RequestError, _request_error)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(GivenUpError, lambda _: Response(status=499))  # nobody is there to read a sentence
    app.register_error_handler(Exception, _unexpected)


def _request_error(error: RequestError) -> Response:
    response = _respond(error.view, error.status)
    if error.status == 503:
        response.headers["Retry-After"] = "5"
    return response


def _http_error(error: HTTPException) -> Response:
    status = error.code or 500
    if isinstance(error, SecurityError):  # no address can be built for a host that is not trusted
        return Response("This host is not served here; see WINNOW_HOSTS.\n", 400, mimetype="text/plain")
    if status < 400:
        return make_response(error.get_response())
    sentence = clean(error.description or error.name)
    if status == 429:
        sentence = f"That was more than {sentence}, which is what one client may ask. Wait a little, then go on."
    response = _respond(ErrorView(TITLES.get(status, error.name), sentence), status)
    if status == 405 and "Allow" in (headers := dict(error.get_headers())):
        response.headers["Allow"] = headers["Allow"]
    return response


def _unexpected(error: Exception) -> Response:
    logger.error("unexpected error", exc_info=error, extra={"request_id": reference(), "path": request.path})
    sentence = "The server failed to answer this; the failure is in its log. Go back, or try again."
    return _respond(ErrorView(TITLES[500], sentence, reference=reference()), 500)


def _respond(view: ErrorView, status: int) -> Response:
    if not wants_fragment():
        return vary(make_response(render_template("error.html", view=view), status))
    response = vary(make_response(render_template("error_fragment.html", view=view), status))
    response.headers.update({"HX-Retarget": "#problem", "HX-Reswap": "outerHTML", "HX-Push-Url": "false"})
    return response
