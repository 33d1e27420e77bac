"""The territory's diagnosis: figures of a day, texts and signatures of structures; closed, it no longer moves."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from maillage.accounts.enums import Role
from maillage.accounts.tests.factories import actor_of, make_member, make_structure, signed_in
from maillage.directory.actions import diagnosis as actions
from maillage.directory.models import Contribution, Diagnosis, DiagnosisVersion, Signature
from maillage.directory.queries import diagnosis as queries
from maillage.directory.tests.factories import commune
from maillage.directory.tests.offer import make_service
from maillage.permissions import ANONYMOUS, Forbidden
from maillage.permissions.context import acting
from tests.plugin import become

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("territories")]
TODAY = timezone.localdate()
LODGING = "logement-hebergement"


def member(role=Role.SOCIAL_WORKER):
    with become("maintenance"):
        return make_member(role)


@pytest.fixture
def animator():
    actor = actor_of(member(Role.ANIMATOR))
    with acting(actor):
        yield actor


@pytest.fixture
def worker(animator):
    return actor_of(member())


@pytest.fixture
def as_worker(version, worker):
    """The connection speaks for the worker; the version was opened before."""
    with acting(worker):
        yield


@pytest.fixture
def chinonais(animator):
    return commune("37072").epci


@pytest.fixture
def version(animator, chinonais):
    row = actions.open_diagnosis(by=animator, title="Chinonais, automne", territory=chinonais)
    return row.versions.get()


# Figures


def test_a_version_keeps_the_figures_of_its_day(animator, chinonais):
    make_service(make_structure(), zones=[f"epci:{chinonais.code}"], confirmed_on=TODAY)
    make_service(make_structure(), themes=["sante--acces-aux-soins"])
    told = queries.take(animator, chinonais, TODAY)
    assert told["coverage"][LODGING] == [1.0, 0.0, 0.0, 0]
    assert told["freshness"] == {"confirmés": 1, "déclarés": 0, "à vérifier": 1}
    assert (told["demand"], told["more"], len(told["coverage"])) == ({}, [], 16)


def test_a_small_count_of_demand_is_hidden_and_none_is_not_told(animator, chinonais, monkeypatch):
    asked = []

    def demand(codes, since, until):
        asked.append((sorted(codes)[0][:2], since, until))
        return {LODGING: 7, "sante": 4, "mobilite": 0}

    monkeypatch.setattr(queries, "DEMAND", [demand, lambda codes, since, until: {LODGING: 1}])
    monkeypatch.setattr(queries, "SUPPLY", [lambda codes, day: {"Places libres": 3}])
    told = queries.take(animator, chinonais, date(2026, 11, 24))
    assert told["demand"] == {LODGING: 8, "sante": None}
    assert told["more"] == [["Places libres", 3]]
    assert asked == [("37", date(2025, 11, 24), date(2026, 11, 24))]


def test_what_moved_by_a_point_is_said():
    old = {"coverage": {LODGING: [0, 0.5, 0.5, 3], "sante": [0, 0, 1.0, 9]}}
    new = {"coverage": {LODGING: [0, 0.495, 0.505, 3], "sante": [0.2, 0, 0.8, 7]}}
    assert queries.changed(old, new) == [("sante", 1.0, 0.8)]


# Contributions, signatures, versions


def test_a_structure_has_one_text_a_theme_and_signs_once(version, worker, as_worker):
    told = {"by": worker, "version": version}
    actions.contribute(**told, category="", text="Peu de bus.")
    actions.contribute(**told, category="", text="Plus aucun bus.")
    actions.contribute(**told, category=LODGING, text="Six mois d’attente.")
    actions.sign(**told)
    actions.sign(**told)
    assert [(one.category, one.text) for one in Contribution.objects.all()] == [
        ("", "Plus aucun bus."), (LODGING, "Six mois d’attente.")
    ]  # fmt: skip
    assert [(one.structure_id, one.signed_on, one.by) for one in Signature.objects.all()] == [
        (worker.structure_id, TODAY, worker.label)
    ]
    actions.unsign(**told)
    actions.unsign(**told)
    assert Signature.objects.count() == 0


def test_closed_it_no_longer_moves(version, animator, worker):
    with acting(worker):
        actions.contribute(by=worker, version=version, category="", text="Avant.")
    actions.close_version(by=animator, version=version)
    actions.close_version(by=animator, version=version)
    told = {"by": worker, "version": version}
    for act in (
        lambda: actions.contribute(**told, category="", text="Après."),
        lambda: actions.sign(**told),
        lambda: actions.unsign(**told),
        lambda: actions.take_again(by=animator, version=version),
    ):
        with pytest.raises(Forbidden, match="close"):
            act()
    assert Contribution.objects.get().text == "Avant."


def test_one_version_is_open_at_a_time(version, animator):
    with pytest.raises(Forbidden, match="déjà ouverte"):
        actions.open_version(by=animator, diagnosis=version.diagnosis)
    actions.close_version(by=animator, version=version)
    second = actions.open_version(by=animator, diagnosis=version.diagnosis)
    assert (second.number, queries.before(second), queries.before(version)) == (2, version, None)
    with pytest.raises(IntegrityError), transaction.atomic():
        DiagnosisVersion.objects.create(diagnosis=version.diagnosis, number=3, taken_on=TODAY)


def test_figures_are_taken_again_while_open(version, animator, chinonais):
    make_service(make_structure(), zones=[f"epci:{chinonais.code}"], confirmed_on=TODAY)
    actions.take_again(by=animator, version=version)
    version.refresh_from_db()
    assert version.snapshot["coverage"][LODGING][0] == 1.0


def test_only_the_animator_leads_it(version, worker):
    told = {"by": worker}
    for act in (
        lambda: actions.open_diagnosis(**told, title="x", territory=version.diagnosis.territory),
        lambda: actions.open_version(**told, diagnosis=version.diagnosis),
        lambda: actions.close_version(**told, version=version),
        lambda: actions.take_again(**told, version=version),
    ):
        with pytest.raises(Forbidden, match="animateur"):
            act()


def test_postgresql_hides_it_from_whoever_is_not_at_work(version, worker):
    with acting(worker):
        actions.contribute(by=worker, version=version, category="", text="Entre nous.")
    tables = [model._meta.db_table for model in (Diagnosis, DiagnosisVersion, Contribution, Signature)]
    with acting(ANONYMOUS), connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"SELECT count(*) FROM {table}")
            assert cursor.fetchone() == (0,)
    assert list(Diagnosis.objects.visible_to(ANONYMOUS)) == []


# Pages


@pytest.fixture
def led(client):
    return signed_in(client, Role.ANIMATOR)


def url(name, *args):
    return reverse(f"directory:{name}", args=args)


def opened(client):
    sent = client.post(url("new_diagnosis"), {"title": "Chinonais", "territory": "Chinon"})
    return sent["Location"]


def test_opened_told_signed_closed_then_another_version_says_what_changed(client, led):
    address = opened(client)
    client.post(f"{address}contribuer/", {"category": LODGING, "text": "Six mois d’attente."})
    client.post(f"{address}signer/")
    page = client.get(address).content.decode()
    assert "Six mois d’attente." in page
    assert "Retirer la signature" in page
    client.post(f"{address}fermer/")
    page = client.get(address).content.decode()
    assert ("Retirer la signature" in page, "Ouvrir une nouvelle version" in page) == (False, True)
    make_service(make_structure(), zones=["departement:37"])
    public_id = address.split("/")[3]
    second = client.post(url("open_version", public_id))["Location"]
    assert [row[1:] for row in client.get(second).context["moved"]["rows"]] == [["100\u00a0%", "0\u00a0%"]]


def test_on_paper_and_in_figures(client, led):
    address = opened(client)
    client.post(
        f"{address}contribuer/", {"category": "", "text": "Tout va «\u00a0bien\u00a0» \u202e #panic(1)"}
    )
    client.post(f"{address}signer/")
    pdf, table = client.get(f"{address}diagnostic.pdf"), client.get(f"{address}diagnostic.csv")
    assert (pdf.status_code, pdf.content[:5], pdf["Content-Type"]) == (200, b"%PDF-", "application/pdf")
    lines = table.content.decode("utf-8-sig").splitlines()
    assert (len(lines), lines[0].split(";")[0]) == (17, "categorie")


def test_ones_own_text_comes_back_to_be_written_again(client, led):
    address = opened(client)
    client.post(f"{address}contribuer/", {"category": LODGING, "text": "Six mois."})
    form = client.get(f"{address}contribuer/", {"theme": LODGING}).context["form"]
    assert (form["text"].value(), form["category"].value()) == ("Six mois.", LODGING)
    assert client.get(f"{address}contribuer/", {"theme": "\x00"}).status_code == 200


@pytest.mark.parametrize(
    "typed",
    [
        {"title": ""},
        {"title": "x", "territory": "Atlantide"},
        {"title": "\x00", "territory": "37"},
        {"title": "x" * 400, "territory": "37"},
    ],
)
def test_a_diagnosis_badly_asked_is_asked_again(client, led, typed):
    assert client.post(url("new_diagnosis"), typed).status_code == 422
    assert Diagnosis.objects.count() == 0


@pytest.mark.parametrize(
    "typed",
    [
        {"text": ""},
        {"text": "   "},
        {"text": "\x00"},
        {"text": "é" * 3000},
        {"text": "x", "category": "rien"},
    ],
)
def test_a_contribution_badly_told_is_asked_again(client, led, typed):
    address = opened(client)
    sent = client.post(f"{address}contribuer/", typed)
    assert sent.status_code == 422
    assert sent.context["form"]["text"].value() == typed.get("text")


def test_a_closed_version_refuses_with_a_reason_and_loses_nothing(client, led):
    address = opened(client)
    client.post(f"{address}fermer/")
    sent = client.post(f"{address}contribuer/", {"category": "", "text": "Trop tard"})
    assert (sent.status_code, "Trop tard" in sent.content.decode()) == (422, True)
    assert client.post(f"{address}signer/").status_code == 403


@pytest.mark.parametrize("number", ["0", "2", "9" * 12, "9" * 40])
def test_a_version_that_does_not_exist(client, led, number):
    address = opened(client)
    assert client.get(address.replace("/1/", f"/{number}/")).status_code == 404


def test_the_list_costs_the_same_whatever_its_length(client, led, django_assert_max_num_queries):
    for _ in range(4):
        opened(client)
    with django_assert_max_num_queries(20):
        assert client.get(url("diagnoses")).content.decode().count("version 1") == 4
