"""The professionals' directory of referents: fresh or to be checked, corrected by whoever calls; answers counted."""

from datetime import date, timedelta

import pytest
from django.db import ProgrammingError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from maillage.accounts.enums import Role
from maillage.accounts.tests.factories import actor_of, make_member, signed_in
from maillage.people.tests.factories import attach, enter_space, make_family
from maillage.permissions import Actor, Forbidden
from maillage.permissions.context import acting
from maillage.support.actions import referents as actions
from maillage.support.models import Referent
from maillage.support.queries import referents as queries
from maillage.support.tests.factories import make_question, make_referent
from tests.plugin import become

pytestmark = pytest.mark.django_db
LIST = reverse("support:referents")
TYPED = {
    "body": "cpam",
    "department": "37",
    "service": "Accès aux soins",
    "phone": "02 47 00 00 91",
    "email": "",
    "hours": "du lundi au jeudi",
    "communes": "37072, 37261",
}


def kept():
    with become("maintenance"):
        return Referent.objects.get()


def test_added_it_is_checked_that_day_and_shown_with_its_places(client, worker):
    assert client.post(reverse("support:new_referent"), TYPED).status_code == 302
    row = kept()
    assert (row.checked_on, row.checked_by_id) == (timezone.localdate(), worker.user_id)
    assert row.communes == ["37072", "37261"]
    page = client.get(LIST).content.decode()
    assert "CPAM, Accès aux soins" in page
    assert "Chinon, Tours" in page
    assert "À vérifier" not in page
    again = client.post(reverse("support:new_referent"), TYPED)
    assert (again.status_code, "déjà dans la liste" in again.content.decode()) == (422, True)


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"service": ""}, "service", "nécessaire"),
        ({"department": "99"}, "department", "numéro du département"),
        ({"communes": "37072 99999"}, "communes", "99999"),
        ({"communes": "Chinon"}, "communes", "Exemple\u00a0: 37072"),
        ({"phone": ""}, "phone", "ligne directe ou une adresse"),
        ({"phone": "12 34"}, "phone", "pas un numéro de téléphone"),
        ({"email": "caf"}, "email", "pas complète"),
    ],
)
def test_what_is_mistyped_gets_a_sentence_and_stays_typed(client, worker, typed, field, sentence):
    answer = client.post(reverse("support:new_referent"), {**TYPED, **typed})
    form = answer.context["form"]
    assert answer.status_code == 422
    assert sentence in str(form.errors[field])
    assert {name: form[name].value() for name in TYPED} == {**TYPED, **typed}


def test_it_ages_in_six_months_and_anybody_at_work_says_it_is_right_or_wrong(client):
    today = timezone.localdate()
    with become("maintenance"):
        signed_in(client, Role.RECEPTION)
        fresh = make_referent(checked_on=today - timedelta(days=170))
        old = make_referent(checked_on=today - timedelta(days=200))
    assert (fresh.to_check, old.to_check) == (False, True)
    told = {"wrong": "La ligne ne répond plus."}
    assert client.post(reverse("support:wrong_referent", args=[fresh.pk]), told).status_code == 302
    assert client.post(reverse("support:confirm_referent", args=[old.pk])).status_code == 302
    assert client.get(reverse("support:correct_referent", args=[old.pk])).status_code == 403
    with become("maintenance"):
        assert [one.to_check for one in Referent.objects.order_by("checked_on")] == [True, False]
    assert "La ligne ne répond plus." in client.get(LIST).content.decode()


def test_by_any_sql_the_front_desk_changes_nothing_of_what_it_says():
    with become("maintenance"):
        reception, row = actor_of(make_member(Role.RECEPTION)), make_referent()
    with acting(reception), transaction.atomic():
        assert Referent.objects.filter(pk=row.pk).update(wrong="x", wrong_on=row.checked_on) == 1
        with pytest.raises(ProgrammingError, match="kept by others"):
            Referent.objects.filter(pk=row.pk).update(email="moi@exemple.test")


def test_of_two_who_correct_at_once_the_second_is_told(client, worker):
    with become("maintenance"):
        row = make_referent(wrong="faux", wrong_on=date(2026, 1, 1))
    url = reverse("support:correct_referent", args=[row.pk])
    told = {**TYPED, "version": "1"}
    assert client.post(url, told).status_code == 302
    assert (kept().phone, kept().wrong) == ("02 47 00 00 91", "")
    second = client.post(url, {**told, "phone": "02 47 00 00 92"})
    assert (second.status_code, "vient de corriger" in second.content.decode()) == (422, True)
    assert second.context["form"]["phone"].value() == "02 47 00 00 92"


def test_it_is_filtered(client, worker):
    with become("maintenance"):
        make_referent(service="Ici")
        make_referent(service="Ailleurs", department="86")
    page = client.get(LIST, {"organisme": "caf", "departement": "86"}).content.decode()
    assert ("Ailleurs" in page, "Ici" in page) == (True, False)


def test_neither_the_person_nor_a_visitor_reads_it(worker):
    with become("maintenance"):
        _, samira, _ = make_family(worker)
        make_referent(phone="02 47 00 00 99")
    client = Client()
    with become("maintenance"):
        enter_space(client, samira)
    assert client.get(LIST).status_code == 302
    for actor in (Actor(person_id=samira.pk, label="x"), Actor(), Actor(worker.user_id)):
        with acting(actor):
            assert not Referent.objects.exists()
            assert not Referent.objects.visible_to(actor).exists()
            with pytest.raises(Forbidden):
                actions.say_wrong(by=actor, referent=Referent(), wrong="x")


def test_usefulness_is_counted_by_body_and_departement_from_five_on(client, worker):
    with become("maintenance"):
        _, samira, _ = make_family(worker)
        attach(make_member(), samira)
        caf, msa = make_referent(), make_referent(body="msa")

        def judged(number, usefulness, referent):
            for _ in range(number):
                make_question(samira, worker, referent=referent, usefulness=usefulness, state="answered")

        judged(6, "useful", caf)
        judged(4, "useless", caf)
        judged(4, "partly", msa)
    with acting(actor_of(worker)):
        (line,) = queries.usefulness()
    assert line.cells == ["CAF (37)", "6", "moins de 5", "moins de 5"]
    page = client.get(LIST).content.decode()
    assert "moins de 5" in page
    with acting(Actor(worker.user_id)):
        assert queries.usefulness() == []


def test_the_directory_shows_referents_beside_its_own_lines(client, worker):
    with become("maintenance"):
        make_referent(service="Accueil des partenaires", phone="02 47 00 00 81")
    shown = lambda **asked: [  # noqa: E731
        one.name for one in client.get(reverse("directory:lines"), asked).context["elsewhere"]
    ]
    assert shown() == []
    assert shown(q="partenaires") == shown(commune="Chinon (37072)") == ["CAF (37), Accueil des partenaires"]
    assert shown(q="caf accueil") == ["CAF (37), Accueil des partenaires"]
    assert shown(commune="Bourges (18033)") == []
    assert Client().get(reverse("directory:lines"), {"q": "partenaires"}).status_code == 302
