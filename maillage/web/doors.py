"""The door of whoever has no account: a link opens one thing, and whoever tries links at random is soon refused."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse

from maillage.web import tries
from maillage.web.errors import too_many_requests

Found = TypeVar("Found")


def behind(
    request: HttpRequest,
    name: str,
    found: Callable[[], Found | None],
    gone: Callable[[HttpRequest], HttpResponse],
) -> tuple[Found | None, Any]:
    """What the link opens and None, or None and the answer that refuses. Only links that open nothing are counted.

    `name`: what is opened; each kind of link has its own count for an address of the network.
    """
    counted = f"{name}:ip:{tries.client_address(request)}"
    if not tries.take(counted):
        return None, too_many_requests(request, tries.SECONDS)
    what = found()
    if what is None:
        return None, gone(request)
    tries.give_back(counted)
    return what, None
