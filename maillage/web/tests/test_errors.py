import errno

import pytest
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.db import InterfaceError, OperationalError, ProgrammingError, connections
from django.test import RequestFactory

from maillage.web import errors


@pytest.fixture
def request_():
    return RequestFactory().post("/personnes/1/note")


class Refused(PermissionDenied):
    reason = "Seule la référente peut fermer ce dossier."


def test_the_reason_of_a_rule_is_shown(request_):
    response = errors.forbidden(request_, Refused())
    assert (response.status_code, Refused.reason in response.text) == (403, True)


def test_the_words_of_a_library_are_not(request_):
    response = errors.forbidden(request_, PermissionDenied("internal <b>detail</b>"))
    assert "internal" not in response.text
    assert "Votre rôle ne permet pas" in response.text


@pytest.mark.parametrize(
    ("response", "status", "words"),
    [
        (lambda r: errors.bad_request(r, SuspiciousOperation("x")), 400, "n’est pas lisible"),
        (lambda r: errors.bad_request(r, RequestDataTooBig("x")), 413, "trop lourd"),
        (lambda r: errors.csrf_failure(r, "no cookie"), 403, "Votre page était ouverte depuis longtemps"),
        (lambda r: errors.not_found(r, Exception("x")), 404, "ne vous est pas ouverte"),
        (lambda r: errors.too_many_requests(r, wait_seconds=90), 429, "pendant 2 minutes"),
        (lambda r: errors.locked_out(r, {"username": "x"}, response=None), 429, "pendant 15 minutes"),
        (errors.server_error, 500, "Une panne de notre côté"),
    ],
)
def test_each_error_says_what_happened_and_is_a_whole_page(request_, response, status, words):
    shown = response(request_)
    assert (shown.status_code, words in shown.text, shown.text.count("<main")) == (status, True, 1)


def test_an_expired_page_gives_back_what_was_written_and_no_secret():
    sent = {
        "text": "Elle a dit <oui>, puis non.",
        "password": "deux mots",
        "housing": "hosted",
        "csrfmiddlewaretoken": "a b",
    }
    shown = errors.csrf_failure(RequestFactory().post("/note", sent)).text
    assert "Elle a dit &lt;oui&gt;, puis non.</textarea>" in shown
    assert [word for word in ("deux mots", "hosted", "a b", "<oui>", "<form") if word in shown] == []


def test_a_server_that_does_not_follow_gives_back_what_was_written():
    shown = _while_handled(OperationalError("the connection is lost"))
    assert (shown.status_code, shown["Retry-After"]) == (503, "60")
    assert "Elle a dit &lt;oui&gt;, puis non.</textarea>" in shown.text
    assert "connection" not in shown.text


@pytest.mark.parametrize(
    ("fault", "status"),
    [
        (InterfaceError("closed"), 503),
        (OSError(errno.ENOSPC, "No space left on device"), 503),
        (OSError(errno.EACCES, "Permission denied"), 500),
        (ProgrammingError("no such column"), 500),
    ],
)
def test_only_what_lasts_a_moment_says_to_come_back(fault, status):
    assert _while_handled(fault).status_code == status


def _while_handled(fault):
    sent = RequestFactory().post("/note", {"text": "Elle a dit <oui>, puis non."})
    try:
        raise fault
    except type(fault):
        return errors.server_error(sent)


def test_absent_and_forbidden_read_the_same(request_):
    pages = [
        errors.not_found(request_, Exception(text)).text for text in ("No Person matches", "not visible")
    ]
    assert pages[0] == pages[1]


def test_the_lock_says_when_to_come_back(request_):
    assert errors.too_many_requests(request_, wait_seconds=90)["Retry-After"] == "90"


def test_the_last_page_needs_neither_templates_nor_database(settings):
    settings.TEMPLATES = []
    connections["default"].close()
    response = errors.server_error(None)
    assert (response.status_code, b"<h1>" in response.content) == (500, True)
