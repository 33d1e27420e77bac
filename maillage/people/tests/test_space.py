"""A person's own space: a code given once, a door that says nothing, a session of its own, and what they decide."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from maillage.accounts.enums import Role
from maillage.accounts.tests.factories import make_member, make_structure, signed_in
from maillage.audit.models import Entry, HandledRequest
from maillage.people.models import Consent, Person, SpaceAccess
from maillage.people.space_codes import fingerprint
from maillage.people.tests.factories import give, make_family
from tests.plugin import become

pytestmark = pytest.mark.django_db
ENTER, SPACE = "/mon-espace/entrer/", "/mon-espace/"
BORN = "30/04/1992"


@pytest.fixture(autouse=True)
def no_tries():
    cache.clear()


@pytest.fixture
def town(client):
    with become("maintenance"):
        worker = signed_in(client, Role.SOCIAL_WORKER)
        _, mother, child = make_family(worker)
        partner = make_member(Role.SOCIAL_WORKER, make_structure("Mission locale"))
    return worker, mother, child, partner


def soon(days=30):
    return f"{timezone.localdate() + timedelta(days=days):%d/%m/%Y}"


def give_code(client, mother, **told):
    """The code that the page shows."""
    data = {"kind": "person", "person-until": soon(), **told}
    sent = client.post(reverse("people:codes", args=[mother.pk]), data)
    assert sent.status_code == 302, sent.context["form"].errors
    return client.get(sent.url).context["code"]


def helper(name="Karima Benali", days=30):
    told = {"kind": "helper", "helper-helper": name, "helper-relation": "sa sœur"}
    return {**told, "helper-until": soon(days)}


def inside(client, mother, **told):
    """Somebody in the space."""
    person = Client()
    sent = person.post(ENTER, {"code": give_code(client, mother, **told), "birth_date": BORN})
    assert sent.url == SPACE
    return person


def text(page):
    return page.content.decode()


def test_the_code_is_shown_once_and_its_letter_prints(client, town):
    _, mother, child, _ = town
    codes = reverse("people:codes", args=[mother.pk])
    code = give_code(client, mother)
    assert code not in text(client.get(codes))
    assert client.get(reverse("people:code_given", args=[mother.pk])).url == codes
    assert "Codes en cours" in text(client.get(codes))
    letter = client.post(reverse("people:code_letter", args=[mother.pk]), {"code": code})
    assert letter["Content-Type"] == "application/pdf"
    for person, typed in ((mother, "AAAAA-BBBBB"), (mother, "\x00"), (child, code)):
        url = reverse("people:code_letter", args=[person.pk])
        assert client.post(url, {"code": typed}).status_code == 404
    with become("maintenance"):
        assert SpaceAccess.objects.get().fingerprint == fingerprint(code)


def test_a_form_sent_twice_gives_one_code_that_the_session_keeps_sealed(client, town):
    _, mother, child, _ = town
    data = {"kind": "person", "person-until": soon(), "request_key": "4b5c1ab0-0000-4000-8000-000000000003"}
    sent = [client.post(reverse("people:codes", args=[mother.pk]), data).url for _ in range(2)]
    kept = client.session["code_given"]["code"]
    assert client.get(reverse("people:code_given", args=[child.pk])).status_code == 302
    page = client.get(sent[1])
    assert sent[0] == sent[1]
    assert page.context["code"] not in kept
    assert "code_given" not in client.session
    with become("maintenance"):
        assert SpaceAccess.objects.count() == 1


def test_a_new_code_ends_the_former_one_of_the_same_holder_only(client, town):
    _, mother, _, _ = town
    former, sister = give_code(client, mother), give_code(client, mother, **helper())
    latest, again = give_code(client, mother), give_code(client, mother, **helper())
    opened = [
        Client().post(ENTER, {"code": code, "birth_date": BORN}).status_code
        for code in (former, sister, latest, again)
    ]
    assert opened == [422, 422, 302, 302]


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({"kind": "person", "person-until": "01/01/2020"}, "Écrivez une date à partir du"),
        ({"kind": "person", "person-until": "demain"}, "Cette date n’existe pas"),
        (helper(days=500), "Écrivez une date jusqu’au"),
        (helper(name="42 %"), "un nom s’écrit avec des lettres"),
        (helper(name=""), "Écrivez le nom de l’aidant."),
    ],
)
def test_a_code_that_cannot_be_given_is_explained(client, town, told, sentence):
    _, mother, _, _ = town
    page = client.post(reverse("people:codes", args=[mother.pk]), told)
    assert page.status_code == 422
    assert sentence in text(page)


def test_without_a_date_of_birth_there_is_no_code(client, town):
    _, mother, _, _ = town
    with become("maintenance"):
        Person.objects.filter(pk=mother.pk).update(birth_date=None)
    page = client.post(reverse("people:codes", args=[mother.pk]), {"kind": "person", "person-until": soon()})
    assert page.status_code == 422
    assert "Notez d’abord sa date de naissance" in text(page)


def test_a_code_closed_at_the_desk_ends_the_visit_under_way(client, town):
    _, mother, _, _ = town
    person = inside(client, mother)
    with become("maintenance"):
        access = SpaceAccess.objects.get()
    close = reverse("people:code_close", args=[mother.pk, access.pk])
    assert client.post(close).status_code == 302
    assert person.get(SPACE).url.startswith(ENTER)
    assert client.post(close).status_code == 404


def test_the_door_says_the_same_whatever_is_wrong(client, town):
    _, mother, _, _ = town
    code = give_code(client, mother)
    with become("maintenance"):
        SpaceAccess.objects.create(
            person=mother, fingerprint=fingerprint("OLD"), until=timezone.localdate() - timedelta(days=1)
        )
    answers = set()
    for typed, born in ((code, "01/05/1992"), ("AAAAA-BBBBB", BORN), ("OLD", BORN), ("é\u200b", BORN)):
        page = Client().post(ENTER, {"code": typed, "birth_date": born})
        assert page.status_code == 422
        answers.add(str(page.context["form"].non_field_errors()))
    assert len(answers) == 1
    assert Client().post(ENTER, {"code": code.lower().replace("-", " "), "birth_date": BORN}).url == SPACE


@pytest.mark.parametrize("told", [{"code": ""}, {"code": "A"}, {"code": "A", "birth_date": "31/02/1992"}])
def test_what_is_missing_at_the_door_is_said(told):
    page = Client().post(ENTER, told)
    assert page.status_code == 422
    assert "error-summary" in text(page)


def test_ten_tries_from_one_place_close_the_door_for_a_while(client, town):
    _, mother, _, _ = town
    code = give_code(client, mother)
    codes = [Client().post(ENTER, {"code": f"X{n}", "birth_date": BORN}).status_code for n in range(10)]
    assert codes == [422] * 10
    last = Client().post(ENTER, {"code": code, "birth_date": BORN})
    assert last.status_code == 429
    assert last["Retry-After"] == "900"
    elsewhere = Client(REMOTE_ADDR="192.0.2.7")
    assert elsewhere.post(ENTER, {"code": code, "birth_date": BORN}).status_code == 302


def test_ten_tries_of_one_code_close_it_from_everywhere(client, town):
    _, mother, _, _ = town
    code = give_code(client, mother)
    for n in range(10):
        Client(REMOTE_ADDR=f"192.0.2.{n}").post(ENTER, {"code": code, "birth_date": "01/01/1990"})
    assert Client(REMOTE_ADDR="192.0.2.99").post(ENTER, {"code": code, "birth_date": BORN}).status_code == 429


def test_those_who_enter_are_not_counted(client, town):
    _, mother, _, _ = town
    code = give_code(client, mother)
    sent = [Client().post(ENTER, {"code": code, "birth_date": BORN}).status_code for _ in range(12)]
    assert sent == [302] * 12


def test_entering_ends_a_professional_session_and_changes_the_cookie(client, town):
    worker, mother, _, _ = town
    code = give_code(client, mother)
    before = client.session.session_key
    assert "fermera votre session" in text(client.get(ENTER))
    assert client.post(ENTER, {"code": code, "birth_date": BORN}).url == SPACE
    assert client.session.session_key != before
    assert client.get(reverse("people:persons")).status_code == 302
    page = text(client.get(SPACE))
    assert "Samira BENALI, personne accompagnée" in page
    with become("maintenance"):
        entered = Entry.objects.get(verb="space_entered")
        assert (entered.actor_user_id, entered.actor_label) == (None, "personne accompagnée")
        assert Entry.objects.filter(verb="signed_out", actor_user_id=worker.user_id).exists()


def test_a_helper_acts_under_their_own_name(client, town):
    _, mother, _, _ = town
    sister = inside(client, mother, **helper())
    assert "Karima Benali, aidant de Samira BENALI" in text(sister.get(SPACE))


def test_leaving_forgets_the_person_and_only_them(client, town):
    _, mother, _, _ = town
    person = inside(client, mother)
    assert person.post("/mon-espace/sortir/").url == ENTER
    assert person.get(SPACE).url.startswith(ENTER)
    assert client.post("/mon-espace/sortir/").url == ENTER
    assert client.get(reverse("people:persons")).status_code == 200


def test_the_space_shows_who_is_around_who_reads_and_who_read(client, town):
    worker, mother, _, partner = town
    with become("maintenance"):
        give(mother, partner, "housing", purpose="trouver un logement")
    client.get(reverse("people:person", args=[mother.pk]))
    page = inside(client, mother).get(SPACE)
    for words in (str(worker.user), str(partner.user), "trouver un logement", "Qui a ouvert votre dossier"):
        assert words in text(page)
    assert [one.place for one in page.context["openings"]] == [str(worker.structure)]


def test_pages_of_professionals_are_closed_to_the_person(client, town):
    _, mother, _, _ = town
    person = inside(client, mother)
    for url in ("/", reverse("people:person", args=[mother.pk]), reverse("people:ledger", args=[mother.pk])):
        assert person.get(url).url.startswith("/compte/connexion/")


def own_line(person, choice, **changed):
    data = {
        "recipient": choice,
        "parts": ["housing"],
        "purpose": "trouver un logement",
        "until": soon(60),
        **changed,
    }
    url = reverse("people:own_consent")
    shown = person.post(url, data)
    assert shown.status_code == 200, shown.context["form"].errors
    return shown, person.post(url, {**data, "seen": shown.context["seal"]})


def test_the_person_gives_limits_and_withdraws(client, town):
    _, mother, _, partner = town
    person, theirs = inside(client, mother), Client()
    with become("maintenance"):
        signed_in(theirs, member=partner)
    folder = reverse("people:person", args=[mother.pk])
    shown, sent = own_line(person, f"structure-{partner.structure.public_id}")
    assert [one["name"] for one in shown.context["readers"]] == [str(partner.user)]
    assert sent.url == SPACE
    assert theirs.get(folder).status_code == 200
    with become("maintenance"):
        line = Consent.objects.get()
    assert (line.way, line.recorded_by_id) == ("self", None)
    limit = reverse("people:own_limit", args=[line.pk])
    assert person.get(limit).status_code == 200
    assert person.post(limit, {"until": soon(90)}).status_code == 422
    assert person.post(limit, {"until": soon(60), "parts": ["health"]}).status_code == 422
    assert person.post(limit, {"until": soon(10)}).url == SPACE
    assert theirs.get(folder).status_code == 200
    with become("maintenance"):
        narrower = Consent.objects.get(withdrawn_at=None)
    assert (narrower.parts, narrower.structure_id) == ([], partner.structure_id)
    withdraw = reverse("people:own_withdraw", args=[narrower.pk])
    assert "Arrêter le partage" in text(person.get(withdraw))
    assert person.post(withdraw).url == SPACE
    assert theirs.get(folder).status_code == 404
    assert person.post(withdraw).status_code == 404


def test_the_person_gives_to_somebody_of_their_circle(client, town):
    _, mother, _, partner = town
    with become("maintenance"):
        give(mother, partner)
    person = inside(client, mother)
    choice = f"qui-{partner.user.public_id}-{partner.structure.public_id}"
    _, sent = own_line(person, choice)
    assert sent.url == SPACE
    with become("maintenance"):
        assert Consent.objects.filter(reader=partner.user, parts=["housing"]).count() == 1


@pytest.mark.parametrize(
    "changed",
    [
        {"recipient": "structure-x"},
        {"recipient": ""},
        {"until": "01/01/2020"},
        {"until": f"{timezone.localdate() + timedelta(days=900)}"},
        {"purpose": ""},
        {"parts": ["diary"]},
    ],
)
def test_a_line_that_cannot_be_is_explained_to_the_person(client, town, changed):
    _, mother, _, partner = town
    person = inside(client, mother)
    data = {"recipient": f"structure-{partner.structure.public_id}", "purpose": "logement", "until": soon()}
    page = person.post(reverse("people:own_consent"), {**data, **changed})
    assert page.status_code == 422
    with become("maintenance"):
        assert not Consent.objects.exists()


def test_a_form_of_the_person_sent_twice_acts_once(client, town):
    _, mother, _, partner = town
    person = inside(client, mother)
    key = "4b5c1ab0-0000-4000-8000-000000000002"
    _, sent = own_line(person, f"structure-{partner.structure.public_id}", request_key=key)
    assert sent.url == SPACE
    data = {
        "recipient": f"structure-{partner.structure.public_id}",
        "parts": ["housing"],
        "purpose": "trouver un logement",
        "until": soon(60),
        "request_key": key,
    }
    assert person.post(reverse("people:own_consent"), data).url == SPACE
    stranger = client.post(reverse("people:codes", args=[mother.pk]), {"request_key": key})
    assert stranger.url == "/"
    with become("maintenance"):
        assert Consent.objects.count() == 1
        handled = HandledRequest.objects.get(key=key)
        assert (handled.user_id, handled.person) == (None, mother.pk)


def test_lines_of_somebody_else_are_not_there(client, town):
    _, mother, child, partner = town
    with become("maintenance"):
        theirs = give(child, partner)
        law = give(mother, partner, basis_id="care_team", way="law", recorded_by_id=partner.user_id)
    person = inside(client, mother)
    for name in ("own_withdraw", "own_limit"):
        assert person.get(reverse(f"people:{name}", args=[theirs.pk])).status_code == 404
    assert person.get(reverse("people:own_limit", args=[law.pk])).status_code == 404


def test_the_person_prints_their_ledger(client, town):
    _, mother, _, _ = town
    answer = inside(client, mother).get(reverse("people:own_print"))
    assert answer.content.startswith(b"%PDF")


def test_both_doors_lead_to_each_other():
    assert ENTER in text(Client().get("/compte/connexion/"))
    assert "/compte/connexion/" in text(Client().get(ENTER))


def test_what_a_helper_does_bears_their_name(client, town):
    """Their agreement, and their reading, are not the person's."""
    _, mother, _, partner = town
    karima = inside(client, mother, **helper())
    own_line(karima, f"structure-{partner.structure.public_id}")
    with become("maintenance"):
        assert Consent.objects.get().witness == "Karima Benali"
    karima.get(reverse("support:own_notes"))
    page = text(karima.get(SPACE))
    assert "donné pour elle par Karima Benali, son aidant" in page
    assert "Karima Benali, aidant" in text(client.get(reverse("people:ledger", args=[mother.pk])))
