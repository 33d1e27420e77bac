"""Who reads what, why, until when; who did read; and what the team writes about it."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maillage.audit.actions import record
from maillage.people import actions, ledger, papers, queries, rules
from maillage.people.forms.consents import ConsentForm, ReviewForm, WithdrawForm
from maillage.people.forms.space import KeepOutForm
from maillage.people.guards import person_or_404, trail, uuid_or_none
from maillage.web.answers import done, form_page, refusals_in, refusals_told, row_or_404, submitted


def ledger_trail(row):
    return trail(row, ("Qui lit quoi", reverse("people:ledger", args=[row.pk])))


def kept_by_team(request, pk):
    """The person, for whoever keeps their ledger."""
    row = person_or_404(request, pk)
    rules.check_can_keep_ledger(request.actor, row.pk)
    return row


@require_safe
def show(request, pk):
    row = person_or_404(request, pk)
    record(request.actor, "read_ledger", row)
    return _page(request, row)


def _page(request, row, reviewed=None, form=None):
    known = ledger.lines(request.actor, row)
    context = {
        "person": row,
        "title": "Qui lit quoi",
        "trail": trail(row),
        "circle": ledger.circle(request.actor, row, known),
        "now": [line for line in known if line.is_open],
        "past": [line for line in known if not line.is_open],
        "can_keep": rules.can_keep_ledger(request.actor, row.pk),
        "can_give_code": rules.can_give_code(request.actor, row.pk),
        "in_team": rules.can_change(request.actor, row.pk),
        **ledger.told_openings(row),
        "review_form": form or ReviewForm(),
        "reviewed": reviewed,
    }
    return form_page(request, form, "people/ledger.html", **context)


@require_POST
def review(request, pk, consent):
    row = kept_by_team(request, pk)
    found = row_or_404(ledger.consent_rows(request.actor, row), consent)
    form = ReviewForm(request.POST)
    if not form.is_valid():
        return _page(request, row, found.pk, form)
    with refusals_told(request):
        actions.review_exceptional(by=request.actor, consent=found, review=form.cleaned_data["review"])
        messages.success(request, "Votre relecture est enregistrée.")
    return redirect("people:ledger", row.pk)


@require_safe
def print_ledger(request, pk):
    row = person_or_404(request, pk)
    record(request.actor, "read_ledger", row)
    return printed(request, row, rules.can_change(request.actor, row.pk))


def printed(request, row, told):
    known = ledger.lines(request.actor, row)
    circle = ledger.circle(request.actor, row, known)
    data = papers.ledger_record(row, circle, known, ledger.openings(row), told)
    return papers.pdf("web/record.typ", data, "qui-lit-quoi")


@require_http_methods(["GET", "HEAD", "POST"])
def give(request, pk):
    """Typed, then shown with the exact list of who will read, then written."""
    row = kept_by_team(request, pk)
    asked = _asked(request, row)
    form = _consent_form(request, row, asked, request.POST or None)
    context = {"person": row, "asked": asked, "title": "Nouvel accord", "trail": ledger_trail(row)}
    if not submitted(request, form):
        return form_page(request, form, "people/consent.html", **context)
    if "edit" in request.POST:
        return form_page(request, form, "people/consent.html", status=200, **context)
    line = form.consent(row)
    readers = ledger.readers_of(request.actor, line)
    seal = ledger.seal_of(readers)
    if request.POST.get("seen") != seal:
        return render(request, "people/consent_readers.html", {**context, **shown(form, line, readers, seal)})
    with refusals_in(form):
        actions.give_consent(by=request.actor, consent=line, request=asked)
        return done(request, "L’accord est enregistré.", "people:ledger", row.pk)
    return form_page(request, form, "people/consent.html", **context)


def shown(form, line, readers, seal):
    """What is read before a line is written; `changed`: the list is no longer the one that was read."""
    parts = ledger.parts_in_words(line.parts)
    scope = f"{parts}, jusqu’au {line.until:%d/%m/%Y}"
    return {
        "typed": form,
        "line": line,
        "recipient": ledger.recipient(line),
        "readers": [{"name": one.name, "role": one.role, "scope": scope} for one in readers],
        "seal": seal,
        "always": ledger.ALWAYS,
        "changed": bool(form.data.get("seen")),
    }


def _consent_form(request, row, asked, data):
    but = ledger.kept_out_ids(request.actor, row.pk)
    told = {"purpose": asked.motive} if asked else {}
    return ConsentForm(data, initial={"witness": str(request.user), **told}, but=but, asked=asked)


def _asked(request, row):
    """The request of somebody of another structure that this line will answer; None when there is none."""
    wanted = request.GET.get("demande")
    if not wanted:
        return None
    rows = queries.requests_to_answer(request.actor).filter(person=row)
    return row_or_404(rows, uuid_or_none(wanted))


@require_http_methods(["GET", "HEAD", "POST"])
def paper(request, pk):
    """The form to sign: blank, or filled with what was typed when all of it can be read."""
    row = kept_by_team(request, pk)
    form = _consent_form(request, row, _asked(request, row), request.POST or None)
    line = form.consent(row) if form.is_bound and form.is_valid() else None
    data = papers.form_to_sign(row, line, form.law if line else None)
    return papers.pdf("web/record.typ", data, "accord-a-signer")


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request, pk, consent):
    row = kept_by_team(request, pk)
    found = row_or_404(ledger.consent_rows(request.actor, row), consent)
    form = WithdrawForm(request.POST or None, by_law=bool(found.basis_id))
    if submitted(request, form):
        actions.withdraw_consent(by=request.actor, consent=found, way=form.cleaned_data["way"])
        words = "C’est arrêté. Qui lisait par cet accord ne lit plus rien."
        return done(request, words, "people:ledger", row.pk)
    record(request.actor, "read_ledger", row)
    return form_page(
        request,
        form,
        "web/confirm.html",
        title="Arrêter un partage",
        trail=ledger_trail(row),
        **question(found),
        cancel_url=reverse("people:ledger", args=[row.pk]),
    )


def question(consent):
    return {
        "question": f"Arrêter le partage avec {ledger.recipient(consent)}, {consent.structure}\u00a0?",
        "consequences": "Dès maintenant, plus rien n’est lu par cet accord. La ligne reste au registre, avec sa date de fin.",
        "confirm_label": "Arrêter le partage",
    }


@require_http_methods(["GET", "HEAD", "POST"])
def keep_out(request, pk):
    """The answer is the same whether the account exists or not."""
    row = kept_by_team(request, pk)
    form = KeepOutForm(request.POST or None)
    if submitted(request, form):
        agent = ledger.account_of(form.cleaned_data["email"])
        with refusals_in(form, "email"):
            if agent:
                actions.keep_out(
                    by=request.actor, person=row, agent_id=agent.pk, reason=form.cleaned_data["reason"]
                )
            words = "C’est noté\u00a0: si un compte porte cette adresse, il n’ouvrira pas ce dossier."
            return done(request, words, "people:ledger", row.pk)
    record(request.actor, "read_kept_out", row)
    context = {
        "person": row,
        "title": "Tenir un agent à l’écart",
        "trail": ledger_trail(row),
        "rows": ledger.kept_out(request.actor, row),
    }
    return form_page(request, form, "people/keep_out.html", **context)
