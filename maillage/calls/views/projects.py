"""Projects and labels, for everybody: what is followed, in pairs; how they end; what goes on. Indicators are kept."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from maillage.calls import call_words, rules
from maillage.calls.actions import indicators as actions
from maillage.calls.actions.rulings import withdraw
from maillage.calls.forms.indicators import EndForm, IndicatorForm, ReviewForm, SustainForm, ValueForm
from maillage.calls.forms.jury import WithdrawForm
from maillage.calls.queries import projects as queries
from maillage.calls.queries.calls import indicators, standing_in
from maillage.calls.views.pages import call_or_404, of_call
from maillage.governance.queries.plans import written
from maillage.web.answers import done, form_page, refusals_in, row_or_404, submitted

FORM = ["GET", "HEAD", "POST"]


def award_or_404(request, public_id):
    return row_or_404(queries.awards(request.actor), public_id=public_id)


def _above(row):
    return of_call(row.call, (row.title, row.get_absolute_url()))


@login_not_required
@require_safe
def award(request, public_id):
    row = award_or_404(request, public_id)
    standing = standing_in(request.actor, row.call)
    own = rules.can_tell(request.actor, row)
    review = queries.review_of(request.actor, row)
    context = {
        "title": row.title,
        "trail": of_call(row.call),
        "award": row,
        "held": call_words.held(row, timezone.localdate()),
        "values": queries.values(request.actor, row),
        "indicators": indicators(request.actor, row.call).filter(retired_on=None) if own else [],
        "own": own,
        "review": review,
        "sustains": review and not review.measure_id and rules.can_publish(request.actor, standing),
        "withdraws": row.withdrawn_on is None and rules.can_keep_jury(request.actor, standing),
    }
    return render(request, "calls/award.html", context)


@require_http_methods(FORM)
def tell_value(request, public_id, number):
    row = award_or_404(request, public_id)
    rules.check_can_tell(request.actor, row)
    indicator = row_or_404(indicators(request.actor, row.call), number)
    form = ValueForm(request.POST or None, indicator=indicator)
    if submitted(request, form):
        with refusals_in(form):
            told = {"award": row, "indicator": indicator, "values": form.values()}
            actions.tell_value(by=request.actor, **told)
            return done(request, "Le nombre et son récit sont notés.", row.get_absolute_url())
    lead = f"À quoi cela sert\u00a0: {indicator.purpose}"
    return form_page(request, form, title="Dire où en est le projet", trail=_above(row), lead=lead)


@require_http_methods(FORM)
def write_review(request, public_id):
    row = award_or_404(request, public_id)
    rules.check_can_tell(request.actor, row)
    form = EndForm(request.POST or None)
    if submitted(request, form):
        with refusals_in(form):
            actions.write_review(by=request.actor, award=row, values=form.cleaned_data)
            return done(request, "Le bilan est publié.", row.get_absolute_url())
    lead = "Tout le monde lira ce bilan. Sans nom ni détail qui ferait reconnaître quelqu’un."
    return form_page(request, form, title="Faire le bilan", trail=_above(row), lead=lead, save="Publier")


@require_http_methods(FORM)
def sustain(request, public_id):
    row = award_or_404(request, public_id)
    rules.check_can_publish(request.actor, standing_in(request.actor, row.call))
    review = row_or_404(queries.reviews(request.actor), award=row)
    form = SustainForm(request.POST or None, plans=written(request.actor))
    if submitted(request, form):
        with refusals_in(form):
            plan = form.cleaned_data["plan"]
            actions.sustain(by=request.actor, review=review, plan=plan)
            return done(request, "L’action devient une mesure de ce plan.", plan.get_absolute_url())
    told = {"title": "Garder cette action", "trail": _above(row), "lead": review.to_sustain}
    return form_page(request, form, **told, save="Ajouter au plan")


@require_http_methods(FORM)
def withdraw_award(request, public_id):
    row = award_or_404(request, public_id)
    rules.check_can_keep_jury(request.actor, standing_in(request.actor, row.call))
    form = WithdrawForm(request.POST or None)
    if submitted(request, form):
        with refusals_in(form):
            withdraw(by=request.actor, award=row, why=form.cleaned_data["why"])
            return done(request, "C’est retiré, et le registre le dit.", row.get_absolute_url())
    return form_page(request, form, title=f"Retirer\u00a0: {row.title}", trail=_above(row), save="Retirer")


@login_not_required
@require_safe
def to_sustain(request):
    """What projects left that is worth going on with, and whether a plan took it up."""
    context = {"title": "Actions à garder", "rows": queries.reviews(request.actor)[:100], "trail": []}
    return render(request, "calls/to_sustain.html", context)


@require_http_methods(FORM)
def add_indicator(request, public_id):
    row, standing = call_or_404(request, public_id)
    rules.check_can_publish(request.actor, standing)
    form = IndicatorForm(request.POST or None)
    if submitted(request, form):
        with refusals_in(form):
            actions.add_indicator(by=request.actor, call=row, values=form.values())
            return done(request, "L’indicateur est ajouté.", row.get_absolute_url())
    lead = "Un nombre et un récit, toujours ensemble. Peu d’indicateurs, et utiles."
    return form_page(
        request, form, title="Ajouter un indicateur", trail=of_call(row), lead=lead, save="Ajouter"
    )


@require_http_methods(FORM)
def review_indicator(request, public_id, number):
    row, standing = call_or_404(request, public_id)
    rules.check_can_publish(request.actor, standing)
    indicator = row_or_404(indicators(request.actor, row).select_related("call__committee"), number)
    form = ReviewForm(request.POST or None, initial={"minutes": indicator.minutes})
    if submitted(request, form):
        with refusals_in(form):
            told = {"values": form.values(), "retire": form.cleaned_data["retire"]}
            actions.review_indicator(by=request.actor, indicator=indicator, **told)
            return done(request, "La relecture est notée.", row.get_absolute_url())
    lead = f"{indicator.name}. À quoi il sert\u00a0: {indicator.purpose}"
    return form_page(request, form, title="Relire un indicateur", trail=of_call(row), lead=lead)
