"""Around everything: one line of the technical log a request, and its count, when the settings ask for them."""

import logging
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.db import connection
from django.http import HttpRequest, HttpResponse

from maillage.config.monitoring.counters import PROBES, STATIC, UNKNOWN, Counter

PROBES_URL = "/sante/"
logger = logging.getLogger("maillage.requests")


class Watched:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        if not (settings.REQUEST_LOG or metrics_are_on()):
            raise MiddlewareNotUsed
        self.get_response, self.counter = get_response, Counter()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began, asked = time.perf_counter(), Queries()
        with connection.execute_wrapper(asked):
            response = self.get_response(request)
        seconds, route = time.perf_counter() - began, route_of(request)
        if metrics_are_on():
            with suppress(OSError):  # a full disk does not take back what was done and is about to be said
                self.counter.add(route, response.status_code, seconds)
        if settings.REQUEST_LOG:
            logger.info("request", extra={"told": _told(request, response, route, seconds, asked.count)})
        return response


class Queries:
    def __init__(self) -> None:
        self.count = 0

    def __call__(self, execute: Callable[..., Any], *asked: Any) -> Any:
        self.count += 1
        return execute(*asked)


def metrics_are_on() -> bool:
    return bool(settings.METRICS_TOKEN or settings.METRICS_FROM)


def route_of(request: HttpRequest) -> str:
    """The name of the page: an address holds identifiers, and the keys of those who have no account."""
    match = getattr(request, "resolver_match", None)
    if match is not None:
        return match.view_name or UNKNOWN
    outside = {settings.STATIC_URL: STATIC, PROBES_URL: PROBES}
    return next((name for start, name in outside.items() if request.path_info.startswith(start)), UNKNOWN)


def _told(
    request: HttpRequest, response: HttpResponse, route: str, seconds: float, queries: int
) -> dict[str, object]:
    return {
        "route": route,
        "method": request.method if request.method in METHODS else "OTHER",
        "status": response.status_code,
        "ms": round(seconds * 1000),
        "queries": queries,
    }


METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
