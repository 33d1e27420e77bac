"""Take a household's situation out of the platform, without what points to anybody."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from maillage.audit.actions import record
from maillage.people.models import Household
from maillage.permissions import Actor, Forbidden
from maillage.rights.actions.screening import INCOMPLETE
from maillage.rights.engine.case_file import case_of
from maillage.rights.queries import situations
from maillage.rights.rules import check_can_screen

NOT_FOUND = "Ce compte n’ouvre aucun foyer qui porte cet identifiant."


@transaction.atomic
def anonymous_case(*, by: Actor, household_id: str, month: date) -> dict[str, Any]:
    """The test case of a household that this actor may open; the journal says who took it."""
    check_can_screen(by, month, timezone.localdate())
    household = Household.objects.visible_to(by).filter(pk=_uuid(household_id)).first()
    if household is None:
        raise Forbidden(NOT_FOUND)
    try:
        situation = situations.household_situation(household, month)
    except situations.Incomplete:
        raise Forbidden(INCOMPLETE) from None
    record(by, "export_case", household, month=f"{month:%Y-%m}")
    return case_of(situation, f"{month:%Y-%m}")


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Forbidden(NOT_FOUND) from None
