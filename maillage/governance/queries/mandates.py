"""Mandates, how far each one is, who gave it and who works on it."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max, Q, QuerySet

from maillage.governance.enums import DecisionKind
from maillage.governance.models import Committee, Decision, Gathering, Mandate, MandateVersion, Output, Text
from maillage.governance.queries.committees import standing
from maillage.governance.rules import Standing
from maillage.permissions import Actor

AMENDING = (DecisionKind.DECIDE, DecisionKind.VALIDATE, DecisionKind.MANDATE)
RECENT = 50


@dataclass(frozen=True)
class Standings:
    """What somebody is for the committee that gave a mandate, and for the one that works on it."""

    giver: Standing
    worker: Standing

    @property
    def either(self) -> Standing:
        return self.giver if self.giver.keeps else self.worker


@dataclass(frozen=True)
class Progress:
    """A mandate on a day. Its committees and its decision are None for whoever may not see them."""

    mandate: Mandate
    day: date

    @property
    def committee(self) -> Committee | None:
        return getattr(self.mandate, "committee", None)

    @property
    def decision(self) -> Decision | None:
        return getattr(self.mandate, "decision", None)

    @property
    def giver(self) -> Committee | None:
        return getattr(self.decision, "committee", None)

    @property
    def wording(self) -> MandateVersion:
        last: MandateVersion = list(self.mandate.versions.all())[-1]
        return last

    @property
    def outputs(self) -> list[Output]:
        return list(self.mandate.outputs.all())

    @property
    def points(self) -> list[tuple[str, list[Output]]]:
        """Each point, and what was delivered that covers it."""
        given = [one for one in self.outputs if one.delivered_on]
        listed = enumerate(self.wording.points)
        return [(words, [one for one in given if number in one.covers]) for number, words in listed]

    @property
    def covered(self) -> int:
        return sum(bool(outputs) for _, outputs in self.points)

    @property
    def late(self) -> list[Output]:
        running = self.mandate.ended_on is None
        return [one for one in self.outputs if running and one.is_late(self.day)]

    @property
    def overdue(self) -> bool:
        return self.mandate.ended_on is None and self.mandate.due_on < self.day

    @property
    def last_held(self) -> datetime | None:
        return self.mandate.last_held


SHOWN = ("committee", "joined", "decision__committee", "decision__gathering", "versions__decision")


def mandates(actor: Actor) -> QuerySet[Mandate]:
    """Prefetched and not joined: a mandate may be seen by whoever doesn't see its decision or its committee."""
    return Mandate.objects.visible_to(actor).prefetch_related(*SHOWN, "outputs__text")


def board(actor: Actor, day: date, committee: Committee | None = None, ended: bool = False) -> list[int]:
    """Those that run, or those that ended, by their keys; late first, then by date. `committee`: given by it, or
    worked on by it.

    Each question about a mandate asks row security for all of them: their keys are asked once; `shown` reads a page.
    """
    rows = Mandate.objects.visible_to(actor).filter(ended_on__isnull=not ended)
    if committee:
        given = Decision.objects.filter(committee=committee, kind=DecisionKind.MANDATE).values("pk")
        rows = rows.filter(Q(committee=committee) | Q(decision__in=given))
    found = list(rows.order_by("due_on", "pk").values_list("pk", "due_on"))
    late = set() if ended else _owing(day)
    return [pk for pk, due_on in sorted(found, key=lambda one: not (one[1] < day or one[0] in late))]


def _owing(day: date) -> set[int]:
    """Mandates whose outputs are late."""
    owed = Output.objects.filter(delivered_on=None, due_on__lt=day).order_by()
    return set(owed.values_list("mandate_id", flat=True).distinct())


def shown(keys: list[int]) -> list[Mandate]:
    """In that order, with all that a line of the board says, and when their committee last met."""
    read = Mandate.objects.prefetch_related("committee", "versions", "outputs").in_bulk(keys)
    rows = [read[key] for key in keys if key in read]
    held = Gathering.objects.filter(committee__in={one.committee_id for one in rows}, held_at__isnull=False)
    last = dict(held.order_by().values_list("committee").annotate(last=Max("starts_at")))
    for one in rows:
        one.last_held = last.get(one.committee_id)
    return rows


def giver(mandate: Mandate) -> Committee | None:
    """The committee whose decision gave it; None for whoever may not see that decision."""
    decision = Decision.objects.filter(pk=mandate.decision_id).select_related("committee").first()
    return decision.committee if decision else None


def workers(mandate: Mandate) -> set[int]:
    """Those it was given to, the first and those beside it."""
    return {
        mandate.committee_id,
        *mandate.joined.through.objects.filter(mandate=mandate).values_list("committee", flat=True),
    }


def standings(actor: Actor, mandate: Mandate) -> Standings:
    asking, working = giver(mandate), Committee.objects.filter(pk=mandate.committee_id).first()
    return Standings(*(standing(actor, one) if one else Standing() for one in (asking, working)))


def amending_decisions(committee: Committee | None) -> QuerySet[Decision]:
    """Adopted by that committee, the most recent first."""
    return _adopted(committee, *AMENDING)


def publishing_decisions(committee: Committee) -> QuerySet[Decision]:
    return _adopted(committee, DecisionKind.OPINION, DecisionKind.VALIDATE, DecisionKind.DECIDE)


def _adopted(committee: Committee | None, *kinds: str) -> QuerySet[Decision]:
    rows = Decision.objects.filter(committee=committee, adopted=True, kind__in=kinds)
    return rows.order_by("-decided_at", "-pk")


def deliverable_texts(mandate: Mandate) -> QuerySet[Text]:
    """Published by those who work on it."""
    published = Text.objects.filter(committee__in=workers(mandate), versions__published_at__isnull=False)
    return published.distinct().order_by("title", "pk")
