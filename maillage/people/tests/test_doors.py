"""Ways into a file that were once wider than meant: a child's second home, an agent kept out, a code by mail."""

import json
import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import ProgrammingError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from maillage.accounts.enums import Role
from maillage.accounts.tests.factories import actor_of, make_member, make_structure, signed_in
from maillage.audit.models import Entry
from maillage.people import ledger
from maillage.people.actions import give_code
from maillage.people.models import (
    Attachment,
    AttachmentRequest,
    Channel,
    Conflict,
    Consent,
    Person,
    SpaceAccess,
)
from maillage.people.tasks import send_space_code
from maillage.people.tests.factories import attach, enter_space, make_family, make_household, make_person
from maillage.people.tests.test_ledger import at, client_of, send, typed
from maillage.permissions import Actor, Forbidden
from maillage.permissions.context import acting
from tests.plugin import become

pytestmark = pytest.mark.django_db
MAILS = "/mon-espace/codes/"


@pytest.fixture
def two_homes():
    """(father's worker, colleague elsewhere, child, mother's home), the child followed by the father's worker."""
    with become("maintenance"):
        worker = make_member(Role.SOCIAL_WORKER)
        elsewhere = make_member(Role.SOCIAL_WORKER, make_structure("Mission locale"))
        father, child = make_person("Paul", "Aubert"), make_person("Maël", "Aubert")
        mother = make_person("Julie", "Aubert")
        his, hers = make_household((father, "applicant")), make_household((mother, "applicant"))
        for home in (his, hers):
            home.members.create(person=child, role="child", shared_custody=True)
        attach(worker, father, child, his)
        attach(make_member(Role.SOCIAL_WORKER), mother, hers)
    return worker, elsewhere, child, hers


def opened_homes() -> set:
    with become("maintenance"):
        given = Attachment.objects.filter(consent_of__isnull=False, household__isnull=False)
        return set(given.values_list("household_id", flat=True))


def test_the_home_of_the_other_parent_is_not_opened_by_the_child(two_homes):
    worker, elsewhere, child, hers = two_homes
    send(client_of(worker), at("consent", child), typed(elsewhere, parts=["home"]))
    assert hers.pk not in opened_homes()
    assert len(opened_homes()) == 1
    assert client_of(elsewhere).get(reverse("people:household", args=[hers.pk])).status_code == 404


def test_a_child_who_signs_opens_no_home(two_homes):
    _, elsewhere, child, _ = two_homes
    client = Client()
    with become("maintenance"):
        enter_space(client, child)
    told = typed(elsewhere, parts=["home"])
    page = client.post("/mon-espace/accords/nouveau/", told)
    if page.status_code == 200:
        client.post("/mon-espace/accords/nouveau/", {**told, "seen": page.context["seal"]})
    assert opened_homes() == set()


def test_an_agreement_is_for_somebody_else(two_homes):
    worker, _, child, _ = two_homes
    client, told = client_of(worker), typed(worker, parts=["housing"])
    shown = client.post(at("consent", child), told)
    answer = client.post(at("consent", child), {**told, "seen": shown.context["seal"]})
    assert (answer.status_code, "pour quelqu’un d’autre que vous" in answer.content.decode()) == (422, True)


def test_an_agreement_is_for_somebody_else_even_by_sql(two_homes):
    worker, _, child, _ = two_homes
    day = timezone.localdate()
    told = {
        "structure": worker.structure,
        "reader": worker.user,
        "parts": ["home"],
        "purpose": "x",
        "way": "oral",
    }
    line = Consent(person=child, witness="x", given_on=day, until=day, recorded_by_id=worker.user_id, **told)
    with pytest.raises(ProgrammingError), transaction.atomic(), acting(actor_of(worker)):
        line.save(force_insert=True)


@pytest.fixture
def kept_out():
    """(an agent kept out, the person): the agent works elsewhere."""
    with become("maintenance"):
        worker, agent = make_member(Role.SOCIAL_WORKER), make_member(Role.SOCIAL_WORKER)
        _, person, _ = make_family(worker)
        Conflict.objects.create(person=person, agent=agent.user, reason="ancien conjoint", by=worker.user)
    return agent, person


def test_for_an_agent_kept_out_the_file_does_not_exist(kept_out):
    agent, person = kept_out
    key, born = person.sound_key, person.birth_date
    with acting(actor_of(agent)), connection.cursor() as cursor:
        cursor.execute("SELECT maillage_definer.someone_matches(%s, %s, 20)", [key, born])
        assert cursor.fetchone() == (False,)
        cursor.execute("SELECT maillage_definer.ask_attachment(%s, %s, 'x', 'y', 20)", [key, born])
        assert cursor.fetchone() == (False,)
    with become("maintenance"):
        assert not AttachmentRequest.objects.exists()


@pytest.fixture
def samira():
    """Followed, with an address that reception wrote down."""
    cache.clear()
    with become("maintenance"):
        worker = make_member(Role.SOCIAL_WORKER)
        _, mother, _ = make_family(worker)
        Channel.objects.create(person=mother, kind="email", value="accueil@exemple.test")
    mother.worker = worker
    return mother


def in_space(person, **fields) -> tuple[Client, SpaceAccess]:
    client = Client()
    with become("maintenance"):
        access = enter_space(client, person)
        SpaceAccess.objects.filter(pk=access.pk).update(**fields)
    return client, access


def asked_by_mail() -> list:
    """The mails that leave when somebody asks a code at this address."""
    mail.outbox.clear()
    Client().post(
        "/mon-espace/entrer/par-mail/", {"email": "accueil@exemple.test", "birth_date": "30/04/1992"}
    )
    with become("maintenance"), connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE task_name LIKE '%space_code' RETURNING args")
        ((told,),) = cursor.fetchall()
    send_space_code(**json.loads(told))
    return mail.outbox


def choose(client, channel, chosen="yes"):
    return client.post(MAILS, {"channel": str(channel.pk), "chosen": chosen})


def test_an_address_that_others_wrote_receives_no_code(samira):
    in_space(samira)
    assert asked_by_mail() == []


def test_the_person_chooses_the_address_and_takes_it_back(samira):
    client, _ = in_space(samira)
    with become("maintenance"):
        channel = Channel.objects.get()
    assert "Elle ne reçoit aucun code" in client.get(MAILS).content.decode()
    assert choose(client, channel).status_code == 302
    assert "Elle reçoit vos codes" in client.get(MAILS).content.decode()
    assert re.search(r"[A-Z2-9]{5}-[A-Z2-9]{5}", asked_by_mail()[0].body)
    assert choose(client, channel, "no").status_code == 302
    assert asked_by_mail() == []


def test_a_helper_does_not_choose(samira):
    client, access = in_space(samira, helper="Isabelle")
    with become("maintenance"):
        channel = Channel.objects.get()
    assert client.get(MAILS).status_code == 403
    assert choose(client, channel).status_code == 403
    helper = Actor(person_id=samira.pk, label="Isabelle, aidant de Samira", helper="Isabelle")
    with acting(helper), connection.cursor() as cursor:
        cursor.execute("SELECT maillage_definer.choose_mail(%s, %s, true)", [channel.pk, access.pk])
        assert cursor.fetchone() == (False,)


def test_written_again_it_opens_nothing_even_by_sql(samira):
    client, _ = in_space(samira)
    with become("maintenance"):
        channel = Channel.objects.get()
    choose(client, channel)
    with transaction.atomic(), acting(actor_of(samira.worker)):
        Channel.objects.filter(pk=channel.pk).update(value="autre@exemple.test")
        Channel.objects.create(person=samira, kind="email", value="encore@exemple.test", opens_space=True)
        Channel.objects.filter(pk=channel.pk).update(opens_space=True)
    with become("maintenance"):
        assert set(Channel.objects.values_list("opens_space", flat=True)) == {False}


def test_a_rights_lead_gives_no_code(samira):
    with become("maintenance"):
        lead = make_member(Role.RIGHTS_LEAD, samira.worker.structure)
    with acting(actor_of(lead)) as actor, pytest.raises(Forbidden):
        give_code(by=actor, person=samira, until=timezone.localdate())


def test_a_choice_is_in_the_journal(samira):
    client, _ = in_space(samira)
    with become("maintenance"):
        channel = Channel.objects.get()
    choose(client, channel)
    with become("maintenance"):
        assert Entry.objects.filter(verb="space_mail", object_id=str(samira.pk)).exists()


def test_the_person_sees_who_read_their_home(samira, client):
    with become("maintenance"):
        signed_in(client, member=samira.worker)
        home = Person.objects.get(pk=samira.pk).homes.get().household_id
    own = Actor(person_id=samira.pk, label="Samira")
    with acting(own):
        before = sum(one.times for one in ledger.openings(samira))
    client.get(reverse("people:household", args=[home]))
    client.get(reverse("rights:household", args=[home]))
    with acting(own):
        assert sum(one.times for one in ledger.openings(samira)) == before + 2
