"""The library, open to everybody, and its open data; what one's own structure has under way."""

from django.contrib.auth.decorators import login_not_required
from django.http import JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from maillage.governance.queries.articles import kept_committees
from maillage.permissions import ANONYMOUS
from maillage.practices import sheet_words as words
from maillage.practices.catalogue import sections
from maillage.practices.forms.library import LibraryForm
from maillage.practices.queries import calls, evaluations, library, sheets
from maillage.practices.views.pages import TITLE, root
from maillage.web.answers import form_page
from maillage.web.downloads import csv_file
from maillage.web.listing import paged

MOST_LISTED = 20
MOST_OPEN = 5000
"""Sheets of the open data."""
COLUMNS = [
    "id",
    "adresse",
    "type",
    "titre",
    "étape",
    "portée par",
    "où",
    "mots-clés",
    "version",
    "publiée le",
]
KEYS = (
    "id",
    "adresse",
    "type",
    "titre",
    "etape",
    "portee_par",
    "ou",
    "mots_cles",
    "version",
    "publiee_le",
)


@login_not_required
@require_safe
def show(request):
    form = LibraryForm(request.GET)
    wanted = form.believed()
    page, pages = paged(request, library.library(request.actor, **wanted))
    context = {
        "title": TITLE,
        "trail": [root()],
        "rows": [listed(one) for one in page],
        "page": page,
        "pages": pages,
        "searched": any(wanted.values()),
        "drafts": sheets.under_way(request.actor)[:MOST_LISTED],
        "trials": evaluations.waiting_reuses(request.actor)[:MOST_LISTED],
        "calls": calls.open_calls(request.actor, timezone.localdate())[:MOST_LISTED],
        "drafting": drafting(request.actor),
    }
    return form_page(request, form, "practices/library.html", status=200, **context)


def drafting(actor):
    return actor.at_work or kept_committees(actor).exists()


def listed(version):
    """One line of a list."""
    return {
        "version": version,
        "badge": words.badge(version),
        "carried_by": words.carried_by(version.sheet),
        "where": words.where(version),
        "tags": [label for _, label in words.tag_labels(version)],
    }


@login_not_required
@require_safe
def sheets_json(request):
    """What anybody reads: the same for all, whoever asks."""
    rows = library.published(ANONYMOUS).prefetch_related("points")[:MOST_OPEN]
    data = {"fiches": [_as_data(request, one) for one in rows]}
    told = {"ensure_ascii": False}
    return JsonResponse(data, json_dumps_params=told, headers={"Access-Control-Allow-Origin": "*"})


def _as_data(request, version):
    told = dict(zip(KEYS, _row(request, version), strict=True))
    written = {one.code: version.text_of(one.code) for one in sections(version.sheet.kind)}
    return {**told, "mots_cles": list(version.tags), "parties": written, "listes": sheets.points_of(version)}


@login_not_required
@require_safe
def sheets_csv(request):
    rows = library.published(ANONYMOUS)[:MOST_OPEN]
    return csv_file("fiches-pratiques", COLUMNS, [_row(request, one) for one in rows])


def _row(request, version):
    sheet = version.sheet
    return [
        str(sheet.public_id),
        request.build_absolute_uri(sheet.get_absolute_url()),
        str(sheet.get_kind_display()),
        version.title,
        str(words.rung_of(version).label),
        words.carried_by(sheet),
        words.where(version),
        ", ".join(label for _, label in words.tag_labels(version)),
        version.number,
        timezone.localdate(version.published_at).isoformat(),
    ]
