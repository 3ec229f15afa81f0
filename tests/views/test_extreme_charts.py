"""Charts over what makes axes hard are drawn or say why not: never an error, never a link that is refused."""

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from app.datasets import Dataset
from tests.views.markup import hrefs, read_page

FRAME = {
    "kind": ["a", "b", None, "a", "b", "a"],
    "until": ["9999-12-31", "2018-06-01", "1066-10-14", "0001-01-01", None, "2020-01-01"],
    "most": [1.7e308, 1e300, np.inf, 5.0, 0.5, -1.7e308],
    "endless": [np.inf, -np.inf, np.inf, np.inf, None, np.inf],
}
ADDRESSES = [
    "until=2020-01-01",
    "until.min=1900&_chart=bar:kind,count()",
    "until=0001&_chart=histogram:until",
    "until.max=9999&_chart=histogram:until",
    "until.max=2018&_chart=line:year(until),count()",
    "_chart=heatmap:until,kind",
    "_chart=box:kind,most",
    "_chart=line:bin(most),count()",
    "_chart=area:bin(most),count(),kind",
    "_chart=bar:bin(endless),count()",
    "_chart=line:bin(endless),count()",
    "endless.min=1",
    "_chart=scatter:most,most",
    "_chart=bar:kind,sum(most),kind,normalize",
    "kind=nobody&_chart=area:bin(most),sum(most),kind,facet=kind",
]


@pytest.fixture
def table(open_frame: Callable[..., Dataset]) -> Dataset:
    return open_frame(pd.DataFrame(FRAME), suffix=".csv")


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_page_its_links_and_its_picture_are_answered(table, client, address):
    response = client.get(f"/table?{address}", follow_redirects=True)
    assert response.status_code == 200
    marks = [link for link in hrefs(read_page(response.text)) if link.startswith("/table?")]
    answers = {link: client.get(link, follow_redirects=True).status_code for link in marks[:40]}
    assert {link: status for link, status in answers.items() if status != 200} == {}
    assert client.get(f"/table/chart.svg?{address}").status_code == 200


def test_bars_grow_the_picture_when_they_are_many(open_frame, client):
    open_frame(pd.DataFrame({"name": [f"a rather long name {i}" for i in range(40)] * 2}))
    few, many = (client.get(f"/table/chart.svg?_chart=bar:name,count(),top={top}").text for top in (5, 30))
    heights = [float(text.partition('viewBox="')[2].partition('"')[0].split()[3]) for text in (few, many)]
    assert heights[1] > heights[0]
