"""How a file was read: what the report says, where it leads, and that no text of a file gets out of hand."""

import pandas as pd
import pytest
from flask import render_template_string

from app.datasets import ColumnReading, Fault, Faults, Report, from_frame
from components.report.report import build_report
from tests import adversarial
from tests.components.conftest import page_of
from tests.views.markup import faults, read_fragment, read_page

TEMPLATE = '{% from "components/report/report.html" import report %}{{ report(view) }}'
MISFIT = Faults(2, (Fault(7, "n/a?", "no integer"), Fault(1200, "", "no integer")))


@pytest.fixture
def dataset():
    return from_frame("sales", pd.DataFrame({"body_mass_g": [1, 2], "City name": ["Rome", "Oslo"]}))


@pytest.fixture
def view(dataset):
    def view(report=Report(), args=()):  # noqa: B008
        return build_report(report, page_of(dataset, args), source="sales.csv", config="sales.toml")

    return view


@pytest.fixture
def html(app, view):
    """The report in a strict parser's eyes."""

    def html(report=Report()):  # noqa: B008
        with app.test_request_context():
            soup = read_fragment(render_template_string(TEMPLATE, view=view(report)))
        assert faults(soup) == []
        return soup

    return html


def faulty(count, *, shown=None):
    first = tuple(Fault(line, f"text {line}", "why") for line in range(1, (count if shown is None else shown) + 1))
    return Faults(count, first)


def reading(**given):
    return ColumnReading(**{"name": "body_mass_g", "kind": "integer", **given})


@pytest.mark.parametrize(
    ("report", "summary"),
    [
        (Report(), "nothing wrong"),
        (Report(notes=("A note.",), columns=(reading(why="so"),)), "nothing wrong"),
        (Report(skipped=faulty(1)), "one fault"),
        (Report(skipped=faulty(1), mended=faulty(1)), "2 faults"),
        (Report(mended=faulty(1200, shown=20)), "1,200 faults"),
        (Report(skipped=faulty(3), columns=(reading(misfits=MISFIT),)), "5 faults"),
    ],
)
def test_the_summary_counts_the_faults(view, html, report, summary):
    assert view(report).summary == summary
    assert html(report).summary.text == f"How this file was read: {summary}"


def test_facts_are_those_that_are_known(view, html):
    assert view().facts == (("File", "sales.csv"),)
    report = Report(format="text", encoding="cp1252", delimiter=";", header=(4, 1005))
    expected = [("File", "sales.csv"), ("Form", "text"), ("Encoding", "cp1252"), ("Parted by", ";")]
    expected.append(("Names in line", "4, 1,005"))
    assert list(view(report).facts) == expected
    soup = html(report)
    assert [(dt.text, dt.find_next("dd").text) for dt in soup.select("dt")] == expected


@pytest.mark.parametrize(
    ("encoding", "said"),
    [("utf-8", "UTF-8"), ("cp932", "Shift-JIS (cp932)"), ("cp949", "EUC-KR (cp949)"), ("latin-1", "latin-1")],
)
def test_an_encoding_is_said_by_the_name_that_people_know(view, encoding, said):
    assert dict(view(Report(encoding=encoding)).facts)["Encoding"] == said


@pytest.mark.parametrize(
    ("count", "skipped", "mended", "misfits"),
    [
        (1, "1 line passed over", "1 row put right", "1 cell of Body mass that is no integer, and missing"),
        (2, "2 lines passed over", "2 rows put right", "2 cells of Body mass that are no integer, and missing"),
        (1234, "1,234 lines passed over", "1,234 rows put right", "1,234 cells of Body mass that are no integer, "),
    ],
)
def test_one_is_one_and_more_are_many(view, count, skipped, mended, misfits):
    some = faulty(count, shown=min(count, 20))
    report = Report(skipped=some, mended=some, columns=(reading(misfits=some),))
    titles = [group.title for group in view(report).groups]
    assert titles[:2] == [skipped, mended]
    assert titles[2].startswith(misfits)


@pytest.mark.parametrize(("count", "shown", "more"), [(1, 1, 0), (20, 20, 0), (21, 20, 1), (50_000, 20, 49_980)])
def test_the_first_are_listed_and_the_others_are_counted(view, html, count, shown, more):
    report = Report(skipped=faulty(count, shown=shown))
    (group,) = view(report).groups
    assert (len(group.faults), group.more) == (shown, more)
    items = [item.text for item in html(report).select("li")]
    assert len(items) == shown + bool(more)
    assert items[0] == "line 1 why: text 1"
    assert items[-1] == (f"and {more:,} more" if more else f"line {shown} why: text {shown}")


def test_a_sort_of_faults_of_which_there_are_none_is_not_there(view):
    assert view(Report(columns=(reading(),))).groups == ()
    assert [group.title for group in view(Report(mended=faulty(1))).groups] == ["1 row put right"]


def test_a_fault_without_a_line_has_none_and_a_blank_text_is_said_to_be_blank(html):
    soup = html(Report(skipped=Faults(2, (Fault(0, "", "nothing"), Fault(12345, "x", "odd")))))
    assert [item.text for item in soup.select("li")] == ["nothing: (blank)", "line 12,345 odd: x"]


@pytest.mark.parametrize("args", [(), [("city_name", "Rome"), ("body_mass_g.min", "1"), ("_q", "x")]])
def test_cells_that_do_not_fit_lead_to_their_rows(dataset, args):
    report = Report(columns=(reading(misfits=MISFIT),))
    (group,) = build_report(report, page_of(dataset), source="", config="").groups
    assert group.url == "/table?body_mass_g.is=missing"
    if args:
        (group,) = build_report(report, page_of(dataset, args), source="", config="").groups
        assert "body_mass_g.is=missing" in group.url


def test_only_cells_lead_to_rows(html):
    report = Report(skipped=faulty(1), mended=faulty(1), columns=(reading(misfits=MISFIT),))
    soup = html(report)
    assert [(link.text, link["href"]) for link in soup.select("a")] == [
        ("show the rows", "/table?body_mass_g.is=missing")
    ]
    assert soup.a.find_parent(["h2", "h3"]).text.startswith("2 cells of Body mass")


def test_a_column_that_is_not_in_the_table_has_no_cells_to_lead_to(view):
    report = Report(columns=(reading(name="dropped", why="so", misfits=MISFIT),))
    assert view(report).groups == ()
    assert [column.label for column in view(report).columns] == ["dropped"]


def test_columns_say_why_and_which_words_are_missing(view, html):
    city = ColumnReading("City name", "category", missing_words=("n/a", "-"))
    columns = (reading(why="“,” parts thousands"), city, ColumnReading("other", "text"))
    found = [(column.label, column.kind, column.why, column.words) for column in view(Report(columns=columns)).columns]
    assert found == [("Body mass", "integer", "“,” parts thousands", ""), ("City name", "category", "", "“n/a”, “-”")]
    rows = html(Report(columns=columns)).select("tbody tr")
    assert [[cell.text for cell in row.select("th, td")] for row in rows] == [list(row) for row in found]


def test_without_anything_to_say_of_columns_there_is_no_table(html):
    assert html(Report(columns=(reading(),))).table is None


def test_notes_and_the_file_of_wishes_are_named(html):
    soup = html(Report(notes=("One note.", "Another.")))
    paragraphs = [each.text for each in soup.select("details > p")]
    assert paragraphs[:2] == ["One note.", "Another."]
    assert [code.text for code in soup.select(".report__hint code")] == ["[read]", "[columns]", "sales.toml"]


def test_it_is_closed_until_it_is_opened(html):
    assert "open" not in html(Report(skipped=faulty(1))).details.attrs


HOSTILE = [*adversarial.HOSTILE, "x" * 199 + "…", "two\nlines", "\ufffd", " "]


@pytest.mark.parametrize("text", HOSTILE)
def test_texts_of_a_file_are_shown_and_nothing_else(html, text):
    some = Faults(1, (Fault(1, text, text),))
    column = reading(why=text, missing_words=(text,), misfits=some)
    report = Report(text, text, text, text, (1,), some, some, (text,), (column,))
    soup = html(report)
    assert not soup.select("script, img, b, svg")
    plain = html(Report("a", "a", "a", "a", (1,), some, some, ("a",), (column,)))
    assert [tag.name for tag in soup.find_all(True)] == [tag.name for tag in plain.find_all(True)]
    if text.isprintable() and text.strip() == text:
        assert {code.text for code in soup.select("li code")} == {text}


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", "a&b=c%20d", "quo\"t'ed", "]", "_sort", "😀"])
def test_names_of_columns_and_files_are_escaped(app, name):
    dataset = from_frame("sales", pd.DataFrame({name: [1, 2]}))
    report = Report(columns=(ColumnReading(name, "integer", "so", (name,), MISFIT),))
    with app.test_request_context():
        view = build_report(report, page_of(dataset), source=name, config=name)
        soup = read_fragment(render_template_string(TEMPLATE, view=view))
    assert faults(soup) == []
    assert not soup.select("script")
    assert soup.a["href"].endswith(".is=missing")
    assert soup.dd.text == name


def test_a_reading_of_a_real_file_is_told_on_its_page(client, data_dir):
    rows = "".join(f"{i};{i % 28 + 1:02}.03.2020\n" for i in range(100))
    text = f"Sales\n\ncount;day\n{rows}7;soon\n<script>x</script>;13.03.2020\n8;14.03.2020;more\n"
    (data_dir / "sales.csv").write_text(text, encoding="utf-8")
    soup = read_page(client.get("/sales?count.min=5").text)
    report = soup.find(id="report")
    assert report.find_parent(id="results") is None
    assert "fault" in report.summary.text
    assert "line 1 " in report.text
    assert "soon" in [code.text for code in report.select("code")]
    assert "<script>x</script>" in [code.text for code in report.select("code")]
    for link in report.select("a"):
        assert client.get(link["href"]).status_code == 200
