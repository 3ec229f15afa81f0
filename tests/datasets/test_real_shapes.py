"""Files in the shapes that offices, instruments and programs write them are read as a careful person would."""

import tempfile
from pathlib import Path

import pytest

from app.datasets import Catalog, Dataset
from tests.datasets.cells import table_of


def lines(*rows: str) -> str:
    return "".join(f"{row}\n" for row in rows)


def counted(row: str, count: int) -> str:
    """Rows with the numbers from 1 in them."""
    return "".join(f"{row.format(n=n)}\n" for n in range(1, count + 1))


def read_text(text: str) -> Dataset:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "table.csv").write_bytes(text.encode())
        catalog = Catalog(Path(folder))
        return catalog.open(catalog.entries()["table"])


def of(dataset: Dataset) -> tuple[int, dict[str, str]]:
    return dataset.rows, {column.name: column.kind for column in dataset.columns.values()}


PREAMBLES = {
    "what is measured, its unit, then the header": (
        lines("Land and ocean, January-December", "Units: Degrees", "Missing: -999", "Year,Value")
        + counted("20{n},{n}.5", 20),
        (20, {"Year": "integer", "Value": "number"}),
    ),
    "keys and values as wide as the table": (
        lines("Record Length,2500,", "Source,CH1,", "Units,V,", "Time,CH1,") + counted("{n}.25,0.{n},", 12),
        (12, {"Time": "number", "CH1": "number"}),
    ),
    "a sheet's remarks in as many cells as the table has": (
        lines("Contents,Data 1: Price", "Key,ABC", "Date,Price") + counted("Jan-{n}-2019,{n}.5", 12),
        (12, {"Date": "date", "Price": "number"}),
    ),
    "what a series is, line by line, between its name and its days": (
        lines("Title,Cash,Bond", "Type,Original,Original", "Published,01-Apr-2019,01-Apr-2019")
        + counted("{n}-Mar-2019,{n},2", 20),
        (20, {"Title": "date", "Cash": "integer", "Bond": "integer"}),
    ),
    "a period without a name for its values": (
        lines("Label;Prices", "Id;0017", "Updated;15/03/2019 08:45", "Period;") + counted("2019-{n:02d};{n},5", 12),
        (12, {"Period": "date", "column_2": "number"}),
    ),
}
HEADERS = {
    "days as names of columns, and the first name in the line above": (
        lines("Population;;;", "Land;Day;;", ";31.12.2017;31.12.2018;31.12.2019", "A;1;...;3", "B;4;5;/", "C;7;8;9"),
        (3, {"Land": "category", "31.12.2017": "integer", "31.12.2018": "integer", "31.12.2019": "integer"}),
    ),
    "groups above names that are repeated": (
        lines("Population", ",Total,,Native,", "Place,Men,Women,Men,Women") + counted("P,{n},2,3,4", 6),
        (
            6,
            {"Place": "category"}
            | dict.fromkeys(["Total Men", "Total Women", "Native Men", "Native Women"], "integer"),
        ),
    ),
    "years above names that are repeated": (
        lines("Place,2018,,2019,", ",Men,Women,Men,Women") + counted("P,{n},2,3,4", 6),
        (6, {"Place": "category"} | dict.fromkeys(["2018 Men", "2018 Women", "2019 Men", "2019 Women"], "integer")),
    ),
    "a question's choices in the line below": (
        lines("Id,Which do you use?,", ",Phone,Laptop") + counted("{n},Phone,Laptop", 6),
        (6, {"Id": "id", "Which do you use? Phone": "category", "Which do you use? Laptop": "category"}),
    ),
    "no name for the names of R's rows": (
        lines("mpg\tcyl\thp") + counted("Car {n}\t{n}.5\t{n}\t10{n}", 6),
        (6, {"column_1": "category", "mpg": "number", "cyl": "integer", "hp": "integer"}),
    ),
    "names behind the mark of a remark": (
        lines("##source=x", "#CHROM\tPOS\tREF") + counted("chr{n}\t{n}00\tA", 6),
        (6, {"#CHROM": "category", "POS": "integer", "REF": "category"}),
    ),
    "names that numpy writes": (lines("# time y") + counted("{n}.5 0.{n}", 6), (6, {"time": "number", "y": "number"})),
}
DRAWN = {
    "blanks, aligned": (
        lines(
            "Name       Age  City",
            "John Smith 31   New York",
            "Ann        5    Oslo",
            "Bo         101",
            "Jim Poe    44   Rome",
        ),
        (4, {"Name": "category", "Age": "integer", "City": "category"}),
    ),
    "blanks, under remarks": (
        lines("Title:   Rate of work", "Notes:   Of those who", "         seek one.", "", "DATE         VALUE")
        + counted("2019-{n:02d}-01   {n:4d}.5", 12),
        (12, {"DATE": "date", "VALUE": "number"}),
    ),
    "blanks, as many as there is room": (
        counted('18.{n}   8   307.0      130.0      {n}0  "ford torino"', 9),
        (9, {"column_1": "number", "column_2": "integer", "column_3": "number", "column_4": "number"}),
    ),
    "Markdown": (
        lines("| Name | Age |", "|------|-----|", "| Ann | 5 |", "| Bo | 7 |"),
        (2, {"Name": "category", "Age": "integer"}),
    ),
    "psql": (
        lines(" town | age ", "------+-----", " Rome |   5", " Oslo |   7", "(2 rows)"),
        (2, {"town": "category", "age": "integer"}),
    ),
    "mysql": (
        lines(
            "+------+-----+", "| town | age |", "+------+-----+", "| Rome |   5 |", "| Oslo |   7 |", "+------+-----+"
        ),
        (2, {"town": "category", "age": "integer"}),
    ),
    "two colons": (
        counted("{n}::Film {n}: a tale, or two::Drama", 9),
        (9, {"column_1": "integer", "column_2": "category", "column_3": "category"}),
    ),
}


@pytest.mark.parametrize(("text", "read"), PREAMBLES.values(), ids=PREAMBLES)
def test_what_stands_over_a_table_is_no_header(text, read):
    assert of(read_text(text)) == read


@pytest.mark.parametrize(("text", "read"), HEADERS.values(), ids=HEADERS)
def test_names_are_put_together_from_the_lines_of_a_header(text, read):
    assert of(read_text(text)) == read


@pytest.mark.parametrize(("text", "read"), DRAWN.values(), ids=DRAWN)
def test_a_table_may_be_drawn_rather_than_parted(text, read):
    rows, kinds = of(read_text(text))
    assert (rows, dict(list(kinds.items())[: len(read[1])])) == read


@pytest.mark.parametrize(
    ("cells", "read"),
    [
        (["-999", "3", "-999", "7", "5"], [None, 3, None, 7, 5]),
        (["9999.9", "1012.5", "9999.9", "1003.1", "998.4"], [None, 1012.5, None, 1003.1, 998.4]),
        (["-9999", "-3", "7", "12", "4"], [-9999, -3, 7, 12, 4]),
        (["-999", "-1500", "-999", "700", "300"], [-999, -1500, -999, 700, 300]),
        (["999.99", "19.95", "999.99", "24.5", "7.25"], [999.99, 19.95, 999.99, 24.5, 7.25]),
        (["1.5", "***", "2.5", "*****", "3.5"], [1.5, None, 2.5, None, 3.5]),
        (["150(P)", "151(P)", "149", "148", "147"], [150, 151, 149, 148, 147]),
        (["1.234", "836", "325", "2.417", "2.925"], [1234, 836, 325, 2417, 2925]),
        (["1.234", "0.836", "3.25", "2.417", "2.925"], [1.234, 0.836, 3.25, 2.417, 2.925]),
        (["1.234", "8.365", "3.255", "2.417", "2.925"], [1.234, 8.365, 3.255, 2.417, 2.925]),
    ],
)
def test_numbers_are_what_they_mean(cells, read):
    dataset = read_text("place,n\n" + "".join(f"P,{cell}\n" for cell in cells))
    assert table_of(dataset)["n"] == read


def test_a_comma_is_a_decimal_mark_where_another_column_tells_so():
    dataset = read_text("Time;Pressure\ns;bar\n" + counted("{n},5;1,{n:03d}", 9))
    assert dataset.columns["pressure"].high == 1.009


def test_months_may_have_an_m_before_them():
    assert of(read_text("Month,Rate\n" + counted("2019 M{n:02d},{n}.5", 12))) == (
        12,
        {"Month": "date", "Rate": "number"},
    )
