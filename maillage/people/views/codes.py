"""Codes that open a person's own space: given once on paper, closed."""

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from maillage.people import actions, ledger, papers
from maillage.people.forms.space import CodeForm, HelperCodeForm
from maillage.people.space import fingerprint
from maillage.people.views.ledger import kept_by_team, ledger_trail
from maillage.people.views.visible import row_or_404
from maillage.permissions import Forbidden

FORMS = {"person": CodeForm, "helper": HelperCodeForm}


@require_http_methods(["GET", "HEAD", "POST"])
def codes(request, pk):
    """The code is on the answer to the form, and nowhere afterwards."""
    row = kept_by_team(request, pk)
    kind = request.POST.get("kind", "")
    forms = {name: form(request.POST if name == kind else None, prefix=name) for name, form in FORMS.items()}
    form = forms.get(kind)
    if form and form.is_valid():
        try:
            code = actions.give_code(by=request.actor, person=row, **form.cleaned_data)
        except Forbidden as refusal:
            form.add_error(None, refusal.reason)
        else:
            return render(request, "people/code.html", _given(row, code, form.cleaned_data))
    context = {
        "person": row,
        "title": "Son espace personnel",
        "trail": ledger_trail(row)[:-1],
        "rows": list(ledger.accesses(request.actor, row)),
        "forms": forms,
        "form": form,
    }
    status = 422 if form and form.errors else 200
    return render(request, "people/codes.html", context, status=status)


def _given(row, code, told):
    return {
        "person": row,
        "title": "Le code à remettre",
        "trail": ledger_trail(row)[:-1],
        "code": code,
        "helper": told.get("helper", ""),
        "until": told["until"],
    }


@require_POST
def letter(request, pk):
    """The letter for a code that was just given: it comes back in the form, never in an address."""
    row = kept_by_team(request, pk)
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
    row = kept_by_team(request, pk)
    found = row_or_404(ledger.accesses(request.actor, row), access)
    actions.end_space_access(by=request.actor, access=found)
    messages.success(request, "Ce code n’ouvre plus rien.")
    return HttpResponseRedirect(reverse("people:codes", args=[row.pk]))
