"""`/`: the datasets that are there, and the files that can't be read."""

from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from tests import adversarial
from tests.views.markup import HTMX, faults, read_page

BROKEN = {
    "binary.csv": bytes(range(256)),
    "empty.csv": b"",
    "blank.csv": b"\n \n",
    "page.xlsx": b"<html><table><tr><td>1</td></tr></table></html>",
    "wrong.json": b"{",
    "noise.parquet": bytes(range(256)),
    "fails.py": b"raise ValueError('<b>no</b>')",
    "nothing.py": b"x = 1",
    "text.py": b"def load():\n    return 'text'",
}


def cards(client) -> dict[str, BeautifulSoup]:
    soup = read_page(client.get("/").text)
    assert faults(soup) == []
    return {card.a["href"]: card for card in soup.select(".card")}


def test_the_built_in_datasets_are_listed_with_size_and_picture(builtin):
    found = cards(builtin)
    assert list(found) == ["/penguins", "/world"]
    assert "12,200 rows, 8 columns" in found["/world"].text
    assert all(card.select_one("svg.thumbnail path")["d"].startswith("M") for card in found.values())


def test_an_empty_folder_says_what_to_do(client):
    soup = read_page(client.get("/").text)
    assert "nothing in the data folder yet" in soup.main.text
    assert faults(soup) == []


def test_a_folder_that_is_not_there_is_an_empty_one(client, data_dir: Path):
    data_dir.rmdir()
    assert "nothing in the data folder yet" in client.get("/").text


def test_a_file_name_with_spaces_and_quotes_is_a_title_and_a_slug(hostile):
    (card,) = cards(hostile).values()
    assert card.a["href"] == f"/{adversarial.NAME}"
    assert card.a.text == 'It\'s "odd" & <b>bold; 100%'


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_is_listed_with_its_reason_and_disturbs_no_other(client, data_dir: Path, name):
    (data_dir / "good.csv").write_text("a\n1\n", encoding="utf-8")
    (data_dir / name).write_bytes(BROKEN[name])
    found = cards(client)
    path = f"/{name.partition('.')[0]}"
    reason = found[path].select_one(".card__fault").text
    assert name in reason
    assert "good.csv: 1 row, 1 column" in found["/good"].text
    assert client.get("/good").status_code == 200
    response = client.get(path)
    assert response.status_code == 422
    assert reason in read_page(response.text).main.text


def test_a_repaired_file_is_read_anew(client, data_dir: Path):
    (data_dir / "table.csv").write_bytes(b"")
    assert client.get("/table").status_code == 422
    (data_dir / "table.csv").write_bytes(b"a,b\n1,2\n3,4\n")
    assert client.get("/table").status_code == 200


def test_problems_of_a_configuration_are_counted_on_the_card(client, data_dir: Path):
    (data_dir / "table.csv").write_text("a\n1\n", encoding="utf-8")
    (data_dir / "table.toml").write_text('titel = "x"\nsort = "nothing"', encoding="utf-8")
    assert "2 problems in its configuration" in cards(client)["/table"].text


def test_files_that_come_and_go_are_listed_while_they_are_there(client, data_dir: Path):
    assert cards(client) == {}
    (data_dir / "one.csv").write_text("a\n1\n", encoding="utf-8")
    (data_dir / "two.csv").write_text("a\n1\n", encoding="utf-8")
    assert list(cards(client)) == ["/one", "/two"]
    (data_dir / "one.csv").unlink()
    assert list(cards(client)) == ["/two"]


def test_an_htmx_request_gets_the_same_page(builtin):
    assert builtin.get("/", headers=HTMX).text.startswith("<!doctype html>")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a,b\n1,x\n2,y\n", None),
        ("a,b,c\n1,x,u\n2,y\n3,z,v\n4,w,u\n", "1 fault in its file"),
        ("A title\nfor all\na,b,c\n1,x,u\n2,y,v\n3,z,w\n", "2 faults in its file"),
    ],
)
def test_a_card_tells_how_many_faults_its_file_has(client, data_dir, text, said):
    (data_dir / "table.csv").write_text(text, encoding="utf-8")
    page = client.get("/").text
    assert (said in page) if said else ("in its file" not in page)
