"""Draft texts under embargo: those one may read, one of them, what is done with it."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from maillage.governance import draft_words as words
from maillage.governance.actions import drafts as actions
from maillage.governance.enums import CommitteeKind, ImpactAxis
from maillage.governance.forms.drafts import (
    CouncilOpinionForm,
    DepositForm,
    EthicsOpinionForm,
    FollowUpForm,
    ImpactForm,
    ReaderForm,
    VersionForm,
)
from maillage.governance.queries import drafts as queries
from maillage.governance.rules import drafts as rules
from maillage.governance.views.pages import committee_or_404, of_committee, trail
from maillage.web.answers import done, form_page, refusals_in, row_or_404, submitted
from maillage.web.listing import paged

TITLE = "Projets de texte"
FORM = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def drafts(request):
    today = timezone.localdate()
    page, pages = paged(request, queries.drafts(request.actor))
    context = {
        "title": TITLE,
        "trail": trail(),
        "rows": [(one, words.state(one, today)) for one in page],
        "pages": pages,
        "councils": queries.councils(request.actor) if rules.can_deposit(request.actor) else [],
    }
    return render(request, "governance/drafts.html", context)


def _draft_or_404(request, public_id):
    return row_or_404(queries.drafts(request.actor), public_id=public_id)


@require_safe
def draft(request, public_id):
    row = _draft_or_404(request, public_id)
    actor = request.actor
    council, ethics = queries.bodies(actor, row)
    versions = queries.versions(actor, row)
    said = queries.impacts(actor, row)
    mine, hidden = row.requester_id == actor.user_id, row.under_embargo(timezone.now())
    context = {
        "title": row.title,
        "trail": trail((TITLE, reverse("governance:drafts"))),
        "draft": row,
        "facts": words.facts(row, timezone.now()),
        "steps": words.steps(row, timezone.localdate()),
        "last": versions[0] if versions else None,
        "before": versions[1] if len(versions) > 1 else None,
        "readers": queries.readers(actor, row),
        "axes": [(axis.label, said.get(axis, [])) for axis in ImpactAxis],
        "gives": mine and row.given_on is None,
        "lists": rules.can_list(actor, row.requester_id, council, ethics),
        "ethics_speaks": rules.can_speak(actor, ethics) and row.ethics_on is None,
        "council_speaks": rules.can_publish(actor, council, under_embargo=hidden) and row.given_on is None,
        "council_waits": hidden and rules.can_speak(actor, council),
        "follows": mine and row.given_on is not None and row.followed_on is None,
    }
    return render(request, "governance/draft.html", context)


@FORM
def deposit(request, public_id):
    council, _ = committee_or_404(request, public_id)
    if council.kind != CommitteeKind.NATIONAL:
        raise Http404
    rules.check_can_deposit(request.actor)
    form = DepositForm(request.POST or None, commissions=queries.commissions(request.actor, council))
    if submitted(request, form):
        told = {"values": form.told(), "body": form.cleaned_data["body"]}
        with refusals_in(form):
            made = actions.deposit(by=request.actor, committee=council, **told)
            return done(
                request, "Le projet est déposé. Nommez maintenant d’autres lecteurs, si besoin.", made
            )
    lead = (
        "Jusqu’à l’heure dite, seuls vous et le secrétariat des instances saisies lirez ce projet\u00a0; "
        "puis les personnes que vous nommerez, une à une."
    )
    told = {"lead": lead, "trail": of_committee(council), "save": "Déposer"}
    return form_page(request, form, title="Déposer un projet de texte", **told)


def _page(request, form, row, **context):
    above = trail((TITLE, reverse("governance:drafts")), (row.title, row.get_absolute_url()))
    return form_page(request, form, trail=above, **context)


@FORM
def version(request, public_id):
    row = _draft_or_404(request, public_id)
    rules.check_is_requester(request.actor, row.requester_id)
    last = queries.versions(request.actor, row)
    form = VersionForm(request.POST or None, initial={"body": last[0].body if last else ""})
    if submitted(request, form):
        with refusals_in(form):
            actions.give_version(by=request.actor, review=row, **form.cleaned_data)
            return done(request, "La nouvelle version est déposée.", row)
    return _page(request, form, row, title="Nouvelle version", save="Déposer cette version")


@FORM
def reader(request, public_id):
    row = _draft_or_404(request, public_id)
    rules.check_can_list(request.actor, row.requester_id, *queries.bodies(request.actor, row))
    form = ReaderForm(request.POST or None)
    if submitted(request, form):
        with refusals_in(form):
            actions.name_reader(by=request.actor, review=row, **form.cleaned_data)
            return done(request, "Cette personne peut lire le projet.", row)
    lead = "Elle lira tout le projet dès maintenant. Un lecteur nommé le reste."
    return _page(request, form, row, title="Nommer un lecteur", lead=lead, save="Nommer")


@FORM
def impact(request, public_id):
    row = _draft_or_404(request, public_id)
    form = ImpactForm(request.POST or None)
    if submitted(request, form):
        with refusals_in(form):
            actions.say_impact(by=request.actor, review=row, **form.cleaned_data)
            return done(request, "C’est noté, avec votre nom.", row)
    return _page(request, form, row, title="Dire un effet")


@FORM
def ethics_opinion(request, public_id):
    row = _draft_or_404(request, public_id)
    rules.check_can_speak(request.actor, queries.bodies(request.actor, row)[1])
    form = EthicsOpinionForm(request.POST or None)
    if submitted(request, form):
        with refusals_in(form):
            actions.give_ethics_opinion(by=request.actor, review=row, **form.cleaned_data)
            return done(request, "L’avis de la commission est rendu au conseil.", row)
    lead = "Les lecteurs du projet le lisent avec lui."
    return _page(request, form, row, title="Avis de la commission éthique", lead=lead, save="Rendre cet avis")


@FORM
def council_opinion(request, public_id):
    row = _draft_or_404(request, public_id)
    council, _ = queries.bodies(request.actor, row)
    rules.check_can_publish(request.actor, council, under_embargo=row.under_embargo(timezone.now()))
    form = CouncilOpinionForm(request.POST or None, decisions=queries.voted(row.committee))
    if submitted(request, form):
        with refusals_in(form):
            actions.give_council_opinion(by=request.actor, review=row, **form.cleaned_data)
            return done(request, "L’avis du conseil est publié.", row)
    lead = "Tout le monde le lira."
    return _page(request, form, row, title="Avis du conseil", lead=lead, save="Publier cet avis")


@FORM
def follow_up(request, public_id):
    row = _draft_or_404(request, public_id)
    rules.check_is_requester(request.actor, row.requester_id)
    form = FollowUpForm(request.POST or None)
    if submitted(request, form):
        with refusals_in(form):
            actions.say_follow_up(by=request.actor, review=row, **form.cleaned_data)
            return done(request, "La suite est dite.", row)
    return _page(request, form, row, title="Dire la suite donnée à l’avis")
