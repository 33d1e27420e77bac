"""Who settles: the claims of a committee and their age, answered, paid; papers typed again; advances; rates; a table."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from maillage.governance import queries as meetings
from maillage.governance import rules
from maillage.governance.actions import advances
from maillage.governance.actions import expenses as actions
from maillage.governance.enums import ExpenseState
from maillage.governance.forms.expenses import (
    AdvanceForm,
    AnswerAdvanceForm,
    AnswerClaimForm,
    PaidForm,
    RateForm,
)
from maillage.governance.models import Occupant
from maillage.governance.queries import expenses as queries
from maillage.governance.views.expenses import SETTLED, above, claim_or_404, listed
from maillage.governance.views.gatherings import gathering_or_404
from maillage.governance.views.pages import committee_or_404, of_committee, of_gathering
from maillage.web.answers import done, form_page, refusals_in, row_or_404, submitted
from maillage.web.downloads import csv_file
from maillage.web.listing import A_PAGE, paged
from maillage.web.wording import amount

HEADERS = [
    "instance et séance",
    "jour",
    "nom",
    "frais",
    "quantité",
    "barème",
    "montant demandé",
    "montant accepté",
    "raison du refus",
    "état",
    "avance de la demande",
    "envoyée le",
    "payée le",
]


def settled_or_404(request, public_id):
    """The committee, for whoever settles its expenses."""
    row, standing = committee_or_404(request, public_id)
    if not rules.can_seat(request.actor, standing):
        raise Http404
    return row


@require_safe
def committee_expenses(request, public_id):
    row = settled_or_404(request, public_id)
    today = timezone.localdate()
    rows = queries.of_committee(request.actor, row)
    paid = request.GET.get("etat") == "reglees"
    ended = (ExpenseState.PAID, ExpenseState.REFUSED)
    shown = rows.filter(state__in=ended).order_by("-on", "pk") if paid else rows.exclude(state__in=ended)
    page, pages = paged(request, shown)
    context = {
        "title": SETTLED,
        "trail": of_committee(row),
        "committee": row,
        "ages": [
            [one.label, one.count, amount(one.amount)]
            for one in queries.ageing(queries.unpaid(request.actor, [row]), today)
        ],
        "columns": ["Depuis l’envoi", ("Demandes", "number"), ("Reste à payer", "number")],
        "paid": paid,
        "page": page,
        "rows": listed(page, today),
        "pages": pages,
        "advances": queries.advances(request.actor).filter(committee=row, paid_on=None, refused_on=None)[
            :A_PAGE
        ],
    }
    return render(request, "governance/committee_expenses.html", context)


@require_safe
def expenses_csv(request, public_id):
    """A line for each expense, for the accountant."""
    row = settled_or_404(request, public_id)
    return csv_file("frais", HEADERS, _lines(queries.of_committee(request.actor, row)))


def _lines(claims):
    for claim in claims:
        for line in claim.lines.all():
            accepted = None if claim.granted is None else 0 if line.refused else line.amount
            yield (
                claim.about,
                claim.on,
                claim.name,
                line.get_kind_display(),
                line.quantity,
                line.rate,
                line.amount,
                accepted,
                line.reason,
                claim.get_state_display(),
                claim.advance,
                claim.sent_on,
                claim.paid_on,
            )


@require_safe
def gathering_expenses(request, public_id):
    """Who was there, what they asked; the paper to give out, and the page where it is typed again."""
    row, standing = gathering_or_404(request, public_id)
    rules.check_can_keep(request.actor, standing)
    present = queries.presences(request.actor).filter(gathering=row).select_related("claim")
    context = {
        "title": "Frais de cette séance",
        "trail": of_gathering(row),
        "gathering": row,
        "rows": [(one, getattr(one, "claim", None)) for one in present],
    }
    return render(request, "governance/gathering_expenses.html", context)


def settling_or_404(request, public_id):
    claim = claim_or_404(request, public_id)
    standing = queries.standing_for(request.actor, claim)
    rules.check_can_settle(request.actor, standing, claim.user_id)
    return claim, standing


@require_http_methods(["GET", "HEAD", "POST"])
def answer_claim(request, public_id):
    claim, standing = settling_or_404(request, public_id)
    if claim.state != ExpenseState.SENT:
        return redirect(claim)
    rules.check_can_accept(request.actor, standing, claim)
    form = AnswerClaimForm(request.POST or None, lines=list(claim.lines.all()))
    if submitted(request, form):
        with refusals_in(form):
            actions.answer_claim(by=request.actor, claim=claim, refused=form.refused())
            return done(request, "La réponse est donnée.", claim.get_absolute_url())
    lead = "Laissez vide ce que vous acceptez. Une raison écrite refuse la ligne\u00a0: la personne la lira."
    told = {"title": f"Répondre à la demande de {claim.name}", "save": "Répondre", "lead": lead}
    return form_page(
        request, form, **told, trail=above(request, claim, ("La demande", claim.get_absolute_url()))
    )


@require_http_methods(["GET", "HEAD", "POST"])
def pay_claim(request, public_id):
    claim, _ = settling_or_404(request, public_id)
    if claim.state != ExpenseState.ACCEPTED:
        return redirect(claim)
    form = PaidForm(request.POST or None, initial={"on": timezone.localdate()})
    if submitted(request, form):
        with refusals_in(form):
            actions.pay_claim(by=request.actor, claim=claim, on=form.cleaned_data["on"])
            return done(request, "Le paiement est noté.", claim.get_absolute_url())
    lead = f"{claim.name}\u00a0: {amount(claim.due)} à payer."
    told = {"title": "Noter le paiement", "save": "Noter", "lead": lead}
    return form_page(
        request, form, **told, trail=above(request, claim, ("La demande", claim.get_absolute_url()))
    )


@require_http_methods(["GET", "HEAD", "POST"])
def ask_advance(request, public_id):
    row, _ = gathering_or_404(request, public_id)
    seats = Occupant.objects.visible_to(request.actor)
    own = row_or_404(seats, meetings.own_seat(request.actor, row))
    form = AdvanceForm(request.POST or None)
    if submitted(request, form):
        with refusals_in(form):
            advances.ask_advance(by=request.actor, gathering=row, occupant=own, **form.cleaned_data)
            return done(request, "Votre avance est demandée.", "governance:my_expenses")
    lead = "Ce que vous ne pouvez pas payer d’abord. L’avance est déduite de vos frais après la séance."
    told = {"title": "Demander une avance", "save": "Demander", "lead": lead}
    return form_page(request, form, **told, trail=of_gathering(row))


@require_http_methods(["GET", "HEAD", "POST"])
def answer_advance(request, number):
    row = row_or_404(queries.advances(request.actor), number)
    rules.check_can_settle(request.actor, queries.standing_for(request.actor, row), row.user_id)
    form = AnswerAdvanceForm(request.POST or None, initial={"paid_on": timezone.localdate()})
    to = reverse("governance:committee_expenses", args=[row.committee.public_id])
    if submitted(request, form):
        with refusals_in(form):
            advances.answer_advance(by=request.actor, advance=row, **form.cleaned_data)
            return done(request, "La réponse est donnée.", to)
    lead = f"{row.name} demande {amount(row.amount)} pour «\u00a0{row.gathering.title}\u00a0». {row.reason}"
    told = {"title": "Répondre à une demande d’avance", "save": "Répondre", "lead": lead}
    return form_page(request, form, **told, trail=of_committee(row.committee, (SETTLED, to)))


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def rates(request, public_id):
    """Read by whoever sees the committee; decided by who settles."""
    row, standing = committee_or_404(request, public_id)
    today = timezone.localdate()
    decides = rules.can_seat(request.actor, standing)
    if request.method == "POST":
        rules.check_can_seat(request.actor, standing)
    form = RateForm(request.POST or None, initial={"starts_on": today}) if decides else None
    if form and submitted(request, form):
        with refusals_in(form):
            advances.set_rate(by=request.actor, committee=row, **form.cleaned_data)
            return done(request, "Le barème est noté.", "governance:rates", row.public_id)
    told = {"title": "Ce qui est remboursé", "trail": of_committee(row), "save": "Noter ce barème"}
    terms = list(queries.all_terms(row.pk, today).values())
    return form_page(request, form, "governance/rates.html", **told, terms=terms, today=today)
