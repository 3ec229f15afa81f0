"""The documentation says what is so."""

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from app.query import MARKS, OPERATORS, PARAMETERS
from app.settings import ROOT, SETTINGS
from scripts import build_docs

PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("data/*.md")])


def test_generated_pages_are_up_to_date() -> None:
    assert build_docs.stale() == []


@pytest.mark.parametrize("example", re.findall(r"`(/world\?[^`]+)`", build_docs.query_string()))
def test_every_example_of_the_query_string_answers(example: str, builtin: FlaskClient) -> None:
    assert builtin.get(example).status_code == 200


def test_every_operator_mark_and_parameter_has_an_example() -> None:
    text = build_docs.query_string()
    assert all(f"`column{'.' + key if key else ''}`" in text for key in OPERATORS)
    assert all(f"`{name}`" in text for name in [*MARKS, *PARAMETERS])


def test_every_setting_that_the_documents_name_exists() -> None:
    known = {f"WINNOW_{setting.name}" for setting in SETTINGS}
    for page in PAGES:
        assert set(re.findall(r"WINNOW_[A-Z_]+[A-Z]", page.read_text())) <= known, page.name


@pytest.mark.parametrize("document", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_and_path_in_a_document_leads_somewhere(document: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", document.read_text()):
        if not target.startswith("http"):
            assert (document.parent / target).exists(), target


def test_the_readme_names_only_targets_that_make_has() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), flags=re.MULTILINE))
    assert set(re.findall(r"make ([a-z]+)", (ROOT / "README.md").read_text())) <= targets
