"""Minutes kept while they are typed, for who types them alone: a closed window loses nothing."""

from django.db import transaction

from maillage.governance.actions.minutes import LOCKED
from maillage.governance.models import Gathering, Minutes, MinutesDraft
from maillage.governance.queries import standing
from maillage.governance.rules import account, check_can_keep
from maillage.permissions import Actor, Forbidden

LONGEST = 100_000


@transaction.atomic
def keep_draft(*, by: Actor, gathering: Gathering, version: int, text: str) -> tuple[MinutesDraft, bool]:
    """The last typed wins. Whether somebody saved the minutes since `version`."""
    check_can_keep(by, standing(by, gathering.committee))
    if len(text) > LONGEST:
        raise Forbidden("Ce compte rendu est trop long\u00a0: 100 000 caractères au plus.")
    kept = Minutes.objects.filter(gathering=gathering).first()
    if kept and kept.approved_at:
        raise Forbidden(LOCKED)
    draft, _ = MinutesDraft.objects.update_or_create(
        gathering=gathering, user_id=account(by), defaults={"text": text, "version": version}
    )
    return draft, (kept.version if kept else 0) != version


@transaction.atomic
def discard_draft(*, by: Actor, gathering: Gathering) -> None:
    MinutesDraft.objects.filter(gathering=gathering, user_id=account(by)).delete()
