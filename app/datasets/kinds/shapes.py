"""Shapes of texts, with a 9 for every digit: a million prices or dates have few."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from app.datasets.column import Array

LONGEST = 64
"""A text of more bytes is no number and no date, and its shape is empty."""
ZERO, NINE = ord("0"), ord("9")
SPELLINGS = (("[\u00a0\u2007\u2009\u202f]", " "), ("[−–]", "-"), ("[’ʼ′]", "'"))
WIDE = "[０-９．，％＋－]"


@dataclass(frozen=True, slots=True, eq=False)
class Shapes:
    """The distinct shapes, for each text the position of its shape, and for each shape how many texts have it."""

    texts: pa.StringArray
    codes: Array
    counts: Array


def shapes_of(texts: pa.StringArray, *, zeros: bool = False) -> Shapes:
    """The shapes of the texts; with `zeros`, a 0 that begins a run of digits stays 0: `7.05 €` is `9.09 €`."""
    short = pc.if_else(pc.less_equal(pc.binary_length(texts), LONGEST), texts, "")
    letters, starts = characters(short)
    digit = (letters >= ZERO) & (letters <= NINE)
    shape = np.where(digit, np.uint8(NINE), letters)
    if zeros and len(letters):
        begins = np.append(True, ~digit[:-1])
        begins[starts[starts < len(letters)]] = True
        shape[begins & (letters == ZERO)] = ZERO
    ends = np.append(starts, len(letters)).astype(np.int32)
    shaped = pa.StringArray.from_buffers(len(short), pa.py_buffer(ends), pa.py_buffer(shape)).dictionary_encode()
    codes = shaped.indices.to_numpy()
    return Shapes(shaped.dictionary, codes, np.bincount(codes, minlength=len(shaped.dictionary)))


def characters(texts: pa.StringArray) -> tuple[Array, Array]:
    """The bytes of all texts in a row, and where each text starts in them."""
    _, offsets, data = texts.buffers()
    ends = np.frombuffer(offsets, dtype=np.int32)[texts.offset : texts.offset + len(texts) + 1] if offsets else [0]
    letters = np.frombuffer(data, dtype=np.uint8) if data else np.zeros(0, dtype=np.uint8)
    first = ends[0] if len(ends) else 0
    return letters[first : ends[-1] if len(ends) else 0], np.asarray(ends[:-1], dtype=np.int64) - first


def plainly_spelled(texts: pa.StringArray) -> pa.StringArray:
    """Texts with the spaces, minus signs, apostrophes and digits of ASCII for those of typographers."""
    if pc.all(pc.string_is_ascii(texts)).as_py() is not False:
        return texts
    for pattern, plain in SPELLINGS:
        texts = pc.replace_substring_regex(texts, pattern, plain)
    wide = pc.match_substring_regex(texts, WIDE)
    return pc.if_else(wide, pc.utf8_normalize(texts, form="NFKC"), texts) if pc.any(wide).as_py() else texts
