"""Cards: read by all, written by those who keep them, nothing lost between two who write."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from maillage.accounts.enums import Role
from maillage.accounts.tests.factories import actor_of, make_member, make_structure, signed_in
from maillage.directory import rules
from maillage.directory.actions import cards
from maillage.directory.models import Service, Structure, Verification
from maillage.directory.tests.offer import make_service, typed_service
from maillage.permissions import ANONYMOUS, Forbidden
from maillage.permissions.context import acting

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("territories")]


@pytest.fixture
def keeper(client):
    return signed_in(client, Role.SOCIAL_WORKER)


@pytest.fixture
def service(keeper):
    return make_service(keeper.structure)


def test_the_roles_of_keepers_are_roles_that_accounts_give():
    assert set(Role.values) >= rules.KEEPERS
    assert rules.ANIMATOR == Role.ANIMATOR


def test_a_keeper_adds_a_service_and_it_is_confirmed_today(client, keeper):
    answer = client.post(
        reverse("directory:new_service", args=[keeper.structure.public_id]),
        typed_service(zones="Chinon\nIndre-et-Loire", phone="02 47 00 00 01", hours="Mo-Fr 09:00-12:00"),
    )
    assert answer.status_code == 302
    added = Service.objects.get()
    assert (added.name, added.zones, added.phone) == (
        "Atelier budget", ["commune:37072", "departement:37"], "+33247000001",
    )  # fmt: skip
    assert added.confirmed_on == timezone.localdate()
    assert added.folded_name == "atelier budget"
    assert "reduire les impayes de loyer" in added.folded_text


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({"themes": []}, "themes", "Cochez au moins un thème"),
        ({"publics": ["tous-publics", "jeunes"]}, "publics", "gardez-le seul"),
        ({"phone": "demander Karim"}, "phone", "n’est pas un numéro de téléphone"),
        ({"hours": "tous les matins"}, "hours", "ne suivent pas le format"),
        ({"zones": "Trifouilly"}, "zones", "Trifouilly"),
        ({"commune": "37500"}, "commune", "37500"),
        ({"name": "x\x00y"}, "name", ""),
        ({"name": "ab"}, "name", "au moins 3 lettres"),
        ({"review_months": "7"}, "review_months", ""),
        ({"version": "99999999999"}, "version", ""),
        ({"description": "d" * 10_001}, "description", "trop long"),
    ],
)
def test_bad_input_is_told_beside_its_field_and_nothing_is_written(client, keeper, typed, field, words):
    url = reverse("directory:new_service", args=[keeper.structure.public_id])
    answer = client.post(url, typed_service(**typed))
    assert answer.status_code == 422
    assert words in " ".join(answer.context["form"].errors[field])
    assert "Préparer son budget" in answer.content.decode() or field == "description"
    assert Service.objects.count() == 0


def test_a_correction_keeps_what_was_there_before(client, keeper, service):
    url = reverse("directory:correct_service", args=[service.public_id])
    shown = client.get(url).context["form"].initial
    answer = client.post(
        url, typed_service(version=shown["version"], name="Impayés de loyer", zones="Chinon")
    )
    assert answer.status_code == 302
    told = Verification.objects.get()
    assert told.outcome == "corrected"
    assert told.changes["name"] == ["Aide aux impayés de loyer", "Impayés de loyer"]
    assert "zones" not in told.changes
    page = client.get(service.get_absolute_url()).content.decode()
    assert "«\u00a0Aide aux impayés de loyer\u00a0» devient «\u00a0Impayés de loyer\u00a0»" in page


def test_two_who_correct_the_same_card_are_told(client, keeper, service):
    url = reverse("directory:correct_service", args=[service.public_id])
    assert client.post(url, typed_service(version=1)).status_code == 302
    second = client.post(url, typed_service(version=1, name="Autre nom"))
    assert second.status_code == 422
    assert "Quelqu’un vient de corriger cette fiche" in second.content.decode()
    assert "Autre nom" in second.content.decode()
    assert Service.objects.get().name == "Atelier budget"


def test_confirm_withdraw_and_restore(client, keeper, service):
    post = lambda name, **data: client.post(reverse(f"directory:{name}", args=[service.public_id]), data)  # noqa: E731
    assert post("confirm_service").status_code == 302
    service.refresh_from_db()
    assert service.confirmed_on == timezone.localdate()
    assert post("withdraw_service", why="").status_code == 422
    assert post("withdraw_service", why="fermé fin octobre").status_code == 302
    assert list(Service.objects.visible_to(ANONYMOUS)) == []
    assert post("confirm_service").status_code == 403
    assert post("restore_service").status_code == 302
    assert list(Service.objects.visible_to(ANONYMOUS)) == [service]


def test_another_structure_keeps_nothing_of_it_and_the_animator_keeps_all(service):
    other = actor_of(make_member(Role.SOCIAL_WORKER, make_structure()))
    with acting(other), pytest.raises(Forbidden, match="tenue par une autre structure"):
        cards.confirm(by=other, card=service)
    animator = actor_of(make_member(Role.ANIMATOR, make_structure()))
    with acting(animator):
        cards.confirm(by=animator, card=service)
    service.refresh_from_db()
    assert service.confirmed_by == animator.label


def test_what_is_for_professionals_is_nowhere_for_the_public(client, keeper, service):
    Service.objects.update(visibility="professionals", contact_name="conseillère FSL")
    assert "conseillère FSL" in client.get(service.get_absolute_url()).content.decode()
    client.logout()
    assert client.get(service.get_absolute_url()).status_code == 404
    page = client.get(service.structure.get_absolute_url())
    assert service.name not in page.content.decode()
    Service.objects.update(visibility="public")
    assert "conseillère FSL" not in client.get(service.get_absolute_url()).content.decode()


def test_a_professionals_structure_hides_its_services_from_the_public(client, service):
    Structure.objects.update(visibility="professionals")
    client.logout()
    assert client.get(service.get_absolute_url()).status_code == 404
    assert client.get(service.structure.get_absolute_url()).status_code == 404


def test_a_merged_structure_leads_to_what_was_kept(client, service):
    double = make_structure("CCAS en double")
    Structure.objects.filter(pk=double.pk).update(merged_into=service.structure)
    assert client.get(double.get_absolute_url()).url == service.structure.get_absolute_url()


def test_the_page_costs_the_same_with_one_service_and_with_three(
    client, keeper, service, django_assert_max_num_queries
):
    def counted():
        with django_assert_max_num_queries(40) as caught:
            client.get(service.structure.get_absolute_url())
        return len(caught)

    counted()
    before = counted()
    make_service(keeper.structure, name="Deux")
    make_service(keeper.structure, name="Trois")
    assert counted() == before


def test_only_the_animator_adds_a_structure(client, keeper):
    assert client.get(reverse("directory:new_structure")).status_code == 403
    signed_in(client, Role.ANIMATOR)
    kind = keeper.structure.kind_id
    typed = {
        "version": "0",
        "name": "Épicerie du Val",
        "kind": kind,
        "commune": "Chinon",
        "visibility": "public",
    }
    answer = client.post(reverse("directory:new_structure"), typed | {"review_months": "12", "siret": "123"})
    assert answer.status_code == 422
    assert "Le SIRET compte 14 chiffres" in answer.content.decode()
    assert client.post(reverse("directory:new_structure"), typed | {"review_months": "12"}).status_code == 302
    assert Structure.objects.get(name="Épicerie du Val").folded_name == "epicerie du val"


def test_a_card_nobody_read_again_is_said_to_be_checked(client, service):
    Service.objects.update(
        confirmed_on=timezone.localdate() - timedelta(days=400), confirmed_by="Claire Morel"
    )
    page = client.get(service.get_absolute_url()).content.decode()
    assert "À vérifier" in page
    assert "par Claire Morel" in page


def test_the_public_does_not_read_who_confirmed_nor_what_is_withdrawn(client, keeper, service):
    by = f"Claire Morel, assistante sociale, {service.structure.name}"
    Service.objects.update(confirmed_on=timezone.localdate(), confirmed_by=by)
    assert "Claire Morel" in client.get(service.get_absolute_url()).content.decode()
    client.logout()
    page = client.get(service.get_absolute_url()).content.decode()
    assert "Claire Morel" not in page
    assert "par sa structure" in page
    Service.objects.update(withdrawn_on=timezone.localdate(), withdrawn_why="fermé")
    assert client.get(service.get_absolute_url()).status_code == 404


def test_a_service_of_a_hidden_or_withdrawn_structure_is_counted_nowhere(service):
    for told in (
        {"visibility": "professionals"},
        {"visibility": "public", "withdrawn_on": timezone.localdate()},
    ):
        Structure.objects.update(**told)
        assert list(Service.objects.visible_to(ANONYMOUS)) == []
