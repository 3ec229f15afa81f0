"""Reads a PNG of eight bits a channel as an array of rows, columns and channels."""

import struct
import zlib

import numpy as np

SIGNATURE = b"\x89PNG\r\n\x1a\n"
CHANNELS = {2: 3, 6: 4}


def size(png: bytes) -> tuple[int, int]:
    assert png.startswith(SIGNATURE)
    assert png[12:16] == b"IHDR"
    return struct.unpack(">II", png[16:24])


def pixels(png: bytes) -> np.ndarray:
    (width, height), channels, data, at = size(png), CHANNELS[png[25]], b"", 8
    while at < len(png):
        (length,), kind = struct.unpack(">I", png[at : at + 4]), png[at + 4 : at + 8]
        data += png[at + 8 : at + 8 + length] if kind == b"IDAT" else b""
        at += 12 + length
    raw = np.frombuffer(zlib.decompress(data), np.uint8).reshape(height, 1 + width * channels)
    rows = [bytearray(width * channels)]
    for row in raw:
        rows.append(_unfiltered(int(row[0]), row[1:].tolist(), rows[-1], channels))
    return np.frombuffer(b"".join(rows[1:]), np.uint8).reshape(height, width, channels)


def _unfiltered(kind: int, line: list[int], above: bytearray, step: int) -> bytearray:
    found = bytearray(len(line))
    for i, value in enumerate(line):
        left, up, corner = (found[i - step], above[i], above[i - step]) if i >= step else (0, above[i], 0)
        found[i] = (value + (0, left, up, (left + up) // 2, _paeth(left, up, corner))[kind]) & 255
    return found


def _paeth(left: int, up: int, corner: int) -> int:
    guess = left + up - corner
    return min((abs(guess - left), 0, left), (abs(guess - up), 1, up), (abs(guess - corner), 2, corner))[2]
