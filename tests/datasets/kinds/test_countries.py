"""Countries, known by their names and codes; the tables are the specification."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from app.datasets.kinds.countries import MOST, TABLE, alpha3, codes_of, is_country, says_country

DATA = Path(__file__).parents[3] / "data"
TWO_LETTERS = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT"
THREE_LETTERS = "AUT BEL BGR CYP CZE DEU DNK EST ESP FIN"
STATES = "AK AL AR AZ CA CO CT DE FL GA HI IA ID IL IN KS KY LA MA MD ME MI MN MO MS MT NC ND NE NH NJ NM NV NY"
SPELLINGS = {
    "BHS": ["Bahamas, The", "The Bahamas", "Bahamas (the)"],
    "BIH": ["Bosnia and Herzegovina", "Bosnia & Herzegovina", "Bosnia and Herz.", "Bosnia-Herzegovina"],
    "BOL": ["Bolivia", "Bolivia (Plurinational State of)", "Plurinational State of Bolivia"],
    "BRN": ["Brunei", "Brunei Darussalam"],
    "CIV": ["Cote d'Ivoire", "Côte d’Ivoire", "COTE D IVOIRE", "Ivory Coast"],
    "COD": ["Congo, Dem. Rep.", "Democratic Republic of the Congo", "DR Congo", "Congo - Kinshasa", "DRC", "Zaire"],
    "COG": ["Congo, Rep.", "Congo", "Republic of Congo", "Congo (Brazzaville)"],
    "CPV": ["Cape Verde", "Cabo Verde"],
    "CUW": ["Curaçao", "Curacao"],
    "CZE": ["Czechia", "Czech Republic", "Czech Rep."],
    "DEU": ["Germany", "GERMANY", "germany", "  Germany ", "DE", "DEU"],
    "EGY": ["Egypt", "Egypt, Arab Rep."],
    "FSM": ["Micronesia, Fed. Sts.", "Micronesia (country)", "Federated States of Micronesia"],
    "GBR": ["United Kingdom", "UK", "U.K.", "Great Britain", "GB", "GBR"],
    "GMB": ["Gambia, The", "Gambia"],
    "GNB": ["Guinea-Bissau", "Guinea Bissau"],
    "GRC": ["Greece", "GR", "EL"],
    "HKG": ["Hong Kong", "Hong Kong, China", "Hong Kong SAR, China"],
    "IRN": ["Iran", "Iran, Islamic Rep.", "Iran (Islamic Republic of)"],
    "KGZ": ["Kyrgyzstan", "Kyrgyz Republic"],
    "KOR": ["South Korea", "Korea, Rep.", "Korea (the Republic of)", "Republic of Korea"],
    "LAO": ["Laos", "Lao", "Lao PDR", "Lao People's Democratic Republic", "LAO PEOPLE S DEMOCRATIC REPUBLIC"],
    "LCA": ["St. Lucia", "Saint Lucia", "St Lucia"],
    "MAC": ["Macao", "Macau", "Macao, China", "Macao SAR, China"],
    "MDA": ["Moldova", "Moldova, Republic of"],
    "MKD": ["North Macedonia", "Macedonia, FYR", "Macedonia"],
    "MMR": ["Myanmar", "Burma"],
    "NAM": ["Namibia", "NA", "NAM"],
    "PRK": ["North Korea", "Korea, Dem. Rep.", "Korea, Dem. People’s Rep.", "DPRK"],
    "PSE": ["Palestine", "West Bank and Gaza", "Occupied Palestinian Territory"],
    "RUS": ["Russia", "Russian Federation"],
    "SHN": ["Saint Helena", "St. Helena"],
    "STP": ["Sao Tome and Principe", "São Tomé & Príncipe"],
    "SVK": ["Slovakia", "Slovak Republic"],
    "SWZ": ["Eswatini", "eSwatini", "Swaziland"],
    "SXM": ["Sint Maarten (Dutch part)"],
    "SYR": ["Syria", "Syrian Arab Republic"],
    "TLS": ["Timor-Leste", "East Timor"],
    "TUR": ["Turkey", "Türkiye", "Turkiye"],
    "TWN": ["Taiwan", "Taiwan, Province of China", "Chinese Taipei"],
    "TZA": ["Tanzania", "Tanzania, United Republic of"],
    "USA": ["USA", "usa", "US", "U.S.", "United States", "United States of America"],
    "VAT": ["Vatican City", "Holy See"],
    "VCT": ["St. Vincent and the Grenadines", "St. Vincent & Grenadines"],
    "VEN": ["Venezuela", "Venezuela, RB"],
    "VIR": ["Virgin Islands (U.S.)", "U.S. Virgin Islands"],
    "VNM": ["Vietnam", "Viet Nam"],
    "XKX": ["Kosovo", "XKX", "XK"],
    "YEM": ["Yemen", "Yemen, Rep."],
    "": [
        "",
        " ",
        "us",
        "no",
        "in",
        "per",
        "can",
        "de",
        "ZZ",
        "XXX",
        "World",
        "Africa",
        "Paris",
        "Channel Islands",
        "St",
        "7",
    ],
}


@pytest.mark.parametrize(("text", "code"), [(text, code) for code, texts in SPELLINGS.items() for text in texts])
def test_a_country_is_known_by_any_usual_spelling(text, code):
    assert alpha3(text) == code


COUNTRIES = {
    "two names": ("from", ["Chile", "Peru"]),
    "any name of a column": ("x", ["FRANCE", "italy", "St. Lucia"]),
    "short forms among names": ("market", ["UK", "USA", "France", "Germany", "Spain"]),
    "four of five": ("team", ["Peru", "Chile", "Brazil", "Bolivia", "Pacific"]),
    "gaps do not count": ("origin", ["", " ", "Chile", "Peru"]),
    "two letters, by the column's name": ("iso2", ["DE", "FR"]),
    "three letters, by the column's name": ("Country Code", ["DEU", "FRA", "WLD", "ITA", "ESP"]),
    "camel case": ("countryCode", ["UA", "AR"]),
    "Eurostat's": ("geo", ["EL", "UK", "DE", "FR", "EU", "IT", "ES", "PT"]),
    "twenty of two letters": ("x", TWO_LETTERS.split()),
    "ten of three letters": ("x", THREE_LETTERS.split()),
}
OTHERS = {
    "nothing": ("country", []),
    "one value": ("country", ["France"]),
    "one value and a gap": ("country", ["France", ""]),
    "first names": ("name", ["Chad", "Jordan", "Georgia", "Paris"]),
    "states of the USA": ("state", ["California", "Georgia", "Texas", "Alabama", "Ohio"]),
    "codes of states of the USA": ("state", ["AL", "AR", "AZ", "CA", "CO", "DE", "GA"]),
    "all codes of states of the USA": (
        "where",
        STATES.split(),
    ),
    "states, named as of a country": ("country_state", ["CA", "GA", "IL", "AL"]),
    "languages": ("language", ["DE", "FR", "IT", "ES", "PT", "FI"]),
    "ISO codes of languages": ("iso_language", ["DE", "FR", "IT", "ES", "PT", "FI"]),
    "currencies": ("currency", ["USD", "EUR", "GBP", "CHF", "JPY"]),
    "airlines": ("carrier", ["UA", "AA", "DL", "AS", "VX", "B6"]),
    "airlines that happen to be countries": ("x", ["UA", "AS", "MQ"]),
    "airports": ("destination", ["PER", "CAN", "SYR", "LAX", "JFK"]),
    "answers": ("x", ["Yes", "No"]),
    "answers in capitals": ("iso", ["YES", "NO"]),
    "sexes": ("sex", ["F", "M"]),
    "words in small letters": ("country", ["no", "in", "is", "at"]),
    "regions": ("region", ["Europe & Central Asia", "South Asia", "America"]),
    "numbers": ("country", ["4", "8", "12"]),
    "too many values": ("country", [f"France {i}" for i in range(MOST)] + ["France"]),
}


@pytest.mark.parametrize(("name", "values"), COUNTRIES.values(), ids=COUNTRIES)
def test_a_column_is_of_countries(name, values):
    assert is_country(name, np.array(values, dtype=object))


@pytest.mark.parametrize(("name", "values"), OTHERS.values(), ids=OTHERS)
def test_a_column_is_not_of_countries(name, values):
    assert not is_country(name, np.array(values, dtype=object))


@pytest.mark.parametrize(
    "name", ["country", "Country Name", "ISO3166-1-Alpha-2", "alpha-3", "iso_a3", "nation", "territory"]
)
def test_a_name_says_that_a_column_is_of_countries(name):
    assert says_country(name)


@pytest.mark.parametrize(
    "name", ["nationality", "destination", "island", "isolation", "state", "currency_iso", "Bundesland"]
)
def test_a_name_says_nothing_of_countries(name):
    assert not says_country(name)


def test_nearly_all_countries_of_the_built_in_example_are_known():
    world = pd.read_csv(DATA / "world.csv", keep_default_na=False)
    names = world["country"].unique()
    unknown = names[codes_of(names) == ""].tolist()
    assert unknown == ["Channel Islands", "Netherlands Antilles", "Northern Cyprus", "Serbia excluding Kosovo"]
    pairs = world[["country", "iso2"]].drop_duplicates().to_numpy()
    assert [(name, code) for name, code in pairs if alpha3(name) and code and alpha3(name) != alpha3(code)] == []


def test_every_code_is_three_capitals():
    said = json.loads(TABLE.read_text(encoding="utf-8"))
    for code in {*said["names"].values(), *said["codes"].values()}:
        assert code.isascii()
        assert code.isupper()
        assert len(code) == 3
    assert TABLE.stat().st_size < 30_000
    assert said["source"]
    assert said["licence"]


def test_the_table_is_not_read_before_a_column_is_asked_about():
    asked = "from app.datasets.kinds.countries import countries; import app; print(countries.cache_info().currsize)"
    assert subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True).stdout == "0\n"
