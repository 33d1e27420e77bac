"""The clock of a path, its milestones, what is owed first; opened, kept by two at once, ended."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from maillage.accounts.enums import Role
from maillage.accounts.tests.factories import actor_of, make_member, make_structure
from maillage.audit.models import Entry
from maillage.diplomas.actions import paths as actions
from maillage.diplomas.models import Diploma, Milestone, Path
from maillage.diplomas.queries import paths as queries
from maillage.diplomas.queries.waiting import waiting
from maillage.diplomas.tests.factories import DAY, make_path
from maillage.permissions import Forbidden
from maillage.permissions.context import acting
from tests.plugin import become

pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    with become("maintenance"):
        return make_structure()


@pytest.fixture
def officer(here):
    with become("maintenance"):
        return actor_of(make_member(Role.TRAINING_OFFICER, here))


@pytest.fixture
def worker(here):
    with become("maintenance"):
        return make_member(Role.SOCIAL_WORKER, here)


def values(**told):
    filled = {"kind": "acting", "post": "Éducateur", "started_on": DAY, "funder": ""}
    months = {"months_needed": None, "months_funded": None, "months_paid": None}
    return {**filled, **months, **told}


def with_diploma(**told):
    return values(diploma=Diploma.objects.get(code="dees"), **told)


def test_two_years_from_the_first_day():
    known = queries.delays()
    assert queries.qualified_by(Path(started_on=date(2024, 2, 29)), known) == date(2026, 2, 28)
    assert queries.qualified_by(Path(started_on=DAY), known) == date(2028, 3, 2)


def test_what_is_owed_first_leads_the_list(here, worker, officer):
    """By date, whoever it is about: a late step comes before a clock that runs."""
    with become("maintenance"):
        other = make_member(Role.SOCIAL_WORKER, here)
    steps = [("Jury blanc", date(2026, 5, 1), None), ("Inscription", date(2026, 4, 1), DAY)]
    first = make_path(worker.user, here, worker.user, steps=steps)
    make_path(other.user, here, worker.user, started_on=date(2020, 1, 1))
    with acting(officer):
        told = queries.by_date_owed(queries.paths_here(officer), queries.delays())
    assert [(path.user_id, owed.text, owed.due_on) for path, owed in told] == [
        (other.user_id, "DEES obtenu", date(2022, 1, 1)),
        (first.user_id, "Jury blanc", date(2026, 5, 1)),
    ]


def test_a_path_that_ended_owes_nothing(here, worker, officer):
    path = make_path(worker.user, here, worker.user, ended_on=DAY, outcome="qualified")
    with acting(officer):
        assert queries.owed(path, queries.delays()) == []


@pytest.mark.parametrize(
    ("needed", "funded", "paid", "gaps"),
    [(None, 3, 3, (None, None)), (24, None, 12, (None, 12)), (24, 18, 24, (6, 0)), (0, 0, 0, (0, 0))],
)
def test_the_gap_in_months_is_unknown_when_a_figure_is(needed, funded, paid, gaps):
    path = Path(months_needed=needed, months_funded=funded, months_paid=paid)
    assert (path.fees_gap, path.pay_gap) == gaps


def test_opened_for_a_colleague_and_said_in_the_journal(officer, worker):
    with acting(officer):
        path = actions.open_path(by=officer, user=worker.user, values=with_diploma())
    with become("maintenance"):
        assert Entry.objects.filter(verb="path_opened", object_id=str(path.pk)).count() == 1
    with acting(actor_of(worker)) as me:
        assert list(queries.own_paths(me)) == [path]


def test_not_for_somebody_from_elsewhere(officer):
    with become("maintenance"):
        stranger = make_member(Role.SOCIAL_WORKER)
    with acting(officer), pytest.raises(Forbidden, match="dans votre structure"):
        actions.open_path(by=officer, user=stranger.user, values=with_diploma())


def test_the_worker_does_not_write_their_path(here, worker):
    path, me = make_path(worker.user, here, worker.user), actor_of(worker)
    with acting(me):
        for act, told in (
            (actions.open_path, {"user": worker.user, "values": with_diploma()}),
            (actions.keep_path, {"path": path, "version": 1, "values": values()}),
            (actions.end_path, {"path": path, "ended_on": DAY, "outcome": "qualified"}),
            (actions.add_milestone, {"path": path, "title": "x", "due_on": DAY}),
        ):
            with pytest.raises(Forbidden):
                act(by=me, **told)


def test_more_months_paid_than_needed_are_refused(officer, worker):
    with acting(officer), pytest.raises(ValidationError, match="pas plus de mois"):
        actions.open_path(by=officer, user=worker.user, values=with_diploma(months_needed=10, months_paid=11))


def test_of_two_who_save_at_once_the_second_is_told(here, officer, worker):
    path = make_path(worker.user, here, worker.user)
    with acting(officer):
        actions.keep_path(by=officer, path=path, version=1, values=values(funder="OPCO"))
        with pytest.raises(actions.KeptBetween):
            actions.keep_path(by=officer, path=path, version=1, values=values(funder="Région"))
        assert Path.objects.get(pk=path.pk).funder == "OPCO"


def test_once_ended_nothing_changes(here, officer, worker):
    path = make_path(worker.user, here, worker.user, steps=[("Inscription", DAY, None)])
    with acting(officer):
        actions.end_path(by=officer, path=path, ended_on=DAY, outcome="left")
        actions.end_path(by=officer, path=path, ended_on=date(2026, 4, 1), outcome="qualified")
        kept = Path.objects.get(pk=path.pk)
        assert (kept.ended_on, kept.outcome) == (DAY, "left")
        with pytest.raises(Forbidden, match="terminé"):
            actions.keep_path(by=officer, path=path, version=1, values=values())
        with pytest.raises(Forbidden, match="terminé"):
            actions.add_milestone(by=officer, path=kept, title="x", due_on=DAY)
        step = Milestone.objects.select_related("path").get()
        with pytest.raises(Forbidden, match="terminé"):
            actions.tell_milestone(by=officer, step=step, done_on=DAY)


def test_it_does_not_end_before_it_began(here, officer, worker):
    path = make_path(worker.user, here, worker.user)
    with acting(officer), pytest.raises(ValidationError):
        actions.end_path(by=officer, path=path, ended_on=date(2020, 1, 1), outcome="left")
    with acting(officer), pytest.raises(ValidationError, match="pas encore venu"):
        actions.end_path(by=officer, path=path, ended_on=date(2199, 1, 1), outcome="left")


def test_a_step_told_twice_keeps_its_first_day(here, officer, worker):
    make_path(worker.user, here, worker.user, steps=[("Inscription", DAY, None)])
    with acting(officer):
        step = Milestone.objects.select_related("path").get()
        actions.tell_milestone(by=officer, step=step, done_on=DAY)
        actions.tell_milestone(by=officer, step=step, done_on=date(2026, 4, 1))
        with pytest.raises(ValidationError, match="pas encore venu"):
            actions.tell_milestone(by=officer, step=step, done_on=date(2199, 1, 1))
        assert Milestone.objects.get().done_on == DAY


def test_what_waits_is_told_to_the_person_and_to_those_who_follow(here, officer, worker):
    make_path(worker.user, here, worker.user, started_on=date(2020, 1, 1))
    with acting(actor_of(worker)) as me:
        assert [(one["text"], one["late"]) for one in waiting(me)] == [("DEES obtenu", True)]
    with acting(officer):
        (line,) = waiting(officer)
    assert (line["text"], line["date"]) == (f"{worker.user}\u00a0: DEES obtenu", date(2022, 1, 1))
