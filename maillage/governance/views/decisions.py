"""A vote recorded, a decision read, its follow-up ended, the board of what is owed."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from maillage.governance import queries, rules
from maillage.governance.actions import decisions as actions
from maillage.governance.enums import DecisionKind, ItemNature
from maillage.governance.forms.gatherings import DecisionForm, EndingForm
from maillage.governance.models import Recusal
from maillage.governance.views.gatherings import gathering_or_404, item_or_404
from maillage.governance.views.pages import of_committee, of_gathering, trail
from maillage.web.answers import done, form_page, refusals_in, row_or_404, submitted

MOST_LISTED = 100


@require_http_methods(["GET", "HEAD", "POST"])
def decide(request, public_id, item):
    row, standing = gathering_or_404(request, public_id)
    rules.check_can_keep(request.actor, standing)
    one = item_or_404(request, row, item)
    aside = set(
        Recusal.objects.visible_to(request.actor).filter(item=one).values_list("occupant_id", flat=True)
    )
    counts = queries.present_counts(row, leaving_out=aside)
    plain = row.committee.plain
    form = DecisionForm(request.POST or None, plain=plain, counts=counts, initial=_proposed(one))
    if submitted(request, form):
        with refusals_in(form):
            made = actions.record_decision(
                by=request.actor, item=one, values=form.values(), voices=form.voices()
            )
            words = (
                "La décision est adoptée."
                if made.adopted
                else "La décision n’est pas adoptée\u00a0: c’est noté."
            )
            return done(request, words, row.get_absolute_url())
    context = {
        "title": one.title,
        "trail": of_gathering(row),
        "gathering": row,
        "item": one,
        "counts": counts,
        "lacking": rules.missing(counts),
        "save": "Enregistrer la décision",
        "already": getattr(one, "decision", None),
    }
    return form_page(request, form, "governance/decide.html", **context)


def _proposed(item):
    kind = DecisionKind.DECIDE if item.nature == ItemNature.DECISION else DecisionKind.TRACK
    return {"kind": kind, "text": item.details or item.title, "plain_words": item.plain_words}


@login_not_required
@require_safe
def decision(request, public_id):
    row = row_or_404(queries.decisions(request.actor), public_id=public_id)
    keeps = rules.can_keep(request.actor, queries.standing(request.actor, row.committee))
    mandate = getattr(row, "mandate", None)
    context = {
        "title": f"{row.get_kind_display().capitalize()}\u00a0: {row.item.title}",
        "trail": of_gathering(row.gathering),
        "decision": row,
        "tallies": [
            (one.college.name, one.present, one.in_favour, one.against, one.abstained)
            for one in row.tallies.all()
        ],
        "columns": [
            "Collège",
            ("Présents", "number"),
            ("Pour", "number"),
            ("Contre", "number"),
            ("Abstentions", "number"),
        ],
        "keeps": keeps,
        "mandate": mandate,
        "gives": keeps and row.adopted and row.kind == DecisionKind.MANDATE and mandate is None,
        "texts": [one.text for one in row.texts.select_related("text")],
        "links": [link for told in queries.DECISION_LINKS for link in told(request.actor, row)],
        "today": timezone.localdate(),
    }
    return render(request, "governance/decision.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def end(request, public_id):
    row = row_or_404(queries.decisions(request.actor), public_id=public_id)
    rules.check_can_keep(request.actor, queries.standing(request.actor, row.committee))
    form = EndingForm(request.POST or None, initial={"on": timezone.localdate()})
    if submitted(request, form):
        with refusals_in(form):
            actions.end_decision(by=request.actor, decision=row, **form.cleaned_data)
            return done(request, "C’est noté.", row.get_absolute_url())
    told = {"title": "Ce qu’elle est devenue", "lead": row.text, "trail": of_committee(row.committee)}
    return form_page(request, form, back=row.get_absolute_url(), **told)


@login_not_required
@require_safe
def followed(request):
    """What committees decided and that somebody owes, late first."""
    rows = queries.all_followed(request.actor)[:MOST_LISTED]
    context = {"title": "Suites à donner", "trail": trail(), "rows": rows, "today": timezone.localdate()}
    return render(request, "governance/followed.html", context)
