from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from maillage.audit.actions import record
from maillage.people import actions, queries, rules
from maillage.people.forms.protection import ProtectionForm
from maillage.people.guards import person_or_404, team_person_or_404, trail
from maillage.web.answers import done, form_page, row_or_404, submitted


@require_http_methods(["GET", "HEAD", "POST"])
def protect(request, pk):
    rules.check_can_protect(request.actor)
    row = team_person_or_404(request, pk)
    form = ProtectionForm(request.POST or None, colleagues=queries.colleagues(request.actor))
    if submitted(request, form):
        data = form.cleaned_data
        actions.protect_address(
            by=request.actor,
            person=row,
            address=data["address"],
            elected_domicile=data["elected_domicile"],
            elected_commune=data["commune"],
            motive=data["motive"],
            reader_ids=set(data["readers"]),
        )
        words = "L’adresse est protégée. Seules les personnes choisies peuvent la lire."
        return done(request, words, "people:person", row.pk)
    context = {"person": row, "title": "Protéger son adresse", "trail": trail(row)}
    return form_page(request, form, "people/protect.html", **context)


@require_http_methods(["GET", "HEAD", "POST"])
def lift(request, pk, protected):
    """A confirm page, then the act."""
    rules.check_can_protect(request.actor)
    row = person_or_404(request, pk)
    found = row_or_404(queries.protected_rows(request.actor, row), protected)
    if request.method == "POST":
        actions.lift_protection(by=request.actor, protected=found)
        return done(request, "La protection est levée et l’adresse effacée.", "people:person", row.pk)
    context = {
        "title": "Lever la protection",
        "trail": trail(row),
        "question": "Lever la protection de cette adresse\u00a0?",
        "consequences": "L’adresse protégée sera effacée. L’adresse à utiliser partout reste inscrite au dossier.",
        "confirm_label": "Lever la protection",
        "cancel_url": reverse("people:person", args=[row.pk]),
    }
    return render(request, "web/confirm.html", context)


@require_http_methods(["GET", "HEAD"])
def read(request, pk, protected):
    """The real address, on its own page, for a named reader; each opening is journaled."""
    row = person_or_404(request, pk)
    found = row_or_404(queries.protected_rows(request.actor, row), protected)
    record(request.actor, "read_protected_address", row)
    context = {"protected": found, "person": row, "title": "Adresse protégée", "trail": trail(row)}
    return render(request, "people/protected.html", context)
