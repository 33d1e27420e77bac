"""A candidate's own VAE: stages in their order, what is due next, results by block, who reads it."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from maillage.accounts.enums import Role
from maillage.accounts.tests.factories import actor_of, make_member
from maillage.diplomas.actions import vae as actions
from maillage.diplomas.models import DiplomaVersion, Vae, VaeBlock
from maillage.diplomas.queries import paths as queries
from maillage.diplomas.tests.factories import DAY, make_vae
from maillage.permissions import Forbidden
from maillage.permissions.context import acting
from tests.plugin import become

pytestmark = pytest.mark.django_db


@pytest.fixture
def member():
    with become("maintenance"):
        return make_member()


@pytest.fixture
def me(member):
    with acting(actor_of(member)) as actor:
        yield actor


def own(me):
    (vae,) = queries.own_vaes(me)
    return vae


def test_a_vae_asks_for_all_known_blocks(me):
    version = DiplomaVersion.objects.get(code="deme-2024")
    vae = actions.start_vae(by=me, version=version, started_on=DAY, blocks=[])
    assert [one.block.code for one in vae.asked.all()] == ["n4-2024-support", "deme-2024-2", "n4-2024-team"]


def test_or_for_some(me):
    version = DiplomaVersion.objects.get(code="deme-2024")
    block = version.placed.get(position=3).block
    vae = actions.start_vae(by=me, version=version, started_on=DAY, blocks=[block])
    assert [one.block for one in vae.asked.all()] == [block]


def test_not_for_a_diploma_that_closed(me):
    version = DiplomaVersion.objects.get(code="deamp-2006")
    with pytest.raises(ValidationError, match="pas par la VAE"):
        actions.start_vae(by=me, version=version, started_on=DAY, blocks=[])


def test_two_vae_for_one_diploma_are_refused(me, member):
    make_vae(member.user)
    version = DiplomaVersion.objects.get(code="dees-2026")
    with pytest.raises(IntegrityError, match="diplomas_vae_once"), transaction.atomic():
        actions.start_vae(by=me, version=version, started_on=DAY, blocks=[])


def test_what_is_due_next_comes_from_the_stage_before(me, member):
    make_vae(member.user, stages=[("started", DAY)])
    known = queries.delays()
    assert queries.next_owed(own(me), known) is None
    actions.tell_stage(by=me, vae=own(me), stage="feasibility", done_on=date(2026, 4, 30))
    owed, rule = queries.next_owed(own(me), known)
    assert (owed.text, owed.due_on, rule.code) == (
        "recevabilité acquise",
        date(2026, 6, 30),
        "vae-feasibility",
    )
    actions.tell_stage(by=me, vae=own(me), stage="admissible", done_on=date(2026, 6, 1))
    assert queries.next_owed(own(me), known) is None
    actions.tell_stage(by=me, vae=own(me), stage="filed", done_on=date(2026, 9, 1))
    owed, rule = queries.next_owed(own(me), known)
    assert (owed.due_on, rule.months) == (date(2026, 12, 1), 3)


def test_a_jury_that_gave_its_day_is_due_that_day(me, member):
    stages = [(one, DAY) for one in ("started", "feasibility", "admissible", "filed")]
    make_vae(member.user, stages=stages)
    actions.follow_vae(by=me, vae=own(me), coach="Ana", jury_on=date(2026, 5, 12))
    owed, rule = queries.next_owed(own(me), queries.delays())
    assert (owed.due_on, rule) == (date(2026, 5, 12), None)


def test_stages_go_in_their_order(me, member):
    make_vae(member.user)
    with pytest.raises(Forbidden, match="l’étape qui précède"):
        actions.tell_stage(by=me, vae=own(me), stage="jury", done_on=date(2026, 4, 1))
    with pytest.raises(ValidationError, match="après la précédente"):
        actions.tell_stage(by=me, vae=own(me), stage="feasibility", done_on=date(2026, 1, 1))
    with pytest.raises(ValidationError, match="pas encore venu"):
        actions.tell_stage(by=me, vae=own(me), stage="feasibility", done_on=date(2199, 1, 1))


def test_a_stage_told_twice_keeps_its_first_day(me, member):
    make_vae(member.user)
    for day in (date(2026, 4, 1), date(2026, 5, 1)):
        actions.tell_stage(by=me, vae=own(me), stage="feasibility", done_on=day)
    assert queries.reached(own(me))["feasibility"] == date(2026, 4, 1)


def test_the_jury_answers_block_by_block(me, member):
    make_vae(member.user)
    first, *others = own(me).asked.all()
    actions.tell_results(by=me, vae=own(me), results={first.pk: "granted"})
    assert [one.result for one in VaeBlock.objects.order_by("pk")] == ["granted", *("wanted" for _ in others)]


def test_shown_to_the_training_officer_and_taken_back(me, member):
    make_vae(member.user)
    with become("maintenance"):
        officer = actor_of(make_member(Role.TRAINING_OFFICER, member.structure))
        leader = actor_of(make_member(Role.TEAM_LEADER, member.structure))

    def read_by(actor):
        with acting(actor):
            return list(queries.shared_vaes(actor))

    assert read_by(officer) == []
    actions.share_vae(by=me, vae=own(me), structure=member.structure)
    assert (len(read_by(officer)), read_by(leader)) == (1, [])
    actions.share_vae(by=me, vae=own(me), structure=None)
    assert read_by(officer) == []


def test_not_shown_where_one_does_not_work(me, member):
    make_vae(member.user)
    with become("maintenance"):
        elsewhere = make_member().structure
    with pytest.raises(Forbidden, match="où vous travaillez"):
        actions.share_vae(by=me, vae=own(me), structure=elsewhere)


def test_an_ended_vae_no_longer_changes_but_can_be_taken_back(me, member):
    make_vae(member.user, shared_with=member.structure)
    actions.end_vae(by=me, vae=own(me), ended_on=DAY)
    vae = own(me)
    with pytest.raises(Forbidden, match="terminée"):
        actions.tell_stage(by=me, vae=vae, stage="feasibility", done_on=date(2026, 4, 1))
    with pytest.raises(Forbidden, match="terminée"):
        actions.add_experience(by=me, vae=vae, values={"title": "x", "setting": "work", "since": DAY})
    actions.share_vae(by=me, vae=vae, structure=None)
    assert Vae.objects.get().shared_with is None
