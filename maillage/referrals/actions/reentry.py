"""What was filled by hand, typed in again: all the parts, the scheme's questions and the agreement signed on paper, or nothing."""

from collections.abc import Iterable
from typing import NamedTuple

from django.db import transaction

from maillage.audit.actions import record
from maillage.people.enums import ConsentWay
from maillage.permissions import Actor
from maillage.referrals.actions import drafting
from maillage.referrals.document import FIELDS
from maillage.referrals.models import Referral, ReferralSection, SchemeRequest
from maillage.referrals.models.documents import read, write
from maillage.referrals.rules import check_can_change


class Part(NamedTuple):
    """As it is read on the paper, over the version that was on the screen."""

    section: ReferralSection
    version: int
    values: dict[str, str]
    own_words: str


class Asked(NamedTuple):
    request: SchemeRequest
    version: int
    answers: dict[str, str]
    agreed: list[str]


@transaction.atomic
def type_in(
    *, by: Actor, referral: Referral, parts: Iterable[Part], asked: Iterable[Asked], witness: str
) -> None:
    """What is as it was is not written again. Raises `Forbidden` as soon as one row changed in between."""
    check_can_change(by, referral)
    for part in parts:
        _type_part(by, part)
    for one in asked:
        _type_request(by, one, witness)
    record(by, "type_in_referral", referral.person, referral=referral.pk)


def _type_part(by: Actor, part: Part) -> None:
    section, version = part.section, part.version
    if write(part.values) != write(_listed(section)):
        values = part.values
        version = drafting.write_section(by=by, section=section, version=version, values=values).version
    if part.own_words.strip() != section.own_words:
        drafting.say(by=by, section=section, version=version, words=part.own_words)


def _listed(section: ReferralSection) -> dict[str, str]:
    """In the order of the document, as the screen gives it back."""
    kept = section.values
    return {one.code: kept.get(one.code, "") for one in FIELDS[section.code]}


def _type_request(by: Actor, one: Asked, witness: str) -> None:
    request, version = one.request, one.version
    kept = read(request.answers)
    if any(kept.get(code, "") != value.strip() for code, value in one.answers.items()):
        answers = one.answers
        version = drafting.answer_questions(by=by, request=request, version=version, answers=answers).version
    if one.agreed:
        way, parts = ConsentWay.PAPER, one.agreed
        drafting.agree(by=by, request=request, version=version, parts=parts, way=way, witness=witness)
