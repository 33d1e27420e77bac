"""A structure adheres to a version of a text, to a more recent one, to none any more; each step stays."""

from django.db import transaction
from django.utils import timezone

from maillage.audit.actions import record
from maillage.directory.models import Structure
from maillage.governance.enums import ADHERED, AdherenceEnding
from maillage.governance.models import Adherence, Text, TextVersion
from maillage.governance.queries.adherences import own_adherence
from maillage.governance.rules import check_can_adhere
from maillage.permissions import Actor, Forbidden

NONE = "Votre structure n’adhère pas à ce texte."


@transaction.atomic
def adhere(*, by: Actor, text: Text, version: TextVersion, commitments: str) -> Adherence:
    """To what was read. Already there: nothing changes; a former version: it ends, and this one begins."""
    check_can_adhere(by)
    _alone(by)
    if text.kind not in ADHERED or version.text_id != text.pk or version.published_at is None:
        raise Forbidden("On adhère à un texte de référence ou à une charte, une fois publiés.")
    former = own_adherence(by, text)
    if former and (former.version_id, former.commitments) == (version.pk, commitments):
        return former
    if former:
        _end(former, AdherenceEnding.RENEWED)
    told = {"structure_id": by.structure_id, "user_id": by.user_id, "adhered_on": timezone.localdate()}
    made = Adherence(text=text, version=version, commitments=commitments, **told)
    made.full_clean(exclude=["text", "version", "structure", "user"])
    made.save(force_insert=True)
    record(by, "text_adhered", text, structure=by.structure_id, number=version.number)
    return made


def _alone(by: Actor) -> None:
    """One act at a time for a structure."""
    Structure.objects.select_for_update().get(pk=by.structure_id)


def _end(adherence: Adherence, ending: str) -> None:
    told = {"ended_on": timezone.localdate(), "ending": ending}
    Adherence.objects.filter(pk=adherence.pk, ended_on=None).update(**told)


@transaction.atomic
def tell_review(*, by: Actor, text: Text, review: str) -> None:
    """What the structure did of what it promised; the last one replaces the former, that the history keeps."""
    check_can_adhere(by)
    _alone(by)
    mine = own_adherence(by, text)
    if mine is None:
        raise Forbidden(NONE)
    if mine.review != review:
        told = {"review": review, "reviewed_on": timezone.localdate()}
        Adherence.objects.filter(pk=mine.pk, ended_on=None).update(**told)
        record(by, "adherence_reviewed", text, structure=by.structure_id)


@transaction.atomic
def withdraw(*, by: Actor, text: Text) -> None:
    check_can_adhere(by)
    _alone(by)
    former = own_adherence(by, text)
    if former is None:
        raise Forbidden(NONE)
    _end(former, AdherenceEnding.WITHDRAWN)
    record(by, "adherence_withdrawn", text, structure=by.structure_id)
