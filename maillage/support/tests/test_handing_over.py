"""Everything held about a person, handed over once reviewed; nothing that is somebody else's; what is missing is said."""

import json
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pikepdf import open as open_pdf

from maillage.accounts.tests.factories import actor_of, signed_in
from maillage.audit.models import Entry
from maillage.people.models import ProtectedAddress, ProtectedReader
from maillage.people.tests.factories import make_line
from maillage.permissions.context import acting
from maillage.rights.models import Entitlement
from maillage.support.actions.goals import Planned
from maillage.support.models import Act, DataRequest, LegalHold, Note, OwnWords, Reply
from maillage.support.queries.held import held
from maillage.support.tests.factories import (
    make_accompaniment,
    make_act,
    make_answer,
    make_appointment,
    make_document,
    make_goal,
    make_note,
    make_promise,
    make_question,
)
from tests.plugin import become


@pytest.fixture
def hers(town, settings, tmp_path):
    settings.MAILLAGE_FILES = tmp_path
    with become("maintenance"):
        _fill(town)
        town.asked = DataRequest.objects.create(
            person=town.samira,
            kind="take_away",
            words="Je veux tout.",
            asked_on=date.today(),
            due_on=date.today(),
        )
    town.client = Client()
    signed_in(town.client, member=town.worker)
    town.url = reverse("support:data", args=[town.samira.pk])
    return town


def _fill(town):
    samira, worker = town.samira, town.worker
    note = make_note(
        samira, worker, synthesis="Le bail finit. #strong[typst] =HYPERLINK()", themes=["housing"]
    )
    shared = {"person": samira, "level": "team", "structure_id": worker.structure_id}
    OwnWords.objects.create(note=note, words="Je tiens à l’école.", **shared)
    Reply.objects.create(
        note=note, kind="addition", text="Vu avec l’école.", author_id=worker.user_id, **shared
    )
    make_note(samira, worker, synthesis="Son frère boit.")
    make_note(samira, worker, "personal", synthesis="secret de travail")
    make_note(samira, town.mate, "personal", synthesis="secret de la collègue")
    kept = make_note(samira, worker, synthesis="enquête")
    Note.objects.filter(pk=kept.pk).update(withheld_id="child_protection")
    make_note(samira, town.partner, "circle", "health", synthesis="secret de santé")
    make_goal(samira, worker, steps=[Planned("Appeler le bailleur", "Samira")])
    make_act(samira, worker, "Recours déposé")
    make_accompaniment(samira, worker)
    make_appointment(samira, worker, timezone.now(), purpose="faire le point")
    make_promise(samira, worker, date(2026, 1, 12))
    make_answer(make_question(samira, worker, question="Le RSA est-il ouvert ?"), words="Ouvert en mai.")
    make_question(samira, worker, question="enquête", withheld_id="child_protection")
    make_document(samira, worker, title="Avis 2025")
    make_line(town.home, samira, worker)
    make_line(town.home, town.child, worker, amount="999.99")
    LegalHold.objects.create(
        person=samira, reason="recours", until=date(2099, 1, 1), placed_by_id=worker.user_id
    )
    found = {"status": "entitled", "effort": 1, "change": "new", "found_at": timezone.now(), "amount": 310}
    Entitlement.objects.create(household=town.home, month=date(2026, 8, 1), benefit="rsa", **found)
    town.protected = ProtectedAddress.objects.create(person=samira, address="12 rue Cachée", motive="danger")
    ProtectedReader.objects.create(protected=town.protected, reader_id=worker.user_id)


def _texts(town):
    with acting(actor_of(town.worker)) as by:
        found = held(by, town.samira)
        return found.fingerprint, {one.words: one.key for one in found.texts}


def _sent(town, **told):
    reviewed, _ = _texts(town)
    return town.client.post(town.url, {"reviewed": reviewed, "read": "on", "form": "json", **told})


def test_the_page_shows_each_text_with_its_box_and_what_is_missing(hers):
    page = hers.client.get(hers.url).content.decode()
    for words in (
        "Le bail finit.",
        "Je tiens à l’école.",
        "Vu avec l’école.",
        "Appeler le bailleur",
        "12 rue Cachée",
        "recours",
        "Le RSA est-il ouvert ?",
        "Ouvert en mai.",
    ):
        assert words in page
    for words in ("secret de la", "secret de travail", "secret de santé", "enquête", "999,99", "Inès"):
        assert words not in page
    assert "Notes de travail personnelles\u00a0: 2." in page
    assert "L226-2-2" in page
    assert f"Notes de {hers.partner.structure}\u00a0: 1." in page
    _, texts = _texts(hers)
    assert page.count('name="withhold"') == len(texts) >= 10


def test_json_is_data_and_a_withheld_passage_keeps_its_place(hers):
    _, texts = _texts(hers)
    answer = _sent(hers, withhold=[texts["Son frère boit."]], answers=str(hers.asked.pk))
    assert answer.status_code == 200
    assert answer["Content-Disposition"] == 'attachment; filename="mes-donnees.json"'
    assert answer["Cache-Control"] == "no-store"
    assert "frère" not in answer.content.decode()
    told = json.loads(answer.content)
    notes = next(one for one in told["sections"] if one["code"] == "notes")["items"]
    assert {"label": "Ce qui a été dit et fait", "withheld": "parle de quelqu’un d’autre"} in [
        t for n in notes for t in n["texts"]
    ]
    assert {"label": "Date", "value": "2026-09-01"} in notes[0]["facts"]
    budget = next(one for one in told["sections"] if one["code"] == "budget")["items"]
    assert [one["facts"][1]["value"] for one in budget] == ["640.00"]
    (right,) = next(one for one in told["sections"] if one["code"] == "rights")["items"]
    assert {"label": "Montant estimé", "value": "310.00"} in right["facts"]
    assert [(one["number"], one["what"]) for one in told["withheld"]] == [
        (1, "passages qui parlent de quelqu’un d’autre"),
        (2, "notes de travail personnelles"),
        (2, "écrits"),
        (1, f"notes de {hers.partner.structure}"),
    ]


def test_it_answers_her_request_and_is_written_down(hers):
    _sent(hers, answers=str(hers.asked.pk))
    with acting(actor_of(hers.worker)):
        asked = DataRequest.objects.get()
        assert "vous est remis (JSON)" in asked.answer
        assert asked.answered_on
        assert Act.objects.filter(what="Ses données lui sont remises").count() == 1
    with become("maintenance"):
        line = Entry.objects.get(verb="data_export")
        assert set(line.details) == {"form", "texts", "withheld"}
        assert "bail" not in json.dumps(line.details)


def test_pdf_shows_markup_as_it_is(hers, tmp_path):
    _, texts = _texts(hers)
    answer = _sent(hers, form="pdf", withhold=[texts["Son frère boit."]])
    assert answer["Content-Type"] == "application/pdf"
    (tmp_path / "x.pdf").write_bytes(answer.content)
    with open_pdf(tmp_path / "x.pdf") as pdf:
        assert len(pdf.pages) >= 1
        assert "Samira" in str(pdf.docinfo.get("/Title", "")) or pdf.Root.Lang == "fr-FR"


def test_nothing_leaves_without_a_review_of_what_is_there_now(hers):
    reviewed, texts = _texts(hers)
    whole = {"reviewed": reviewed, "read": "on", "form": "json"}
    for missing in whole:
        assert hers.client.post(hers.url, {k: v for k, v in whole.items() if k != missing}).status_code == 422
    for bad in ({"form": "exe"}, {"withhold": ["note.x.y"]}, {"answers": "x"}, {"reviewed": "0" * 64}):
        assert hers.client.post(hers.url, {**whole, **bad}).status_code == 422
    with acting(actor_of(hers.worker)):
        make_note(hers.samira, hers.worker, synthesis="écrit entre-temps")
    again = hers.client.post(hers.url, {**whole, "withhold": [texts["Son frère boit."]]})
    assert again.status_code == 422
    assert "checked" in again.content.decode()
    assert "écrit entre-temps" in again.content.decode()
    with become("maintenance"):
        assert not Entry.objects.filter(verb="data_export").exists()


def test_a_colleague_who_is_not_named_reads_no_protected_address(hers):
    client = Client()
    signed_in(client, member=hers.mate)
    page = client.get(hers.url).content.decode()
    assert "Le bail finit." in page
    assert "12 rue Cachée" not in page
    assert "secret de travail" not in page


@pytest.mark.parametrize(("who", "status"), [("partner", 403), ("stranger", 404), ("other", 404)])
def test_nobody_else_hands_it_over(hers, who, status):
    client = Client()
    signed_in(client, member=getattr(hers, who))
    assert client.get(hers.url).status_code == status
    assert client.post(hers.url, {"read": "on"}).status_code == status


def test_a_file_with_nothing_in_it(town):
    client = Client()
    signed_in(client, member=town.worker)
    page = client.get(reverse("support:data", args=[town.child.pk])).content.decode()
    assert "Ce qui n’y sera pas" not in page
    with acting(actor_of(town.worker)) as by:
        reviewed = held(by, town.child).fingerprint
    told = {"reviewed": reviewed, "read": "on", "form": "pdf"}
    assert client.post(reverse("support:data", args=[town.child.pk]), told).content.startswith(b"%PDF")
