"""The request's actor, and the transaction in which PostgreSQL knows them."""

from django.conf import settings
from django.db import connection, transaction
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from maillage.accounts.queries import actor_for
from maillage.accounts.sessions import STARTED_KEY, STRUCTURE_KEY, used_second_factor
from maillage.permissions import ANONYMOUS
from maillage.permissions.context import acting

WRITES = ("INSERT", "UPDATE", "DELETE")
READ_MAY_WRITE = ("django_session", "audit_entry", "axes_", "accounts_", "account_", "mfa_")


class GetWrote(AssertionError):
    """A page that is only read tried to write."""


class ActorMiddleware:
    """Sets `request.actor` and `request.places`, opens the transaction; an error answer leaves nothing written."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.actor, request.places = self._who(request)
        with acting(request.actor), connection.execute_wrapper(_guard(request)):
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
            return ANONYMOUS, []
        chosen = request.session.get(STRUCTURE_KEY)
        return actor_for(request.user, timezone.localdate(), chosen, used_second_factor(request))


def _guard(request):
    """A GET never writes business rows; the journal of reads, sessions and sign-in counters may."""

    def wrapper(execute, sql, params, many, context):
        if request.method in ("GET", "HEAD") and _writes_business_rows(str(sql)):
            raise GetWrote(f"{request.path}: {str(sql)[:200]}")
        return execute(sql, params, many, context)

    return wrapper


def _writes_business_rows(sql: str) -> bool:
    words = sql.lstrip(" (\n").split(None, 3)
    if not words or words[0].upper() not in WRITES:
        return False
    table = words[1] if words[0].upper() == "UPDATE" else words[2]
    return not table.strip('"').startswith(READ_MAY_WRITE)


class SessionAge:
    """A professional's session ends after ten hours even when it is used; idle, after fifteen minutes."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.user.is_authenticated and self._too_old(request.session):
            request.session.flush()
            return HttpResponseRedirect(f"{reverse('account_login')}?fin=1")
        return self.get_response(request)

    def _too_old(self, session) -> bool:
        now = timezone.now().timestamp()
        started = session.setdefault(STARTED_KEY, now)
        return now - started > settings.SESSION_ABSOLUTE_AGE
