"""A text copied from a model by another committee: its gap from it, article by article, and what the model became."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maillage.governance.actions import articles as actions
from maillage.governance.enums import ARTICLED
from maillage.governance.forms.articles import AdaptForm
from maillage.governance.queries import articles as queries
from maillage.governance.queries import texts as text_queries
from maillage.governance.views.texts import keeps, kept_or_404, of_texts, text_or_404
from maillage.permissions import Forbidden
from maillage.web.answers import done, form_page, refusals_in, refusals_told, submitted

NOBODY = "Qui tient les travaux d’une instance peut reprendre ce texte pour elle."


@require_http_methods(["GET", "HEAD", "POST"])
def adapt_text(request, public_id):
    model = text_or_404(request, public_id)
    committees = queries.kept_committees(request.actor)
    if not committees.exists():
        raise Forbidden(NOBODY)
    if model.kind not in ARTICLED or queries.in_force(model) is None:
        raise Http404
    form = AdaptForm(request.POST or None, committees=committees, initial={"title": model.title})
    if submitted(request, form):
        with refusals_in(form):
            made = actions.adapt_text(by=request.actor, model=model, **form.cleaned_data)
            return done(request, "Ses articles sont copiés\u00a0: adaptez-les, puis publiez.", made)
    told = {
        "lead": "Ses articles deviennent votre brouillon. L’écart avec le modèle reste visible, article par article.",
        "save": "Copier ses articles",
    }
    above = of_texts((model.title, model.get_absolute_url()))
    return form_page(request, form, title="Adapter ce texte", trail=above, **told)


def _shown(request, found):
    """As its page: what is published, the draft otherwise."""
    versions = text_queries.versions(request.actor, found)
    return next((one for one in versions if one.published_at), versions[0]), versions


@login_not_required
@require_safe
def gap(request, public_id):
    found = text_or_404(request, public_id)
    shown, versions = _shown(request, found)
    if request.GET.get("brouillon"):
        shown = versions[0]
    measured = queries.gap(found, shown)
    if measured is None:
        raise Http404
    context = {
        "title": "Écart avec le modèle",
        "trail": of_texts((found.title, found.get_absolute_url())),
        "text": found,
        "shown": shown,
        "draft": versions[0] if not versions[0].published_at and versions[0] != shown else None,
        "gap": measured,
        "same": [one for one in measured.drift if one.same],
        "news_same": [one for one in measured.news if one.same],
        "keeps": keeps(request, found),
    }
    return render(request, "governance/text_gap.html", context)


@require_POST
def follow_model(request, public_id):
    found, last = kept_or_404(request, public_id)
    measured = queries.gap(found, last)
    if measured is None:
        raise Http404
    if str(measured.now.number) != request.POST.get("version"):
        messages.error(request, "Le modèle vient de changer\u00a0: relisez-le.")
        return redirect("governance:gap", public_id)
    with refusals_told(request):
        actions.follow_model(by=request.actor, text=found, version=measured.now)
        return done(request, "C’est noté.", "governance:gap", public_id)
    return redirect("governance:gap", public_id)
