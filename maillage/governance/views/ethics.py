"""Whom to ask about an ethical question, one's questions and those received, one of them step by step."""

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from maillage.governance import ethics_words as words
from maillage.governance.enums import ReferralState, ReferralStepKind
from maillage.governance.queries import ethics as queries
from maillage.governance.rules.ethics import can_answer
from maillage.governance.views.pages import trail
from maillage.web.answers import row_or_404
from maillage.web.listing import paged

TITLE = "Éthique\u00a0: à qui s’adresser"
MINE = "Saisines éthiques"
SHOWN = 50


@require_safe
def ethics(request):
    """By name: for those who are signed in."""
    actor = request.actor
    page, pages = paged(request, queries.spaces(actor))
    served = {one.user_id for space in page for one in space.correspondents}
    places = queries.places_of(served)
    context = {
        "title": TITLE,
        "trail": trail(),
        "rows": [(one, queries.correspondents(one, places)) for one in page],
        "page": page,
        "pages": pages,
        "at_work": actor.at_work,
        "none_near": not queries.nearest(actor).exists(),
        **_lacking(actor),
    }
    return render(request, "governance/ethics.html", context)


def _lacking(actor):
    spaces, bodies = queries.spaces_without(actor), queries.locals_without(actor)
    organisations = queries.organisations_without(actor)
    return {
        "spaces_without": list(spaces[:SHOWN]),
        "locals_without": list(bodies[:SHOWN]),
        "organisations_without": organisations[:SHOWN],
        "counts": words.lacking(spaces.count(), bodies.count(), len(organisations)),
    }


@require_safe
def referrals(request):
    actor, today = request.actor, timezone.localdate()
    page, pages = paged(request, queries.received(actor))
    context = {
        "title": MINE,
        "trail": [(TITLE, reverse("governance:ethics"))],
        "asked": [(one, words.state(one, today)) for one in queries.asked_by(actor)[:SHOWN]],
        "received": [(one, words.state(one, today)) for one in page],
        "pages": pages,
    }
    return render(request, "governance/referrals.html", context)


def referral_or_404(request, public_id):
    return row_or_404(queries.referrals(request.actor), public_id=public_id)


def of_referrals(*above):
    return [(TITLE, reverse("governance:ethics")), (MINE, reverse("governance:referrals")), *above]


@require_safe
def referral(request, public_id):
    row = referral_or_404(request, public_id)
    steps = queries.steps(request.actor, row)
    answers = can_answer(request.actor, queries.standing_of(request.actor, row))
    is_open = row.ended_on is None
    context = {
        "title": row.title,
        "trail": of_referrals(),
        "referral": row,
        "state": words.state(row, timezone.localdate()),
        "facts": words.facts(row),
        "steps": [(one, words.step(one)) for one in steps],
        "is_author": row.author_id == request.actor.user_id,
        "answers": answers and is_open,
        "passes": answers and is_open and row.national_id is None,
        "teaches": answers and _may_teach(row, steps),
        "is_open": is_open,
    }
    return render(request, "governance/referral.html", context)


def _may_teach(row, steps):
    taught = any(one.kind == ReferralStepKind.DOCTRINE for one in steps)
    return row.state == ReferralState.ANSWERED and not taught
