"""“This view in pandas” is run beside the file, and gives the rows, figures and charts that the page shows."""

import shutil
from collections.abc import Callable
from contextlib import chdir
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from pyarrow import parquet

from app.datasets import Catalog, Dataset
from app.engine import Engine, GroupBy, Rows, plan_chart
from app.query import COUNT, Query, defaults, figure_code, view_code
from app.query.field import Field
from app.views.dashboard_view import Asking, build_dashboard
from app.views.timing import Clock
from tests import recipes
from tests.query.numbers import compare, number

DATA = Path(__file__).resolve().parents[2] / "data"

TEXTS = {
    "visits.csv": "day,at,done,stars\n"
    + "".join(
        f"2012-{1 + i % 12:02}-{1 + i % 28:02},2012-06-{1 + i % 30:02}T{i % 24:02}:{i % 60:02}:0{i % 10}{zone},"
        f"{('yes', 'No', 'YES', '')[i % 4]},{'' if i % 5 == 0 else i % 5}\n"
        for i, zone in enumerate(["Z", "+02:00", "-0530", "Z"] * 15)
    ),
    "months.csv": "month,amount\n" + "".join(f"20{i // 12:02}-{1 + i % 12:02},{i * 1.5}\n" for i in range(40)),
    "two_days.csv": "day,n\n2012-06-30,1\n2012-07-01,2\n2012-07-01,3\n",
    "dates.csv": 'when,n\n2012-06-30 23:59:59.999999,1\n2012-07-01,2\n-,3\n"2012-07",4\n1969-12-31,5\n',
    "codes.csv": "iso,zip,value,flag\n"
    + "".join(
        f"{'NA' if i % 10 == 3 else chr(65 + i % 25) + 'X'},0{i},{i},{'t' if i % 2 else 'F'}\n" for i in range(50)
    ),
    "markers.csv": "word,number,text\nNA,1,a\nnull,-,b\nx,?,\n  ,4.5,None\ny,..,c c\n",
    "pandas_only.csv": 'word,number\n"#N/A N/A",1\n-1.#IND,2\nx,3\n',
    "headers.csv": 'a,a,,A,a_2,"it\'s ""b"""\n1,x,u,1,y,k\n2,y,v,1,y,k\n3,z,w,2,y,"l\n"\n',
    "numbers.csv": "id,big,plus,whole,huge\n" + "".join(f"{i},{2**60 + i},+{i},{i}.,{i}e300\n" for i in range(1, 9)),
    "infinite.csv": "ratio,share\n1.5,1\ninf,2\n-inf,3\n,4\n2.5,\n3.5,6\n",
    "padded.csv": "n,word\n 1,x\n 2,y\n 3,z\n",
    "true.csv": "all,some,none\ntrue,True,x\ntrue,,x\ntrue,FALSE,y\ntrue,false,y\n",
    "one.csv": "only\nx\ny\n\nx\n",
    "no_rows.csv": "a,b\n",
    "no_words.csv": "n,x\n1,0.5\n2,1.5\n3,2.5\n",
    "mended.csv": "shop;Tag;done;sum;n\n"
    + "".join(
        f"{'abc'[i % 3]};{1 + i % 28}.{1 + i % 12}.2012;{('ja', 'nein', '')[i % 3]};"
        f"{i + 1}.234,{i % 10};{'' if i % 7 == 0 else i}{';' if i == 9 else ''}\n"
        for i in range(40)
    ),
    "semi.csv": '﻿name,n\r\n"a, ""b""",1\r\n"c\r\nd",2\r\n',
}  # fmt: skip

SCRIPTS = {
    "made.py": (
        "import pandas as pd\n\ndef load():\n    return pd.DataFrame({'k': list('abca'), 'n': [1, 2, None, 4]})\n"
    ),
    "grouped.py": (
        "import pandas as pd\n\ndef load():\n    frame = pd.DataFrame({'team': list('abab'), 'points': [1, 2, 3, 5]})\n"
        "    return frame.groupby('team').sum()\n"
    ),
    "numbered.py": "import pandas as pd\n\ndef load():\n    return pd.DataFrame([[1, 'x'], [2, 'y']])\n",
    "twins.py": (
        "import pandas as pd\n\ndef load():\n    return pd.DataFrame([[1, 'x'], [2, 'y']], columns=['a', 'a'])\n"
    ),
}  # fmt: skip


def parquets() -> dict[str, pa.Table]:
    rows, levels = np.arange(30), ["low", "medium", "high"]
    typed = pd.DataFrame(
        {
            "level": pd.Categorical(np.array(levels)[rows % 3], levels, ordered=True),
            "at": pd.Timestamp("2024-03-30T12:00", tz="Europe/Berlin") + pd.to_timedelta(rows * 7, unit="h"),
            "n": pd.array([None if i % 4 == 0 else int(i) for i in rows], dtype="Int64"),
            "share": np.where(rows % 6 == 0, np.nan, rows / 7),
            "flag": rows % 2 == 0,
            "mixed": pd.Series([str(i % 3) for i in rows]),
        }
    )  # fmt: skip
    days = [pd.Timestamp("2012-06-29").date() + pd.Timedelta(days=int(i % 4)) for i in rows]
    maybe = pa.array([None if i % 5 == 0 else bool(i % 2) for i in rows])
    arrow = pa.table({"day": pa.array(days, pa.date32()), "maybe": maybe, "n": pa.array(rows)})
    indexed = pd.DataFrame({"n": [1, 2, 3]}, index=pd.Index(["x", "y", "z"], name="country"))
    return {
        "typed.parquet": pa.Table.from_pandas(typed),
        "arrow.parquet": arrow,
        "indexed.parquet": pa.Table.from_pandas(indexed),
    }


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    for path in DATA.glob("*.*"):
        shutil.copy(path, folder)
    for name, text in {**TEXTS, **SCRIPTS}.items():
        (folder / name).write_bytes(text.encode())
    for name, table in parquets().items():
        parquet.write_table(table, folder / name)
    return folder


@dataclass(frozen=True)
class Ran:
    """A page, what its code gave, and the engine's own answers."""

    dataset: Dataset
    query: Query
    code: str
    count: str
    rows: int
    scope: dict[str, Any]
    engine: Engine

    def answer(self, summary: Any) -> Any:
        return self.engine.run(self.dataset, self.query, [summary])[summary]


@pytest.fixture(scope="module")
def catalog(folder: Path) -> Catalog:
    return Catalog(folder)


@pytest.fixture(scope="module")
def run(folder: Path, catalog: Catalog) -> Callable[[str, str], Ran]:
    @cache
    def run(name: str, search: str) -> Ran:
        dataset = catalog.open(next(entry for entry in catalog.entries().values() if entry.path.name == name))
        query, engine = parsed(search, dataset), Engine(cache_bytes=1 << 24)
        view = build_dashboard(Asking(dataset, query, engine, Clock()), path=f"/{dataset.name}")
        rows = engine.masks(dataset, query).count()
        return Ran(dataset, query, view.code, view.chips.count, rows, executed(view.code, folder, dataset), engine)

    return run


def parsed(search: str, dataset: Dataset) -> Query:
    pairs = [pair.partition("=") for pair in search.split("&") if pair]
    return Query.parse([(name, value) for name, _, value in pairs], dataset.schema)


def executed(code: str, folder: Path, dataset: Dataset) -> dict[str, Any]:
    """What a page's code leaves behind when it is run beside its file."""
    scope: dict[str, Any] = {}
    with TemporaryDirectory() as beside, chdir(beside), np.errstate(invalid="ignore"):  # the mean of inf and -inf
        for path in folder.iterdir():
            Path(path.name).symlink_to(path)
        recipes.supply(dataset, Path(beside))
        exec(code, scope)
    return scope


PAGES = [
    ("world.csv", ""),
    ("world.csv", "region=South Asia&region=America&year.min=1980"),
    ("world.csv", "region.not=America&year.min=1980&year.max=1990&population.is=present&_sort=fertility,-year"),
    ("world.csv", "iso2=NA"),
    ("world.csv", "iso2.is=missing&year=2000&_chart=scatter:fertility,life_expectancy,region"),
    ("world.csv", "_q=guinea&co2_per_capita.below=0.5&_chart=histogram:co2_per_capita"),
    ("world.csv", "year.min=1990&_chart=countries:country,mean(fertility)&_chart=area:year,sum(population),region"),
    ("world.csv", "region=America&year=2000&_chart=bar:country,max(fertility),region,facet=region,top=5"),
    ("world.csv", "country=nowhere&_chart=heatmap:year,fertility&_chart=histogram:population&_chart=bar:country"),
    ("world.csv", "year.min=2000&_chart=line:year,sum(co2_per_capita),region&_chart=bar:region,distinct(country)"),
    ("world.csv", "year.max=1970.5&_chart=heatmap:fertility,fertility&_chart=bar:year,min(population)"),
    ("penguins.csv", ""),
    ("penguins.csv", "sex.is=missing&_sort=-body_mass_g,species"),
    ("penguins.csv", "species.not=Adelie&body_mass_g.min=4000&_chart=scatter:bill_length_mm,bill_depth_mm,species"),
    ("penguins.csv", "bill_length_mm=39.1&bill_length_mm=40.3&_chart=bar:bill_length_mm,max(body_mass_g)"),
    ("visits.csv", ""),
    ("visits.csv", "done=true&_sort=-at"),
    ("visits.csv", "done.not=true&at=2012-06-15&_chart=bar:done"),
    ("visits.csv", "at.min=2012-06-15T10:30&_chart=line:week(day),mean(stars)&_chart=line:quarter(day)"),
    ("visits.csv", "day=2012-03&day=2012-04&_chart=heatmap:day,stars&_chart=line:month(at),count(),done"),
    ("visits.csv", "day.min=2012-06-15&day.max=2012-06-15&_chart=histogram:day"),
    ("visits.csv", "at=9999&_chart=histogram:day"),
    ("visits.csv", "at.max=9999-12-31&_sort=done,stars&_chart=bar:day(at),sum(stars)&_chart=bar:year(at)"),
    ("visits.csv", "at.hour=8&at.hour=9&_chart=bar:weekday(day),count(),done&_chart=heatmap:weekday(at),hour(at)"),
    ("visits.csv", "stars=3&done=true&_chart=histogram:day,done&_chart=line:hour(at),mean(stars),facet=done"),
    ("months.csv", ""),
    ("months.csv", "month=2050"),
    ("months.csv", "month=2001&_chart=line:month,sum(amount)"),
    ("two_days.csv", ""),
    ("two_days.csv", "_chart=histogram:day&_chart=heatmap:day,n"),
    ("dates.csv", "_chart=histogram:when&_chart=bar:when"),
    ("dates.csv", "when=2012-07&_chart=line:when,sum(n)"),
    ("dates.csv", "when.max=2012-06-30T23:59:59"),
    ("codes.csv", ""),
    ("codes.csv", "iso=NA&flag=true"),
    ("codes.csv", "iso.not=NA&zip.has=01&_sort=zip"),
    ("codes.csv", "_q=na"),
    ("markers.csv", ""),
    ("markers.csv", "word.is=present"),
    ("markers.csv", "number.is=missing&text.has=c"),
    ("pandas_only.csv", "word=%23N/A N/A"),
    ("pandas_only.csv", "word=-1.#IND&_chart=bar:word"),
    ("headers.csv", ""),
    ("headers.csv", "a=1&a=2&a_2=y&_sort=-a"),
    ("headers.csv", "a_3=1&_q=K&_chart=bar:column_3,sum(a)"),
    ("numbers.csv", ""),
    ("numbers.csv", "big=1152921504606846977&whole.min=0.5"),
    ("numbers.csv", "id.max=3&plus=2&huge.max=2e300"),
    ("infinite.csv", ""),
    ("infinite.csv", "ratio.min=2&_chart=histogram:ratio&_chart=scatter:ratio,share"),
    ("infinite.csv", "_chart=bar:ratio,sum(share)"),
    ("infinite.csv", "ratio.max=3&_chart=bar:bin(ratio),sum(share)&_chart=heatmap:ratio,share,max(share)"),
    ("padded.csv", "n= 1"),
    ("padded.csv", "word=x&_chart=bar:n"),
    ("true.csv", "all=true&some=true"),
    ("true.csv", "some.not=true&_chart=bar:some&_sort=-some"),
    ("one.csv", "only=x"),
    ("no_rows.csv", ""),
    ("no_words.csv", "_q=1"),
    ("no_words.csv", "_q=1&n=1"),
    ("semi.csv", 'name=a, "b"'),
    ("semi.csv", "name.has=c\r\nd&n.max=2"),
    ("mended.csv", ""),
    ("mended.csv", "tag.min=2012-06-15&done=true&_sort=-tag"),
    ("mended.csv", "done.not=true&_chart=line:month(tag),sum(sum),shop&_chart=bar:done"),
    ("mended.csv", "tag=2012-03&n.is=missing&_chart=histogram:tag&_chart=heatmap:tag,n&_chart=scatter:n,sum"),
    ("made.py", "k=a&_sort=-n"),
    ("grouped.py", "team=a"),
    ("numbered.py", "_q=x"),
    ("twins.py", "a=1"),
    ("typed.parquet", ""),
    ("typed.parquet", "level=high&level=low&_sort=-at"),
    ("typed.parquet", "_sort=level"),
    ("typed.parquet", "n.min=5&flag=true&_chart=bar:level,mean(n)"),
    ("typed.parquet", "n.not=5&share.is=missing&_chart=line:day(at),sum(share),flag"),
    ("typed.parquet", "at=2024-03-31&mixed=1&_chart=histogram:at"),
    ("typed.parquet", "mixed.has=2&_q=HIGH&_chart=heatmap:n,share"),
    ("arrow.parquet", ""),
    ("arrow.parquet", "day.min=2012-06-30&maybe=true"),
    ("arrow.parquet", "maybe=true&n.max=20&_chart=bar:maybe,mean(n)&_chart=histogram:n,maybe"),
    ("arrow.parquet", "maybe.is=missing&_chart=line:day,sum(n)"),
    ("indexed.parquet", "country=x"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "search"), PAGES)
def test_the_code_gives_the_rows_of_the_page_in_its_order(run, name, search):
    ran = run(name, search)
    view = ran.scope["view"]
    assert f"{len(view):,}" == ran.count
    rows = ran.answer(Rows(ran.query.sort or defaults(ran.dataset.schema).sort, 0, ran.dataset.rows, ())).rows
    if isinstance(ran.scope["df"].index, pd.RangeIndex):
        assert list(view.index) == list(rows)


@pytest.mark.parametrize(("name", "search"), PAGES)
def test_the_code_gives_the_key_figures_of_the_page(run, name, search):
    ran = run(name, search)
    for i, field in enumerate(defaults(ran.dataset.schema).figures, start=1):
        shown = float(ran.answer(GroupBy((), (field,))).measures[field])
        assert number(ran.scope[f"figure_{i}"]) == pytest.approx(shown, nan_ok=True), field


@pytest.mark.parametrize(("name", "search"), PAGES)
def test_the_code_gives_the_numbers_of_the_charts_of_the_page(run, name, search):
    ran = run(name, search)
    for i, chart in enumerate(ran.query.charts or defaults(ran.dataset.schema).charts, start=1):
        plan = plan_chart(chart, ran.dataset, ran.query, rows=ran.rows)
        if plan.summary is not None:
            compare(ran.answer(plan.summary), ran.scope[f"chart_{i}"], plan=plan)


def test_every_dataset_of_the_folder_has_pages_here(catalog):
    assert {entry.path.name for entry in catalog.entries().values()} == {name for name, _ in PAGES}


def open_named(catalog: Catalog, name: str) -> Dataset:
    return catalog.open(catalog.entries()[name])


@pytest.mark.parametrize(
    ("search", "lines"),
    [
        ("", ["view = df"]),
        ("species=Adelie", ["view = df[df['species'].isin(['Adelie'])]"]),
        ("body_mass_g.min=3000&body_mass_g.max=4000", ["view = df[df['body_mass_g'].between(3000, 4000)]"]),
        ("sex.is=missing", ["view = df[df['sex'].isna()]"]),
        (
            "species=Adelie&body_mass_g.below=4000.5",
            ["view = df[", "    df['body_mass_g'].lt(4000.5)", "    & df['species'].isin(['Adelie'])", "]"],
        ),
        (
            "_sort=-island",
            [
                "view = df",
                'view = view.sort_values([\'island\'], ascending=[False], kind="stable", na_position="last")',
            ],
        ),
    ],
)
def test_the_code_reads_well(catalog, search, lines):
    dataset = open_named(catalog, "penguins")
    assert view_code(parsed(search, dataset), dataset.schema, dataset.recipe) == [
        "import pandas as pd",
        "",
        "df = pd.read_csv('penguins.csv')",
        *lines,
    ]


@pytest.mark.parametrize(
    ("field", "code"),
    [
        (COUNT, "len(view)"),
        (Field("population", "mean"), "view['population'].mean()"),
        (Field("country", "distinct"), "view['country'].nunique()"),
    ],
)
def test_the_code_of_a_figure_reads_well(catalog, field, code):
    assert figure_code(field, open_named(catalog, "world").schema) == code
