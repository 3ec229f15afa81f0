"""The encoding of a text, found from its bytes, and the text in UTF-8."""

import codecs
import re
from collections import Counter
from dataclasses import dataclass
from typing import BinaryIO

from app.datasets.text.legacy import guess

BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
"""UTF-32 stands before UTF-16, whose mark it begins with."""
WIDE = ("utf-32-le", "utf-32-be", "utf-16-le", "utf-16-be")
START = 1 << 16
"""How many bytes of the beginning are looked at where a cut in the sample would mislead."""
BLOCK = 1 << 18
SHOWN = 5
SIGNATURES = (
    *(
        b"\x89PNG",
        b"GIF87a",
        b"GIF89a",
        b"\xff\xd8\xff",
        b"II*\0",
        b"MM\0*",
        b"%PDF-",
        b"\x7fELF",
        b"MZ\x90",
        b"PK\x03\x04",
    ),
    *(
        b"\x1f\x8b\x08",
        b"\xfd7zXZ",
        b"7z\xbc\xaf",
        b"Rar!",
        b"\x28\xb5\x2f\xfd",
        b"\xd0\xcf\x11\xe0",
        b"SQLite format 3",
    ),
    *(b"PAR1", b"ARROW1", b"\x89HDF", b"OggS", b"RIFF", b"\xca\xfe\xba\xbe"),
)
"""What images, archives, programs and other files that are not text begin with."""
CONTROL = re.compile(rb"[\x01-\x08\x0e-\x19\x7f]")
SEQUENCE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
STRAY = re.compile("[\udc00-\udcff]+")
MEANING = {0xDC00 + byte: bytes([byte]).decode("cp1252", "replace") for byte in range(256)}


@dataclass(frozen=True, slots=True)
class Encoding:
    """A Python codec, the bytes of the byte-order mark to skip, and whether it is more than a guess."""

    codec: str
    bom: int = 0
    sure: bool = True


def detect(sample: bytes) -> Encoding:
    """The encoding of a text by its beginning, to which pieces from its middle may be joined."""
    for mark, codec in BOMS:
        if sample.startswith(mark) and (codec != "utf-32-le" or _decodes(sample[:START], codec)):
            return Encoding(codec, bom=len(mark))
    if wide := _wide(sample[:START]):
        return Encoding(wide)
    if sample.isascii() or _is_utf8(sample):
        return Encoding("utf-8")
    return Encoding(guess(sample), sure=False)


def looks_binary(sample: bytes) -> bool:
    """Whether the bytes are an image, an archive, a program or the like, not text of any encoding."""
    if any(sample.startswith(mark) for mark, _ in BOMS) or _wide(sample[:START]):
        return False
    if sample.startswith(SIGNATURES) and (not sample.isascii() or CONTROL.search(sample)):
        return True
    controls, zeros = len(CONTROL.findall(sample)), sample.count(0)
    written = len(sample) - zeros
    return controls > max(2, written * 0.01) or zeros > max(8, written)


def transcode(source: BinaryIO, target: BinaryIO, encoding: Encoding) -> tuple[int, tuple[tuple[int, bytes], ...]]:
    """Write the text in UTF-8; say how many bytes could not be decoded, and the first of them with their lines.

    Such bytes become what they are in Windows-1252, or U+FFFD in UTF-16 and UTF-32.
    """
    source.read(encoding.bom)
    decoder = codecs.getincrementaldecoder(encoding.codec)("winnow.mark")
    count, line, before = 0, 1, ""
    first: list[tuple[int, bytes]] = []
    while True:
        block = source.read(BLOCK)
        text = decoder.decode(block, final=not block)
        strays = [] if text.isascii() else list(STRAY.finditer(text))
        count += sum(len(stray[0]) for stray in strays)
        for stray in strays[: SHOWN - len(first)]:
            at = line + _line_ends(text[: stray.start()], before)
            first.append((at, bytes(ord(mark) - 0xDC00 for mark in stray[0])))
        line += _line_ends(text, before)
        before = text[-1:] or before
        if strays:
            text = STRAY.sub("\ufffd", text) if encoding.codec in WIDE else text.translate(MEANING)
        target.write(text.encode())
        if not block:
            return count, tuple(first)


def _mark_strays(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeDecodeError)
    return "".join(chr(0xDC00 + byte) for byte in error.object[error.start : error.end]), error.end


codecs.register_error("winnow.mark", _mark_strays)


def _line_ends(text: str, before: str) -> int:
    both = text.count("\r\n") + (before == "\r" and text.startswith("\n"))
    return text.count("\n") + text.count("\r") - both


def _decodes(content: bytes, codec: str) -> bool:
    """Whether the bytes are the codec's, but for a character cut at the end."""
    try:
        codecs.getincrementaldecoder(codec)().decode(content)
    except UnicodeDecodeError:
        return False
    return True


def _wide(start: bytes) -> str | None:
    """UTF-16 or UTF-32 without a mark, by the places where the zero bytes of delimiters and digits stand."""
    zeros = start.count(0)
    if zeros < 2 or (zeros * 3 < len(start) and not CONTROL.search(start) and _decodes(start, "utf-8")):
        return None
    units = len(start) // 4
    if units and zeros >= 2 * units:
        for codec, zero, other in (("utf-32-le", 3, 0), ("utf-32-be", 0, 3)):
            if start[zero::4].count(0) >= units and start[other::4].count(0) < units / 2 and _decodes(start, codec):
                return codec
    even, odd = start[::2].count(0), start[1::2].count(0)
    for codec, high, low in (("utf-16-le", odd, even), ("utf-16-be", even, odd)):
        if (
            high > max(1, len(start) * 0.01, 8 * low)
            and _decodes(start, codec)
            and _is_text(start.decode(codec, "ignore"))
        ):
            return codec
    return None


def _is_text(text: str) -> bool:
    """Whether hardly any of the characters are controls, private or not assigned."""
    odd = sum(
        count for char, count in Counter(text).items() if not char.isprintable() and char not in "\t\r\n\0\u3000\xa0"
    )
    return odd <= len(text) * 0.02


def _is_utf8(sample: bytes) -> bool:
    """Whether the bytes are UTF-8, but for cut characters and far fewer strays than characters."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        decoder.decode(sample)
    except UnicodeDecodeError as error:
        around = sample[max(0, error.start - START) : error.start + START]
        strays = sum(map(len, STRAY.findall(around.decode("utf-8", "winnow.mark"))))
        weight = sum(len(sequence) - 1 for sequence in SEQUENCE.findall(sample[: error.start + START]))
        return weight >= 3 * strays
    return True
