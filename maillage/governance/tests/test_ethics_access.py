"""Who reads a question asked of an ethics space, a signal; who writes them: the rules and PostgreSQL say the same."""

from datetime import date, timedelta

import pytest
from django.db import connection

from maillage.accounts.enums import Role
from maillage.accounts.tests.factories import actor_of, make_member
from maillage.governance.enums import DutyKind
from maillage.governance.models import EthicsReferral, ReferralStep, Signal, SignalEcho
from maillage.governance.queries import ethics as queries
from maillage.governance.queries import standing
from maillage.governance.rules.ethics import can_answer, can_refer, can_signal
from maillage.governance.tests.ethics_factories import (
    TODAY,
    WRITTEN,
    make_council,
    make_echo,
    make_referral,
    make_signal,
    make_space,
    serve,
)
from maillage.governance.tests.factories import make_committee, make_seat
from maillage.governance.tests.parity import differences, succeeds
from maillage.permissions import ANONYMOUS, Actor
from maillage.permissions.context import acting
from tests.plugin import become

pytestmark = pytest.mark.django_db
TABLES = (EthicsReferral, ReferralStep, Signal, SignalEcho)
LATER = TODAY + timedelta(days=30)


@pytest.fixture(scope="module")
def world(whole_module):
    """One question at the local space, one passed on to the council's commission, one answered; a signal of the local
    committee, one of the committee above."""
    above = make_committee(kind="coordination")
    local = make_committee(parent=above)
    space, secretary = make_space(local)
    council, president = make_council()
    with become("maintenance"):
        author = make_member()
        colleague = make_member(structure=author.structure)
        leader = make_member(Role.TEAM_LEADER, author.structure)
        animator = make_member(Role.ANIMATOR, space.structure)
        outsider = make_member().user
    member = serve(space, DutyKind.CORRESPONDENT)
    local_member, above_member = serve(local, DutyKind.CORRESPONDENT), serve(above)
    former = make_seat(space, user=outsider, ends_on=date(2025, 1, 1)).user
    make_referral(space, author.user, structure=author.structure)
    make_referral(space, author.user, national=council, title="Passée plus haut")
    make_referral(space, author.user, state="answered", ended_on=TODAY, title="Close")
    make_echo(make_signal(local, local_member_user(local_member)), author.user)
    make_signal(above, local_member_user(above_member))
    whole = {"author": author, "colleague": colleague, "leader": leader, "animator": animator}
    told = {name: actor_of(one) for name, one in whole.items()}
    told |= {"secretary": secretary, "member": member, "president": president}
    told |= {"local": local_member, "above": above_member, "former": Actor(user_id=former.pk)}
    return told | {"nobody": ANONYMOUS}


def local_member_user(actor):
    from maillage.accounts.models import User

    with become("maintenance"):
        return User.objects.get(pk=actor.user_id)


@pytest.mark.parametrize("model", TABLES, ids=lambda model: model.__name__)
def test_rules_and_postgresql_show_the_same_rows(world, model):
    assert differences(model, world) == {}


def test_what_each_reads(world):
    """Questions, their steps, signals, echoes: neither the colleague nor whoever leads the author reads a question."""
    read = {}
    for name, actor in world.items():
        with acting(actor):
            read[name] = tuple(model.objects.count() for model in TABLES)
    assert read == {
        "author": (3, 3, 0, 0),
        "colleague": (0, 0, 0, 0),
        "leader": (0, 0, 0, 0),
        "animator": (0, 0, 0, 0),
        "secretary": (3, 3, 0, 0),
        "member": (3, 3, 0, 0),
        "president": (1, 1, 0, 0),
        "local": (0, 0, 1, 1),
        "above": (0, 0, 1, 0),
        "former": (0, 0, 0, 0),
        "nobody": (0, 0, 0, 0),
    }


def ask(space, actor, **told):
    values = {"author_id": actor.user_id or 0, "sent_on": TODAY, "due_on": LATER, **WRITTEN, **told}
    return EthicsReferral.objects.create(committee=space, **values)


def spaces():
    with become("maintenance"):
        return list(queries.Committee.objects.filter(kind="ethics"))


def test_who_asks_in_their_own_name_and_of_the_local_space_first(world):
    for name, actor in world.items():
        for space in spaces():
            with acting(actor):
                may = can_refer(actor, standing(actor, space), near=True)
                assert (name, succeeds(ask, space, actor)) == (name, may)
                other = world["author"] if name != "author" else world["leader"]
                assert not succeeds(ask, space, actor, author_id=other.user_id)
                assert not succeeds(ask, space, actor, state="answered", ended_on=TODAY)
                assert not succeeds(ask, space, actor, national=space)


def test_who_moves_a_question_and_what_its_author_may_make_of_it(world):
    for name, actor in world.items():
        with acting(actor):
            for row in EthicsReferral.objects.exclude(state="answered"):
                answers = can_answer(actor, queries.standing_of(actor, row))
                rows = EthicsReferral.objects.filter(pk=row.pk)
                ended = succeeds(rows.update, state="answered", ended_on=TODAY)
                assert (name, row.title, ended) == (name, row.title, answers)
                withdrawn = succeeds(rows.update, state="withdrawn", ended_on=TODAY)
                assert (name, withdrawn) == (name, answers or name == "author")


def test_whoever_withdraws_a_question_changes_nothing_else_of_it(world):
    with become("maintenance"):
        council = queries.Committee.objects.get(kind="ethics", parent__kind="national")
    with acting(world["author"]):
        row = EthicsReferral.objects.filter(state="sent", national=None)
        withdrawn = {"state": "withdrawn", "ended_on": TODAY}
        assert succeeds(row.update, **withdrawn)
        for other in ({"national": council}, {"due_on": TODAY + timedelta(days=900)}):
            assert not succeeds(row.update, **withdrawn, **other)
            assert not succeeds(row.update, state="taken", **other)
        assert not succeeds(row.update, state="taken")
        assert not succeeds(row.update, reminded_for=TODAY)


def test_what_was_asked_never_changes_and_what_is_over_stays_so(world):
    for name in ("author", "secretary"):
        with acting(world[name]):
            assert not succeeds(EthicsReferral.objects.update, question="autre chose")
            assert not succeeds(EthicsReferral.objects.update, author_id=world["member"].user_id)
            assert EthicsReferral.objects.filter(state="answered").update(state="taken") == 0
            assert not succeeds(ReferralStep.objects.update, words="autre chose")
            assert not succeeds(EthicsReferral.objects.all()._raw_delete, "default")


def step(row, actor, kind):
    return ReferralStep.objects.create(referral=row, user_id=actor.user_id or 0, kind=kind)


def test_each_says_their_own_steps_alone(world):
    """The space that passed it on may still tell of it; its members don't."""
    with become("maintenance"):
        first = EthicsReferral.objects.get(title=WRITTEN["title"])
    done = {}
    for name, actor in world.items():
        with acting(actor):
            done[name] = tuple(succeeds(step, first, actor, kind) for kind in ("clarified", "answered"))
            assert not succeeds(step, first, world["colleague"], "answered")
    assert {name: said for name, said in done.items() if any(said)} == {
        "author": (True, False),
        "secretary": (False, True),
    }


def test_signals_are_noted_by_members_and_followed_up_by_those_who_keep_the_work(world):
    with become("maintenance"):
        bodies = list(queries.Committee.objects.all())
    for name, actor in world.items():
        for body in bodies:
            with acting(actor):
                may = can_signal(actor, standing(actor, body))
                told = {
                    "theme": "housing",
                    "seen": "Autre",
                    "source": "field",
                    "since": TODAY,
                    "told_on": TODAY,
                }
                noted = succeeds(Signal.objects.create, committee=body, user_id=actor.user_id or 0, **told)
                assert (name, body.name, noted) == (name, body.name, may)
        with acting(actor):
            assert not succeeds(Signal.objects.update, seen="autre chose")
            followed = succeeds(Signal.objects.update, outcome="Fait", outcome_on=TODAY)
            assert (name, followed) == (name, name == "above")


def below(committee):
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM maillage_definer.signals_below(%s::bigint)", [committee.pk])
        return cursor.fetchall()


def test_above_reads_counts_and_public_words_and_others_nothing(world):
    with become("maintenance"):
        above = queries.Committee.objects.get(kind="coordination")
        local = queries.Committee.objects.get(kind="local")
    read = {}
    for name, actor in world.items():
        with acting(actor):
            read[name] = (len(below(above)), len(below(local)))
    assert {name: found for name, found in read.items() if any(found)} == {"above": (2, 0), "local": (0, 1)}
