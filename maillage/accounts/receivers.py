"""Sign-ins happen inside allauth and axes: their signals are the only place to write them down.

Only those that come through a browser's request: a session made by a program is nobody's sign-in.
"""

from hashlib import sha256
from typing import Any

from django.core.cache import cache

from maillage.accounts import actions
from maillage.accounts.models import User
from maillage.accounts.sessions import sign_in_methods, used_second_factor
from maillage.permissions import ANONYMOUS

LOCK_SECONDS = 15 * 60


def signed_in(sender: object, request: Any, user: User, **kwargs: object) -> None:
    if not hasattr(request, "actor"):
        return
    methods = sign_in_methods(request, user)
    actions.note_sign_in(user=user, methods=methods, second_factor=used_second_factor(request))


def signed_out(sender: object, request: Any, user: User | None, **kwargs: object) -> None:
    actor = getattr(request, "actor", ANONYMOUS)
    if user is not None and actor.signed_in:
        actions.note_sign_out(by=actor, user=user)


def locked_out(sender: object, request: Any, username: str, ip_address: str, **kwargs: object) -> None:
    """Every try during the lock-out says it again; the journal keeps the first."""
    who = sha256(f"{username} {ip_address}".encode()).hexdigest()
    if cache.add(f"locked_out:{who}", 1, LOCK_SECONDS):
        actions.note_lock_out(email=username)
