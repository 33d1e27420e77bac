"""Hundreds of forged answers of ProConnect: nobody comes in, nothing crashes, nothing is written."""

import time
from collections import Counter

import pytest
from django.test import Client

from maillage.accounts.models import ProConnectIdentity, User
from maillage.accounts.tests.factories import PASSWORD, make_member, make_user
from maillage.accounts.tests.forged import cases
from maillage.accounts.tests.forged_tokens import HEADER, token
from maillage.accounts.tests.journeys import BEGIN, come_back, is_in, through, tied
from maillage.accounts.tests.provider import CLIENT_ID, signed
from tests.depth import count
from tests.plugin import become

pytestmark = pytest.mark.django_db
BACK = f"{BEGIN}retour/"
FLOOR = 200


@pytest.fixture
def claire(proconnect):
    member = make_member(user=make_user("claire@exemple.test", PASSWORD))
    tied(member.user)
    return member


def browser(number: int) -> Client:
    """Each from its own address: who starts over and over is slowed down."""
    return Client(raise_request_exception=False, REMOTE_ADDR=f"10.1.{number // 200}.{number % 200 + 1}")


def outcome(client, answer) -> str:
    """ "" when it is refused with words: what went wrong otherwise."""
    if answer.status_code >= 500 and answer.status_code != 503:
        return f"{answer.status_code}"
    if is_in(client):
        return "came in"
    said = answer.status_code in (403, 405, 503) and "ProConnect" in answer.content.decode()
    return "" if said else f"{answer.status_code} without a word"


def test_hundreds_of_forged_answers_open_nothing(claire, proconnect):
    wrong, tried = {}, Counter()
    for number, case in enumerate(cases()):
        proconnect.be_honest()
        case.prepare(proconnect)
        client = browser(number)
        if said := outcome(client, case.drive(client)):
            wrong[case.name] = said
        tried[case.name.split(":")[0]] += 1
    print(f"let in or crashed: {len(wrong)} {dict(tried)}")
    count("réponses", tried.total())
    assert wrong == {}
    assert tried.total() >= FLOOR
    assert User.objects.count() == 1
    with become("maintenance"):
        assert ProConnectIdentity.objects.count() == 1
    proconnect.be_honest()
    honest = browser(0)
    assert (through(honest).url, is_in(honest)) == ("/", True)


def test_each_forged_answer_has_its_own_name():
    names = Counter(case.name for case in cases())
    assert {name: times for name, times in names.items() if times > 1} == {}


@pytest.mark.parametrize(
    "change",
    [
        {"aud": [CLIENT_ID]},
        {"aud": [CLIENT_ID, "another"], "azp": CLIENT_ID},
        {"azp": CLIENT_ID},
        {"acr": "eidas1", "sid": "x", "auth_time": 4_102_444_800},
        {"at_hash": None},
    ],
    ids=",".join,
)
def test_what_is_allowed_comes_in(client, claire, proconnect, change):
    def id_token(told):
        claims = {name: value for name, value in {**told.id_claims(), **change}.items() if value is not None}
        return token(HEADER, claims)

    proconnect.answers["id_token"] = id_token
    assert (through(client).url, is_in(client)) == ("/", True)


def test_whoever_was_there_before_is_not_taken_for_whoever_comes(client, claire, proconnect):
    """Their session at ProConnect outlives ours on a shared desk; `prompt=login` is in an address that anybody changes."""

    def long_ago(told):
        return signed({**told.id_claims(), "auth_time": int(time.time()) - 3600})

    proconnect.answers["id_token"] = long_ago
    assert (through(client).status_code, is_in(client)) == (403, False)


def test_clocks_may_differ_by_some_seconds(client, claire, proconnect):
    def late(told):
        return signed({**told.id_claims(), "iat": int(time.time()) + 20, "exp": int(time.time()) + 80})

    proconnect.answers["id_token"] = late
    assert through(client).url == "/"


def of_another(client):
    """What another browser was sent back with."""
    return come_back(browser(7))


def parts_of(back):
    code, state = (one.split("=", 1)[1] for one in back.split("?")[1].split("&")[:2])
    return code, state


WITHOUT_A_SIGN_IN = [
    "", "?", "?code=x", "?state=x", "?code=&state=", "?code=x&state=x", "?error=access_denied",
    "?error=access_denied&error_description=%3Cscript%3E&state=x", "?code[]=x&state[]=x", "?code=%00&state=%00",
    "?state=%ED%A0%80&code=x", "?state=" + "a" * 9000 + "&code=x", "?state=é&code=é", "?iss=x&code=x&state=x",
    "?id_token=x", "?access_token=x&state=x", "?code=x&state=oidc_states", "?state=__class__&code=x",
]  # fmt: skip


@pytest.mark.parametrize("query", WITHOUT_A_SIGN_IN, ids=lambda query: query[:30])
def test_a_return_that_nobody_began(claire, proconnect, query):
    client, asked_before = browser(1), len(proconnect.seen)
    assert outcome(client, client.get(f"{BACK}{query}")) == ""
    client.get(BEGIN)
    assert outcome(client, client.get(f"{BACK}{query}")) == ""
    assert "token" not in [name for name, _ in proconnect.seen[asked_before:]]


def test_the_state_of_another_session(claire, proconnect):
    client = browser(1)
    client.get(BEGIN)
    assert outcome(client, client.get(of_another(client))) == ""


def test_the_code_of_another_session_under_one_s_own_state(claire, proconnect):
    """PKCE: what this browser holds doesn't go with that code."""
    client = browser(1)
    _, own = parts_of(come_back(client))
    stolen, _ = parts_of(of_another(client))
    assert outcome(client, client.get(f"{BACK}?code={stolen}&state={own}")) == ""
    assert proconnect.seen[-1][0] == "token"


def test_the_code_of_another_session_without_pkce_meets_the_nonce(claire, proconnect, monkeypatch):
    client = browser(1)
    _, own = parts_of(come_back(client))
    stolen, _ = parts_of(of_another(client))
    told = proconnect.codes[stolen]
    monkeypatch.setitem(told.asked, "code_challenge", proconnect.seen[-2][1]["code_challenge"])
    assert outcome(client, client.get(f"{BACK}?code={stolen}&state={own}")) == ""
    assert proconnect.seen[-1][0] == "jwks"


def test_a_return_serves_once(claire, proconnect):
    client = browser(1)
    back = come_back(client)
    assert client.get(back).url == "/"
    client.post("/compte/deconnexion/")
    assert outcome(client, client.get(back)) == ""


def test_a_state_serves_once_even_when_it_failed(claire, proconnect):
    client = browser(1)
    code, state = parts_of(come_back(client))
    assert outcome(client, client.get(f"{BACK}?code=wrong&state={state}")) == ""
    assert outcome(client, client.get(f"{BACK}?code={code}&state={state}")) == ""


def test_a_code_serves_once(claire, proconnect):
    client = browser(1)
    back = come_back(client)
    client.get(back)
    client.post("/compte/deconnexion/")
    used, _ = parts_of(back)
    _, state = parts_of(come_back(client))
    assert outcome(client, client.get(f"{BACK}?code={used}&state={state}")) == ""


def test_a_state_is_too_old_after_ten_minutes(claire, proconnect):
    client = browser(1)
    back = come_back(client)
    session = client.session
    for begun in session["oidc_states"].values():
        begun["added_on"] -= 601
    session.modified = True
    session.save()
    answer = client.get(back)
    assert outcome(client, answer) == ""
    assert "plus de dix minutes" in answer.content.decode()


@pytest.mark.parametrize(
    "more", ["&error=access_denied", "&iss=https://ailleurs.test", "&state=x", "&code=x"]
)
def test_a_right_return_with_something_more(claire, proconnect, more):
    client = browser(1)
    back = come_back(client).replace("&iss=", "&was=") if "iss=" in more else come_back(client)
    assert outcome(client, client.get(back + more)) == ""


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_a_return_is_read_and_not_sent(claire, proconnect, method):
    client = browser(1)
    answer = getattr(client, method)(come_back(client))
    assert (answer.status_code, is_in(client)) == (405, False)


def test_no_more_than_ten_sign_ins_wait_in_a_session(claire, proconnect):
    client = browser(1)
    first = come_back(client)
    for _ in range(12):
        client.get(BEGIN)
    assert len(client.session["oidc_states"]) <= 10
    assert outcome(client, client.get(first)) == ""
