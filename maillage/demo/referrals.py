"""Schemes opened by their structures, and a year and more of requests in every state, for everybody who is followed."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import cycle
from random import Random
from typing import Any, NamedTuple

from maillage.demo.clock import back_to, day, moment
from maillage.demo.homes import name_of
from maillage.demo.places import Scene
from maillage.governance.models import Committee
from maillage.people.models import Person
from maillage.permissions import Actor
from maillage.permissions.context import acting
from maillage.permissions.once import page_read
from maillage.referrals.actions import answering, drafting, sending
from maillage.referrals.actions.answering import Piece
from maillage.referrals.enums import Ending, Outcome, Provider, Reason, RequestState
from maillage.referrals.models import Referral, ReferralSection, SchemeRequest
from maillage.referrals.rules import can_refer
from maillage.schemes.actions import schemes as schemes_actions
from maillage.schemes.models import Scheme
from maillage.schemes.rules.catalogue import template

OPENED = 700
WANTED = 150
MOST_AT_ONCE = 4
WHY = (
    "Le bail se termine le mois prochain, et rien d’autre n’est trouvé.",
    "Une facture d’énergie n’a pas pu être payée cet hiver.",
    "La famille dort chez des amis, qui ne peuvent plus l’accueillir.",
    "Elle reprend un travail à quinze kilomètres, sans bus le matin.",
    "Le dernier a six mois, et elle ne dort plus assez.",
)
OWN = "Je veux que l’on écrive aussi que je paie mon loyer depuis janvier."


class Fate(NamedTuple):
    """Where a request gets to, and how many days ago it began."""

    state: str
    ago: int


FATES = (
    Fate(RequestState.DRAFT, 3),
    Fate(RequestState.SENT, 6),
    Fate(RequestState.RECEIVED, 20),
    Fate(RequestState.INCOMPLETE, 30),
    Fate(RequestState.COMPLETE, 28),
    Fate(RequestState.COMPLETE, 40),
    Fate(RequestState.RECEIVED, 120),
    Fate(RequestState.ACCEPTED, 90),
    Fate(RequestState.WAITING, 110),
    Fate(RequestState.REFUSED, 70),
    Fate(RequestState.REFUSED, 200),
    Fate(RequestState.REDIRECTED, 150),
    Fate(RequestState.CLOSED, 320),
    Fate(RequestState.WITHDRAWN, 95),
)


def lay_out(scene: Scene, told: dict[str, Any]) -> None:
    known = [_scheme(scene, row) for row in told["schemes"]]
    told_of = Random(9)
    fates, made = cycle(FATES), 0
    for by, person in _asking(scene, told):
        if made >= WANTED:
            break
        chosen = told_of.sample(known, told_of.randint(1, MOST_AT_ONCE))
        made += len(chosen)
        with page_read():  # who follows whom does not change under it
            _document(by, person, chosen, [next(fates) for _ in chosen], told_of)


def _scheme(scene: Scene, row: dict[str, Any]) -> Scheme:
    officer, since = scene.worker(row["by"]), day(OPENED)
    values = {
        **template(row["kind"]),
        **{name: row[name] for name in ("name", "offers", "for_whom", "criteria")},
    }
    with back_to(moment(OPENED)), acting(officer):
        if "committee" in row:
            names = {
                "orientation": "Commission unique d’orientation",
                "emergency": "Commission des aides d’urgence",
            }
            name = names.get(row["committee"], "Commission du fonds de solidarité logement")
            values["committee"] = Committee.objects.get(name=name)
        return schemes_actions.open_scheme(by=officer, kind=row["kind"], starts_on=since, values=values)


def _asking(scene: Scene, told: dict[str, Any]) -> Iterator[tuple[Actor, Person]]:
    """Who asks, again and again: the first of each household, by whoever follows them."""
    workers = {name: scene.worker(name) for name in {row["worker"] for row in told["households"]}}
    rows = [(workers[row["worker"]], scene.persons[name_of(row["members"][0])]) for row in told["households"]]
    return cycle([(by, person) for by, person in rows if _follows(by, person)])


def _follows(by: Actor, person: Person) -> bool:
    with acting(by):
        return can_refer(by, person.pk)


def _document(by: Actor, person: Person, chosen: list[Scheme], fates: list[Fate], told_of: Random) -> None:
    """One document for several schemes, begun when the oldest of its requests was."""
    ago = max(one.ago for one in fates)
    with back_to(moment(ago)), acting(by):
        referral = drafting.begin(by=by, person=person, schemes=chosen)
        _write(by, referral, told_of)
        drafting.show(by=by, referral=referral)
        rows = SchemeRequest.objects.filter(referral=referral).select_related("scheme__structure", "person")
        by_scheme = {one.scheme_id: one for one in rows}
    for scheme, fate in zip(chosen, fates, strict=True):
        _follow(by, by_scheme[scheme.pk], Fate(fate.state, ago), told_of)


def _write(by: Actor, referral: Referral, told_of: Random) -> None:
    part = ReferralSection.objects.get(referral=referral, code="request")
    values = {"what": told_of.choice(WHY), "view": "Le projet est mûri avec elle depuis plusieurs mois."}
    part = drafting.write_section(by=by, section=part, version=part.version, values=values)
    if told_of.random() < 0.3:
        drafting.say(by=by, section=part, version=part.version, words=OWN)


def _follow(by: Actor, request: SchemeRequest, fate: Fate, told_of: Random) -> None:
    if fate.state == RequestState.DRAFT:
        return
    with back_to(moment(fate.ago, 2)), acting(by):
        parts = [one for one in request.scheme.sections if one == "identity" or told_of.random() > 0.06]
        told = {"by": by, "way": "oral", "witness": by.label[:160]}
        request = drafting.agree(request=request, version=request.version, parts=parts, **told)
        request = sending.send(by=by, request=request, version=request.version)
    if fate.state == RequestState.WITHDRAWN:
        with back_to(moment(fate.ago - 9)), acting(by):
            sending.withdraw(by=by, request=request, version=request.version)
    elif fate.state != RequestState.SENT:
        _answered(by, request, fate, told_of)


def _answered(by: Actor, request: SchemeRequest, fate: Fate, told_of: Random) -> None:
    """Noted by the team, as the scheme said it: for a scheme whose officers answer by telephone too."""
    received = fate.ago - 2
    on, after = day(received), day(received - 1)
    with back_to(moment(received)), acting(by):
        request = answering.acknowledge(by=by, request=request, version=request.version, on=on)
    if fate.state == RequestState.INCOMPLETE:
        _lacks(by, request, received - 3)
    if fate.state == RequestState.COMPLETE or (
        fate.state != RequestState.RECEIVED and told_of.random() < 0.5
    ):
        with back_to(moment(received - 1)), acting(by):
            told = {"by": by, "on": after}
            if request.state == RequestState.RECEIVED and fate.state != RequestState.INCOMPLETE:
                request = answering.complete(request=request, version=request.version, **told)
    if fate.state in OUTCOMES or fate.state == RequestState.CLOSED:
        _decided(by, request, fate, told_of)


def _lacks(by: Actor, request: SchemeRequest, ago: int) -> None:
    pieces = [
        Piece("Le dernier avis d’impôt", Provider.PERSON, "Il se télécharge sur impots.gouv.fr."),
        Piece("L’attestation du bailleur", Provider.WORKER, "Le bailleur la remplit en une semaine."),
    ]
    on = day(ago)
    with back_to(moment(ago)), acting(by):
        told = {"on": on, "complete_by": on + timedelta(days=30), "pieces": pieces}
        answering.ask_missing(by=by, request=request, version=request.version, **told)


OUTCOMES = {
    RequestState.ACCEPTED: Outcome.ACCEPTED,
    RequestState.WAITING: Outcome.WAITING,
    RequestState.REFUSED: Outcome.REFUSED,
    RequestState.REDIRECTED: Outcome.REDIRECTED,
}
NEXT = "Parlez-en à votre travailleur social\u00a0: une autre demande se prépare avec lui."


def _decided(by: Actor, request: SchemeRequest, fate: Fate, told_of: Random) -> None:
    ago = fate.ago - 4 - told_of.randint(1, min(50, fate.ago - 6))
    outcome = OUTCOMES.get(RequestState(fate.state), Outcome.ACCEPTED)
    more: dict[str, Any] = {}
    if outcome in (Outcome.REFUSED, Outcome.REDIRECTED):
        more["next_step"] = NEXT
    if outcome == Outcome.REFUSED:
        reasons = (Reason.NO_PLACE, Reason.CRITERIA, Reason.BUDGET)
        more["reason"] = Reason.NO_PLACE if request.scheme.gives_places else told_of.choice(reasons[1:])
    if outcome == Outcome.WAITING:
        more |= {"rank": told_of.randint(2, 12), "rank_means": "Une place se libère environ chaque mois."}
    on, ended = day(ago), day(max(ago - 60, 1))
    with back_to(moment(ago)), acting(by):
        told = {"by": by, "on": on, "outcome": outcome, **more}
        request = answering.decide(request=request, version=request.version, **told)
    if fate.state == RequestState.CLOSED:
        with back_to(moment(max(ago - 60, 1))), acting(by):
            told = {"by": by, "on": ended, "ending": Ending.DONE}
            answering.close(request=request, version=request.version, **told)
