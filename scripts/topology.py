"""Rings of neighbouring areas, simplified so that a border that two of them share stays shared.

A ring is cut where three areas (or two and the sea) meet; each piece is simplified by itself, always in the same
direction, so the two rings that have it get the same points. After Mike Bostock's TopoJSON.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

Point = tuple[float, float]
Whole = tuple[int, int]
Ring = Sequence[Point]


def simplified(
    areas: Mapping[str, Sequence[Ring]], *, tolerance: float, smallest: float
) -> dict[str, list[list[Whole]]]:
    """The rings (open: the last point isn't the first again) of each area, in whole units.

    Points less than `tolerance` off the line without them go. So do rings that enclose less than `smallest` square
    units, but for the largest of each area.
    """
    junctions = _junctions(ring for rings in areas.values() for ring in rings)
    found = {}
    for name, rings in areas.items():
        largest = max(rings, key=lambda ring: abs(area(ring)))
        whole = {id(ring): _whole(ring, junctions, tolerance) for ring in rings}
        kept = [whole[id(ring)] for ring in rings if abs(area(whole[id(ring)])) >= smallest]
        found[name] = kept or [_visible(whole[id(largest)], largest)]
    return found


def area(ring: Sequence[Point] | Sequence[Whole]) -> float:
    """The signed area that a ring encloses, in square units."""
    crosses = [x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in zip(ring, [*ring[1:], *ring[:1]], strict=True)]
    return float(sum(crosses)) / 2


def _junctions(rings: Iterable[Ring]) -> set[Point]:
    """The points from which more than two lines go."""
    beside: dict[Point, set[Point]] = defaultdict(set)
    for ring in rings:
        for one, other in zip(ring, [*ring[1:], *ring[:1]], strict=True):
            beside[one].add(other)
            beside[other].add(one)
    return {point for point, others in beside.items() if len(others) > 2}


def _whole(ring: Ring, junctions: set[Point], tolerance: float) -> list[Whole]:
    points = [point for piece in _pieces(ring, junctions) for point in _piece(piece, tolerance)[:-1]]
    rounded = [(round(x), round(y)) for x, y in points]
    return _straightened([point for at, point in enumerate(rounded) if point != rounded[at - 1]])


def _pieces(ring: Ring, junctions: set[Point]) -> list[list[Point]]:
    """A ring cut at its junctions; without any, at its first point and the one farthest from that, in sorting order."""
    cuts = [at for at, point in enumerate(ring) if point in junctions]
    if len(cuts) < 2:
        first = cuts[0] if cuts else min(range(len(ring)), key=lambda at: ring[at])
        far = max(range(len(ring)), key=lambda at: (math.dist(ring[first], ring[at]), ring[at]))
        cuts = sorted({first, far})
    turned = [*ring[cuts[0] :], *ring[: cuts[0] + 1]]
    ends = [*(cut - cuts[0] for cut in cuts), len(ring)]
    return [turned[start : stop + 1] for start, stop in pairwise(ends)]


def _piece(points: list[Point], tolerance: float) -> list[Point]:
    """Simplified in the direction that begins at the lesser end, and given back in its own."""
    if points[0] <= points[-1]:
        return douglas_peucker(points, tolerance)
    return douglas_peucker(points[::-1], tolerance)[::-1]


def douglas_peucker(points: list[Point], tolerance: float) -> list[Point]:
    """A line without the points that lie less than `tolerance` off it (Douglas and Peucker, 1973); its ends stay."""
    if len(points) < 3:
        return points
    off, at = max((_off(points[at], points[0], points[-1]), at) for at in range(1, len(points) - 1))
    if off < tolerance:
        return [points[0], points[-1]]
    return [*douglas_peucker(points[: at + 1], tolerance)[:-1], *douglas_peucker(points[at:], tolerance)]


def _off(point: Point, start: Point, stop: Point) -> float:
    """How far a point is from the stretch between two others."""
    dx, dy = stop[0] - start[0], stop[1] - start[1]
    length = dx * dx + dy * dy
    share = ((point[0] - start[0]) * dx + (point[1] - start[1]) * dy) / length if length else 0
    share = min(1, max(0, share))
    return math.dist(point, (start[0] + share * dx, start[1] + share * dy))


def _straightened(ring: list[Whole]) -> list[Whole]:
    """A ring without the tongues of no width that rounding leaves: out to a point and the same way back."""
    kept: list[Whole] = []
    for point in ring:
        while len(kept) > 1 and kept[-2] == point:
            kept.pop()
        if not kept or kept[-1] != point:
            kept.append(point)
    return kept


def _visible(ring: list[Whole], original: Ring) -> list[Whole]:
    """The ring, or a square of one unit in its place if it encloses nothing any more."""
    if area(ring):
        return ring
    x, y = (math.floor(sum(point[axis] for point in original) / len(original)) for axis in (0, 1))
    return [(x, y), (x + 1, y), (x + 1, y + 1), (x, y + 1)]
