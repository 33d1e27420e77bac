"""What is shown when something cannot be done: in French, why, and how to go on.

In the root URLs: handler400 = "maillage.web.errors.bad_request", handler403 = "….forbidden", handler404 = "….not_found",
handler500 = "….server_error". In the settings: CSRF_FAILURE_VIEW = "maillage.web.errors.csrf_failure" and
AXES_LOCKOUT_CALLABLE = "maillage.web.errors.locked_out".
"""

from __future__ import annotations

import errno
import re
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from maillage.web.way_back import way_back

SECRET = re.compile("password|token|code|secret", re.IGNORECASE)
RETRY_SECONDS = 60
LAST_RESORT = Path(__file__).parent / "static_500.html"


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig | TooManyFilesSent | TooManyFieldsSent):
        return too_large(request)
    return render(request, "web/400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The reason is shown only when a rule wrote it for the reader (`permissions.Forbidden.reason`)."""
    return render(request, "web/403.html", {"reason": getattr(exception, "reason", "")}, status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Gives back the texts that were typed: a page marked no-store does not keep them when one goes back.

    They are shown to be copied, never sent again by a button: the form may have come from another site.
    """
    return render(
        request,
        "web/403_csrf.html",
        {"back_url": way_back(request) or request.path, "texts": _typed_texts(request)},
        status=403,
    )


def _typed_texts(request: HttpRequest) -> list[str]:
    """What somebody wrote, among what a form sends: several words, and no secret."""
    sent = (value for name, values in request.POST.lists() if not SECRET.search(name) for value in values)
    return [text for text in sent if len(text.split()) > 1]


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The same page for what does not exist and what is not the reader's to see."""
    return render(request, "web/404.html", status=404)


def too_large(request: HttpRequest) -> HttpResponse:
    return render(request, "web/413.html", status=413)


def too_many_requests(request: HttpRequest, wait_seconds: int | None = None) -> HttpResponse:
    """Too many tries. `wait_seconds`: also sent as Retry-After."""
    minutes = -(-wait_seconds // 60) if wait_seconds else None
    response = render(request, "web/429.html", {"minutes": minutes}, status=429)
    if wait_seconds:
        response["Retry-After"] = str(wait_seconds)
    return response


def locked_out(request: HttpRequest, *_: Any, **__: Any) -> HttpResponse:
    """Signature of AXES_LOCKOUT_CALLABLE, whichever arguments its version passes."""
    return too_many_requests(request, round(settings.AXES_COOLOFF_TIME * 3600))


def server_error(request: HttpRequest) -> HttpResponse:
    """Asks neither the database nor who is signed in, whatever has broken. Called while it is handled."""
    if _is_for_a_moment(sys.exc_info()[1]):
        return unavailable(request)
    return HttpResponse(LAST_RESORT.read_bytes(), status=500)


def _is_for_a_moment(fault: BaseException | None) -> bool:
    """The database does not answer or has cut the connection, or a disk is full: nobody wrote the wrong code."""
    full = isinstance(fault, OSError) and fault.errno in (errno.ENOSPC, errno.EDQUOT)
    return full or isinstance(fault, OperationalError | InterfaceError)


def unavailable(request: HttpRequest) -> HttpResponse:
    """Gives back the texts that were typed, to be copied. Asks nothing of the database, nor of who is signed in."""
    told = {"back_url": way_back(request) or request.path, "texts": _typed_texts(request)}
    response = HttpResponse(render_to_string("web/503.html", told), status=503)
    response["Retry-After"] = str(RETRY_SECONDS)
    return response
