"""Sign-ins happen inside allauth and axes: their signals are the only place to write them down.

Only those that come through a browser's request: a session made by a program is nobody's sign-in.
"""

from django.core.cache import cache

from maillage.accounts import actions
from maillage.accounts.sessions import sign_in_methods, tried_name, used_second_factor
from maillage.permissions import ANONYMOUS

LOCK_SECONDS = 15 * 60


def signed_in(sender, request, user, **kwargs):
    if not hasattr(request, "actor"):
        return
    methods = sign_in_methods(request, user)
    actions.note_sign_in(user=user, methods=methods, second_factor=used_second_factor(request))


def signed_out(sender, request, user, **kwargs):
    actor = getattr(request, "actor", ANONYMOUS)
    if user is not None and actor.signed_in:
        actions.note_sign_out(by=actor, user=user)


def locked_out(sender, request, username, ip_address, **kwargs):
    """Every try during the lock-out says it again; the journal keeps the first."""
    if cache.add(f"locked out {tried_name(request, {'email': username})} {ip_address}", 1, LOCK_SECONDS):
        actions.note_lock_out(email=username)
