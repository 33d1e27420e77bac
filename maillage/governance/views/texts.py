"""The public register of texts: search, one text, its versions, open data; its keepers write and publish."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from maillage.governance.actions import texts as actions
from maillage.governance.enums import ADHERED, ARTICLED
from maillage.governance.forms.texts import PublishTextForm, RegisterForm, RewriteTextForm, WriteTextForm
from maillage.governance.queries import articles as article_queries
from maillage.governance.queries import standing
from maillage.governance.queries import texts as queries
from maillage.governance.queries.adherences import adherences
from maillage.governance.queries.comments import open_comments
from maillage.governance.queries.mandates import publishing_decisions
from maillage.governance.rules import Standing, can_comment, can_keep, check_can_keep
from maillage.governance.rules.articles import pairs, remarks
from maillage.governance.views.pages import committee_or_404, of_committee, trail
from maillage.permissions import ANONYMOUS
from maillage.web.answers import done, form_page, refusals_in, row_or_404, submitted
from maillage.web.conflicts import differences
from maillage.web.downloads import attached
from maillage.web.listing import paged

TITLE = "Avis et rapports"
FORM = require_http_methods(["GET", "HEAD", "POST"])


@login_not_required
@require_safe
def texts(request):
    form = RegisterForm(request.GET)
    wanted = form.believed()
    rows = queries.register(request.actor, **wanted)
    page, pages = paged(request, rows)
    context = {
        "title": TITLE,
        "trail": trail(),
        "form": form,
        "page": page,
        "pages": pages,
        "searched": any(wanted.values()),
        "to_review": article_queries.to_review(request.actor, timezone.localdate()).count(),
    }
    return form_page(request, form, "governance/texts.html", status=200, **context)


@login_not_required
@require_safe
def texts_json(request):
    """What anybody reads: the same for all, whoever asks."""
    rows = queries.register(ANONYMOUS)
    data = {"textes": [_as_data(request, one) for one in rows]}
    told = {"ensure_ascii": False}
    return JsonResponse(data, json_dumps_params=told, headers={"Access-Control-Allow-Origin": "*"})


def _as_data(request, version):
    text = version.text
    file = reverse("governance:text_file", args=[text.public_id, version.number])
    committee = getattr(version, "committee", None)
    return {
        "id": str(text.public_id),
        "adresse": request.build_absolute_uri(text.get_absolute_url()),
        "nature": text.get_kind_display(),
        "titre": version.title,
        "instance": committee.name if committee else None,
        "version": version.number,
        "publie_le": version.published_at.isoformat(),
        "sha256": version.digest,
        "remplace_par": str(text.superseded_by.public_id) if text.superseded_by else None,
        "fichier": request.build_absolute_uri(file),
    }


def text_or_404(request, public_id):
    return row_or_404(queries.texts(request.actor), public_id=public_id)


def of_texts(*above):
    return trail((TITLE, reverse("governance:texts")), *above)


@login_not_required
@require_safe
def text(request, public_id):
    found = text_or_404(request, public_id)
    versions = queries.versions(request.actor, found)
    published = [one for one in versions if one.published_at]
    shown = published[0] if published else versions[0]
    context = {
        "title": shown.title,
        "trail": of_texts(),
        "text": found,
        "shown": shown,
        "draft": versions[0] if not versions[0].published_at else None,
        "former": published[1:],
        "answered": queries.answered(request.actor, found),
        **_around(request.actor, found, shown),
        **_asked_of(request.actor, found, bool(published)),
    }
    return render(request, "governance/text.html", context)


def _around(actor, found, shown):
    lights = article_queries.lights(actor, found)
    listed = article_queries.by_articles(found, shown, lights)
    return {
        "articles": listed,
        "lights": article_queries.unplaced(listed, lights),
        "links": article_queries.links(actor, found),
        "supersedes": article_queries.superseded(actor, found),
        "gap": article_queries.gap(found, shown),
        "instances": article_queries.instances(actor, found) if found.kind in ARTICLED else [],
        "adapts": found.kind in ARTICLED and shown.published_at and _keeps_one(actor),
    }


def _keeps_one(actor):
    return article_queries.kept_committees(actor).exists()


def _asked_of(actor, found, published):
    """What whoever reads may do there."""
    mine = standing_of(actor, found)
    return {
        "keeps": can_keep(actor, mine),
        "comments": open_comments(actor, found) if can_comment(actor, mine) else None,
        "adherents": adherences(actor, found).count() if found.kind in ADHERED and published else None,
    }


def standing_of(actor, found):
    committee = getattr(found, "committee", None)
    return standing(actor, committee) if committee is not None else Standing()


def keeps(request, found):
    return can_keep(request.actor, standing_of(request.actor, found))


def _version_or_404(request, found, number):
    versions = {one.number: one for one in queries.versions(request.actor, found)}
    if number not in versions:
        raise Http404
    return versions[number], versions


@login_not_required
@require_safe
def text_version(request, public_id, number):
    """One version at its own address, beside the one before."""
    found = text_or_404(request, public_id)
    shown, versions = _version_or_404(request, found, number)
    before = versions.get(number - 1)
    compared = pairs(before.body, shown.body) if before and found.kind in ARTICLED else []
    context = {
        "title": f"{shown.title}, version {number}",
        "trail": of_texts((found.title, found.get_absolute_url())),
        "text": found,
        "shown": shown,
        "before": before,
        "articles": article_queries.by_articles(found, shown, []),
        "pairs": compared,
        "same": [one for one in compared if one.same],
        "others": sorted(set(versions) - {number}, reverse=True) if found.kind in ARTICLED else [],
    }
    return render(request, "governance/text_version.html", context)


@login_not_required
@require_safe
def text_file(request, public_id, number):
    """Exactly what the digest was made of."""
    shown, _ = _version_or_404(request, text_or_404(request, public_id), number)
    return attached(shown.body, "text/plain; charset=utf-8", f"texte-version-{number}.txt")


@FORM
def write_text(request, public_id):
    committee, mine = committee_or_404(request, public_id)
    check_can_keep(request.actor, mine)
    form = WriteTextForm(request.POST or None)
    if submitted(request, form):
        with refusals_in(form):
            made = actions.write_text(by=request.actor, committee=committee, **form.cleaned_data)
            words = "Le brouillon est enregistré\u00a0: les membres seuls le lisent."
            return done(request, _noticed(words, made, form), made)
    told = {"lead": "Les membres de l’instance lisent ce brouillon\u00a0; tout le monde, une fois publié."}
    return form_page(request, form, title="Écrire un texte", trail=of_committee(committee), **told)


def _noticed(words, found, form):
    """What was kept, and what is worth a look in its articles."""
    told = remarks(form.cleaned_data["body"]) if found.kind in ARTICLED else []
    return " ".join([words, *told[:5]])


def kept_or_404(request, public_id):
    """The text and its last version, for whoever keeps its committee's work."""
    found = text_or_404(request, public_id)
    committee = getattr(found, "committee", None)
    if committee is None:
        raise Http404
    check_can_keep(request.actor, standing(request.actor, committee))
    return found, queries.versions(request.actor, found)[0]


def _typed(version):
    return {"title": version.title, "body": version.body, "version": actions.mark(version)}


@FORM
def rewrite_text(request, public_id):
    found, last = kept_or_404(request, public_id)
    form, changed = RewriteTextForm(request.POST or None, initial=_typed(last)), None
    if submitted(request, form):
        told = {name: form.cleaned_data[name] for name in RewriteTextForm.NAMES}
        with refusals_in(form):
            try:
                actions.rewrite_text(by=request.actor, text=found, read=form.cleaned_data["version"], **told)
                return done(request, _noticed("Le brouillon est enregistré.", found, form), found)
            except actions.RewrittenBetween as between:
                now = RewriteTextForm(initial=_typed(between.now))
                changed = differences(form, now, RewriteTextForm.NAMES)
    title = "Écrire une nouvelle version" if last.published_at else "Reprendre le brouillon"
    above = of_texts((found.title, found.get_absolute_url()))
    return form_page(request, form, title=title, trail=above, differences=changed)


@FORM
def publish_text(request, public_id):
    found, last = kept_or_404(request, public_id)
    decisions = publishing_decisions(found.committee)
    form = PublishTextForm(request.POST or None, decisions=decisions, initial={"version": actions.mark(last)})
    if submitted(request, form):
        told = {"read": form.cleaned_data["version"], "decision": form.cleaned_data["decision"]}
        with refusals_in(form):
            try:
                actions.publish_text(by=request.actor, text=found, **told)
                return done(request, "Le texte est publié\u00a0: tout le monde peut le lire.", found)
            except actions.RewrittenBetween as between:
                last = between.now
                form.at_version(actions.mark(last))
                form.add_error(None, "Quelqu’un vient d’écrire dans ce texte\u00a0: relisez-le plus bas.")
    context = {"trail": of_texts((found.title, found.get_absolute_url())), "version": last}
    context["remarks"] = remarks(last.body) if found.kind in ARTICLED else []
    return form_page(request, form, "governance/publish_text.html", title="Publier ce texte", **context)
