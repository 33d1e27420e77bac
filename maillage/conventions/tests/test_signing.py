"""A convention is signed by all, on the text that each read; it is refused, corrected, amended; tutors follow three at most."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from maillage.accounts.enums import Role
from maillage.accounts.tests.factories import actor_of, make_member
from maillage.conventions.actions import conventions as actions
from maillage.conventions.actions import follow_up, signing
from maillage.conventions.convention_words import digest_of
from maillage.conventions.enums import State
from maillage.conventions.models import (
    Convention,
    Headcount,
    Signature,
    Signer,
    SigningLink,
    Version,
    state_of,
)
from maillage.conventions.queries.counting import counted
from maillage.conventions.queries.door import opened_by, token_of
from maillage.conventions.rules import Calendar
from maillage.conventions.tests.factories import Placed, fresh, make_tutor
from maillage.permissions import Forbidden
from maillage.permissions.context import acting
from tests.plugin import become

pytestmark = pytest.mark.django_db


def offered(placed):
    with become("maintenance"):
        return Version.objects.filter(convention=placed.row).first()


def sign(placed, member, role, reason="", version=None):
    told = version or offered(placed)
    by = actor_of(member)
    with acting(by):
        signer = Signer.objects.select_related("convention").get(convention=placed.row, role=role)
        signing.answer(by=by, signer=signer, version=told.number, digest=told.digest, reason=reason)


def door(placed, role="host"):
    with become("maintenance"):
        key = SigningLink.objects.get(signer__convention=placed.row, signer__role=role).key
    return opened_by(token_of(key))


def sign_by_link(placed, reason=""):
    opened = door(placed)
    signing.answer_by_link(opened=opened, version=opened.facts.number, digest=opened.facts.digest, reason=reason)  # fmt: skip


def all_sign(placed):
    sign(placed, placed.student, "student")
    sign(placed, placed.officer, "school")
    sign(placed, placed.worker, "tutor")
    sign_by_link(placed)
    return placed


def state(placed):
    with become("maintenance"):
        row = Convention.objects.get(pk=placed.row.pk)
        return state_of(row, row.signatures.all())


def test_signed_by_four_in_any_order():
    placed = Placed().propose()
    sign_by_link(placed)
    sign(placed, placed.worker, "tutor")
    sign(placed, placed.officer, "school")
    assert (state(placed), fresh(placed.row).signed_version) == (State.PROPOSED, 0)
    sign(placed, placed.student, "student")
    assert (state(placed), fresh(placed.row).signed_version) == (State.RUNNING, 1)
    with become("maintenance"):
        rows = Signature.objects.filter(convention=placed.row)
        assert {one.digest for one in rows} == {offered(placed).digest} == {digest_of(offered(placed).text)}
        assert {one.role for one in rows if one.by_link} == {"host"}


def test_signing_twice_is_signing_once():
    placed = Placed().propose()
    for _ in range(2):
        sign(placed, placed.student, "student")
        sign_by_link(placed)
    with become("maintenance"):
        assert Signature.objects.filter(convention=placed.row).count() == 2
    with pytest.raises(Forbidden, match="déjà répondu"):
        sign(placed, placed.student, "student", reason="Non.")


def test_nobody_signs_for_somebody_else():
    placed = Placed().propose()
    with pytest.raises(Forbidden):
        sign(placed, placed.officer, "student")
    with become("maintenance"):
        SigningLink.objects.create(signer=Signer.objects.get(convention=placed.row, role="student"))
    assert door(placed, "student") is None


def test_the_link_of_who_no_longer_signs_opens_nothing():
    placed = Placed().propose()
    former = door(placed).key
    placed.change(activities="Permanences.")
    assert door(placed).key == former
    others = [one for one in placed.signers if one.role != "host"]
    with acting(placed.by):
        row = fresh(placed.row)
        actions.save(
            by=placed.by, convention=row, read=row.version, periods=placed.periods, values={},
            signers=[*others, actions.SignerTold("host", "Un autre directeur")],
        )  # fmt: skip
    assert opened_by(token_of(former)) is None
    assert door(placed).facts.name == "Un autre directeur"


def test_a_refusal_says_why_then_all_sign_the_correction():
    placed = Placed().propose()
    first = offered(placed)
    sign(placed, placed.student, "student")
    sign_by_link(placed, reason="Les horaires ne sont pas les bons.")
    assert state(placed) == State.REFUSED
    placed.change(activities="Accueil, permanences.")
    assert state(placed) == State.PROPOSED
    assert offered(placed).number == 2
    assert offered(placed).digest != first.digest
    with pytest.raises(Forbidden, match="a changé"):
        sign(placed, placed.student, "student", version=first)
    all_sign(placed)
    assert (state(placed), fresh(placed.row).signed_version) == (State.RUNNING, 2)


def test_an_amendment_leaves_the_signed_version_in_force_until_all_sign():
    placed = all_sign(Placed().propose())
    with pytest.raises(Exception, match="Dites ce qui change"):
        placed.change(activities="Autre chose.")
    placed.change(why="Un mois de plus.", periods=Calendar.weekly(placed.row.starts_on, placed.row.ends_on + timedelta(days=30)))  # fmt: skip
    row = fresh(placed.row)
    assert (row.version, row.signed_version, state(placed)) == (2, 1, State.AMENDED)
    with acting(placed.by):
        actions.withdraw_amendment(by=placed.by, convention=row)
    row = fresh(placed.row)
    assert (row.version, row.ends_on, state(placed)) == (1, placed.periods.last, State.RUNNING)
    placed.change(why="Autre tuteur.", activities="Permanences.")
    assert (fresh(placed.row).version, offered(placed).number) == (3, 3)
    all_sign(placed)
    assert fresh(placed.row).signed_version == 3


def test_a_correction_of_what_somebody_else_corrected_is_refused():
    placed = Placed().propose()
    with pytest.raises(Forbidden, match="a changé"):
        placed.change(read=0)


def test_what_is_missing_is_named():
    placed = Placed(values={"skills": "", "teacher_name": ""})
    with pytest.raises(Forbidden, match="les compétences à acquérir, l’enseignant référent"):
        placed.propose()
    assert fresh(placed.row).version == 0


def test_the_tutor_does_not_sign_for_the_host():
    placed = Placed()
    with become("maintenance"), pytest.raises(IntegrityError), transaction.atomic():
        Signer.objects.filter(convention=placed.row, role="host").update(user=placed.worker.user)
    with become("maintenance"), pytest.raises(IntegrityError), transaction.atomic():
        Signer.objects.filter(convention=placed.row, role="host").update(name=str(placed.worker.user).upper())


def test_a_tutor_follows_three_at_most_and_the_database_says_so():
    placed = Placed().propose()
    for _ in range(2):
        Placed(host=placed.host, tutor=placed.tutor).propose()
    fourth = Placed(host=placed.host, tutor=placed.tutor)
    with pytest.raises(Forbidden, match="suit déjà trois stagiaires"):
        fourth.propose()
    with become("maintenance"), pytest.raises(IntegrityError), transaction.atomic():
        Convention.objects.filter(pk=fourth.row.pk).update(version=1)
    later = placed.row.ends_on + timedelta(days=7)
    Placed(host=placed.host, tutor=placed.tutor, first=later, last=later + timedelta(days=30)).propose()


def test_the_referent_holds_a_diploma_that_the_course_asks():
    placed = Placed(tutor=make_tutor(diplomas=["dees"]))
    with pytest.raises(Forbidden, match="DEASS"):
        placed.propose()


def test_the_quota_of_a_week_is_kept():
    placed = Placed().propose()
    with become("maintenance"):
        Headcount.objects.create(structure=placed.host, starts_on=placed.row.starts_on - timedelta(days=40), persons=5, user=placed.leader.user)  # fmt: skip
    for _ in range(2):
        Placed(host=placed.host).propose()
    with pytest.raises(Forbidden, match="R124-10"):
        Placed(host=placed.host).propose()


def test_too_long_at_one_host_is_refused():
    today = timezone.localdate()
    first = today.replace(year=today.year + 1, month=9, day=6)
    placed = Placed(first=first, last=first + timedelta(days=300))
    with pytest.raises(Forbidden, match="L124-5"):
        placed.propose()


def test_absences_and_an_end_count_the_hours_again():
    placed = all_sign(Placed().propose())
    before = fresh(placed.row).owed
    day = placed.row.starts_on
    with acting(placed.by):
        whole = sum(counted(fresh(placed.row)).presence.present.values())
    with acting(placed.by):
        one = actions.interrupt(by=placed.by, convention=placed.row, first=day, last=day + timedelta(days=13), kind="interruption", reason="")  # fmt: skip
        less = sum(counted(placed.row).presence.present.values())
    assert 0 < whole - less <= 70
    assert fresh(placed.row).owed == before - (whole - less) * Decimal("4.50")
    with acting(placed.by):
        actions.remove_interruption(by=placed.by, interruption=one)
        assert fresh(placed.row).owed == before
    with acting(placed.by):
        actions.drop(by=placed.by, convention=placed.row, on=day + timedelta(days=6), cause="money", words="")
    assert (fresh(placed.row).owed, state(placed)) == (0, State.DROPPED)
    with pytest.raises(Forbidden), acting(placed.by):
        actions.interrupt(by=placed.by, convention=placed.row, first=day, last=day, kind="leave", reason="")


def test_two_conventions_at_one_host_are_counted_together():
    today = timezone.localdate()
    year = today.year + 1
    first = Placed(
        first=today.replace(year=year, month=1, day=5), last=today.replace(year=year, month=2, day=20)
    )
    first.propose()
    assert fresh(first.row).owed == 0
    with acting(first.by):
        second = actions.draft(
            by=first.by, student=first.student.user, student_name="", school=first.school, host=first.host,
            diploma_code="deass", year=2, tutor=first.tutor, signers=first.signers,
            periods=Calendar.weekly(today.replace(year=year, month=4, day=1), today.replace(year=year, month=5, day=5)),
            values={"course_hours": 600, "skills": "x", "activities": "x", "teacher_name": "Colette Roy"},
        )  # fmt: skip
        actions.propose(by=first.by, convention=second)
    assert fresh(first.row).owed == fresh(first.row).hours * Decimal("4.50")
    assert fresh(second).owed == fresh(second).hours * Decimal("4.50")


def test_what_nobody_funds_is_counted():
    placed = all_sign(Placed().propose())
    by = actor_of(placed.leader)
    with acting(by):
        one = follow_up.fund(by=by, convention=placed.row, funder="Région", amount=Decimal(100), granted_on=timezone.localdate())  # fmt: skip
        assert list(placed.row.fundings.all()) == [one]
    by = actor_of(placed.worker)
    with acting(by), pytest.raises(Forbidden):
        follow_up.fund(by=by, convention=placed.row, funder="x", amount=Decimal(1), granted_on=timezone.localdate())  # fmt: skip


def test_assessments_are_the_tutors_and_the_students():
    placed = all_sign(Placed().propose())
    for member in (placed.worker, placed.student):
        by = actor_of(member)
        with acting(by):
            for words in ("Écoute.", "Écoute et reformule."):
                follow_up.assess(
                    by=by, convention=fresh(placed.row), moment="midway", values={"skills": words}
                )
    with become("maintenance"):
        assert {(one.side, one.skills) for one in placed.row.assessments.all()} == {
            ("tutor", "Écoute et reformule."),
            ("student", "Écoute et reformule."),
        }
    by = actor_of(placed.leader)
    with acting(by), pytest.raises(Forbidden):
        follow_up.assess(by=by, convention=placed.row, moment="end", values={"skills": "x"})


def test_an_immersion_asks_less():
    with become("maintenance"):
        member = make_member(Role.TRAINING_OFFICER)
    tutor, today = make_tutor(diplomas=[]), timezone.localdate()
    by = actor_of(member)
    with acting(by):
        told = {"by": by, "student": None, "student_name": "Paul Renard", "school": member.structure, "host": tutor.structure, "diploma_code": "", "year": 1, "tutor": tutor, "status": "immersion"}  # fmt: skip
        week = Calendar.weekly(today, today + timedelta(days=6))
        row = actions.draft(**told, periods=week, values={"activities": "Suivre une équipe."}, signers=[])
        with pytest.raises(Exception, match="1 à 5 jours"):
            actions.draft(**told, periods=Calendar.weekly(today, today + timedelta(days=13)))
        with pytest.raises(Forbidden, match="qui signe pour la structure d’accueil"):
            actions.propose(by=by, convention=row)
        assert actions.words.missing(row, {"student", "school", "host"}) == []
