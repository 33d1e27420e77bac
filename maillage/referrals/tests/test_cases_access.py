"""What the rules say of a commission and what PostgreSQL shows are the same rows; what each may write, nobody else may."""

import pytest
from django.apps import apps
from django.utils import timezone

from maillage.accounts.enums import Role
from maillage.governance.models import Minutes
from maillage.governance.tests.factories import make_gathering
from maillage.governance.tests.parity import succeeds
from maillage.permissions import ANONYMOUS, Actor
from maillage.permissions.context import acting
from maillage.referrals.actions import cases as actions
from maillage.referrals.actions import deciding, sending
from maillage.referrals.enums import HearingWay, Outcome
from maillage.referrals.models import Case, CaseBrief, CaseRecusal, Event, Hearing, SchemeRequest, Undertaking
from maillage.referrals.rules import visible
from maillage.referrals.tests.commission import cases_of, chosen, filled, make_commission, worker_of
from tests.plugin import become

pytestmark = pytest.mark.django_db
TABLES = list(apps.get_app_config("referrals").get_models())


@pytest.fixture(scope="module")
def world(whole_town):
    """Four cases: one waits, one decided, one taken back, one whose secretary and first member stepped aside; the officer too.
    `second` did not sign."""
    town = whole_town
    commission = make_commission(town)
    sitting = filled(town, commission, 4, signed=("keeper", "first"))
    rows = cases_of(sitting)
    with acting(commission.keeper) as by:
        told = {"chosen": chosen(rows[1:2]), "ruling": deciding.Ruling(Outcome.ACCEPTED)}
        deciding.decide(by=by, gathering=sitting, **told)
    with acting(town.worker) as by:
        actions.hear(by=by, request=rows[0].request, way=HearingWay.WORDS, words="Près de l’école.")
        sending.withdraw(by=by, request=rows[2].request, version=rows[2].request.version)
    for name in ("keeper", "first"):
        with acting(getattr(commission, name)) as by:
            actions.step_aside(by=by, case=rows[3])
    with become("maintenance"):
        told = {
            "request": rows[3].request,
            "person_id": rows[3].person_id,
            "structure_id": rows[3].structure_id,
        }
        CaseRecusal.objects.create(gathering=sitting, user_id=town.shelter.user_id, **told)
    actors = {name: getattr(commission, name) for name in ("keeper", "first", "second")}
    actors |= {
        name: getattr(town, name) for name in ("worker", "colleague", "shelter", "officer", "stranger")
    }
    actors |= {
        "person": Actor(person_id=rows[0].person_id, label="Nora"),
        "animator": worker_of(Role.ANIMATOR),
        "nobody": ANONYMOUS,
    }
    return commission, sitting, rows, actors


def inserted(row):
    row.save(force_insert=True)
    return True


def gone(rows):
    return rows.delete()[0]


def differences(actors):
    wrong = []
    for model in TABLES:
        for name, actor in actors.items():
            with become("maintenance"):
                allowed = set(model.objects.filter(visible(model, actor)).values_list("pk", flat=True))
            with acting(actor):
                seen = set(model.objects.values_list("pk", flat=True))
            if seen != allowed:
                wrong.append((model.__name__, name, len(seen - allowed), len(allowed - seen)))
    return wrong


def test_rules_and_postgresql_show_the_same_rows_until_the_record_is_approved_and_after(world):
    commission, sitting, _, actors = world
    assert len(TABLES) >= 13
    assert differences(actors) == []
    with acting(commission.keeper):
        assert SchemeRequest.objects.count() == 2
    later = make_gathering(commission.committee)
    with become("maintenance"):
        now = timezone.now()
        Minutes.objects.create(
            gathering=sitting, approved_at=now, shared_at=now, approved_in=later, digest="x"
        )
    assert differences(actors) == []
    with acting(commission.keeper):
        assert not SchemeRequest.objects.exists()


def test_the_team_sees_its_own_case_without_seeing_the_commission(world):
    _, _, rows, actors = world
    with acting(actors["worker"]) as by:
        assert Case.objects.visible_to(by).filter(pk=rows[0].pk).exists()
        assert Case.objects.visible_to(by).count() == Case.objects.count()


def test_a_member_writes_nothing_of_a_case(world):
    _, _, rows, actors = world
    case = rows[0]
    told = {"person_id": case.person_id, "structure_id": case.structure_id, "request_id": case.request_id}
    for name in ("first", "second", "worker", "shelter", "stranger"):
        with acting(actors[name]):
            assert not succeeds(Case.objects.filter(pk=case.pk).update, rank=9), name
            assert not succeeds(gone, Case.objects.filter(pk=case.pk)), name
            if name not in ("worker", "shelter"):
                assert not succeeds(SchemeRequest.objects.filter(pk=case.request_id).update, version=9), name
            if name in ("first", "second", "shelter", "stranger"):
                assert not succeeds(Hearing.objects.filter(request=case.request).update, way="none"), name
            assert not succeeds(CaseBrief.objects.filter(request=case.request).update, told=b""), name
    with acting(actors["keeper"]):
        assert succeeds(SchemeRequest.objects.filter(pk=case.request_id).update, version=9)
        assert not succeeds(SchemeRequest.objects.filter(pk=case.request_id).update, agreed=["identity"])
        assert not succeeds(SchemeRequest.objects.filter(pk=rows[1].request_id).update, version=9)
        event = Event(
            kind="decided", on=timezone.localdate(), by_id=actors["keeper"].user_id, by_label="x", **told
        )
        assert succeeds(inserted, event)
        foreign = Event(
            kind="decided", on=timezone.localdate(), by_id=actors["first"].user_id, by_label="x", **told
        )
        assert not succeeds(inserted, foreign)


def test_nobody_signs_for_somebody_else_nor_puts_a_case_on_an_agenda_they_do_not_keep(world):
    commission, _, rows, actors = world
    other = make_gathering(commission.committee)
    case = rows[0]
    told = {"person_id": case.person_id, "structure_id": case.structure_id, "request_id": case.request_id}
    for name in ("first", "shelter", "worker", "stranger"):
        with acting(actors[name]) as by:
            signed = Undertaking(
                gathering=other, user_id=commission.second.user_id, wording=timezone.localdate()
            )
            assert not succeeds(inserted, signed), name
            put = Case(gathering=other, rank=1, put_on_at=timezone.now(), put_on_by_id=by.user_id, **told)
            assert not succeeds(inserted, put), name
