"""Names of files that are no UTF-8, as archives of old systems leave them, disturb nothing."""

import os
from pathlib import Path

import pytest

from tests.views.markup import faults, read_page

NAMES = {b"caf\xe9.csv": b"a,b\n1,x\n", b"fail\xe9.csv": b"", b"ragged\xff.csv": b"a,b\n1,2\n3\n4,5\n"}


@pytest.fixture
def folder(data_dir: Path) -> Path:
    for name, content in NAMES.items():
        try:
            (data_dir / os.fsdecode(name)).write_bytes(content)
        except OSError:
            pytest.skip("this disk takes no such names")
    (data_dir / "plain.csv").write_text("a\n1\n", encoding="utf-8")
    return data_dir


@pytest.mark.parametrize(
    ("address", "status"), [("/", 200), ("/plain", 200), ("/caf", 200), ("/ragged", 200), ("/fail", 422)]
)
def test_every_page_is_there(client, folder, address, status):
    response = client.get(address)
    assert response.status_code == status
    assert faults(read_page(response.text)) == []


def test_they_are_listed_with_a_mark_for_what_can_not_be_said(client, folder):
    cards = {card.a["href"]: card.text for card in read_page(client.get("/").text).select(".card")}
    assert set(cards) == {"/caf", "/fail", "/plain", "/ragged"}
    assert "caf\ufffd.csv: 1 row, 2 columns" in cards["/caf"]
