"""Notes: who reads what, said before and true after; own words untouched; drafts; two who write at once."""

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from maillage.accounts.tests.factories import actor_of, client_of
from maillage.audit.models import Entry
from maillage.people.actions import Stale, withdraw_consent
from maillage.people.models import Person
from maillage.permissions import Actor, Forbidden
from maillage.permissions.context import acting
from maillage.support.actions import notes as actions
from maillage.support.models import Act, Draft, Note, OwnWords, Reply
from maillage.support.queries import notes as queries
from maillage.support.queries import readers
from maillage.support.tests.factories import make_note
from tests.plugin import become

TYPED = {
    "kind": "interview",
    "medium": "here",
    "held_on": "01/09/2026",
    "minutes": "45",
    "themes": ["housing"],
    "synthesis": "Le bail se termine en mars.",
    "own_words": "Je veux rester près de l’école.",
    "audience": "team",
}


def address(name, town, *more):
    return reverse(f"support:{name}", args=[town.samira.pk, *more])


def post(town, member, name="write", *more, **changed):
    return client_of(member).post(address(name, town, *more), {**TYPED, **changed})


def read_by(member, town) -> set[str]:
    actor = actor_of(member) if not isinstance(member, Actor) else member
    with acting(actor):
        return {one.synthesis for one in Note.objects.visible_to(actor).filter(person=town.samira)}


@pytest.fixture
def notes(town):
    """One of each level; the circle's is about health, the other about housing."""
    with become("maintenance"):
        for level, part in (("personal", ""), ("team", ""), ("circle", "health"), ("circle", "housing")):
            make_note(town.samira, town.worker, level, part, synthesis=part or level)
        withheld = make_note(town.samira, town.worker, "team", synthesis="withheld")
        Note.objects.filter(pk=withheld.pk).update(withheld_id="child_protection")
    return town


def test_each_reads_their_level_and_no_other(notes):
    assert read_by(notes.worker, notes) == {"personal", "team", "health", "housing", "withheld"}
    assert read_by(notes.mate, notes) == {"team", "health", "housing", "withheld"}
    assert read_by(notes.partner, notes) == {"health"}
    assert read_by(notes.other, notes) == read_by(notes.stranger, notes) == set()
    assert read_by(Actor(person_id=notes.samira.pk), notes) == {"team", "health", "housing"}


def test_the_list_of_readers_is_what_row_security_does(notes):
    """For each note and each member of the circle: told to read ⇔ reads."""
    with acting(actor_of(notes.worker)):
        members = readers.circle(notes.samira)
        everything = list(Note.objects.filter(person=notes.samira))
        told = {(one.worker_id, note.pk) for one in members for note in everything if one.reads(note)}
    found = set()
    for member in (notes.worker, notes.mate, notes.partner):
        with acting(actor_of(member)):
            found |= {(member.user_id, pk) for pk in Note.objects.values_list("pk", flat=True)}
    assert told == found
    assert len(told) == 10


def test_a_withdrawn_consent_closes_at_once(notes):
    with acting(actor_of(notes.worker)) as by:
        withdraw_consent(by=by, consent=notes.consent, way="oral")
    assert read_by(notes.partner, notes) == set()
    with acting(actor_of(notes.partner)):
        assert not Person.objects.exists()
    assert client_of(notes.partner).get(address("notes", notes)).status_code == 404


def test_a_note_is_written_with_her_words_and_its_line(town):
    answer = post(town, town.worker)
    with acting(actor_of(town.worker)):
        note = Note.objects.get()
        assert answer.url == address("note", town, note.pk)
        assert (note.level, note.structure_id, note.synthesis) == ("team", town.here.pk, TYPED["synthesis"])
        assert [one.words for one in OwnWords.objects.filter(note=note)] == [TYPED["own_words"]]
        act = Act.objects.get()
        assert (act.on, act.note_id) == (date(2026, 9, 1), note.pk)
        assert "bail" not in f"{act.what}{act.outcome}"
        assert Person.objects.get(pk=town.samira.pk).last_contact_on == date(2026, 9, 1)


def test_nothing_of_it_is_clear_in_the_database(town):
    post(town, town.worker)
    with become("maintenance"), connection.cursor() as cursor:
        for table in ("support_note", "support_ownwords", "support_act", "audit_entry", "audit_rowversion"):
            cursor.execute(f"SELECT coalesce(string_agg(to_jsonb(t)::text, ' '), '') FROM {table} t")
            text = cursor.fetchone()[0]
            for secret in ("bail se termine", "près de l’école"):
                assert secret not in text
                assert secret.encode().hex() not in text


def test_a_working_note_leaves_no_line(town):
    post(town, town.worker, audience="personal")
    with acting(actor_of(town.worker)):
        assert Note.objects.get().level == "personal"
        assert Act.objects.count() == 0


def test_the_form_names_the_readers_of_each_choice(town):
    page = client_of(town.worker).get(address("write", town)).content.decode()
    assert page.count(str(town.mate.user)) == 6
    assert page.count(str(town.partner.user)) == 1
    assert str(town.other.user) not in page


def test_a_partner_writes_in_the_subjects_opened_to_them(town):
    assert post(town, town.partner, audience="circle:health").status_code == 302
    refused = post(town, town.partner, audience="circle:housing")
    assert refused.status_code == 422
    assert "La personne ne vous a pas ouvert ce sujet" in refused.content.decode()
    assert post(town, town.partner, audience="team").status_code == 422
    assert read_by(town.mate, town) == {TYPED["synthesis"]}


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"held_on": "31/02/2026"}, "Cette date n’existe pas"),
        ({"held_on": "01/01/2099"}, "Écrivez une date jusqu’au"),
        ({"minutes": "beaucoup"}, "Écrivez un nombre de minutes"),
        ({"minutes": "99999999999"}, "entre 1 et 1440"),
        ({"audience": ""}, "Choisissez qui pourra lire"),
        ({"audience": "circle:tout"}, "Sélectionnez un choix valide"),
        ({"synthesis": "", "own_words": " "}, "Écrivez au moins une phrase"),
        ({"synthesis": "x" * 20_001}, "20 000 caractères au plus"),
        ({"synthesis": "a\x00b"}, "nul"),
        ({"themes": ["tout"]}, "Sélectionnez un choix valide"),
    ],
)
def test_what_is_mistyped_gets_a_sentence_and_stays_typed(town, changed, sentence):
    answer = post(town, town.worker, **{"own_words": "Je veux rester.", **changed})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    with acting(actor_of(town.worker)):
        assert Note.objects.count() == 0


def test_the_same_form_sent_twice_writes_once(town):
    client, key = client_of(town.worker), {"request_key": "6f9619ff-8b86-4011-b42d-00c04fc964ff"}
    answers = [client.post(address("write", town), {**TYPED, **key}).url for _ in range(2)]
    assert answers[0] == answers[1]
    with acting(actor_of(town.worker)):
        assert Note.objects.count() == OwnWords.objects.count() == 1


def test_two_who_correct_at_once_see_both_texts(town):
    post(town, town.worker)
    with acting(actor_of(town.worker)) as by:
        note = Note.objects.get()
        actions.edit_note(by=by, note=note, version=1, values={"synthesis": "Le bail se termine en mai."})
        with pytest.raises(Stale):
            actions.edit_note(by=by, note=note, version=1, values={"synthesis": "x"})
    answer = post(town, town.worker, "edit", note.pk, version="1", synthesis="Le bail court jusqu’en juin.")
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Enregistré entre-temps" in page
    assert "en juin." in page
    again = post(town, town.worker, "edit", note.pk, version="2", synthesis="Juin.", own_words="")
    assert again.status_code == 302
    assert read_by(town.worker, town) == {"Juin."}


def test_her_words_are_never_rewritten(town):
    post(town, town.worker)
    with acting(actor_of(town.worker)):
        pk = OwnWords.objects.get().pk
        for statement in ("UPDATE support_ownwords SET words = ''", "DELETE FROM support_ownwords"):
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(f"{statement} WHERE id = %s", [pk])


def test_a_note_narrowed_takes_its_words_along(town):
    post(town, town.worker, audience="circle:health")
    with acting(actor_of(town.partner)):
        assert OwnWords.objects.count() == 1
    with acting(actor_of(town.worker)) as by:
        note = Note.objects.get()
        actions.edit_note(by=by, note=note, version=1, values={"level": "team"})
    with acting(actor_of(town.partner)):
        assert (Note.objects.count(), OwnWords.objects.count()) == (0, 0)


def test_a_colleague_answers_beside_and_does_not_correct(town):
    post(town, town.worker)
    with acting(actor_of(town.worker)):
        note = Note.objects.get()
    kept = {"kind": "disagreement", "text": "Elle m’a dit juillet."}
    assert client_of(town.mate).post(address("reply", town, note.pk), kept).status_code == 302
    assert client_of(town.mate).get(address("edit", town, note.pk)).status_code == 403
    with acting(actor_of(town.worker)):
        assert Reply.objects.get().text == "Elle m’a dit juillet."
    empty = client_of(town.mate).post(address("reply", town, note.pk), {"kind": "correction", "text": ""})
    assert "Écrivez votre réponse." in empty.content.decode()


def test_the_person_answers_and_speaks(town):
    post(town, town.worker)
    her = Actor(person_id=town.samira.pk, label="Samira BENALI")
    with acting(her):
        note = Note.objects.get()
        actions.reply(by=her, note=note, kind="disagreement", text="Ce n’est pas ce que j’ai dit.")
        actions.say(by=her, words="J’ai trouvé une chambre.")
    with acting(actor_of(town.mate)):
        assert Reply.objects.get().author_id is None
        assert OwnWords.objects.get(note=None).words == "J’ai trouvé une chambre."
    with acting(actor_of(town.partner)):
        assert not OwnWords.objects.filter(note=None).exists()


def test_a_draft_is_kept_found_again_and_thrown_away(town):
    client = client_of(town.worker)
    client.post(address("draft", town), {**TYPED, "synthesis": "Commencé…"})
    page = client.get(address("write", town)).content.decode()
    assert "Commencé…" in page
    assert "Vous reprenez votre brouillon" in page
    with acting(actor_of(town.mate)):
        assert Draft.objects.count() == 0
    client.post(address("write", town), TYPED)
    with acting(actor_of(town.worker)):
        assert Draft.objects.count() == 0
    client.post(address("draft", town), TYPED)
    client.post(address("discard_draft", town))
    assert "brouillon du" not in client.get(address("write", town)).content.decode()


def test_search_opens_what_the_reader_reads_only(notes):
    with acting(actor_of(notes.partner)) as actor:
        assert [one.synthesis for one in queries.search(actor, notes.samira, "HEALTH")] == ["health"]
        assert queries.search(actor, notes.samira, "housing") == []
    page = client_of(notes.worker).get(address("notes", notes), {"q": "zébre"}).content.decode()
    assert "Aucune note ne contient ces mots" in page


def test_hidden_notes_are_counted_and_seen_as_somebody(notes):
    partner = client_of(notes.partner).get(address("notes", notes)).content.decode()
    assert "3\u00a0éléments" in partner
    worker = client_of(notes.worker)
    with acting(actor_of(notes.worker)):
        place = [one.worker_id for one in readers.circle(notes.samira)].index(notes.partner.user_id)
    seen = worker.get(address("notes", notes), {"comme": place}).content.decode()
    assert "4\u00a0notes ne lui sont pas montrées" in seen


def test_the_person_is_told_what_is_kept_from_her(notes):
    with acting(Actor(person_id=notes.samira.pk)):
        told = queries.withheld(notes.samira)
    assert [(label, count) for label, _, count in told] == [("", 1), ("protection de l’enfance", 1)]


def test_each_reading_is_in_the_journal(notes):
    client = client_of(notes.mate)
    with acting(actor_of(notes.mate)):
        note = Note.objects.first()
    client.get(address("notes", notes))
    client.get(address("note", notes, note.pk))
    with acting(actor_of(notes.mate)):
        verbs = Entry.objects.filter(object_id=str(notes.samira.pk)).values_list("verb", flat=True)
        assert list(verbs) == ["read_notes", "read_note"]


def test_the_page_takes_the_same_queries_for_one_note_and_for_nine(town, django_assert_num_queries):
    with become("maintenance"):
        make_note(town.samira, town.worker)
    with acting(actor_of(town.worker)) as actor, django_assert_num_queries(4):
        queries.page(actor, town.samira)
    with become("maintenance"):
        for _ in range(8):
            make_note(town.samira, town.worker)
    with acting(actor_of(town.worker)) as actor, django_assert_num_queries(4):
        assert len(queries.page(actor, town.samira).notes) == 9


def test_pages_follow_each_other(town):
    with become("maintenance"):
        for day in range(1, 24):
            make_note(town.samira, town.worker, held_on=date(2026, 9, day), synthesis=f"jour {day}")
    client, seen, url = client_of(town.worker), [], address("notes", town)
    for _ in range(3):
        page = client.get(url)
        seen += [one.synthesis for one in page.context["notes"]]
        url = f"{address('notes', town)}?apres={page.context['following']}"
    assert seen == [f"jour {day}" for day in range(23, 0, -1)]


def test_nobody_signs_for_somebody_else(town):
    with acting(actor_of(town.mate)), pytest.raises(DatabaseError), transaction.atomic():
        make_note(town.samira, town.worker)
    with acting(actor_of(town.other)) as by, pytest.raises(Forbidden):
        actions.write_note(by=by, note=Note(person=town.samira, level="team", kind="interview"))
