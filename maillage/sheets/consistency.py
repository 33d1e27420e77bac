"""What a household cannot be (refused) and what it is unlikely to be (a warning)."""

import datetime as dt
from collections.abc import Iterator

from maillage.sheets.records import HouseholdRecord, LineError, LineWarning, MemberRecord
from maillage.sheets.words import shown

YOUNGEST_PARENT = 12
YOUNGEST_APPLICANT = 16
OLDEST_CHILD = 30


def faults(household: HouseholdRecord) -> Iterator[LineError]:
    """Reasons to refuse the household."""
    first = household.lines[0]
    roles = [member.role for member in household.members]
    for line, member in zip(household.lines, household.members, strict=True):
        if not member.role:
            yield LineError(
                line,
                "lien",
                "",
                "La place de cette personne dans le foyer manque : écrivez demandeur, "
                "conjoint, enfant ou autre.",
            )
    if (applicants := roles.count("applicant")) != 1 and "" not in roles:
        yield LineError(
            first, "lien", "", f"Ce foyer a {applicants or 'zéro'} demandeur : il en faut un, et un seul."
        )
    if (partners := roles.count("partner")) > 1:
        yield LineError(first, "lien", "", f"Ce foyer a {partners} conjoints : il en faut un au plus.")
    if household.union and "partner" not in roles:
        yield LineError(
            first,
            "union",
            shown(household.union),
            "L'union est indiquée mais le conjoint manque : ajoutez sa ligne, ou videz la case « union ».",
        )


def warnings(household: HouseholdRecord, today: dt.date) -> tuple[LineWarning, ...]:
    """What somebody should check; the household is kept."""
    return tuple(_unlikely(household, today))


def _unlikely(household: HouseholdRecord, today: dt.date) -> Iterator[LineWarning]:
    applicant = next((member for member in household.members if member.role == "applicant"), None)
    for line, member in zip(household.lines, household.members, strict=True):
        if applicant:
            yield from _unlikely_member(line, member, applicant, today)
    if household.housing == "homeless" and household.rent:
        yield LineWarning(
            household.lines[0],
            "loyer",
            str(household.rent),
            "Ce foyer est sans domicile et paie un loyer : vérifiez le logement.",
        )
    if household.union is None and any(member.role == "partner" for member in household.members):
        yield LineWarning(
            household.lines[0], "union", "", "Ce foyer a un conjoint : indiquez mariage, pacs ou concubinage."
        )


def _unlikely_member(
    line: int, member: MemberRecord, applicant: MemberRecord, today: dt.date
) -> Iterator[LineWarning]:
    if member.birth_date:
        for sentence in _unlikely_birth(member.role, member.birth_date, applicant.birth_date, today):
            yield LineWarning(line, "naissance", member.birth_date.isoformat(), sentence)
    if member.role != "child" and member.shared_custody:
        sentence = "La garde alternée ne concerne que les enfants : vérifiez le lien."
        yield LineWarning(line, "garde_alternee", "oui", sentence)


def _unlikely_birth(role: str, born: dt.date, parent_born: dt.date | None, today: dt.date) -> Iterator[str]:
    age = today.year - born.year
    if role == "child" and parent_born and born.year - parent_born.year < YOUNGEST_PARENT:
        yield "Cet enfant est né trop près de la naissance du demandeur, ou avant : vérifiez les deux dates."
    if role == "child" and age > OLDEST_CHILD:
        yield f"Cet enfant a plus de {OLDEST_CHILD} ans : vérifiez la date ou le lien."
    if role in {"applicant", "partner"} and age < YOUNGEST_APPLICANT:
        yield f"Cette personne a moins de {YOUNGEST_APPLICANT} ans : vérifiez la date ou le lien."
