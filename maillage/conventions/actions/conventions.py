"""A convention is prepared, proposed, corrected, amended, stopped. What was offered to signature is kept as it was read."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from maillage.accounts.models import User
from maillage.audit.actions import record
from maillage.conventions import convention_words as words
from maillage.conventions.enums import SignerRole, Status
from maillage.conventions.models import Convention, Interruption, Signer, SigningLink, Tutor, Version
from maillage.conventions.queries import tutors as register
from maillage.conventions.queries.counting import beside, counted
from maillage.conventions.rules import Calendar, Unreadable, check_can_keep, check_can_make, checked, presence
from maillage.conventions.rules.presence import to_json
from maillage.directory.models import Structure
from maillage.permissions import Actor, Forbidden

CHANGED = "La convention a changé entre-temps\u00a0: rouvrez-la avant de recommencer."
LONGEST_IMMERSION = 5
KEPT_IN_VERSION = (
    "student_name", "student_birth_date", "host_abroad", "country", "abroad_terms", "status", "diploma_code", "year",
    "course_hours", "level", "skills", "activities", "teacher_name", "tutor_id", "tutor_name", "calendar", "starts_on",
    "ends_on", "hours", "hourly_rate", "smoothed", "clauses",
)  # fmt: skip


@dataclass(frozen=True)
class SignerTold:
    """`user_id`: they sign with their account; otherwise by a link."""

    role: str
    name: str
    function: str = ""
    email: str = ""
    user_id: int | None = None


@transaction.atomic
def draft(
    *,
    by: Actor,
    student: User | None,
    student_name: str,
    school: Structure,
    host: Structure | None,
    diploma_code: str,
    year: int,
    periods: Calendar,
    tutor: Tutor | None,
    status: str = Status.INITIAL,
    source: str = "",
    values: dict[str, Any] | None = None,
    signers: list[SignerTold] | None = None,
) -> Convention:
    """For a school, by one of its training officers or by those of another structure, whose `source` is then told.

    `values`: other columns. Signatories that are known already are written: the student, the tutor, who prepares it.
    """
    check_can_make(by)
    row = Convention(
        student=student,
        student_name=student_name or str(student or ""),
        school=school,
        host=host,
        made_in_id=by.structure_id or 0,
        diploma_code=diploma_code,
        year=year,
        status=status,
        source=source,
    )
    _write(row, {**(values or {}), "tutor": tutor}, periods)
    row.save(force_insert=True)
    _write_signers(row, signers if signers is not None else _known(by, row, student, tutor))
    _refresh(row)
    record(by, "convention_drafted", row, source=source)
    return row


def _known(by: Actor, row: Convention, student: User | None, tutor: Tutor | None) -> list[SignerTold]:
    listed = [SignerTold(SignerRole.STUDENT, row.student_name, user_id=student.pk if student else None)]
    if tutor:
        listed.append(SignerTold(SignerRole.TUTOR, str(tutor.user), user_id=tutor.user_id))
    if by.structure_id == row.school_id and by.user_id is not None:
        officer = User.objects.get(pk=by.user_id)
        listed.append(SignerTold(SignerRole.SCHOOL, str(officer), user_id=officer.pk))
    return listed


def _write(row: Convention, values: dict[str, Any], periods: Calendar) -> None:
    """The columns, and those derived from the periods; not saved."""
    try:
        told = presence(checked(periods))
    except Unreadable as refusal:
        raise ValidationError(str(refusal)) from None
    if not told.planned:
        raise ValidationError("Aucune heure ne reste\u00a0: les jours écrits sont fériés ou fermés.")
    for name, value in values.items():
        setattr(row, name, value)
    if row.tutor:
        row.tutor_name = str(row.tutor.user)
    row.calendar = to_json(periods)
    row.starts_on, row.ends_on = periods.first, periods.last
    row.hours = sum(told.planned.values(), Decimal(0))
    if row.status == Status.IMMERSION and len(told.planned) > LONGEST_IMMERSION:
        raise ValidationError(f"Une immersion dure de 1 à {LONGEST_IMMERSION} jours.")
    row.full_clean(
        exclude=["student", "school", "made_in", "host", "tutor", "calendar", "clauses"], validate_constraints=True
    )  # fmt: skip


def _write_signers(row: Convention, told: list[SignerTold]) -> None:
    """The link of somebody who no longer signs opens nothing any more."""
    Signer.objects.filter(convention=row).exclude(role__in=[one.role for one in told]).delete()
    known = {one.role: one for one in Signer.objects.filter(convention=row)}
    for one in told:
        signer = known.get(one.role) or Signer(convention=row, role=one.role)
        if signer.pk and (signer.name, signer.email, signer.user_id) != (one.name, one.email, one.user_id):
            SigningLink.objects.filter(signer=signer).delete()
        signer.name, signer.function, signer.email = one.name, one.function, one.email
        signer.user_id = one.user_id
        signer.save()


def _refresh(row: Convention) -> None:
    """What is due, here and in the student's other conventions at the same host that one sees."""
    for one in [row, *beside(row)]:
        amount = counted(one).owed.amount
        if amount != one.owed:
            Convention.objects.filter(pk=one.pk).update(owed=amount)
            one.owed = amount


def locked(by: Actor, convention: Convention) -> Convention:
    """Not stopped, and kept by this actor, or still a draft of the structure that made it."""
    found: Convention | None = (
        Convention.objects.select_for_update(of=("self",))
        .select_related("school", "host", "tutor__user")
        .filter(pk=convention.pk, dropped_on=None)
        .first()
    )
    if found is None:
        raise Forbidden("Cette convention est interrompue\u00a0: elle ne change plus.")
    if found.version or found.made_in_id != by.structure_id:
        check_can_keep(by, found.school_id)
    else:
        check_can_make(by)
    return found


@transaction.atomic
def save(
    *,
    by: Actor,
    convention: Convention,
    read: int,
    periods: Calendar,
    values: dict[str, Any],
    signers: list[SignerTold],
    why: str = "",
) -> Convention:
    """A draft is written; what was already proposed becomes another version, that all sign again. `read`: the version read."""
    row = locked(by, convention)
    if row.version != read:
        raise Forbidden(CHANGED)
    if row.signed_version and not why:
        raise ValidationError(
            {"why": "Dites ce qui change\u00a0: un avenant le rappelle à ceux qui signent."}
        )
    _write(row, values, periods)
    row.save()
    _write_signers(row, signers)
    if row.version:
        _offer(by, row, why)
    _refresh(row)
    record(by, "convention_saved", row, version=row.version)
    return row


@transaction.atomic
def propose(*, by: Actor, convention: Convention) -> Convention:
    """Offered to signature. Again, it stays the same version."""
    check_can_keep(by, convention.school_id)
    row = locked(by, convention)
    if row.version == 0:
        _offer(by, row, "")
        _refresh(row)
        record(by, "convention_proposed", row)
    return row


def _offer(by: Actor, row: Convention, why: str) -> None:
    signers = list(Signer.objects.filter(convention=row))
    lacking = words.missing(row, {one.role for one in signers})
    if lacking:
        raise Forbidden(
            f"Il manque\u00a0: {', '.join(lacking)}. Complétez la convention avant de la proposer."
        )
    told = counted(row)
    _check_room(row, [one for one in told.owed.years if one.too_long])
    text = words.sections(row, signers, told.presence, told.owed)
    last = Version.objects.filter(convention=row).aggregate(last=Max("number"))["last"] or 0
    Version.objects.create(
        convention=row,
        number=last + 1,
        text=text,
        values={name: _plain(getattr(row, name)) for name in KEPT_IN_VERSION},
        digest=words.digest_of(text),
        why=why,
        user_id=by.user_id or 0,
    )
    row.version = last + 1
    row.save(update_fields=["version"])
    for one in signers:
        if one.user_id is None:
            SigningLink.objects.get_or_create(signer=one)


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, date | Decimal) else value


def _check_room(row: Convention, too_long: list[Any]) -> None:
    for one in too_long:
        raise Forbidden(
            f"Ce stage dépasse {one.limits.at_most} heures chez le même organisme dans l’année {one.year}-{one.year + 1}"
            " (art. L124-5 du code de l’éducation)\u00a0: raccourcissez-le."
        )
    if row.tutor and register.load(row.tutor, row.starts_on, row.ends_on, row.pk) >= 3:
        raise Forbidden(
            f"{row.tutor_name} suit déjà trois stagiaires à ces dates\u00a0: choisissez un autre tuteur."
        )
    full = register.full_weeks(row.host, row.starts_on, row.ends_on, row.pk) if row.host else []
    if full:
        raise Forbidden(
            f"La structure d’accueil a déjà tous les stagiaires permis la semaine du {full[0]:%d/%m/%Y}"
            " (art. R124-10 du code de l’éducation)\u00a0: changez les dates."
        )
    lacking = register.lacks_diploma(row.tutor, row.diploma_code) if row.tutor else ()
    if lacking and row.status != Status.IMMERSION:
        raise Forbidden(
            f"Pour ce diplôme, le référent professionnel a l’un de ces diplômes\u00a0: {', '.join(lacking)}."
            " Faites compléter le registre des tuteurs, ou choisissez une autre personne."
        )


@transaction.atomic
def withdraw_amendment(*, by: Actor, convention: Convention) -> None:
    """The version that all signed is the convention again."""
    row = locked(by, convention)
    if not row.signed_version or row.version == row.signed_version:
        raise Forbidden("Aucun avenant n’attend de signature.")
    kept = Version.objects.get(convention=row, number=row.signed_version)
    for name, value in kept.values.items():
        setattr(row, name, value)
    row.version = row.signed_version
    row.save()
    row.refresh_from_db()
    _refresh(row)
    record(by, "amendment_withdrawn", row)


@transaction.atomic
def discard(*, by: Actor, convention: Convention) -> None:
    """A draft that nobody was asked to sign."""
    row = locked(by, convention)
    if row.version:
        raise Forbidden("Cette convention a été proposée\u00a0: elle se corrige ou s’interrompt, elle reste.")
    record(by, "convention_discarded", row)
    row.delete()


@transaction.atomic
def interrupt(
    *, by: Actor, convention: Convention, first: date, last: date, kind: str, reason: str
) -> Interruption:
    """Days without the trainee: the hours and what is due are counted again."""
    row = _followed(by, convention)
    if last < row.starts_on or first > row.ends_on:
        raise ValidationError({"first": "Ces jours sont en dehors du stage."})
    told = {"convention": row, "first": first, "last": last, "kind": kind, "reason": reason}
    one = Interruption(user_id=by.user_id or 0, **told)
    one.full_clean(exclude=["convention", "user"])
    one.save()
    _refresh(row)
    record(by, "absence_written", row, kind=kind)
    return one


@transaction.atomic
def remove_interruption(*, by: Actor, interruption: Interruption) -> None:
    row = _followed(by, interruption.convention)
    Interruption.objects.filter(pk=interruption.pk).delete()
    _refresh(row)
    record(by, "absence_removed", row)


def _followed(by: Actor, convention: Convention) -> Convention:
    """Signed once and not stopped; for the school, its keeper."""
    row = locked(by, convention)
    if not row.signed_version:
        raise Forbidden("La convention n’est pas encore signée par tous.")
    return row


@transaction.atomic
def drop(*, by: Actor, convention: Convention, on: date, cause: str, words: str) -> None:
    """For good, with its cause: the last day of presence is `on`. Counted by difficulty and year, never by person."""
    row = _followed(by, convention)
    if not row.starts_on <= on <= row.ends_on:
        raise ValidationError({"on": "Ce jour est en dehors du stage."})
    row.dropped_on, row.drop_cause, row.drop_words = on, cause, words
    row.full_clean(exclude=["student", "school", "made_in", "host", "tutor", "calendar", "clauses"])
    row.save(update_fields=["dropped_on", "drop_cause", "drop_words"])
    _refresh(row)
    record(by, "convention_dropped", row, cause=cause)
