"""The request's actor, the transaction in which PostgreSQL knows them, and what a session must have proved."""

from contextlib import nullcontext

from allauth.core.context import request_context
from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.models import AnonymousUser
from django.db import connection, transaction
from django.http import HttpResponseRedirect
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django_htmx.http import HttpResponseClientRedirect

from maillage.accounts.queries import PERSON_ACTORS, actor_for
from maillage.accounts.sessions import STARTED_KEY, STRUCTURE_KEY, used_second_factor
from maillage.permissions import ANONYMOUS
from maillage.permissions.context import acting
from maillage.permissions.once import page_read
from maillage.web.way_back import SAFE, way_back

WRITES = ("INSERT", "UPDATE", "DELETE")
READ_MAY_WRITE = (
    "django_session",
    "audit_entry",
    "axes_",
    "accounts_cache",
    "account_emailaddress",
    "mfa_authenticator",
)


class GetWrote(AssertionError):
    """A page that is only read tried to write."""


class ActorMiddleware:
    """Sets `request.actor` and `request.places`, opens the transaction; an error answer leaves nothing written.

    What allauth sends once the transaction is committed still asks for the request: it is around the transaction.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.actor, request.places = self._who(request)
        with (
            request_context(request),
            acting(request.actor),
            page_read() if request.method in SAFE else nullcontext(),
            connection.execute_wrapper(_guard(request)),
        ):
            response = self.get_response(request)
            if hasattr(response, "render") and not response.is_rendered:
                response.render()
            if getattr(request, "undo", False) or response.status_code >= 500:
                transaction.set_rollback(True)
        return response

    def process_exception(self, request, exception):
        request.undo = True

    def _who(self, request):
        if not request.user.is_authenticated:
            found = (build(request.session) for build in PERSON_ACTORS)
            return next(filter(None, found), ANONYMOUS), []
        chosen = request.session.get(STRUCTURE_KEY)
        return actor_for(request.user, timezone.localdate(), chosen, used_second_factor(request))


def _guard(request):
    """A GET never writes business rows; the journal of reads, sessions and sign-in counters may.

    Who comes back from ProConnect signs in by a GET: Django notes the hour in their account (`request.signs_in`).
    """

    def wrapper(execute, sql, params, many, context):
        if (
            request.method in SAFE
            and _writes_business_rows(str(sql))
            and not _notes_the_hour(request, str(sql))
        ):
            raise GetWrote(f"{request.path}: {str(sql)[:200]}")
        return execute(sql, params, many, context)

    return wrapper


def _writes_business_rows(sql: str) -> bool:
    words = sql.lstrip(" (\n").split(None, 3)
    if not words or words[0].upper() not in WRITES:
        return False
    table = words[1] if words[0].upper() == "UPDATE" else words[2]
    return not table.strip('"').startswith(READ_MAY_WRITE)


def _notes_the_hour(request, sql: str) -> bool:
    return getattr(request, "signs_in", False) and sql.startswith(
        'UPDATE "accounts_user" SET "last_login" = '
    )


class SessionAge:
    """A professional's session ends after ten hours even when it is used; idle, after fifteen minutes.

    Sets `request.session_ended` when the browser comes back with a session that is over, for whatever reason.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        came_with_one = bool(request.COOKIES.get(settings.SESSION_COOKIE_NAME))
        request.session_ended = came_with_one and not request.session.keys()
        if request.user.is_authenticated and self._too_old(request.session):
            request.session.flush()
            request.user, request.session_ended = AnonymousUser(), True
        return self.get_response(request)

    def _too_old(self, session) -> bool:
        now = timezone.now().timestamp()
        started = session.setdefault(STARTED_KEY, now)
        return now - started > settings.SESSION_ABSOLUTE_AGE


class SignInRequired(LoginRequiredMiddleware):
    """Closed pages lead to the sign-in page, that says so when a session has just ended."""

    def handle_no_permission(self, request, view_func):
        wanted = {"fin": "1"} if getattr(request, "session_ended", False) else {}
        if back := way_back(request):
            wanted["next"] = back
        address = resolve_url(settings.LOGIN_URL) + (f"?{urlencode(wanted)}" if wanted else "")
        return _lead(request, address)


class SecondFactor:
    """Without a second factor in this session, a professional only reaches the pages that enrol or ask for one."""

    OPEN = frozenset({
        "second-factor", "account_logout", "account_reauthenticate", "mfa_index", "mfa_activate_totp",
        "mfa_add_webauthn", "mfa_reauthenticate", "mfa_reauthenticate_webauthn", "mfa_view_recovery_codes",
    })  # fmt: skip

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view_func, args, kwargs):
        actor = request.actor
        if not settings.SECOND_FACTOR_REQUIRED or not actor.signed_in or actor.second_factor:
            return None
        if not getattr(view_func, "login_required", True) or request.resolver_match.url_name in self.OPEN:
            return None
        back = way_back(request)
        query = f"?{urlencode({'next': back})}" if back else ""
        return _lead(request, reverse("accounts:second-factor") + query)


def _lead(request, address):
    """htmx follows a redirect into the fragment it was replacing; this one is for the whole page."""
    return HttpResponseClientRedirect(address) if request.htmx else HttpResponseRedirect(address)
