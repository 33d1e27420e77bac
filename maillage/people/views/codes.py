"""Codes that open a person's own space: shown once, given on paper, closed."""

from datetime import date

from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maillage.audit.actions import record
from maillage.people import actions, ledger, papers, rules
from maillage.people.forms.space import CodeForm, HelperCodeForm
from maillage.people.guards import person_or_404
from maillage.people.space_codes import fingerprint, opened, sealed
from maillage.people.views.ledger import ledger_trail
from maillage.web.answers import done, form_page, refusals_in, row_or_404

JUST_GIVEN = "code_given"
FORMS = {"person": CodeForm, "helper": HelperCodeForm}


def given_by_team(request, pk):
    row = person_or_404(request, pk)
    rules.check_can_give_code(request.actor, row.pk)
    return row


@require_http_methods(["GET", "HEAD", "POST"])
def codes(request, pk):
    """What is in force, and a new code; the page that follows shows it, once."""
    row = given_by_team(request, pk)
    kind = request.POST.get("kind", "")
    forms = {name: form(request.POST if name == kind else None, prefix=name) for name, form in FORMS.items()}
    form = forms.get(kind)
    if form and form.is_valid():
        with refusals_in(form):
            code = actions.give_code(by=request.actor, person=row, **form.cleaned_data)
            request.session[JUST_GIVEN] = _kept(row, code, form.cleaned_data)
            return HttpResponseRedirect(reverse("people:code_given", args=[row.pk]))
    record(request.actor, "read_codes", row)
    context = {
        "person": row,
        "title": "Son espace personnel",
        "trail": ledger_trail(row)[:-1],
        "rows": list(ledger.accesses(request.actor, row)),
        "forms": forms,
    }
    return form_page(request, form, "people/codes.html", **context)


def _kept(row, code, told):
    until = told["until"].isoformat()
    return {"person": str(row.pk), "code": sealed(code), "helper": told.get("helper", ""), "until": until}


@require_safe
def given(request, pk):
    """The code, the first time only."""
    row = given_by_team(request, pk)
    kept = request.session.get(JUST_GIVEN)
    if kept is None or kept["person"] != str(row.pk):
        return HttpResponseRedirect(reverse("people:codes", args=[row.pk]))
    if request.method == "GET":
        del request.session[JUST_GIVEN]
    context = {
        "person": row,
        "title": "Le code à remettre",
        "trail": ledger_trail(row)[:-1],
        "code": opened(kept["code"]),
        "helper": kept["helper"],
        "until": date.fromisoformat(kept["until"]),
    }
    return render(request, "people/code.html", context)


@require_POST
def letter(request, pk):
    """The letter for a code that was just given: it comes back in the form, never in an address."""
    row = given_by_team(request, pk)
    code = request.POST.get("code", "")[:40]
    found = ledger.accesses(request.actor, row).filter(fingerprint=fingerprint(code)).first()
    if found is None:
        raise Http404
    sender = request.actor.label
    address = request.build_absolute_uri(reverse("people:enter"))
    data = papers.code_letter(row, code, found.helper, found.until, sender, address)
    return papers.pdf("web/letter.typ", data, "code")


@require_POST
def close(request, pk, access):
    row = given_by_team(request, pk)
    found = row_or_404(ledger.accesses(request.actor, row), access)
    actions.end_space_access(by=request.actor, access=found)
    return done(request, "Ce code n’ouvre plus rien.", "people:codes", row.pk)
