"""A task: entrusted, taken by one agent, asked about, answered, finished; the agent reads it and nothing else, until it ends."""

from datetime import date, timedelta
from threading import Barrier, Thread

import pytest
from django.core.management import call_command
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from maillage.accounts.enums import Role
from maillage.accounts.tests.factories import actor_of, client_of, make_member
from maillage.audit.models import Entry
from maillage.people.tests.factories import enter_space
from maillage.permissions import Forbidden
from maillage.permissions.context import acting
from maillage.reception.actions import tasks as actions
from maillage.reception.models import Irritant, Task, TaskType
from maillage.reception.queries.tasks import hours_freed
from maillage.reception.tests.factories import make_irritant, make_task, make_type, type_of
from tests.plugin import become, count_queries

pytestmark = pytest.mark.django_db
TOLD = {"needs": "Il manque le bail.", "steps": "Demander\nRanger", "due_on": "05/01/2028", "estimate": "60"}


def at(name, *args):
    return reverse(f"reception:{name}", args=args)


def words(response) -> str:
    return " ".join(response.content.decode().replace("\u00a0", " ").split())


def task():
    with become("maintenance"):
        return Task.objects.get()


def entrusted(team):
    client = client_of(team.worker)
    url = at("entrust", team.samira.pk, type_of().pk)
    assert client.post(url, TOLD).status_code == 302
    return client


def test_from_entrusted_to_done(team):
    worker, agent = entrusted(team), client_of(team.agent)
    pk = task().pk
    assert "Samira BENALI" in words(agent.get(at("to_do")))
    agent.post(at("take", pk))
    agent.post(at("tick", pk), {"done": ["0"]})
    for spent in ("5", "15"):
        agent.post(at("minutes", pk), {"minutes": spent})
    agent.post(at("ask", pk), {"question": "Quelle banque ?"})
    assert task().state == "asked"
    home = words(worker.get(reverse("pages:home")))
    assert "Tâches rendues par l’accueil : 1" in home
    assert "Quelle banque ?" in words(worker.get(at("task", pk)))
    worker.post(at("answer", pk), {"answer": "La Poste"})
    assert "La Poste" in words(agent.get(at("task", pk)))
    assert agent.post(at("finish", pk), {"outcome": "Dossier complet"}).url == at("to_do")
    row = task()
    told = (row.state, row.minutes, row.ticked, row.outcome, row.estimate, row.ended_on)
    assert told == ("done", 20, [0], "Dossier complet", 60, timezone.localdate())
    assert "Dossier complet" in words(worker.get(at("task", pk)))
    worker.post(at("mark_read", pk))
    assert "Tâches rendues" not in words(worker.get(reverse("pages:home")))


def test_access_dies_with_the_task(team):
    agent = client_of(team.agent)
    row = make_task(team.worker, team.samira, team.agent)
    assert agent.get(at("task", row.pk)).status_code == 200
    agent.post(at("finish", row.pk), {"outcome": "Fait"})
    for name in ("task", "ask", "finish", "irritant"):
        assert agent.get(at(name, row.pk)).status_code == 404
    other = make_task(team.worker, team.samira, team.agent)
    client_of(team.worker).post(at("withdraw", other.pk))
    assert agent.get(at("task", other.pk)).status_code == 404


def test_an_agent_who_does_a_task_opens_nothing_else_of_the_folder(team):
    agent = client_of(team.agent)
    make_task(team.worker, team.samira, team.agent)
    for name in ("people:person", "support:notes", "support:path", "support:goals", "support:documents"):
        assert agent.get(reverse(name, args=[team.samira.pk])).status_code == 404


def test_what_is_social_work_is_not_entrusted(team):
    client, kind = client_of(team.worker), type_of("evaluation")
    page = words(client.get(at("choose", team.samira.pk)))
    assert "Évaluer une situation reste au travailleur social" in page
    assert at("entrust", team.samira.pk, kind.pk) not in page
    answer = client.post(at("entrust", team.samira.pk, kind.pk), TOLD)
    assert answer.status_code == 403
    assert "cette tâche ne se confie pas" in words(answer)
    with acting(actor_of(team.worker)), pytest.raises(Forbidden):
        told = {"needs": "x", "steps": "", "due_on": timezone.localdate(), "estimate": None}
        actions.entrust(by=actor_of(team.worker), person=team.samira, kind=kind, values=told)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"needs": ""}, "Écrivez ce qu’il faut savoir"),
        ({"due_on": ""}, "Dites pour quand."),
        ({"due_on": "31/02/2028"}, "Cette date n’existe pas"),
        ({"due_on": "01/01/2020"}, "Écrivez une date à partir du"),
        ({"needs": "x" * 1001}, "trop long"),
        ({"steps": "\n".join("abcdefghijklmn")}, "12 étapes au plus"),
        ({"steps": "x" * 121}, "Une étape par ligne"),
        ({"estimate": "7"}, "Sélectionnez un choix valide"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(team, typed, said):
    url = at("entrust", team.samira.pk, type_of().pk)
    answer = client_of(team.worker).post(url, TOLD | {"steps": "Appeler le bailleur"} | typed)
    assert answer.status_code == 422
    assert said in words(answer)
    assert "steps" in typed or "Appeler le bailleur" in words(answer)


@pytest.mark.django_db(transaction=True)
def test_of_two_agents_who_take_it_at_once_one_does(team):
    row, start, told = make_task(team.worker, team.samira), Barrier(2), []

    def take(by):
        try:
            with acting(by):
                start.wait(timeout=10)
                actions.take(by=by, task=row)
            told.append(by.user_id)
        except Forbidden as refusal:
            told.append(refusal.reason)
        finally:
            connection.close()

    threads = [Thread(target=take, args=[actor_of(one)]) for one in (team.agent, team.other_agent)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    taken = task().taken_by_id
    assert sorted(map(str, told)) == sorted([str(taken), "Un collègue vient de prendre cette tâche."])


def test_only_the_agent_who_took_it_goes_on_with_it(team):
    row = make_task(team.worker, team.samira, team.agent)
    other = client_of(team.other_agent)
    for name, sent in (
        ("release", {}),
        ("tick", {"done": ["0"]}),
        ("minutes", {"minutes": "5"}),
        ("take", {}),
    ):
        other.post(at(name, row.pk), sent)
    for name in ("ask", "finish"):
        assert other.get(at(name, row.pk)).status_code == 403
    now = task()
    assert (now.state, now.taken_by_id, now.ticked, now.minutes) == ("taken", team.agent.user_id, [], 0)
    client_of(team.agent).post(at("release", row.pk))
    assert task().state == "open"


@pytest.mark.parametrize("sent", [{}, {"minutes": "7"}, {"minutes": "-5"}, {"minutes": "x"}])
def test_only_the_offered_durations_are_noted(team, sent):
    row = make_task(team.worker, team.samira, team.agent)
    answer = client_of(team.agent).post(at("minutes", row.pk), sent, follow=True)
    assert "Choisissez l’une des durées proposées." in words(answer)
    assert task().minutes == 0


def test_the_person_reads_who_takes_care_of_what_and_who_read_it(team, client):
    row = make_task(team.worker, team.samira, team.agent)
    client_of(team.agent).get(at("task", row.pk))
    with become("maintenance"):
        enter_space(client, team.samira)
    page = words(client.get(reverse("people:space")))
    assert "Qui s’occupe de quoi" in page
    assert "Constituer les pièces d’un dossier" in page
    with become("maintenance"):
        entry = Entry.objects.get(verb="read_task")
    assert (entry.object_id, entry.actor_user_id) == (str(team.samira.pk), team.agent.user_id)


def test_what_is_told_to_the_agent_is_sealed_in_the_database(team):
    make_task(team.worker, team.samira, needs="canari")
    with become("maintenance"), connection.cursor() as cursor:
        cursor.execute("SELECT needs, who, steps FROM reception_task")
        told = b"".join(map(bytes, cursor.fetchone()))
    assert b"canari" not in told
    assert b"Samira" not in told


def test_lists_cost_the_same_with_one_row_and_with_three(team):
    agent, worker = client_of(team.agent), client_of(team.worker)
    pages = (
        (agent, at("to_do")),
        (worker, at("entrusted")),
        (worker, reverse("people:person", args=[team.samira.pk])),
    )

    def costs():
        return [count_queries(client, url) for client, url in pages]

    make_task(team.worker, team.samira, team.agent)
    one = costs()
    for _ in range(2):
        make_task(team.worker, team.samira, team.agent)
    assert costs() == one


def done_in(team, month, count, kind="pieces", **told):
    for _ in range(count):
        done = {"state": "done", "ended_on": month, "minutes": 15, "estimate": 30, **told}
        make_task(team.worker, team.samira, team.agent, kind=type_of(kind), **done)


LAST_MONTH = timezone.localdate().replace(day=1) - timedelta(days=1)


def freed(team, who="leader"):
    with acting(actor_of(getattr(team, who))):
        return [
            (
                one.month,
                [(row.kind, row.tasks, row.minutes, row.estimated, row.unestimated) for row in one.rows],
            )
            for one in hours_freed()
        ]


def test_hours_are_those_of_a_team_by_month_and_type(team):
    done_in(team, LAST_MONTH, 6)
    done_in(team, LAST_MONTH, 3, "saisie")
    done_in(team, LAST_MONTH, 2, "copies", estimate=None)
    done_in(team, timezone.localdate(), 6)
    month = LAST_MONTH.replace(day=1)
    label = "Constituer les pièces d’un dossier"
    assert freed(team) == [(month, [(label, 6, 90, 180, 0), ("", 5, 75, 90, 2)])]
    page = words(client_of(team.leader).get(at("hours")))
    assert "Les autres tâches, ensemble" in page
    csv = client_of(team.leader).get(at("hours"), {"format": "csv"}).content.decode("utf-8-sig")
    assert len(csv.splitlines()) == 3


def test_fewer_than_five_tasks_are_not_told(team):
    done_in(team, LAST_MONTH, 4)
    assert freed(team) == []


def test_a_small_team_reads_its_twelve_months_at_once(team):
    done_in(team, LAST_MONTH, 3)
    done_in(team, LAST_MONTH - timedelta(days=62), 3)
    with become("maintenance"):
        members = type(team.mate).objects
        members.filter(pk=team.mate.pk).update(until=date(2020, 1, 1))
    assert freed(team) == [(None, [("Constituer les pièces d’un dossier", 6, 90, 180, 0)])]
    assert "les mois sont dits ensemble" in words(client_of(team.leader).get(at("hours")))


def test_hours_of_elsewhere_are_not_read(team):
    done_in(team, LAST_MONTH, 6)
    assert freed(team, "far_agent") == []


def test_a_form_that_wastes_time_is_told_without_a_name(team):
    row = make_task(team.worker, team.samira, team.agent)
    agent = client_of(team.agent)
    told = {"form": "Aide au logement", "line": "Le RIB est demandé deux fois"}
    assert agent.post(at("irritant", row.pk), told | {"line": "Mme Durand attend"}).status_code == 422
    assert agent.post(at("irritant", row.pk), told).status_code == 302
    with become("maintenance"):
        kept = Irritant.objects.values().get()
    assert kept.keys() == {"id", "structure_id", "form", "line", "noted_on"}
    make_irritant(team.agent, "Autre formulaire")
    make_irritant(team.agent)
    page = client_of(team.leader).get(at("irritants"))
    assert [(form, len(rows)) for form, rows in page.context["forms"]] == [
        ("Aide au logement", 2),
        ("Autre formulaire", 1),
    ]
    assert agent.get(at("irritants")).status_code == 403


def test_a_structure_adds_its_own_types_and_closes_them(team):
    worker = client_of(team.worker)
    told = {"label": "Tenir l’agenda", "needs": "Quels jours.", "never": "Les motifs.", "steps": "Noter"}
    assert worker.post(at("add_type"), told).status_code == 302
    assert worker.post(at("add_type"), told).status_code == 422
    assert worker.post(at("add_type"), told | {"label": ""}).status_code == 422
    with become("maintenance"):
        kind = TaskType.objects.get(structure=team.here)
    assert worker.post(at("entrust", team.samira.pk, kind.pk), TOLD).status_code == 302
    assert worker.post(at("close_type", kind.pk)).status_code == 302
    assert worker.get(at("entrust", team.samira.pk, kind.pk)).status_code == 404
    assert worker.post(at("close_type", type_of().pk)).status_code == 404
    assert client_of(team.worker).get(at("types")).status_code == 200
    away = make_type(team.stranger)
    assert worker.get(at("entrust", team.samira.pk, away.pk)).status_code == 404


@pytest.mark.django_db(transaction=True, databases=["default", "maintenance"])
def test_types_of_everybody_are_loaded_again_without_harm(capsys):
    rows = TaskType.objects.using("maintenance").filter(structure=None)
    rows.filter(code="saisie").update(label="Faux")
    before = rows.count()
    for _ in range(2):
        call_command("load_task_types")
    assert capsys.readouterr().out == "10 types de tâche chargés.\n" * 2
    assert (rows.count(), rows.get(code="saisie").label) == (before, "Saisir un formulaire papier")


def test_a_leader_entrusts_nothing_and_a_colleague_does_not_see_the_file(team):
    url = at("choose", team.samira.pk)
    assert client_of(team.colleague).get(url).status_code == 404
    assert client_of(team.leader).get(url).status_code == 404
    with become("maintenance"):
        lead = make_member(Role.RIGHTS_LEAD, team.here)
    assert client_of(lead).get(url).status_code == 403


def test_nothing_is_said_to_a_person_of_whom_nothing_is_entrusted(team, client):
    with become("maintenance"):
        enter_space(client, team.samira)
    assert "Qui s’occupe de quoi" not in words(client.get(reverse("people:space")))
