"""The copy of a consent signed on paper: joined once, handed over as a file."""

from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from maillage.files.serving import attachment
from maillage.people import actions, ledger
from maillage.people.forms.consents import ScanForm
from maillage.people.guards import trail
from maillage.people.views.ledger import kept_by_team
from maillage.web.answers import done, form_page, refusals_in, row_or_404, submitted

TYPES = {"pdf": "application/pdf", "jpg": "image/jpeg", "png": "image/png", "webp": "image/webp"}


@require_http_methods(["GET", "HEAD", "POST"])
def scan(request, pk, consent):
    row = kept_by_team(request, pk)
    found = row_or_404(ledger.consent_rows(request.actor, row), consent)
    form = ScanForm(request.POST, request.FILES) if request.method == "POST" else ScanForm()
    if submitted(request, form):
        file = form.cleaned_data["file"]
        with refusals_in(form):
            actions.join_scan(by=request.actor, consent=found, name=file.name, content=file.read())
            return done(request, "La copie est jointe à l’accord.", "people:ledger", row.pk)
    context = {
        "person": row,
        "title": "Joindre la copie du papier signé",
        "trail": trail(row, ("Qui lit quoi", reverse("people:ledger", args=[row.pk]))),
    }
    return form_page(request, form, "people/scan.html", **context)


@require_safe
def download(request, pk, consent):
    row = kept_by_team(request, pk)
    found = row_or_404(ledger.consent_rows(request.actor, row).exclude(scan_key=""), consent)
    kind = found.scan_name.rpartition(".")[2]
    content = actions.read_scan(by=request.actor, consent=found)
    return attachment(found.scan_name, TYPES.get(kind, "application/octet-stream"), content)
