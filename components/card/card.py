"""A dataset in the catalog: what it is called, how large it is, how it looks; or why it can't be opened."""

from dataclasses import dataclass

from components.thumbnail.thumbnail import Thumbnail


@dataclass(frozen=True, slots=True)
class CardView:
    title: str
    url: str
    description: str
    size: str
    fault: str
    thumbnail: Thumbnail | None
    problems: int = 0
    percent: int | None = None
    """How far its reading is, where it is still being read."""
    faults: int = 0
    """How much in its file was passed over, put right or did not fit."""
