"""Who accompanies somebody: référent, substitute, lead structure, persons of trust; passing on without a gap."""

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maillage.audit.actions import record
from maillage.people import queries as people
from maillage.people.actions import Stale
from maillage.people.guards import of_person_or_404, opened, person_or_404, trail
from maillage.people.models import Person
from maillage.support import rules
from maillage.support.actions import circle as actions
from maillage.support.forms.circle import AnswerForm, CloseForm, HandoverForm, SubstituteForm, TrustedForm
from maillage.support.models import TrustedPerson
from maillage.support.queries import circle as queries
from maillage.support.queries import readers
from maillage.web.answers import done, form_page, refusals_in, refusals_told, row_or_404, submitted

CHANGED = "L’accompagnement vient d’être changé ailleurs\u00a0: relisez-le, puis recommencez."


@require_safe
def circle(request, pk):
    person = person_or_404(request, pk)
    opened(request, person, "read")
    context = {
        "person": person,
        "title": f"Autour de {person.full_name}",
        "trail": trail(person),
        "accompaniment": queries.accompaniment(request.actor, person),
        "handover": queries.waiting_handover(request.actor, person),
        "members": readers.circle(person),
        "trusted": queries.trusted(request.actor, person),
        "can_follow": rules.can_follow(request.actor, person.pk),
        "me": request.actor.user_id,
    }
    return render(request, "support/circle.html", context)


@require_POST
def accompany(request, pk):
    person = person_or_404(request, pk)
    chosen = request.POST.get("chosen") == "oui"
    with refusals_told(request):
        actions.open_accompaniment(by=request.actor, person=person, chosen_with_person=chosen)
        messages.success(request, f"Vous êtes le référent de {person.full_name}.")
    return _back(person)


def _url(person):
    return reverse("support:circle", args=[person.pk])


def _back(person):
    return HttpResponseRedirect(_url(person))


def _accompaniment_or_404(request, person):
    found = queries.accompaniment(request.actor, person)
    if found is None:
        raise Http404
    return found


def _form_page(request, person, form, title, **more):
    above = trail(person, ("Autour", _url(person)))
    return form_page(request, form, person=person, title=title, trail=above, **more)


@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request, pk):
    person = person_or_404(request, pk)
    rules.check_can_accompany(request.actor, person.pk)
    row = _accompaniment_or_404(request, person)
    form = HandoverForm(request.POST or None, colleagues=people.colleagues(request.actor))
    if submitted(request, form):
        data = dict(form.cleaned_data)
        passing = actions.Passing(taker_id=data.pop("worker"), **data)
        with refusals_in(form):
            actions.propose_handover(by=request.actor, accompaniment=row, passing=passing)
            words = "La passation est proposée. Vous restez référent jusqu’à la réponse."
            return done(request, words, _url(person))
    lead = "Vous restez référent jusqu’à ce que l’autre accepte. La personne lit cette passation dans son espace."
    return _form_page(request, person, form, "Passer la main", save="Proposer la passation", lead=lead)


@require_http_methods(["GET", "HEAD", "POST"])
def answer_handover(request, handover):
    """Shown to the two of them; answered by the one it is proposed to, who does not follow the person yet."""
    row = row_or_404(queries.handovers(request.actor), handover)
    form = AnswerForm(request.POST or None)
    if submitted(request, form):
        return _answered(request, row, form.cleaned_data["answer"])
    record(request.actor, "read_handover", Person(pk=row.person_id), handover=row.pk)
    context = {
        "handover": row,
        "title": "Passation",
        "name": _name(request, row),
        "mine": rules.can_answer_handover(request.actor, row.taker_id) and row.state == "proposed",
        "to_withdraw": row.giver_id == request.actor.user_id and row.state == "proposed",
        "trail": [("Aujourd’hui", "/")],
    }
    return form_page(request, form, "support/handover.html", **context)


def _name(request, row):
    """Of the person: through the proposal for who doesn't see them yet."""
    found = people.persons(request.actor).filter(pk=row.person_id).first()
    return found.full_name if found else queries.names_of_proposed().get(row.pk, "")


def _answered(request, row, said):
    choice = request.POST.get("choice")
    with refusals_told(request):
        if choice == "accept":
            actions.accept_handover(by=request.actor, handover=row, answer=said)
            words = "Vous êtes maintenant le référent. La personne en est informée."
            return done(request, words, "people:person", row.person_id)
        if choice == "withdraw":
            actions.withdraw_handover(by=request.actor, handover=row)
            messages.success(request, "La passation est reprise\u00a0: vous restez référent.")
        elif choice == "decline":
            actions.decline_handover(by=request.actor, handover=row, answer=said)
            messages.success(request, "Votre refus est transmis. Le référent reste le même.")
        else:
            messages.error(request, "Dites si vous acceptez ou si vous déclinez.")
    return HttpResponseRedirect("/")


@require_http_methods(["GET", "HEAD", "POST"])
def substitute(request, pk):
    person = person_or_404(request, pk)
    rules.check_can_accompany(request.actor, person.pk)
    row = _accompaniment_or_404(request, person)
    known = {"version": row.version, "worker": row.substitute_id, "until": row.substitute_until}
    form = SubstituteForm(request.POST or None, colleagues=people.colleagues(request.actor), initial=known)
    if submitted(request, form):
        data = form.cleaned_data
        told = {"version": data["version"], "worker_id": data["worker"], "until": data["until"]}
        return _guarded(request, person, actions.name_substitute, "Votre remplaçant est nommé.", row, **told)
    lead = "Partagez-lui aussi le dossier\u00a0: nommer un remplaçant ne l’ouvre pas."
    return _form_page(request, person, form, "Nommer un remplaçant", lead=lead)


@require_http_methods(["GET", "HEAD", "POST"])
def close(request, pk):
    person = person_or_404(request, pk)
    rules.check_can_accompany(request.actor, person.pk)
    row = _accompaniment_or_404(request, person)
    form = CloseForm(request.POST or None, initial={"version": row.version})
    if submitted(request, form):
        told = form.cleaned_data
        return _guarded(
            request, person, actions.close_accompaniment, "L’accompagnement est terminé.", row, **told
        )
    lead = "Le dossier reste lisible par l’équipe. La personne n’a plus de référent."
    return _form_page(request, person, form, "Terminer l’accompagnement", save="Terminer", lead=lead)


def _guarded(request, person, act, words, row, **told):
    try:
        with refusals_told(request):
            act(by=request.actor, accompaniment=row, **told)
            messages.success(request, words)
    except Stale:
        messages.error(request, CHANGED)
    return _back(person)


@require_http_methods(["GET", "HEAD", "POST"])
def add_trusted(request, pk):
    person = person_or_404(request, pk)
    rules.check_can_accompany(request.actor, person.pk)
    form = TrustedForm(request.POST or None)
    if submitted(request, form):
        trusted = TrustedPerson(person=person, **form.cleaned_data)
        actions.add_trusted(by=request.actor, trusted=trusted)
        words = "Cette personne est dans le cercle. Elle ne lit rien par là."
        return done(request, words, _url(person))
    return _form_page(request, person, form, "Une personne de confiance")


@require_POST
def end_trusted(request, pk, trusted):
    person = person_or_404(request, pk)
    row = of_person_or_404(request, TrustedPerson, person, trusted)
    reason = request.POST.get("reason", "").replace("\x00", "")[:200]
    actions.end_trusted(by=request.actor, trusted=row, reason=reason)
    return done(request, "Cette personne n’est plus dans le cercle.", _url(person))
