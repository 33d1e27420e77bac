"""Pages of conventions: prepared, proposed, signed by account and by a link, followed; what bad input gets."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from maillage.accounts.enums import Role
from maillage.accounts.tests.factories import client_of, make_member
from maillage.conventions.actions.signing import send_one
from maillage.conventions.enums import Clause
from maillage.conventions.models import Aid, Convention, Headcount, Signature, Site, Tutor, Version
from maillage.conventions.tests.factories import Placed, fresh, make_site, make_tutor
from maillage.conventions.tests.reading_pdf import pdf_text
from maillage.directory.models import Territory
from tests.plugin import become

pytestmark = pytest.mark.django_db
ROOT = "/stages/conventions/"


def words(answer):
    return unescape(answer.text).replace("\u00a0", " ")


def typed(placed, **told):
    """What the form of a convention sends."""
    today = timezone.localdate()
    first, last = today + timedelta(days=10), today + timedelta(days=100)
    return {
        "status": "initial", "student_name": "Nour Haddad", "student_email": "nour@exemple.test", "diploma_code": "deass",
        "year": "2", "course_hours": "600", "host": placed.host.name, "tutor": placed.tutor.pk, "level": "2",
        "first_1": f"{first:%d/%m/%Y}", "last_1": f"{last:%d/%m/%Y}", "hours_1": "7", "days_1": ["0", "1", "2", "3", "4"],
        "singles": "", "closures": "", "skills": "Conduire un entretien.", "activities": "Accueil.", "hourly_rate": "",
        "school_signer": "Colette Roy", "school_email": "", "host_signer": "Maryse Aubin", "host_email": "maryse@exemple.test",
        "teacher_name": "Colette Roy", **told,
    }  # fmt: skip


@pytest.fixture
def placed():
    return Placed()


@pytest.fixture
def school(placed):
    return client_of(placed.officer)


def test_a_convention_from_its_form_to_its_last_signature(placed, school):
    there = school.post(f"{ROOT}nouvelle/", typed(placed, school_email=placed.officer.user.email)).url
    page = words(school.get(there))
    assert "Nour Haddad" in page
    assert "En préparation" in page
    assert "une signature" not in page
    school.post(f"{there}proposer/")
    page = words(school.get(there))
    assert "À signer : 4 signatures attendues" in page
    links = sorted(set(re.findall(r"/stages/signer/[^\"]+/", page)))
    assert len(links) == 2
    school.post(f"{there}envoyer/")
    signed = {"version": "1", "digest": re.search(r'name="digest" value="(\w+)"', page)[1]}
    school.post(f"{there}signer/", signed)
    client_of(placed.worker).post(f"{there}signer/", signed)
    for link in links:
        opened = words(school.get(link))
        assert "Signer la convention" in opened
        assert "Conduire un entretien." in opened
        assert absent(school.get(f"{link}convention.pdf"), "15. Attestation de stage", "Maryse Aubin") == []
        assert "C’est signé" in words(school.post(link, signed, follow=True))
        assert "Vous avez signé" in words(school.get(link))
    assert "Signée, commence le" in words(school.get(there))


def test_what_was_typed_stays_and_what_is_wrong_is_said(placed, school):
    answer = school.post(
        f"{ROOT}nouvelle/", typed(placed, host="Nulle part", singles="demain : 4 h", first_1="")
    )
    page = words(answer)
    assert answer.status_code == 422
    assert "n’est pas dans l’annuaire" in page
    assert "Écrivez le premier et le dernier jour" in page
    assert "demain : 4 h" in page
    answer = school.post(f"{ROOT}nouvelle/", typed(placed, singles="demain : 4 h"))
    assert "Cette ligne ne se lit pas : « demain : 4 h ». Exemple : 12/03/2027 : 4 h" in words(answer)
    other = make_tutor()
    assert "n’est pas au registre" in words(school.post(f"{ROOT}nouvelle/", typed(placed, tutor=other.pk)))
    assert "à deux titres" in words(school.post(f"{ROOT}nouvelle/", typed(placed, host_signer="nour haddad")))


def test_the_form_shows_what_is_kept(placed, school):
    form = school.get(placed.row.get_absolute_url() + "changer/").context["form"]
    data = {name: form[name].value() for name in form.fields if form[name].value() not in (None, False)}
    data = {
        name: f"{value:%d/%m/%Y}" if hasattr(value, "strftime") else value for name, value in data.items()
    }
    before = fresh(placed.row)
    school.post(placed.row.get_absolute_url() + "changer/", data)
    after = fresh(placed.row)
    assert (after.calendar, after.skills, after.tutor_id, after.hours) == (before.calendar, before.skills, before.tutor_id, before.hours)  # fmt: skip
    with become("maintenance"):
        assert sorted(after.signers.values_list("role", "user")) == sorted(before.signers.values_list("role", "user"))  # fmt: skip


def test_a_refusal_by_link_is_read_by_the_school(placed, school):
    placed.propose()
    there = placed.row.get_absolute_url()
    link = re.search(r"/stages/signer/[^\"]+/", school.get(there).text)[0]
    with become("maintenance"):
        version = Version.objects.get(convention=placed.row)
    told = {"version": "1", "digest": version.digest}
    assert "Dites ce qui ne va pas" in words(school.post(link, {**told, "reason": " "}))
    school.post(link, {**told, "reason": "Les horaires."})
    page = words(school.get(there))
    assert "a refusé le" in page
    assert "Les horaires." in page
    assert "a changé entre-temps" in words(school.post(link, {**told, "digest": "x"}, follow=True))
    placed.change(activities="Permanences.")
    former = school.get(f"{there}versions/1.pdf")
    assert absent(former, "version 1", "visites à domicile") == []
    assert absent(school.get(f"{there}convention.pdf"), "version 2", "Permanences") == []
    assert [school.get(f"{there}versions/{number}.pdf").status_code for number in (0, 3, 10**12)] == [404] * 3
    school.post(f"{there}signataires/host/nouveau-lien/")
    assert school.get(link).status_code == 404
    with become("maintenance"):
        assert Signature.objects.count() == 1


def test_the_link_leaves_by_mail(placed, school):
    placed.propose()
    there = placed.row.get_absolute_url()
    assert "part par mail à maryse@exemple.test" in words(
        school.post(f"{there}signataires/host/envoyer/", follow=True)
    )
    with become("maintenance"):
        signer = placed.row.signers.get(role="host").pk
    send_one(by=placed.by, signer=signer, site="https://maillage.exemple/")
    (letter,) = mail.outbox
    assert letter.to == ["maryse@exemple.test"]
    link = re.search(r"https://maillage\.exemple(/stages/signer/\S+)", letter.body)[1]
    assert school.get(link).status_code == 200


def absent(answer, *sentences):
    """Those that the PDF does not hold, spaces left out."""
    text = pdf_text(answer.content).replace(" ", "")
    return [one for one in sentences if one.replace(" ", "") not in text]


def test_the_paper_has_every_mention_of_the_law(placed, school):
    """The fifteen mentions of article D124-4, each numbered, and those who sign."""
    placed.propose()
    answer = school.get(placed.row.get_absolute_url() + "convention.pdf")
    assert answer["Content-Type"] == "application/pdf"
    titles = [
        "1. La formation", "2. Qui accompagne", "3. Compétences", "4. Activités", "5. Dates et durée", "6. Présence chaque semaine",
        "7. Encadrement", "8. Gratification", "9. Protection sociale", "10. Absences", "11. Suspension", "12. Validation",
        "13. Avantages", "14. Règlement intérieur", "15. Attestation",
    ]  # fmt: skip
    assert absent(answer, *titles) == []
    assert len(Clause) == 10
    told = ["Diplôme d’État d’assistant de service social, année 2 : 600 heures dans l’année", "Colette Roy", str(placed.tutor.user), "Conduire un entretien", "visites à domicile", "7 h par jour", "par semaine", "4,50 €", "accidents du travail", "L124-13", "par écrit", "titres-restaurant", "226-13", "D124-9", "Maryse Aubin"]  # fmt: skip
    assert absent(answer, *told) == []


def test_absences_assessments_support_and_money_have_their_pages(placed, school):
    placed.propose()
    with become("maintenance"):
        Convention.objects.filter(pk=placed.row.pk).update(signed_version=1)
    there, today = placed.row.get_absolute_url(), f"{timezone.localdate():%d/%m/%Y}"
    school.post(f"{there}absences/", {"first": today, "last": today, "kind": "absence", "reason": "grève"})
    school.post(f"{there}financements/", {"funder": "Région", "amount": "100", "granted_on": today})
    student, tutor = client_of(placed.student), client_of(placed.worker)
    student.post(f"{there}soutien/", {"words": "Je n’ai plus de logement."})
    tutor.post(f"{there}evaluation/midway/", {"skills": "Écoute bien."})
    page = words(school.get(there))
    for one in ("grève", "Région : 100 €", "Je n’ai plus de logement.", "Écoute bien.", "Sans financement"):
        assert one in page, one
    for other in (tutor, client_of(placed.leader)):
        assert "Je n’ai plus" not in words(other.get(there))
    assert "Nour" not in page
    request = re.search(r"soutien/[0-9a-f-]{36}/", page)[0]
    school.post(f"{there}{request}", {"words": "Venez jeudi."})
    assert "Venez jeudi." in words(student.get(there))
    assert school.get(f"{there}aides/?km=12").context["told"].km == 12
    assert absent(school.get(f"{there}aides.pdf?km=12"), "12 km aller") == []
    school.post(f"{there}interrompre/", {"on": today, "cause": "money", "words": ""})
    assert "Interrompue le" in words(school.get(there))


def test_the_register_of_tutors(placed):
    leader = client_of(placed.leader)
    with become("maintenance"):
        worker = make_member(Role.SOCIAL_WORKER, placed.host)
    told = {
        "user": worker.user_id,
        "diplomas": ["deass"],
        "since": "01/09/2025",
        "allowance": "50",
        "allowance_words": "",
    }
    there = leader.post("/stages/tuteurs/inscrire/", told).url
    assert "déjà" in words(leader.post("/stages/tuteurs/inscrire/", told))
    own = client_of(worker)
    line = {"kind": "training", "on": "02/10/2026", "hours": "14", "words": "Formation de tuteur"}
    own.post(f"{there}lignes/", line)
    own.post(f"{there}lignes/", {**line, "kind": "skill", "words": "Transmettre un geste"})
    assert "Écrivez le nombre d’heures" in words(own.post(f"{there}lignes/", {**line, "hours": ""}))
    assert absent(own.get(f"{there}attestation.pdf"), "14 h", "Transmettre un geste") == []
    leader.post("/stages/effectif/", {"starts_on": "01/01/2026", "persons": "40"})
    with become("maintenance"):
        assert Headcount.objects.get().persons == 40
        assert Tutor.objects.get(user=worker.user).allowance == 50
    assert "effectif déclaré : 40" in words(leader.get("/stages/tuteurs/"))


def test_an_agreement_is_proposed_accepted_visited(placed, school):
    today = timezone.localdate()
    told = {"host": placed.host.name, "starts_on": f"{today:%d/%m/%Y}", "ends_on": f"{today + timedelta(days=300):%d/%m/%Y}", "objectives": "Accueillir."}  # fmt: skip
    there = school.post("/stages/sites/proposer/", told).url
    leader = client_of(placed.leader)
    assert "n’est pas encore accepté" in words(
        school.post(f"{there}visites/", {"on": f"{today:%d/%m/%Y}", "words": "x"})
    )
    leader.post(f"{there}accepter/")
    leader.post(f"{there}visites/", {"on": f"{today:%d/%m/%Y}", "words": "Bureau prêt."})
    page = words(school.get(there))
    assert "En vigueur" in page
    assert "Bureau prêt." in page
    assert "a déjà répondu" in words(leader.post(f"{there}refuser/", {"reason": "Non."}))
    with become("maintenance"):
        Site.objects.update(ends_on=today - timedelta(days=1), starts_on=today - timedelta(days=9))
    assert "Expiré" in words(school.get(there))


def test_aids_are_kept_and_estimated(placed, school):
    aid = {"title": "Billet régional", "kind": "mobility", "territory": "Indre-et-Loire", "giver": "Région", "amount": "0,10", "unit": "km", "from_km": "5", "checked_on": "01/11/2026"}  # fmt: skip
    school.post("/stages/aides/ajouter/", aid)
    assert "0,10 € par kilomètre parcouru" in words(school.get("/stages/aides/"))
    told = school.get(placed.row.get_absolute_url() + "aides/?km=10").context["told"]
    assert [(one.title, value) for one, value in told.lines] == [("Billet régional", told.travelled / 10)]
    assert not school.get(placed.row.get_absolute_url() + "aides/?km=4").context["told"].lines
    with become("maintenance"):
        one = Aid.objects.get()
        place = Territory.objects.get(kind="departement", code="37")
        elsewhere = make_member(Role.TRAINING_OFFICER)
    assert one.territory == place
    there = f"/stages/aides/{one.public_id}/"
    assert client_of(elsewhere).post(f"{there}retirer/").status_code == 403
    school.post(f"{there}retirer/")
    assert "Billet régional" not in words(school.get("/stages/aides/"))


def test_who_has_a_licence_is_not_offered_to_pass_it(placed, school):
    aid = {"title": "Coup de pouce au permis", "kind": "licence", "territory": "Indre-et-Loire", "giver": "Région", "amount": "300", "unit": "once", "checked_on": "01/11/2026"}  # fmt: skip
    school.post("/stages/aides/ajouter/", aid)
    there = placed.row.get_absolute_url() + "aides/?km=10"
    without = school.get(there)
    assert "J’ai le permis de conduire" in words(without)
    assert [(one.title, value) for one, value in without.context["told"].lines] == [
        ("Coup de pouce au permis", 300)
    ]
    assert school.get(there + "&licence=on").context["told"].lines == []


def test_stopped_placements_are_counted_by_difficulty_and_year_never_by_a_few(placed, school):
    shared = {"school": placed.school, "host": placed.host}
    rows = [Placed(**shared).row for _ in range(11)]
    with become("maintenance"):
        chosen = Convention.objects.filter(pk__in=[row.pk for row in rows])
        chosen.update(version=1, signed_version=1, level="2", year=2)
    page = words(school.get("/stages/chiffres/"))
    assert "Difficulté 2, année 2" in page
    assert "11 stages, 0 arrêté" in page
    today = timezone.localdate()
    for stopped, said in ((1, "11 stages, de 1 à 4 arrêtés"), (5, "11 stages, 5 arrêtés")):
        with become("maintenance"):
            some = [row.pk for row in rows[:stopped]]
            Convention.objects.filter(pk__in=some).update(dropped_on=today, drop_cause="money")
        assert said in words(school.get("/stages/chiffres/"))
    with become("maintenance"):
        Convention.objects.filter(pk=rows[-1].pk).update(year=1)
    page = words(school.get("/stages/chiffres/"))
    assert "Difficulté" not in page, "ten of a kind would point at somebody"


def test_the_calculator_is_public_and_shows_its_arithmetic(client):
    asked = {"first_1": "04/01/2027", "last_1": "04/03/2027", "hours_1": "7", "days_1": ["0", "1", "2", "3", "4"], "singles": "05/03/2027 : 1 h"}  # fmt: skip
    page = words(client.get("/stages/gratification/", asked))
    assert "1 390,50 €" in page
    assert "309 h > 308 h" in page
    assert "309 h ÷ 7 = 44 jours" in page
    page = words(client.get("/stages/gratification/", {**asked, "status": "apprentice"}))
    assert "Aucune gratification n’est due" in page
    for wrong in ({"first_1": "x"}, {"hours_1": "1e9"}, {"singles": "\x00"}, {"status": "?"}, {"first_1": "01/01/2015"}, {"days_1": ["9"]}, {"others": "-1"}):  # fmt: skip
        answer = client.get("/stages/gratification/", {**asked, **wrong})
        assert answer.status_code == 200
        assert answer.context["form"].errors, wrong


def listed(count):
    one = Placed()
    for _ in range(count - 1):
        Placed(school=one.school, host=one.host)
    return one


@pytest.mark.parametrize(
    "path", [ROOT, "/stages/tuteurs/", "/stages/sites/", "/stages/aides/", "/stages/chiffres/"]
)
def test_lists_cost_the_same_with_one_row_and_with_three(path):
    costs = []
    for count in (1, 3):
        one = listed(count).propose()
        for _ in range(count):
            make_tutor(one.school, diplomas=[])
            make_site(one.school, one.host)
        browser = client_of(one.officer)
        browser.get(path)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert browser.get(path).status_code == 200
        costs.append(len(asked))
    assert costs[0] == costs[1]


def test_who_has_nothing_to_do_there_gets_nothing(placed):
    with become("maintenance"):
        stranger, other = make_member(Role.TRAINING_OFFICER), make_member(Role.STUDENT, placed.school)
    for member in (stranger, other):
        browser = client_of(member)
        assert browser.get(placed.row.get_absolute_url()).status_code == 404
        assert browser.get(placed.row.get_absolute_url() + "convention.pdf").status_code == 404
    assert client_of(other).get("/stages/conventions/nouvelle/").status_code == 403
    assert client_of(placed.leader).get(placed.row.get_absolute_url()).status_code == 404
