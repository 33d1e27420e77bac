"""Give a document back: always as a download, never as a page of this site."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from maillage.files.kinds import MEDIA_TYPES
from maillage.files.names import LONGEST, NAMELESS, visible

_ALONE = "sandbox; default-src 'none'; frame-ancestors 'none'"  # django-csp leaves a response that already has a policy
_UNKNOWN = "application/octet-stream"


def attachment(name: str, media_type: str, content: bytes) -> HttpResponse:
    """A media type that `checks` doesn't give is served as unknown bytes."""
    known = media_type in MEDIA_TYPES.values()
    response = HttpResponse(content, content_type=media_type if known else _UNKNOWN)
    shown = visible(name)[:LONGEST] or NAMELESS
    response["Content-Disposition"] = content_disposition_header(True, shown)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store"
    response["Content-Security-Policy"] = _ALONE
    return response
