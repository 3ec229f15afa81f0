"""A workbook's sheets are rows of texts, as people see them."""

import datetime as dt
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from app.datasets.errors import DatasetError
from app.datasets.formats.excel import check, disguise, read_sheet, sheets
from tests.datasets.formats.broken import raises_nothing_else

SHARED = Path("/work/shared/data")
CELLS = [
    ("word", "word"),
    (" padded ", " padded "),
    (3.0, "3"),
    (-7, "-7"),
    (999_999_999_999_999, "999999999999999"),
    (0.1, "0.1"),
    (1e-7, "1e-07"),
    (1e300, "1e+300"),
    (True, "TRUE"),
    (False, "FALSE"),
    (dt.date(2024, 2, 29), "2024-02-29"),
    (dt.datetime.fromisoformat("2024-02-29T00:00:00"), "2024-02-29"),
    (dt.datetime.fromisoformat("2024-02-29T13:05:09"), "2024-02-29 13:05:09"),
    (dt.time(13, 5), "13:05"),
    (dt.time(13, 5, 9), "13:05:09"),
    (dt.timedelta(hours=30, minutes=5), "30:05:00"),
]

Fill = Callable[[Worksheet], None]


@pytest.fixture
def book(tmp_path: Path) -> Callable[..., Path]:
    """A workbook of sheets that functions fill."""

    def book(**fills: Fill) -> Path:
        made = openpyxl.Workbook()
        made.remove(made.active)
        for name, fill in fills.items():
            fill(made.create_sheet(name))
        made.save(tmp_path / "book.xlsx")
        return tmp_path / "book.xlsx"

    return book


def table(sheet: Worksheet) -> None:
    sheet.append(["a", "b"])
    sheet.append([1, 2])


def hidden(sheet: Worksheet) -> None:
    table(sheet)
    sheet.sheet_state = "hidden"


def one_cell(sheet: Worksheet) -> None:
    sheet["C3"] = "alone"


def nothing(sheet: Worksheet) -> None:
    pass


@pytest.mark.parametrize(("cell", "text"), CELLS)
def test_a_cell_is_the_text_people_see(book: Callable[..., Path], cell: object, text: str) -> None:
    assert read_sheet(book(sheet=lambda sheet: sheet.append([cell, "end"])), "sheet") == [[text, "end"]]


@pytest.mark.parametrize(
    ("fills", "names"),
    [
        ({"one": table, "two": table}, ["one", "two"]),
        ({"empty": nothing, "title": one_cell, "secret": hidden, "data": table}, ["data"]),
        ({"empty": nothing, "title": one_cell}, ["empty"]),
    ],
)
def test_sheets_are_those_that_hold_a_table(
    book: Callable[..., Path], fills: dict[str, Fill], names: list[str]
) -> None:
    assert sheets(book(**fills)) == names


def test_chart_sheets_are_left_out(tmp_path: Path) -> None:
    made = openpyxl.Workbook()
    table(made.active)
    made.create_chartsheet("chart")
    made.save(tmp_path / "book.xlsx")
    assert sheets(tmp_path / "book.xlsx") == ["Sheet"]


def test_row_numbers_are_the_files_and_empty_ends_are_dropped(book: Callable[..., Path]) -> None:
    def fill(sheet: Worksheet) -> None:
        sheet["B3"], sheet["C4"], sheet["F9"] = "x", "y", ""

    assert read_sheet(book(sheet=fill), "sheet") == [["", "", ""], ["", "", ""], ["", "x", ""], ["", "", "y"]]


def test_a_cell_merged_across_columns_is_repeated_to_the_right_only(book: Callable[..., Path]) -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.append(["year", "votes", None, "seats"])
        sheet.append([None, "for", "against", None])
        for cells in ("A1:A2", "B1:C1", "D1:XFD1"):
            sheet.merge_cells(cells)

    rows = read_sheet(book(sheet=fill), "sheet")
    assert rows == [["year", "votes", "votes", "seats"], ["", "for", "against", ""]]


def test_merged_cells_below_empty_rows_keep_their_place(book: Callable[..., Path]) -> None:
    def fill(sheet: Worksheet) -> None:
        sheet["B3"], sheet["D4"] = "group", "end"
        sheet.merge_cells("B3:C3")

    assert read_sheet(book(sheet=fill), "sheet")[2:] == [["", "group", "group", ""], ["", "", "", "end"]]


MANIFEST = """<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">
<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>"""


def test_ods_is_read_too(tmp_path: Path) -> None:
    cell = "<table:table-cell {}><text:p>{}</text:p></table:table-cell>"
    row = cell.format('office:value-type="string"', "a") + cell.format('office:value-type="float" office:value="2"', 2)
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    content = (
        f'<office:document-content {spaces}><office:body><office:spreadsheet><table:table table:name="Blatt">'
        f"<table:table-row>{row}</table:table-row></table:table></office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    with zipfile.ZipFile(tmp_path / "book.ods", "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", MANIFEST)
        archive.writestr("content.xml", content)
    assert sheets(tmp_path / "book.ods") == ["Blatt"]
    assert read_sheet(tmp_path / "book.ods", "Blatt") == [["a", "2"]]


@pytest.mark.parametrize(
    ("content", "form"),
    [
        (b"<html><table>", "html"),
        (b"\xef\xbb\xbf\r\n <!DOCTYPE html><p>", "html"),
        ("<html>".encode("utf-16"), "html"),
        (b"a,b\n1,2\n", "text"),
        ("größe;b\n".encode("cp1252"), "text"),
        ("a\tb\n".encode("utf-16"), "text"),
        (b"PK\x03\x04", ""),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ""),
        (bytes(range(256)), ""),
        (b"", ""),
    ],
)
def test_what_only_calls_itself_a_workbook_is_told(tmp_path: Path, content: bytes, form: str) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes(content)
    assert disguise(path) == form
    with pytest.raises(DatasetError):
        sheets(path)


LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (LOCKED, "book.xlsx is protected by a password; save it without one."),
        (b"<html>", "book.xlsx is a web page, not a workbook; rename it to .html or save it as a workbook."),
        (b"a,b\n", "book.xlsx is plain text, not a workbook; rename it to .csv or save it as a workbook."),
        (b"", "book.xlsx is empty; save it again."),
        (
            b"PK\x03\x04 and no more",
            "book.xlsx is damaged, cut off or no workbook; open it in a spreadsheet and save it again.",
        ),
    ],
)
def test_each_fault_has_its_sentence(tmp_path: Path, content: bytes, sentence: str) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes(content)
    with pytest.raises(DatasetError) as error:
        sheets(path)
    assert str(error.value) == sentence


def test_a_missing_file_and_a_missing_sheet_are_told(tmp_path: Path, book: Callable[..., Path]) -> None:
    with pytest.raises(DatasetError, match=r"gone\.xlsx can't be read"):
        sheets(tmp_path / "gone.xlsx")
    with pytest.raises(DatasetError, match=r"book\.xlsx has no sheet nope"):
        read_sheet(book(sheet=table), "nope")


def test_a_zip_bomb_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", bytes(3_000_000))
    with pytest.raises(DatasetError, match=r"bomb\.xlsx unpacks to 3 MB and 1 MB are the limit"):
        check(path, limit=1_000_000)


def test_two_cells_a_world_apart_are_refused_and_the_server_lives(book: Callable[..., Path]) -> None:
    def fill(sheet: Worksheet) -> None:
        sheet["A1"], sheet["XFD1048576"] = "x", "y"

    with pytest.raises(DatasetError, match=r"book\.xlsx"):
        read_sheet(book(sheet=fill), "sheet")


def test_damaged_workbooks_raise_only_sentences(book: Callable[..., Path]) -> None:
    path = book(sheet=table, other=table)
    assert raises_nothing_else(path, lambda path: [read_sheet(path, name) for name in sheets(path)], times=60) > 20


@pytest.mark.skipif(not SHARED.exists(), reason="needs the shared files")
@pytest.mark.parametrize(
    ("file", "shapes"),
    [
        ("datasets.xlsx", {"mtcars": (33, 11), "chickwts": (72, 2), "quakes": (1001, 5)}),
        ("deaths.xlsx", {"arts": (19, 6), "other": (19, 6)}),
        ("merged-cells.xlsx", {"Лист1": (1, 1)}),
        ("multiline-headers.xlsx", {"Лист1": (6, 4)}),
        ("survey_sorting_exercise.xlsx", {"Sheet1": (89, 7)}),
    ],
)
def test_found_workbooks_are_read_whole(file: str, shapes: dict[str, tuple[int, int]]) -> None:
    found = {name: read_sheet(SHARED / file, name) for name in sheets(SHARED / file)}
    assert {name: (len(rows), len(rows[0])) for name, rows in found.items()} == shapes
