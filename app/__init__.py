"""Winnow turns a table into an interactive web dashboard that is plain HTML."""

from typing import TYPE_CHECKING

from click import ClickException

if TYPE_CHECKING:
    from app.application import Winnow
    from app.settings import Settings


def create_app(settings: "Settings | None" = None) -> "Winnow":
    """The application. It is imported when it is asked for: a server's port is open before pandas is there."""
    from app.application import build  # noqa: PLC0415
    from app.settings import SettingError  # noqa: PLC0415

    try:
        return build(settings)
    except SettingError as error:
        raise ClickException(str(error)) from error
