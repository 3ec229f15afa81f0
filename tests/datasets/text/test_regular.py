"""A text file of any encoding, dialect and layout as regular CSV, and the report of how it was made so."""

import codecs

import pytest

from app.datasets.config import ReadOptions
from app.datasets.errors import DatasetError
from app.datasets.text.regular import LARGE, LONGEST_LINE, WIDEST, Regular, regular

ROWS = [["1", "Rome", "2.5"], ["2", "Oslo", "3.5"], ["3", "Bern", "4.5"], ["4", "Riga", "5.5"]]
BODY = "".join(",".join(row) + "\n" for row in ROWS)
PLAIN = "id,town,n\n" + BODY
FOUND_OUT = ReadOptions()


@pytest.fixture
def made(tmp_path):
    """What is made of a text (or bytes), and its rows."""

    def made(text: str | bytes, options: ReadOptions = FOUND_OUT) -> tuple[Regular, list[list[str]]]:
        path, scratch = tmp_path / "table.csv", tmp_path / "scratch"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        scratch.mkdir(exist_ok=True)
        table = regular(path, options, scratch)
        return table, list(table.rows())

    return made


@pytest.mark.parametrize(
    "text",
    [
        PLAIN,
        PLAIN.rstrip("\n"),
        PLAIN.replace("\n", "\r\n"),
        PLAIN.replace("\n", "\r"),
        PLAIN.replace("\n", "\n\n"),
        "\ufeff" + PLAIN,
        "\n\n" + PLAIN,
        PLAIN.replace(",", ";"),
        PLAIN.replace(",", "\t"),
        PLAIN.replace(",", " | "),
        PLAIN.replace("Rome", '"Rome"'),
        "A report\n\n" + PLAIN,
        "# a remark\n" + PLAIN,
        PLAIN + "\nSource: the office\n",
        PLAIN + "id,town,n\n",
        PLAIN.replace("\n", ",,\n"),
        PLAIN.replace("\n", " \n"),
        "id,town,n,,\n" + BODY,
    ],
)
def test_these_are_all_the_same_table(made, text):
    table, rows = made(text)
    assert [name.strip() for name in table.names if name] == ["id", "town", "n"]
    assert [[cell.strip() for cell in row[:3]] for row in rows] == ROWS
    assert not any(cell for row in rows for cell in row[3:])


@pytest.mark.parametrize(
    ("text", "encoding", "note"),
    [
        (PLAIN.encode(), "utf-8", ""),
        (PLAIN.replace("Rome", "Zürich").encode(), "utf-8", ""),
        (codecs.BOM_UTF8 + PLAIN.encode(), "utf-8", ""),
        (PLAIN.encode("utf-16"), "utf-16-le", ""),
        (PLAIN.encode("utf-16-be"), "utf-16-be", ""),
        (PLAIN.replace("Rome", "Zürich").encode("cp1252"), "cp1252", "guessed to be cp1252"),
        (PLAIN.replace("Rome", "Zürich").encode() * 9 + b"5,\xe9,1\n", "utf-8", "1 bytes are not utf-8"),
    ],
)
def test_the_encoding_is_told(made, text, encoding, note):
    table, rows = made(text)
    assert table.report.encoding == encoding
    assert note in " ".join(table.report.notes)
    assert bool(note) == bool(table.report.notes)
    assert rows[0][1] in ("Rome", "Zürich")


@pytest.mark.parametrize(
    ("text", "skipped"),
    [
        ("A report\n\n" + PLAIN, {1: "above the header"}),
        ("# a, remark\n" + PLAIN, {1: "a remark"}),
        ("id,town,n\n# a remark\n" + BODY, {2: "a remark"}),
        (PLAIN + "\n" + BODY, {6: "a blank row"}),
        (PLAIN + "\nSource: the office\n", {6: "a blank row", 7: "below the table"}),
        (PLAIN + "id,town,n\n" + BODY, {6: "the header again"}),
        ("id,town,n\n(no),(name),(kg)\n" + BODY, {2: "units or notes under the header"}),
    ],
)
def test_what_is_passed_over_is_told_with_its_line(made, text, skipped):
    table, rows = made(text)
    assert {fault.line: fault.what for fault in table.report.skipped.first} == skipped
    assert rows[:4] == ROWS


def test_a_row_put_right_is_told_with_its_line_and_what_stood_there(made):
    table, _ = made(PLAIN + "5,Kyiv\n" + BODY)
    (fault,) = table.report.mended.first
    assert (fault.line, fault.text) == (6, "5,Kyiv")


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (PLAIN, [2, 3, 4, 5]),
        ("A report\n\n" + PLAIN, [4, 5, 6, 7]),
        (PLAIN.replace("\n", "\n\n"), [3, 5, 7, 9]),
        (PLAIN.replace("Rome", '"Ro\nme"'), [2, 4, 5, 6]),
    ],
)
def test_each_row_knows_its_line(made, text, lines):
    table, rows = made(text)
    assert [table.line(row) for row in range(len(rows))] == lines


@pytest.mark.parametrize(
    ("text", "names", "rows"),
    [
        ("a", ["a"], []),
        ("a,b\n", ["a", "b"], []),
        ("1\n", [""], [["1"]]),
        ("1,2\n", ["", ""], [["1", "2"]]),
        ("a\n\nb\n", ["a"], [["b"]]),
        ('a\n""\nb\n', ["a"], [[""], ["b"]]),
        ("a,b\n,\n1,2\n", ["a", "b"], [["1", "2"]]),
        (" a , b \n1,2\n", ["a", "b"], [["1", "2"]]),
        ('"a\nb",c\n1,2\n', ["a b", "c"], [["1", "2"]]),
        ("a,b\n1,2\n3\n", ["a", "b"], [["1", "2"], ["3", ""]]),
        ("a,b\nx\0y,1\nz,2\n", ["a", "b"], [["x\0y", "1"], ["z", "2"]]),
    ],
)
def test_small_and_odd_files_have_these_names_and_rows(made, text, names, rows):
    table, found = made(text)
    assert (list(table.names), found) == (names, rows)


@pytest.mark.parametrize(
    ("text", "options", "names", "rows"),
    [
        ("1;Rome\n2;Oslo\n", ReadOptions(header=1), ["1", "Rome"], [["2", "Oslo"]]),
        ("id;town\n1;Rome\n", ReadOptions(header=0), ["", ""], [["id", "town"], ["1", "Rome"]]),
        ("id;town\n1;Rome\n", ReadOptions(delimiter=","), ["id;town"], [["1;Rome"]]),
        ("id::town\n1::Rome\n", ReadOptions(delimiter="::"), ["id", "town"], [["1", "Rome"]]),
        ("x;y\nid;town\n1;Rome\n", ReadOptions(skip=1), ["id", "town"], [["1", "Rome"]]),
        ("id;town\n1;Köln\n".encode("cp850"), ReadOptions(encoding="cp850"), ["id", "town"], [["1", "Köln"]]),
        ("id;town\n1;Köln\n".encode("utf-16"), ReadOptions(encoding="utf-16"), ["id", "town"], [["1", "Köln"]]),
    ],
)
def test_the_owner_may_say_how_a_file_is_to_be_read(made, text, options, names, rows):
    table, found = made(text, options)
    assert (list(table.names), found) == (names, rows)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"", "table.csv is empty; it needs a first line with the columns' names."),
        (codecs.BOM_UTF8, "table.csv is empty"),
        (b"\n\r\n\n", "table.csv is empty"),
        (b"\x89PNG\r\n\x1a\n" + b"\0\1\2\3" * 50, "table.csv is not text"),
        (b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n", "table.csv is not text"),
        (",".join(map(str, range(WIDEST + 1))), f"table.csv has {WIDEST + 1:,} columns"),
        ("x" * (LONGEST_LINE + 1), "is longer than 4 million characters"),
        ("a,b\n1,2\n" + "x" * (LONGEST_LINE + 1), "Line 3"),
    ],
)
def test_what_is_no_table_is_told_in_a_sentence(made, text, said):
    with pytest.raises(DatasetError) as told:
        made(text)
    assert said in str(told.value)
    assert str(told.value).endswith(".")


@pytest.mark.parametrize("cell", ["y" * 300_000, ("y" * 99 + "\n") * 390])
def test_a_long_cell_is_read_whole(made, cell):
    _, rows = made(f'a,b\n1,"{cell}"\n2,y\n')
    assert rows == [["1", cell], ["2", "y"]]


@pytest.mark.parametrize("late", ["", '9,"Ki\nev",1\n'])
def test_a_large_regular_file_is_read_where_it_lies(made, tmp_path, late):
    text = PLAIN + BODY * (LARGE // len(BODY)) + late + BODY
    table, rows = made(text)
    assert (table.path, table.lines, table.seen.over_lines) == (tmp_path / "table.csv", None, bool(late))
    assert (rows[:4], rows[-4:]) == (ROWS, ROWS)
    assert table.line(7) == (0 if late else 9)


@pytest.mark.parametrize("late", ['9,Ki"ev",1\n', "9;Kiev;1\n" * 9, "Source: the office\n"])
def test_a_large_file_is_written_anew_if_its_quotes_or_its_end_are_not_regular(made, tmp_path, late):
    table, rows = made(PLAIN + BODY * (LARGE // len(BODY)) + late)
    assert table.path != tmp_path / "table.csv" or "9;" in late
    assert rows[:4] == ROWS
