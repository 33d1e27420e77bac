"""Pages of ethics and signals: what they say, how many queries they cost, what bad input gets."""

from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from maillage.accounts.enums import Role
from maillage.accounts.models import User
from maillage.accounts.tests.factories import make_user, signed_in
from maillage.governance.enums import DutyKind
from maillage.governance.models import AgendaItem, EthicsReferral, Signal, SignalEcho, TextVersion
from maillage.governance.tests.ethics_factories import (
    TODAY,
    WRITTEN,
    make_council,
    make_echo,
    make_referral,
    make_signal,
    make_space,
    serve,
)
from maillage.governance.tests.factories import make_committee, make_duty, make_gathering, make_seat
from tests.plugin import become, count_queries

pytestmark = pytest.mark.django_db
SENT = {**WRITTEN, "relayed": "no", "urgency": "normal"}


def url(name, *args):
    return reverse(f"governance:{name}", args=args)


def words(response):
    return unescape(response.content.decode()).replace("\u00a0", " ")


@pytest.fixture
def worker(client):
    with become("maintenance"):
        return signed_in(client, Role.SOCIAL_WORKER)


def only(model):
    with become("maintenance"):
        return model.objects.get()


def user_of(actor):
    with become("maintenance"):
        return User.objects.get(pk=actor.user_id)


def browser(actor):
    """Another one, where this account is signed in."""
    client = Client()
    client.force_login(user_of(actor), backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_whom_to_ask_and_where_there_is_nobody_yet(client, worker):
    space, _ = make_space(make_committee(name="Comité du Nord"), name="Espace du Nord")
    make_space(make_committee(), name="Espace du Sud")
    make_committee(name="Comité de l’Est")
    make_duty(space, worker.user, DutyKind.CORRESPONDENT)
    here = make_seat(make_committee(name="Comité de l’Ouest"))
    with become("maintenance"):
        type(here.seat).objects.filter(pk=here.seat_id).update(organisation="Ligue des usagers")
    shown = words(client.get(url("ethics")))
    assert str(worker.user) in shown
    assert worker.structure.name in shown
    assert "1 espace éthique sans correspondant · 2 comités locaux sans espace éthique" in shown
    lacking = shown[shown.index("sans correspondant") :]
    assert "Espace du Sud" in lacking
    assert "Espace du Nord" not in lacking
    assert "Ligue des usagers" in lacking


def test_a_question_is_asked_and_who_will_read_it_is_named_before(client, worker):
    space, secretary = make_space()
    page = url("refer", space.public_id)
    assert str(user_of(secretary)) in words(client.get(page))
    answer = client.post(page, SENT)
    row = only(EthicsReferral)
    assert answer.url == row.get_absolute_url()
    shown = words(client.get(row.get_absolute_url()))
    assert "Transmise" in shown
    assert "La question est posée, réponse due le" in shown
    assert WRITTEN["title"] in words(client.get(url("referrals")))


def test_a_space_of_the_country_says_before_the_form_that_a_local_one_is_asked_first(client, worker):
    council, _ = make_council()
    page = url("refer", council.public_id)
    assert page in client.get(council.get_absolute_url()).content.decode()
    make_space(make_committee())
    assert page not in client.get(council.get_absolute_url()).content.decode()
    refused = client.get(page)
    assert (refused.status_code, "Saisissez d’abord un espace éthique local" in words(refused)) == (403, True)


def test_each_spotted_passage_is_reworded_or_confirmed_and_nothing_typed_is_lost(client, worker):
    space, _ = make_space()
    page = url("refer", space.public_id)
    named = SENT | {"situation": "Mme Dupont, 06 12 34 56 78, refuse."}
    refused = client.post(page, named)
    assert refused.status_code == 422
    shown = words(refused)
    assert "« Mme Dupont » : on dirait un nom" in shown
    assert "« 06 12 34 56 78 » : on dirait un numéro de téléphone" in shown
    assert "Mme Dupont, 06 12 34 56 78, refuse." in shown
    half = client.post(page, named | {"confirmed": ["Mme Dupont"]})
    assert half.status_code == 422
    both = {"confirmed": ["Mme Dupont", "06 12 34 56 78", "un passage réécrit"]}
    assert client.post(page, named | both).status_code == 302


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"title": ""}, "réponse est nécessaire"),
        ({"wished_on": "01/01/2020"}, "jour à venir"),
        ({"situation": "a" * 10_001}, "trop long"),
        ({"situation": "nul \0"}, "nul"),
        ({"urgency": "zzz", "relayed": "zzz"}, "choix"),
    ],
)
def test_bad_input_is_said(client, worker, typed, told):
    space, _ = make_space()
    answer = client.post(url("refer", space.public_id), SENT | typed)
    assert answer.status_code == 422
    assert told in words(answer).lower()


def test_one_asks_an_ethics_space_alone(client, worker):
    assert client.get(url("refer", make_committee().public_id)).status_code == 404


def test_from_question_to_published_opinion_through_the_pages(client, worker):
    space, secretary = make_space(make_committee())
    council, president = make_council()
    client.post(url("refer", space.public_id), SENT)
    row = only(EthicsReferral)
    keeper, national = browser(secretary), browser(president)
    assert "Prendre en charge" in words(keeper.get(row.get_absolute_url()))
    due = f"{TODAY + timedelta(days=9):%d/%m/%Y}"
    keeper.post(url("take_referral", row.public_id), {"due_on": due})
    keeper.post(url("ask_referral", row.public_id), {"words": "Depuis quand ?"})
    assert "Depuis quand ?" in words(client.get(url("clarify_referral", row.public_id)))
    client.post(url("clarify_referral", row.public_id), {"words": "Un an."})
    assert national.get(row.get_absolute_url()).status_code == 404
    keeper.post(
        url("pass_on_referral", row.public_id), {"to": str(council.public_id), "words": "Nous hésitons."}
    )
    assert "Nous hésitons." in words(national.get(row.get_absolute_url()))
    opinion = {"title": "Entrer chez autrui", "words": "On propose.", "publish": "yes"}
    national.post(url("answer_referral", row.public_id), opinion)
    shown = words(client.get(row.get_absolute_url()))
    assert "Avis rendu" in shown
    assert "Entrer chez autrui" in shown
    national.post(
        url("referral_doctrine", row.public_id), {"title": "Principe", "words": "Jamais sans accord."}
    )
    with become("maintenance"):
        assert set(TextVersion.objects.values_list("title", flat=True)) == {"Entrer chez autrui", "Principe"}
    public = words(Client().get(only_published().text.get_absolute_url()))
    assert "On propose." in public
    assert str(worker.user) not in public


def make_user_outside():
    with become("maintenance"):
        return make_user()


def only_published():
    with become("maintenance"):
        return TextVersion.objects.select_related("text").get(published_at__isnull=False)


def test_what_waits_is_told_on_the_first_page(client, worker):
    space, secretary = make_space()
    row = make_referral(space, worker.user)
    told = "Saisines éthiques qui vous attendent : 1"
    assert told in words(browser(secretary).get("/"))
    assert told not in words(client.get("/"))
    browser(secretary).post(url("ask_referral", row.public_id), {"words": "Depuis quand ?"})
    assert told in words(client.get("/"))
    assert told not in words(browser(secretary).get("/"))


def test_what_is_late_is_said(client, worker):
    space, _ = make_space()
    late = make_referral(space, worker.user, due_on=TODAY - timedelta(days=1))
    make_referral(space, worker.user, title="À temps", due_on=TODAY)
    assert "en retard depuis le" in words(client.get(late.get_absolute_url()))
    assert words(client.get(url("referrals"))).count("en retard") == 1


def test_a_question_is_withdrawn_once(client, worker):
    space, _ = make_space()
    row = make_referral(space, worker.user)
    client.post(url("withdraw_referral", row.public_id))
    again = client.post(url("withdraw_referral", row.public_id), follow=True)
    assert "relisez-la" in words(again)
    assert "Retirée" in words(client.get(row.get_absolute_url()))


def test_choosing_no_commission_or_another_is_said(client, worker):
    space, secretary = make_space(make_committee())
    row = make_referral(space, worker.user)
    keeper = browser(secretary)
    for wrong in ("", "x\0", str(space.public_id)):
        answer = keeper.post(url("pass_on_referral", row.public_id), {"to": wrong, "words": "Voir"})
        assert (answer.status_code, "hoisissez une commission" in words(answer)) == (422, True)


def fill_spaces(times):
    for number in range(times):
        space, _ = make_space(make_committee(), name=f"Espace {number}")
        serve(space, DutyKind.CORRESPONDENT)


def fill_questions(user, times):
    for _ in range(times):
        space, _ = make_space()
        make_duty(space, user)
        make_referral(space, user)
        make_referral(space, make_user_outside())


def fill_signals(committee, times):
    for _ in range(times):
        signal = make_signal(committee, make_user_outside(), wording="Coupures")
        make_echo(signal, make_user_outside())


@pytest.mark.parametrize("page", ["ethics", "referrals", "signals"])
def test_lists_cost_the_same_whatever_their_length(client, worker, page):
    committee = make_committee()
    make_duty(committee, worker.user)
    address = url(page, committee.public_id) if page == "signals" else url(page)
    costs = []
    for times in (1, 2):
        fill_spaces(times)
        fill_questions(worker.user, times)
        fill_signals(committee, times)
        costs.append(count_queries(client, address))
    assert costs[0] == costs[1]


def note(**told):
    return {
        "theme": "housing",
        "seen": "Trois coupures d’eau en un mois",
        "since": f"{TODAY:%d/%m/%Y}",
        "source": "field",
        "wording": "Des coupures d’eau",
        **told,
    }


def test_a_signal_is_noted_seen_too_put_on_an_agenda_and_followed_up(client, worker):
    committee = make_committee()
    make_seat(committee, user=worker.user)
    secretary = serve(committee)
    client.post(url("note_signal", committee.public_id), note(territory="Chinon"))
    row = only(Signal)
    assert row.territory.name == "Chinon"
    again = client.post(url("note_signal", committee.public_id), note(territory="Chinon"))
    assert "déjà noté" in words(again)
    assert "C’est vous" in words(client.post(url("echo_signal", row.public_id), follow=True))
    keeper = browser(secretary)
    keeper.post(url("echo_signal", row.public_id))
    keeper.post(url("echo_signal", row.public_id))
    assert only(SignalEcho).user_id == secretary.user_id
    meeting = make_gathering(committee, timezone.now() + timedelta(days=9))
    assert keeper.post(url("signal_to_agenda", row.public_id), {"gathering": "x"}).status_code == 422
    keeper.post(url("signal_to_agenda", row.public_id), {"gathering": str(meeting.public_id)})
    item = only(AgendaItem)
    assert (item.title, item.details) == (
        "Signal : logement, hébergement".replace(" :", "\u00a0:"),
        "Des coupures d’eau",
    )
    keeper.post(url("close_signal", row.public_id), {"outcome": "Le bailleur est saisi."})
    shown = words(client.get(url("signals", committee.public_id)))
    assert "Le bailleur est saisi." in shown
    assert "vu aussi par 1 membre" in shown


def test_bad_signals_are_said(client, worker):
    committee = make_committee()
    make_seat(committee, user=worker.user)
    page = url("note_signal", committee.public_id)
    for typed, told in (
        ({"since": f"{TODAY + timedelta(days=3):%d/%m/%Y}"}, "jusqu’au"),
        ({"territory": "Nulle-Part-sur-Loire"}, "nulle-part"),
        ({"seen": "Mme Dupont a froid"}, "on dirait un nom"),
        ({"theme": "zzz"}, "choix"),
        ({"seen": "é" * 601}, "trop long"),
    ):
        answer = client.post(page, note(**typed))
        assert (typed, answer.status_code, told in words(answer).lower()) == (typed, 422, True)
    assert client.post(page, note(seen="😀" * 600)).status_code == 302


def test_above_one_reads_counts_and_what_may_be_told_and_nothing_else(client, worker):
    above = make_committee(kind="coordination")
    make_duty(above, worker.user)
    local = make_committee(parent=above)
    make_signal(local, make_user_outside(), seen="Détail interne", wording="Des coupures d’eau")
    make_signal(local, make_user_outside(), seen="Autre détail")
    shown = words(client.get(url("signals", above.public_id)))
    assert "Des coupures d’eau" in shown
    assert "étail" not in shown
    assert "Logement, hébergement" in shown
    assert client.get(url("signals", local.public_id)).status_code == 403
    assert "Des coupures d’eau" not in words(client.get(url("signals", above.public_id), {"theme": "health"}))
    assert client.get(url("signals", above.public_id), {"theme": "x\0", "page": "9" * 30}).status_code == 200


def test_the_folder_of_a_person_leads_to_the_aid(client, worker):
    from maillage.people.tests.factories import attach, make_person

    with become("maintenance"):
        person = make_person("Samira", "Benaly")
        attach(worker, person)
    assert url("sharing") in words(client.get(reverse("people:person", args=[person.pk])))
