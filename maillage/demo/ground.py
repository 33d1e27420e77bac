"""On the ground: sessions, room left, a closure, links and first doors, who is present where, a diagnosis opened."""

from datetime import time, timedelta
from typing import Any

from django.utils import timezone

from maillage.demo.clock import back_to, moment
from maillage.demo.offer import ANIMATOR
from maillage.demo.places import Scene
from maillage.directory.actions import diagnosis, ground, links, sessions
from maillage.directory.models import Service, Territory
from maillage.directory.rules import normal_phone
from maillage.directory.rules.recurrence import Recurrence, Rhythm, days_between, written
from maillage.permissions.context import acting

ONE_STOP = "france-services-richelieu"
AROUND = "200043081"
A_MONTH = timedelta(days=31)
WRITTEN = {
    "claire": (
        "mobilite",
        "Sans voiture, on ne vient ni à Chinon ni à Tours : les rendez-vous manqués le disent.",
    ),
    "karim": ("equipement-et-alimentation", "La demande de colis a doublé en fin de mois depuis l’été."),
}


def lay_out(scene: Scene, told: dict[str, Any]) -> None:
    for lay, name in ((_session, "sessions"), (_room, "rooms"), (_closure, "closures"), (_link, "links"), (_door, "doors"),
                      (_presence, "presences")):  # fmt: skip
        for row in told[name]:
            lay(scene, row)
    _diagnosis(scene)


def _rule(row: dict[str, Any]) -> str:
    rhythm = {"odd": Rhythm.ODD, "first": Rhythm.MONTHLY, "once": Rhythm.ONCE}[row["weeks"]]
    return written(Recurrence(rhythm, (row["weekday"],), 1))


def _session(scene: Scene, row: dict[str, Any]) -> None:
    today = timezone.localdate()
    first = today + timedelta(days=(row["weekday"] - today.weekday()) % 7 + 7)
    values = {
        "kind": row["kind"],
        "name": row["title"],
        "place": row["place"],
        "address": row.get("address", ""),
        "commune": Territory.objects.communes().get(code=row["commune"]),
        "categories": row["themes"],
        "phone": normal_phone(row.get("booking", "")),
        "by_appointment": "booking" in row,
        "starts_on": first,
        "starts_at": time.fromisoformat(row["starts"]),
        "minutes": row["minutes"],
        "rule": _rule(row),
        "until": None,
        "visibility": row.get("visibility", "public"),
    }
    with acting(scene.worker(row["by"])) as by:
        made = sessions.add_session(by=by, structure=scene.structures[row["at"]], values=values)
        if row.get("cancel"):
            later = made.starts_on + timedelta(days=1)
            day = days_between(made.starts_on, made.rule, None, later, later + A_MONTH)[0]
            sessions.cancel_day(by=by, session=made, day=day, reason="formation de l’équipe")


def _room(scene: Scene, row: dict[str, Any]) -> None:
    level = {"tension": "tense"}.get(row["level"], row["level"])
    told = {"level": level, "places": row.get("places"), "weeks": row.get("weeks")}
    with back_to(moment(row["ago"])), acting(scene.worker(row["by"])) as by:
        ground.say_availability(by=by, service=Service.objects.get(name=row["service"]), **told)


def _closure(scene: Scene, row: dict[str, Any]) -> None:
    since = timezone.localdate() - timedelta(days=row["from"])
    told = {"since": since, "until": since + timedelta(days=row["days"]), "reason": row["reason"]}
    with acting(scene.worker(row["by"])) as by:
        ground.add_closure(by=by, card=scene.structures[row["at"]], **told)


def _link(scene: Scene, row: dict[str, Any]) -> None:
    ends = {"origin": scene.structures[row["from"]], "target": scene.structures[row["to"]]}
    told = {name: row.get(name, "") for name in ("kind", "brings", "brakes", "levers")}
    since = timezone.localdate() - timedelta(days=row["since"])
    with acting(scene.worker(row["by"])) as by:
        links.add_link(by=by, values={**ends, **told, "since": since})


def _door(scene: Scene, row: dict[str, Any]) -> None:
    told = {name: row[name] for name in ("category", "what", "bring")}
    with acting(scene.worker(ANIMATOR)) as by:
        links.add_door(by=by, structure=scene.structures[row["at"]], **told)


def _presence(scene: Scene, row: dict[str, Any]) -> None:
    told = {name: row[name] for name in ("body", "halves", "how")}
    with acting(scene.worker(ANIMATOR)) as by:
        ground.save_presence(by=by, place=scene.structures[ONE_STOP], presence=None, version=0, **told)


def _diagnosis(scene: Scene) -> None:
    territory = Territory.objects.get(kind="epci", code=AROUND)
    with back_to(moment(10)), acting(scene.worker(ANIMATOR)) as by:
        opened = diagnosis.open_diagnosis(by=by, territory=territory, title="Diagnostic social du Chinonais")
        version = opened.versions.get()
    for name, (category, text) in WRITTEN.items():
        with back_to(moment(6)), acting(scene.worker(name)) as by:
            diagnosis.contribute(by=by, version=version, category=category, text=text)
    with back_to(moment(4)), acting(scene.worker("karim")) as by:
        diagnosis.sign(by=by, version=version)
