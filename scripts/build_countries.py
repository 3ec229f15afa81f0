"""Build the outlines of the world's countries and the table of their names.

    pip install pyshp pycountry==26.2.16
    pip download --no-deps geopandas==0.14.4
    python -m scripts.build_countries geopandas-0.14.4-py3-none-any.whl

- `components/projection/outlines.json`: Natural Earth 1:110m, as the package geopandas 0.14.4 ships it, projected and
  simplified; points for the countries that are too small for it
- `app/datasets/kinds/countries.json`: ISO 3166-1 alpha-3 codes under names and codes of ISO, names of Natural Earth and
  usual spellings

`components/projection/README.md` has the licences and what was changed. The same sources give the same files.
"""

import argparse
import io
import json
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from itertools import pairwise
from pathlib import Path

import brotli
import numpy as np

from app.datasets.kinds.countries import TABLE, fold
from components.projection.projection import HEIGHT, OUTLINES, WIDTH, equal_earth
from scripts.country_tables import ALIASES, CENTRES, SHORT_FORMS
from scripts.topology import Ring, Whole, simplified

SHAPES = "geopandas/datasets/naturalearth_lowres/naturalearth_lowres"
TOLERANCE, SMALLEST = 1.25, 3.0
"""How far off a line points are left out, and what rings are too small to be seen: in units, and square units."""
BUDGET = 5_700
COARSE, SMALLEST_LAND = 3.6, 20.0
"""How many bytes all the outlines may take on the wire."""
NATURAL_EARTH = "Natural Earth 1:110m admin 0 countries (naturalearthdata.com), as shipped in geopandas 0.14.4"
NATURAL_EARTH_LICENCE = "public domain"
NATURAL_EARTH_DATE = "2024-04-28, the day of the package's files"


@dataclass(frozen=True, slots=True)
class Shape:
    """A country of Natural Earth; `code` is "" for those that ISO 3166 does not know."""

    name: str
    code: str
    rings: Sequence[Ring]


def main() -> None:
    parser = argparse.ArgumentParser(description="Build outlines.json and countries.json.")
    parser.add_argument("wheel", type=Path, help="geopandas-0.14.4-py3-none-any.whl")
    iso = list(import_module("pycountry").countries)
    known = {country.alpha_3 for country in iso}
    shapes = list(read_shapes(parser.parse_args().wheel, known))
    write(outlines(shapes, known), OUTLINES)
    write(table(iso, shapes), TABLE)


def read_shapes(wheel: Path, known: set[str]) -> Iterator[Shape]:
    """The countries in a geopandas wheel, without Antarctica, on the canvas."""
    with zipfile.ZipFile(wheel) as archive:
        files = {suffix: io.BytesIO(archive.read(f"{SHAPES}.{suffix}")) for suffix in ("shp", "shx", "dbf")}
    for found in import_module("shapefile").Reader(**files, encoding="latin-1").iterShapeRecords():
        name, code = found.record["name"], found.record["iso_a3"]
        if name != "Antarctica":
            code = "XKX" if name == "Kosovo" else code if code in known else ""
            yield Shape(name, code, list(rings(found.shape.points, found.shape.parts)))


def rings(points: Sequence[Sequence[float]], parts: Sequence[int]) -> Iterator[Ring]:
    """The rings of a shape, projected and open; neighbours share their points but for the last digits."""
    for start, stop in zip(parts, [*parts[1:], len(points)], strict=True):
        degrees = np.round(np.array(points[start : stop - 1]), 6)
        x, y = equal_earth(degrees[:, 0], degrees[:, 1])
        yield list(zip(x.tolist(), y.tolist(), strict=True))


def outlines(shapes: Sequence[Shape], known: set[str]) -> Mapping[str, object]:
    areas = {shape.code or shape.name: shape.rings for shape in shapes}
    drawn = {key: path(found) for key, found in simplified(areas, tolerance=TOLERANCE, smallest=SMALLEST).items()}
    coded = {shape.code: drawn[shape.code] for shape in shapes if shape.code}
    joined = "".join(coded[code] for code in sorted(coded)).encode()
    size = len(brotli.compress(joined, quality=5))
    print(f"{len(coded)} outlines: {len(joined):,} bytes, {size:,} compressed")
    if size > BUDGET:
        raise SystemExit(f"The outlines take more than {BUDGET:,} bytes: raise TOLERANCE.")
    if lacking := known - {*coded, *CENTRES, "ATA"}:
        raise SystemExit(f"There is neither an outline nor a centre for {sorted(lacking)}.")
    return {
        "source": f"{NATURAL_EARTH}; the dots are Winnow's own table of centres of territories",
        "licence": NATURAL_EARTH_LICENCE,
        "date": NATURAL_EARTH_DATE,
        "changed": "projected to Equal Earth on whole units, simplified, small islands and Antarctica left out; Kosovo "
        "has the code XKX, and land without a code of ISO 3166 is in `land`",
        "width": WIDTH,
        "height": HEIGHT,
        "paths": coded,
        "land": "".join(drawn[shape.name] for shape in shapes if not shape.code),
        "coast": coast(areas),
        "dots": {code: dot(*place) for code, place in CENTRES.items() if code not in coded},
    }


def coast(areas: Mapping[str, Sequence[Ring]]) -> str:
    """All land, in so few points that borders would not meet; they are not drawn."""
    return "".join([path(found) for found in simplified(areas, tolerance=COARSE, smallest=SMALLEST_LAND).values()])


def path(rings: Sequence[Sequence[Whole]]) -> str:
    """SVG path data of rings, as short as it can be written.

    >>> path([[(1, 2), (4, 2), (4, -6)]])
    'M1 2l3 0 0-8z'
    """
    text = ""
    for ring in rings:
        steps = (f"{x1 - x0} {y1 - y0}" for (x0, y0), (x1, y1) in pairwise(ring))
        text += f"M{ring[0][0]} {ring[0][1]}l{' '.join(steps)}z"
    return text.replace(" -", "-")


def dot(longitude: float, latitude: float) -> tuple[int, int]:
    x, y = equal_earth(np.array(longitude), np.array(latitude))
    return round(float(x)), round(float(y))


def table(iso: Sequence[object], shapes: Sequence[Shape]) -> Mapping[str, object]:
    names: dict[str, str] = {}
    for country in iso:
        for form in ("name", "common_name", "official_name"):
            add(names, getattr(country, form, ""), getattr(country, "alpha_3", ""))
    for shape in shapes:
        add(names, shape.name, shape.code)
    for code, spellings in ALIASES.items():
        for spelling in spellings.split(" | "):
            add(names, spelling, code)
    alpha_2 = {getattr(country, "alpha_2", ""): getattr(country, "alpha_3", "") for country in iso}
    return {
        "source": "Names and codes of ISO 3166-1, by way of pycountry 26.2.16 (data of Debian's iso-codes); names of "
        f"{NATURAL_EARTH}; other spellings are Winnow's own",
        "licence": f"ISO 3166-1: facts, taken from a package under LGPL 2.1; Natural Earth: {NATURAL_EARTH_LICENCE}",
        "date": f"pycountry: 2026-02-17; Natural Earth: {NATURAL_EARTH_DATE}",
        "changed": "names are folded (`fold` in countries.py) and lead to alpha-3 codes, as do alpha-2 codes; Kosovo "
        "has the codes XK and XKX",
        "names": names,
        "codes": {**alpha_2, **SHORT_FORMS},
    }


def add(names: dict[str, str], name: str, code: str) -> None:
    """Add a spelling. Exits if it is another country's already."""
    key = fold(name)
    if key and code and names.setdefault(key, code) != code:
        raise SystemExit(f"{name!r} is both {names[key]} and {code}.")


def write(found: Mapping[str, object], target: Path) -> None:
    text = json.dumps(found, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    target.write_text(text + "\n", encoding="utf-8")
    print(f"{target.name}: {len(text.encode()):,} bytes")


if __name__ == "__main__":
    main()
