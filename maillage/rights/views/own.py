"""The person's own rights, on a phone: what they may ask for, what they decide, what is under way, what to bring."""

from functools import partial

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from maillage.audit.actions import record
from maillage.files.uploads import Upload
from maillage.people.guards import of_person_or_404, opened, own_page, own_space
from maillage.rights import claim_pages
from maillage.rights.actions import claims, own
from maillage.rights.enums import UNDER_WAY, ClaimState
from maillage.rights.forms.own import OwnDecisionForm, OwnPieceForm
from maillage.rights.models import Claim, Piece
from maillage.rights.own_words import SOMEBODY, Told, happened, state
from maillage.rights.pdf import own_sheet_data
from maillage.rights.presentation import PER
from maillage.rights.procedures import CLAIMABLE
from maillage.rights.queries import claims as queries
from maillage.support.queries.circle import accompaniment
from maillage.web.answers import done, refusals_in, submitted
from maillage.web.pdf import render_pdf

GET_OR_POST = ["GET", "HEAD", "POST"]


@require_safe
@own_space
def rights(request, person):
    """Everything at once: to decide, under way, to bring, possible, received."""
    opened(request, person, "read_own")
    words = _words(request, person)
    rows = queries.claims_of(request.actor, person)
    told = partial(
        _told,
        appeals=queries.appeals_by_claim(request.actor, person),
        pieces=queries.pieces_by_claim(request.actor, person),
        words=words,
    )
    context = {
        "title": "Vos droits",
        "to_decide": [told(one) for one in rows if one.state == ClaimState.PROPOSED],
        "under_way": [told(one) for one in rows if _is_under_way(one)],
        "past": [told(one) for one in rows if one.state not in UNDER_WAY],
        "to_bring": queries.to_bring(request.actor),
        "found": [claim_pages.found(one, person) for one in queries.own_rights(request.actor, person)],
        "overpayments": [words.overpayment(one) for one in queries.overpayments_of(request.actor, person)],
    }
    return own_page(request, "rights/own_rights.html", context)


def _words(request, person):
    followed = accompaniment(request.actor, person)
    return Told(timezone.localdate(), str(followed.referent) if followed else SOMEBODY)


def _is_under_way(one):
    return one.state in UNDER_WAY and one.state != ClaimState.PROPOSED


def _told(one, *, appeals, pieces, words):
    mine = appeals.get(one.pk, [])
    page = claim_pages.page(one, pieces.get(one.pk, []), mine, words.today)
    told = {
        "pk": one.pk,
        "declined": one.state == ClaimState.DECLINED,
        "words": one.words,
        "state": state(one, words.today),
        "appeals": mine,
        "now": words.now(one, page, pieces.get(one.pk, [])),
        "facts": [fact for fact in page.facts if fact[0] != "Raison donnée"],
        "happened": happened(page),
    }
    return claim_pages.item(one, words.today) | told


@require_http_methods(GET_OR_POST)
@own_space
def decide(request, person, claim):
    """Yes or no: it is theirs to say; no reason is owed."""
    found = of_person_or_404(request, Claim, person, claim)
    if found.state not in (ClaimState.PROPOSED, ClaimState.DECLINED):
        raise Http404
    form = OwnDecisionForm(request.POST or None, initial={"version": found.version})
    if submitted(request, form):
        data = form.cleaned_data
        told = {"wants": data["wants"] == "yes", **{key: data[key] for key in ("reason", "words", "version")}}
        with refusals_in(form):
            claims.decide(by=request.actor, claim=found, on=timezone.localdate(), **told)
            return done(request, "C’est noté. La personne qui vous accompagne le verra.", "rights:own_rights")
        form.at_version(Claim.objects.visible_to(request.actor).get(pk=found.pk).version)
    benefit = CLAIMABLE[found.benefit]
    context = {"title": found.name, "claim": found, "benefit": benefit, "per": PER[benefit.unit]}
    return own_page(request, "rights/own_decide.html", context, form)


@require_http_methods(GET_OR_POST)
@own_space
def bring(request, person, piece):
    """A photo of the paper, taken with the phone."""
    found = of_person_or_404(request, Piece, person, piece)
    if found.given_on:
        raise Http404
    form = OwnPieceForm(request.POST or None, request.FILES or None)
    if submitted(request, form):
        sent = form.cleaned_data["file"]
        with refusals_in(form):
            own.bring_piece(by=request.actor, piece=found, upload=Upload(sent.name, sent.read()))
            return done(request, "Votre pièce est envoyée.", "rights:own_rights")
    context = {"title": "Envoyer une pièce", "piece": found}
    return own_page(request, "rights/own_piece.html", context, form)


@require_safe
@own_space
def sheet(request, person):
    """To take away."""
    record(request.actor, "read_own", person)
    found = queries.own_rights(request.actor, person)
    pdf = render_pdf("rights/sheet.typ", own_sheet_data(found, person.full_name))
    headers = {"Content-Disposition": 'inline; filename="mes-droits.pdf"'}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)
