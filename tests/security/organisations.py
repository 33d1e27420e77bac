"""Random organisations, and who sees what in them, said again in Python from the rules' words alone.

The oracle below knows neither the policies nor `visible_to`: only rows as dictionaries and sentences such as "a file
is open to whoever is attached to it, in the structure where they work just now".
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from random import Random
from types import SimpleNamespace
from uuid import UUID

from maillage.accounts.enums import Role
from maillage.accounts.tests.factories import make_structure, make_user
from maillage.jobs.models import Job
from maillage.people import models as people
from maillage.permissions import Actor
from maillage.rights import models as rights
from tests.security.rights_rows import Claims, ReadsClaims
from tests.security.support_rows import FollowUp, ReadsFollowUp

LONG_AGO = datetime(2026, 1, 5, tzinfo=UTC)
TOMORROW = date.today() + timedelta(days=1)
MONTHS = (date(2026, 8, 1), date(2026, 9, 1), date(2026, 10, 1))


@dataclass
class Organisation:
    """Rows by model, unsaved, in the order in which they can be written."""

    rows: dict[type, list] = field(default_factory=dict)
    actors: list[Actor] = field(default_factory=list)

    def of(self, model: type) -> list:
        return self.rows.setdefault(model, [])

    def add(self, row):
        self.of(type(row)).append(row)
        return row

    def write(self) -> None:
        """To be called beyond row security."""
        for model, rows in self.rows.items():
            model._base_manager.bulk_create(rows)


def make_pool() -> SimpleNamespace:
    """Places and accounts shared by all organisations."""
    return SimpleNamespace(
        structures=[make_structure() for _ in range(3)], users=[make_user() for _ in range(5)]
    )


class _Maker:
    def __init__(self, draw: Random, pool) -> None:
        self.draw, self.pool, self.made = draw, pool, Organisation()

    def key(self) -> UUID:
        return UUID(int=self.draw.getrandbits(128), version=4)

    def user(self):
        return self.draw.choice(self.pool.users)

    def structure(self):
        return self.draw.choice(self.pool.structures)

    def some(self, rows, most: int) -> list:
        return self.draw.sample(rows, min(len(rows), self.draw.randint(0, most)))

    def organisation(self) -> Organisation:
        self._actors()
        persons = [self._person(n) for n in range(self.draw.randint(2, 6))]
        homes = [self._home(persons) for _ in range(self.draw.randint(1, 4))]
        for target in (*persons, *homes):
            self._attachments(target, persons)
        for person in persons:
            self._ledger(person)
            FollowUp(self).of(person)
            Claims(self).of(person)
        self._people_themselves(persons)
        self._protected(persons)
        self._between(persons)
        self._own(homes)
        return self.made

    def _actors(self):
        for user in self.pool.users:
            for structure in self.some(self.pool.structures, 2):
                roles = frozenset(self.some(list(Role.values), 2))
                self.made.actors.append(Actor(user.pk, structure.pk, roles))
        self.made.actors += [Actor(self.user().pk), Actor()]

    def _people_themselves(self, persons):
        self.made.actors += [Actor(person_id=person.pk) for person in self.some(persons, 2)]

    def _person(self, number):
        person = self.made.add(people.Person(id=self.key(), called=f"P{number}", search_name=f"p{number}"))
        for kind in self.some(["phone", "email", "post"], 2):
            self.made.add(people.Channel(id=self.key(), person=person, kind=kind, value="x"))
        return person

    def _home(self, persons):
        home = self.made.add(people.Household(id=self.key()))
        for place, person in enumerate(self.some(persons, 3)):
            role = ("applicant", self.draw.choice(("partner", "child")), "child")[place]
            until = self.draw.choice((None, None, date(2026, 2, 1)))
            self.made.add(
                people.HouseholdMember(id=self.key(), household=home, person=person, role=role, until=until)
            )
            line = {"month": self.draw.choice(MONTHS), "kind": "wage", "amount": 1, "certainty": "known"}
            self.made.add(
                people.BudgetLine(
                    id=self.key(), household=home, person=person, source="caf", entered_by=self.user(), **line
                )
            )
        for month in self.some(list(MONTHS), 2):
            self._screened(home, month)
        return home

    def _screened(self, home, month):
        told = {"versions": "1", "inputs": 1, "convention": "real", "computed_at": LONG_AGO}
        self.made.add(rights.Screening(household=home, month=month, **told))
        found = {"status": "entitled", "effort": 1, "change": "new", "found_at": LONG_AGO}
        for benefit in ("rsa", "aah"):
            self.made.add(rights.Entitlement(household=home, month=month, benefit=benefit, **found))

    def _ledger(self, person):
        """Lines in force, over or withdrawn, for a reader, a role or a whole structure; agents kept out; a code."""
        for _ in range(self.draw.randint(0, 3)):
            reader = self.draw.choice((None, *self.pool.users))
            role = "" if reader else self.draw.choice(("", *Role.values))
            way, until = ("self", self.draw.choice((date(2026, 1, 31), TOMORROW)))
            withdrawn = self.draw.choice((None, None, LONG_AGO))
            self.made.add(
                people.Consent(
                    id=self.key(), person=person, structure=self.structure(), reader=reader, role=role, way=way,
                    parts=self.some(["home", "health"], 2), purpose="x", given_on=date(2026, 1, 1), until=until,
                    withdrawn_at=withdrawn, withdrawn_way=way if withdrawn else "",
                )
            )  # fmt: skip
        if self.draw.random() < 0.3:
            kept_out = {"agent": self._follower(person), "by": self.user(), "reason": "x"}
            self.made.add(people.Conflict(id=self.key(), person=person, **kept_out))
        if self.draw.random() < 0.5:
            code = {"fingerprint": str(self.key()), "until": TOMORROW}
            self.made.add(people.SpaceAccess(id=self.key(), person=person, **code))

    def _follower(self, person):
        """Somebody attached to the file, that it matters to keep out of it; anybody when nobody is."""
        attached = [
            one.worker for one in self.made.of(people.Attachment) if one.person is person and one.worker
        ]
        return self.draw.choice(attached or self.pool.users)

    def _attachments(self, target, persons):
        """To a worker or to the pool of a structure, open or ended, of the team or by the ledger; over time."""
        kind = "person" if isinstance(target, people.Person) else "household"
        taken = set()
        for _ in range(self.draw.randint(0, 3)):
            worker, structure = self.draw.choice((None, *self.pool.users)), self.structure()
            ended = self.draw.choice((None, None, LONG_AGO))
            if ended is None and (worker, structure) in taken:
                continue
            taken |= {(worker, structure)} if ended is None else set()
            self.made.add(
                people.Attachment(
                    id=self.key(), **{kind: target}, structure=structure, worker=worker, ended_at=ended,
                    created_by=self.user(), reason="essai",
                    consent_of=self.draw.choice((None, target if kind == "person" else self.draw.choice(persons))),
                )
            )  # fmt: skip

    def _protected(self, persons):
        for person in self.some(persons, 3):
            hidden = self.made.add(
                people.ProtectedAddress(id=self.key(), person=person, address="x", motive="x")
            )
            for user in self.some(self.pool.users, 3):
                self.made.add(people.ProtectedReader(id=self.key(), protected=hidden, reader=user))

    def _between(self, persons):
        for person in self.some(persons, 3):
            told = {"typed_name": "x", "motive": "x", "requester": self.user(), "structure": self.structure()}
            self.made.add(people.AttachmentRequest(id=self.key(), person=person, **told))
        ordered = sorted(persons, key=lambda one: one.pk)
        first, second = ordered[0], ordered[-1]
        if self.draw.random() < 0.6:
            self.made.add(people.NotSame(id=self.key(), first=first, second=second, by=self.user()))
        if self.draw.random() < 0.6:
            self.made.add(people.PersonMerge(id=self.key(), kept=second, absorbed=first, by=self.user()))

    def _own(self, homes):
        for user in self.some(self.pool.users, 3):
            place = {"structure": self.structure(), "owner": user}
            self.made.add(people.Import(id=self.key(), filename="x", fingerprint="x", **place))
            self.made.add(people.MatchAttempt(user=user))
            self.made.add(Job(id=self.key(), owner=user, label="x"))
            self._run(user)

    def _run(self, user):
        """Asked by somebody, or of the night; parts of it through their eyes, or those of any structure."""
        scope = self.draw.choice(("caseload", "structure", "territory"))
        asked_by = self.draw.choice((user, None)) if scope == "structure" else user
        told = {"month": MONTHS[0], "versions": "1", "ended_at": LONG_AGO, "scope": scope}
        run = self.made.add(rights.Run(id=self.key(), structure=self.structure(), asked_by=asked_by, **told))
        for number in range(self.draw.randint(0, 2)):
            bounds = {"after": UUID(int=number), "last": UUID(int=number + 1), "size": 1}
            worker = user if scope == "caseload" else None
            self.made.add(
                rights.Chunk(id=self.key(), run=run, structure=self.structure(), worker=worker, **bounds)
            )


def make_organisation(seed: str, pool) -> Organisation:
    return _Maker(Random(seed), pool).organisation()


OWN = {"Person", "Channel", "HouseholdMember", "Consent", "Conflict", "SpaceAccess"}
"""What an accompanied person reads, when it is about them."""


class Oracle(ReadsFollowUp, ReadsClaims):
    """What exists for an actor, as sentences."""

    def __init__(self, made: Organisation, actor: Actor) -> None:
        self.made, self.actor = made, actor
        self.at_work = actor.user_id is not None and actor.structure_id is not None
        self.kept_out = {one.person_id for one in made.of(people.Conflict) if one.agent_id == actor.user_id}
        lived = [one for one in made.of(people.HouseholdMember) if one.person_id in self.kept_out]
        self.kept_out |= {one.household_id for one in lived}
        mine = [one for one in made.of(people.Attachment) if self._mine(one)]
        self.open_ones = open_ones = [one for one in mine if one.ended_at is None]
        self.persons = {one.person_id for one in open_ones} - {None}
        self.homes = {one.household_id for one in open_ones} - {None}
        self.read = {
            one.protected_id for one in made.of(people.ProtectedReader) if one.reader_id == actor.user_id
        }

    def _mine(self, one) -> bool:
        """An attachment of my structure: to me; to nobody yet when I receive people; any, for the rights lead."""
        roles = self.actor.roles
        if not self.at_work or one.structure_id != self.actor.structure_id:
            return False
        if (one.person_id or one.household_id) in self.kept_out:
            return False
        if one.consent_of_id:
            part = "home" if one.household_id else ""
            if one.ended_at or not self.agreed(one.consent_of_id, part):
                return False
        if "rights_lead" in roles or one.worker_id == self.actor.user_id:
            return True
        return one.worker_id is None and not roles.isdisjoint({"social_worker", "reception"})

    def agreed(self, person_id, part="") -> bool:
        """A line of their ledger is in force for me; for this part. Of whoever keeps me out, none is."""
        if person_id in self.kept_out:
            return False
        lines = [one for one in self.made.of(people.Consent) if one.person_id == person_id]
        return any(self._for_me(one) and (not part or part in one.parts) for one in lines)

    def _for_me(self, line) -> bool:
        if line.withdrawn_at or line.until < date.today():
            return False
        if line.reader_id:
            return line.reader_id == self.actor.user_id
        return line.structure_id == self.actor.structure_id and (
            not line.role or line.role in self.actor.roles
        )

    def sees(self, row) -> bool:
        if self.actor.person_id and row._meta.app_label == "support":
            return self.reads_of_themselves(row)
        if self.actor.person_id and row._meta.app_label == "rights":
            return self.reads_own_rights(row, self.made.of(people.HouseholdMember))
        if self.actor.person_id:
            return type(row).__name__ in OWN and self.actor.person_id == getattr(row, "person_id", row.pk)
        return self.at_work and getattr(self, f"_{type(row).__name__.lower()}")(row)

    def _person(self, row):
        return row.pk in self.persons

    def _channel(self, row):
        return row.person_id in self.persons

    _spaceaccess = _channel

    def _consent(self, row):
        """Those who follow the person know the ledger; a reader knows the line that lets them read."""
        mine = self._for_me(row) and row.person_id not in self.kept_out
        return row.person_id in self.persons or mine

    def _conflict(self, row):
        """Known by those who follow the person, never by the agent kept out."""
        return row.person_id in self.persons and row.agent_id != self.actor.user_id

    def _household(self, row):
        return row.pk in self.homes

    def _householdmember(self, row):
        return row.household_id in self.homes

    _budgetline = _screening = _entitlement = _householdmember

    def _attachment(self, row):
        return self._mine(row)

    def _attachmentrequest(self, row):
        """Whoever asked, and whoever may answer."""
        return row.requester_id == self.actor.user_id or row.person_id in self.persons

    def _protectedaddress(self, row):
        """A named reader, as long as they follow the person."""
        return row.pk in self.read and row.person_id in self.persons

    def _protectedreader(self, row):
        """A reader knows the other readers."""
        return row.protected_id in self.read

    def _notsame(self, row):
        return row.first_id in self.persons and row.second_id in self.persons

    def _personmerge(self, row):
        return row.kept_id in self.persons

    def _matchattempt(self, row):
        return row.user_id == self.actor.user_id

    def _job(self, row):
        return row.owner_id == self.actor.user_id

    def _import(self, row):
        return (row.owner_id, row.structure_id) == (self.actor.user_id, self.actor.structure_id)

    def _run(self, row):
        """What I asked for here; for the rights lead, what was asked for the structure, by a colleague or by nobody."""
        if row.structure_id != self.actor.structure_id:
            return False
        return row.asked_by_id == self.actor.user_id or (self._leads() and row.scope != "caseload")

    def _chunk(self, row):
        """A part of what I asked for; for the rights lead, what was read through the eyes of the structure."""
        if row.structure_id != self.actor.structure_id:
            return False
        return row.worker_id == self.actor.user_id or (self._leads() and row.worker_id is None)

    def _leads(self):
        return "rights_lead" in self.actor.roles
