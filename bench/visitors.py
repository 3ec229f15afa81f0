"""People at dashboards: a page and what it loads, then filters, drags, pictures, values, pages of the table."""

import asyncio
import random
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from bench.queries import REGIONS
from bench.wire import Exchange, Journal, Outcome, Wire, assets

Ask = tuple[str, dict[str, str]]
ACCEPTED = {"Accept-Encoding": "br"}
KINDS = {"filter": 70, "drag": 12, "picture": 5, "facet": 5, "table": 8}
"""Of a hundred requests, how many are of which kind."""


@dataclass(frozen=True, slots=True)
class Dashboard:
    """What a visitor may choose from: the values of one column, the whole numbers of another, a few charts."""

    name: str
    column: str
    values: tuple[str, ...]
    measure: str
    low: int
    high: int
    chart: str
    facet: str
    pages: int


WORLD = Dashboard(
    "world", "region", tuple(REGIONS), "life_expectancy", 20, 80, "bar:country,max(population)", "country", 40
)
SPECIES = ("Adelie", "Chinstrap", "Gentoo")
PENGUINS = Dashboard("penguins", "species", SPECIES, "body_mass_g", 2700, 6300, "bar:island,count()", "species", 3)
FLIGHTS = Dashboard("flights", "carrier", tuple("ABCDEFGHIJKL"), "fare", 1, 900, "bar:origin,count()", "origin", 900)


def asks(dashboard: Dashboard, chance: random.Random) -> Iterator[Ask]:
    """What one visitor asks after the page, each as htmx asks it from the address before."""
    path = here = f"/{dashboard.name}"
    while True:
        kind = chance.choices(list(KINDS), list(KINDS.values()))[0]
        args = _args(dashboard, chance)
        asking = {**ACCEPTED, "HX-Request": "true", "HX-Current-URL": f"http://127.0.0.1{here}"}
        if kind == "picture":
            extra = [("_chart", dashboard.chart), ("_height", "315"), ("_width", "600")]
            yield f"{path}/chart.png?{urlencode(args + extra)}", ACCEPTED
        elif kind == "facet":
            yield f"{path}/facet/{dashboard.facet}?{urlencode(args)}", asking
        elif kind == "drag":
            yield f"{path}?{urlencode(args)}", {**asking, "HX-Drag": dashboard.measure}
        else:
            args += [("_page", str(chance.randint(2, dashboard.pages)))] if kind == "table" else []
            here = f"{path}?{urlencode(args)}"
            yield here, asking


def _args(dashboard: Dashboard, chance: random.Random) -> list[tuple[str, str]]:
    chosen = sorted(chance.sample(dashboard.values, chance.randint(0, 2)))
    low = chance.randint(dashboard.low, dashboard.high)
    ends = [(f"{dashboard.measure}.max", str(chance.randint(low, dashboard.high)))] if chance.random() < 0.4 else []
    return [*((dashboard.column, value) for value in chosen), *ends, (f"{dashboard.measure}.min", str(low))]


@dataclass(slots=True)
class Visit:
    """One visitor's way through a dashboard; `ports`: where to go on when a server is gone."""

    dashboard: Dashboard
    ports: tuple[int, ...]
    seed: int
    journal: Journal
    pause: tuple[float, float] = (0.0, 0.0)
    most: int = 1_000_000
    patience: float = 20.0
    delay: float = 0.0
    chance: random.Random = field(init=False)
    wire: Wire = field(init=False)
    gone: bool = field(default=False, init=False)

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)
        self.wire = Wire(self.ports[0], patience=self.patience)

    async def go(self, until: float) -> None:
        """Ends at `until` on the monotonic clock, or when nobody listens any more."""
        await asyncio.sleep(self.delay)
        try:
            page = await self._ask(f"/{self.dashboard.name}", {})
            for url in assets(page.body):
                await self._ask(url, ACCEPTED)
            for count, (url, headers) in enumerate(asks(self.dashboard, self.chance)):
                if count >= self.most or self.gone or time.monotonic() > until:
                    return
                await self._ask(url, headers)
                await asyncio.sleep(self.chance.uniform(*self.pause))
        finally:
            self.wire.close()

    async def _ask(self, url: str, headers: Mapping[str, str]) -> Exchange:
        """Of each port once: a refused connection sends the visitor to the next."""
        for _ in self.ports:
            found = await self.wire.ask(url, headers)
            self.journal.all.append(replace(found, body=b""))
            if found.outcome is not Outcome.REFUSED:
                return found
            self.ports = (*self.ports[1:], self.ports[0])
            self.wire = Wire(self.ports[0], patience=self.patience)
        self.gone = True
        return found


async def visit_all(visits: list[Visit], seconds: float) -> None:
    until = time.monotonic() + seconds
    await asyncio.gather(*(visit.go(until) for visit in visits))
