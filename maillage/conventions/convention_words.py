"""The text of a convention, section by section: what is read, signed and printed. Each of the fifteen mentions of article
D124-4 of the code de l’éducation has its section, numbered as there."""

import hashlib
import json
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from maillage.conventions import arithmetic_words as words
from maillage.conventions.clauses import proposed
from maillage.conventions.enums import Clause, SignerRole, Status
from maillage.conventions.models import Convention, Signer
from maillage.conventions.queries.courses import named
from maillage.conventions.rules.gratification import Owed
from maillage.conventions.rules.presence import Presence, by_week, duration
from maillage.web.wording import amount, day, number, plural

Section = dict[str, Any]
NOT_TOLD = "Sans objet."
SUNDAY = 6


def sections(row: Convention, signers: Iterable[Signer], told: Presence, due: Owed) -> list[Section]:
    """{mention: number in article D124-4 or 0, title, lines}."""
    listed = [
        (0, "Les parties", _parties(row, signers)),
        (1, "La formation", _course(row)),
        (2, "Qui accompagne", [f"Enseignant référent\u00a0: {row.teacher_name or NOT_TOLD}", f"Tuteur\u00a0: {row.tutor_name or NOT_TOLD}"]),
        (3, "Compétences à acquérir ou à développer", _text(row.skills)),
        (4, "Activités confiées", _text(row.activities)),
        (5, "Dates et durée", _dates(row, told)),
        (6, "Présence chaque semaine", [*_weeks(told), *_clause(row, Clause.UNUSUAL)]),
        (7, "Encadrement et suivi", _clause(row, Clause.FOLLOW_UP)),
        (8, "Gratification", _money(row, due)),
        (9, "Protection sociale et responsabilité", _clause(row, Clause.PROTECTION)),
        (10, "Absences autorisées", _clause(row, Clause.ABSENCES)),
        (11, "Suspension et résiliation", _clause(row, Clause.ENDING)),
        (12, "Validation en cas d’interruption", _clause(row, Clause.VALIDATION)),
        (13, "Avantages offerts", _clause(row, Clause.BENEFITS)),
        (14, "Règlement intérieur", _clause(row, Clause.HOUSE_RULES)),
        (15, "Attestation de stage", _clause(row, Clause.CERTIFICATE)),
    ]  # fmt: skip
    if row.status == Status.ABROAD:
        listed.append((0, f"Stage à l’étranger\u00a0: {row.country}", _text(row.abroad_terms)))
    return [{"mention": number_, "title": title, "lines": lines} for number_, title, lines in listed]


def _text(value: str) -> list[str]:
    return [one.strip() for one in value.splitlines() if one.strip()] or [NOT_TOLD]


def clause(row: Convention, which: Clause) -> str:
    return str(row.clauses.get(which) or proposed()[which])


def _clause(row: Convention, which: Clause) -> list[str]:
    return _text(clause(row, which))


def _parties(row: Convention, signers: Iterable[Signer]) -> list[str]:
    born = f", né(e) le {day(row.student_birth_date)}" if row.student_birth_date else ""
    lines = [
        f"Stagiaire\u00a0: {row.student_name}{born} ({Status(row.status).label})",
        f"Établissement de formation\u00a0: {row.school.name}",
        f"Organisme d’accueil\u00a0: {row.host_name}",
    ]
    return lines + [f"Signe au titre de\u00a0: {_signer(one)}" for one in signers]


def _signer(one: Signer) -> str:
    function = f", {one.function}" if one.function else ""
    return f"{SignerRole(one.role).label}, {one.name}{function}"


def _course(row: Convention) -> list[str]:
    if row.status == Status.IMMERSION:
        return ["Immersion de découverte d’un métier, avant une formation ou un changement de métier."]
    told = (
        f"{number(row.course_hours)} heures dans l’année"
        if row.course_hours
        else "volume horaire non précisé"
    )
    return [f"{named([row.diploma_code])[0]}, année {row.year}\u00a0: {told}."]


def _dates(row: Convention, told: Presence) -> list[str]:
    planned = sum(told.planned.values(), Decimal(0))
    return [
        f"Du {day(row.starts_on)} au {day(row.ends_on)}.",
        *words.presence_lines(row.periods, Presence(told.planned, told.planned, {}, told.holidays)),
        f"{words.duration_line(planned)}.",
    ]


def _weeks(told: Presence) -> list[str]:
    weeks = by_week(told.planned)
    if not weeks:
        return [NOT_TOLD]
    least, most = min(weeks.values()), max(weeks.values())
    if least == most:
        return [f"{words.hours(most)} par semaine."]
    average = sum(weeks.values(), Decimal(0)) / len(weeks)
    return [
        f"De {words.hours(least)} à {words.hours(most)} par semaine, {words.hours(average)} en moyenne sur {plural(len(weeks), 'semaine')}."
    ]


def _money(row: Convention, due: Owed) -> list[str]:
    lines = [f"{one}." for one in words.owed_lines(due)]
    if due.amount:
        lines.append(f"Montant en tout\u00a0: {amount(due.amount)}.")
        if row.smoothed:
            _, part = due.smoothed[0]
            lines.append(f"En parts égales\u00a0: {amount(part, 'par mois')}.")
    return lines + _clause(row, Clause.PAYMENT)


def digest_of(text: list[Section]) -> str:
    """Of exactly what is read: a comma that changes makes another one."""
    return hashlib.sha256(json.dumps(text, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def missing(row: Convention, roles: set[str]) -> list[str]:
    """What is still to be written before signatures are asked."""
    wanted = [
        (bool(row.activities), "les activités confiées"),
        (bool(row.tutor_name), "le tuteur"),
        (SignerRole.STUDENT in roles, "le stagiaire parmi les signataires"),
        (SignerRole.SCHOOL in roles, "qui signe pour l’établissement"),
        (SignerRole.HOST in roles, "qui signe pour la structure d’accueil"),
    ]
    if row.status != Status.IMMERSION:
        wanted += [
            (bool(row.diploma_code), "le diplôme préparé"),
            (bool(row.course_hours), "le volume horaire de l’année de formation"),
            (bool(row.skills), "les compétences à acquérir"),
            (bool(row.teacher_name), "l’enseignant référent"),
            (SignerRole.TUTOR in roles, "le tuteur parmi les signataires"),
        ]
    if row.status == Status.ABROAD:
        wanted += [(bool(row.country), "le pays"), (bool(row.abroad_terms), "les droits et devoirs dans ce pays")]  # fmt: skip
    return [name for told, name in wanted if not told]


def length(told: Presence) -> str:
    return words.duration_words(duration(sum(told.counted.values(), Decimal(0))))
