"""Numbers as people write them: signs, separators, currencies, percent, units."""

from dataclasses import dataclass, replace
from itertools import product

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from app.datasets.column import Array
from app.datasets.kinds.shapes import Shapes, plainly_spelled, shapes_of

PLAIN = r"^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?$"
CODES = (
    "AED|ARS|AUD|BDT|BGN|BRL|CAD|CHF|CLP|CNY|COP|CZK|DKK|EGP|EUR|GBP|HKD|HUF|IDR|ILS|INR|ISK|JPY|KES|KRW|LKR|MXN"
    "|MYR|NGN|NOK|NZD|PEN|PHP|PKR|PLN|RMB|RON|RUB|SAR|SEK|SGD|THB|TRY|TWD|UAH|USD|VND|ZAR"
)
CURRENCY = rf"[A-Z]{{0,3}}[$¢£¥฿৳₡-₿]|(?:{CODES})|(?:Rs|kr|Kr|Fr)\.?|zł|Kč|Ft"
LETTERS = "[A-Za-zÀ-ɏΑ-ωА-я]{1,5}[²³]?"
UNIT = rf"[%‰°]|°[CFK]|[µμ]?{LETTERS}(?:/{LETTERS})?"
HEAD = rf"(?P<opening>[+(-]{{0,2}}) *(?P<before>{CURRENCY})? *(?P<sign>[+(-]{{0,2}}) *"
BODY = "[0-9](?:[0-9.,' ]*[0-9.,])?|[.,][0-9]+"
LEADING_ZERO = "^0[0-9]+$"
POWER = "[eE][+-]?[0-9]+"
INFINITY = "(?i:infinity|inf)"
PARTS = (
    rf"^(?:{HEAD}(?P<body>{BODY})(?:{POWER})? *(?P<after>{CURRENCY}|{UNIT})? *(?P<closing>-?\)?)"
    rf"|(?P<endless>[+-]?){INFINITY})$"
)
BARE = (rf"^(?:{HEAD}((?:{BODY})(?:{POWER})?).*|[+-]?({INFINITY}))$", r"\4\5")
"""Leaves of a number its digits, separators and power."""
SIGNS = pa.array(["", "+", "-", "()"])
MINUS = pa.array(["-", "()"])
CONVENTIONS = [(decimal, thousands) for decimal, thousands in product(".,", ["", ",", " ", "'", "."])]
"""Decimal marks and thousands separators, the likelier first."""
MOST = 0.9
EXACT = 2**53


@dataclass(frozen=True, slots=True, eq=False)
class Numbers:
    """The numbers of texts, NaN where a text is none, and how they are written.

    `integers` are exact, and 0 where a text does not fit; None if some number is no integer of 64 bits.
    `percent`: most carry a %, and stay as written (12.5% is 12.5); `unit`: most carry it.
    `ambiguous`: every comma could be a decimal comma as well, or every point part thousands.
    `leading_zeros`: some number is like 007, so that they are rather codes.
    """

    values: Array
    fits: Array
    integers: Array | None
    decimal: str = "."
    thousands: str = ""
    currency: str = ""
    percent: bool = False
    unit: str = ""
    ambiguous: bool = False
    leading_zeros: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class _Parts:
    """Those shapes of texts that could be numbers, by their positions, and the parts of each."""

    positions: Array
    counts: Array
    bodies: pa.StringArray
    currencies: pa.StringArray
    units: pa.StringArray
    minus: Array
    endless: Array


def parse_numbers(values: pa.StringArray, *, decimal: str | None = None) -> Numbers:
    """The numbers among the texts, in the one convention that fits most; `decimal` ("." or ",") prescribes it."""
    plain = decimal != "," and pc.all(pc.match_substring_regex(values, PLAIN)).as_py() is not False
    if plain and (decimal or not may_be_grouped(values)):
        return _plain(values)
    texts = plainly_spelled(values)
    shaped = shapes_of(texts, zeros=True)
    parts = _parts(shaped.texts, shaped.counts)
    if not len(parts.positions):
        return Numbers(np.full(len(values), np.nan), np.zeros(len(values), dtype=bool), None, decimal or ".")
    unit = _leading(parts.units, parts.counts, share=MOST)
    currency = _leading(parts.currencies, parts.counts, share=0)
    kept = _either(parts.units, unit) & _either(parts.currencies, currency)
    (point, thousands), fits, ambiguous = _convention(parts, kept, decimal)
    zeros = pc.match_substring_regex(shaped.texts.take(pa.array(parts.positions[fits])), LEADING_ZERO)
    return replace(
        _read(texts, shaped, parts, fits, thousands),
        decimal=point,
        thousands=thousands,
        currency=currency,
        percent=unit == "%",
        unit=unit.replace("%", ""),
        ambiguous=ambiguous,
        leading_zeros=bool(pc.any(zeros).as_py()),
    )


def _read(texts: pa.StringArray, shaped: Shapes, parts: _Parts, fits: Array, thousands: str) -> Numbers:
    known = np.zeros((3, len(shaped.texts)), dtype=bool)
    known[:, parts.positions] = fits, fits & parts.minus, fits & parts.endless
    fitting, minus, endless = known[:, shaped.codes]
    bare = pc.replace_substring_regex(pc.if_else(pa.array(fitting), texts, "0"), *BARE)
    bare = pc.replace_substring(bare, thousands, "") if thousands else bare
    plain = pc.replace_substring(bare, ",", ".")
    numbers = pc.cast(plain, pa.float64()).to_numpy(zero_copy_only=False)
    fitting &= np.isfinite(numbers) | endless
    integers = _integers(pc.if_else(pa.array(fitting), plain, "0"), numbers, fitting)
    return Numbers(
        values=np.where(fitting, np.where(minus, -numbers, numbers), np.nan),
        fits=fitting,
        integers=None if integers is None else np.where(minus, -integers, integers),
    )


def _plain(values: pa.StringArray) -> Numbers:
    texts = pc.replace_substring_regex(values, r"^\+", "") if pc.any(pc.starts_with(values, "+")).as_py() else values
    numbers = pc.cast(texts, pa.float64()).to_numpy(zero_copy_only=False)
    fits = np.isfinite(numbers)
    zeros = pc.any(pc.match_substring_regex(values, LEADING_ZERO)).as_py()
    return Numbers(np.where(fits, numbers, np.nan), fits, _integers(texts, numbers, fits), leading_zeros=bool(zeros))


def _integers(texts: pa.StringArray, numbers: Array, fits: Array) -> Array | None:
    fitting = numbers[fits]
    if not len(fitting) or not np.isfinite(fitting).all() or (fitting % 1).any():
        return None
    try:
        exact = pc.cast(pc.replace_substring_regex(texts, r"\.0*$", ""), pa.int64()).to_numpy(zero_copy_only=False)
    except pa.ArrowInvalid:
        return np.where(fits, numbers, 0).astype(np.int64) if np.abs(fitting).max() <= EXACT else None
    return exact if exact.min() > np.iinfo(np.int64).min else None


def _parts(shapes: pa.StringArray, counts: Array) -> _Parts:
    likely = np.flatnonzero(_bools(pc.match_substring_regex(shapes, PARTS)))
    found = pc.extract_regex(shapes.take(pa.array(likely)), PARTS)
    said = dict(zip([field.name for field in found.type], found.flatten(), strict=True))
    signs = pc.binary_join_element_wise(said["opening"], said["sign"], said["closing"], said["endless"], "")
    signed = pc.is_in(signs, value_set=SIGNS)
    signs, before, after, bodies = (
        part.filter(signed) for part in (signs, said["before"], said["after"], said["body"])
    )
    positions = likely[_bools(signed)]
    money = pc.match_substring_regex(after, f"^(?:{CURRENCY})$")
    currencies = pc.binary_join_element_wise(before, pc.if_else(money, after, ""), "")
    return _Parts(
        positions=positions,
        counts=counts[positions],
        bodies=bodies,
        currencies=pc.utf8_rtrim(currencies, characters="."),
        units=pc.if_else(money, "", after),
        minus=_bools(pc.is_in(signs, value_set=MINUS)),
        endless=_bools(pc.equal(bodies, "")),
    )


def _leading(marks: pa.StringArray, counts: Array, *, share: float) -> str:
    """The commonest mark, if so large a share of the texts carries it, or no mark."""
    encoded = marks.dictionary_encode()
    weights = np.bincount(encoded.indices.to_numpy(), weights=counts, minlength=len(encoded.dictionary))
    weights[_bools(pc.equal(encoded.dictionary, ""))] = 0
    if not weights.any() or weights.max() < share * counts.sum():
        return ""
    return str(encoded.dictionary[int(weights.argmax())].as_py())


def _either(marks: pa.StringArray, mark: str) -> Array:
    return _bools(pc.is_in(marks, value_set=pa.array(["", mark])))


def _convention(parts: _Parts, kept: Array, decimal: str | None) -> tuple[tuple[str, str], Array, bool]:
    """The decimal mark and thousands separator that fit most, what fits them, and whether others fit as well."""
    styles = [style for style in CONVENTIONS if style[0] != style[1] and decimal in (None, style[0])]
    fits = {style: kept & _bools(pc.match_substring_regex(parts.bodies, _pattern(*style))) for style in styles}
    scores = {style: int(parts.counts[fit].sum()) for style, fit in fits.items()}
    best = max(styles, key=lambda style: scores[style])
    as_decimals = max((score for (point, _), score in scores.items() if point == ","), default=-1)
    if decimal is None and best == (".", "") and as_decimals == scores[best]:
        kept_bodies = parts.bodies.filter(pa.array(kept))
        if may_be_grouped(kept_bodies):
            best = (",", ".") if _are_grouped(kept_bodies, parts.counts[kept]) else best
            return best, fits[best], best == (".", "")
    return best, fits[best], best == (".", ",") and as_decimals == scores[best]


def may_be_grouped(values: pa.StringArray) -> bool:
    """Whether there are points, and each is followed by three digits and could part thousands."""
    dotted = values.filter(pc.match_substring(values, "."))
    grouped = pc.match_substring_regex(dotted, r"^[+-]?[1-9][0-9]{0,2}([.][0-9]{3})+$")
    return len(dotted) > 0 and bool(pc.all(grouped).as_py())


def _are_grouped(bodies: pa.StringArray, counts: Array) -> bool:
    """Whether three numbers have a point where others without one are of up to three digits, and some of three."""
    dotted = _bools(pc.match_substring(bodies, "."))
    longest = pc.max(pc.binary_length(bodies.filter(pa.array(~dotted)))).as_py()
    return longest == 3 and int(counts[dotted].sum()) >= 3


def _pattern(decimal: str, thousands: str) -> str:
    """What the body of a number looks like in a convention, or of an infinity, which is empty."""
    fraction = r"(\.[0-9]*)?" if decimal == "." else "(,[0-9]+)?"
    plain = f"^$|^[0-9]+{fraction}$|^[{decimal}][0-9]+$"
    groups = f"[1-9][0-9]{{0,2}}([{thousands}][0-9]{{3}})+"
    if thousands == ",":
        groups = f"({groups}|[1-9][0-9]?(,[0-9]{{2}})+,[0-9]{{3}})"
    return f"{plain}|^{groups}{fraction}$" if thousands else plain


def _bools(mask: pa.BooleanArray) -> Array:
    return np.asarray(mask.to_numpy(zero_copy_only=False), dtype=bool)
