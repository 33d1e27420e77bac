"""The rows of one person of a large territory: followed, written about, owed to, as many times as an average file is."""

from collections.abc import Iterator
from datetime import timedelta
from random import Random
from typing import Any

from benchmarks.territory import (
    FIRST,
    KINDS,
    LAST,
    MEDIA,
    PARTS,
    TODAY,
    YEARS,
    Sealer,
    Staff,
    _uuid,
    at,
    text,
)

Row = tuple[Any, dict[str, Any]]
CONSENTS = 5
"""One person in five agreed that another structure reads."""


class Folder:
    """`number` decides of everything; `lines`: of a timeline that is longer than most."""

    def __init__(self, number: int, staff: Staff, lines: int = 0) -> None:
        self.number, self.lines, self.random = number, lines, Random(number)
        self.worker, self.place = staff.worker(number)
        self.other, self.elsewhere = staff.partner(number)
        self.id = _uuid(self.random)
        self.seal = Sealer(self.id, self.random)

    def rows(self) -> Iterator[Row]:
        yield from self._person()
        yield from self._home()
        yield from self._circle()
        yield from self._written()
        yield from self._path()
        yield from self._goal()
        yield from self._owed()

    def _person(self) -> Iterator[Row]:
        from maillage.people.models import Channel, Person
        from maillage.people.names import search_name, sound_key
        from maillage.vault.models import DataKey

        first, last = FIRST[self.number % len(FIRST)], LAST[self.number // len(FIRST) % len(LAST)]
        born = TODAY - timedelta(days=6_600 + self.random.randrange(20_000))
        names = {"called": first, "first_name": first, "last_name": last, "birth_date": born}
        keys = {"search_name": search_name(last, first, first), "sound_key": sound_key(first, last)}
        told = {
            "activity": "employed",
            "nationality": "french",
            "last_contact_on": TODAY,
            "created_at": at(YEARS),
        }
        yield DataKey, self.seal.row
        yield Person, {"id": self.id, **names, **keys, **told}
        yield Channel, {"id": self._uuid(), **self._of(), "kind": "phone", "value": "06 00 00 00 00"}

    def _uuid(self) -> Any:
        return _uuid(self.random)

    def _of(self) -> dict[str, Any]:
        return {"person_id": self.id}

    def _home(self) -> Iterator[Row]:
        """Alone: a household, and its budget of four months."""
        from maillage.people.models import Attachment, BudgetLine, Household, HouseholdMember

        home = self._uuid()
        told = {"commune": "37261", "housing": "social_tenant", "rent": 400, "created_at": at(YEARS)}
        yield Household, {"id": home, **told}
        member = {"household_id": home, "person_id": self.id, "role": "applicant"}
        yield HouseholdMember, {"id": self._uuid(), **member}
        for month in self._months():
            amount = {
                "month": month,
                "kind": "wage",
                "amount": 900,
                "certainty": "known",
                "source": "declared",
            }
            signed = {"entered_by_id": self.worker, "entered_at": at(30)}
            yield BudgetLine, {"id": self._uuid(), "household_id": home, **self._of(), **amount, **signed}
        for target in ({"household_id": home}, self._of()):
            yield Attachment, self._attached(target, self.worker, self.place)

    def _months(self) -> Iterator[Any]:
        month = TODAY.replace(day=1)
        for _ in range(4):
            month = (month - timedelta(days=1)).replace(day=1)
            yield month

    def _attached(self, target: dict[str, Any], worker: int | None, place: int) -> dict[str, Any]:
        told = {
            "role": "social_worker",
            "reason": "accueil",
            "started_at": at(YEARS),
            "created_by_id": self.worker,
        }
        return {"id": self._uuid(), **target, "worker_id": worker, "structure_id": place, **told}

    def _circle(self) -> Iterator[Row]:
        from maillage.people.models import Attachment, Consent
        from maillage.support.models import Accompaniment, Handover, TrustedPerson

        opened = self._uuid()
        since = {"referent_since": at(YEARS).date(), "opened_on": at(YEARS).date()}
        places = {"referent_structure_id": self.place, "lead_structure_id": self.place}
        yield Accompaniment, {"id": opened, **self._of(), "referent_id": self.worker, **places, **since}
        if self.number % 3 == 0:
            friend = {"name": "Nawel", "relation": "sa sœur", "since": at(400).date()}
            yield TrustedPerson, {"id": self._uuid(), **self._of(), **friend}
        if self.number % 50 == 0:
            yield Handover, self._passing(opened)
        if self.agrees:
            yield Consent, self._agreement()
            attached = self._attached(self._of(), self._named, self.elsewhere)
            yield Attachment, attached | {"consent_of_id": self.id, "role": "partner"}

    @property
    def agrees(self) -> bool:
        return self.number % CONSENTS == 0

    @property
    def _named(self) -> int | None:
        """Half of the agreements name somebody."""
        return self.other if self.number % (2 * CONSENTS) == 0 else None

    def _agreement(self) -> dict[str, Any]:
        recipient = {"structure_id": self.elsewhere, "reader_id": self._named, "parts": ["housing", "home"]}
        told = {"purpose": "Trouver un logement", "way": "paper", "recorded_by_id": self.worker}
        dates = {"given_on": at(200).date(), "until": TODAY + timedelta(days=200), "recorded_at": at(200)}
        return {"id": self._uuid(), **self._of(), **recipient, **told, **dates}

    def _passing(self, opened: Any) -> dict[str, Any]:
        row, where = self._uuid(), {"taker_id": self.other, "taker_structure_id": self.elsewhere}
        sealed = {"note": self._sealed("support_handover.note", row, 300), "proposed_at": at(3)}
        told = {
            "accompaniment_id": opened,
            **self._of(),
            "giver_id": self.worker,
            "reason": "Changement de secteur",
        }
        return {"id": row, **told, **where, **sealed}

    def _sealed(self, column: str, row: Any, length: int) -> bytes:
        return self.seal(text(self.random, length), f"{column}:{row}")

    def _written(self) -> Iterator[Row]:
        """Fifteen notes on average; the person's words in one of three, an answer in one of thirty."""
        from maillage.support.models import Note, OwnWords, Reply

        for rank in range(5 + self.number % 21):
            note, level = self._uuid(), self._level()
            shared = self._shared(level)
            yield Note, {"id": note, **shared, **self._content(note, rank)}
            if rank % 3 == 0:
                words = self._uuid()
                told = {"note_id": note, "words": self._sealed("support_ownwords.words", words, 90)}
                yield OwnWords, {"id": words, **shared, **told, "written_at": at(1)}
            if rank % 30 == 7:
                answer = self._uuid()
                told = {"note_id": note, "text": self._sealed("support_reply.text", answer, 120)}
                yield Reply, {"id": answer, **shared, **told, "kind": "addition", "written_at": at(1)}

    def _level(self) -> str:
        return self.random.choice(
            ("personal", "team", "team", "team", "team", "team", "circle", "circle", "circle", "circle")
        )

    def _shared(self, level: str) -> dict[str, Any]:
        """One note for the circle in three, where somebody was let in, is theirs."""
        theirs = self.agrees and level == "circle" and self._named and self.random.random() < 0.33
        author, place = (self.other, self.elsewhere) if theirs else (self.worker, self.place)
        part = "housing" if theirs else self.random.choice(PARTS)
        told = {"level": level, "part": part if level == "circle" else "", "open_to_teams": bool(theirs)}
        return {**self._of(), "author_id": author, "structure_id": place, **told}

    def _content(self, note: Any, rank: int) -> dict[str, Any]:
        ago = self.random.randrange(YEARS)
        told = {"kind": KINDS[rank % 5], "medium": MEDIA[rank % 5], "held_on": at(ago).date(), "minutes": 45}
        lengths = {"before": 120, "synthesis": 400, "after": 120}
        sealed = {name: self._sealed(f"support_note.{name}", note, size) for name, size in lengths.items()}
        return {**told, "themes": ["housing", "budget"], "written_at": at(ago, rank), **sealed}

    def _path(self) -> Iterator[Row]:
        """Twenty lines on average, one in ten by the structure that was let in."""
        from maillage.support.models import Act

        for rank in range(self.lines or 10 + self.number % 21):
            theirs = self.agrees and rank % 10 == 0
            by, place = (self.other, self.elsewhere) if theirs else (self.worker, self.place)
            ago = self.random.randrange(YEARS)
            told = {
                "kind": KINDS[rank % 3],
                "what": "Demande de logement social",
                "outcome": "dossier complet",
            }
            signed = {"by_id": by, "by_label": "Mesure, assistante sociale", "structure_id": place}
            dates = {"on": at(ago).date(), "recorded_at": at(ago, rank % 400), "open_to_teams": theirs}
            yield Act, {"id": self._uuid(), **self._of(), **told, **signed, **dates}

    def _goal(self) -> Iterator[Row]:
        """One person in two: two steps, three marks."""
        from maillage.support.models import Goal, Progress, Step

        if self.number % 2:
            return
        goal = self._uuid()
        told = {**self._shared("team"), "agreed_on": at(300).date(), "written_at": at(300)}
        yield Goal, {"id": goal, **told, "words": self._sealed("support_goal.words", goal, 80)}
        for rank in range(2):
            step = self._uuid()
            what = {"what": self._sealed("support_step.what", step, 60), "who": "la personne", "rank": rank}
            yield Step, {"id": step, "goal_id": goal, **self._of(), **what}
        for rank in range(3):
            mark = {"mark": 3 + rank, "at": at(250 - 50 * rank)}
            yield Progress, {"id": self._uuid(), "goal_id": goal, **self._of(), **mark}

    def _owed(self) -> Iterator[Row]:
        """A promise in two files, one in ten of them open; two appointments, one still to come for one in three."""
        from maillage.support.models import Appointment, Promise

        here = {**self._of(), "structure_id": self.place}
        if self.number % 2:
            kept = None if self.number % 20 == 1 else at(20).date()
            told = {"what": "La rappeler", "owed_by_id": self.worker, "working_days": 5, "kept_on": kept}
            dates = {"made_on": at(30).date(), "due_on": at(30 - self.number % 35).date()}
            yield Promise, {"id": self._uuid(), **here, **told, **dates}
        for ahead, state in ((-60, "held"), (7, "planned" if self.number % 3 == 0 else "cancelled")):
            told = {
                "worker_id": self.worker,
                "place": "à l’accueil",
                "purpose": "Faire le point",
                "state": state,
            }
            yield (
                Appointment,
                {"id": self._uuid(), **here, **told, "starts_at": at(-ahead, self.number % 400)},
            )
