"""The single document: begun for some schemes, filled from the folder, completed, read and agreed to by the person."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from maillage.audit.actions import record
from maillage.people.enums import ConsentWay
from maillage.people.models import Household, Person
from maillage.people.rules import at_work
from maillage.permissions import Actor, Forbidden
from maillage.referrals.actions.events import happened, moving
from maillage.referrals.actions.withdrawing import take_back
from maillage.referrals.document import FIELDS, needed
from maillage.referrals.enums import EventKind, RequestState
from maillage.referrals.models import Referral, ReferralSection, SchemeRequest
from maillage.referrals.models.documents import write
from maillage.referrals.queries.known import known
from maillage.referrals.rules import check_can_change, check_can_refer
from maillage.schemes.enums import Section
from maillage.schemes.models import Scheme

ALREADY = "Ce dispositif est déjà dans ce dossier."
CHANGED = (
    "Quelqu’un vient d’écrire dans cette partie. Voici ce qui est écrit\u00a0: vérifiez, puis recommencez."
)
NOT_OPEN = "«\u00a0{}\u00a0» n’est pas ouvert aujourd’hui\u00a0: choisissez-en un autre."
IDENTITY_FIRST = (
    "Sans «\u00a0qui demande\u00a0», le dispositif ne peut pas répondre\u00a0: gardez au moins cette partie."
)


class IdentityFirst(Forbidden):
    """Told beside the boxes."""

    field = "parts"


@transaction.atomic
def begin(
    *, by: Actor, person: Person, schemes: Iterable[Scheme], household: Household | None = None
) -> Referral:
    """One document for several schemes; what the folder knows is already written in it."""
    check_can_refer(by, person.pk)
    me, here = at_work(by)
    today = timezone.localdate()
    told = {"person": person, "structure_id": here}
    referral = Referral(worker_id=me, household=household, began_on=today, **told)
    referral.save(force_insert=True)
    for scheme in schemes:
        _add(by, referral, scheme, today)
    _lay_out(by, referral)
    record(by, "begin_referral", person, referral=referral.pk)
    return referral


@transaction.atomic
def add_scheme(*, by: Actor, referral: Referral, scheme: Scheme) -> SchemeRequest:
    """Another scheme on the same document: only the parts that it needs more are to be written."""
    check_can_change(by, referral)
    made = _add(by, referral, scheme, timezone.localdate())
    _lay_out(by, referral)
    record(by, "add_scheme", referral.person, referral=referral.pk, scheme=scheme.pk)
    return made


def _add(by: Actor, referral: Referral, scheme: Scheme, today: date) -> SchemeRequest:
    if not scheme.is_open(today):
        raise Forbidden(NOT_OPEN.format(scheme.name))
    told = {"person": referral.person, "structure_id": referral.structure_id, "worker_id": by.user_id}
    made = SchemeRequest(referral=referral, scheme=scheme, **told)
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as error:
        if "referrals_request_once" not in str(error):
            raise
        raise Forbidden(ALREADY) from None
    happened(by, made, EventKind.BEGUN, today)
    return made


def _lay_out(by: Actor, referral: Referral) -> None:
    """The parts that these schemes need and that aren't there yet, filled with what is known."""
    schemes = Scheme.objects.filter(requests__referral=referral)
    wanted = needed({code for one in schemes for code in one.sections})
    there = set(ReferralSection.objects.filter(referral=referral).values_list("code", flat=True))
    folder = known(by, referral.person)
    told = {"referral": referral, "person": referral.person, "structure_id": referral.structure_id}
    for code in wanted:
        if code not in there:
            values = folder.get(code, {})
            ReferralSection(code=code, filled=write(values), known=sorted(values), **told).save(
                force_insert=True
            )


@transaction.atomic
def drop_scheme(*, by: Actor, request: SchemeRequest, version: int) -> None:
    """Before anything was sent there: as if it had not been chosen."""
    check_can_change(by, request)
    found = moving(by, request, version, RequestState.DRAFT)
    SchemeRequest.objects.visible_to(by).filter(pk=found.pk, state=RequestState.DRAFT).delete()
    record(by, "drop_scheme", request.person, referral=request.referral_id, scheme=request.scheme_id)


@transaction.atomic
def write_section(
    *, by: Actor, section: ReferralSection, version: int, values: dict[str, str]
) -> ReferralSection:
    """What the worker writes. A field left as the folder had it stays marked as such."""
    check_can_change(by, section)
    found = _locked(by, section, version)
    listed = {one.code for one in FIELDS[section.code]}
    written = {name: value.strip() for name, value in values.items() if name in listed}
    before = found.values
    found.known = [name for name in found.known if written.get(name, "") == before.get(name)]
    found.filled = write(written)
    found.written_at = timezone.now()
    found.version += 1
    found.save(update_fields=["filled", "known", "written_at", "version"])
    record(by, "write_section", section.person, referral=section.referral_id, part=section.code)
    return found


@transaction.atomic
def say(*, by: Actor, section: ReferralSection, version: int, words: str) -> ReferralSection:
    """The person's own words on a part, beside it: a correction, a nuance, a disagreement. Told to a worker, or alone."""
    check_can_change(by, section)
    found = _locked(by, section, version)
    found.own_words, found.own_at = words.strip(), timezone.now()
    found.version += 1
    found.save(update_fields=["own_words", "own_at", "version"])
    record(by, "say_in_referral", section.person, referral=section.referral_id, part=section.code)
    return found


def _locked(by: Actor, section: ReferralSection, version: int) -> ReferralSection:
    rows = ReferralSection.objects.visible_to(by).select_for_update(of=("self",))
    found: ReferralSection | None = rows.filter(pk=section.pk).first()
    if found is None or found.version != version:
        raise Forbidden(CHANGED)
    return found


@transaction.atomic
def answer_questions(
    *, by: Actor, request: SchemeRequest, version: int, answers: dict[str, str]
) -> SchemeRequest:
    """To the scheme's own questions."""
    check_can_change(by, request)
    found = moving(by, request, version, RequestState.DRAFT, RequestState.INCOMPLETE)
    asked = {one.code for one in found.scheme.asked}
    found.answers = write({name: value.strip() for name, value in answers.items() if name in asked})
    found.answers_at = timezone.now()
    found.save(update_fields=["answers", "answers_at", "version"])
    record(by, "write_answers", request.person, request=request.pk)
    return found


@transaction.atomic
def show(*, by: Actor, referral: Referral) -> None:
    """Given to the person to read, in their space or on paper."""
    check_can_change(by, referral)
    shown = Referral.objects.visible_to(by).filter(pk=referral.pk, shown_at=None)
    if shown.update(shown_at=timezone.now()):
        for one in SchemeRequest.objects.visible_to(by).filter(referral=referral, state=RequestState.DRAFT):
            happened(by, one, EventKind.SHOWN, timezone.localdate())
        record(by, "show_referral", referral.person, referral=referral.pk)


@transaction.atomic
def agree(
    *,
    by: Actor,
    request: SchemeRequest,
    version: int,
    parts: Iterable[str],
    way: str = ConsentWay.SELF,
    witness: str = "",
    read_at: datetime | None = None,
) -> SchemeRequest:
    """The person says which parts go to this scheme: all, some, none. Alone in their space, aloud, or on paper.

    `read_at`: when what they agree to was shown; what is written after it is not agreed to.
    """
    check_can_change(by, request)
    found = moving(by, request, version, RequestState.DRAFT, RequestState.INCOMPLETE)
    agreed = [code for code in needed(set(parts)) if code in found.scheme.sections]
    if agreed and agreed[0] != "identity":
        raise IdentityFirst(IDENTITY_FIRST)
    if found.sent_at and not agreed:
        return take_back(by, found)
    alone = by.person_id is not None
    found.agreed = agreed
    found.way = (ConsentWay.SELF if alone else way) if agreed else ""
    now = timezone.now()
    found.agreed_at = min(read_at or now, now) if agreed else None
    found.witness = "" if alone or not agreed else witness
    found.withdrawn_at = None
    found.save(update_fields=["agreed", "way", "agreed_at", "witness", "withdrawn_at", "version"])
    happened(by, found, EventKind.AGREED, timezone.localdate(), _told(found))
    return found


def _told(request: SchemeRequest) -> str:
    kept_back = [str(name) for code, name in _names(request) if code not in request.agreed]
    if not request.agreed:
        return "La personne ne veut rien envoyer à ce dispositif."
    return f"Sauf\u00a0: {', '.join(kept_back)}." if kept_back else "Toutes les parties."


def _names(request: SchemeRequest) -> list[tuple[str, str]]:
    return [(code, str(Section(code).label)) for code in needed(set(request.scheme.sections))]
