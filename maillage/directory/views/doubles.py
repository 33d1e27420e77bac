"""Look-alikes, for the animator: two structures or one; the same offer by two structures."""

from django.core.paginator import Paginator
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maillage.directory import rules, wording
from maillage.directory.actions import doubles as actions
from maillage.directory.enums import PUBLICS, THEMES, ServiceVerdict
from maillage.directory.forms.territory import AnswerForm, TerritoryChoice
from maillage.directory.models import Service, Structure
from maillage.directory.queries import doubles as queries
from maillage.directory.queries.zones import zones_in_words
from maillage.directory.views.coverage import territory_or_404
from maillage.directory.views.pages import trail
from maillage.permissions import Forbidden
from maillage.web.answers import done, form_page, refusals_in, row_or_404, submitted

SHOWN = 25
HOME = "Doublons"


def _home():
    return reverse("directory:doubles")


@require_safe
def doubles(request):
    """Pairs of structures, the surest first; merges that can be undone."""
    rules.check_can_animate(request.actor)
    page = Paginator(queries.proposals(), SHOWN).get_page(request.GET.get("page"))
    form = TerritoryChoice(request.GET if "territoire" in request.GET else None)
    if form.is_bound and form.is_valid():
        place = form.cleaned_data["territoire"]
        return HttpResponseRedirect(reverse("directory:same_offers", args=[place.kind, place.code]))
    context = {"title": HOME, "trail": trail(), "page": page, "merges": queries.merges()[:SHOWN]}
    return form_page(request, form, "directory/doubles.html", **context)


def _two(model, one, other, *related):
    rows = queries.live(model, *related)
    if one == other:
        raise Http404
    return row_or_404(rows, public_id=one), row_or_404(rows, public_id=other)


@require_http_methods(["GET", "HEAD", "POST"])
def double(request, one, other):
    """Two cards side by side; what is said of them is remembered."""
    rules.check_can_animate(request.actor)
    left, right = _two(Structure, one, other, "kind", "commune", "source")
    form = AnswerForm(request.POST or None)
    if submitted(request, form):
        with refusals_in(form):
            return _judged(request, left, right, form)
    context = {
        "title": "Une ou deux structures\u00a0?",
        "trail": trail((HOME, _home())),
        "columns": ["Ce que dit la fiche", left.name, right.name],
        "rows": _facts(left, right),
        "reasons": queries.likeness(left, right).reasons,
        "pair": [left, right],
    }
    return form_page(request, form, "directory/double.html", **context)


def _judged(request, left, right, form):
    answer = request.POST.get("answer")
    if answer == "two":
        actions.judge_two(by=request.actor, one=left, other=right, comment=form.cleaned_data["comment"])
        words = "C’est noté\u00a0: ce sont deux structures. On ne vous le demandera plus."
        return done(request, words, _home())
    kept = {str(one.public_id): one for one in (left, right)}.get(answer)
    if kept is None:
        raise Forbidden("Choisissez\u00a0: deux structures, ou celle que vous gardez.")
    absorbed = right if kept is left else left
    actions.merge(by=request.actor, kept=kept, absorbed=absorbed)
    words = f"Les deux fiches sont réunies sous «\u00a0{kept.name}\u00a0». Vous pouvez annuler."
    return done(request, words, _home())


def _facts(*pair):
    told = [
        ("Type", [one.kind.label for one in pair]),
        ("Visible par", [one.get_visibility_display() for one in pair]),
        ("Adresse", [wording.address_of(one) for one in pair]),
        ("SIRET", [one.siret for one in pair]),
        ("Téléphone", [rules.shown_phone(one.phone) for one in pair]),
        ("E-mail", [one.email for one in pair]),
        ("Site", [one.website for one in pair]),
        ("Services", [str(one.services.live().count()) for one in pair]),
        ("Vient de", [one.source.name if one.source else "tenue ici" for one in pair]),
        ("Fraîcheur", [wording.fresh(one, timezone.localdate()).sentence for one in pair]),
    ]
    return [[name, *(value or "non précisé" for value in values)] for name, values in told]


@require_POST
def undo_merge(request, merge):
    rules.check_can_animate(request.actor)
    row = row_or_404(queries.merges(), pk=merge)
    actions.undo_merge(by=request.actor, row=row)
    words = "La réunion est annulée\u00a0: chaque fiche a retrouvé ce qui était à elle."
    return done(request, words, _home())


@require_safe
def same_offers(request, kind, code):
    """Services of a territory that answer the same theme, for the same people, in two structures."""
    rules.check_can_animate(request.actor)
    place = territory_or_404(kind, code)
    page = Paginator(queries.same_offers(request.actor, place), SHOWN).get_page(request.GET.get("page"))
    context = {
        "title": f"Même offre, deux porteurs\u00a0: {place.name}",
        "trail": trail((HOME, _home())),
        "page": page,
        "pairs": [
            (one, ", ".join(THEMES.get(theme, theme) for theme in one.themes)) for one in page.object_list
        ],
    }
    return render(request, "directory/same_offers.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def same_offer(request, one, other):
    rules.check_can_animate(request.actor)
    left, right = _two(Service, one, other, "structure")
    form = AnswerForm(request.POST or None)
    verdict = request.POST.get("answer", "")
    if submitted(request, form):
        if verdict in ServiceVerdict.values:
            told = {"verdict": ServiceVerdict(verdict), "comment": form.cleaned_data["comment"]}
            actions.answer_offer(by=request.actor, one=left, other=right, **told)
            return done(request, "Votre réponse est gardée, avec sa date.", _home())
        form.add_error(None, "Choisissez une réponse.")
    context = {
        "title": "Même offre, deux porteurs\u00a0?",
        "trail": trail((HOME, _home())),
        "columns": ["Ce que dit la fiche", left.name, right.name],
        "rows": _offer_facts(left, right),
        "pair": [left, right],
        "answers": ServiceVerdict.choices,
    }
    return form_page(request, form, "directory/same_offer.html", **context)


def _offer_facts(*pair):
    told = [
        ("Structure", [one.structure.name for one in pair]),
        ("Thèmes", [", ".join(THEMES.get(theme, theme) for theme in one.themes) for one in pair]),
        ("Publics", [wording.labels(one.publics, PUBLICS) for one in pair]),
        ("Habitants de", [", ".join(zones_in_words(one.zones)) for one in pair]),
        ("Description", [one.description[:400] for one in pair]),
        ("Fraîcheur", [wording.fresh(one, timezone.localdate()).sentence for one in pair]),
    ]
    return [[name, *(value or "non précisé" for value in values)] for name, values in told]
