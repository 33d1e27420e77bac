"""No page of an account speaks English, nor carries a script or a style of its own."""

import re

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.urls import reverse

from maillage.accounts.tests.factories import PASSWORD, make_member, make_user, signed_in

pytestmark = pytest.mark.django_db
PUBLIC = ("account_login", "account_reset_password", "account_reset_password_done", "account_inactive",
          "account_reset_password_from_key_done")  # fmt: skip
OWN = ("accounts:account", "accounts:second-factor", "account_logout", "account_change_password", "mfa_index",
       "account_reauthenticate", "mfa_reauthenticate", "mfa_deactivate_totp", "mfa_view_recovery_codes",
       "mfa_generate_recovery_codes", "mfa_list_webauthn", "mfa_add_webauthn")  # fmt: skip
ENGLISH = re.compile(
    r"\b(the|your|you|please|password|sign in|sign out|email address|submit|code is|authenticator|key|security)\b",
    re.I,
)


def visible(page):
    text = re.sub(r"<script.*?</script>|<[^>]+>", " ", page, flags=re.S)
    return text + " ".join(re.findall(r'(?:placeholder|title|aria-label|alt)="([^"]*)"', page))


def check(response):
    page = response.content.decode()
    assert response.status_code == 200
    assert "web/base.html" in [template.name for template in response.templates]
    assert ENGLISH.findall(visible(page)) == []
    assert re.findall(r"\sstyle=|<style|\son[a-z]+=|javascript:", page) == []
    assert page.count("<h1") == 1


@pytest.mark.parametrize("name", PUBLIC)
def test_public_pages(client, name):
    check(client.get(reverse(name)))


@pytest.mark.parametrize("name", OWN)
def test_own_pages(client, name):
    member = make_member(user=make_user("claire@exemple.test", PASSWORD))
    signed_in(client, member=member)
    TOTP.activate(member.user, generate_totp_secret())
    RecoveryCodes.activate(member.user)
    check(client.get(reverse(name)))


def test_enrolling_pages(client):
    signed_in(client)
    check(client.get(reverse("mfa_activate_totp")))


def test_the_codes_are_downloaded_as_a_french_file(client):
    member = signed_in(client)
    codes = RecoveryCodes.activate(member.user).get_unused_codes()
    response = client.get(reverse("mfa_download_recovery_codes"))
    assert response["Content-Disposition"] == 'attachment; filename="codes-de-secours.txt"'
    assert response.content.decode().split() == codes
