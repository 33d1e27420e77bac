"""Follow-up in random organisations: who may read what was done and what was said, said again in plain sentences."""

from datetime import UTC, date, datetime

from maillage.support import models as support

NOW = datetime(2026, 10, 1, tzinfo=UTC)
CONTENT = (support.Note, support.OwnWords, support.Reply, support.Goal, support.Document, support.DirectQuestion,
           support.QuestionAnswer)  # fmt: skip
PARTS = ("home", "health")


class FollowUp:
    """Adds, for one person, rows of every level, by professionals of any structure and by the person."""

    def __init__(self, maker) -> None:
        self.maker, self.draw, self.made = maker, maker.draw, maker.made

    def of(self, person) -> None:
        for _ in range(self.draw.randint(0, 3)):
            self._note(person)
        for model, told in (
            (support.OwnWords, {"words": "x"}),
            (support.Goal, {"words": "x", "agreed_on": date(2026, 1, 1)}),
            (support.Document, {"kind": "other", "title": "x", "key": "x", "name": "x", "media_type": "x", "size": 1}),
        ):  # fmt: skip
            if self.draw.random() < 0.5:
                row = self._content(model, person, author=self.draw.choice((None, self.maker.user())), **told)
                if model is support.Goal:
                    self._of_goal(row)
        if self.draw.random() < 0.5:
            self._question(person)
        self._path(person)
        self._with_person(person)

    def _content(self, model, person, **told):
        level = self.draw.choice(("personal", "team", "circle"))
        part = self.draw.choice(PARTS) if level == "circle" else ""
        shared = {"structure": self.maker.structure(), "open_to_teams": self.draw.random() < 0.3}
        withheld = self.draw.choice((None, None, None, "child_protection"))
        return self.made.add(
            model(
                id=self.maker.key(), person=person, level=level, part=part, withheld_id=withheld, **shared, **told
            )
        )  # fmt: skip

    def _note(self, person):
        told = {"kind": "interview", "medium": "here", "held_on": date(2026, 1, 1), "synthesis": "x"}
        note = self._content(support.Note, person, author=self.maker.user(), **told)
        if self.draw.random() < 0.5:
            copied = {name: getattr(note, name) for name in ("structure", "level", "part", "open_to_teams")}
            self.made.add(
                support.Reply(
                    id=self.maker.key(), person=person, note=note, kind="addition", text="x",
                    author=self.maker.user(), withheld_id=note.withheld_id, **copied,
                )
            )  # fmt: skip

    def _question(self, person):
        """To a referent that any professional sees; its answers are read by whoever reads it."""
        known = {"body": "caf", "department": "37", "service": str(self.maker.key()), "phone": "x"}
        referent = self.made.add(support.Referent(id=self.maker.key(), checked_on=date(2026, 1, 1), **known))
        day = date(2026, 1, 5)
        told = {
            "referent": referent,
            "body": "caf",
            "service": "x",
            "subject": "x",
            "question": "x",
            "given": "{}",
        }
        told |= {"way": "oral", "agreed_on": day, "asked_on": day, "due_on": day, "last_due_on": day}
        told |= {"link_until": day, "site": "x", "author": self.maker.user()}
        asked = self._content(support.DirectQuestion, person, **told)
        asked.level = "team" if asked.level == "personal" else asked.level
        copied = {name: getattr(asked, name) for name in ("structure", "level", "part", "open_to_teams")}
        self.made.add(
            support.QuestionAnswer(
                id=self.maker.key(), person=person, asked=asked, kind="complete", words="x",
                withheld_id=asked.withheld_id, **copied,
            )
        )  # fmt: skip

    def _of_goal(self, goal):
        told = {"goal": goal, "person": goal.person}
        self.made.add(support.Step(id=self.maker.key(), what="x", who="x", **told))
        self.made.add(support.Progress(id=self.maker.key(), mark=3, **told))

    def _path(self, person):
        for _ in range(self.draw.randint(0, 3)):
            place = {"structure": self.draw.choice((None, self.maker.structure())), "person": person}
            open_to_teams = self.draw.random() < 0.3
            self.made.add(
                support.Act(
                    id=self.maker.key(), kind="other", on=date(2026, 1, 1), what="x", open_to_teams=open_to_teams, **place
                )
            )  # fmt: skip
        if self.draw.random() < 0.5:
            place = {"structure": self.maker.structure(), "person": person}
            user = self.maker.user()
            self.made.add(
                support.Appointment(id=self.maker.key(), worker=user, starts_at=NOW, place="x", **place)
            )
            due = {"made_on": date(2026, 1, 1), "working_days": 1, "due_on": date(2026, 1, 2)}
            self.made.add(support.Promise(id=self.maker.key(), what="x", owed_by=user, **due, **place))

    def _with_person(self, person):
        if self.draw.random() < 0.5:
            one, other = self.draw.sample(self.maker.pool.users, 2)
            place, day = self.maker.structure(), date(2026, 1, 1)
            followed = self.made.add(
                support.Accompaniment(
                    id=self.maker.key(), person=person, referent=one, referent_structure=place,
                    lead_structure=place, referent_since=day, opened_on=day,
                )
            )  # fmt: skip
            self.made.add(
                support.Handover(
                    id=self.maker.key(), accompaniment=followed, person=person, giver=one, taker=other,
                    taker_structure=place, reason="x", note="x",
                )
            )  # fmt: skip
            self.made.add(
                support.TrustedPerson(id=self.maker.key(), person=person, name="x", relation="x", since=day)
            )
            asked = {"kind": "take_away", "asked_on": day, "due_on": date(2026, 2, 1)}
            self.made.add(support.DataRequest(id=self.maker.key(), person=person, **asked))
        if self.draw.random() < 0.3:
            lifted = {"lifted_at": self.draw.choice((None, NOW)), "placed_by": self.maker.user()}
            told = {"reason": "x", "until": date(2026, 12, 1), **lifted}
            self.made.add(support.LegalHold(id=self.maker.key(), person=person, **told))
        if self.draw.random() < 0.4:
            draft = {"author": self.maker.user(), "about": "note", "content": "x"}
            self.made.add(support.Draft(id=self.maker.key(), person=person, **draft))


class ReadsFollowUp:
    """The sentences; mixed into the oracle."""

    def _by_name(self, team: bool) -> set:
        """Persons I follow by name just now; inside their team when `team`."""
        return {
            one.person_id for one in self.open_ones
            if one.worker_id == self.actor.user_id and (one.consent_of_id is None or not team)
        } - {None}  # fmt: skip

    def _act(self, row):
        """Of those I see: what my structure did, what is meant for their teams, all if they agreed."""
        if row.person_id not in self.persons:
            return False
        mine = row.structure_id == self.actor.structure_id
        return mine or row.open_to_teams or self.agreed(row.person_id)

    _appointment = _promise = _act

    def _note(self, row):
        if row.level == "personal":
            return row.author_id == self.actor.user_id and row.person_id in self._by_name(team=False)
        here = row.structure_id == self.actor.structure_id or (row.level == "circle" and row.open_to_teams)
        if here and row.person_id in self._by_name(team=True):
            return True
        by_name = row.person_id in self._by_name(team=False)
        return row.level == "circle" and by_name and self.agreed(row.person_id, row.part or "nothing")

    _ownwords = _reply = _goal = _document = _directquestion = _questionanswer = _note

    def _referent(self, row):
        """Any professional, in their structure."""
        return True

    def _step(self, row):
        return self._goal(row.goal)

    _progress = _step

    def _accompaniment(self, row):
        return row.person_id in self.persons

    _trustedperson = _datarequest = _legalhold = _accompaniment

    def _handover(self, row):
        """Between who gives and who takes, as they follow the person; before that, the one it is proposed to."""
        me, here = self.actor.user_id, self.actor.structure_id
        if me not in (row.giver_id, row.taker_id):
            return False
        asked = (row.taker_id, row.taker_structure_id) == (me, here) and row.state == "proposed"
        return row.person_id in self.persons or (asked and row.person_id not in self.kept_out)

    def _draft(self, row):
        return row.author_id == self.actor.user_id and row.person_id in self._by_name(team=False)

    def reads_of_themselves(self, row) -> bool:
        """The person reads all but drafts, working notes and what a law withholds."""
        row = getattr(row, "goal", row)
        if isinstance(row, support.Draft | support.Referent) or row.person_id != self.actor.person_id:
            return False
        return not isinstance(row, CONTENT) or (row.level != "personal" and row.withheld_id is None)
