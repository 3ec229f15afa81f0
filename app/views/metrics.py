"""`/-/metrics`: what Prometheus collects. Counts of requests by route, caches and datasets; nobody's data."""

import os
from collections.abc import Iterator

from flask import Blueprint, Flask, Response, abort, current_app, request
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from app import machine
from app.views.services import Services
from app.views.timing import clock

bp = Blueprint("metrics", __name__)

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
LABELS = ("route", "status")


class State(Collector):
    """How full the caches are, and what is open: of the process that answers."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def collect(self) -> Iterator[Metric]:
        yield from self._caches()
        opened = self._services.catalog.opened()
        yield GaugeMetricFamily("winnow_datasets", "Datasets that are open.", value=len(opened))
        yield GaugeMetricFamily("winnow_rows", "Rows of the open datasets.", value=sum(each.rows for each in opened))
        waiting = self._services.turns.waiting
        yield GaugeMetricFamily("winnow_waiting", "Answers that wait for their turn.", value=waiting)
        yield GaugeMetricFamily("winnow_memory_bytes", "Memory that is the process's alone.", value=machine.used())

    def _caches(self) -> Iterator[Metric]:
        used = GaugeMetricFamily("winnow_cache_bytes", "Bytes that a cache holds.", labels=["cache"])
        budget = GaugeMetricFamily("winnow_cache_budget_bytes", "Bytes that a cache may hold.", labels=["cache"])
        hits = CounterMetricFamily("winnow_cache_hits", "Values found in a cache.", labels=["cache"])
        misses = CounterMetricFamily("winnow_cache_misses", "Values made for a cache.", labels=["cache"])
        for name, cache in self._services.engine.caches.by_name().items():
            used.add_metric([name], cache.bytes)
            budget.add_metric([name], cache.budget)
            hits.add_metric([name], cache.hits)
            misses.add_metric([name], cache.misses)
        yield from (used, budget, hits, misses)


class Metrics:
    """The counters of one application."""

    def __init__(self, services: Services) -> None:
        self.registry = CollectorRegistry()
        self._requests = Counter("winnow_requests", "Requests answered.", LABELS, registry=self.registry)
        self._seconds = Histogram(
            "winnow_request_seconds", "Seconds to an answer.", ["route"], buckets=SECONDS, registry=self.registry
        )
        self._state = State(services)

    def count(self, route: str, status: int, *, seconds: float) -> None:
        self._requests.labels(route, status).inc()
        self._seconds.labels(route).observe(seconds)

    def text(self) -> bytes:
        """All of it; of several worker processes the requests are added up."""
        registry = CollectorRegistry()
        if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
            MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        else:
            registry = self.registry
        return generate_latest(registry) + generate_latest(_registry_of(self._state))


def _registry_of(collector: Collector) -> CollectorRegistry:
    registry = CollectorRegistry()
    registry.register(collector)
    return registry


def init_app(app: Flask) -> None:
    services = app.extensions["winnow"]
    if services.settings.metrics:
        app.extensions["winnow_metrics"] = metrics = Metrics(services)

        def count(response: Response) -> Response:
            metrics.count(route(), response.status_code, seconds=clock().total / 1000)
            return response

        app.after_request(count)


def route() -> str:
    """The rule that the address fits, such as `/<name>`: not the address, of which there are many."""
    return request.url_rule.rule if request.url_rule else "none"


@bp.get("/-/metrics")
def index() -> Response:
    metrics: Metrics | None = current_app.extensions.get("winnow_metrics")
    if metrics is None:
        abort(404, "Metrics are turned off by WINNOW_METRICS.")
    return Response(metrics.text(), content_type=CONTENT_TYPE_LATEST, headers={"Cache-Control": "no-store"})
