"""A filter by a text that cells contain, for columns with too many texts to list."""

from dataclasses import dataclass

from app.datasets import Column
from components.page import Page


@dataclass(frozen=True, slots=True)
class ContainsView:
    key: str
    title: str
    description: str
    text: str
    clear_url: str
    missing: int
    presence: str
    active: bool
    name: str = "ContainsView"


def build_contains(column: Column, page: Page) -> ContainsView:
    text, *_ = (*page.query.values(column.key, "has"), "")
    presence, *_ = (*page.query.values(column.key, "is"), "")
    return ContainsView(
        key=column.key,
        title=column.title,
        description=column.description,
        text=text,
        clear_url=page.url(page.query.without(column.key)),
        missing=column.missing,
        presence=presence,
        active=bool(page.query.on(column.key)),
    )
