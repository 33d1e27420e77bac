"""What is done with a question asked of an ethics space: by its author, by the body that holds it."""

from django.http import Http404
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from maillage.governance.actions import ethics as actions
from maillage.governance.enums import CommitteeKind, ReferralStepKind
from maillage.governance.forms.ethics import (
    AskForm,
    ClarifyForm,
    DoctrineForm,
    OpinionForm,
    PassOnForm,
    ReferForm,
    TakeForm,
)
from maillage.governance.queries import ethics as queries
from maillage.governance.rules import ethics as rules
from maillage.governance.views.ethics import of_referrals, referral_or_404
from maillage.governance.views.pages import committee_or_404, of_committee
from maillage.web.answers import done, form_page, refusals_in, refusals_told, submitted

FORM = require_http_methods(["GET", "HEAD", "POST"])


@FORM
def refer(request, public_id):
    """Who will read it is told by name, before anything is written."""
    space, standing = committee_or_404(request, public_id)
    if space.kind != CommitteeKind.ETHICS:
        raise Http404
    rules.check_can_refer(request.actor, standing, near=queries.is_near(request.actor, space))
    form = ReferForm(request.POST or None)
    if submitted(request, form):
        with refusals_in(form):
            made = actions.refer(by=request.actor, committee=space, values=form.told(), confirmed=form.said())
            return done(request, "Votre question est posée. Vous suivrez ici chaque étape.", made)
    context = {
        "title": "Poser une question éthique",
        "trail": of_committee(space),
        "space": space,
        "readers": queries.readers(space),
        "save": "Poser cette question",
    }
    return form_page(request, form, "governance/refer.html", **context)


def _held(request, public_id):
    """The question, for whoever answers it now."""
    row = referral_or_404(request, public_id)
    rules.check_can_answer(request.actor, queries.standing_of(request.actor, row))
    return row


def _page(request, form, row, **context):
    above = of_referrals((row.title, row.get_absolute_url()))
    return form_page(request, form, trail=above, **context)


@FORM
def take(request, public_id):
    row = _held(request, public_id)
    form = TakeForm(request.POST or None, initial={"due_on": row.due_on})
    if submitted(request, form):
        with refusals_in(form):
            actions.take_up(by=request.actor, referral=row, **form.cleaned_data)
            return done(request, "La question est prise en charge. Son auteur en est prévenu.", row)
    lead = "Le délai ordinaire est déjà écrit\u00a0: changez-le si votre calendrier en demande un autre."
    return _page(request, form, row, title="Prendre en charge", lead=lead, save="Prendre en charge")


@FORM
def ask(request, public_id):
    row = _held(request, public_id)
    form = AskForm(request.POST or None)
    if submitted(request, form):
        with refusals_in(form):
            actions.ask_precision(by=request.actor, referral=row, **form.cleaned_data)
            return done(request, "La précision est demandée.", row)
    return _page(request, form, row, title="Demander une précision", save="Demander")


@FORM
def clarify(request, public_id):
    row = referral_or_404(request, public_id)
    rules.check_is_author(request.actor, row.author_id)
    form = ClarifyForm(request.POST or None)
    if submitted(request, form):
        with refusals_in(form):
            told = {"words": form.cleaned_data["words"], "confirmed": form.said()}
            actions.clarify(by=request.actor, referral=row, **told)
            return done(request, "Votre précision est donnée.", row)
    lead = _last_words(request, row, ReferralStepKind.ASKED)
    return _page(request, form, row, title="Donner une précision", lead=lead, save="Envoyer")


def _last_words(request, row, kind):
    said = [one.words for one in queries.steps(request.actor, row) if one.kind == kind]
    return said[-1] if said else ""


@FORM
def pass_on(request, public_id):
    row = _held(request, public_id)
    form = PassOnForm(request.POST or None, commissions=queries.passable(request.actor, row))
    if submitted(request, form):
        with refusals_in(form):
            actions.pass_on(by=request.actor, referral=row, confirmed=form.said(), **form.told())
            return done(request, "La question est transmise, avec votre avis.", row)
    lead = "La commission lira la question et votre avis\u00a0; c’est elle qui répondra ensuite."
    return _page(request, form, row, title="Transmettre plus haut", lead=lead, save="Transmettre")


@FORM
def answer(request, public_id):
    row = _held(request, public_id)
    form = OpinionForm(request.POST or None)
    if submitted(request, form):
        with refusals_in(form):
            actions.give_opinion(by=request.actor, referral=row, confirmed=form.said(), **form.told())
            return done(request, "L’avis est rendu. Son auteur en est prévenu.", row)
    lead = f"{row.question}"
    return _page(request, form, row, title="Rendre un avis", lead=lead, save="Rendre cet avis")


@FORM
def doctrine(request, public_id):
    row = _held(request, public_id)
    initial = {"words": _last_words(request, row, ReferralStepKind.ANSWERED)}
    form = DoctrineForm(request.POST or None, initial=initial)
    if submitted(request, form):
        with refusals_in(form):
            made = actions.write_doctrine(by=request.actor, referral=row, **form.cleaned_data)
            return done(
                request, "Le brouillon de doctrine est écrit\u00a0: publiez-le quand il est prêt.", made
            )
    lead = "Un brouillon, que l’instance relit puis publie. Rien n’y dit qui a posé la question."
    return _page(request, form, row, title="En faire une doctrine", lead=lead, save="Écrire ce brouillon")


@require_POST
def withdraw(request, public_id):
    row = referral_or_404(request, public_id)
    with refusals_told(request):
        actions.withdraw(by=request.actor, referral=row)
        return done(request, "Votre question est retirée.", row)
    return redirect(row)
