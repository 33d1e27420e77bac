"""What pages offer and refuse: answers reused, joint files, corrections, closing to the second, lists at constant cost."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from maillage.accounts.tests.factories import client_of, make_member, make_structure
from maillage.calls.models import Application, Call, Partner
from maillage.calls.tests.factories import (
    give,
    make_award,
    make_call,
    make_file,
    make_funder,
    make_indicator,
    make_juror,
    make_jury,
    make_partner,
)
from maillage.directory.fold import fold
from maillage.directory.models import Structure
from maillage.governance.tests.factories import make_duty
from tests.plugin import become, count_queries

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(f"calls:{name}", args=args)


def words(response) -> str:
    return " ".join(response.content.decode().replace("\u00a0", " ").split())


def the(model, **wanted):
    with become("maintenance"):
        return model.objects.get(**wanted)


@pytest.fixture
def member():
    with become("maintenance"):
        return make_member()


@pytest.fixture
def mine(member):
    return client_of(member)


def test_a_former_answer_is_beside_and_taken_in_one_tap(mine, member):
    make_file(
        make_call(title="L’an dernier"), member.structure, text="Deux salariées, à Huismes.", state="notified"
    )
    make_file(make_call(title="Ailleurs"), text="Pas à nous.", state="notified")
    row = make_file(make_call(), member.structure, text="")
    page = words(mine.get(url("write_file", row.public_id)))
    assert "Votre réponse à « L’an dernier »" in page
    assert "Pas à nous." not in page
    first = row.call.questions.first().pk
    told = {"title": row.title, "asked": "9000", "version": "1", f"q{first}": "", "reprendre": first}
    again = mine.post(url("write_file", row.public_id), told, follow=True)
    assert "Deux salariées, à Huismes.</textarea>" in words(again)
    assert "La réponse est reprise" in words(again)


def test_a_joint_file_leaves_once_its_partners_said_yes(mine, member):
    row = make_file(make_call(), member.structure)
    with become("maintenance"):
        other = make_member(structure=make_structure("Les Jardins du Véron"))
        for one in (other.structure, member.structure):
            Structure.objects.filter(pk=one.pk).update(folded_name=fold(one.name))
    sent = mine.post(
        url("add_partner", row.public_id), {"structure": "Les Jardins du Véron", "role": "Récolter"}
    )
    assert sent.status_code == 302
    unknown = mine.post(url("add_partner", row.public_id), {"structure": "Nulle part", "role": "x"})
    assert "n’est pas dans l’annuaire" in words(unknown)
    own = mine.post(url("add_partner", row.public_id), {"structure": member.structure.name, "role": "x"})
    assert "Votre structure porte déjà ce dossier." in words(own)
    assert "l’accord de Les Jardins du Véron" in words(mine.post(url("hand_in", row.public_id), follow=True))
    theirs, number = client_of(other), the(Partner).pk
    assert row.title in words(theirs.get(url("files")))
    assert theirs.get(url("write_file", row.public_id)).status_code == 403
    theirs.post(url("answer_partner", row.public_id, number), {"accepte": "oui"})
    assert "Votre structure a déjà répondu" in words(
        theirs.post(url("answer_partner", row.public_id, number), {"accepte": "non"}, follow=True)
    )
    assert "Le dossier est déposé" in words(mine.post(url("hand_in", row.public_id), follow=True))


def test_a_partner_that_says_no_no_longer_reads_the_file(mine, member):
    row = make_file(make_call(), member.structure)
    with become("maintenance"):
        other = make_member()
    number = make_partner(row, other.structure).pk
    theirs = client_of(other)
    theirs.post(url("answer_partner", row.public_id, number), {"accepte": "non"})
    assert theirs.get(row.get_absolute_url()).status_code == 404
    assert "A refusé" in words(mine.get(row.get_absolute_url()))


def test_a_call_closes_to_the_second(mine, member):
    call = make_call()
    row = make_file(call, member.structure)
    with become("maintenance"):
        Call.objects.filter(pk=call.pk).update(closes_at=timezone.now())
    assert "Cet appel est fermé" in words(mine.post(url("hand_in", row.public_id), follow=True))
    assert the(Application).state == "draft"
    refused = mine.post(url("begin", make_call(opens=1, closes=2).public_id), {"title": "x", "asked": "1"})
    assert "pas encore ouvert" in words(refused)


def test_what_is_corrected_late_is_refused_and_says_whom_to_call(mine, member):
    yesterday = timezone.localdate() - timedelta(days=1)
    told = {"state": "to_correct", "to_correct": "Le budget.", "correct_until": yesterday}
    row = make_file(make_call(opens=-30, closes=-3), member.structure, **told)
    assert "Le délai pour corriger ce dossier est passé" in words(
        mine.post(url("hand_in", row.public_id), follow=True)
    )
    with become("maintenance"):
        Application.objects.update(correct_until=timezone.localdate())
    assert "Le dossier est déposé" in words(mine.post(url("hand_in", row.public_id), follow=True))


def test_whoever_sits_leaves_it_to_a_colleague(mine, member):
    call = make_call()
    make_juror(call, member=member)
    row = make_file(call, member.structure)
    assert "un collègue de votre structure dépose le dossier" in words(
        mine.post(url("hand_in", row.public_id), follow=True)
    )
    with become("maintenance"):
        colleague = make_member(structure=member.structure)
    client_of(colleague).post(url("hand_in", row.public_id))
    assert the(Application).state == "submitted"
    assert mine.get(row.get_absolute_url()).status_code == 404
    assert row.title not in words(mine.get(url("files")))
    assert row.title not in words(mine.get(url("jury", call.public_id)))


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"asked": "beaucoup"}, "Écrivez un montant en chiffres"),
        ({"title": ""}, "Nom du projet"),
        ({"version": "9"}, "Ce dossier a changé entre-temps"),
        ({"long": "x" * 1501}, "trop long"),
        ({"long": "\0"}, "nul"),
    ],
)
def test_a_file_that_cannot_be_saved_loses_nothing(mine, member, sent, said):
    row = make_file(make_call(), member.structure)
    first = f"q{row.call.questions.first().pk}"
    told = {"title": row.title, "asked": "9000", "version": "1", first: "Ce que je viens d’écrire"}
    told |= {first if name == "long" else name: value for name, value in sent.items()}
    answer = mine.post(url("write_file", row.public_id), told)
    assert (answer.status_code, said in words(answer)) == (422, True)
    if "long" not in sent:
        assert "Ce que je viens d’écrire" in words(answer)


@pytest.fixture
def jury(member):
    committee = make_jury(member.structure)
    make_duty(committee, member.user)
    return make_call(committee, themes=["sante"])


def test_a_published_call_keeps_its_questions_and_its_date(mine, jury):
    question = jury.questions.first()
    refused = mine.post(url("remove_question", jury.public_id, question.pk), follow=True)
    assert "ses questions ne changent plus" in words(refused)
    start = mine.get(url("correct_call", jury.public_id)).context["form"]
    sent = {one.name: one.value() for one in start if one.value() is not None}
    sent |= {"closes_on": f"{timezone.localdate() + timedelta(days=1):%d/%m/%Y}", "closes_time": "9 h"}
    sent |= {
        "opens_on": f"{timezone.localdate() - timedelta(days=10):%d/%m/%Y}",
        "criteria": "Autre",
        "zones": "",
    }
    sooner = mine.post(url("correct_call", jury.public_id), sent)
    assert "ne se ferme pas plus tôt" in words(sooner)
    later = f"{timezone.localdate() + timedelta(days=40):%d/%m/%Y}"
    assert mine.post(url("correct_call", jury.public_id), sent | {"closes_on": later}).status_code == 302
    assert the(Call, pk=jury.pk).criteria == jury.criteria


def test_overlaps_are_said_to_readers(client, jury):
    other = make_call(title="La santé à domicile", themes=["sante"])
    make_call(title="Le sport", themes=["famille"])
    page = words(client.get(jury.get_absolute_url()))
    assert "La santé à domicile" in page
    assert "Le sport" not in page
    assert "Se croise avec" in words(client.get(url("calendar")))
    assert other.title in words(client.get(url("calendar")))


def test_a_label_is_held_for_a_term_then_withdrawn_with_a_reason(mine, client, member):
    committee = make_jury(member.structure)
    make_duty(committee, member.user)
    row = make_file(make_call(committee, kind="label", term_months=36), state="notified")
    award = make_award(row, amount=0, ends_on=timezone.localdate() + timedelta(days=900))
    assert "En cours" in words(client.get(url("register")))
    mine.post(url("withdraw_award", award.public_id), {"why": "Le conseil n’existe plus."})
    page = words(client.get(url("register")))
    assert "Retiré" in page
    assert "Le conseil n’existe plus." in page


def fill(call, structure):
    seat = make_juror(call)
    row = make_file(call, state="admitted")
    give(row, seat)
    give(row, make_juror(call, college=1), handed=True)
    make_partner(row)
    make_funder(call)
    make_indicator(call)
    make_award(make_file(make_call(call.committee, kind="label"), state="notified"))
    make_file(make_call(call.committee, themes=["sante"], zones=["departement:37"]), structure)
    return row


def test_lists_cost_the_same_with_three_times_as_much(mine, member, jury):
    row = fill(jury, member.structure)
    pages = [url("calls"), url("calendar"), url("files"), url("register"), url("jury", jury.public_id)]
    pages += [jury.get_absolute_url(), row.get_absolute_url(), url("to_sustain")]
    few = [count_queries(mine, page) for page in pages]
    for _ in range(2):
        fill(jury, member.structure)
    assert [count_queries(mine, page) for page in pages] == few


def test_the_calendar_file_opens(client):
    make_call(title="Bancs\nBEGIN:VEVENT", closes=5)
    make_call(closes=2000)
    found = client.get(url("calendar_ics")).content
    assert found.startswith(b"BEGIN:VCALENDAR")
    assert found.count(b"\r\nBEGIN:VEVENT") == 1
