"""A structure takes an indicator, reads it again, retires it."""

from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from maillage.observatory import rules
from maillage.observatory.actions import indicators as actions
from maillage.observatory.forms.releases import ReviewForm, WhyForm
from maillage.observatory.views.pages import indicator_or_404, of_indicator
from maillage.web.answers import done, form_page, refusals_in, submitted

FORM = require_http_methods(["GET", "HEAD", "POST"])


@require_POST
def take(request, code):
    row = indicator_or_404(request, code)
    actions.take(by=request.actor, indicator=row)
    return done(request, "Votre structure répond de cet indicateur.", row)


@FORM
def review(request, code):
    row = indicator_or_404(request, code)
    rules.check_can_keep(request.actor, row.owner_id)
    form = ReviewForm(request.POST or None)
    if submitted(request, form):
        with refusals_in(form):
            actions.review(by=request.actor, indicator=row, **form.cleaned_data)
            return done(request, "C’est noté\u00a0: prochaine relecture dans un an.", row)
    lead = "Une fois par an, des professionnels et des personnes concernées disent s’il sert encore. Sinon, on l’arrête."
    return form_page(
        request, form, title="Relire cet indicateur", trail=of_indicator(row), lead=lead,
        aside_link=("Il ne sert plus\u00a0: l’arrêter", reverse("observatory:retire", args=[row.code])),
    )  # fmt: skip


@FORM
def retire(request, code):
    row = indicator_or_404(request, code)
    rules.check_can_keep(request.actor, row.owner_id)
    form = WhyForm(request.POST or None)
    if submitted(request, form):
        with refusals_in(form):
            actions.retire(by=request.actor, indicator=row, **form.cleaned_data)
            return done(request, "L’indicateur est arrêté. Ce qui a été publié reste lisible.", row)
    told = {"trail": of_indicator(row), "save": "Arrêter cet indicateur"}
    return form_page(request, form, title="Arrêter cet indicateur", **told)
