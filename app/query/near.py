"""The nearest valid name, for sentences about wrong ones."""

from collections.abc import Iterable
from difflib import get_close_matches


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """
    >>> did_you_mean("yaer", ["year", "region"]), did_you_mean("zzz", ["year", "region"])
    ('Did you mean “year”?', 'There are year, region.')
    """
    names = list(known)
    near = get_close_matches(name.lower(), names, n=1, cutoff=0.5)
    if near:
        return f"Did you mean “{near[0]}”?"
    shown = ", ".join(names[:12])
    return f"There are {shown}{' and more' if len(names) > 12 else ''}." if names else "There are none."
