"""Sign in, fail to, be locked out, come back; a session that ended; a second factor."""

import base64
import hmac
import struct
import time

import pytest
from playwright.sync_api import expect

from tests.e2e.eyes import complaints
from tests.e2e.hands import Keyboard

A_QUARTER_LATER = "UPDATE axes_accessattempt SET attempt_time = attempt_time - interval '16 minutes'"
SESSIONS_END = "UPDATE django_session SET expire_date = now() - interval '1 second'"
SECOND_FACTORS_ARE_LOST = """
    DELETE FROM mfa_authenticator USING accounts_user AS owner
    WHERE owner.id = mfa_authenticator.user_id AND owner.email = %s
"""


def test_a_wrong_password_is_said_and_too_many_close_the_door(visitor, installed):
    yann = visitor(hands=Keyboard)
    for _ in range(4):
        yann.signs_in("yann", "pas le bon")
        expect(yann.tab.locator(".error-summary")).to_be_visible()
    assert complaints(yann.tab) == []
    yann.signs_in("yann", "encore raté")
    yann.reads("Par sécurité, cet accès est fermé pendant 15 minutes.")
    assert complaints(yann.tab) == []
    yann.signs_in("yann").reads("Trop d’essais")
    assert installed.execute(A_QUARTER_LATER) > 0
    yann.signs_in("yann").reads("Aujourd’hui")


def test_a_session_that_ended_is_said_and_taken_up_where_it_was(visitor, installed):
    sophie = visitor(hands=Keyboard).signs_in("sophie").reads("Aujourd’hui")
    installed.execute(SESSIONS_END)
    sophie.tab.goto("/personnes/")
    sophie.reads("Votre session est terminée")
    assert complaints(sophie.tab) == []
    sophie.hands.write("Adresse e-mail", "sophie@maillage.example")
    sophie.hands.write("Mot de passe", "maillage en touraine")
    sophie.hands.press("Se connecter", exact=True)
    expect(sophie.tab.get_by_role("heading", level=1)).to_have_text("Mes personnes")
    sophie.hands.press("Se déconnecter")
    expect(sophie.tab.get_by_role("heading", level=1)).to_have_text("Se connecter")


@pytest.fixture
def luc_without_second_factor(installed):
    yield
    installed.execute(SECOND_FACTORS_ARE_LOST, "luc@maillage.example")


@pytest.mark.usefixtures("luc_without_second_factor")
def test_a_second_factor_is_added_then_asked(visitor):
    luc = visitor(hands=Keyboard).signs_in("luc").reads("Aujourd’hui")
    luc.hands.go("Mon compte")
    luc.hands.go("Gérer le second facteur")
    luc.hands.go("Ajouter une application")
    if luc.tab.get_by_role("button", name="Continuer").count():
        luc.hands.write("Mot de passe", "maillage en touraine")
        luc.hands.press("Continuer")
    key = luc.tab.locator("ol code").inner_text()
    luc.hands.write("Code", code(key))
    luc.hands.press("Activer")
    luc.reads("Codes de secours")
    recovery = luc.tab.locator("#recovery_codes code").first.inner_text()
    assert complaints(luc.tab) == []
    luc.hands.press("Se déconnecter")
    expect(luc.tab.get_by_role("heading", level=1)).to_have_text("Se connecter")
    luc.signs_in("luc").reads("Encore une étape")
    assert complaints(luc.tab) == []
    luc.hands.write("Code", "000000")
    luc.hands.press("Se connecter", exact=True)
    expect(luc.tab.locator(".error-summary")).to_be_visible()
    luc.hands.write("Code", recovery)
    luc.hands.press("Se connecter", exact=True)
    luc.reads("Aujourd’hui")


def code(key):
    """What an authenticator application shows now (RFC 6238)."""
    counter = struct.pack(">Q", int(time.time()) // 30)
    digest = hmac.digest(base64.b32decode(key), counter, "sha1")
    place = digest[-1] & 15
    number = struct.unpack(">I", digest[place : place + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06}"
