"""The ways to write a date, as patterns over shapes in small letters: a 9 stands for every digit."""

import re
from dataclasses import dataclass
from typing import Literal

Group = Literal["ymd", "numeric", "names", "quarters"]

MONTHS = (
    "january jan januar jänner januari janvier janv enero ene janeiro gennaio gen",
    "february feb februar februari février fevrier févr fevr fév fev febrero fevereiro febbraio",
    "march mar märz mär mrz mars marzo março marco maart mrt",
    "april apr avril avr abril abr aprile",
    "may mai mayo maio maggio mag mei",
    "june jun juni juin junio junho giugno giu",
    "july jul juli juillet juil julio julho luglio lug",
    "august aug août aout aoû aou agosto ago augustus",
    "september sept sep septembre septiembre setiembre set setembro settembre",
    "october oct oktober okt octobre octubre outubro out ottobre ott",
    "november nov novembre noviembre novembro",
    "december dec dezember dez décembre decembre déc diciembre dic dezembro dicembre",
)
"""January to December, in English, German, French, Spanish, Italian, Portuguese and Dutch, full and short."""
DAYS = (
    "monday mon montag mo lundi lun lunes lunedì segunda segunda-feira seg maandag ma",
    "tuesday tues tue dienstag di mardi mar martes martedì terça terça-feira ter dinsdag",
    "wednesday wed mittwoch mi mercredi mer miércoles mié mercoledì quarta quarta-feira qua woensdag wo",
    "thursday thurs thur thu donnerstag do jeudi jeu jueves jue giovedì gio quinta quinta-feira qui donderdag",
    "friday fri freitag fr vendredi ven viernes vie venerdì sexta sexta-feira sex vrijdag vr",
    "saturday sat samstag sa sonnabend samedi sam sábado sáb sabato sab zaterdag za",
    "sunday sun sonntag so dimanche dim domingo dom domenica zondag zo",
)
MONTH_NUMBERS = {name: number for number, names in enumerate(MONTHS, start=1) for name in names.split()}


def _any_of(names: str) -> str:
    return "|".join(sorted(set(names.split()), key=len, reverse=True))


WEEKDAY = rf"(?:(?:{_any_of(' '.join(DAYS))})(?:[.]?,? +|,))?"
MONTH = rf"(?P<month>{_any_of(' '.join(MONTHS))})[.]?"
YEAR, SHORT_YEAR, DAY = "(?P<y>9999)", "(?P<y>9999|99)", "(?P<d>99?)"
ORDINAL = "(?:st|nd|rd|th|er|[.ºª°])?"
ZONE = r"(?P<zone> ?(?:(?:utc|gmt)?[+-]99(?::?99)?|z|utc|gmt|[ecmpb][ds]?t|ces?t)(?: \(?[a-z]{1,5}\)?)?)"
SECONDS = "(?:[.,](?P<fraction>9{1,9}))?"
CLOCK = rf"(?P<hour>99?):(?P<minute>99)(?::(?P<second>99){SECONDS})?(?: ?(?P<half>[ap])[.]?m[.]?)?{ZONE}?"
AT = rf"(?:(?:t|,? +(?:at |um |à )?){CLOCK})?"
COMPACT_CLOCK = rf"(?P<hour>99)(?P<minute>99)(?:(?P<second>99){SECONDS})?"


@dataclass(frozen=True, slots=True)
class Format:
    """A way to write a date: to which group it belongs, and a pattern whose groups are the parts.

    Parts `a` and `b` are day and month in an order that only the whole column tells.
    """

    group: Group
    pattern: re.Pattern[str]


def _formats(group: Group, *patterns: str) -> list[Format]:
    return [Format(group, re.compile(pattern)) for pattern in patterns]


FORMATS = [
    *_formats("ymd", *(rf"{YEAR}{mark}(?P<m>99?){mark}{DAY}{AT}" for mark in ("-", "/", "[.]"))),
    *_formats("ymd", rf"{YEAR}-(?P<m>99)", rf"{YEAR}[ -]?m(?P<m>99?)"),
    *_formats("ymd", rf"{YEAR}(?P<m>99)(?P<d>99)t{COMPACT_CLOCK}{ZONE}?"),
    *_formats("numeric", *(rf"(?P<a>99?){mark}(?P<b>99?){mark}{SHORT_YEAR}{AT}" for mark in ("/", "-", "[.]"))),
    *_formats(
        "names",
        rf"{WEEKDAY}{DAY}{ORDINAL}(?: (?:de|of) |[ ./-]*){MONTH}(?: (?:de|del) |[ ,./-]*)'?{SHORT_YEAR}{AT}",
        rf"{WEEKDAY}{MONTH}[ ./-]*{DAY}{ORDINAL}(?:, ?| +|[/-]){YEAR}{AT}",
        rf"{WEEKDAY}{MONTH} +{DAY} {CLOCK} {YEAR}",
        rf"{MONTH}(?: (?:de|del|of) |[ ,./-]*){YEAR}",
        rf"{MONTH}(?:[/-]| ?')(?P<y>99)",
        rf"{YEAR}[ ./-]?{MONTH}(?:[ ./-]{DAY}{AT})?",
    ),
    *_formats("quarters", rf"{YEAR}[ ./-]?q(?P<q>9)", rf"q(?P<q>9)[ ./-]?{YEAR}", rf"(?P<q>9)q[ ./-]?{YEAR}"),
]
COMPACT = _formats("ymd", rf"{YEAR}(?P<m>99)(?:(?P<d>99)(?:{COMPACT_CLOCK})?)?")


def either(formats: list[Format]) -> str:
    """One pattern for all formats, without the names of parts, which recur."""
    patterns = (re.sub(r"\(\?P<\w+>", "(?:", form.pattern.pattern) for form in formats)
    return f"^(?:{'|'.join(patterns)})$"
