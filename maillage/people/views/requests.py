"""Others ask to follow a person: answer; and share or leave a folder."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maillage.people import actions, queries, rules
from maillage.people.forms.sharing import ShareForm
from maillage.people.guards import person_or_404, team_person_or_404, trail
from maillage.web.answers import done, form_page, refusals_in, refusals_told, row_or_404, submitted


@require_safe
def waiting(request):
    rules.check_can_answer(request.actor)
    rows = list(queries.requests_to_answer(request.actor))
    mine = list(queries.requests_made(request.actor))
    return render(request, "people/requests.html", {"rows": rows, "mine": mine, "title": "Demandes de suivi"})


@require_POST
def answer(request, pk):
    rules.check_can_answer(request.actor)
    found = row_or_404(queries.requests_to_answer(request.actor), pk)
    accept = request.POST.get("answer") == "accept"
    with refusals_told(request):
        actions.answer_request(by=request.actor, request=found, accept=accept)
        messages.success(request, "Demande acceptée." if accept else "Demande refusée.")
    return HttpResponseRedirect(reverse("people:requests"))


@require_http_methods(["GET", "HEAD", "POST"])
def share(request, pk):
    rules.check_can_compose(request.actor)
    row = team_person_or_404(request, pk)
    homes = queries.households_of(request.actor, row)
    form = ShareForm(request.POST or None, colleagues=queries.colleagues(request.actor))
    context = {"person": row, "homes": homes, "title": "Partager ce dossier", "trail": trail(row)}
    if submitted(request, form):
        households = homes if form.cleaned_data["with_household"] else []
        worker = form.cleaned_data["worker"]
        with refusals_in(form, "worker"):
            actions.share(by=request.actor, person=row, worker_id=worker, households=households)
            return done(request, "Le dossier est partagé.", "people:person", row.pk)
    return form_page(request, form, "people/share.html", **context)


@require_POST
def take(request, pk):
    row = person_or_404(request, pk)
    actions.take(by=request.actor, person=row)
    return done(request, f"Vous suivez {row.full_name}.", "people:person", row.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def leave(request, pk):
    rules.check_can_receive(request.actor)
    row = team_person_or_404(request, pk)
    if request.method == "POST":
        with refusals_told(request):
            actions.end_attachment(by=request.actor, person=row)
            return done(request, "Vous ne suivez plus cette personne.", "people:persons")
        return redirect("people:person", row.pk)
    context = {
        "title": "Ne plus suivre",
        "trail": trail(row),
        "question": f"Ne plus suivre {row.full_name}\u00a0?",
        "consequences": "Vous ne pourrez plus ouvrir ce dossier. Les autres professionnels continuent de le suivre.",
        "confirm_label": "Ne plus suivre",
        "cancel_url": reverse("people:person", args=[row.pk]),
    }
    return render(request, "web/confirm.html", context)
