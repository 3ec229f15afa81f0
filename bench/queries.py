"""Seeded queries, all different, over what a dashboard offers."""

import random
from collections.abc import Iterator
from urllib.parse import urlencode

REGIONS = ["America", "East Asia & Pacific", "Europe & Central Asia", "South Asia", "Sub-Saharan Africa"]
WORLD_SORTS = ["-population", "country", "fertility", "-life_expectancy", "-year,country"]


def world_queries() -> Iterator[str]:
    """Addresses of /world that never repeat."""
    chance, seen = random.Random(1), set[str]()
    while True:
        args: list[tuple[str, str]] = [
            ("region", region) for region in sorted(chance.sample(REGIONS, chance.randint(0, 2)))
        ]
        if chance.random() < 0.4:
            args.append(("life_expectancy.min", str(chance.randint(20, 70))))
        low = chance.randint(1964, 2000)
        args += [("year.max", str(chance.randint(low, 2013))), ("year.min", str(low))]
        if chance.random() < 0.3:
            args.append(("_q", chance.choice(["an", "guinea", "united", "e", "is"])))
        if chance.random() < 0.3:
            args.append(("_sort", chance.choice(WORLD_SORTS)))
        args.sort(key=lambda pair: (pair[0].startswith("_"), pair[0]))
        url = f"/world?{urlencode(args)}"
        if url not in seen:
            seen.add(url)
            yield url


def flight_queries() -> Iterator[str]:
    """Filter changes of /flights that never repeat."""
    chance, seen = random.Random(2), set[str]()
    while True:
        args = [("carrier", chance.choice("ABCDEFGHIJKL"))] if chance.random() < 0.6 else []
        args += [("cabin", chance.choice(["economy", "business"]))] if chance.random() < 0.4 else []
        args += [("fare.min", f"{chance.randint(100, 40_000) / 100:g}")]
        args.sort()
        url = f"/flights?{urlencode(args)}"
        if url not in seen:
            seen.add(url)
            yield url
