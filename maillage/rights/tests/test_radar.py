"""The radar of a structure, of a territory, of the night: who may, what is left aside, what changed and why."""

from datetime import date, timedelta

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from maillage.accounts.enums import Role
from maillage.accounts.tests.factories import actor_of, make_member, make_structure, signed_in
from maillage.audit.models import Entry
from maillage.jobs.enums import State
from maillage.jobs.models import Job
from maillage.jobs.tests.queue import run_queue
from maillage.people.models import Attachment, BudgetLine, Conflict, Consent, Person
from maillage.people.tests.factories import attach
from maillage.permissions import Forbidden
from maillage.permissions.context import acting
from maillage.rights import wording
from maillage.rights.actions import radar
from maillage.rights.enums import Cause, Scope
from maillage.rights.models import Chunk, Entitlement, Run, Screening
from maillage.rights.queries import potential, situations
from maillage.rights.rules import watch
from maillage.rights.tests.factories import MONTH, TODAY, make_worker_home
from tests.plugin import become

CHINON, TOURS = "37072", "37261"


@pytest.fixture
def lead(transactional_db):
    """A rights lead, two colleagues with a household each, and a worker of another structure with one more."""
    with transaction.atomic(), become("maintenance"):
        lead = make_member(Role.RIGHTS_LEAD)
        for commune in (CHINON, TOURS):
            make_worker_home(make_member(structure=lead.structure), commune=commune)
        make_worker_home(make_member(structure=make_structure("Ailleurs")), commune=CHINON)
        return lead


def ask(member, scope=Scope.STRUCTURE, month=MONTH, communes=()) -> Run:
    with acting(actor_of(member)) as actor:
        return radar.ask_for_screening(by=actor, month=month, scope=scope, communes=communes)


def after_the_queue(run: Run) -> Run:
    run_queue()
    with transaction.atomic(), become("maintenance"):
        return Run.objects.select_related("job").get(pk=run.pk)


def night(today=TODAY) -> Run:
    radar.screen_structures(today)
    run_queue()
    return last_run()


def last_run() -> Run:
    with transaction.atomic(), become("maintenance"):
        return Run.objects.order_by("started_at").last()


def change(work) -> None:
    with transaction.atomic(), become("maintenance"):
        work()


def stored(**told) -> int:
    with transaction.atomic(), become("maintenance"):
        return Screening.objects.filter(**told).count()


def test_a_structure_is_screened_whoever_follows(lead):
    run = after_the_queue(ask(lead))
    assert run.job.state == State.DONE
    assert (run.done, run.counts["screened"], stored()) == (2, 2, 2)


def test_only_a_rights_lead_asks_for_more_than_their_own(lead):
    with transaction.atomic(), become("maintenance"):
        worker = make_member(structure=lead.structure)
    for scope in (Scope.STRUCTURE, Scope.TERRITORY):
        with pytest.raises(Forbidden, match="référents accès aux droits"):
            ask(worker, scope)


def test_somebody_kept_out_of_a_file_asks_and_still_sees_nothing_of_it(lead):
    def keep_out():
        person = Person.objects.filter(attachments__structure=lead.structure).first()
        Conflict.objects.create(person=person, agent=lead.user, by=lead.user, reason="parent")

    change(keep_out)
    after_the_queue(ask(lead))
    with acting(actor_of(lead)) as actor:
        seen = Screening.objects.visible_to(actor).count()
        assert seen == Screening.objects.count()
    assert seen < stored()


def test_a_territory_is_screened_over_the_structures(lead):
    run = after_the_queue(ask(lead, Scope.TERRITORY, communes=[CHINON]))
    assert (run.job.state, run.done, stored(household__commune=CHINON), stored()) == (State.DONE, 2, 2, 2)
    with acting(actor_of(lead)):
        assert Screening.objects.count() == 1
        assert Chunk.objects.count() == 1
    assert (run.job.total, run.job.noun) == (2, "lot")


def test_of_a_territory_small_counts_are_not_told(lead):
    run = after_the_queue(ask(lead, Scope.TERRITORY, communes=[CHINON]))
    assert run.job.message.startswith("moins de 5")
    assert "2" not in run.job.message
    run.counts["new"] = 12
    assert "12" in wording.summary(run)


def test_a_territory_where_nobody_lives_ends_at_once(lead):
    run = after_the_queue(ask(lead, Scope.TERRITORY, communes=["37001"]))
    assert (run.job.state, run.ended_at is not None, run.done) == (State.DONE, True, 0)


def test_what_is_read_with_an_agreement_is_left_to_its_team_and_counted_apart(lead):
    def read_elsewhere():
        reader = make_member(structure=make_structure("Partenaire"))
        person = Person.objects.order_by("pk").first()
        told = {"purpose": "x", "way": "self", "given_on": date(2026, 1, 1), "until": date(2099, 1, 1)}
        Consent.objects.create(
            person=person, parts=["home"], structure=reader.structure, reader=reader.user, **told
        )
        home = person.homes.first().household
        for target in ({"person": person}, {"household": home}):
            Attachment.objects.create(
                **target, structure=reader.structure, worker=reader.user, consent_of=person, reason="x"
            )
        return reader

    with transaction.atomic(), become("maintenance"):
        reader = read_elsewhere()
    with acting(actor_of(reader)) as actor:
        assert potential.caseload_size(actor) == 1
    run = after_the_queue(ask(reader, Scope.CASELOAD))
    assert (run.done, run.counts["outside"], stored()) == (0, 1, 0)
    assert "laissé à l’équipe qui l’accompagne" in run.job.message
    with transaction.atomic(), become("maintenance"):
        Attachment.objects.filter(structure=reader.structure).update(ended_at=timezone.now())
    assert after_the_queue(ask(reader, Scope.CASELOAD)).counts["outside"] == 0


def test_at_night_each_structure_is_screened_and_nobody_is_behind(lead):
    run = night()
    assert (run.asked_by_id, run.job_id, run.scope) == (None, None, Scope.STRUCTURE)
    with transaction.atomic(), become("maintenance"):
        assert Run.objects.filter(ended_at__isnull=False).count() == Run.objects.count() == 2
        lines = Entry.objects.filter(verb="screen_caseload")
        assert {(one.actor_user_id, one.actor_label) for one in lines} == {
            (None, "Maillage, recherche des droits")
        }
    assert stored() == 3


def test_a_cluster_may_do_the_parts_of_the_night_with_the_workers(lead, monkeypatch):
    """As docs/guides/several-machines.md says: the same function, without the queue; the queue then finds them done."""
    monkeypatch.setattr(radar, "CHUNK", 1)
    radar.screen_structures(TODAY)
    by = watch(lead.structure_id)
    with acting(by):
        parts = list(Chunk.objects.filter(done_at=None, run__job=None, run__ended_at=None))
    assert len(parts) == 2
    for part in parts:
        radar.screen_chunk(by=by, eyes=by, chunk_id=part.pk, job_id=None)
    assert stored() == 2
    run_queue()
    assert stored() == 3
    with transaction.atomic(), become("maintenance"):
        assert Run.objects.filter(ended_at=None).count() == 0


def test_the_second_night_computes_what_changed_alone_and_says_why(lead):
    night()
    moved = []

    def spend_more():
        home = Person.objects.order_by("pk").first().homes.first().household
        moved.append(home.pk)
        BudgetLine.objects.filter(household=home).update(amount="1250")

    change(spend_more)
    radar.screen_structures(TODAY)
    run_queue()
    assert stored(cause=Cause.SITUATION) == 1
    assert stored(cause=Cause.FIRST) == 2
    with transaction.atomic(), become("maintenance"):
        assert Screening.objects.get(cause=Cause.SITUATION).household_id == moved[0]
        assert sum(one.counts["screened"] for one in Run.objects.all()) == 4


def test_a_new_month_is_told_as_such_and_new_is_told_against_the_last_one(lead):
    night()
    run = night(date(2026, 12, 1))
    assert run.month == date(2026, 12, 1)
    assert stored(month=run.month, cause=Cause.MONTH) == 3
    assert run.counts["first"] == run.counts["new"] == 0


def test_a_new_scale_says_which_households_it_moves(lead, monkeypatch):
    night()
    versions = situations.versions()
    change(lambda: Entitlement.objects.update(amount=1, low=None, high=None))
    monkeypatch.setattr(situations, "versions", lambda: f"{versions}, barème 2")
    monkeypatch.setattr(radar.situations, "versions", lambda: f"{versions}, barème 2")
    run = after_the_queue(ask(lead))
    assert stored(cause=Cause.SCALE) == 2
    assert run.counts["new_scale"] == run.counts["concerned"] == 2
    assert "2\xa0foyers concernés par le nouveau barème" in run.job.message
    with acting(actor_of(lead)) as actor:
        assert potential.concerned(actor, MONTH, Cause.SCALE) == 2


def test_a_scale_updated_in_the_middle_of_a_run_stops_it_and_says_so(lead, monkeypatch):
    run = ask(lead)
    versions = situations.versions()
    monkeypatch.setattr(situations, "versions", lambda: f"{versions}, barème 2")
    stopped = after_the_queue(run)
    assert (stopped.job.state, stopped.job.message) == (State.FAILED, radar.UPDATED)
    assert stored() == 0
    again = after_the_queue(ask(lead))
    assert again.pk != run.pk
    assert stored(versions=f"{versions}, barème 2") == 2


def test_a_month_that_ends_in_the_middle_of_a_run_changes_nothing_to_it(lead, monkeypatch):
    """What was asked for November is done for November; the next night asks for December."""
    monkeypatch.setattr(radar, "CHUNK", 1)
    run = ask(lead)
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *args: date(2026, 12, 1))
    done = after_the_queue(run)
    assert (done.job.state, stored(month=MONTH), stored()) == (State.DONE, 2, 2)
    assert night(date(2026, 12, 1)).month == date(2026, 12, 1)


def test_a_night_cut_short_goes_on_and_does_nothing_twice(lead, monkeypatch):
    monkeypatch.setattr(radar, "CHUNK", 1)
    radar.screen_structures(TODAY)
    with transaction.atomic(), become("maintenance"):
        Chunk.objects.filter(pk=Chunk.objects.order_by("pk").first().pk).update(done_at=timezone.now())
        Run.objects.update(advanced_at=timezone.now() - timedelta(hours=5))
    with transaction.atomic(), become("maintenance"):
        run = Run.objects.get(structure=lead.structure)
    radar.screen_structures(TODAY)
    run_queue()
    with transaction.atomic(), become("maintenance"):
        assert Run.objects.filter(structure=lead.structure).get().pk == run.pk
        assert Run.objects.filter(ended_at=None).count() == 0


def test_the_lead_who_asks_during_the_night_finds_the_run_of_the_night(lead):
    radar.screen_structures(TODAY)
    run = ask(lead)
    assert (run.asked_by_id, run.job_id) == (None, None)
    with transaction.atomic(), become("maintenance"):
        assert Job.objects.count() == 0


def test_one_structure_that_fails_stops_no_other(lead, monkeypatch):
    real = radar._at_night

    def fails(structure_id, month):
        if structure_id == lead.structure_id:
            raise OSError("débranché")
        return real(structure_id, month)

    monkeypatch.setattr(radar, "_at_night", fails)
    assert radar.screen_structures(TODAY) == 1
    run_queue()
    assert stored() == 1


@pytest.fixture
def page(client, db):
    with become("maintenance"):
        member = signed_in(client, Role.RIGHTS_LEAD)
        make_worker_home(member)
    return client


def post(client, **data):
    return client.post(reverse("rights:radar"), data)


def test_the_page_asks_and_leads_to_the_job(page):
    answer = post(page, scope="structure")
    assert answer.url.startswith("/travaux/")
    listed = page.get(reverse("rights:radar")).content.decode().replace("\xa0", " ")
    assert "En cours : 0 sur 1 lot." in listed
    assert post(page, scope="structure").url == answer.url


def test_communes_are_read_as_people_write_them(page):
    assert post(page, scope="territory", communes="Chinon\n37261").url.startswith("/travaux/")
    with become("maintenance"):
        assert Run.objects.get().communes == [CHINON, TOURS]


@pytest.mark.parametrize(
    ("communes", "told"),
    [("", "au moins une commune"), ("Atlantide", "Atlantide"), ("\0", ""), ("x\n" * 400, "communes au plus")],
)
def test_communes_that_cannot_be_read_are_told_and_kept(page, communes, told):
    answer = post(page, scope="territory", communes=communes)
    assert answer.status_code == 422
    text = answer.content.decode()
    assert told in text
    assert communes.strip("\0\n ")[:9] in text
    with become("maintenance"):
        assert Run.objects.count() == 0


def test_a_colleague_s_run_is_told_and_not_followed(page, client):
    with become("maintenance"):
        structure = Attachment.objects.first().structure
    post(page, scope="structure")
    with become("maintenance"):
        signed_in(client, member=make_member(Role.RIGHTS_LEAD, structure))
    assert post(client, scope="structure").url == reverse("rights:radar")
    with become("maintenance"):
        assert Run.objects.count() == 1


def test_a_territory_is_not_the_whole_country(page):
    with become("maintenance"):
        lead = make_member(Role.RIGHTS_LEAD)
    with pytest.raises(Forbidden, match="au moins une commune"):
        ask(lead, Scope.TERRITORY)


def test_the_caseload_of_a_lead_tells_nothing_of_a_territory(page):
    post(page, scope="territory", communes="Chinon")
    with become("maintenance"):
        Run.objects.update(counts={"deadlines": 3, "incomplete": 2}, ended_at=timezone.now())
    assert "3 échéances" not in page.get(reverse("rights:caseload")).content.decode().replace("\xa0", " ")


def test_the_page_during_the_night_says_so(page):
    with become("maintenance"):
        structure = Attachment.objects.first().structure
        Run.objects.create(
            structure=structure, scope="structure", month=MONTH, versions="essai", chunks_planned=3
        )
    assert post(page, scope="structure").url == reverse("rights:radar")
    assert "déjà en cours" in page.get(reverse("rights:radar")).content.decode()


@pytest.mark.parametrize("size", [1, 3])
def test_the_number_of_queries_does_not_depend_on_the_runs(page, django_assert_num_queries, size):
    with become("maintenance"):
        structure = Attachment.objects.first().structure
        for _ in range(size):
            Run.objects.create(
                structure=structure, scope="structure", month=MONTH, versions="x", ended_at=timezone.now()
            )
    page.get(reverse("rights:radar"))
    with django_assert_num_queries(10):
        page.get(reverse("rights:radar"))


def test_the_caseload_says_what_changed_with_the_list_of_it(client, transactional_db):
    with transaction.atomic(), become("maintenance"):
        worker = signed_in(client, Role.SOCIAL_WORKER)
        home, person = make_worker_home(worker)
        attach(make_member(structure=worker.structure), person)
    after_the_queue(ask(worker, Scope.CASELOAD))
    text = client.get(reverse("rights:caseload")).content.decode().replace("\xa0", " ")
    assert "nouveaux droits</a>" in text
    change(lambda: BudgetLine.objects.filter(household=home).update(amount="3000"))
    after_the_queue(ask(worker, Scope.CASELOAD))
    text = client.get(reverse("rights:caseload")).content.decode().replace("\xa0", " ")
    assert "droits qui ne sont plus possibles</a>" in text
    gone = client.get(reverse("rights:caseload"), {"nouveaux": "perdus"}).content.decode()
    assert "n’est plus possible" in gone
    why = client.get(reverse("rights:caseload"), {"pourquoi": "situation"}).content.decode()
    assert "n’est plus possible" in why
    assert (
        "Rien avec ces filtres"
        in client.get(reverse("rights:caseload"), {"pourquoi": "new_scale"}).content.decode()
    )
