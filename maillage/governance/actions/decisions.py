"""A vote is recorded once, with its quorum; a sitting is closed; what was decided is followed to its end."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from maillage.audit.actions import record
from maillage.governance.actions.gatherings import bring_back, locked
from maillage.governance.enums import VOTED, DecisionKind, Ending
from maillage.governance.models import AgendaItem, Decision, Gathering, Presence, Recusal, Tally
from maillage.governance.queries import next_gathering, present_counts, standing
from maillage.governance.rules import Count, Voices, check_can_keep, is_adopted, missing
from maillage.permissions import Actor, Forbidden

ALREADY = "Ce point a déjà sa décision\u00a0: elle vient peut-être d’être enregistrée. Relisez-la."
NOBODY = "Notez d’abord qui est présent."
TOO_MANY = (
    "{college}\u00a0: {voices} voix pour {present} présents. Corrigez les voix ou la feuille de présence."
)
WHEN_CLOSED: list[Callable[[Actor, Gathering], None]] = []
"""Who else is to know that a meeting is over: function(actor, meeting)."""
NO_QUORUM = "Le quorum n’est pas atteint, aucune décision ne peut être prise\u00a0: {lacking}."


@transaction.atomic
def record_decision(
    *, by: Actor, item: AgendaItem, values: dict[str, Any], voices: Mapping[int, Voices]
) -> Decision:
    """`voices` by college. A working track needs no vote; everything else needs the quorum of each college."""
    gathering = locked(by, item.gathering)
    if Decision.objects.filter(item=item).exists():
        raise Forbidden(ALREADY)
    tallies = _tallies(item, gathering, voices) if values["kind"] in VOTED else []
    adopted = not tallies or is_adopted(gathering.committee.decision_mode, voices.values())
    decision = Decision(
        committee=gathering.committee,
        gathering=gathering,
        item=item,
        adopted=adopted,
        decided_at=timezone.now(),
        **values,
    )
    decision.full_clean(exclude=["committee", "gathering", "item"])
    decision.save(force_insert=True)
    Tally.objects.bulk_create([Tally(decision=decision, **told) for told in tallies])
    record(by, "decision_recorded", decision, kind=decision.kind, adopted=adopted)
    if decision.kind == DecisionKind.TRACK:
        _put_on_the_next_agenda(decision)
    return decision


def _tallies(item: AgendaItem, gathering: Gathering, voices: Mapping[int, Voices]) -> list[dict[str, Any]]:
    """Whoever stepped aside from this point is not counted among those present for it."""
    if not Presence.objects.filter(gathering=gathering).exists():
        raise Forbidden(NOBODY)
    aside = set(Recusal.objects.filter(item=item).values_list("occupant_id", flat=True))
    counts = present_counts(gathering, leaving_out=aside)
    if lacking := missing(counts):
        raise Forbidden(NO_QUORUM.format(lacking=_lacking(lacking)))
    return tallied(counts, voices)


def tallied(counts: list[Count], voices: Mapping[int, Voices]) -> list[dict[str, Any]]:
    """One tally a college; no more voices than those present."""
    found = []
    for count in counts:
        told = voices.get(count.college.id, Voices(0, 0))
        total = told.in_favour + told.against + told.abstained
        if total > count.present:
            raise Forbidden(TOO_MANY.format(college=count.college.name, voices=total, present=count.present))
        found.append(
            {
                "college_id": count.college.id,
                "present": count.present,
                "in_favour": told.in_favour,
                "against": told.against,
                "abstained": told.abstained,
            }
        )
    return found


def _lacking(counts: list[Count]) -> str:
    return ", ".join(
        f"il manque {count.lacking} au collège «\u00a0{count.college.name}\u00a0»" for count in counts
    )


def _put_on_the_next_agenda(track: Decision) -> None:
    later = next_gathering(track.committee, track.gathering.starts_at)
    if later:
        bring_back(later, track, position=0)


@transaction.atomic
def close_gathering(*, by: Actor, gathering: Gathering) -> None:
    """What was noted no longer changes; decisions become public with the committee's."""
    kept = locked(by, gathering)
    if not Presence.objects.filter(gathering=kept).exists():
        raise Forbidden(NOBODY)
    if kept.starts_at > timezone.now():
        raise Forbidden("Cette séance n’a pas encore commencé.")
    if kept.rounds.filter(closed_at=None).exists():
        raise Forbidden("Une consultation écrite attend que son résultat soit noté\u00a0: notez-le d’abord.")
    Gathering.objects.filter(pk=kept.pk).update(held_at=timezone.now())
    record(by, "gathering_closed", kept)
    for tell in WHEN_CLOSED:
        tell(by, kept)


@transaction.atomic
def end_decision(*, by: Actor, decision: Decision, ending: str, note: str, on: date) -> None:
    """Its follow-up is over: done, or dropped with a reason. A track no longer comes back."""
    check_can_keep(by, standing(by, decision.committee))
    if ending == Ending.DROPPED and not note.strip():
        raise Forbidden("Dites pourquoi elle est abandonnée.")
    rows = Decision.objects.filter(pk=decision.pk, ended_on=None)
    if rows.update(ended_on=on, ending=ending, ending_note=note.strip()):
        record(by, "decision_ended", decision, ending=ending)
