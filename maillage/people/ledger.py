"""The ledger as its pages and its papers show it: who is around a person, who reads what and why, who did read."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, NamedTuple

from django.db import connection
from django.utils import timezone

from maillage.accounts.enums import Role
from maillage.accounts.models import Membership, User
from maillage.directory.models import Structure
from maillage.people import queries
from maillage.people.enums import ConsentWay, Part
from maillage.people.models import Conflict, Consent, Person, SpaceAccess
from maillage.people.models.consent import EMERGENCY
from maillage.people.rules import RECEIVING
from maillage.people.wording import sentence
from maillage.permissions import Actor
from maillage.web.wording import day

DAYS_TOLD, READS_SHOWN = 1000, 5
ALWAYS = (
    "Cet accord ouvre toujours son identité, comment la joindre et son parcours\u00a0: "
    "qui a fait quoi, sans le contenu des notes."
)
ALWAYS_YOURS = (
    "Cet accord ouvre toujours votre identité, comment vous joindre et votre parcours\u00a0: "
    "qui a fait quoi, sans le contenu des notes."
)
ALWAYS_SHORT = "identité, contacts et parcours"
MOTIVES = {"read_question": "question posée en son nom"}
WHOLE_TEAM = "tout le dossier"
ROLES_IN_WORDS = {
    "": "tous ceux qui y reçoivent du public",
    Role.RECEPTION: "les agents d’accueil",
    Role.SOCIAL_WORKER: "les travailleurs sociaux",
    Role.RIGHTS_LEAD: "les référents accès aux droits",
}


class Reader(NamedTuple):
    """Somebody who reads by a line: in the words of web/_readers.html, and whose account it is."""

    name: str
    role: str
    account_id: int


def members_by_structure(places: Iterable[int]) -> dict[int, list[Membership]]:
    """Who works in these structures today; one query."""
    rows = Membership.objects.current(timezone.localdate()).filter(
        structure_id__in=set(places), user__is_active=True
    )
    found: dict[int, list[Membership]] = {}
    for one in rows.select_related("user").order_by("user__last_name", "user__first_name", "role"):
        found.setdefault(one.structure_id, []).append(one)
    return found


def readers_among(
    members: list[Membership], *, role: str, reader_id: int | None, but: set[int]
) -> list[Reader]:
    """Those of a structure whom a line lets read: the one it names, or who holds its role; never who is kept out."""
    wanted = {role} if role else set(RECEIVING)
    found: dict[int, list[str]] = {}
    names: dict[int, str] = {}
    for one in members:
        named = one.user_id == reader_id if reader_id else one.role in wanted
        if named and one.user_id not in but:
            names[one.user_id] = str(one.user)
            found.setdefault(one.user_id, []).append(one.job_title or one.get_role_display())
    return [Reader(names[pk], sentence(list(dict.fromkeys(titles))), pk) for pk, titles in found.items()]


def readers_of(actor: Actor, consent: Consent) -> list[Reader]:
    """The exact list of who will be able to read by this line, today."""
    members = members_by_structure([consent.structure_id]).get(consent.structure_id, [])
    but = kept_out_ids(actor, consent.person_id)
    return readers_among(members, role=consent.role, reader_id=consent.reader_id, but=but)


def seal_of(readers: list[Reader]) -> str:
    """Tells whether the list shown before saving is still the list: no account number is put in the page."""
    told = "|".join(f"{one.account_id} {one.name} {one.role}" for one in readers)
    return sha256(f"{len(readers)} {told}".encode()).hexdigest()


@dataclass
class Line:
    consent: Consent
    readers: list[Reader]

    @property
    def is_open(self) -> bool:
        return self.consent.withdrawn_at is None and self.consent.until >= timezone.localdate()

    @property
    def is_exceptional(self) -> bool:
        return self.consent.basis_id == EMERGENCY

    @property
    def waits_for_review(self) -> bool:
        return self.is_exceptional and self.consent.reviewed_at is None

    @property
    def recipient(self) -> str:
        return recipient(self.consent)

    @property
    def parts(self) -> str:
        return parts_in_words(self.consent.parts)

    @property
    def why(self) -> str:
        return given_in_words(self.consent)

    @property
    def ended(self) -> str:
        """How and when it stopped, "" while it is open."""
        one = self.consent
        if one.withdrawn_at:
            way = {"self": "par la personne elle-même", "law": "plus nécessaire"}.get(
                one.withdrawn_way, ConsentWay(one.withdrawn_way).label
            )
            return f"Retiré le {day(timezone.localdate(one.withdrawn_at))}, {way}."
        return "" if self.is_open else f"Terminé le {day(one.until)}."


def recipient(consent: Consent) -> str:
    if consent.reader_id:
        return str(consent.reader)
    return ROLES_IN_WORDS.get(consent.role, consent.role)


def parts_in_words(parts: Iterable[str]) -> str:
    """What a line opens, what it always opens included."""
    opened = [Part(one).label for one in Part.values if one in set(parts)]
    return " ; ".join([ALWAYS_SHORT, *opened])


def given_in_words(consent: Consent) -> str:
    """By what right: the agreement and how it was given, or the text of law."""
    if consent.basis_id and consent.basis:
        return f"Par la loi\u00a0: {consent.basis.label} ({consent.basis.text})."
    ways = {
        ConsentWay.ORAL: f"de vive voix, entendu par {consent.witness}",
        ConsentWay.PAPER: "sur papier signé",
        ConsentWay.SELF: f"donné pour elle par {consent.witness}, son aidant"
        if consent.witness
        else "donné par la personne elle-même",
    }
    return f"Accord de la personne, {ways.get(ConsentWay(consent.way), '')}, le {day(consent.given_on)}."


def lines(actor: Actor, person: Person) -> list[Line]:
    """Every line of a person's ledger, the latest first; three queries whatever their number."""
    rows = list(_lines(actor, person))
    members = members_by_structure(one.structure_id for one in rows)
    but = kept_out_ids(actor, person.pk)
    return [
        Line(
            one,
            readers_among(members.get(one.structure_id, []), role=one.role, reader_id=one.reader_id, but=but),
        )
        for one in rows
    ]


def _lines(actor: Actor, person: Person) -> Any:
    rows = Consent.objects.visible_to(actor).filter(person=person)
    told = ("structure", "reader", "basis", "recorded_by", "reviewed_by")
    return rows.select_related(*told).order_by("-recorded_at", "pk")


def consent_rows(actor: Actor, person: Person) -> Any:
    """Lines that may be withdrawn or reviewed."""
    return _lines(actor, person)


def open_rows(actor: Actor, person: Person) -> Any:
    return _lines(actor, person).live(timezone.localdate())


class Around(NamedTuple):
    """One of those around a person: who, where, as what, and by what right they read."""

    name: str
    place: str
    role: str
    since: datetime | None
    why: str
    scope: str


def circle(actor: Actor, person: Person, known: list[Line]) -> list[Around]:
    """The circle, then those who read because of their role in a structure of the team."""
    followers = queries.followers(person)
    team = {one.place.pk for one in followers if not one.by_consent}
    found = [_by_consent(one, known) if one.by_consent else _in_team(one) for one in followers]
    return [one for one in found if one] + _by_role(
        actor, person, team, {one.account.pk for one in followers if one.account}
    )


def _in_team(one: queries.Follower) -> Around:
    return Around(one.worker, one.structure, one.role, one.since, "équipe d’accompagnement", WHOLE_TEAM)


def _by_consent(one: queries.Follower, known: list[Line]) -> Around | None:
    """None when no line lets them read: they no longer hold the role that it told."""
    covering = [line for line in known if line.is_open and queries.covers(line.consent, one)]
    if not covering:
        return None
    scope = " · ".join(f"{line.parts}, jusqu’au {day(line.consent.until)}" for line in covering)
    law = all(line.consent.basis_id for line in covering)
    why = "par la loi" if law else "accord de la personne"
    return Around(one.worker, one.structure, one.role, one.since, why, scope)


def _by_role(actor: Actor, person: Person, team: set[int], named: set[int]) -> list[Around]:
    """Rights leads read all that their structure follows; a file that waits is read by those who may take it."""
    but = named | kept_out_ids(actor, person.pk)
    places = Structure.objects.in_bulk(team)
    return [
        Around(one.name, str(places[place]), one.role, None, "par sa fonction dans la structure", WHOLE_TEAM)
        for place, members in members_by_structure(team).items()
        for one in readers_among(members, role=Role.RIGHTS_LEAD, reader_id=None, but=but)
    ]


def kept_out_ids(actor: Actor, person_id: Any) -> set[int]:
    rows = Conflict.objects.visible_to(actor).filter(person_id=person_id)
    return set(rows.values_list("agent_id", flat=True))


def kept_out(actor: Actor, person: Person) -> list[Conflict]:
    rows = Conflict.objects.visible_to(actor).filter(person=person)
    return list(rows.select_related("agent", "by").order_by("at"))


class Opening(NamedTuple):
    """All the openings of a file by a reader in a day, the last one's hour kept; or one emergency."""

    at: datetime
    who: str
    place: str
    motive: str
    exceptional: bool
    times: int = 1


def openings(person: Person) -> list[Opening]:
    """Who opened the file, the latest first: for the person, and for the team; empty for anybody else."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM maillage_definer.openings_of(%s, %s)", [person.pk, DAYS_TOLD])
        rows = cursor.fetchall()
    places = Structure.objects.in_bulk({row[3] for row in rows if row[3]})
    return [_opening(row, str(places.get(row[3], ""))) for row in rows]


def told_openings(person: Person) -> dict[str, list[Opening]]:
    """What `people/_openings.html` shows: the latest, and every emergency; the others folded."""
    found = openings(person)
    shown = [one for rank, one in enumerate(found) if rank < READS_SHOWN or one.exceptional]
    return {"openings": shown, "older": [one for one in found if one not in shown]}


def _opening(row: Any, place: str) -> Opening:
    at, label, verb, _, motive, times = row
    exceptional = verb == "read_exceptional"
    told = motive if exceptional else MOTIVES.get(verb, "accompagnement")
    return Opening(at, label.removesuffix(f", {place}"), place, told, exceptional, times)


def receiver(structure: Structure, account: User | None) -> User | None:
    """This account, when it receives people in this structure today."""
    if account is None or not account.is_active:
        return None
    here = Membership.objects.current(timezone.localdate()).filter(structure=structure, user=account)
    return account if here.filter(role__in=RECEIVING).exists() else None


def account_of(email: str) -> User | None:
    return User.objects.filter(email__iexact=email.strip()).first()


def structures() -> Any:
    return Structure.objects.kept_here().filter(active=True).order_by("name", "pk")


def accesses(actor: Actor, person: Person) -> Any:
    """Codes that open the person's space today."""
    rows = SpaceAccess.objects.visible_to(actor).filter(person=person, ended_at=None)
    return rows.filter(until__gte=timezone.localdate()).select_related("created_by").order_by("created_at")
