"""May this be shared: the answer of known cases, an answer for every case, each with a text of law that was read."""

from datetime import date
from itertools import product

import pytest
from django.urls import reverse

from maillage.audit.models import Entry
from maillage.governance.rules.sharing import QUESTIONS, advise, choices, read_sharing, sources
from tests.plugin import become

CASES = [
    ("protection fact child agrees", "yes", "child_reported", "worrying"),
    ("protection fact child refuses", "yes", "child_reported_first", "child"),
    ("protection fact child cannot", "yes", "child_reported_alone", "child"),
    ("protection more child refuses", "no", "too_much", "least"),
    ("relative fact child told", "no", "child_elsewhere", "secret"),
    ("justice fact harm refuses", "yes", "harm_reported", "lifted"),
    ("relative fact harm agrees", "yes", "relative_agreed", "secret"),
    ("justice fact asked told", "no", "justice", "witness"),
    ("justice health follow agrees", "no", "justice", "witness"),
    ("manager fact asked agrees", "no", "no_aim", "least"),
    ("worker fact follow told", "yes", "worker_told", "social"),
    ("worker fact follow unasked", "consent", "otherwise", "secret"),
    ("worker fact follow refuses", "no", "refused", "social"),
    ("worker health follow told", "consent", "health", "care"),
    ("carer health follow told", "yes", "health_in_team", "care"),
    ("body fact right told", "consent", "otherwise", "secret"),
    ("body fact right agrees", "yes", "with_others_agreed", "least"),
    ("mayor fact follow told", "yes", "mayor", "social"),
    ("mayor fact right told", "consent", "otherwise", "secret"),
    ("commission fact follow told", "consent", "otherwise", "secret"),
    ("team fact follow unasked", "yes", "team_untold", "social"),
    ("justice more life refuses", "yes", "rescue", "rescue"),
    ("relative fact life agrees", "no", "rescue_elsewhere", "rescue"),
]


def answers(words):
    return dict(zip(QUESTIONS, words.split(), strict=True))


@pytest.mark.parametrize(("case", "verdict", "code", "source"), CASES, ids=[one[0] for one in CASES])
def test_known_cases(case, verdict, code, source):
    found = advise(answers(case))
    assert (found.verdict, found.code) == (verdict, code)
    assert source in [one.code for one in found.sources]


def every_case():
    return product(*([code for code, _ in choices(name)] for name in QUESTIONS))


def test_every_case_has_an_answer_with_its_law_and_every_rule_serves():
    found = [advise(dict(zip(QUESTIONS, case, strict=True))) for case in every_case()]
    assert {one.code for one in found} == {one["code"] for one in read_sharing()["rules"]}
    assert all(one.conditions and one.tell and one.sources for one in found)


def test_a_refusal_is_passed_over_for_a_danger_alone():
    passed = {
        (case, advise(dict(zip(QUESTIONS, case, strict=True))).code)
        for case in every_case()
        if case[3] == "refuses" and advise(dict(zip(QUESTIONS, case, strict=True))).verdict == "yes"
    }
    assert {case[2] for case, _ in passed} == {"child", "harm", "life"}


def test_each_source_was_read_on_a_day():
    for one in sources().values():
        assert date.fromisoformat(one.checked) <= date.today()
        assert one.url.startswith("https://")
    used = {code for rule in read_sharing()["rules"] for code in rule["sources"]}
    assert used == set(sources())


def asked(case):
    return answers(case)


@pytest.mark.django_db
def test_anybody_asks_without_an_account_and_nothing_is_kept(client):
    with become("maintenance"):
        before = Entry.objects.count()
    page = reverse("governance:sharing")
    assert "Quatre questions" in client.get(page).content.decode()
    shown = client.get(page, asked("body fact right told")).content.decode()
    assert "Pas sans son accord" in shown
    assert "226-13" in shown
    with become("maintenance"):
        assert Entry.objects.count() == before


@pytest.mark.django_db
def test_a_question_left_out_or_unknown_is_said(client):
    page = reverse("governance:sharing")
    left = client.get(page, {"to": "body"})
    assert (left.status_code, "Choisissez une réponse." in left.content.decode()) == (422, True)
    wrong = client.get(page, asked("body fact right told") | {"to": "x\0"})
    assert wrong.status_code == 422
    assert client.get(reverse("governance:sharing_pdf"), {"to": "body"}).status_code == 302


@pytest.mark.django_db
@pytest.mark.parametrize("case", ["protection fact child cannot", "worker fact follow told"])
def test_the_answer_prints(client, case):
    paper = client.get(reverse("governance:sharing_pdf"), asked(case))
    assert paper.content.startswith(b"%PDF")
