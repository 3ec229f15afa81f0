"""`flask inspect` and `flask convert`."""

import json
import shlex
import zipfile
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

CLEAN = "shop,amount\na,1\nb,2\n"
MESSY = "shop;amount;day\na;1,5;30.06.2012\nb;2,25\n;;\nc;-;01.07.2012\n"


@pytest.fixture
def run(app):
    def run(*arguments: object):
        return app.test_cli_runner().invoke(args=[str(argument) for argument in arguments])

    return run


@pytest.fixture
def clean(tmp_path: Path) -> Path:
    path = tmp_path / "clean.csv"
    path.write_text(CLEAN, encoding="utf-8")
    return path


@pytest.fixture
def messy(tmp_path: Path) -> Path:
    path = tmp_path / "messy.csv"
    path.write_text(MESSY, encoding="utf-8")
    return path


@pytest.fixture
def book(tmp_path: Path) -> Path:
    made = openpyxl.Workbook()
    made.active.title = "First one"
    for row in (["a", "b"], [1, "x"], [2, "y"]):
        made.active.append(row)
    second = made.create_sheet("Second")
    for row in (["c", "d"], [1.5, "z"]):
        second.append(row)
    made.save(tmp_path / "book.xlsx")
    return tmp_path / "book.xlsx"


def test_inspect_says_what_was_read(run, clean):
    result = run("inspect", clean)
    assert result.exit_code == 0
    lines = result.output.splitlines()
    assert lines[0] == "clean.csv: 2 rows, 2 columns"
    assert lines[1] == "  text, utf-8, parted by comma, names in line 1"
    assert [line.split()[:3] for line in lines[2:4]] == [["shop", "category", "2"], ["amount", "integer", "2"]]
    assert "1 to 2" in lines[3]


def test_inspect_says_what_was_passed_over_and_put_right(run, messy):
    output = run("inspect", messy).output
    assert "messy.csv: 3 rows, 3 columns" in output
    assert "parted by semicolon" in output
    assert "1 line passed over:" in output
    assert "4: a blank row: ;;" in output
    assert "1 row put right:" in output
    assert "3: " in output
    assert "b;2,25" in output
    assert "the decimal mark is a comma" in output


def test_inspect_tells_the_cells_that_do_not_fit(run, tmp_path):
    (tmp_path / "table.csv").write_text("x,row\n" + "".join(f"{n},{n}\n" for n in range(99)) + "oops,1\n")
    output = run("inspect", tmp_path / "table.csv").output
    assert "1 cell of x that do not fit:" in output
    assert "101: no integer: oops" in output


def test_inspect_tells_problems_of_the_configuration(run, clean):
    clean.with_suffix(".toml").write_text("titel = 'x'\n")
    assert "clean.toml, titel: This key is unknown; did you mean “title”?" in run("inspect", clean).output


def test_inspect_gives_json(run, clean):
    result = run("inspect", "--json", clean)
    assert (result.exit_code, json.loads(result.output)) == (
        0,
        {
            "file": "clean.csv",
            "table": "",
            "rows": 2,
            "columns": [
                {"name": "shop", "kind": "category", "missing": 0, "min": None, "max": None, "distinct": 2},
                {"name": "amount", "kind": "integer", "missing": 0, "min": 1, "max": 2, "distinct": 2},
            ],
        },
    )


@pytest.mark.parametrize("cells", ["inf\n0.5", "2012-06-30\n2012-07-01", "x\n😀", "\n", "1\n-"])
def test_json_is_json_whatever_is_in_the_file(run, tmp_path, cells):
    rows = "".join(f"{at},{cell}\n" for at, cell in enumerate(cells.split("\n")))
    (tmp_path / "table.csv").write_text(f"row,x\n{rows}", encoding="utf-8")

    def refuse(constant: str) -> None:
        raise AssertionError(constant)

    found = json.loads(run("inspect", "--json", "--report", tmp_path / "table.csv").output, parse_constant=refuse)
    assert found["report"]["encoding"] == "utf-8"
    assert [column["name"] for column in found["columns"]] == ["row", "x"]


def test_json_has_the_report_if_it_is_asked_for(run, messy):
    report = json.loads(run("inspect", "--json", "--report", messy).output)["report"]
    assert (report["delimiter"], report["header"]) == ("semicolon", [1])
    assert (report["skipped"]["count"], report["mended"]["count"]) == (1, 1)
    assert report["mended"]["first"][0]["line"] == 3
    assert [column["name"] for column in report["columns"]] == ["shop", "amount", "day"]


def test_inspect_tells_each_table_of_a_file(run, book):
    output = run("inspect", book).output
    assert "book.xlsx#First one: 2 rows, 2 columns\n" in output
    assert "book.xlsx#Second: 1 row, 2 columns\n" in output
    tables = [json.loads(line) for line in run("inspect", "--json", book).output.splitlines()]
    assert [(table["table"], table["rows"]) for table in tables] == [("First one", 2), ("Second", 1)]


def test_inspect_goes_on_after_a_file_that_can_not_be_read(run, clean, tmp_path):
    (tmp_path / "empty.csv").write_text("")
    result = run("inspect", tmp_path / "empty.csv", tmp_path / "gone.csv", clean)
    assert result.exit_code == 1
    assert "empty.csv is empty; it needs a first line with the columns' names." in result.output
    assert f"There is no file {tmp_path / 'gone.csv'}." in result.output
    assert "clean.csv: 2 rows" in result.output
    result = run("inspect", "--json", tmp_path / "empty.csv", clean)
    first, second = (json.loads(line) for line in result.output.splitlines())
    assert (result.exit_code, set(first), second["rows"]) == (1, {"file", "error"}, 2)


def test_inspect_needs_a_file(run):
    assert run("inspect").exit_code == 2


@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
def test_convert_writes_a_clean_file(run, messy, tmp_path, suffix):
    target = tmp_path / f"target{suffix}"
    result = run("convert", messy, target)
    assert (result.exit_code, result.output) == (0, "")
    frame = pd.read_csv(target) if suffix == ".csv" else pd.read_parquet(target)
    assert frame["shop"].tolist() == ["a", "b", "c"]
    assert frame["amount"].tolist()[:2] == [1.5, 2.25]
    assert pd.to_datetime(frame["day"]).dt.month.tolist() == pytest.approx([6, float("nan"), 7], nan_ok=True)


def test_convert_may_keep_the_texts(run, messy, tmp_path):
    assert run("convert", "--raw", messy, tmp_path / "target.csv").exit_code == 0
    frame = pd.read_csv(tmp_path / "target.csv", dtype=str, keep_default_na=False)
    assert frame.to_numpy().tolist() == [["a", "1,5", "30.06.2012"], ["b", "2,25", ""], ["c", "-", "01.07.2012"]]


@pytest.mark.parametrize("raw", [(), ("--raw",)])
def test_convert_takes_a_part(run, book, tmp_path, raw):
    assert run("convert", *raw, f"{book}#Second", tmp_path / "target.csv").exit_code == 0
    assert pd.read_csv(tmp_path / "target.csv").to_dict("list") == {"c": [1.5], "d": ["z"]}


def test_convert_takes_the_first_part_unless_one_is_named(run, book, tmp_path):
    assert run("convert", book, tmp_path / "target.csv").exit_code == 0
    assert pd.read_csv(tmp_path / "target.csv").to_dict("list") == {"a": [1, 2], "b": ["x", "y"]}


def test_a_file_whose_name_has_a_number_sign_is_itself(run, tmp_path):
    (tmp_path / "a#b.csv").write_text(CLEAN)
    assert run("convert", tmp_path / "a#b.csv", tmp_path / "target.csv").exit_code == 0
    assert (tmp_path / "target.csv").read_bytes().decode() == CLEAN.replace("\n", "\r\n")


def test_a_member_of_an_archive_is_a_part(run, tmp_path):
    with zipfile.ZipFile(tmp_path / "two.zip", "w") as archive:
        archive.writestr("one.csv", CLEAN)
        archive.writestr("folder/other.csv", "x;y\n1,5;2\n")
    assert run("convert", f"{tmp_path / 'two.zip'}#folder/other.csv", tmp_path / "target.csv").exit_code == 0
    assert pd.read_csv(tmp_path / "target.csv").to_dict("list") == {"x": [1.5], "y": [2]}


@pytest.mark.parametrize("raw", [(), ("--raw",)])
def test_convert_tells_what_is_wrong_and_writes_nothing(run, book, clean, tmp_path, raw):
    target = tmp_path / "target.csv"
    for source, target_, said in [
        (tmp_path / "gone.csv", target, "gone.csv"),
        (f"{book}#Third", target, "Third"),
        (clean, tmp_path / "nowhere" / "target.csv", "can't be written"),
    ]:
        result = run("convert", *raw, source, target_)
        assert result.exit_code == 1, source
        assert result.output.startswith("Error: ")
        assert said in result.output
        assert result.output.endswith(".\n")
        assert not target.exists()
    assert list(tmp_path.glob(".*")) == []


def test_convert_does_not_write_onto_a_folder(run, clean, tmp_path):
    assert run("convert", clean, tmp_path).exit_code == 2


def test_the_command_of_a_recipe_makes_what_the_recipe_reads(run, app, data_dir, monkeypatch):
    (data_dir / "it's messy.csv").write_text(MESSY, encoding="utf-8")
    catalog = app.extensions["winnow"].catalog
    (entry,) = catalog.entries().values()
    dataset = catalog.open(entry)
    monkeypatch.chdir(data_dir)
    command = shlex.split(dataset.recipe[0].removeprefix("# made by: flask "))
    assert run(*command).exit_code == 0
    scope = {"pd": pd}
    exec("\n".join(dataset.recipe), scope)
    assert scope["df"]["shop"].tolist() == ["a", "b", "c"]
