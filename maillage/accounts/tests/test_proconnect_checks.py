"""What `maillage check` says of ProConnect, and when it is off."""

import pytest
from django.core.checks import run_checks

from maillage.accounts.proconnect import options


@pytest.fixture
def of_https(proconnect, settings):
    """As in production: encrypted, every address told."""
    settings.HTTPS = True
    settings.PROCONNECT_ISSUER = "https://proconnect.test/api/v2"
    settings.PROCONNECT_ENDPOINTS = dict.fromkeys(options.NAMES, "https://proconnect.test/x")
    return settings


def said():
    found = [one for one in run_checks(include_deployment_checks=True) if str(one.id).startswith("accounts.")]
    return {one.id: one.msg for one in found}


def test_off_is_nothing_to_say():
    assert (said(), options.is_on()) == ({}, False)


def test_well_set_is_nothing_to_say(of_https):
    assert (said(), options.is_on()) == ({}, True)


@pytest.mark.parametrize("name", ["ISSUER", "CLIENT_ID", "SECRET_FILE"])
def test_half_told_is_off_and_says_what_is_missing(of_https, name):
    setattr(of_https, f"PROCONNECT_{name}", "")
    expected = f"ProConnect est éteint\u00a0: il manque MAILLAGE_PROCONNECT_{name}."
    assert (said(), options.is_on()) == ({"accounts.E001": expected}, False)


@pytest.mark.parametrize("algorithm", ["HS256", "none", "RS512", ""])
def test_a_weak_signature_is_off(of_https, algorithm):
    of_https.PROCONNECT_ALGORITHM = algorithm
    assert (set(said()), options.is_on()) == ({"accounts.E002"}, False)


def test_an_issuer_in_clear_is_off(of_https):
    of_https.PROCONNECT_ISSUER = "http://proconnect.test/api/v2"
    assert (set(said()), options.is_on()) == ({"accounts.E004"}, False)


def test_an_address_in_clear_is_never_called(of_https):
    of_https.PROCONNECT_ENDPOINTS = {**of_https.PROCONNECT_ENDPOINTS, "jwks": "http://proconnect.test/x"}
    assert set(said()) == {"accounts.W004"}
    with pytest.raises(options.Unreachable):
        options.endpoints()


def test_without_pkce_it_says_so(of_https):
    of_https.PROCONNECT_PKCE = False
    assert set(said()) == {"accounts.W001"}


def test_the_secret_is_there_long_and_hidden(of_https, tmp_path):
    secret = tmp_path / "court"
    of_https.PROCONNECT_SECRET_FILE = str(secret)
    assert set(said()) == {"accounts.E003"}
    secret.write_text("court")
    secret.chmod(0o644)
    assert set(said()) == {"accounts.W002", "accounts.W003"}


@pytest.mark.parametrize("lie", ["issuer", "nothing", "html", "list", "missing"])
def test_a_discovery_that_lies_or_is_empty_is_said(proconnect, settings, lie):
    from maillage.accounts.tests.provider import Answer, json_of

    told = {
        "issuer": json_of({**proconnect.discovery(), "issuer": "https://ailleurs.test"}),
        "nothing": Answer("{}", status=404),
        "html": Answer("<html>", "text/html"),
        "list": json_of([]),
        "missing": json_of({"issuer": proconnect.issuer}),
    }
    options._known.clear()
    proconnect.answers[".well-known/openid-configuration"] = lambda asked: told[lie]
    with pytest.raises(options.Unreachable):
        options.endpoints()
    options._known.clear()


def test_what_is_discovered_is_asked_once_an_hour(proconnect):
    options._known.clear()
    before = len(proconnect.seen)
    assert options.endpoints() == options.endpoints()
    assert [name for name, _ in proconnect.seen[before:]] == [".well-known/openid-configuration"]


def test_in_the_environment_it_is_off_unless_told():
    import os
    import subprocess
    import sys

    from tests.plugin import ROOT

    program = "from maillage.config import settings as s; print(s.PROCONNECT_ISSUER, s.PROCONNECT_ENDPOINTS['jwks'])"

    def told(**more):
        run = [sys.executable, "-c", program]
        return subprocess.run(
            run, cwd=ROOT, env=os.environ | more, capture_output=True, text=True, check=True
        ).stdout

    assert told() == " \n"
    names = {
        "MAILLAGE_PROCONNECT_ISSUER": "https://a.test",
        "MAILLAGE_PROCONNECT_JWKS": "https://a.test/jwks",
    }
    assert told(**names) == "https://a.test https://a.test/jwks\n"
