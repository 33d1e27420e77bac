"""What the pages say, in how many queries."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from maillage.accounts.enums import Role
from maillage.accounts.tests.factories import actor_of, client_of, make_member, make_structure
from maillage.training.models import AccountLine, HalfDay, Session, Stakeholder
from maillage.training.tests import factories as make
from tests.plugin import become

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


class People:
    def __init__(self):
        with become("maintenance"):
            here = make_structure()
            self.school = make_member(Role.TRAINING_OFFICER)
            self.officer = make_member(Role.TRAINING_OFFICER, here)
            self.worker = make_member(Role.SOCIAL_WORKER, here)

    def client(self, name):
        return client_of(getattr(self, name))


@pytest.fixture
def people():
    return People()


def page(client, name, *args, **query):
    response = client.get(reverse(f"training:{name}", args=args), query)
    assert response.status_code == 200
    return response.content.decode()


def test_the_catalogue_is_read_without_an_account_and_says_the_seats_left(people):
    session = make.make_session(people.school, title="Aller vers", seats=2)
    make.make_registration(session, people.worker, by=people.officer)
    make.make_session(people.school, title="Secrète", published=False)
    told = page(Client(), "sessions")
    assert "Aller vers" in told
    assert "1\u00a0place sur 2" in told
    assert "Secrète" not in told
    assert page(Client(), "sessions_csv").count("Aller vers") == 1


@pytest.mark.parametrize(
    "query", ["theme=abc", "theme=99999999999999999999", "rubrique=x", "page=zz", "q=%00", "pour=nobody"]
)
def test_a_filter_that_means_nothing_is_no_error(people, query):
    make.make_session(people.school)
    assert Client().get(f"{reverse('training:sessions')}?{query}").status_code == 200


@pytest.mark.parametrize("name", ["sessions", "account", "to_answer", "stakeholders"])
def test_lists_cost_the_same_with_one_row_and_three(people, name):
    client, costs = people.client("officer" if name == "to_answer" else "worker"), []
    for count in (1, 2):
        for _ in range(count):
            session = make.make_session(people.school, quotas={people.worker.structure: 2}, seats=9)
            make.make_registration(session, people.worker, "asked")
            make.make_line(people.school, people.worker, actor_of(people.school), kind="mandatory")
            make.make_declaration(people.worker)
            one, other = make.make_stakeholder(people.school), make.make_stakeholder(people.school)
            make.make_tie(one, other, people.school)
        page(client, name)
        with CaptureQueriesContext(connection) as found:
            page(client, name)
        costs.append(len(found))
    assert costs[0] == costs[1]


def test_my_account_says_what_counts_why_and_that_it_is_no_obligation(people):
    actor = actor_of(people.school)
    make.make_line(people.school, people.worker, actor, title="Aller vers")
    make.make_line(people.school, people.worker, actor, title="Incendie", kind="mandatory")
    told = page(people.client("worker"), "account", annee=make.PAST.year)
    for words in (
        "<strong>1\u00a0jour</strong> sur 3\u00a0jours",
        "Compte\u00a0: une formation thématique compte.",
        "Ne compte pas\u00a0: les formations réglementaires obligatoires",
        "Ce n’est pas une obligation nationale",
        "à titre indicatif",
    ):
        assert words in told
    assert told.count("Contester<") == 1


def test_what_is_typed_about_a_session_stays_when_it_is_refused(people):
    client = people.client("school")
    sent = {"title": "Aller vers", "kind": "thematic", "half_days": "un jour", "asks_until": "1/1/2027"}
    response = client.post(reverse("training:new_session"), sent)
    told = response.content.decode()
    assert response.status_code == 422
    assert "nous n’y lisons pas une date" in told
    assert "un jour</textarea>" in told


def written(client, half_days, **more):
    soon = TODAY + timedelta(days=20)
    sent = {
        "title": "Aller vers",
        "kind": "thematic",
        "half_days": half_days,
        "asks_until": f"{soon:%d/%m/%Y}",
        **more,
    }
    return client.post(reverse("training:new_session"), sent)


def test_half_days_are_read_as_people_type_them(people):
    day = TODAY + timedelta(days=30)
    lines = f"{day:%d/%m/%Y} matin\n{day:%d/%m/%Y} après-midi 3\n{day + timedelta(days=1):%d/%m/%Y}"
    assert written(people.client("school"), lines).status_code == 302
    with become("maintenance"):
        found = [(one.on, one.part[1:], float(one.hours)) for one in HalfDay.objects.all()]
    next_day = day + timedelta(days=1)
    assert found == [
        (day, "morning", 3.5),
        (day, "afternoon", 3.0),
        (next_day, "morning", 3.5),
        (next_day, "afternoon", 3.5),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "12/03/2027 matin 9",
        "12/03/2027 matin\n12/03/2027",
        "99/99/2027",
        "matin",
        "12/03/20270 soir",
        "12/03/2027 matin x",
    ],
)
def test_half_days_that_cannot_be_are_told(people, line):
    assert written(people.client("school"), line).status_code == 422


def test_a_session_is_corrected_with_what_it_holds(people):
    session = make.make_session(people.school, title="Aller vers", seats=4)
    client = people.client("school")
    told = page(client, "edit_session", session.public_id)
    assert f"{session.starts_on:%d/%m/%Y} matin\n{session.starts_on:%d/%m/%Y} après-midi</textarea>" in told


def test_the_sheet_ticks_who_came_then_closes(people):
    session = make.make_session(people.school, on=make.PAST)
    row = make.make_registration(session, people.worker, by=people.officer)
    client, half = people.client("school"), session.half_days.first()
    address = reverse("training:sheet", args=[session.public_id])
    assert client.post(address, {"p": [f"{row.pk}.{half.pk}"]}).status_code == 302
    assert client.get(address).content.decode().count(" checked") == 1
    assert client.post(address, {"p": ["9.9"]}).status_code == 422
    client.post(reverse("training:finish", args=[session.public_id]))
    with become("maintenance"):
        assert float(AccountLine.objects.get().hours) == 3.5
    assert client.post(address, {"p": []}).status_code in (200, 422)
    worker = people.client("worker")
    for name, args in (("attestation", [row.public_id]), ("account_pdf", [])):
        response = worker.get(reverse(f"training:{name}", args=args))
        assert response.content.startswith(b"%PDF"), name
    assert client.get(reverse("training:sheet_pdf", args=[session.public_id])).content.startswith(b"%PDF")


def test_a_declaration_with_a_file_is_read_by_who_confirms(people):
    client = people.client("worker")
    sent = {
        "title": "Colloque",
        "kind": "conference",
        "starts_on": f"{TODAY:%d/%m/%Y}",
        "ends_on": f"{TODAY:%d/%m/%Y}",
    }
    paper = SimpleUploadedFile("attestation.txt", "Présente.".encode())
    response = client.post(reverse("training:declare"), {**sent, "hours": "7", "file": paper})
    assert response.status_code == 302
    officer = people.client("officer")
    got = officer.get(f"{response.url}attestation/")
    assert (got.content.decode(), got["Content-Disposition"].split(";")[0]) == ("Présente.", "attachment")
    bad = SimpleUploadedFile("attestation.pdf", bytes(range(8)))
    assert (
        client.post(
            reverse("training:declare"), {**sent, "title": "Autre", "hours": "7", "file": bad}
        ).status_code
        == 422
    )


def test_a_refusal_without_a_reason_is_asked_for_one(people):
    row = make.make_registration(make.make_session(people.school), people.worker, "asked")
    client, address = people.client("officer"), reverse("training:answer_registration", args=[row.public_id])
    told = client.post(address, {"answer": "no", "reason": " "})
    assert (told.status_code, "Dites pourquoi" in told.content.decode()) == (422, True)
    assert client.post(address, {"answer": "yes"}).status_code == 302


def test_the_map_is_a_list_a_picture_and_data(people):
    one = make.make_stakeholder(people.school, name="<b>Institut</b>")
    other = make.make_stakeholder(people.school, name="CNFPT", kind="funder")
    make.make_tie(one, other, people.school, "funds")
    told = page(Client(), "stakeholders")
    assert told.count("<circle") == 2
    assert "<b>Institut" not in told
    data = Client().get(reverse("training:stakeholders_json")).json()
    assert ([row["nom"] for row in data["acteurs"]], data["liens"][0]["lien"]) == (
        ["<b>Institut</b>", "CNFPT"],
        "finance",
    )
    picture = Client().get(reverse("training:stakeholders_svg"))
    assert (picture["Content-Type"], picture.content[:4]) == ("image/svg+xml", b"<svg")


def test_a_name_twice_and_a_link_to_oneself_are_told(people):
    client = people.client("school")
    sent = {"name": "CNFPT", "kind": "funder", "where": "Tours"}
    assert client.post(reverse("training:add_stakeholder"), sent).status_code == 302
    assert client.post(reverse("training:add_stakeholder"), sent).status_code == 422
    with become("maintenance"):
        key = Stakeholder.objects.get().public_id
    told = client.post(reverse("training:add_tie"), {"one": key, "other": key, "kind": "funds"})
    assert (told.status_code, "deux acteurs différents" in told.content.decode()) == (422, True)


def test_a_programme_says_which_themes_have_no_session(people):
    programme = make.make_programme(people.school, ["Aller vers", "Numérique"])
    make.make_session(people.school, themes=[programme.themes.get(title="Aller vers")])
    told = page(Client(), "programme", programme.public_id)
    assert "1\u00a0thème sans aucune session" in told
    assert told.count("Aucune session<") == 1


def test_a_programme_and_its_themes_say_the_decision_behind_them_to_everybody(people):
    client, year = people.client("school"), TODAY.year
    told = {"title": "Trois ans pour aller vers", "decision": "Séance du comité local du 12 mars", "starts_on": f"01/01/{year}", "ends_on": f"31/12/{year + 2}"}  # fmt: skip
    there = client.post(reverse("training:new_programme"), told).url
    said = Client().get(there).content.decode()
    assert f"Décision\u00a0: {told['decision']}." in said
    empty = client.post(reverse("training:new_programme"), {**told, "title": "Autre", "decision": ""})
    assert empty.status_code == 422
    theme = {
        "title": "Aller vers",
        "rubric": "stakes",
        "about": "",
        "source": "Enquête auprès des équipes, 2026",
    }
    programme = there.rstrip("/").rpartition("/")[2]
    client.post(reverse("training:add_theme", args=[programme]), theme)
    said = Client().get(there).content.decode()
    assert "Enquête auprès des équipes, 2026" in said
    assert "Comprendre les enjeux de société" in said


@pytest.mark.parametrize("rubric", ["update", "evolving", "stakes", "reflect"])
def test_each_rubric_of_orientation_finds_its_own_trainings(people, rubric):
    for one in ("update", "evolving", "stakes", "reflect"):
        make.make_session(people.school, title=f"Formation de {one}", rubric=one)
    make.make_session(people.school, title="Sans rubrique")
    told = page(Client(), "sessions", rubrique=rubric)
    assert f"Formation de {rubric}" in told
    assert told.count("Formation de ") == 1
    assert "Sans rubrique" not in told


def test_trainings_open_to_students_volunteers_and_persons_concerned_are_found(people):
    make.make_session(
        people.school, title="Pour tous ceux-là", audiences=["students", "volunteers", "concerned"]
    )
    only = make.make_session(people.school, title="Entre encadrants", audiences=["managers"])
    for audience, words in (
        ("students", "étudiants"),
        ("volunteers", "bénévoles"),
        ("concerned", "personnes concernées"),
    ):
        told = page(Client(), "sessions", pour=audience)
        assert "Pour tous ceux-là" in told
        assert "Entre encadrants" not in told
        session = Session.objects.get(title="Pour tous ceux-là")
        assert words in page(Client(), "session", session.public_id).lower()
    assert "bénévoles" not in page(Client(), "session", only.public_id).lower()


def test_three_questions_to_read_an_action_again_are_read_by_the_team_alone(people):
    with become("maintenance"):
        mate = make_member(Role.SOCIAL_WORKER, people.worker.structure)
    told = {"action": "Forum des métiers", "deconstruct": "Un métier de femmes\u00a0?", "diversify": "Le samedi matin.", "energise": "Un pair raconte.", "next_step": "Inviter le lycée pro."}  # fmt: skip
    there = people.client("worker").post(reverse("training:new_self_check"), told).url
    said = client_of(mate).get(there).content.decode()
    for one in ("Déconstruire", "Diversifier", "Dynamiser", *told.values()):
        assert one in said, one
    assert "Forum des métiers" in page(client_of(mate), "self_checks")
    elsewhere = people.client("school")
    assert elsewhere.get(there).status_code == 404
    assert "Forum des métiers" not in page(elsewhere, "self_checks")
    empty = people.client("worker").post(reverse("training:new_self_check"), {**told, "action": ""})
    assert empty.status_code == 422
    assert "Dites quelle action." in empty.content.decode()
    assert "Le samedi matin." in empty.content.decode()


def test_seats_beyond_the_room_are_told_and_nothing_is_kept(people):
    session = make.make_session(people.school, seats=2)
    client = people.client("school")
    told = client.post(
        reverse("training:keep_seats", args=[session.public_id]), {"structure": "", "seats": "3"}
    )
    assert (told.status_code, "3 sur 2" in told.content.decode()) == (422, True)
    with become("maintenance"):
        assert not Session.objects.get(pk=session.pk).quotas.exists()


CATALOGUE = "identifiant;titre;type;quand;inscriptions;places\n"


def imported(people, lines, encoding="utf-8"):
    content = (CATALOGUE + lines).encode(encoding)
    sent = {"file": SimpleUploadedFile("catalogue.csv", content), "request": "1"}
    return people.client("school").post(reverse("training:import_sessions"), sent)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_a_catalogue_is_brought_in_once(people, encoding):
    lines = "A1;Aller vers;Formation thématique;12/03/2027 matin | 13/03/2027;01/03/2027;12\n"
    for _ in range(2):
        assert imported(people, lines, encoding).status_code == 302
    with become("maintenance"):
        found = [
            (one.source_code, one.kind, one.seats, one.half_days.count()) for one in Session.objects.all()
        ]
    assert found == [("A1", "thematic", 12, 3)]


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ("A1;X;thematic;12/03/2027;01/03/2027;\nA2;Y;thematic;hier;01/03/2027;", "Ligne 3\u00a0: quand."),
        ("A1;X;inconnu;12/03/2027;01/03/2027;", "Ligne 2\u00a0: type."),
        ("A1;X;thematic;12/03/2027;01/03/2027;\nA1;Y;thematic;12/03/2027;01/03/2027;", "est sur deux lignes"),
        ("", "entre une et 300 sessions"),
    ],
    ids=["date", "kind", "twice", "empty"],
)
def test_a_catalogue_that_is_wrong_brings_nothing_in(people, lines, words):
    told = imported(people, lines)
    assert (told.status_code, words in told.content.decode()) == (422, True)
    with become("maintenance"):
        assert not Session.objects.exists()
