"""The jury decides on a file, in a meeting with the quorum of each of its colleges; then letters leave."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from maillage.audit.actions import record
from maillage.calls.actions.jury import WHO_JUDGES
from maillage.calls.enums import FileState, Outcome
from maillage.calls.models import Application, Award, Call, FileVersion, Funder, Grant, Ruling
from maillage.calls.queries.calls import standing_in
from maillage.calls.queries.jury import given_in_all, rulings, set_aside, sittings
from maillage.calls.rules import check_can_keep_jury
from maillage.clocks.months import same_day
from maillage.governance.actions.decisions import tallied
from maillage.governance.models import Gathering
from maillage.governance.queries import present_counts
from maillage.governance.rules import Count, Voices, is_adopted, missing
from maillage.permissions import Actor, Forbidden
from maillage.permissions.locks import alone
from maillage.web.wording import number

TELL = "maillage.calls.tell_of_answer"
NOT_ADMITTED = "Ce dossier n’est pas recevable, ou sa décision est déjà prise\u00a0: relisez-le."
NO_SITTING = (
    "Choisissez une séance du jury, tenue depuis le dépôt de ce dossier, où les présences sont notées."
)
NO_QUORUM = "Le jury ne peut pas décider\u00a0: {lacking}. Les jurés déportés de ce dossier ne comptent pas."
NOT_ADOPTED = "Le jury n’a pas adopté cette décision\u00a0: rien n’est noté."
NO_VOICE = "Écrivez les voix de chaque collège."
TOO_MUCH = "C’est plus que la somme demandée."
LEFT = "{funder} n’a plus que {left}\u00a0€ à donner pour cet appel."
NOTHING = "Aucune lettre n’attend."
WITHDRAWN = "Ce label est déjà retiré."


@transaction.atomic
def rule(
    *,
    by: Actor,
    application: Application,
    gathering: Gathering,
    values: dict[str, Any],
    grants: Mapping[int, Decimal],
    voices: Mapping[int, Voices],
) -> Ruling:
    """`grants` by funder, `voices` by college. Refused without the quorum of each college, those aside left out."""
    check_can_keep_jury(by, standing_in(by, application.call))
    alone(WHO_JUDGES, application.call_id)
    kept = _admitted(application)
    tallies = _tallies(kept, gathering, voices)
    amount = _amount(kept, values["outcome"], grants)
    ruling = Ruling(
        application=kept,
        gathering=gathering,
        amount=amount,
        tallies=tallies,
        decided_at=timezone.now(),
        **values,
    )
    ruling.full_clean(exclude=["application", "gathering"])
    ruling.save(force_insert=True)
    Grant.objects.bulk_create(
        [Grant(ruling=ruling, funder_id=pk, amount=given) for pk, given in grants.items() if amount and given]
    )
    Application.objects.filter(pk=kept.pk).update(state=FileState.DECIDED)
    record(by, "file_decided", kept, outcome=ruling.outcome)
    return ruling


def _admitted(application: Application) -> Application:
    rows = Application.objects.select_for_update(of=("self",)).select_related("call__committee")
    kept: Application | None = rows.filter(pk=application.pk, state=FileState.ADMITTED).first()
    if kept is None:
        raise Forbidden(NOT_ADMITTED)
    return kept


def counts(application: Application, gathering: Gathering) -> list[Count]:
    """By college, those present who may judge this file."""
    return present_counts(gathering, leaving_out=set_aside(application))


def _tallies(
    application: Application, gathering: Gathering, voices: Mapping[int, Voices]
) -> list[dict[str, Any]]:
    if not sittings(application).filter(pk=gathering.pk).exists():
        raise Forbidden(NO_SITTING)
    found = counts(application, gathering)
    if lacking := missing(found):
        raise Forbidden(NO_QUORUM.format(lacking=said(lacking)))
    tallies = tallied(found, voices)
    if not any(one.in_favour + one.against + one.abstained for one in voices.values()):
        raise Forbidden(NO_VOICE)
    if not is_adopted(application.call.committee.decision_mode, voices.values()):
        raise Forbidden(NOT_ADOPTED)
    names = {one.college.id: one.college.name for one in found}
    return [{**one, "college": names[one["college_id"]]} for one in tallies]


def said(lacking: Iterable[Count]) -> str:
    return ", ".join(
        f"il manque {one.lacking} au collège «\u00a0{one.college.name}\u00a0»" for one in lacking
    )


def _amount(application: Application, outcome: str, grants: Mapping[int, Decimal]) -> Decimal:
    if outcome != Outcome.GRANTED:
        return Decimal("0")
    total = sum(grants.values(), Decimal("0"))
    if application.asked is not None and total > application.asked:
        raise ValidationError(TOO_MUCH)
    for funder in Funder.objects.filter(pk__in=grants).select_related("structure"):
        left = funder.amount - given_in_all(funder)
        if funder.call_id != application.call_id or grants[funder.pk] > left:
            raise ValidationError(LEFT.format(funder=funder.structure.name, left=number(left)))
    return total


@transaction.atomic
def notify(*, by: Actor, call: Call) -> int:
    """Every decision of this call that this actor may send: what was granted becomes public that day."""
    check_can_keep_jury(by, standing_in(by, call))
    today = timezone.localdate()
    waiting = list(rulings(by, call).filter(notified_on=None))
    if not waiting:
        raise Forbidden(NOTHING)
    for ruling in waiting:
        _notify(by, ruling, today)
    return len(waiting)


def _notify(by: Actor, ruling: Ruling, today: date) -> None:
    application = ruling.application
    if not Ruling.objects.filter(pk=ruling.pk, notified_on=None).update(notified_on=today):
        return
    if ruling.outcome == Outcome.GRANTED:
        _award(ruling, today)
    Application.objects.filter(pk=application.pk).update(state=FileState.NOTIFIED)
    last = FileVersion.objects.filter(application=application).order_by("-number").first()
    record(by, "file_notified", application, outcome=ruling.outcome)
    app.configure_task(TELL).defer(user=last.submitted_by_id if last else application.written_by_id)


def _award(ruling: Ruling, today: date) -> None:
    call, application = ruling.application.call, ruling.application
    starts = today if call.is_label else call.funded_from or today
    ends = same_day(today, call.term_months) if call.term_months else call.funded_until
    told = {"title": application.title, "amount": ruling.amount, "starts_on": starts, "ends_on": ends}
    Award.objects.get_or_create(
        application=application, defaults={"call": call, "structure": application.structure, **told}
    )


@transaction.atomic
def withdraw(*, by: Actor, award: Award, why: str) -> None:
    """A label, or a grant, taken back: the register says so, and why."""
    check_can_keep_jury(by, standing_in(by, award.call))
    rows = Award.objects.filter(pk=award.pk, withdrawn_on=None)
    if not rows.update(withdrawn_on=timezone.localdate(), withdrawn_why=why.strip()):
        raise Forbidden(WITHDRAWN)
    record(by, "award_withdrawn", award)
