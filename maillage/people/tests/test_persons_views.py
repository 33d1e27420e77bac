"""The list, receiving somebody, the folder, its short forms: a client per role, and what people mistype."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from maillage.accounts.enums import Role
from maillage.accounts.tests.factories import actor_of, make_member, make_structure, signed_in
from maillage.audit.models import Entry
from maillage.people import queries
from maillage.people.models import Attachment, Channel, Person
from maillage.people.tests.factories import attach, make_family, make_household, make_person
from maillage.permissions.context import acting
from tests.plugin import become, count_queries

pytestmark = pytest.mark.django_db
ROLES = (*Role, "elsewhere")


def statuses(url, here, method="get"):
    """{role: status} of a page for a client of each role, in the worker's structure or elsewhere."""
    answer = {}
    for role in ROLES:
        client = Client()
        with become("maintenance"):
            place = make_structure() if role == "elsewhere" else here.structure
            same = role == here.role
            who = here if same else make_member(Role.SOCIAL_WORKER if role == "elsewhere" else role, place)
            signed_in(client, member=who)
        answer[str(role)] = getattr(client, method)(url).status_code
    return answer


def expected(**given):
    return {**dict.fromkeys(map(str, ROLES), 404), **given}


OPEN = {"social_worker": 200, "rights_lead": 200}
NO_FOLDER = dict.fromkeys(
    ("team_leader", "animator", "administrator", "scheme_officer", "training_officer", "student"), 403
)
NEITHER_DESK = NO_FOLDER | {"reception": 403}


@pytest.mark.parametrize(
    ("name", "refused"),
    [
        ("person", {}),
        ("identity", NO_FOLDER),
        (
            "facts",
            NEITHER_DESK,
        ),
        ("add_channel", NO_FOLDER),
        (
            "protect",
            NEITHER_DESK,
        ),
        (
            "share",
            NEITHER_DESK,
        ),
        ("leave", NO_FOLDER),
    ],
)
def test_pages_of_a_person(worker, name, refused):
    with become("maintenance"):
        _, mother, _ = make_family(worker)
    assert statuses(reverse(f"people:{name}", args=[mother.pk]), worker) == expected(**OPEN, **refused)


@pytest.mark.parametrize(
    ("name", "refused"),
    [
        ("household", {}),
        (
            "household_facts",
            NEITHER_DESK,
        ),
        (
            "add_member",
            NEITHER_DESK,
        ),
        (
            "budget",
            NEITHER_DESK,
        ),
    ],
)
def test_pages_of_a_household(worker, name, refused):
    with become("maintenance"):
        household, *_ = make_family(worker)
    assert statuses(reverse(f"people:{name}", args=[household.pk]), worker) == expected(**OPEN, **refused)


@pytest.mark.parametrize(
    ("name", "refused"),
    [
        ("persons", {}),
        ("receive", NO_FOLDER),
        ("resemblances", NO_FOLDER),
        (
            "requests",
            NEITHER_DESK,
        ),
    ],
)
def test_pages_without_a_person(worker, name, refused):
    assert statuses(reverse(f"people:{name}"), worker) == {**dict.fromkeys(map(str, ROLES), 200), **refused}


def test_a_visitor_is_asked_to_sign_in(client):
    assert client.get(reverse("people:persons")).status_code == 302


def test_the_list_takes_as_many_queries_for_one_as_for_three(client, worker):
    with become("maintenance"):
        make_family(worker)
    url = reverse("people:persons")
    few = count_queries(client, url)
    with become("maintenance"):
        for _ in range(3):
            make_family(worker)
    assert count_queries(client, url) == few


def test_the_folder_takes_as_many_queries_with_more_in_it(client, worker):
    with become("maintenance"):
        household, mother, _ = make_family(worker)
        attach(worker, make_household((mother, "applicant")))
    url = reverse("people:person", args=[mother.pk])
    few = count_queries(client, url)
    with become("maintenance"):
        attach(worker, make_household((mother, "applicant")))
        for number in range(3):
            child = make_person(f"Enfant {number}", "Autre")
            attach(worker, child)
            household.members.create(person=child, role="child")
            Channel.objects.create(person=mother, kind="phone", value=f"06 00 00 00 0{number}")
            attach(make_member(Role.SOCIAL_WORKER, worker.structure), mother)
    assert count_queries(client, url) == few


def test_opening_a_folder_and_a_household_is_journaled(client, worker):
    with become("maintenance"):
        household, mother, _ = make_family(worker)
    client.get(reverse("people:person", args=[mother.pk]))
    client.get(reverse("people:household", args=[household.pk]))
    with become("maintenance"):
        read = Entry.objects.filter(verb="read").order_by("id").values_list("object_kind", "object_id")
        assert list(read) == [("people.person", str(mother.pk)), ("people.household", str(household.pk))]


@pytest.mark.parametrize("name", ["identity", "facts", "household_facts", "budget"])
def test_a_form_that_shows_a_file_is_a_way_to_read_it(client, worker, name):
    """Whoever goes straight to the form leaves the same line as whoever opens the folder."""
    with become("maintenance"):
        household, mother, _ = make_family(worker)
    target = mother if name in ("identity", "facts") else household
    client.get(reverse(f"people:{name}", args=[target.pk]))
    client.post(reverse(f"people:{name}", args=[target.pk]))
    with become("maintenance"):
        assert list(Entry.objects.filter(verb="read").values_list("object_id", flat=True)) == [str(target.pk)]


def test_comparing_two_files_is_reading_both(client, worker):
    with become("maintenance"):
        _, mother, child = make_family(worker)
    client.get(reverse("people:merge", args=[mother.pk, child.pk]))
    with become("maintenance"):
        read = Entry.objects.filter(verb="read").order_by("id").values_list("object_id", flat=True)
        assert list(read) == [str(mother.pk), str(child.pk)]


@pytest.mark.parametrize(
    "typed",
    ["benali", "BÉNALI sam", "samira benali", "ben", "30/04/1992", "benali 30/04/1992", "samirah bénaly"],
)
def test_search_finds_her_however_she_is_typed(client, worker, typed):
    with become("maintenance"):
        _, mother, _ = make_family(worker)
        attach(worker, make_person("Karim", "Diallo"))
    page = client.get(reverse("people:persons"), {"q": typed})
    assert mother.full_name in page.content.decode()
    assert "DIALLO" not in page.content.decode()


def test_search_answers_htmx_with_the_list_alone(client, worker):
    headers = {"hx-request": "true", "hx-target": "personnes"}
    page = client.get(reverse("people:persons"), {"q": "zzz"}, headers=headers).content.decode()
    assert "<html" not in page
    assert "Recevoir «\u00a0zzz\u00a0»" in page


def test_pages_of_25_by_keyset_show_everybody_once(client, worker):
    with become("maintenance"):
        for number in range(60):
            attach(worker, make_person("Anne", f"Petit {number:02}"))
    url, seen, sizes = reverse("people:persons"), [], []
    page = client.get(url)
    while True:
        rows = [one.person.full_name for one in page.context["rows"]]
        seen += rows
        sizes.append(len(rows))
        if not page.context["page"].next_id:
            break
        page = client.get(url, {"apres": page.context["page"].next_id})
    assert sizes == [25, 25, 10]
    assert seen == sorted(set(seen))
    back = client.get(url, {"avant": page.context["page"].previous_id})
    assert [one.person.full_name for one in back.context["rows"]] == seen[25:50]


def receive(client, **typed):
    return client.post(reverse("people:receive"), typed)


def test_somebody_without_identity_is_received(client, worker):
    answer = receive(client, called="Monsieur du hall 3")
    assert answer.status_code == 302
    with become("maintenance"):
        person = Person.objects.get()
        assert (person.called, person.first_name, person.birth_date) == ("Monsieur du hall 3", "", None)
        followed = Attachment.objects.values_list("person_id", "worker_id", "structure_id")
        assert list(followed) == [(person.pk, worker.user_id, worker.structure_id)]


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("birth_date", "31/02/1990", "Cette date n’existe pas ou n’est pas lisible."),
        ("birth_date", "01/01/1890", "Écrivez une date à partir du"),
        ("birth_date", "01/01/2190", "Écrivez une date jusqu’au"),
        ("birth_date", "hier", "Cette date n’existe pas ou n’est pas lisible."),
        ("called", "😀", "Retirez «\u00a0😀\u00a0»"),
        ("last_name", "Benali 🎈", "Retirez «\u00a0🎈\u00a0»"),
        ("last_name", "-", "Écrivez ce nom avec des lettres."),
        ("first_name", "a" * 10_000, "Ce nom est trop long"),
        ("called", "n" * 10_000, "Ce nom est trop long"),
        ("called", "a\x00b", "nul"),
        ("called", "  ", "Indiquez au moins un nom"),
    ],
)
def test_what_is_mistyped_gets_a_sentence_and_stays_typed(client, worker, field, typed, sentence):
    others = {"first_name": "Samira"} if typed.strip() else {}
    answer = receive(client, **{**others, field: typed})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert answer.context["form"][field].value() == typed
    with become("maintenance"):
        assert not Person.objects.exists()


@pytest.mark.parametrize("name", ["X", "O", "Đặng", "محمد", "D’Arc-Lé", "Zoë"])
def test_names_people_bear_are_accepted(client, worker, name):
    assert receive(client, last_name=name).status_code == 302
    assert name.upper() in client.get(reverse("people:persons"), {"q": name}).content.decode()


def test_a_likely_duplicate_is_shown_once_then_the_human_decides(client, worker):
    with become("maintenance"):
        _, mother, _ = make_family(worker)
    typed = {"first_name": "Samirra", "last_name": "Bénali", "birth_date": "30/04/1992"}
    shown = receive(client, **typed)
    assert shown.status_code == 200
    assert [one.person.pk for one in shown.context["alike"]] == [mother.pk]
    assert receive(client, **typed, looked=shown.context["looked"]).status_code == 302


def test_looking_at_one_identity_does_not_wave_another_through(client, worker):
    with become("maintenance"):
        make_family(worker)
    typed = {"first_name": "Samira", "last_name": "Benali"}
    shown = receive(client, first_name="Inès", last_name="Benali")
    assert receive(client, **typed, looked=shown.context["looked"]).status_code == 200


def test_while_typing_only_persons_in_sight_are_proposed(client, worker):
    with become("maintenance"):
        make_family(make_member(Role.SOCIAL_WORKER))
    url = reverse("people:resemblances")
    typed = {"first_name": "Samira", "last_name": "Benali", "birth_date": "30/04/1992"}
    assert "Benali" not in client.get(url, typed).content.decode()
    with become("maintenance"):
        make_family(worker)
    assert "Samira BENALI" in client.get(url, typed).content.decode()


@pytest.mark.parametrize(
    ("typed", "filled"),
    [
        (
            "samira benali 30/04/1992",
            {"first_name": "samira", "last_name": "benali", "birth_date": date(1992, 4, 30)},
        ),
        ("anne marie petit", {"first_name": "anne marie", "last_name": "petit"}),
        ("julie", {"called": "julie"}),
        ("30/04/1992", {"birth_date": date(1992, 4, 30)}),
    ],
)
def test_what_was_searched_fills_the_fields_it_belongs_to(client, worker, typed, filled):
    page = client.get(reverse("people:receive"), {"q": typed})
    assert page.context["form"].initial == filled


def test_somebody_searched_and_known_is_shown_at_once(client, worker):
    with become("maintenance"):
        make_family(worker)
    page = client.get(reverse("people:receive"), {"q": "samira benaly 30/04/1992"})
    assert "Samira BENALI" in page.content.decode()


def test_the_number_is_dialled_and_comes_before_the_rest(client, worker):
    with become("maintenance"):
        _, person, _ = make_family(worker)
        Channel.objects.create(person=person, kind="phone", value="06 12 34 56 78")
    page = client.get(reverse("people:person", args=[person.pk])).content.decode()
    assert page.index('href="tel:0612345678"') < page.index("Son foyer")


def test_candidates_take_one_query_more_or_less_whatever_their_number(client, worker):
    with become("maintenance"):
        for _ in range(3):
            make_family(worker)
    actor = actor_of(worker)
    with acting(actor), CaptureQueriesContext(connection) as captured:
        queries.duplicates(actor, Person(first_name="Samira", last_name="Benali", called="Samira"))
    assert len(captured) == 2


def edit(client, person, version, **values):
    typed = {"version": version, "called": "Samira", "first_name": "Samira", "last_name": "Benali", **values}
    return client.post(reverse("people:identity", args=[person.pk]), typed)


def test_a_lost_update_is_compared_and_nothing_typed_is_lost(client, worker):
    with become("maintenance"):
        _, mother, _ = make_family(worker)
    assert edit(client, mother, 1, last_name="Bénali").status_code == 302
    late = edit(client, mother, 1, last_name="Ben Ali")
    assert late.status_code == 409
    assert ("Nom", "Bénali", "Ben Ali") in late.context["differences"]
    assert late.context["form"]["last_name"].value() == "Ben Ali"
    version = late.context["form"]["version"].value()
    assert edit(client, mother, version, last_name="Ben Ali").status_code == 302
    with become("maintenance"):
        assert Person.objects.get(pk=mother.pk).last_name == "Ben Ali"


def test_unknown_is_not_no(client, worker):
    with become("maintenance"):
        _, mother, _ = make_family(worker)
    url = reverse("people:facts", args=[mother.pk])
    typed = {"version": 1, "source": "declared", "pregnant": "non", "in_school": "", "disability_rate": "0"}
    assert client.post(url, typed).status_code == 302
    with become("maintenance"):
        facts = Person.objects.values_list("pregnant", "in_school", "disability_rate", "permit_years")
        assert facts.get(pk=mother.pk) == (False, None, 0, None)
        assert Person.objects.get(pk=mother.pk).birth_date == date(1992, 4, 30)
    page = client.get(url)
    assert page.context["form"]["pregnant"].value() == "non"


def test_channels_are_shared_discreet_and_removed(client, worker):
    with become("maintenance"):
        _, mother, child = make_family(worker)
    for one in (mother, child):
        typed = {"kind": "email", "value": "famille@exemple.fr", "discreet": "on"}
        assert client.post(reverse("people:add_channel", args=[one.pk]), typed).status_code == 302
    page = client.get(reverse("people:person", args=[mother.pk])).content.decode()
    assert "Discret\u00a0: aucun message" in page
    with become("maintenance"):
        channel = Channel.objects.get(person=mother)
    url = reverse("people:remove_channel", args=[mother.pk, channel.pk])
    assert client.post(url).status_code == 302
    with become("maintenance"):
        assert list(Channel.objects.values_list("person_id", flat=True)) == [child.pk]


@pytest.mark.parametrize(("kind", "value"), [("email", "pas une adresse"), ("phone", "non")])
def test_a_channel_that_reaches_nobody_is_refused(client, worker, kind, value):
    with become("maintenance"):
        _, mother, _ = make_family(worker)
    answer = client.post(reverse("people:add_channel", args=[mother.pk]), {"kind": kind, "value": value})
    assert answer.status_code == 422
    assert answer.context["form"]["value"].value() == value
