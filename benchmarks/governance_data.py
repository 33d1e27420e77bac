"""A country that deliberates: 120 committees, ten years of meetings, as many decisions as told; written in bulk.

The same one at each run but for identifiers. Everything follows from the number of decisions: five a meeting, a mandate
for thirty, a text for twenty, a plan for a hundred and fifty, with ten measures each.
"""

from datetime import UTC, date, datetime, timedelta
from typing import Any

COMMITTEES, SEATS, YEARS = 120, 10, 10
A_MEETING, A_MANDATE, A_TEXT, A_PLAN, MEASURES = 5, 30, 20, 150, 10
PARAMETERS = 65_535
"""What one statement of PostgreSQL may be given."""
TODAY = date.today()
WIPED = "governance_committee, governance_plan, accounts_user, django_session"
WORDS = (
    "Tout service garde un guichet, une voie par courrier et quelqu’un qui répond, près de chez soi. " * 12
)


def lay_out(decisions: int) -> Any:
    """Empty what governance holds, fill it; the account that keeps one committee and sits in two others."""
    _wipe()
    user, structures = _people()
    committees = _committees(structures)
    _seats(committees, user)
    meetings = _meetings(committees, decisions // A_MEETING)
    given = _decisions(meetings)
    texts = _texts(committees, decisions // A_TEXT)
    _mandates(committees, [one for one in given if one.kind == "mandate"], texts)
    _plans(structures, committees, max(2, decisions // A_PLAN))
    _settle()
    return user


def _wipe() -> None:
    from django.db import connections

    with connections["maintenance"].cursor() as cursor:
        cursor.execute("SET ROLE maillage_owner")
        cursor.execute(f"TRUNCATE {WIPED} CASCADE")
        cursor.execute("SET ROLE maillage_maintenance")


def _made(rows: list[Any]) -> list[Any]:
    model = type(rows[0])
    batch = PARAMETERS // len(model._meta.concrete_fields)
    return list(model.objects.using("maintenance").bulk_create(rows, batch_size=batch))


def _people() -> tuple[Any, list[Any]]:
    from maillage.accounts.models import Membership, User
    from maillage.directory.models import Structure, StructureKind, Territory

    kind = StructureKind.objects.using("maintenance").get(code="maisons-des-solidarites")
    commune = Territory.objects.using("maintenance").get(kind="commune", code="37261")
    structures = list(Structure.objects.using("maintenance").filter(name__startswith="Mesure "))
    structures = structures or _made(
        [Structure(name=f"Mesure {n}", kind=kind, commune=commune) for n in range(20)]
    )
    (user,) = _made([User(email="mesure@example.org", first_name="Mesure", last_name="Une")])
    told = {"structure": structures[0], "role": "social_worker", "since": _day(900)}
    _made([Membership(user=user, **told)])
    return user, structures


def _day(ago: int) -> date:
    return TODAY - timedelta(days=ago)


def _at(ago: int) -> datetime:
    day = _day(ago)
    return datetime(day.year, day.month, day.day, 9, tzinfo=UTC)


def _committees(structures: list[Any]) -> list[Any]:
    from maillage.governance.models import College, Committee

    kinds = ("national", "group", "local", "ethics", "coordination", "persons")
    rows = [
        Committee(
            name=f"Instance {n}",
            kind=kinds[n % len(kinds)],
            structure=structures[n % len(structures)],
            starts_on=_day(365 * YEARS + 30),
            publicity="members" if n % 7 == 6 else "public",
        )
        for n in range(COMMITTEES)
    ]
    found = _made(rows)
    names = ("Institutions", "Professionnels", "Personnes concernées")
    _made([College(committee=one, name=name, position=p) for one in found for p, name in enumerate(names)])
    return found


def _seats(committees: list[Any], user: Any) -> None:
    from maillage.governance.models import College, Duty, Occupant, Seat

    since = _day(365 * YEARS + 30)
    colleges: dict[int, list[Any]] = {}
    for one in College.objects.using("maintenance").order_by("pk"):
        colleges.setdefault(one.committee_id, []).append(one)
    seats = _made(
        [
            Seat(
                committee=one,
                college=colleges[one.pk][n % 3],
                organisation=f"Organisation {n}",
                starts_on=since,
            )
            for one in committees
            for n in range(SEATS)
        ]
    )
    mine = {committees[1].pk, committees[6].pk}
    rows = []
    for n, seat in enumerate(seats):
        account = user if seat.committee_id in mine and n % SEATS == 0 else None
        rows.append(Occupant(seat=seat, name=f"Membre {n}", user=account, starts_on=since, expert=n % 3 == 2))
    _made(rows)
    _made([Duty(committee=committees[0], user=user, kind="secretary", starts_on=since)])


def _meetings(committees: list[Any], count: int) -> list[Any]:
    from maillage.governance.models import Gathering, Occupant, Presence

    rows = []
    for n in range(count):
        start = _at(1 + n * 365 * YEARS // count)
        told = {
            "starts_at": start,
            "ends_at": start + timedelta(hours=3),
            "held_at": start + timedelta(hours=4),
        }
        committee = committees[n % len(committees)]
        rows.append(Gathering(committee=committee, title=f"Séance {n}", place="Tours", **told))
    found = _made(rows)
    seated: dict[int, list[Any]] = {}
    for one in Occupant.objects.using("maintenance").select_related("seat"):
        seated.setdefault(one.seat.committee_id, []).append(one)
    _made(
        [
            Presence(gathering=one, occupant=who, name=who.name, minutes=180, capacity=_as(who))
            for one in found
            for who in seated[one.committee_id][: SEATS - one.pk % 4]
        ]
    )
    coming = [one for one in committees if one.pk % 2]
    then = {"starts_at": _at(-20), "ends_at": _at(-20) + timedelta(hours=3)}
    _made([Gathering(committee=one, title="À venir", place="Tours", **then) for one in coming])
    return found


def _as(occupant: Any) -> str:
    return "expert" if occupant.expert else "member"


def _decisions(meetings: list[Any]) -> list[Any]:
    """One in six is followed still, one in thirty gives a mandate."""
    from maillage.governance.models import AgendaItem, Decision

    items = _made(
        [
            AgendaItem(gathering=one, title=f"Point {n}", position=n, nature="decision")
            for one in meetings
            for n in range(A_MEETING)
        ]
    )
    rows = []
    for n, item in enumerate(items):
        kind = "mandate" if n % A_MANDATE == 0 else "track" if n % 5 == 1 else "decide"
        ended = None if n % 6 == 0 else item.gathering.starts_at.date() + timedelta(days=90)
        told = {"owner": "Secrétariat", "due_on": item.gathering.starts_at.date() + timedelta(days=60)}
        told |= {"ended_on": ended, "ending": "done" if ended else "", "kind": kind, "adopted": True}
        where = {"committee_id": item.gathering.committee_id, "gathering": item.gathering, "item": item}
        text = f"Décision {n} : ouvrir une permanence dans chaque canton."
        rows.append(Decision(text=text, decided_at=item.gathering.starts_at, **where, **told))
    return _made(rows)


def _texts(committees: list[Any], count: int) -> list[Any]:
    from maillage.governance.models import Text, TextVersion

    whose = [committees[n % len(committees)] for n in range(count)]
    texts = _made([Text(committee=one, kind="opinion", title=f"Avis {n}") for n, one in enumerate(whose)])
    versions = [
        TextVersion(
            text=one,
            committee_id=one.committee_id,
            number=number,
            title=one.title,
            body=f"{one.title}. {WORDS}",
            published_at=_at(1 + one.pk % 3000),
            digest="a" * 64,
        )
        for one in texts
        for number in (1, 2)
    ]
    _made(versions)
    return texts


def _mandates(committees: list[Any], given: list[Any], texts: list[Any]) -> None:
    from maillage.governance.models import Mandate, MandateVersion

    rows = []
    for n, one in enumerate(given):
        due = _day(200 - n % 400)
        ended = _day(n % 900) if n % 4 else None
        worker = committees[(n * 7 + 1) % len(committees)]
        rows.append(Mandate(decision=one, committee=worker, title=f"Mandat {n}", due_on=due, ended_on=ended))
    found = _made(rows)
    points = ["Compter", "Écouter", "Proposer"]
    told = {"question": "Que faire sans attendre ?", "points": points}
    _made(
        [
            MandateVersion(mandate=one, number=n, due_on=one.due_on, made_on=_day(400), reason="x", **told)
            for one in found
            for n in (1, 2)
        ]
    )
    _made([_output(one, n, texts) for one in found for n in range(2)])


def _output(mandate: Any, number: int, texts: list[Any]) -> Any:
    from maillage.governance.models import Output

    told = {"mandate": mandate, "title": f"Livrable {number}", "due_on": mandate.due_on}
    if number and texts:
        return Output(**told)
    return Output(delivered_on=_day(30), text=texts[mandate.pk % len(texts)], covers=[0, 1], **told)


def _plans(structures: list[Any], committees: list[Any], count: int) -> None:
    from maillage.accounts.models import User
    from maillage.directory.models import Territory
    from maillage.governance.models import Evidence, Measure, Plan, RecommendedAction

    places = list(Territory.objects.using("maintenance").filter(kind="departement", valid_until=None))
    actions = list(RecommendedAction.objects.using("maintenance").filter(ends_on=None))
    plans = _made(
        [
            Plan(
                title=f"Plan {n}",
                committee=committees[n % COMMITTEES] if n % 2 else None,
                structure=None if n % 2 else structures[n % len(structures)],
                territory=places[n % len(places)],
                starts_on=_day(400),
                published_on=_day(300),
            )
            for n in range(count)
        ]
    )
    measures = _made(
        [
            Measure(
                plan=one,
                action=actions[(one.pk * 7 + n) % len(actions)],
                title=f"Mesure {n}",
                due_on=_day(n - 5),
            )
            for one in plans
            for n in range(MEASURES)
        ]
    )
    user = User.objects.using("maintenance").first()
    kinds = ("progress", "done", "progress")
    _made(
        [
            Evidence(measure=one, on=_day(60 - n), kind=kinds[(one.pk + n) % 3], what="Fait", user=user)
            for one in measures
            for n in range(one.pk % 3)
        ]
    )


def _settle() -> None:
    """Statistics, and the visibility map, as after some nights."""
    from django.apps import apps
    from django.db import connections

    tables = [model._meta.db_table for model in apps.get_app_config("governance").get_models()]
    with connections["maintenance"].cursor() as cursor:
        cursor.execute("SET ROLE maillage_owner")
        for table in (*tables, "accounts_user"):
            cursor.execute(f"VACUUM ANALYZE {table}")
        cursor.execute("SET ROLE maillage_maintenance")
