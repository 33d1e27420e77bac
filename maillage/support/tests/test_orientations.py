"""From a folder to the directory and back; what orientations say of a territory, never of whom."""

from datetime import date, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from maillage.accounts.enums import Role
from maillage.accounts.tests.factories import actor_of, make_member, make_structure, signed_in
from maillage.directory.tests.offer import THEME, make_service
from maillage.people.tests.factories import attach, make_family, make_person
from maillage.permissions import ANONYMOUS, Forbidden
from maillage.permissions.context import acting
from maillage.support.actions import orientations as actions
from maillage.support.enums import ActKind
from maillage.support.models import Act
from maillage.support.queries.orientations import Demand, demand, without_answer
from maillage.support.queries.orientations import oriented as oriented_by
from maillage.support.tests.factories import make_act
from tests.plugin import become

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
OTHER, HOUSING = "sante--addictions", "logement-hebergement"


@pytest.fixture
def family(worker):
    with become("maintenance"):
        household, person, _ = make_family(worker)
        type(household).objects.filter(pk=household.pk).update(commune="37072")
        return person


@pytest.fixture
def service(worker):
    return make_service(make_structure("Épicerie du Val"))


def acts():
    with become("maintenance"):
        return list(Act.objects.filter(kind=ActKind.ORIENTATION))


def test_the_directory_opens_with_what_the_folder_knows(client, family):
    url = reverse("support:find_service", args=[family.pk])
    answer = client.get(url, {"q": "aide au loyer", "autre": "x"})
    asked = parse_qs(urlsplit(answer.url).query)
    assert asked == {"commune": ["Chinon (37072)"], "dossier": [str(family.pk)], "q": ["aide au loyer"]}


def test_an_orientation_is_a_line_of_the_timeline(client, family, service):
    page = client.get(service.get_absolute_url(), {"dossier": str(family.pk)})
    ((label, url),) = page.context["to_note"]
    assert label == f"Noter cette orientation ({family.full_name})"
    assert client.get(url).status_code == 200
    typed = {"on": f"{TODAY:%d/%m/%Y}", "outcome": ""}
    assert client.post(url, typed | {"on": "31/02/2026"}).status_code == 422
    assert client.post(url, typed).status_code == 302
    (act,) = acts()
    assert act.what == "Orientation vers Épicerie du Val\u00a0: Aide aux impayés de loyer"
    assert (act.service_id, act.themes) == (service.pk, [THEME])


def test_a_need_without_an_answer_is_noted_too(client, family):
    url = reverse("support:orient", args=[family.pk])
    assert client.get(url).context["form"]["theme"].value() is None
    asked = client.post(url, {"on": f"{TODAY:%d/%m/%Y}", "theme": ""})
    assert "Choisissez ce qui était cherché" in asked.content.decode()
    assert client.post(url, {"on": f"{TODAY:%d/%m/%Y}", "theme": "x"}).status_code == 422
    assert client.post(url, {"on": f"{TODAY:%d/%m/%Y}", "theme": OTHER}).status_code == 302
    (act,) = acts()
    assert (act.what, act.service, act.themes) == (
        "Rien trouvé sur le territoire pour\u00a0: addictions",
        None,
        [OTHER],
    )


def test_the_folder_names_others_alone_and_asks_what_came_of_what_was_asked(client, worker, family):
    with become("maintenance"):
        colleague = make_member(Role.SOCIAL_WORKER, worker.structure)
        make_act(family, worker, "Dossier déposé", kind="step")
        make_act(family, colleague, "Entretien au bureau")
    page = client.get(reverse("people:person", args=[family.pk])).content.decode()
    path = page.split("Qui a fait quoi, avant")[1].split("</section>")[0]
    assert str(colleague.user) in path
    assert str(worker.user) not in path
    assert path.count("Dire la suite") == 1


@pytest.mark.parametrize("folder", ["x", "5e0b6f0a-0000-4000-8000-000000000000", "\x00", "1" * 400])
def test_a_folder_that_is_not_mine_offers_nothing_to_note(client, worker, service, folder):
    page = client.get(service.get_absolute_url(), {"dossier": folder})
    assert (page.status_code, page.context["to_note"]) == (200, [])


def test_a_stranger_is_told_nothing_of_the_folder(family, service):
    stranger = Client()
    with become("maintenance"):
        signed_in(stranger, Role.SOCIAL_WORKER)
    assert stranger.get(service.get_absolute_url(), {"dossier": str(family.pk)}).context["to_note"] == []
    assert Client().get(service.get_absolute_url(), {"dossier": str(family.pk)}).context["to_note"] == []
    assert stranger.get(reverse("support:find_service", args=[family.pk])).status_code == 404


def test_a_service_that_is_withdrawn_is_not_oriented_to(client, family, service):
    type(service).objects.update(withdrawn_on=TODAY)
    url = reverse("support:orient", args=[family.pk])
    assert client.get(url, {"service": str(service.public_id)}).status_code == 404


def test_whoever_does_not_follow_may_not_orient(worker, service):
    with become("maintenance"):
        nobody = make_person("Paul", "Nul")
    actor = actor_of(worker)
    with acting(actor), pytest.raises(Forbidden):
        actions.orient(by=actor, person=nobody, service=service, on=TODAY)


def oriented(worker, service, count, theme=""):
    """Persons of the worker's, oriented once each."""
    actor = actor_of(worker)
    for number in range(count):
        with become("maintenance"):
            someone = make_person(f"Prénom{number}", theme or "Orientée")
            attach(worker, someone)
        with acting(actor):
            if theme:
                actions.note_nothing_found(by=actor, person=someone, theme=theme, on=TODAY)
            else:
                actions.orient(by=actor, person=someone, service=service, on=TODAY)


def asked(worker, communes=("37072",), since=date(2020, 1, 1)):
    with acting(actor_of(worker)):
        return demand(list(communes), since, TODAY)


def test_demand_counts_persons_and_hides_fewer_than_five(worker, service):
    oriented(worker, service, 4)
    assert asked(worker) == [Demand(HOUSING, None, 0)]
    with acting(actor_of(worker)):
        assert oriented_by(["37072"], date(2020, 1, 1), TODAY) == {HOUSING: 1}
    oriented(worker, service, 1)
    oriented(worker, service, 6, OTHER)
    assert asked(worker) == [Demand(HOUSING, 5, 0), Demand("sante", 0, 6)]
    with acting(actor_of(worker)):
        assert oriented_by(["37072"], date(2020, 1, 1), TODAY) == {HOUSING: 5}
        assert without_answer(["37072"], TODAY) == {"Personnes pour qui rien n’a été trouvé, santé": 6}
    assert asked(worker, communes=["37261"]) == []
    assert asked(worker, since=TODAY + timedelta(days=1)) == []


def test_the_public_asks_nothing_of_it(worker, service):
    oriented(worker, service, 5)
    with acting(ANONYMOUS):
        assert demand(["37072"], date(2020, 1, 1), TODAY) == []
