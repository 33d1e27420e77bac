"""Sending the same form twice (double click, lost answer, retry) does it once."""

from uuid import UUID

from django.http import HttpResponseRedirect

from maillage.audit.models import HandledRequest

FIELD = "request_key"


def once(get_response):
    """Around the view, inside the request's transaction: a key already handled leads where it led."""

    def middleware(request):
        key = _key(request)
        if key is None:
            return get_response(request)
        sender = {"user_id": request.user.pk, "person": request.actor.person_id}
        handled, new = HandledRequest.objects.get_or_create(key=key, defaults=sender)
        if not new:
            theirs = all(getattr(handled, name) == value for name, value in sender.items())
            return HttpResponseRedirect(handled.location if theirs else "/")
        return _remember(handled, get_response(request))

    return middleware


def _key(request) -> UUID | None:
    if request.method != "POST" or not (request.user.is_authenticated or request.actor.person_id):
        return None
    try:
        return UUID(request.POST.get(FIELD, ""))
    except ValueError:
        return None


def _remember(handled, response):
    """Only a redirect says that the act was done; a form shown again may be sent again."""
    if isinstance(response, HttpResponseRedirect):
        handled.location = response.url[:500]
        handled.save(update_fields=["location"])
    else:
        handled.delete()
    return response
