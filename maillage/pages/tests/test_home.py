"""« Aujourd’hui »: what waits for each, in a constant number of queries."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from maillage.accounts.enums import Role
from maillage.accounts.models import RoleProposal
from maillage.accounts.tests.factories import make_member, make_structure, make_user, signed_in
from maillage.directory.models import ErrorReport
from maillage.directory.tests.offer import make_service
from maillage.governance.tests.factories import make_committee, make_gathering, make_seat
from maillage.people.models import AttachmentRequest
from maillage.people.tests.factories import attach, make_family, make_person
from tests.plugin import become

HOME = reverse("pages:home")


def titles(client) -> list[str]:
    page = client.get(HOME).content.decode()
    return [part.split("<")[0] for part in page.split("<h2")[1:] for part in [part.split(">", 1)[1]]]


def lay_out(worker, number: int):
    for _ in range(number):
        with become("maintenance"):
            _, mother, _ = make_family(worker)
            attach(worker, make_person("Paul", ""), worker=False)
            AttachmentRequest.objects.create(
                person=mother,
                requester=make_user(),
                structure=worker.structure,
                typed_name="Samira Benali",
                motive="reçue à Tours",
            )


def test_an_empty_day_says_so(client, worker):
    assert titles(client) == ["Rien ne vous attend"]


def test_somebody_without_a_structure_is_told_whom_to_ask(client, db):
    client.force_login(make_user(), backend="allauth.account.auth_backends.AuthenticationBackend")
    assert titles(client) == ["Vous n’avez pas encore de structure"]


def test_what_waits_is_shown(client, worker):
    lay_out(worker, 1)
    assert titles(client) == [
        "Reçus à l’accueil, à prendre en charge",
        "On attend votre réponse",
        "Droits à ouvrir, les plus simples d’abord",
    ]


@pytest.mark.parametrize("role", [Role.TEAM_LEADER, Role.ADMINISTRATOR])
def test_a_manager_sees_no_folder(client, db, role):
    leader = signed_in(client, role)
    lay_out(make_member(Role.SOCIAL_WORKER, leader.structure), 1)
    assert titles(client) == ["Rien ne vous attend"]


def test_the_first_administrator_is_told_to_open_accounts(client, db):
    administrator = signed_in(client, Role.ADMINISTRATOR)
    assert titles(client) == ["Vous êtes encore seul ici"]
    make_member(Role.SOCIAL_WORKER, administrator.structure)
    assert titles(client) == ["Rien ne vous attend"]


def section(client, ident: str) -> str:
    page = client.get(HOME).content.decode()
    return page.split(f'aria-labelledby="{ident}"')[1].split("</section>")[0] if f'"{ident}"' in page else ""


def old_card(structure) -> None:
    with become("maintenance"):
        card = make_service(structure, updated_on=date(2020, 1, 1))
        ErrorReport.objects.create(service=card, text="C’est fermé.", reported_on=date(2020, 1, 1))


def test_who_keeps_cards_reads_how_many_wait(client, db):
    animator = signed_in(client, Role.ANIMATOR)
    old_card(make_structure("Une autre structure"))
    kept = section(client, "tenir")
    assert f'href="{reverse("directory:to_review")}">Fiches à relire\u00a0: 1</a>' in kept
    assert f'href="{reverse("directory:reports")}">Erreurs signalées\u00a0: 1</a>' in kept
    assert animator.structure_id


def test_a_team_leader_reads_of_their_own_structure_only(client, db):
    leader = signed_in(client, Role.TEAM_LEADER)
    old_card(make_structure("Une autre structure"))
    assert titles(client) == ["Rien ne vous attend"]
    old_card(leader.structure)
    assert "Fiches à relire\u00a0: 1" in section(client, "tenir")


def test_an_administrator_reads_that_roles_wait_and_finds_the_team(client, db):
    place = signed_in(client, Role.ADMINISTRATOR)
    with become("maintenance"):
        RoleProposal.objects.create(
            user=make_user(),
            structure=place.structure,
            role=Role.RIGHTS_LEAD,
            change="give",
            proposed_by=make_user(),
        )
    team = reverse("accounts:team")
    assert f'href="{team}">Rôles à confirmer\u00a0: 1</a>' in section(client, "tenir")
    assert f'<a href="{team}">Équipe</a>' in client.get(HOME).content.decode()


def test_who_receives_is_led_to_the_count(client, db):
    signed_in(client, Role.RECEPTION)
    assert (
        f'href="{reverse("directory:reception")}">Compter les passages</a>'
        in client.get(HOME).content.decode()
    )


def test_who_was_received_comes_first_with_who_received_them(client, worker):
    with become("maintenance"):
        attach(worker, make_person("Paul", ""), worker=False)
    assert titles(client)[0] == "Reçus à l’accueil, à prendre en charge"
    assert f"reçu par {worker.user} à " in section(client, "accueil")


def test_it_takes_as_many_queries_for_one_as_for_three(client, worker, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    lay_out(worker, 1)
    client.get(HOME)
    with CaptureQueriesContext(connection) as one:
        client.get(HOME)
    lay_out(worker, 2)
    with django_assert_num_queries(len(one)):
        client.get(HOME)


def of_folder(client, person) -> str:
    return client.get(reverse("directory:search"), {"q": "loyer", "dossier": str(person.pk)}).text


def test_the_directory_opened_from_a_folder_says_for_whom_and_leads_back(client, worker):
    with become("maintenance"):
        paul, other = make_person("Paul", "Martin"), make_person("Jean", "Petit")
        attach(worker, paul)
    page = of_folder(client, paul)
    assert f"Vous cherchez pour <strong>{paul.full_name}</strong>" in page
    assert f'<a href="{reverse("people:person", args=[paul.pk])}">Revenir à son dossier</a>' in page
    assert page.index("Je n’ai rien trouvé") > page.index("Réponses")
    assert "Vous cherchez pour" not in of_folder(client, other)


def test_members_are_told_the_meetings_of_their_committees(client, worker):
    mine, other = make_committee(), make_committee()
    make_seat(mine, user=worker.user)
    now = timezone.now()
    for committee, title, day in (
        (mine, "La plénière", 2),
        (mine, "Dans deux mois", 60),
        (other, "Celle d’à côté", 2),
    ):
        make_gathering(committee, now + timedelta(days=day), title=title)
    page = client.get(HOME).text
    assert titles(client) == ["Vos séances"]
    assert "La plénière" in page
    assert "Dans deux mois" not in page
    assert "Celle d’à côté" not in page
