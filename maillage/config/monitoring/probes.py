"""What a supervisor asks: alive, ready, figures. Answered before sessions, accounts and pages: nothing is opened nor written.

`/sante/vivant` touches nothing; `/sante/pret` says which part works and nothing more; `/sante/mesures` is for whom the settings
name. The answers of `pret` are kept a few seconds: asking it without end costs the database nothing.
"""

import threading
import time
from collections.abc import Callable
from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.utils.crypto import constant_time_compare

from maillage.config.monitoring import state
from maillage.config.monitoring.metrics import exposition
from maillage.web.tries import client_address

KEPT_SECONDS = 5
TEXT = "text/plain; version=0.0.4; charset=utf-8"


class Probes:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = ANSWERS.get(request.path_info)
        if answer is None:
            return self.get_response(request)
        response = answer(request) if request.method in ("GET", "HEAD") else HttpResponseNotAllowed(["GET"])
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Frame-Options"] = "DENY"
        return response


def alive(request: HttpRequest) -> HttpResponse:
    return JsonResponse({"vivant": True})


class Ready:
    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.forget()

    def forget(self) -> None:
        self.at, self.found = -KEPT_SECONDS * 2.0, dict[str, bool | None]()

    def parts(self) -> dict[str, bool | None]:
        with self.lock:
            if time.monotonic() - self.at > KEPT_SECONDS:
                self.found, self.at = state.parts(), time.monotonic()
            return self.found


READY = Ready()


def ready(request: HttpRequest) -> HttpResponse:
    parts = READY.parts()
    every = False not in parts.values()
    return JsonResponse({"pret": every, "parties": parts}, status=200 if every else 503)


def figures(request: HttpRequest) -> HttpResponse:
    """Not there at all for whom nobody named."""
    if not may_read_figures(request):
        return HttpResponse(status=404)
    return HttpResponse(exposition(), content_type=TEXT)


def may_read_figures(request: HttpRequest) -> bool:
    shown = request.headers.get("Authorization", "")
    if settings.METRICS_TOKEN and constant_time_compare(shown, f"Bearer {settings.METRICS_TOKEN}"):
        return True
    try:
        address = ip_address(client_address(request))
    except ValueError:
        return False
    return any(address in one for one in settings.METRICS_FROM)


ANSWERS = {"/sante/vivant": alive, "/sante/pret": ready, "/sante/mesures": figures}
