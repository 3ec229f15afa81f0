"""Texts as HTML and forms can carry them: no control characters, and one kind of line break."""

import re

from app.datasets.column import Array

CONTROL = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
BREAK = r"\r\n?"
_CONTROL, _BREAK = re.compile(CONTROL), re.compile(BREAK)


def clean(text: str) -> str:
    """Each control character, and half of a surrogate pair, becomes U+FFFD; each line break a line feed."""
    return _CONTROL.sub("\ufffd", _BREAK.sub("\n", text))


def needs_cleaning(values: Array) -> bool:
    """Whether any of the texts would be changed."""
    joined = "\n".join(values)
    return "\r" in joined or bool(_CONTROL.search(joined))


def clean_recipe(name: str) -> str:
    """The pandas code that cleans a column."""
    pairs = f'{{r"{BREAK}": "\\n", r"{CONTROL}": "\\ufffd"}}'
    return f"df[{name!r}] = df[{name!r}].astype(object).replace({pairs}, regex=True)"
