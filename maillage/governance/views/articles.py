"""A text article by article: two versions compared, what sheds light on it, what replaces it, when to read it again."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maillage.governance.actions import articles as actions
from maillage.governance.enums import ARTICLED
from maillage.governance.forms.articles import LightForm, ReviewForm, SupersedeForm
from maillage.governance.queries import articles as queries
from maillage.governance.queries import texts as text_queries
from maillage.governance.rules.articles import pairs
from maillage.governance.views.texts import kept_or_404, of_texts, text_or_404
from maillage.web.answers import done, form_page, refusals_in, refusals_told, row_or_404, submitted
from maillage.web.listing import paged

FORM = require_http_methods(["GET", "HEAD", "POST"])


@login_not_required
@require_safe
def compare(request, public_id, number, since):
    """Two versions, whichever they are, article by article."""
    found = text_or_404(request, public_id)
    versions = {one.number: one for one in text_queries.versions(request.actor, found)}
    if not {number, since} <= set(versions) or found.kind not in ARTICLED:
        raise Http404
    rows = pairs(versions[since].body, versions[number].body)
    context = {
        "title": f"De la version {since} à la version {number}",
        "trail": of_texts((found.title, found.get_absolute_url())),
        "text": found,
        "number": number,
        "since": since,
        "others": sorted(set(versions) - {number}, reverse=True),
        "pairs": rows,
        "same": [one for one in rows if one.same],
        "before_label": f"Version {since}",
        "after_label": f"Version {number}",
    }
    return render(request, "governance/text_compare.html", context)


def _above(found):
    return of_texts((found.title, found.get_absolute_url()))


@FORM
def link_text(request, public_id):
    found, _ = kept_or_404(request, public_id)
    texts = queries.published(request.actor, *ARTICLED).exclude(pk=found.pk)
    form = LightForm(request.POST or None, texts=texts)
    if submitted(request, form):
        with refusals_in(form):
            actions.link_text(by=request.actor, text=found, **form.cleaned_data)
            return done(request, "Le lien est noté\u00a0: il se lit sur les deux textes.", found)
    told = {"lead": "Dites quel article ce texte éclaire. Le lien se lit des deux côtés."}
    return form_page(request, form, title="Relier à un article", trail=_above(found), **told)


@require_POST
def unlink_text(request, public_id, pk):
    found, _ = kept_or_404(request, public_id)
    link = row_or_404(queries.links(request.actor, found), pk)
    with refusals_told(request):
        actions.unlink_text(by=request.actor, link=link)
        return done(request, "Le lien est retiré.", found)
    return redirect(found)


@FORM
def supersede_text(request, public_id):
    found, _ = kept_or_404(request, public_id)
    texts = queries.published(request.actor).exclude(pk=found.pk)
    known = {"superseded_by": found.superseded_by and found.superseded_by.public_id}
    form = SupersedeForm(request.POST or None, texts=texts, initial=known)
    if submitted(request, form):
        with refusals_in(form):
            actions.supersede_text(by=request.actor, text=found, **form.cleaned_data)
            return done(request, "C’est noté.", found)
    told = {"lead": "Le texte garde son adresse\u00a0; on y lira lequel le remplace."}
    return form_page(request, form, title="Ce texte est remplacé", trail=_above(found), **told)


@FORM
def review_text(request, public_id):
    found, _ = kept_or_404(request, public_id)
    form = ReviewForm(request.POST or None, initial={"review_on": found.review_on})
    if submitted(request, form):
        with refusals_in(form):
            actions.review_text(by=request.actor, text=found, **form.cleaned_data)
            return done(request, "La prochaine relecture est notée.", found)
    return form_page(request, form, title="Date de relecture", trail=_above(found))


@require_safe
def to_review(request):
    today = timezone.localdate()
    page, pages = paged(request, queries.to_review(request.actor, today))
    context = {
        "title": "Textes à relire",
        "trail": of_texts(),
        "page": page,
        "pages": pages,
        "today": today,
        "register": reverse("governance:texts"),
    }
    return render(request, "governance/texts_to_review.html", context)
