"""What guards every request: bounded query strings, and the security headers of every response."""

from flask import Flask, Response, abort, request

from app.views.services import services


def init_app(app: Flask) -> None:
    app.before_request(_bound_query)
    app.after_request(_secure)


def _bound_query() -> None:
    settings, query = services().settings, request.query_string
    if len(query) > settings.query_bytes:
        abort(
            414,
            f"The address is too long: its query has {len(query):,} bytes, and {settings.query_bytes:,} are allowed.",
        )
    parameters = query.count(b"&") + 1
    if parameters > settings.query_parameters:
        abort(400, f"The address has {parameters:,} parameters, and {settings.query_parameters:,} are allowed.")


def policy(ancestors: str) -> str:
    """What a page may load, and who may show it in a frame."""
    return (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        f"form-action 'self'; base-uri 'none'; frame-ancestors {ancestors}"
    )


def _secure(response: Response) -> Response:
    ancestors = services().settings.frame_ancestors
    own = response.headers.setdefault("Content-Security-Policy", policy(ancestors))
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
    response.headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()"
    if own.endswith("frame-ancestors 'none'"):
        response.headers["X-Frame-Options"] = "DENY"
    return response
