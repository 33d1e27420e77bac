"""What `rules.visible` says and what PostgreSQL shows are the same rows, for whoever acts; nobody writes beside."""

from datetime import date

import pytest
from django.apps import apps
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.utils import timezone

from maillage.accounts.enums import Role
from maillage.accounts.tests.factories import actor_of, make_member
from maillage.conventions.actions import conventions as actions
from maillage.conventions.models import (
    Aid,
    Assessment,
    Convention,
    Funding,
    Headcount,
    Interruption,
    Signature,
    Signer,
    SigningLink,
    Site,
    SiteVisit,
    SupportRequest,
    Tutor,
    TutorLine,
    Version,
)
from maillage.conventions.rules import visible
from maillage.conventions.tests.factories import Placed, fresh, make_site
from maillage.directory.models import Territory
from maillage.permissions import ANONYMOUS, Forbidden
from maillage.permissions.context import acting
from tests.plugin import become

pytestmark = pytest.mark.django_db
TABLES = sorted(apps.get_app_config("conventions").get_models(), key=lambda model: model.__name__)
NEAR = ("officer", "student", "leader", "tutor", "signatory", "platform")
OTHERS = ("colleague", "stranger", "other_student", "animator", "nobody")


def everything(placed):
    """One row of each table around a convention that is proposed."""
    row, today = placed.row, timezone.localdate()
    who = placed.officer.user
    Interruption.objects.create(convention=row, first=today, last=today, kind="absence", user=who)
    Assessment.objects.create(convention=row, moment="midway", side="student", skills="x", user=who)
    SupportRequest.objects.create(convention=row, words="Je dors dans ma voiture.")
    Funding.objects.create(convention=row, funder="Région", amount=100, granted_on=today, user=who)
    Signature.objects.create(convention=row, number=1, role="student", name="x", digest="d", signed_at=timezone.now())  # fmt: skip
    TutorLine.objects.create(tutor=placed.tutor, kind="skill", on=today, words="Écouter", user=who)
    site = make_site(placed.school, placed.host)
    SiteVisit.objects.create(site=site, on=today, words="Vu.", user=who)
    Headcount.objects.create(structure=placed.host, starts_on=today, persons=12, user=who)
    place = Territory.objects.communes().get(code="37261")
    Aid.objects.create(title="Aide", kind="housing", territory=place, giver="Région", checked_on=today, structure=placed.school)  # fmt: skip


@pytest.fixture
def world():
    """Two proposed conventions of two schools and two hosts, a draft made by a platform for the first; people around them."""
    placed = [Placed().propose(), Placed().propose()]
    one = placed[0]
    with become("maintenance"):
        for each in placed:
            everything(each)
        people = {
            "officer": one.officer,
            "student": one.student,
            "leader": one.leader,
            "tutor": one.worker,
            "signatory": make_member(Role.RECEPTION, one.host),
            "platform": make_member(Role.TRAINING_OFFICER),
            "colleague": make_member(Role.SOCIAL_WORKER, one.host),
            "stranger": make_member(Role.TEAM_LEADER),
            "other_student": make_member(Role.STUDENT, one.school),
            "animator": make_member(Role.ANIMATOR),
        }
        Signer.objects.filter(convention=one.row, role="host").update(user=people["signatory"].user)
    actors = {name: actor_of(member) for name, member in people.items()} | {"nobody": ANONYMOUS}
    with acting(actors["platform"]):
        actions.draft(
            by=actors["platform"],
            student=None,
            student_name="Nour Haddad",
            school=one.school,
            host=one.host,
            diploma_code="deass",
            year=1,
            periods=one.periods,
            tutor=None,
            source="placements",
        )
    return placed, actors


def test_rules_and_row_security_agree(world):
    for who, actor in world[1].items():
        for model in TABLES:
            with become("maintenance"):
                by_rules = set(model.objects.filter(visible(model, actor)).values_list("pk", flat=True))
            with acting(actor):
                by_database = set(model.objects.values_list("pk", flat=True))
            assert by_rules == by_database, (who, model.__name__)


def test_who_reads_what_of_a_convention(world):
    """Conventions, links, absences, assessments, requests for support."""
    counts = {}
    for who, actor in world[1].items():
        with acting(actor):
            models = (Convention, SigningLink, Interruption, Assessment, SupportRequest)
            counts[who] = tuple(model.objects.count() for model in models)
    assert counts == {
        "officer": (2, 1, 1, 1, 1),
        "student": (1, 0, 1, 1, 1),
        "leader": (1, 0, 1, 0, 0),
        "tutor": (1, 0, 1, 1, 0),
        "signatory": (1, 0, 0, 0, 0),
        "platform": (1, 0, 0, 0, 0),
    } | dict.fromkeys(OTHERS, (0, 0, 0, 0, 0))


@pytest.mark.parametrize("who", ["leader", "tutor", "student", "signatory", *OTHERS])
def test_nobody_writes_beside_the_school(world, who):
    placed, actors = world
    one, actor = placed[0], actors[who]
    today, me = timezone.localdate(), actor.user_id
    with become("maintenance"):
        signer = Signer.objects.filter(convention=one.row, role="student").get().pk
    tries = [
        lambda: Convention.objects.create(
            student_name="X", school=one.school, made_in=one.school, host=one.host, calendar={},
            starts_on=today, ends_on=today, hours=7,
        ),
        lambda: Version.objects.create(convention=one.row, number=2, text=[], values={}, digest="d", user_id=me),
        lambda: Signer.objects.create(convention=one.row, role="other", name="X"),
        lambda: Signature.objects.create(convention=one.row, number=1, role="tutor", name="X", digest="d", signed_at=timezone.now()),
        lambda: SigningLink.objects.create(signer_id=signer),
        lambda: Interruption.objects.create(convention=one.row, first=date(2027, 1, 1), last=date(2027, 1, 1), kind="leave", user_id=me),
        lambda: Site.objects.create(school=one.school, host=one.host, starts_on=today, ends_on=today, proposed_on=today),
    ]  # fmt: skip
    with acting(actor):
        for attempt in tries:
            with pytest.raises((ProgrammingError, IntegrityError)), transaction.atomic():
                attempt()
        for model, told in (
            (Convention, {"student_name": "X"}),
            (Version, {"digest": "X"}),
            (Signer, {"name": "X"}),
            (Signature, {"name": "X"}),
            (Interruption, {"reason": "X"}),
            (Funding, {"funder": "X"}),
        ):
            assert model.objects.update(**told) == 0, model.__name__
        assert Convention.objects.all()._raw_delete("default") == 0


def test_a_signature_is_written_by_its_function_alone(world):
    placed, actors = world
    with acting(actors["officer"]):
        with pytest.raises(ProgrammingError), transaction.atomic():
            Convention.objects.filter(pk=placed[0].row.pk).update(signed_version=1)
        with pytest.raises(ProgrammingError), transaction.atomic():
            Signature.objects.create(convention=placed[0].row, number=1, role="school", name="x", digest="d", signed_at=timezone.now())  # fmt: skip
        assert Version.objects.update(digest="x") == 0
    assert fresh(placed[0].row).signed_version == 0


def test_a_request_for_support_is_sealed_and_answered_by_the_school_alone(world):
    _, actors = world
    with become("maintenance"), connection.cursor() as cursor:
        cursor.execute("SELECT words FROM conventions_supportrequest")
        assert all(b"voiture" not in bytes(words) for (words,) in cursor.fetchall())
    with acting(actors["student"]), connection.cursor() as cursor:
        cursor.execute("UPDATE conventions_supportrequest SET answered_at = now(), answered_by_id = %s", [actors["student"].user_id])  # fmt: skip
        assert cursor.rowcount == 0
    with acting(actors["officer"]):
        assert SupportRequest.objects.get().words == "Je dors dans ma voiture."


def test_a_school_does_not_accept_its_own_agreement(world):
    placed, actors = world
    site = make_site(placed[0].school, placed[0].host, accepted=False)
    with acting(actors["officer"]), pytest.raises(ProgrammingError), transaction.atomic():
        Site.objects.filter(pk=site.pk).update(accepted_on=timezone.localdate())
    with acting(actors["leader"]):
        assert Site.objects.filter(pk=site.pk).update(accepted_on=timezone.localdate()) == 1


def test_a_tutor_does_not_set_their_own_allowance(world):
    _, actors = world
    with acting(actors["tutor"]):
        assert Tutor.objects.update(allowance=500) == 0
    with acting(actors["leader"]):
        assert Tutor.objects.update(allowance=50) == 1


def test_the_platform_prepares_and_the_school_proposes(world):
    _, actors = world
    with acting(actors["platform"]):
        row = Convention.objects.get()
        with pytest.raises(Forbidden):
            actions.propose(by=actors["platform"], convention=row)
        with pytest.raises(ProgrammingError), transaction.atomic():
            Convention.objects.filter(pk=row.pk).update(version=1)
