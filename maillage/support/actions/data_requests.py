"""What a person asks about what is kept on them: owed within a month (GDPR, article 12)."""

from django.db import transaction
from django.utils import timezone

from maillage.audit.actions import record
from maillage.clocks.delays import Delay, Unit, due_on
from maillage.people.rules import check_is_person
from maillage.permissions import Actor, Forbidden
from maillage.support.models import DataRequest
from maillage.support.rules import check_can_follow

MONTH = Delay(1, Unit.MONTHS)


@transaction.atomic
def ask_about_data(*, by: Actor, kind: str, words: str) -> DataRequest:
    person_id = check_is_person(by)
    today = timezone.localdate()
    asked = DataRequest(
        person_id=person_id, kind=kind, words=words, asked_on=today, due_on=due_on(today, MONTH)
    )
    asked.save(force_insert=True)
    record(by, "data_request", asked.person, kind=kind)
    return asked


@transaction.atomic
def answer_data_request(*, by: Actor, asked: DataRequest, answer: str) -> None:
    """What was done, in words the person reads. The first answer stands."""
    check_can_follow(by, asked.person_id)
    row = DataRequest.objects.select_for_update().get(pk=asked.pk)
    if row.answered_on:
        raise Forbidden("Quelqu’un a déjà répondu à cette demande.")
    row.answer, row.answered_on, row.answered_by_id = answer, timezone.localdate(), by.user_id
    row.save()
    record(by, "data_request_answered", asked.person, kind=asked.kind)
