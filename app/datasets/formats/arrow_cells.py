"""Arrays of Arrow, of whatever type, as the series that a frame would have them."""

import json
import struct
from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

import pandas as pd
import pyarrow as pa
from pyarrow import compute, types

Series = Any
"""A pandas.Series of whatever; its stubs know no such type."""

LONGEST = 200
"""Characters that are left of bytes that are no text."""

DIGITS = 15
"""A decimal of as many digits is the same text again after being a float."""

WORDS = pa.dictionary(pa.int32(), pa.string())
UNITS = {"s": 1, "ms": 10**3, "us": 10**6, "ns": 10**9}
GEOMETRIES = (
    "Geometry",
    "Point",
    "LineString",
    "Polygon",
    "MultiPoint",
    "MultiLineString",
    "MultiPolygon",
    "GeometryCollection",
)
NULLABLE = {
    pa.bool_(): pd.BooleanDtype(),
    pa.int8(): pd.Int8Dtype(),
    pa.int16(): pd.Int16Dtype(),
    pa.int32(): pd.Int32Dtype(),
    pa.int64(): pd.Int64Dtype(),
    pa.uint8(): pd.UInt8Dtype(),
    pa.uint16(): pd.UInt16Dtype(),
    pa.uint32(): pd.UInt32Dtype(),
    pa.uint64(): pd.UInt64Dtype(),
}


def as_series(chunks: Iterable[Any], kind: Any, *, geometry: bool = False) -> Series:
    """The chunks of a column as one series: texts that repeat as a categorical, whole numbers without a loss."""
    simple = [_simple(chunk, geometry=geometry) for chunk in chunks] or [_simple(pa.array([], kind))]
    column = pa.chunked_array(simple)
    if types.is_dictionary(column.type) and _varied(simple):
        column = pa.chunked_array([chunk.dictionary_decode() for chunk in simple])
    if types.is_decimal(column.type):
        column = _floats(column)
    del simple
    mapper = NULLABLE.get if column.null_count else None
    try:
        return column.to_pandas(types_mapper=mapper, date_as_object=False)
    except (KeyError, ValueError):
        if not types.is_timestamp(column.type) or column.type.tz is None:
            raise
        return column.cast(pa.timestamp(column.type.unit)).to_pandas()


def _varied(chunks: list[Any]) -> bool:
    return sum(len(chunk.dictionary) for chunk in chunks) * 2 > sum(len(chunk) for chunk in chunks)


def _floats(column: Any) -> Any:
    """Decimals as floats if each is the same number again, otherwise as text."""
    texts = column.cast(pa.string())
    if column.type.precision <= DIGITS:
        return texts.cast(pa.float64())
    longest = compute.max(compute.utf8_length(compute.replace_substring_regex(texts, r"^-?0*\.?0*|\.", ""))).as_py()
    return texts.cast(pa.float64()) if (longest or 0) <= DIGITS else texts


def _simple(chunk: Any, *, geometry: bool = False) -> Any:
    """An array as one of numbers, days, times or (in a dictionary) texts."""
    kind = chunk.type
    if isinstance(kind, pa.BaseExtensionType):
        if kind.extension_name == "arrow.uuid":
            return _texts(chunk.storage, lambda value: str(UUID(bytes=value)))
        return _simple(chunk.storage, geometry=geometry or kind.extension_name == "geoarrow.wkb")
    if types.is_run_end_encoded(kind):
        return _simple(compute.run_end_decode(chunk))
    if types.is_dictionary(kind):
        return _repeated(chunk) if _is_text(kind.value_type) else _simple(chunk.dictionary_decode())
    if _is_text(kind):
        return _encoded(_readable(chunk))
    if _is_binary(kind):
        return _texts(chunk, wkb) if geometry else _bytes(chunk)
    if types.is_duration(kind):
        return compute.divide(chunk.cast(pa.int64()).cast(pa.float64(), safe=False), float(UNITS[kind.unit]))
    if types.is_time(kind):
        return _encoded(compute.replace_substring_regex(chunk.cast(pa.string()), r"\.0+$", ""))
    if types.is_float16(kind):
        return chunk.cast(pa.float32())
    if types.is_nested(kind):
        return _texts(chunk, _as_json)
    return _texts(chunk, str) if types.is_interval(kind) else chunk


def _is_text(kind: Any) -> bool:
    return kind in (pa.string(), pa.large_string(), pa.string_view())


def _is_binary(kind: Any) -> bool:
    return types.is_fixed_size_binary(kind) or kind in (pa.binary(), pa.large_binary(), pa.binary_view())


def _repeated(chunk: Any) -> Any:
    words = _readable(chunk.dictionary)
    if words.null_count or compute.count_distinct(words).as_py() < len(words):
        return _encoded(words.take(chunk.indices))
    return pa.DictionaryArray.from_arrays(chunk.indices.cast(pa.int32()), words)


def _encoded(texts: Any) -> Any:
    return texts.cast(pa.string()).dictionary_encode()


def _readable(chunk: Any) -> Any:
    """Texts that are UTF-8, whatever the file says they are."""
    chunk = chunk.cast(pa.large_string()) if chunk.type == pa.string_view() else chunk
    content = chunk.cast(pa.large_binary())
    try:
        return content.cast(pa.large_string()).cast(pa.string())
    except pa.ArrowInvalid:
        return pa.array([None if value is None else value.decode(errors="replace") for value in content.to_pylist()])


def _bytes(chunk: Any) -> Any:
    try:
        return _encoded(chunk.cast(pa.binary()).cast(pa.string()))
    except pa.ArrowInvalid:
        return _texts(chunk, _hex)


def _texts(chunk: Any, text: Callable[[Any], str]) -> Any:
    found = [None if value is None else text(value) for value in chunk.to_pylist()]
    return pa.array(found, pa.string()).dictionary_encode()


def _hex(value: bytes) -> str:
    try:
        return value.decode()
    except UnicodeDecodeError:
        shown = value[:LONGEST].hex()
        return f"0x{shown}" if len(shown) <= LONGEST - 2 else f"0x{shown[: LONGEST - 3]}…"


def _as_json(value: Any) -> str:
    return json.dumps(_jsonable(value), ensure_ascii=False, separators=(",", ":"), default=str)


def _jsonable(value: Any) -> Any:
    """A map, which arrives as pairs, as an object; keys and bytes as texts."""
    if isinstance(value, dict):
        return {str(key): _jsonable(item) for key, item in value.items()}
    if isinstance(value, list) and value and all(isinstance(item, tuple) for item in value):
        return {str(key): _jsonable(item) for key, item in value}
    if isinstance(value, list):
        return [_jsonable(item) for item in value]
    return _hex(value) if isinstance(value, bytes) else value


def wkb(value: bytes) -> str:
    """What a geometry is, by its first bytes: "Polygon", "Point (12.5 41.9)"."""
    try:
        order = "<" if value[0] == 1 else ">"
        (code,) = struct.unpack_from(f"{order}I", value, 1)
        name = GEOMETRIES[(code & 0xFFFFFFF) % 1000]
        if name != "Point":
            return name
        x, y = struct.unpack_from(f"{order}2d", value, 9 if code & 0x20000000 else 5)
    except (IndexError, struct.error):
        return _hex(value)
    return "Point EMPTY" if x != x else f"Point ({x:.15g} {y:.15g})"
