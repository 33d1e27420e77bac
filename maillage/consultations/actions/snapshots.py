"""Results as they are that day, fixed for good, small counts hidden; shown to everybody when that is decided."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from maillage.audit.actions import record
from maillage.consultations.actions.questionnaires import locked
from maillage.consultations.enums import Phase
from maillage.consultations.models import Questionnaire, Snapshot
from maillage.consultations.queries.audience import rates
from maillage.consultations.queries.questionnaires import received
from maillage.consultations.queries.results import is_readable, results
from maillage.consultations.results_words import told
from maillage.consultations.rules import HIDDEN_BELOW
from maillage.governance.rules import account
from maillage.permissions import Actor, Forbidden

TOO_FEW = f"Il faut au moins {HIDDEN_BELOW} réponses\u00a0: en dessous, on reconnaîtrait quelqu’un."
TOO_SOON = (
    f"Il faut au moins {HIDDEN_BELOW} réponses de plus depuis la photo précédente\u00a0: "
    "en les comparant, on lirait une réponse."
)
SEALED = "Les réponses sont anonymes\u00a0: leurs résultats se lisent après la clôture."


@transaction.atomic
def take_snapshot(*, by: Actor, questionnaire: Questionnaire, note: str, public: bool) -> Snapshot:
    """Two pictures differ by five answers at least, or by none."""
    kept = locked(by, questionnaire)
    total = sum(received(kept).values())
    if total < HIDDEN_BELOW:
        raise Forbidden(TOO_FEW)
    if not is_readable(by, kept):
        raise Forbidden(SEALED)
    last = Snapshot.objects.filter(questionnaire=kept).first()
    if last is not None and 0 < abs(total - last.responses) < HIDDEN_BELOW:
        raise Forbidden(TOO_SOON)
    facts = {"note": note, "responses": total, "public": public, "final": kept.phase == Phase.CLOSED}
    row = Snapshot.objects.create(questionnaire=kept, user_id=account(by), data=_frozen(kept), **facts)
    if public and kept.published_at is None:
        Questionnaire.objects.filter(pk=kept.pk).update(published_at=timezone.now())
    record(by, "snapshot_taken", row, public=public, responses=total)
    return row


def _frozen(row: Questionnaire) -> dict[str, Any]:
    """Counts alone: no text that somebody wrote."""
    invited = [[one.name, one.invited, one.answered, one.share] for one in rates(row)]
    return {"questions": told(results(row, hide=True)), "rates": invited}
