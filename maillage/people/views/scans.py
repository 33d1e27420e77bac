"""The copy of a consent signed on paper: joined once, handed over as a file."""

from django.contrib import messages
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from maillage.files.refusals import Refused
from maillage.files.serving import attachment
from maillage.people import actions, ledger
from maillage.people.forms.consents import ScanForm
from maillage.people.views.ledger import back_to_ledger, kept_by_team
from maillage.people.views.persons import trail
from maillage.people.views.visible import row_or_404
from maillage.permissions import Forbidden

TYPES = {"pdf": "application/pdf", "jpg": "image/jpeg", "png": "image/png", "webp": "image/webp"}


@require_http_methods(["GET", "HEAD", "POST"])
def scan(request, pk, consent):
    row = kept_by_team(request, pk)
    found = row_or_404(ledger.consent_rows(request.actor, row), consent)
    form = ScanForm(request.POST, request.FILES) if request.method == "POST" else ScanForm()
    if request.method == "POST" and form.is_valid() and _joined(request, found, form):
        messages.success(request, "La copie est jointe à l’accord.")
        return back_to_ledger(row)
    context = {
        "form": form,
        "person": row,
        "title": "Joindre la copie du papier signé",
        "trail": [*trail(row), ("Qui lit quoi", reverse("people:ledger", args=[row.pk]))],
    }
    return render(request, "people/scan.html", context, status=422 if form.errors else 200)


def _joined(request, found, form):
    file = form.cleaned_data["file"]
    try:
        actions.join_scan(by=request.actor, consent=found, name=file.name, content=file.read())
    except Refused as refusal:
        form.add_error("file", refusal.reason)
    except Forbidden as refusal:
        form.add_error(None, refusal.reason)
    return not form.errors


@require_safe
def download(request, pk, consent):
    row = kept_by_team(request, pk)
    found = row_or_404(ledger.consent_rows(request.actor, row).exclude(scan_key=""), consent)
    kind = found.scan_name.rpartition(".")[2]
    content = actions.read_scan(by=request.actor, consent=found)
    return attachment(found.scan_name, TYPES.get(kind, "application/octet-stream"), content)
