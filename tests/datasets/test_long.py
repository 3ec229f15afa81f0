"""Years that are columns become rows, as pandas melts them."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.datasets import from_frame
from app.datasets.config import Config, ReadOptions
from tests.datasets.cells import kinds_of, table_of

LONG = "[read]\nlong = true\n"
YEARS = [str(year) for year in range(2000, 2006)]
WIDE = pd.DataFrame(
    {
        "country": ["x", "y", "z"],
        "code": ["XX", "YY", None],
        **{year: [at - 3, 2 * at, 10 - at] for at, year in enumerate(YEARS)},
    }
)  # fmt: skip


def melted(wide: pd.DataFrame, years: list[str]) -> dict[str, list[object]]:
    kept = [name for name in wide.columns if name not in years]
    frame = wide.melt(kept, years, "year", "value").astype({"year": int}).astype(object)
    return {name: [None if pd.isna(cell) else cell for cell in frame[name]] for name in frame.columns}


def test_each_year_is_a_row(open_frame):
    dataset = open_frame(WIDE, suffix=".csv", toml=LONG)
    assert table_of(dataset) == melted(WIDE, YEARS)
    assert kinds_of(dataset) == {"country": "category", "code": "category", "year": "integer", "value": "integer"}
    assert (dataset.rows, dataset.problems) == (18, ())
    assert [reading.name for reading in dataset.report.columns] == ["country", "code", "year", "value"]


def test_gaps_and_fractions_stay(open_frame):
    wide = WIDE.assign(**{"2001": [None, 0.5, None], "2003": None})
    dataset = open_frame(wide, suffix=".csv", toml=LONG)
    assert table_of(dataset) == melted(wide, YEARS)
    assert dataset.columns["value"].kind == "number"


def test_years_in_a_parquet_file_are_rows_too(open_frame):
    assert table_of(open_frame(WIDE, toml=LONG)) == melted(WIDE, YEARS)


@pytest.mark.parametrize("form", ["{}", "YR{}", "Y{}", "FY {}", " {} ", "{0} [YR{0}]", "yr{}"])
def test_years_are_known_as_they_are_written(open_frame, form):
    wide = WIDE.rename(columns={year: form.format(year) for year in YEARS})
    assert table_of(open_frame(wide, suffix=".csv", toml=LONG)) == melted(WIDE, YEARS)


@pytest.mark.parametrize("toml", ["", "[read]\nlong = false\n"])
def test_without_the_owners_word_a_note_says_how(open_frame, toml):
    dataset = open_frame(WIDE, suffix=".csv", toml=toml)
    assert (dataset.rows, len(dataset.columns)) == (3, 8)
    assert "The columns 2000 to 2005 are years: long = true under [read] makes a row of each." in dataset.report.notes


@pytest.mark.parametrize(
    "years",
    [["2000", "2001", "2002", "2003"], ["1", "2", "3", "4", "5"], ["2000x", *YEARS[1:5]], ["1700", *YEARS[1:5]]],
)
def test_few_years_stay_columns(open_frame, years):
    wide = WIDE.set_axis(["country", "code", *years, *"uvwxyz"][: len(WIDE.columns)], axis=1)
    dataset = open_frame(wide, toml=LONG)
    assert (dataset.rows, len(dataset.columns)) == (3, 8)


def test_years_of_words_stay_columns(open_frame):
    wide = pd.DataFrame({"country": ["x", "y"], **{year: ["good", "bad"] for year in YEARS}})
    assert open_frame(wide, suffix=".csv", toml=LONG).rows == 2


@pytest.mark.parametrize("taken", ["value", "Year", "VALUE"])
def test_names_that_are_taken_are_not_taken_twice(open_frame, taken):
    wide = WIDE.rename(columns={"code": taken})
    dataset = open_frame(wide, suffix=".csv", toml=LONG)
    names = [column.name.casefold() for column in dataset.columns.values()]
    assert len(set(names)) == len(names) == 4
    assert dataset.rows == 18


def test_the_columns_of_the_rows_can_be_named_in_the_configuration(open_frame):
    dataset = open_frame(WIDE, suffix=".csv", toml=f'{LONG}[columns.value]\nlabel = "People"\n')
    assert (dataset.columns["value"].label, dataset.problems) == ("People", ())


NUMBERS = st.none() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False, width=32)


@given(st.integers(1, 4).flatmap(lambda rows: st.lists(st.lists(NUMBERS, min_size=rows, max_size=rows), min_size=5)))
@settings(max_examples=60, deadline=None)
def test_every_table_of_years_is_melted(tmp_path_factory, columns):
    years = [str(1900 + at) for at in range(min(len(columns), 200))]
    wide = pd.DataFrame({"word": ["w"] * len(columns[0]), **dict(zip(years, columns, strict=False))})
    found = table_of(from_frame("wide", wide.astype(dict.fromkeys(years, float))))
    assert len(found["word"]) == len(wide)
    folder = tmp_path_factory.mktemp("long")
    wide.astype(dict.fromkeys(years, float)).to_parquet(folder / "wide.parquet")
    assert table_of_file(folder / "wide.parquet") == melted(wide.astype(dict.fromkeys(years, float)), years)


def table_of_file(path):
    from app.datasets.build import assemble
    from app.datasets.extent import measure
    from app.datasets.read import read

    config = Config(file="wide.toml", read=ReadOptions(long=True))
    table = read(path, options=config.read)
    extents = [measure(typed.cells) for typed in table.columns]
    made = assemble("wide", table, config=config, file=path.name, version="0", modified=0, extents=extents)
    return table_of(made)
