"""Sessions of placements: two matched and published, one in arbitration, one whose wishes are being filed.

Those that are over were gathered elsewhere and taken over, as when a region moves in; the open one is filled by its schools
and its students.
"""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from django.utils import timezone

from maillage.demo.asked import SITE
from maillage.demo.clock import back_to
from maillage.demo.places import Scene
from maillage.directory.models import Structure, Territory
from maillage.permissions import Actor
from maillage.permissions.context import acting
from maillage.placements.actions import rounds, seats, sessions, students, wishes
from maillage.placements.models import Candidate, School, Seat, Session
from maillage.placements.queries.inputs import inputs
from maillage.placements.queries.results import without_place
from maillage.placements.queries.rounds import free_seats
from maillage.placements.queries.students import wishes_of

NOON = time(12)
A_DAY = timedelta(days=1)
MOST_HOSTS = 120
MOST_WISHES = 12
FILED = 24
"""Lists that the school wrote already, in the open session."""
LEVELS, REFERENTS = ("1", "2", "2", "3"), ("deass", "dees", "decesf", "")


def lay_out(scene: Scene, told: dict[str, Any]) -> None:
    by, draw = scene.worker(told["platform"]), Random("stages")
    communes = list(Territory.objects.communes().filter(code__in=told["communes"]).order_by("code"))
    with acting(by):
        hosts = _hosts(scene, told)
        for row in told["sessions"]:
            _session(scene, by, told, row, hosts, communes, draw)
    for row in told["periods"]:
        _period(scene, row)


def _hosts(scene: Scene, told: dict[str, Any]) -> list[Structure]:
    """Every structure of the territory but the schools and the platform."""
    aside = [scene.structures[code].pk for code in (*told["schools"], "plateforme")]
    rows = Structure.objects.live().filter(merged_into=None, commune__isnull=False).exclude(pk__in=aside)
    return list(rows.select_related("commune").order_by("pk")[:MOST_HOSTS])


def _at(ago: int) -> datetime:
    return timezone.make_aware(datetime.combine(timezone.localdate() - ago * A_DAY, NOON))


def _day(ahead: int) -> date:
    return timezone.localdate() + ahead * A_DAY


def _session(
    scene: Scene, by: Actor, told: dict[str, Any], row: dict[str, Any], hosts: list[Structure], communes: list[Territory], draw: Random,
) -> None:  # fmt: skip
    over, closed = row["runs"] > 0, row["closed"]
    values = {
        "title": f"{row['title']} {_day(row['starts']).year}", "territory": Territory.objects.get(kind="departement", code="37"),
        "contact": told["contact"], "seats_until": _at(closed + 5), "opens_at": _at(closed + 19), "closes_at": _at(closed),
        "results_at": _at(row["results"]), "starts_on": _day(row["starts"]), "ends_on": _day(row["starts"] + row["days"]),
        "taken_over": over,
    }  # fmt: skip
    with back_to(_at(closed + 60)):
        made = sessions.prepare(by=by, values=values)
        schools = [scene.structures[code] for code in told["schools"]]
        sessions.call_schools(by=by, session=made, structures=schools)
        silent = [] if over else [scene.structures["mds-chinon"], *hosts[-4:]]
        offering = [one for one in hosts if one not in silent][: row.get("hosts", MOST_HOSTS)]
        seats.offer_many(
            by=by, session=made, rows=_seats(told, offering, draw), tutors=_tutors(offering, draw)
        )
        sessions.call_hosts(by=by, session=made, structures=silent)
        entered = _entered(scene, told, row, made, communes, draw)
        if over:
            for school, listed in entered.items():
                students.enter(by=by, school=school, students=listed)
        sessions.publish(by=by, session=made, site=SITE)
    if over:
        _matched(scene, by, told, row, made)
    else:
        _opened(scene, told, row, made, entered, draw)


def _seats(
    told: dict[str, Any], hosts: list[Structure], draw: Random
) -> list[tuple[Structure, dict[str, Any]]]:
    found = []
    for host in hosts:
        for title in draw.sample(told["titles"], draw.choice((3, 4, 5))):
            values = {
                "title": title, "commune": host.commune, "level": draw.choice(LEVELS), "referent": draw.choice(REFERENTS),
                "conditions": draw.choice(told["conditions"]), "declared": draw.choice((1, 2, 2, 3)),
                "local_first": draw.random() < 0.1, "immersions": draw.random() < 0.3,
            }  # fmt: skip
            found.append((host, values))
    return found


def _tutors(hosts: list[Structure], draw: Random) -> dict[int, int]:
    return {one.pk: draw.choice((2, 3, 4)) for one in hosts}


def _entered(
    scene: Scene,
    told: dict[str, Any],
    row: dict[str, Any],
    made: Session,
    communes: list[Territory],
    draw: Random,
) -> dict[School, list[students.Entered]]:
    """The same name never twice in a school; two students have an account; the stubborn want the same two seats or none."""
    keys = list(Seat.objects.filter(session=made).order_by("pk").values_list("pk", flat=True))
    schools = {code: School.objects.select_related("session", "structure").get(session=made, structure=scene.structures[code]) for code in told["schools"]}  # fmt: skip
    names = [f"{first} {last}" for first in told["firsts"] for last in told["lasts"]]
    found: dict[School, list[students.Entered]] = {one: [] for one in schools.values()}
    for rank, name in enumerate(draw.sample(names, row["students"] - len(row["of"]))):
        code = ("its", "its", "val")[rank % 3]
        one = _student(told, row, name, code, communes, keys, draw)
        if rank < row.get("stubborn", 0):
            one = replace(one, wishes=keys[:2], others=False, need="")
        found[schools[code]].append(one)
    for who in row["of"]:
        about = told["accounts"][who]
        commune = next(one for one in communes if one.code == about["commune"])
        user = scene.users[who]
        own = students.Entered(
            str(user), about["diploma"], about["year"], commune, user.pk,
            wishes=_wished(keys, draw) if row["runs"] else (), others=bool(row["runs"]),
        )  # fmt: skip
        found[schools[about["school"]]].append(own)
    return found


def _student(
    told: dict[str, Any], row: dict[str, Any], name: str, code: str, communes: list[Territory], keys: list[int], draw: Random
) -> students.Entered:  # fmt: skip
    need = draw.choice(("care", "travel", "income", "arranged")) if draw.random() < 0.12 else ""
    listed = _wished(keys, draw) if row["runs"] else ()
    course, year = draw.choice(told["courses"][code]), draw.choice((1, 2, 2, 3))
    return students.Entered(
        name, course, year, draw.choice(communes), need=need, wishes=listed, others=bool(row["runs"]) and draw.random() < 0.6
    )  # fmt: skip


def _wished(keys: list[int], draw: Random) -> list[int]:
    """The first seats are everybody's dream, so that some are refused."""
    some = min(len(keys), draw.randint(3, MOST_WISHES))
    dream = draw.sample(keys[: max(len(keys) // 4, 1)], min(2, len(keys) // 4))
    return list(dict.fromkeys([*dream, *draw.sample(keys, some)]))


def _matched(scene: Scene, by: Actor, told: dict[str, Any], row: dict[str, Any], made: Session) -> None:
    made.refresh_from_db()
    for number in range(1, row["runs"] + 1):
        rounds.run(by=by, session=made, number=number)
    if row["results"] < 0:
        _arbitrated(scene, by, told, made)


def _arbitrated(scene: Scene, by: Actor, told: dict[str, Any], made: Session) -> None:
    """One decided by two persons, one that waits."""
    found = inputs(made)
    free, left = free_seats(made, found), list(without_place(by, made).select_related("session"))
    for rank, (one, reason) in enumerate(zip(left, told["reasons"], strict=False)):
        closed = found.closed_for(found.takers[one.number])
        key = next((key for key in sorted(free) if key not in closed), None)
        if key is None:
            continue
        free.pop(key)
        proposed = rounds.propose(by=by, candidate=one, seat=Seat.objects.get(pk=key), reason=reason)
        if rank == 0:
            with acting(scene.worker(told["second"])) as other:
                rounds.decide(by=other, arbitration=proposed, outcome="confirmed")


def _opened(
    scene: Scene, told: dict[str, Any], row: dict[str, Any], made: Session, entered: dict[School, list[students.Entered]], draw: Random
) -> None:  # fmt: skip
    """Entered by the school, which writes the wishes of those without an account; Léa began hers."""
    made.refresh_from_db()
    with acting(scene.worker(told["schools"]["its"])) as officer:
        school = next(one for one in entered if one.structure_id == officer.structure_id)
        school.session = made
        students.enter(by=officer, school=school, students=entered[school])
        for course, year, levels in (("deass", 1, ["1"]), ("deass", 2, ["1", "2"]), ("dees", 1, ["1"])):
            sessions.allow(
                by=officer, school=school, values={"diploma_code": course, "year": year, "levels": levels}
            )
        rows = Candidate.objects.filter(school=school).select_related("session", "school", "commune")
        for one in rows.filter(user=None).order_by("number")[:FILED]:
            _filed(officer, one, draw)
    with acting(scene.worker("lea")) as lea:
        own = Candidate.objects.select_related("session", "school", "commune").get(
            session=made, user=lea.user_id
        )
        _filed(lea, own, draw)


def _filed(by: Actor, one: Candidate, draw: Random) -> None:
    open_to = [shown.seat.pk for shown in wishes_of(one).others if shown.closed is None]
    listed = draw.sample(open_to, min(len(open_to), draw.randint(2, 6)))
    wishes.rank(by=by, candidate=one, change=lambda _: listed)


def _period(scene: Scene, row: dict[str, Any]) -> None:
    starts_on = _day(row["in"])
    values = {
        "diploma_code": row["diploma"], "year": row["year"], "moment": "placement", "starts_on": starts_on,
        "ends_on": starts_on + row["days"] * A_DAY, "students": row["students"],
    }  # fmt: skip
    with acting(scene.worker(row["by"])) as by:
        sessions.keep_period(by=by, values=values)
