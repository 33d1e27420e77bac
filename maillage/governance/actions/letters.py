"""A mission letter is written for a member, signed with the status they chose, ended."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from maillage.audit.actions import record
from maillage.governance.models import Committee, MissionLetter, Occupant
from maillage.governance.queries import standing
from maillage.governance.queries.expenses import standing_for
from maillage.governance.rules import check_can_seat, check_can_sign
from maillage.permissions import Actor, Forbidden
from maillage.web.wording import day

ALREADY = "Cette personne a déjà une lettre de mission à ces dates\u00a0: terminez-la d’abord."
SIGNED = "Cette lettre est déjà signée."


@transaction.atomic
def write_letter(
    *, by: Actor, committee: Committee, occupant: Occupant, values: dict[str, Any]
) -> MissionLetter:
    """`values`: mission, hours, covers, starts_on, ends_on. One at a time for each member."""
    check_can_seat(by, standing(by, committee))
    if occupant.seat.committee_id != committee.pk:
        raise Forbidden("Cette personne siège dans une autre instance.")
    Committee.objects.select_for_update(of=("self",)).get(pk=committee.pk)
    letter = MissionLetter(
        committee=committee, occupant=occupant, user_id=occupant.user_id, name=occupant.name
    )
    for name, value in values.items():
        setattr(letter, name, value)
    letter.full_clean(exclude=["committee", "occupant", "user"])
    _check_within_term(letter, occupant)
    if _overlaps(letter):
        raise Forbidden(ALREADY)
    letter.save(force_insert=True)
    record(by, "letter_written", letter)
    return letter


def _check_within_term(letter: MissionLetter, occupant: Occupant) -> None:
    """Nobody is asked anything once they no longer sit there."""
    ends = (occupant.ends_on, occupant.seat.ends_on, occupant.seat.committee.ends_on)
    term = min((one for one in ends if one), default=None)
    if term and (letter.ends_on is None or letter.ends_on > term):
        words = f"Cette personne siège jusqu’au {day(term)}\u00a0: la lettre finit ce jour-là au plus tard."
        raise ValidationError({"ends_on": words})


def _overlaps(letter: MissionLetter) -> bool:
    others = MissionLetter.objects.filter(committee=letter.committee_id, occupant=letter.occupant_id)
    others = others.exclude(ends_on__lt=letter.starts_on)
    return (others.filter(starts_on__lte=letter.ends_on) if letter.ends_on else others).exists()


@transaction.atomic
def sign_letter(*, by: Actor, letter: MissionLetter, status: str, on: date) -> None:
    """By the participant, or noted from the paper they signed. Once."""
    check_can_sign(by, standing_for(by, letter), letter.user_id)
    if on > timezone.localdate():
        raise ValidationError({"on": "Cette date est à venir\u00a0: écrivez le jour de la signature."})
    rows = MissionLetter.objects.filter(pk=letter.pk, signed_on=None)
    if not rows.update(status=status, signed_on=on):
        raise Forbidden(SIGNED)
    record(by, "letter_signed", letter)


@transaction.atomic
def end_letter(*, by: Actor, letter: MissionLetter, last: date) -> None:
    check_can_seat(by, standing_for(by, letter))
    if last < letter.starts_on:
        raise ValidationError({"last": "Le dernier jour vient après le premier."})
    if letter.ends_on and last > letter.ends_on:
        words = (
            f"Cette lettre finit déjà le {day(letter.ends_on)}\u00a0: pour la suite, écrivez-en une autre."
        )
        raise ValidationError({"last": words})
    MissionLetter.objects.filter(pk=letter.pk).update(ends_on=last)
    record(by, "letter_ended", letter, last=last)
