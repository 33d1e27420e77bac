"""Where to go on afterwards: this page when it is read, the page of its form when it was sent."""

from typing import Any
from urllib.parse import urlsplit

from django.utils.http import url_has_allowed_host_and_scheme

SAFE = ("GET", "HEAD")


def way_back(request: Any) -> str:
    """An address of this site, with what it asks; "" when nobody knows."""
    htmx = getattr(request, "htmx", None)
    if request.method in SAFE and not htmx:
        return str(request.get_full_path())
    seen = htmx.current_url if htmx else request.headers.get("Referer")
    if seen and url_has_allowed_host_and_scheme(seen, {request.get_host()}):
        parts = urlsplit(seen)
        return f"{parts.path}?{parts.query}" if parts.query else parts.path
    return ""
