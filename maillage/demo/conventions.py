"""Placements on paper in every state: prepared, proposed, refused, signed by four, amended, interrupted; tutors, sites, aids."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from maillage.conventions.actions import aids, conventions, follow_up, signing, sites, tutors
from maillage.conventions.actions.conventions import SignerTold
from maillage.conventions.models import Convention, Signer, SigningLink, Tutor, Version
from maillage.conventions.queries.door import opened_by, token_of
from maillage.conventions.rules import Calendar
from maillage.demo.places import Scene
from maillage.directory.models import Territory
from maillage.permissions import Actor
from maillage.permissions.context import acting

LEADERS = {"mds-chinon": "luc", "ccas-chinon": "perle"}
BY_LINK = {"ccas-chinon"}
"""Where who signs for the host has no account."""
DIRECTOR = "Maryse Aubin"
SKILLS = (
    "Conduire un entretien d’aide. Évaluer une situation avec la personne. Travailler avec les partenaires."
)


def lay_out(scene: Scene, told: dict[str, Any]) -> None:
    register = {row["user"]: _tutor(scene, row) for row in told["tutors"]}
    for code, persons in told["staff_of"].items():
        _staff(scene, code, persons)
    for row in told["lines"]:
        _line(scene, register[row["user"]], row)
    for row in told["sites"]:
        _site(scene, row)
    for row in told["aids"]:
        _aid(scene, row)
    for row in told["rows"]:
        _convention(scene, register, row)


def _day(ago: int) -> date:
    """`ago`: days from today, in the past when negative."""
    return timezone.localdate() + timedelta(days=ago)


def _leader(scene: Scene, code: str) -> Actor:
    return scene.worker(LEADERS[code])


def _tutor(scene: Scene, row: dict[str, Any]) -> Tutor:
    by = _leader(scene, row["place"])
    values = {
        "diplomas": row["diplomas"],
        "since": _day(-800),
        "allowance": Decimal(row["allowance"]) if row["allowance"] else None,
        "allowance_words": row["words"],
    }
    with acting(by):
        return tutors.keep(by=by, user_id=scene.users[row["user"]].pk, values=values)


def _staff(scene: Scene, code: str, persons: int) -> None:
    by = _leader(scene, code)
    with acting(by):
        tutors.declare_staff(by=by, starts_on=_day(-400), persons=persons)


def _line(scene: Scene, tutor: Tutor, row: dict[str, Any]) -> None:
    by = scene.worker(row["user"])
    hours = Decimal(row["hours"]) if row["hours"] else None
    with acting(by):
        values = {"kind": row["kind"], "on": _day(-row["ago"]), "hours": hours, "words": row["words"]}
        tutors.add_line(by=by, tutor=tutor, values=values)


def _site(scene: Scene, row: dict[str, Any]) -> None:
    by = scene.worker(row["by"])
    values = {
        "starts_on": _day(row["starts"]),
        "ends_on": _day(row["ends"]),
        "objectives": row["objectives"],
        "conditions": "",
    }
    with acting(by):
        site = sites.propose(by=by, host=scene.structures[row["host"]], values=values)
    if row["accepts"]:
        host = scene.worker(row["accepts"])
        with acting(host):
            sites.answer(by=host, site=site)
        with acting(by):
            site.refresh_from_db()
            sites.visit(by=by, site=site, on=_day(-60), who="Brigitte Lemoine, Luc Besnard", words=row["visit"])  # fmt: skip


def _aid(scene: Scene, row: dict[str, Any]) -> None:
    by = scene.worker(row["by"])
    names = ("title", "kind", "giver", "unit", "from_km", "conditions", "how")
    values = {name: row[name] for name in names} | {
        "territory": Territory.objects.current().get(kind="departement", code=row["where"]),
        "amount": Decimal(row["amount"]),
        "checked_on": _day(-row["ago"]),
        "link": "",
    }
    with acting(by):
        aids.keep(by=by, values=values)


def _convention(scene: Scene, register: dict[str, Tutor], row: dict[str, Any]) -> None:
    by = scene.worker(row["by"])
    with acting(by):
        made = _drafted(scene, register, by, row)
        if row.get("state") == "draft":
            return
        made = conventions.propose(by=by, convention=made)
    for role in row["signed"]:
        _sign(by, made, role)
    if "refuse" in row:
        _sign(by, made, "host", row["refuse"])
    with acting(by):
        made = Convention.objects.get(pk=made.pk)
        _followed(by, made, row)
        if "amend" in row:
            _amended(by, made, row)
    if row.get("assess"):
        _assessed(scene, made, row)


def _drafted(scene: Scene, register: dict[str, Tutor], by: Actor, row: dict[str, Any]) -> Convention:
    tutor, student = register.get(row["tutor"]), scene.users.get(row["student"])
    host = scene.structures.get(row.get("host", ""))
    officer = scene.users[row["by"]]
    values = {
        "level": row["level"],
        "course_hours": 580 if row["code"] else None,
        "skills": SKILLS if row["code"] else "",
        "activities": row["activities"],
        "teacher_name": str(officer),
        "host_abroad": row.get("abroad", ""),
        "country": row.get("country", ""),
    }
    return conventions.draft(
        by=by,
        student=student,
        student_name=row["name"],
        school=next(one for one in scene.structures.values() if one.pk == by.structure_id),
        host=host,
        diploma_code=row["code"],
        year=row["year"],
        periods=Calendar.weekly(_day(row["starts"]), _day(row["ends"]), Decimal(row.get("hours", "7"))),
        tutor=tutor,
        status=row.get("status", "initial"),
        values=values,
        signers=_signers(scene, row, tutor),
    )


def _signers(scene: Scene, row: dict[str, Any], tutor: Tutor | None) -> list[SignerTold]:
    student, officer = scene.users.get(row["student"]), scene.users[row["by"]]
    listed = [
        SignerTold("student", row["name"], user_id=student and student.pk),
        SignerTold("school", str(officer), "responsable des stages", user_id=officer.pk),
    ]
    if tutor:
        listed.append(SignerTold("tutor", str(tutor.user), user_id=tutor.user_id))
    host = row.get("host", "")
    leader = None if host in BY_LINK else scene.users.get(LEADERS.get(host, ""))
    name = str(leader) if leader else DIRECTOR
    return [*listed, SignerTold("host", name, "responsable d’équipe" if leader else "directrice", user_id=leader and leader.pk)]  # fmt: skip


def _sign(by: Actor, made: Convention, role: str, reason: str = "") -> None:
    """`by`: the school, that hands the link over."""
    with acting(by):
        signer = Signer.objects.select_related("convention").get(convention=made, role=role)
        version = Version.objects.get(convention=made, number=made.version)
        key = None if signer.user_id else SigningLink.objects.get(signer=signer).key
    told = {"version": version.number, "digest": version.digest, "reason": reason}
    if key is None:
        who = Actor(user_id=signer.user_id, label=signer.name)
        with acting(who):
            signing.answer(by=who, signer=signer, **told)
        return
    opened = opened_by(token_of(key))
    assert opened is not None
    signing.answer_by_link(opened=opened, **told)


def _followed(by: Actor, made: Convention, row: dict[str, Any]) -> None:
    if "absence" in row:
        first, last, kind, reason = row["absence"]
        conventions.interrupt(by=by, convention=made, first=_day(first), last=_day(last), kind=kind, reason=reason)  # fmt: skip
    if "fund" in row:
        funder, amount = row["fund"]
        follow_up.fund(by=by, convention=made, funder=funder, amount=Decimal(amount), granted_on=_day(-20))
    if "drop" in row:
        on, cause, words = row["drop"]
        conventions.drop(by=by, convention=made, on=_day(on), cause=cause, words=words)


def _amended(by: Actor, made: Convention, row: dict[str, Any]) -> None:
    signers = [
        SignerTold(one.role, one.name, one.function, one.email, one.user_id) for one in made.signers.all()
    ]
    periods = Calendar.weekly(made.starts_on, made.ends_on + timedelta(days=30))
    told = {"periods": periods, "values": {"activities": made.activities}, "signers": signers}
    conventions.save(by=by, convention=made, read=made.version, why=row["amend"], **told)


def _assessed(scene: Scene, made: Convention, row: dict[str, Any]) -> None:
    tutor, student = scene.worker(row["tutor"]), scene.worker(row["student"])
    said = "À l’aise à l’accueil, écoute, reformule. La rédaction d’un rapport reste à travailler."
    with acting(tutor):
        follow_up.assess(by=tutor, convention=made, moment="midway", values={"skills": said})
    with acting(student):
        follow_up.ask_support(by=student, convention=made, words=row["support"])
