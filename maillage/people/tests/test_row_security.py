"""Row security alone shows exactly what `visible_to` shows, and nobody gives themselves access."""

from datetime import date
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from maillage.accounts.enums import Role
from maillage.accounts.tests.factories import actor_of, make_member, make_structure
from maillage.people import actions
from maillage.people.models import (
    Attachment,
    AttachmentRequest,
    Channel,
    Conflict,
    Household,
    Import,
    ImportMapping,
    Person,
    ProtectedAddress,
    ProtectedReader,
    SpaceAccess,
)
from maillage.people.tests.factories import attach, give, make_family, make_line, make_person
from maillage.permissions import ANONYMOUS
from maillage.permissions.context import acting
from tests.plugin import become

pytestmark = pytest.mark.django_db
MODELS = [
    model for model in apps.get_app_config("people").get_models() if hasattr(model.objects, "visible_to")
]


@pytest.fixture
def town():
    """Two structures; in the first a family, a person waiting, a protected address, a request, a merge."""
    with become("maintenance"):
        here, there = make_structure(), make_structure()
        members = {role: make_member(role, here) for role in Role}
        members["elsewhere"] = make_member(Role.SOCIAL_WORKER, there)
        worker = members[Role.SOCIAL_WORKER]
        household, mother, child = make_family(worker)
        make_line(household, mother, worker)
        Channel.objects.create(person=child, kind="phone", value="06 00 00 00 00")
        waiting = make_person("Karim", "Diallo")
        attach(worker, waiting, worker=False)
        attach(members["elsewhere"], child)
        AttachmentRequest.objects.create(
            person=child,
            requester=members["elsewhere"].user,
            structure=there,
            typed_name="Inès",
            motive="essai",
        )
        twin, ended = make_person("Samirra", "Benali"), make_person("Paul", "Petit")
        attach(worker, twin, ended)
        attach(members[Role.TEAM_LEADER], make_person("Zoé", "Martin"))
        Attachment.objects.filter(person=ended).update(ended_at=timezone.now())
        Import.objects.create(owner=worker.user, structure=here, filename="foyers.xlsx", headers=["foyer"])
        ImportMapping.objects.create(structure=here, headers="f", mapping={})
        give(mother, make_member(Role.SOCIAL_WORKER, there))
        Conflict.objects.create(
            person=mother, agent=members["elsewhere"].user, by=worker.user, reason="ex-conjoint"
        )
        SpaceAccess.objects.create(person=mother, fingerprint="f", until=date(2099, 1, 1))
        names = {"mother": mother, "child": child, "twin": twin, "ended": ended, "waiting": waiting}
    actor = actor_of(worker)
    with acting(actor):
        actions.protect_address(
            by=actor,
            person=mother,
            address="3 rue cachée",
            elected_domicile="CCAS",
            elected_commune="37261",
            motive="danger",
            reader_ids=set(),
        )
        actions.tell_apart(by=actor, one=mother, other=child)
        actions.merge(
            by=actor,
            kept=Person.objects.get(pk=mother.pk),
            absorbed=twin,
            versions=(2, 1),
            chosen={},
        )
    return members, names, household


@pytest.mark.parametrize("role", [*Role, "elsewhere"])
@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_row_security_equals_visible_to(town, model, role):
    actor = actor_of(town[0][role])
    with become("maintenance"):
        expected = set(model.objects.visible_to(actor).values_list("pk", flat=True))
        assert role != Role.SOCIAL_WORKER or expected
    with acting(actor):
        assert set(model.objects.values_list("pk", flat=True)) == expected
    with acting(ANONYMOUS):
        assert model.objects.count() == 0


def test_who_sees_which_person(town):
    members, people, _ = town
    seen = {}
    for role, member in members.items():
        with acting(actor_of(member)):
            seen[role] = {name for name, one in people.items() if Person.objects.filter(pk=one.pk).exists()}
    assert seen[Role.SOCIAL_WORKER] == {"mother", "child", "waiting"}
    assert seen[Role.RECEPTION] == {"waiting"}
    assert seen[Role.TEAM_LEADER] == seen[Role.ADMINISTRATOR] == set()
    assert seen[Role.RIGHTS_LEAD] == {"mother", "child", "waiting"}
    assert seen["elsewhere"] == {"child"}


def test_the_other_home_of_a_child_stays_closed(town):
    with acting(actor_of(town[0]["elsewhere"])):
        assert Household.objects.count() == 0


def refused(write):
    with pytest.raises(DatabaseError, match=r"row-level security|permission denied"), transaction.atomic():
        write()


def test_nobody_attaches_themselves(town):
    members, people, household = town
    stranger = members["elsewhere"]
    with acting(actor_of(stranger)):
        for target in (people["mother"], people["ended"], people["twin"], household):
            refused(lambda target=target: attach(stranger, target))


def test_an_attachment_cannot_be_turned_to_somebody_else(town):
    members, people, _ = town
    never = pytest.raises(DatabaseError, match="taken or ended, never turned")
    with acting(actor_of(members["elsewhere"])), never, transaction.atomic():
        Attachment.objects.update(person=people["mother"])


def test_nobody_names_themselves_reader(town):
    members, people, _ = town
    with become("maintenance"):
        protected = ProtectedAddress.objects.get(person=people["mother"])
    lead = members[Role.RIGHTS_LEAD]
    with acting(actor_of(lead)):
        assert ProtectedAddress.objects.count() == 0
        refused(lambda: ProtectedReader(protected=protected, reader=lead.user).save(force_insert=True))


@pytest.mark.parametrize("table", ["people_attachmentrequest", "people_personmerge", "people_matchattempt"])
def test_tables_of_definer_functions_are_not_written_directly(town, table):
    with acting(actor_of(town[0][Role.SOCIAL_WORKER])), connection.cursor() as cursor:
        refused(lambda: cursor.execute(f"DELETE FROM {table}"))


def test_definer_functions_refuse_what_is_out_of_sight(town):
    members, people, _ = town
    with acting(actor_of(members["elsewhere"])), connection.cursor() as cursor:
        call = "SELECT maillage_definer.merge_persons(%s, %s, %s, 1, 1, '{}', '{}')"
        with pytest.raises(DatabaseError, match="not visible"), transaction.atomic():
            cursor.execute(call, [uuid4(), people["child"].pk, people["waiting"].pk])
        cursor.execute("SELECT count(*) FROM maillage_definer.followers(%s)", [people["mother"].pk])
        assert cursor.fetchone() == (0,)
