"""The nearest valid name, for sentences about wrong ones."""

from collections.abc import Iterable
from difflib import get_close_matches


def nearest(name: str, known: Iterable[str]) -> str | None:
    return next(iter(get_close_matches(name.lower(), list(known), n=1, cutoff=0.5)), None)


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """
    >>> did_you_mean("yaer", ["year", "region"]), did_you_mean("zzz", ["year", "region"])
    ('Did you mean “year”?', 'There are year, region.')
    """
    names = list(known)
    near = nearest(name, names)
    if near:
        return f"Did you mean “{near}”?"
    shown = ", ".join(names[:12])
    return f"There are {shown}{' and more' if len(names) > 12 else ''}." if names else "There are none."
