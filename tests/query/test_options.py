"""Options of charts: `top=5`, `sort=-y`, `normalize`."""

import pytest

from app.query import MARKS, OPTIONS, QueryError
from app.query.options import MOST_TOP, is_option, parse_option

ALL = tuple(OPTIONS)

READ = [
    ("top=1", "1"),
    ("top=030", "30"),
    (" top = 5 ", "5"),
    ("sort=x", "x"),
    ("sort=-x", "-x"),
    ("sort=y", "y"),
    ("sort=-y", "-y"),
    ("stack", "yes"),
    ("stack=", "yes"),
    ("stack=yes", "yes"),
    ("stack=no", "no"),
    ("normalize", "yes"),
    ("normalize=yes", "yes"),
    ("log", "yes"),
    ("log=x", "x"),
    ("log=xy", "xy"),
    ("zero", "yes"),
    ("zero=no", "no"),
    ("size=delay", "delay"),
    ("size= year", "year"),
    ("facet=region", "region"),
    ("facet=done", "done"),
    ("width=full", "full"),
]


@pytest.mark.parametrize(("text", "value"), READ)
def test_an_option_is_read(schema, text, value):
    key = text.partition("=")[0].strip()
    assert parse_option(text, schema, allowed=ALL, parameter="_chart") == (key, value)
    assert parse_option(f"{key}={value}", schema, allowed=ALL, parameter="_chart") == (key, value)


WRONG = [
    *((f"top={value}", f"top= should be a whole number from 1 to {MOST_TOP}") for value in ("0", "31", "-1", "1.5")),
    *((f"top={value}", f"not “{value}”.") for value in ("", "five", "²", "٣", "0005", "9" * 400)),
    ("sort", "sort= should be one of x, -x, y, -y, not “”."),
    ("sort=year", "one of x, -x, y, -y, not “year”."),
    ("stack=maybe", "stack= should be one of yes, no"),
    ("normalize=no", "normalize= should be one of yes, not “no”."),
    ("log=z", "log= should be one of yes, y, x, xy"),
    ("zero=1", "zero= should be one of yes, no"),
    ("width", "width= should be one of full, not “”."),
    ("width=50", "width= should be one of full"),
    ("size=region", "size= should name a column of numbers, not region."),
    ("size=mean(delay)", "size= should name a column of numbers, not mean(delay)."),
    ("size=dealy", "Did you mean “delay”?"),
    ("size=", "is not a field; write a column"),
    ("facet=year", "facet= should name a column of few values, not year."),
    ("facet=count()", "facet= should name a column of few values"),
    ("facet=bin(ratio)", "facet= should name a column of few values"),
    ("Top=5", "no option “Top”. Did you mean “top”?"),
    ("colour=region", "There are top, sort, stack"),
    ("=", "no option “”. There are top"),
]


@pytest.mark.parametrize(("text", "said"), WRONG)
def test_what_is_no_option_is_told_with_what_would_be_one(schema, text, said):
    with pytest.raises(QueryError) as told:
        parse_option(text, schema, allowed=ALL, parameter="_chart")
    assert told.value.parameter == "_chart"
    assert told.value.sentence.startswith("_chart: ")
    assert said in told.value.sentence


@pytest.mark.parametrize("mark", MARKS.values(), ids=lambda mark: mark.key)
def test_a_mark_knows_its_own_options_only(schema, mark):
    for key, option in OPTIONS.items():
        text = {"size": "size=delay"}.get(key, option.example)
        if key in mark.options:
            assert parse_option(text, schema, allowed=mark.options, parameter="_chart")[0] == key
        else:
            with pytest.raises(QueryError, match=f"{key} does not fit here; options are {mark.options[0]}"):
                parse_option(text, schema, allowed=mark.options, parameter="_chart")


@pytest.mark.parametrize(
    ("text", "in_table", "in_atlas"),
    [
        ("top", True, False),
        ("log", True, False),
        (" stack ", True, False),
        ("normalize", True, True),
        ("top=3", True, True),
        ("nope=3", True, True),
        ("country", False, False),
        ("mean(top)", False, False),
        ("", False, False),
    ],
)
def test_a_bare_word_is_an_option_unless_a_column_bears_its_name(schema, atlas, text, in_table, in_atlas):
    found = [is_option(text, table, filled=False) for table in (schema, atlas)]
    assert found == [in_table, in_atlas]


def test_where_no_channel_is_free_a_bare_word_is_an_option_whatever_columns_there_are(atlas):
    assert is_option("log", atlas, filled=True)
    assert not is_option("country", atlas, filled=True)


@pytest.mark.parametrize("option", OPTIONS.values(), ids=lambda option: option.key)
def test_an_option_says_what_it_does(option):
    assert option.sentence.endswith(".")
    assert option.example.partition("=")[0] == option.key
    assert any(text.partition("=")[0].strip() == option.key for text, _ in READ)
    assert any(text.partition("=")[0].strip() == option.key for text, _ in WRONG)


def test_a_logarithmic_scale_of_y_can_be_written_as_its_sentence_says(schema):
    assert "`y`" in OPTIONS["log"].sentence
    assert parse_option("log=y", schema, allowed=ALL, parameter="_chart")
