"""Reads pages as a strict parser, a screen reader and a browser's form do."""

import re
from collections import Counter
from collections.abc import Iterable

import html5lib
from bs4 import BeautifulSoup, Tag

CONTROLS = "input:not([type=hidden]), select, textarea, button"
REFERENCES = ("for", "form", "list", "aria-labelledby", "aria-describedby", "aria-controls")
HTMX = {"HX-Request": "true"}


def read_page(html: str) -> BeautifulSoup:
    """The page, if a strict parser finds nothing wrong in it."""
    html5lib.HTMLParser(strict=True).parse(html)
    return BeautifulSoup(html, "html.parser")


def read_fragment(html: str) -> BeautifulSoup:
    html5lib.HTMLParser(strict=True).parseFragment(html)
    return BeautifulSoup(html, "html.parser")


def faults(soup: BeautifulSoup, *, around: Iterable[str] = ()) -> list[str]:
    """What is wrong with a page; `around` are the ids of the page that a fragment is swapped into."""
    ids = [str(tag["id"]) for tag in soup.select("[id]")]
    known = {*ids, *around}
    return [
        *(f"id {name!r} is there {count} times" for name, count in Counter(ids).items() if count > 1),
        *(f"{_short(tag)}: {why}" for tag in soup.find_all(True) for why in _tag_faults(tag, known)),
    ]


def _tag_faults(tag: Tag, known: set[str]) -> Iterable[str]:
    for name, value in tag.attrs.items():
        if name == "style" or name.startswith("on"):
            yield f"has {name}="
        if name in REFERENCES:
            yield from (f"{name} points at nothing: {each}" for each in str(value).split() if each not in known)
        if name in ("href", "hx-target", "hx-select", "data-copy") and str(value).startswith("#"):
            yield from [f"{name} points at nothing: {value}"] if str(value)[1:] not in known else []
        if name in ("width", "height", "r", "d", "x", "y", "cx", "cy") and ("nan" in value or "inf" in value):
            yield f"{name} is {str(value)[:40]}"
        if name in ("width", "height", "r") and str(value).startswith("-"):
            yield f"{name} is negative: {value}"
    if tag.name == "style" or (tag.name == "script" and not tag.get("src")):
        yield "is inline"
    if tag.name == "a" and (not tag.get("href") or not _name(tag)):
        yield "has no href or no name"
    if tag.name == "svg" and not (tag.get("aria-label") or tag.find_parent("svg") or _hidden(tag)):
        yield "has no name and is not hidden"
    if tag.name == "label" and not (tag.get("for") or tag.select_one(CONTROLS)):
        yield "labels nothing"
    control = tag.name in ("input", "select", "textarea", "button") and tag.get("type") != "hidden"
    if control and not (_name(tag) or tag.find_parent("label")):
        yield "has no name"


def _name(tag: Tag) -> str:
    return str(tag.get("aria-label") or tag.get("title") or tag.get_text()).strip()


def _hidden(tag: Tag) -> bool:
    return tag.get("aria-hidden") == "true" or tag.find_parent(attrs={"aria-hidden": "true"}) is not None


def _short(tag: Tag) -> str:
    attrs = {name: str(value)[:60] for name, value in tag.attrs.items() if name in ("id", "class", "name", "href")}
    return f"<{tag.name} {attrs}>"


def page_ids(soup: BeautifulSoup) -> list[str]:
    return [str(tag["id"]) for tag in soup.select("[id]")]


def hrefs(soup: BeautifulSoup) -> list[str]:
    """Every address of this site that a page links to, once, in order."""
    return list(dict.fromkeys(str(tag["href"]) for tag in soup.select("a[href^='/']")))


def sample(items: list[str], most: int) -> list[str]:
    """Evenly spread over the items."""
    return [items[i * len(items) // most] for i in range(most)] if len(items) > most else items


def row_count(html: str) -> int:
    found = re.search(r'id="count"[^>]*><strong>([\d,]+)</strong>', html)
    assert found, "the page has no row count"
    return int(found[1].replace(",", ""))


def form_args(form: Tag) -> list[tuple[str, str]]:
    """What a browser sends when the form is submitted as it is."""
    args = []
    for control in form.select("input[name], select[name]"):
        if control.get("type") == "checkbox" and not control.has_attr("checked"):
            continue
        chosen = control.select_one("option[selected]") or control.select_one("option")
        value = chosen["value"] if chosen else control.get("value", "")
        args.append((str(control["name"]), str(value)))
    return args
