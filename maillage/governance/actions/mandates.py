"""A mandate is given once by a decision, amended by versions, answered output by output, ended."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from maillage.audit.actions import record
from maillage.governance.enums import DecisionKind
from maillage.governance.models import Committee, Decision, Mandate, MandateVersion, Output, Text
from maillage.governance.queries import giver, standing, standings, workers
from maillage.governance.rules import check_can_keep
from maillage.permissions import Actor, Forbidden

ENDED = "Ce mandat est terminé\u00a0: il ne change plus."
ALREADY_GIVEN = "Cette décision a déjà donné son mandat\u00a0: il vient peut-être d’être enregistré."
DELIVERED = "Ce livrable est déjà rendu."


class AmendedBetween(Forbidden):
    """Somebody else amended in between: `now` is the wording in force."""

    def __init__(self, now: MandateVersion) -> None:
        super().__init__("Quelqu’un vient de modifier ce mandat\u00a0: comparez les deux versions.")
        self.now = now


@transaction.atomic
def give_mandate(
    *,
    by: Actor,
    decision: Decision,
    committee: Committee,
    joined: Iterable[Committee],
    title: str,
    question: str,
    points: list[str],
    outputs: list[str],
    due_on: date,
) -> Mandate:
    """Each of `outputs` is due with the mandate; another date is for `add_output`."""
    check_can_keep(by, standing(by, decision.committee))
    _check_may_give(Decision.objects.select_for_update(of=("self",)).get(pk=decision.pk))
    _check_to_come(due_on)
    mandate = Mandate(decision=decision, committee=committee, title=title, due_on=due_on)
    mandate.full_clean(exclude=["decision", "committee"])
    mandate.save(force_insert=True)
    mandate.joined.set([one for one in joined if one != committee])
    _word(mandate, 1, decision, {"question": question, "points": points, "due_on": due_on})
    for one in outputs:
        _owe(mandate, one, due_on)
    record(by, "mandate_given", mandate)
    return mandate


def _check_may_give(decision: Decision) -> None:
    if decision.kind != DecisionKind.MANDATE or not decision.adopted:
        raise Forbidden("Un mandat naît d’une décision adoptée de donner un mandat.")
    if Mandate.objects.filter(decision=decision).exists():
        raise Forbidden(ALREADY_GIVEN)


def _check_to_come(day: date) -> None:
    if day < timezone.localdate():
        raise ValidationError({"due_on": "Cette date est passée\u00a0: écrivez un jour à venir."})


def _word(mandate: Mandate, number: int, decision: Decision | None, values: dict[str, Any]) -> MandateVersion:
    told = {"number": number, "decision": decision, "made_on": timezone.localdate(), **values}
    version = MandateVersion(mandate=mandate, **told)
    version.full_clean(exclude=["mandate", "decision", "points"])
    version.save(force_insert=True)
    return version


def _owe(mandate: Mandate, title: str, due_on: date) -> Output:
    output = Output(mandate=mandate, title=title, due_on=due_on)
    output.full_clean(exclude=["mandate", "text"])
    output.save(force_insert=True)
    return output


def _locked(mandate: Mandate) -> Mandate:
    kept: Mandate = Mandate.objects.select_for_update().get(pk=mandate.pk)
    if kept.ended_on:
        raise Forbidden(ENDED)
    return kept


@transaction.atomic
def amend_mandate(
    *, by: Actor, mandate: Mandate, version: int, values: dict[str, Any], decision: Decision | None = None
) -> MandateVersion:
    """`values`: question, points, due_on, reason. The same wording sent again changes nothing."""
    check_can_keep(by, standings(by, mandate).giver)
    kept = _locked(mandate)
    last: MandateVersion = kept.versions.order_by("-number")[0]
    if (last.question, last.points, last.due_on) == (values["question"], values["points"], values["due_on"]):
        return last
    if last.number != version:
        raise AmendedBetween(last)
    _check_why(giver(kept), values["reason"], decision)
    _check_to_come(values["due_on"])
    new = _word(kept, version + 1, decision, values)
    _follow(kept, last, new)
    record(by, "mandate_amended", kept, number=new.number)
    return new


def _check_why(committee: Committee | None, reason: str, decision: Decision | None) -> None:
    if decision is None:
        if not reason.strip():
            raise ValidationError({"reason": "Dites ce qui change, ou choisissez la décision qui le change."})
    elif not decision.adopted or decision.committee != committee:
        raise Forbidden("Une décision adoptée de l’instance qui a donné ce mandat peut le modifier.")


def _follow(mandate: Mandate, last: MandateVersion, new: MandateVersion) -> None:
    """Outputs due with the mandate stay due with it; what they cover follows its points, by their words."""
    Mandate.objects.filter(pk=mandate.pk).update(due_on=new.due_on)
    mandate.outputs.filter(delivered_on=None, due_on=last.due_on).update(due_on=new.due_on)
    for output in mandate.outputs.exclude(covers=[]):
        words = [last.points[number] for number in output.covers if number < len(last.points)]
        covers = [new.points.index(one) for one in words if one in new.points]
        Output.objects.filter(pk=output.pk).update(covers=covers)


@transaction.atomic
def add_output(*, by: Actor, mandate: Mandate, title: str, due_on: date) -> Output:
    """By who gave the mandate, or by who works on it. Twice the same: one."""
    check_can_keep(by, standings(by, mandate).either)
    kept = _locked(mandate)
    if known := kept.outputs.filter(title=title, due_on=due_on).first():
        found: Output = known
        return found
    _check_to_come(due_on)
    if due_on > kept.due_on:
        raise ValidationError({"due_on": "Le mandat est à rendre avant cette date."})
    output = _owe(kept, title, due_on)
    record(by, "output_added", output)
    return output


@transaction.atomic
def deliver_output(*, by: Actor, output: Output, text: Text, covers: list[int]) -> None:
    """With a text that whoever gave the mandate can read. Delivered once; sent again as it is, nothing changes."""
    check_can_keep(by, standings(by, output.mandate).worker)
    mandate = _locked(output.mandate)
    kept = Output.objects.get(pk=output.pk)
    if kept.delivered_on:
        if (kept.text_id, kept.covers) == (text.pk, sorted(set(covers))):
            return
        raise Forbidden(DELIVERED)
    _check_text(mandate, text)
    _check_points(mandate, covers)
    told = {"text": text, "covers": sorted(set(covers)), "delivered_on": timezone.localdate()}
    Output.objects.filter(pk=kept.pk, delivered_on=None).update(**told)
    record(by, "output_delivered", kept, text=text.pk)


def _check_text(mandate: Mandate, text: Text) -> None:
    if text.committee_id not in workers(mandate):
        raise ValidationError({"text": "Ce texte est celui d’une autre instance."})
    if not text.versions.filter(published_at__isnull=False).exists():
        raise ValidationError(
            {"text": "Publiez d’abord ce texte\u00a0: qui attend ce livrable doit pouvoir le lire."}
        )


def _check_points(mandate: Mandate, covers: list[int]) -> None:
    points = mandate.versions.order_by("-number")[0].points
    if any(not 0 <= number < len(points) for number in covers):
        raise ValidationError({"covers": "Les points de ce mandat viennent de changer\u00a0: relisez-les."})


@transaction.atomic
def end_mandate(*, by: Actor, mandate: Mandate, note: str) -> None:
    """Says why when something was not delivered."""
    check_can_keep(by, standings(by, mandate).giver)
    kept = Mandate.objects.select_for_update().get(pk=mandate.pk)
    if kept.ended_on:
        return
    if not note.strip() and kept.outputs.filter(delivered_on=None).exists():
        raise ValidationError(
            {"note": "Un livrable n’est pas rendu\u00a0: dites pourquoi le mandat se termine."}
        )
    Mandate.objects.filter(pk=kept.pk).update(ended_on=timezone.localdate(), ending_note=note.strip())
    record(by, "mandate_ended", kept)
