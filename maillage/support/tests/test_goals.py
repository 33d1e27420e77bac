"""Goals: agreed in the person's words, revised without losing anything, marked by the person alone."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from maillage.accounts.enums import Role
from maillage.accounts.tests.factories import actor_of, make_member, signed_in
from maillage.audit.models import Entry
from maillage.people.enums import Part
from maillage.people.tests.factories import attach, give, make_person
from maillage.permissions import Actor, Forbidden
from maillage.permissions.context import acting
from maillage.support.actions import goals as actions
from maillage.support.actions.goals import Planned
from maillage.support.models import Act, Goal, Progress, Step
from maillage.support.queries import work
from maillage.support.tests.factories import make_goal
from tests.plugin import become, count_queries

pytestmark = pytest.mark.django_db
WORDS = "Retrouver un logement où mes enfants peuvent venir"


@pytest.fixture
def person(worker):
    with become("maintenance"):
        someone = make_person()
        attach(worker, someone)
        return someone


def page_of(client, person):
    answer = client.get(reverse("support:goals", args=[person.pk]))
    assert answer.status_code == 200
    return answer.content.decode()


def in_days(days):
    return f"{timezone.localdate() + timedelta(days=days):%d/%m/%Y}"


def agree(client, person, **typed):
    told = {"words": WORDS, "audience": "team", "review_on": "", "steps": "", **typed}
    return client.post(reverse("support:new_goal", args=[person.pk]), told)


def test_agreed_in_her_words_with_who_does_what(client, worker, person):
    steps = "Appeler la mission locale\u00a0; Samira\u00a0; 15/12/2026\n\nChercher un garant;Claire"
    assert agree(client, person, steps=steps, review_on=in_days(90)).status_code == 302
    page = page_of(client, person)
    assert f"«\u00a0{WORDS}\u00a0»" in page
    assert "Appeler la mission locale" in page
    with become("maintenance"):
        found = Step.objects.order_by("rank")
        assert [(one.what, one.who, one.due_on) for one in found] == [
            ("Appeler la mission locale", "Samira", date(2026, 12, 15)),
            ("Chercher un garant", "Claire", None),
        ]
        assert list(Act.objects.values_list("kind", "what")) == [("goal", "Objectif convenu")]
        assert Entry.objects.filter(verb="goal", object_id=str(person.pk)).count() == 1
        assert Entry.objects.filter(verb="read_goals", object_id=str(person.pk)).count() == 1


def test_a_copy_of_the_database_does_not_tell_the_words(client, person):
    agree(client, person, steps="Quitter cet homme\u00a0; Samira")
    with become("maintenance"), connection.cursor() as cursor:
        for table in ("support_goal", "support_step", "support_act"):
            cursor.execute(f"SELECT to_jsonb(t)::text FROM {table} t")
            row = cursor.fetchone()[0]
            for told in (WORDS, "Quitter"):
                assert told not in row
                assert told.encode().hex() not in row


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"words": " "}, "words", "nécessaire"),
        ({"words": "x" * 2001}, "words", "trop long"),
        ({"words": "a\x00b"}, "words", "nul"),
        ({"audience": ""}, "audience", "Choisissez qui pourra lire"),
        ({"audience": "personal"}, "audience", "Sélectionnez un choix valide"),
        ({"review_on": "31/02/2027"}, "review_on", "n’existe pas"),
        ({"review_on": "01/01/2001"}, "review_on", "à venir"),
        ({"steps": "Appeler"}, "steps", "Ligne 1"),
        ({"steps": "a ; b\nAppeler ; moi ; 31/02/2027"}, "steps", "Ligne 2"),
        ({"steps": "a;b;c;d"}, "steps", "trois parties"),
        ({"steps": "a;b\n" * 31}, "steps", "30 étapes"),
        ({"steps": f"{'a' * 400};b"}, "steps", "trop long"),
    ],
)
def test_what_is_mistyped_gets_a_sentence_and_stays_typed(client, person, typed, field, sentence):
    answer = agree(client, person, **typed)
    assert answer.status_code == 422
    assert sentence in str(answer.context["form"].errors[field])
    told = {"words": WORDS, **typed}
    assert {name: answer.context["form"][name].value() for name in told} == told
    with become("maintenance"):
        assert not Goal.objects.exists()


def test_before_it_is_saved_each_choice_names_who_would_read(client, worker, person):
    with become("maintenance"):
        mate, partner = make_member(structure=worker.structure), make_member()
        attach(mate, person)
        give(person, partner, "housing")
    form = client.get(reverse("support:new_goal", args=[person.pk])).context["form"]
    told = {value: str(label) for value, label in form.fields["audience"].choices}
    assert set(told) == {"team", *(f"circle:{part}" for part in Part)}
    assert (str(mate.user) in told["team"], str(partner.user) in told["team"]) == (True, False)
    assert (str(partner.user) in told["circle:housing"], str(partner.user) in told["circle:health"]) == (
        True,
        False,
    )
    assert agree(client, person, audience="circle:housing").status_code == 302
    with become("maintenance"):
        assert Goal.objects.values_list("level", "part").get() == ("circle", "housing")


def revise(client, goal, **typed):
    told = {"version": goal.version, "words": goal.words, "audience": "team", "steps": "", **typed}
    return client.post(reverse("support:revise_goal", args=[goal.person_id, goal.pk]), told)


def test_two_who_revise_see_a_comparison_and_lose_nothing(client, worker, person):
    with become("maintenance"):
        goal = make_goal(person, worker, steps=[Planned("Appeler", "Samira")])
    assert revise(client, goal, words="Un studio", steps="Appeler ; Samira").status_code == 302
    late = revise(client, goal, words="Une maison", steps="Écrire ; moi")
    assert late.status_code == 409
    told = {label: (saved, typed) for label, saved, typed in late.context["differences"]}
    assert told["Son objectif, dans ses mots"] == ("Un studio", "Une maison")
    assert ("Appeler ; Samira", "Écrire ; moi") in told.values()
    form = late.context["form"]
    assert form["words"].value() == "Une maison"
    assert revise(client, goal, words="Une maison", version=form["version"].value()).status_code == 302
    with become("maintenance"):
        assert Goal.objects.get().words == "Une maison"


def test_steps_done_stay_when_it_is_revised_and_it_is_signed_again(client, worker, person):
    with become("maintenance"):
        goal = make_goal(person, worker, steps=[Planned("Appeler", "Samira"), Planned("Écrire", "Claire")])
        first = Step.objects.order_by("rank").first()
    assert client.post(reverse("support:tick_step", args=[person.pk, goal.pk, first.pk])).status_code == 302
    assert client.post(reverse("support:tick_step", args=[person.pk, goal.pk, first.pk])).status_code == 403
    signed = {"version": 2, "on": in_days(0)}
    assert client.post(reverse("support:sign_goal", args=[person.pk, goal.pk]), signed).status_code == 302
    assert "Signé par la personne le" in page_of(client, person)
    page = client.get(reverse("support:revise_goal", args=[person.pk, goal.pk]))
    assert page.context["form"]["steps"].value() == "Écrire ; Claire"
    goal.version = 3
    assert revise(client, goal, steps="Visiter ; Samira").status_code == 302
    with become("maintenance"):
        told = [(one.what, one.done_on is not None) for one in Step.objects.order_by("rank")]
        assert told == [("Appeler", True), ("Visiter", False)]
        assert Goal.objects.get().person_signed_on is None


def test_a_signature_is_of_what_was_read(client, worker, person):
    with become("maintenance"):
        goal = make_goal(person, worker)
    revise(client, goal, words="Tout autre chose")
    answer = client.post(
        reverse("support:sign_goal", args=[person.pk, goal.pk]), {"version": 1, "on": in_days(0)}
    )
    assert answer.status_code == 409
    assert "Tout autre chose" in answer.content.decode()


def test_her_marks_over_time_are_a_table_and_a_line(client, worker, person):
    with become("maintenance"):
        goal = make_goal(person, worker)
    url = reverse("support:mark_goal", args=[person.pk, goal.pk])
    assert client.post(url, {"mark": "3", "words": "ça démarre"}).status_code == 302
    assert "<svg" not in page_of(client, person)
    assert client.post(url, {"mark": "6"}).status_code == 302
    page = page_of(client, person)
    assert "<svg" in page
    assert ">10</text>" in page
    assert "3 sur 10" in page
    assert "ça démarre" in page
    assert client.post(url, {"mark": "11"}).status_code == 422


def test_closed_with_what_she_says_nothing_is_written_any_more(client, worker, person):
    with become("maintenance"):
        goal = make_goal(person, worker)
    url = reverse("support:close_goal", args=[person.pk, goal.pk])
    typed = {"version": 1, "on": in_days(0), "outcome": "J’ai renoncé, et ça va"}
    assert client.post(url, typed).status_code == 302
    assert "J’ai renoncé, et ça va" in page_of(client, person)
    again = client.post(reverse("support:mark_goal", args=[person.pk, goal.pk]), {"mark": "3"})
    assert (again.status_code, "terminé" in again.content.decode()) == (422, True)
    late = client.post(url, {"version": 2, "on": in_days(0), "outcome": "autre"})
    assert (late.status_code, late.context["form"]["outcome"].value()) == (422, "autre")


def test_the_agreement_is_a_pdf_to_sign(client, worker, person):
    with become("maintenance"):
        goal = make_goal(person, worker, steps=[Planned("Appeler", "Samira", date(2026, 12, 15))])
    answer = client.get(reverse("support:goal_paper", args=[person.pk, goal.pk]))
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer.content.startswith(b"%PDF")


def test_three_goals_take_as_many_queries_as_one(client, worker, person):
    def more(number):
        for _ in range(number):
            goal = make_goal(person, worker, steps=[Planned("Appeler", "Samira"), Planned("Écrire", "moi")])
            for mark in (2, 5):
                Progress.objects.create(goal=goal, person=person, mark=mark, words="mieux")

    with become("maintenance"):
        more(1)
    url = reverse("support:goals", args=[person.pk])
    few = count_queries(client, url)
    with become("maintenance"):
        more(2)
    assert count_queries(client, url) == few


def test_who_reads_is_what_the_level_and_the_ledger_say(worker, person):
    with become("maintenance"):
        team = make_goal(person, worker, words="pour l’équipe")
        make_goal(person, worker, words="logement", level="circle", part="housing")
        make_goal(person, worker, words="santé", level="circle", part="health")
        partner, colleague = make_member(), make_member(structure=worker.structure)
        give(person, partner, "housing")
    with acting(actor_of(partner)) as actor:
        assert [one.goal.words for one in work.goals(actor, person)] == ["logement"]
        with pytest.raises(Forbidden):
            actions.tick_step(by=actor, goal=team, step=Step(goal=team))
    with acting(actor_of(colleague)) as actor:
        assert work.goals(actor, person) == []
    with acting(Actor(person_id=person.pk, label="Samira")) as actor:
        assert len(work.goals(actor, person)) == 3


def test_a_partner_reads_but_does_not_write(worker, person):
    client = Client()
    with become("maintenance"):
        goal = make_goal(person, worker, level="circle", part="housing")
        partner = make_member()
        give(person, partner, "housing")
        signed_in(client, member=partner)
    page = client.get(reverse("support:goals", args=[person.pk])).content.decode()
    assert WORDS in page
    for name in ("revise_goal", "mark_goal", "sign_goal", "close_goal"):
        assert client.get(reverse(f"support:{name}", args=[person.pk, goal.pk])).status_code == 403


def test_a_colleague_who_oversees_is_told_rather_than_shown_nothing(worker, person):
    client = Client()
    with become("maintenance"):
        signed_in(client, member=make_member(Role.RIGHTS_LEAD, worker.structure))
    answer = client.get(reverse("support:goals", args=[person.pk]))
    assert (answer.status_code, "Prenez-la d’abord en charge" in answer.content.decode()) == (403, True)


def test_the_person_places_their_own_mark(worker, person):
    with become("maintenance"):
        goal = make_goal(person, worker)
        other = make_person("Paul", "Petit")
        theirs = make_goal(other, worker)
    with acting(Actor(person_id=person.pk, label="Samira")) as actor:
        actions.mark_progress(by=actor, goal=goal, mark=7, words="je vais mieux")
        with pytest.raises(Forbidden):
            actions.mark_progress(by=actor, goal=theirs, mark=1)
        with pytest.raises(Forbidden):
            actions.close_goal(by=actor, goal=goal, version=1, on=date(2026, 11, 1), outcome="")
    with become("maintenance"):
        assert [(one.mark, one.words) for one in Progress.objects.all()] == [(7, "je vais mieux")]
