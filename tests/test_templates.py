"""Rules that hold for all templates and stylesheets."""

import ast
import re
from pathlib import Path

import pytest
from flask import render_template_string
from jinja2 import StrictUndefined, UndefinedError

from app import create_app
from app.settings import ROOT, Settings

FOLDERS = (ROOT / "app" / "templates", ROOT / "components")
FILES = sorted(path for folder in FOLDERS for path in folder.rglob("*") if path.is_file() and path.suffix != ".pyc")
TEMPLATES = [path for path in FILES if path.suffix in (".html", ".svg")]
PAGES = [path for path in TEMPLATES if "<main" in path.read_text(encoding="utf-8")]
STYLES = [path for path in FILES if path.suffix == ".css"]


def name_of(path: Path) -> str:
    """The name that Jinja knows a template by: its path in the repository, pages without their folder."""
    pages, _ = FOLDERS
    return str(path.relative_to(pages if path.is_relative_to(pages) else ROOT))


@pytest.fixture(scope="module")
def jinja():
    return create_app(Settings.read({})).jinja_env


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_every_template_loads(jinja, path):
    assert jinja.get_template(name_of(path)).module is not None if path.parent.parent == FOLDERS[1] else True
    assert jinja.get_template(name_of(path)).filename == str(path)


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_every_page_extends_the_base_and_has_a_title(path):
    text = path.read_text(encoding="utf-8")
    assert text.startswith('{% extends "base.html" %}')
    assert re.search(r"{% block title %}.+ · Winnow{% endblock %}", text)
    assert len(re.findall(r"<h1\b", text)) == 1


def test_there_are_pages():
    assert {path.name for path in PAGES} >= {"catalog.html", "dashboard.html", "error.html", "facet.html"}


def test_every_template_that_code_names_exists(jinja):
    known = set(jinja.list_templates())
    sources = [*(ROOT / "app").rglob("*.py"), *(ROOT / "components").rglob("*.py")]
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in sources]
    texts = {node.value for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Constant)}
    named = {text for text in texts if isinstance(text, str) and re.fullmatch(r"\w[\w/]*\.(html|svg)", text)}
    assert "dashboard_fragment.html" in named
    assert named - known <= {"winnow.svg"}


def test_every_template_that_a_template_names_exists(jinja):
    texts = [path.read_text(encoding="utf-8") for path in TEMPLATES]
    named = {name for text in texts for name in re.findall(r'{%-? *(?:from|include|extends|import) "([^"]+)"', text)}
    assert len(named) > 15
    assert named <= set(jinja.list_templates())


def test_every_file_is_one_that_is_escaped_or_no_template():
    assert {path.suffix for path in FILES} <= {".html", ".svg", ".css", ".py", ".json", ".md"}
    assert not [path for path in FOLDERS[0].rglob("*") if path.suffix == ".py"]


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_every_template_escapes(jinja, path):
    assert jinja.autoescape(name_of(path)) is True
    assert "safe" not in re.findall(r"\| *(\w+)", path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_no_template_has_inline_styles_scripts_or_listeners(path):
    text = path.read_text(encoding="utf-8")
    if path.name == "picture.svg":  # it stands alone, and is answered under a policy of its own
        text = text.replace("<style>{{ view.styles }}</style>", "")
    assert not re.search(r"\sstyle=|\son[a-z]+=|hx-on|hx-vals=.js:|<style|<script(?! src=)", text)


def test_what_is_undefined_is_an_error(jinja, app):
    assert jinja.undefined is StrictUndefined
    with app.test_request_context(), pytest.raises(UndefinedError):
        render_template_string("{{ nothing }}")


@pytest.mark.parametrize("path", STYLES, ids=name_of)
def test_every_stylesheet_opens_with_what_it_styles(path):
    first = path.read_text(encoding="utf-8").splitlines()[0]
    assert path.stem == path.parent.name
    assert re.match(r"/\* .*\*/$", first)
    assert path.stem == "base" or re.match(r"/\* <\w+", first)


@pytest.mark.parametrize("path", STYLES, ids=name_of)
def test_every_stylesheet_stays_in_its_layer(path):
    rules = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL).strip()
    assert re.match(r"@layer (components {|reset, base, components, utilities;)", rules)
    assert rules.count("{") == rules.count("}")
    assert "!important" not in rules or path.stem == "base"
