"""Places of the schemes that give some, what their hosts say of them, and a few of those who wait, each one step further."""

from datetime import timedelta
from itertools import cycle, islice
from typing import Any

from maillage.demo.clock import back_to, day, moment
from maillage.demo.places import Scene
from maillage.permissions import Actor
from maillage.permissions.context import acting
from maillage.referrals.actions import place_answers
from maillage.referrals.actions import places as offers
from maillage.referrals.enums import RequestState
from maillage.referrals.models import Offer, SchemeRequest
from maillage.referrals.queries.referrals import received_requests
from maillage.schemes.actions import assignment
from maillage.schemes.actions import places as actions
from maillage.schemes.enums import HOUSING
from maillage.schemes.models import Place, Scheme
from maillage.schemes.queries.places import states

OPENED = 600
ANSWERS = ("proposed", "accepted", "entered", "declined")
MESSAGE = "Une visite est possible avant de répondre\u00a0: appelez l’hôte, ou demandez à qui vous accompagne d’appeler."
FAR = "C’est trop loin de l’école des enfants."


def lay_out(scene: Scene, told: dict[str, Any]) -> None:
    for row in told["rules"]:
        _rules(scene.worker(row["by"]), row)
    for row in told["places"]:
        for rank in range(1, row["count"] + 1):
            _place(scene, row, rank)
    _wait(scene)


def _scheme(name: str) -> Scheme:
    return Scheme.objects.get(name=name, ends_on=None)


def _rules(officer: Actor, row: dict[str, Any]) -> None:
    values = {"assignment": row["words"], "assignment_order": row["order"], "needs": row["needs"]}
    with back_to(moment(OPENED)), acting(officer):
        scheme = _scheme(row["scheme"])
        values["vacancy_days"] = row["days"]
        assignment.publish_rules(by=officer, scheme=scheme, version=scheme.version, values=values)


def _place(scene: Scene, row: dict[str, Any], rank: int) -> None:
    officer, host = scene.worker(row["by"]), scene.structures[row["host"]]
    about = {name: row.get(name, usual) for name, usual in USUAL.items()}
    with back_to(moment(OPENED)), acting(officer):
        values = {
            "label": f"{row['label']} {rank}",
            "public": row["public"],
            "commune": host.commune,
            **about,
        }
        told = {"scheme": _scheme(row["scheme"]), "host": host, "starts_on": day(OPENED)}
        place = actions.add_place(by=officer, values=values, **told)
    said, ago = row["said"]
    with back_to(moment(ago)), acting(officer):
        actions.say(by=officer, place=place, said=said)
    _more(officer, place, row)


USUAL = {"smallest": 1, "largest": 1, "accessible": False, "animals": False}


def _more(officer: Actor, place: Place, row: dict[str, Any]) -> None:
    if "apart" in row:
        kind, ago, days = row["apart"]
        with back_to(moment(ago)), acting(officer):
            told = {"starts_on": day(ago), "ends_on": day(ago) + timedelta(days=days)}
            actions.set_apart(by=officer, place=place, kind=kind, **told)
    if "empty" in row:
        with acting(officer):
            actions.say(by=officer, place=place, said="free")
            actions.explain_empty(by=officer, place=place, version=place.version, reason=row["empty"])


def _wait(scene: Scene) -> None:
    """Who waits for a place: what they need, then a place for some of them."""
    steps = cycle(ANSWERS)
    for officer in (scene.worker("pauline"), scene.worker("aurelie@chrs")):
        with acting(officer):
            rows = received_requests(officer)  # not those that one only reads in a commission
            waiting = list(rows.filter(scheme__kind__in=HOUSING, state__in=WAITS).order_by("sent_at", "pk"))
            for rank, one in enumerate(waiting):
                _need(officer, one, rank)
        for one in islice(waiting, 1, None, 2):
            _offer(scene, officer, one, next(steps))


WAITS = (RequestState.ACCEPTED, RequestState.WAITING)
NEEDED = (("families", 4), ("anyone", 1), ("women", 2), ("couples", 2), ("young", 1))


def _need(officer: Actor, request: SchemeRequest, rank: int) -> None:
    public, persons = NEEDED[rank % len(NEEDED)]
    needs = request.scheme.needs
    values = {"public": public, "persons": persons, "need": needs[rank % len(needs)] if needs else ""}
    offers.say_need(by=officer, request=request, values=values)


def _offer(scene: Scene, officer: Actor, request: SchemeRequest, answer: str) -> None:
    with acting(officer):
        place = _free(officer, request.scheme)
        if place is None:
            return
        told = {"what": place.whole, "persons": place.largest, "answer_by": day(0) + timedelta(days=4)}
        request.refresh_from_db()
        about = {"request": request, "version": request.version, "place": place, "message": MESSAGE}
        offer = offers.propose(by=officer, **about, **told)
    if answer != "proposed":
        _answer(scene, officer, offer, request, answer)


def _free(officer: Actor, scheme: Scheme) -> Place | None:
    rows = Place.objects.visible_to(officer).select_related("host", "commune").order_by("pk")
    places = list(rows.filter(structure_id=scheme.structure_id, kind=scheme.kind))
    told = states([one.pk for one in places], day(0))
    return next((one for one in places if told[one.pk].state == "free"), None)


def _answer(scene: Scene, officer: Actor, offer: Offer, request: SchemeRequest, answer: str) -> None:
    """Said aloud to whoever follows them."""
    worker = next(user for user in scene.users if scene.users[user].pk == request.worker_id)
    by = scene.worker(worker)
    with acting(by):
        if answer == "declined":
            place_answers.decline(by=by, offer=offer, version=offer.version, words=FAR)
            return
        offer = place_answers.accept(by=by, offer=offer, version=offer.version)
    if answer == "entered":
        with acting(officer):
            offers.enter(by=officer, offer=offer, version=offer.version, on=day(0))
