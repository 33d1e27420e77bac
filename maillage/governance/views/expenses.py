"""One's own expenses: what may be asked, a claim prefilled, sent, read; its receipts and its paper."""

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maillage.files.refusals import Refused
from maillage.files.serving import attachment
from maillage.files.uploads import Upload
from maillage.governance import expenses_paper, rules
from maillage.governance import queries as meetings
from maillage.governance.actions import expenses as actions
from maillage.governance.enums import ExpenseState
from maillage.governance.forms.expenses import ExpenseForm, ReceiptForm
from maillage.governance.models import Presence, Receipt
from maillage.governance.queries import expenses as queries
from maillage.governance.queries.participation import letters
from maillage.governance.views.pages import of_committee, of_gathering, trail
from maillage.web.answers import done, form_page, refusals_in, refusals_told, row_or_404, submitted
from maillage.web.downloads import pdf_file
from maillage.web.listing import A_PAGE, paged

OWN, SETTLED = "Mes frais", "Frais de participation"
STATES = {
    ExpenseState.DRAFT: "waiting",
    ExpenseState.SENT: "waiting",
    ExpenseState.ACCEPTED: "waiting",
    ExpenseState.REFUSED: "late",
    ExpenseState.PAID: "done",
}


def in_own(*above):
    return trail((OWN, reverse("governance:my_expenses")), *above)


def above(request, claim, *more):
    """From one's own list, or from the committee's for whoever settles it."""
    committee = getattr(claim, "committee", None)
    if committee is None or request.actor.user_id == claim.user_id:
        return in_own(*more)
    to = reverse("governance:committee_expenses", args=[committee.public_id])
    return of_committee(committee, (SETTLED, to), *more)


def listed(rows, today):
    """Each with the colour of its state, and how many days it has waited for its money."""
    return [(one, STATES[one.state], waited(one, today)) for one in rows]


def waited(claim, today):
    return (today - claim.sent_on).days if claim.state in queries.UNPAID else None


@require_safe
def my_expenses(request):
    today = timezone.localdate()
    page, pages = paged(request, queries.own_claims(request.actor))
    context = {
        "title": OWN,
        "trail": trail(),
        "to_claim": queries.to_claim(request.actor)[:A_PAGE],
        "page": page,
        "rows": listed(page, today),
        "pages": pages,
        "advances": queries.advances(request.actor).filter(user=request.actor.user_id)[:A_PAGE],
        "letters": letters(request.actor).filter(user=request.actor.user_id)[:A_PAGE],
        "seats": queries.own_seats(request.actor)[:A_PAGE],
        "settled": _settled(request.actor),
    }
    return render(request, "governance/my_expenses.html", context)


def _settled(actor):
    """[(committee, how many claims wait)]"""
    found = queries.settled(actor)
    waiting = {}
    for pk in queries.unpaid(actor, found).values_list("committee", flat=True):
        waiting[pk] = waiting.get(pk, 0) + 1
    return [(one, waiting.get(one.pk, 0)) for one in found]


def presence_or_404(request, pk):
    """One's own presence, or anybody's in a committee whose work one keeps; and what one is for it."""
    rows = Presence.objects.visible_to(request.actor).select_related("gathering__committee", "occupant")
    row = row_or_404(rows, pk)
    return row, meetings.standing(request.actor, row.gathering.committee)


def claimant_of(presence):
    return presence.occupant.user_id if presence.occupant else None


@require_http_methods(["GET", "HEAD", "POST"])
def claim_expenses(request, presence):
    """Prefilled: one look, one tap. Kept without sending, it is read again with its total."""
    row, standing = presence_or_404(request, presence)
    rules.check_can_enter(request.actor, standing, claimant_of(row))
    known = queries.claims(request.actor).filter(presence=row).first()
    if known and known.state != ExpenseState.DRAFT:
        return redirect(known)
    terms = queries.terms_of(row)
    proposed = queries.proposed(row, terms)
    initial = _typed(known) if known else proposed
    form = ExpenseForm(request.POST or None, terms=terms, initial=initial)
    if submitted(request, form):
        with refusals_in(form):
            send = "garder" not in request.POST
            told = {"quantities": form.quantities(), "note": form.cleaned_data["note"], "send": send}
            claim = actions.write_claim(by=request.actor, presence=row, **told)
            return done(request, _said(claim, send), claim.get_absolute_url())
    own = claimant_of(row) == request.actor.user_id
    told = {"own": own, **_about(row, terms, proposed, known)}
    told["title"] = whose(row.name, own=own)
    told["trail"] = in_own() if own else of_gathering(row.gathering)
    return form_page(request, form, "governance/claim_form.html", **told)


def _typed(claim):
    return {line.kind: line.quantity for line in claim.lines.all()} | {"note": claim.note}


def whose(name, *, own):
    return "Ma demande" if own else f"Demande de {name}"


def _said(claim, sent):
    which = "Votre demande" if claim.user_id == claim.entered_by_id else f"La demande de {claim.name}"
    return f"{which} est envoyée." if sent else f"{which} est gardée. Relisez le total, puis envoyez-la."


def _about(presence, terms, proposed, known):
    return {
        "presence": presence,
        "gathering": presence.gathering,
        "total": known.total if known else expenses_paper.proposed_total(terms, proposed),
        "advance": queries.advance_of(presence),
        "terms": list(terms.values()),
    }


def claim_or_404(request, public_id):
    return row_or_404(queries.claims(request.actor), public_id=public_id)


@require_safe
def expense_claim(request, public_id):
    claim = claim_or_404(request, public_id)
    standing = queries.standing_for(request.actor, claim)
    settles = rules.can_settle(request.actor, standing, claim.user_id)
    today = timezone.localdate()
    context = {
        "title": f"Frais de {claim.name}",
        "trail": above(request, claim),
        "claim": claim,
        "colour": STATES[claim.state],
        "waited": waited(claim, today),
        "lines": [(one, queries.UNITS[one.kind]) for one in claim.lines.all()],
        "own": claim.user_id == request.actor.user_id,
        "typed": claim.entered_by_id == request.actor.user_id,
        "holds": rules.can_hold(request.actor, standing, claim),
        "adds": claim.state in (ExpenseState.DRAFT, ExpenseState.SENT)
        and request.actor.user_id in (claim.user_id, claim.entered_by_id),
        "answers": rules.can_accept(request.actor, standing, claim) and claim.state == ExpenseState.SENT,
        "pays": settles and claim.state == ExpenseState.ACCEPTED,
        "no_bank": expenses_paper.NO_BANK,
    }
    return render(request, "governance/expense_claim.html", context)


@require_POST
def send_claim(request, public_id):
    claim = claim_or_404(request, public_id)
    with refusals_told(request):
        actions.send_claim(by=request.actor, claim=claim)
        claim.refresh_from_db()
        return done(request, _said(claim, sent=True), claim.get_absolute_url())
    return redirect(claim)


@require_safe
def claim_pdf(request, public_id):
    claim = claim_or_404(request, public_id)
    return pdf_file("frais", "web/record.typ", expenses_paper.claim_paper(claim, queries.UNITS))


@require_safe
def claim_form_pdf(request, presence):
    row, standing = presence_or_404(request, presence)
    rules.check_can_enter(request.actor, standing, claimant_of(row))
    terms = queries.terms_of(row)
    told = expenses_paper.claim_form(row, terms, queries.proposed(row, terms))
    return pdf_file("mes-frais", "web/record.typ", told)


@require_http_methods(["GET", "HEAD", "POST"])
def add_receipt(request, public_id):
    claim = claim_or_404(request, public_id)
    form = ReceiptForm(request.POST or None, request.FILES or None)
    if submitted(request, form):
        file = form.cleaned_data["file"]
        with refusals_in(form, "file"):
            try:
                upload = Upload(file.name, file.read())
                actions.add_receipt(by=request.actor, claim=claim, upload=upload)
                return done(request, "Le justificatif est joint.", claim.get_absolute_url())
            except Refused as refused:
                form.add_error("file", refused.reason)
    above_it = (whose(claim.name, own=claim.user_id == request.actor.user_id), claim.get_absolute_url())
    return form_page(
        request, form, title="Joindre un justificatif", trail=above(request, claim, above_it), save="Joindre"
    )


@require_safe
def receipt(request, public_id, number):
    claim = claim_or_404(request, public_id)
    row = row_or_404(Receipt.objects.visible_to(request.actor).filter(claim=claim), number)
    return attachment(row.name, row.media_type, actions.read_receipt(by=request.actor, receipt=row))
