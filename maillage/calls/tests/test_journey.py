"""A call from its publication to its letters, by its own pages: what each of them is told at each step."""

from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.urls import reverse
from django.utils import timezone

from maillage.accounts.enums import Role
from maillage.accounts.tests.factories import client_of, make_member, make_structure
from maillage.calls.models import Application, Assignment, Award, Call, EndReview, Indicator, Ruling, Value
from maillage.calls.tests.factories import make_funder, make_juror, make_jury, make_sitting
from maillage.governance.models import Measure, Plan
from maillage.governance.tests.factories import make_duty
from tests.plugin import become

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(f"calls:{name}", args=args)


def words(response) -> str:
    return " ".join(response.content.decode().replace("\u00a0", " ").split())


def the(model, **wanted):
    with become("maintenance"):
        return model.objects.get(**wanted)


def change(model, **values):
    with become("maintenance"):
        model.objects.update(**values)


def day(days):
    return f"{timezone.localdate() + timedelta(days=days):%d/%m/%Y}"


def follow(client, address, sent=None):
    answer = client.post(address, sent or {}, follow=True)
    assert answer.status_code == 200, words(answer)[:3000]
    return words(answer)


CALL = {
    "kind": "call",
    "title": "Aller vers les personnes isolées",
    "purpose": "Des actions près de chez soi.",
    "themes": ["sante", "mobilite"],
    "zones": "Chinon",
    "closes_time": "18 h",
    "amount": "20 000",
    "short_under": "5 000",
    "criteria": "Ce que les personnes y gagnent\nCe qui est fait avec elles",
    "answer_days": "5",
    "remedies": "Deux mois pour demander de revoir.",
    "version": "0",
}


@pytest.fixture
def people():
    with become("maintenance"):
        here, small = make_structure("Département de la Loire"), make_structure("Association du Véron")
        secretary = make_member(structure=here)
        applicant = make_member(structure=small)
    committee = make_jury(here, name="Jury solidarité")
    make_duty(committee, secretary.user)
    return {
        "committee": committee,
        "secretary": client_of(secretary),
        "applicant": client_of(applicant),
        "small": small,
    }


def publish(people):
    secretary = people["secretary"]
    told = CALL | {"committee": people["committee"].public_id, "opens_on": day(0), "closes_on": day(30)}
    follow(secretary, url("open_call"), told)
    call = the(Call)
    refused = follow(secretary, url("publish_call", call.public_id))
    assert "Ajoutez d’abord au moins une question" in refused
    asked = {"kind": "text", "longest": "800", "short": "on"}
    follow(secretary, url("add_question", call.public_id), asked | {"label": "Votre projet", "key": "projet"})
    budget = {"label": "Votre budget", "key": "budget", "kind": "budget", "longest": "500"}
    follow(secretary, url("add_question", call.public_id), budget)
    make_funder(call, 15_000)
    assert "L’appel est publié" in follow(secretary, url("publish_call", call.public_id))
    return the(Call)


def test_from_publication_to_letters_and_after(people, client):
    secretary, applicant = people["secretary"], people["applicant"]
    call = publish(people)
    seen = words(client.get(call.get_absolute_url()))
    assert "Dépôt des dossiers" in seen
    assert "Indre-et-Loire" not in seen
    assert client.get(url("calendar_ics")).content.count(b"BEGIN:VEVENT") == 1
    # The help desk: asked in private, answered to everybody.
    follow(applicant, url("ask", call.public_id), {"question": "Peut-on venir du Véron ?"})
    number = call.requests.model.objects.none()
    with become("maintenance"):
        number = call.requests.get().pk
    assert "Peut-on venir" not in words(client.get(call.get_absolute_url()))
    follow(secretary, url("answer", call.public_id, number), {"question": "Et d’ailleurs ?", "words": "Oui."})
    public = words(client.get(call.get_absolute_url()))
    assert "Et d’ailleurs ?" in public
    assert "Véron" not in public
    # Under the threshold, one question; over it, two.
    follow(applicant, url("begin", call.public_id), {"title": "La maison ouverte", "asked": "4000"})
    row = the(Application)
    form = words(applicant.get(url("write_file", row.public_id)))
    assert ("Votre projet" in form, "Votre budget" in form, "Dossier court" in form) == (True, False, True)
    lacking = follow(applicant, url("hand_in", row.public_id))
    assert "Il manque encore : « Votre projet »" in lacking
    asked = the(Call).questions.model
    first = the(asked, key="projet").pk
    told = {"title": row.title, "asked": "4000", "version": "1", f"q{first}": "Une maison, deux matinées."}
    follow(applicant, url("write_file", row.public_id), told)
    assert "Le dossier est déposé" in follow(applicant, url("hand_in", row.public_id))
    assert applicant.get(url("write_file", row.public_id)).status_code == 403
    judge(people, call, row)
    letters(people, client, call, row)
    after(people, client, call)


def judge(people, call, row):
    secretary = people["secretary"]
    with become("maintenance"):
        linked, *_ = members = [make_member(), make_member(), make_member()]
    jurors = [make_juror(call, college=rank % 2, member=one) for rank, one in enumerate(members)]
    board, page = url("jury", call.public_id), row.get_absolute_url()
    # Asked to correct, corrected, admitted: both versions stay.
    follow(
        secretary, url("ask_correction", row.public_id), {"what": "Combien de personnes ?", "until": day(3)}
    )
    assert "Combien de personnes ?" in words(people["applicant"].get(page))
    follow(people["applicant"], url("hand_in", row.public_id))
    assert "Version 2" in words(secretary.get(page))
    follow(secretary, url("admit", row.public_id))
    # One steps aside: nothing is left of the file, anywhere.
    aside = client_of(linked)
    assert row.title in words(aside.get(board))
    follow(aside, url("step_aside", row.public_id), {"reason": "J’y ai travaillé."})
    assert row.title not in words(aside.get(board))
    for name in ("application", "file_pdf", "letter", "read", "step_aside"):
        assert (name, aside.get(url(name, row.public_id)).status_code) == (name, 404)
    # First readings, blind.
    readers = follow(secretary, url("spread", call.public_id), {"each": "2"})
    assert "Dossiers confiés : 1" in readers
    assert {one.pk for one in jurors[1:]} == set(given(row))
    one, other = (client_of(member) for member in members[1:])
    missing = {"opinion": "favourable", "c0": "Elles sortent.", "c1": ""}
    refused = one.post(url("read", row.public_id), missing)
    assert (refused.status_code, "Elles sortent." in words(refused)) == (422, True)
    told = {"opinion": "favourable", "c0": "Elles sortent de chez elles.", "c1": "Construit ensemble."}
    assert "Votre lecture est rendue" in follow(one, url("read", row.public_id), told)
    assert "Elles sortent" not in words(other.get(page))
    assert "Chacun lit seul" in words(other.get(page))
    follow(other, url("read", row.public_id), told | {"opinion": "reserved", "c0": "Peu de monde."})
    assert "Elles sortent" in words(other.get(page))
    decide(people, call, row, jurors)


def given(row):
    with become("maintenance"):
        return list(Assignment.objects.filter(application=row).values_list("occupant_id", flat=True))


def decide(people, call, row, jurors):
    """Without its concerned persons the jury decides nothing; whoever stepped aside does not stand in for them."""
    secretary = people["secretary"]
    with become("maintenance"):
        colleges = list(call.committee.colleges.all())
        funder = call.funders.get().pk
    make_sitting(call, [jurors[0], jurors[2]])
    told = {"outcome": "granted", "reasons": "Près des gens.", f"grant_{funder}": "3 500"}
    told |= {f"for_{colleges[0].pk}": "1"}
    page = secretary.get(url("rule", row.public_id))
    assert "Le jury ne peut pas décider" in words(page)
    assert "Personnes concernées : il manque 1" in words(page)
    sitting = page.context["latest"].pk
    refused = secretary.post(url("rule", row.public_id), told | {"gathering": sitting})
    assert refused.status_code == 422
    assert "il manque 1 au collège « Personnes concernées »" in words(refused)
    assert "Près des gens." in words(refused)
    sitting = make_sitting(call, [jurors[1], jurors[2]]).pk
    told |= {"gathering": sitting, f"for_{colleges[1].pk}": "1"}
    told |= {f"grant_{funder}": "9 000"}
    assert "plus que la somme demandée" in words(secretary.post(url("rule", row.public_id), told))
    assert "La décision est notée" in follow(
        secretary, url("rule", row.public_id), told | {f"grant_{funder}": "3 500"}
    )


def letters(people, client, call, row):
    secretary, applicant = people["secretary"], people["applicant"]
    assert "Près des gens." not in words(applicant.get(row.get_absolute_url()))
    assert applicant.get(url("letter", row.public_id)).status_code == 404
    assert "La maison ouverte" not in words(client.get(call.get_absolute_url()))
    assert "Réponses envoyées : 1" in follow(secretary, url("notify", call.public_id))
    assert "Aucune lettre n’attend" in follow(secretary, url("notify", call.public_id))
    assert "Près des gens." in words(applicant.get(row.get_absolute_url()))
    assert applicant.get(url("letter", row.public_id)).content.startswith(b"%PDF")
    packed = ZipFile(BytesIO(secretary.get(url("letters", call.public_id)).content))
    assert packed.namelist() == [f"lettre-{the(Application).reference}.pdf"]
    public = words(client.get(call.get_absolute_url()))
    assert "La maison ouverte" in public
    assert "3 500 €" in public
    assert the(Ruling).notified_on == timezone.localdate()


def after(people, client, call):
    """A number without its story is refused; what is worth keeping becomes a measure."""
    secretary, applicant = people["secretary"], people["applicant"]
    told = {
        "name": "Venues",
        "unit": "personnes",
        "story": "Ce qui a changé",
        "purpose": "Garder",
        "owner": "Le jury",
    }
    follow(secretary, url("add_indicator", call.public_id), told | {"minutes": "15"})
    award, indicator = the(Award), the(Indicator)
    value = {"starts_on": day(-30), "ends_on": day(0), "number": "42"}
    refused = applicant.post(url("tell_value", award.public_id, indicator.pk), value)
    assert "Écrivez le récit : le nombre ne va pas sans lui." in words(refused)
    refused = applicant.post(
        url("tell_value", award.public_id, indicator.pk), {**value, "number": "", "story": "x"}
    )
    assert "Écrivez le nombre : le récit ne va pas sans lui." in words(refused)
    follow(applicant, url("tell_value", award.public_id, indicator.pk), {**value, "story": "On revient."})
    assert "42 personnes" in words(secretary.get(award.get_absolute_url()))
    assert "42 personnes" not in words(client.get(award.get_absolute_url()))
    review = {"professionals": "Long.", "persons": "Utile.", "minutes": "40", "retire": "Trop long."}
    follow(secretary, url("review_indicator", call.public_id, indicator.pk), review)
    assert "Trop long." in words(client.get(call.get_absolute_url()))
    assert the(Value).number == 42
    follow(
        applicant,
        url("write_review", award.public_id),
        {"changed": "Des voisins.", "to_sustain": "La maison ouverte"},
    )
    with become("maintenance"):
        plan = Plan.objects.create(
            committee=call.committee,
            title="Plan",
            kind="own",
            starts_on=timezone.localdate(),
            ends_on=timezone.localdate(),
        )
    follow(secretary, url("sustain", award.public_id), {"plan": plan.public_id})
    assert the(Measure).title == "La maison ouverte"
    assert "Reprise dans un plan" in words(client.get(url("to_sustain")))
    assert the(EndReview).sustained_on == timezone.localdate()


def test_roles_are_told_apart(people):
    """Whoever leads the structure of the jury may publish, not judge."""
    call = publish(people)
    with become("maintenance"):
        animator = make_member(Role.ANIMATOR, call.committee.structure)
    leading = client_of(animator)
    assert leading.get(url("correct_call", call.public_id)).status_code == 200
    assert leading.get(url("jury", call.public_id)).status_code == 404
