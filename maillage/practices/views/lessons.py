"""What sheets teach together: on a page, on paper, and as the beginning of a committee's text."""

from django.contrib.auth.decorators import login_not_required
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from maillage.governance.queries.articles import kept_committees
from maillage.permissions import ANONYMOUS, Forbidden
from maillage.practices.actions import syntheses
from maillage.practices.catalogue import tags
from maillage.practices.forms.library import SynthesisForm, TagForm
from maillage.practices.queries import lessons as queries
from maillage.practices.sheet_paper import lessons_data
from maillage.practices.views.pages import trail
from maillage.web.answers import done, form_page, refusals_in, submitted
from maillage.web.downloads import pdf_file

TITLE = "Ce que les fiches enseignent"


@login_not_required
@require_safe
def lessons(request):
    form = TagForm(request.GET)
    tag = form.tag()
    found = queries.lessons(request.actor, tag)
    context = {
        "title": TITLE,
        "trail": trail(),
        "tag": tag,
        "name": tags(ended=True).get(tag, ""),
        "groups": [(heading, rows) for heading, rows in found.groups if rows],
        "sources": found.sources,
        "whole": found.whole,
        "query": request.GET.urlencode(),
        "asks": kept_committees(request.actor).exists(),
    }
    return form_page(request, form, "practices/lessons.html", status=200, **context)


@login_not_required
@require_safe
def lessons_pdf(request):
    tag = TagForm(request.GET).tag()
    data = lessons_data(queries.lessons(ANONYMOUS, tag), tags(ended=True).get(tag, ""), timezone.localdate())
    return pdf_file("enseignements", "web/record.typ", data)


@require_http_methods(["GET", "HEAD", "POST"])
def synthesis(request):
    committees = list(kept_committees(request.actor))
    if not committees:
        raise Forbidden("Ceux qui animent une instance commencent une synthèse en son nom.")
    start = {"tag": request.GET.get("theme", "")}
    form = SynthesisForm(request.POST or None, committees=committees, initial=start)
    if submitted(request, form):
        with refusals_in(form):
            told = {"tag": form.cleaned_data["tag"], "site": request.build_absolute_uri("/").rstrip("/")}
            made = syntheses.draw_synthesis(by=request.actor, committee=form.chosen(), **told)
            return done(request, "Le brouillon est prêt\u00a0: reprenez-le avec vos mots.", made)
    lead = "Un texte de l’instance, commencé avec ce que disent les fiches et leurs sources. À vous d’en faire une synthèse."
    told = {"lead": lead, "trail": trail(), "save": "Commencer le texte"}
    return form_page(request, form, title="Commencer une synthèse", **told)
