"""Six structures, seventeen kinds of persona, and one object of each kind that a URL may name."""

from datetime import date
from types import SimpleNamespace
from uuid import uuid4

from django.test import Client

from maillage.accounts.enums import Role
from maillage.accounts.models import RoleProposal
from maillage.accounts.tests.factories import actor_of, make_member, make_structure, make_user, signed_in
from maillage.imports.enums import ImportState
from maillage.jobs.models import Job
from maillage.people.enums import ChannelKind
from maillage.people.models import (
    AttachmentRequest,
    Channel,
    Import,
    PersonMerge,
    ProtectedAddress,
    ProtectedReader,
    SpaceAccess,
)
from maillage.people.queries import SPACE_KEY
from maillage.people.tests.factories import attach, give, make_family, make_line, make_person
from maillage.permissions.context import acting
from tests.matrix import (
    calls,
    conditions,
    consultations,
    contributions,
    conventions,
    counts,
    diplomas,
    directory,
    events,
    governance,
    governance_articles,
    governance_convocations,
    governance_ethics,
    governance_mandates,
    governance_participation,
    governance_plans,
    observatory,
    placements,
    places,
    practices,
    reception,
    referrals,
    referrals_commissions,
    referrals_papers,
    training,
)
from tests.matrix.follow_up import follow_up
from tests.plugin import become

PERSONAS = (
    "anonymous",
    "outsider",
    "former",
    "administrator",
    "reception",
    "team_leader",
    "worker",
    "colleague",
    "stranger",
    "rights_lead",
    "partner",
    "person",
    "referent",
    "animator",
    "officer",
    "school",
    "student",
)


def make_world() -> SimpleNamespace:
    """Everything below is the worker's: colleagues of the same structure are not attached to it. The partner reads the
    person's file with her agreement, no part of it; the person is in her own space; the referent has no account, opened
    the link of a question and said who they are."""
    here, elsewhere = make_structure("MDS de Chinon"), make_structure("MDS de Tours", "37261")
    world = SimpleNamespace(here=here, members=_members(here, elsewhere), clients={})
    with become("maintenance"):
        _lay_out(world, world.members["worker"])
    return world


def _members(here, elsewhere):
    roles = {
        "administrator": Role.ADMINISTRATOR,
        "reception": Role.RECEPTION,
        "team_leader": Role.TEAM_LEADER,
        "worker": Role.SOCIAL_WORKER,
        "colleague": Role.SOCIAL_WORKER,
        "rights_lead": Role.RIGHTS_LEAD,
    }
    members = {name: make_member(role, here) for name, role in roles.items()}
    members["stranger"] = make_member(Role.SOCIAL_WORKER, elsewhere)
    members["partner"] = make_member(Role.SOCIAL_WORKER, make_structure("Mission locale de Chinon"))
    members["animator"] = make_member(Role.ANIMATOR, make_structure("Animation du territoire"))
    members["officer"] = make_member(Role.SCHEME_OFFICER, make_structure("SIAO de Touraine"))
    school = make_structure("Institut du travail social de Touraine")
    members["school"] = make_member(Role.TRAINING_OFFICER, school)
    members["student"] = make_member(Role.STUDENT, school)
    members["former"] = make_member(Role.SOCIAL_WORKER, here, until=date(2025, 6, 30))
    return members


def _lay_out(world, worker):
    world.household, world.person, world.child = make_family(worker)
    world.other, world.absorbed = make_person("Samira", "Benaly"), make_person("Samira", "Benalli")
    attach(worker, world.other)
    make_line(world.household, world.person, worker)
    world.membership = world.household.members.get(person=world.child)
    world.waiting = make_person("Paul", "")
    attach(world.members["reception"], world.waiting, worker=False)
    world.channel = Channel.objects.create(person=world.other, kind=ChannelKind.PHONE, value="0600000001")
    world.protected = ProtectedAddress.objects.create(
        person=world.person, address="1 rue du Canari", motive="x"
    )
    ProtectedReader.objects.create(protected=world.protected, reader=worker.user)
    world.request = AttachmentRequest.objects.create(
        person=world.person,
        requester=world.members["stranger"].user,
        structure=world.members["stranger"].structure,
        typed_name="Samira Benali",
        motive="reçue à Tours",
    )
    world.merge = PersonMerge.objects.create(kept=world.person, absorbed=world.absorbed, by=worker.user)
    world.source = Import.objects.create(
        structure=world.here,
        owner=worker.user,
        filename="canari.xlsx",
        headers=["foyer"],
        state=ImportState.CHECKED,
    )
    world.consent = give(world.person, world.members["partner"])
    world.access = SpaceAccess.objects.create(
        person=world.person, fingerprint="f", until=date(2099, 1, 1), created_by=worker.user
    )
    follow_up(world)
    directory.lay_out(world)
    governance.lay_out(world)
    governance_mandates.lay_out(world)
    governance_plans.lay_out(world)
    governance_ethics.lay_out(world)
    governance_articles.lay_out(world)
    governance_participation.lay_out(world)
    governance_convocations.lay_out(world)
    events.lay_out(world)
    contributions.lay_out(world)
    consultations.lay_out(world)
    calls.lay_out(world)
    practices.lay_out(world)
    referrals.lay_out(world)
    places.lay_out(world)
    counts.lay_out(world)
    reception.lay_out(world)
    referrals_commissions.lay_out(world)
    referrals_papers.lay_out(world)
    diplomas.lay_out(world)
    training.lay_out(world)
    conventions.lay_out(world)
    placements.lay_out(world)
    conditions.lay_out(world)
    observatory.lay_out(world)
    world.user = world.members["reception"].user
    world.membership_number = world.members["reception"].pk
    world.key_number = 1
    world.job = Job.objects.create(owner=worker.user, label="Compter", total=3)
    world.proposal = RoleProposal.objects.create(
        user=worker.user,
        structure=world.here,
        role=Role.RIGHTS_LEAD,
        change="give",
        proposed_by=world.members["reception"].user,
    )


def client_of(world, persona: str) -> Client:
    client = Client(raise_request_exception=True)
    if persona == "outsider":
        client.force_login(make_user(), backend="allauth.account.auth_backends.AuthenticationBackend")
    elif persona == "person":
        session = client.session
        session[SPACE_KEY] = str(world.access.pk)
        session.save()
    elif persona == "referent":
        session = client.session
        session["referent"] = {str(world.question.pk): "Paule Marin, CAF"}
        session.save()
    elif persona != "anonymous":
        signed_in(client, member=world.members[persona])
    return client


def acting_as(world, persona: str):
    return acting(actor_of(world.members[persona]))


NOWHERE = uuid4()
