"""A message leaves by the sender that is configured, and tells nothing on its outside when it must be discreet."""

import json
import os
import stat

import pytest
from django.core import mail
from django.core.mail import BadHeaderError

from maillage.web.senders import ConsoleSender, FileSender, MailSender, Message, send


def message(channel="email", to="lea@example.org", discreet=True, **changes):
    given = {"subject": "Votre demande de RSA", "body": "Bonjour,\nc’est demain à 9 h."}
    return Message(channel=channel, to=to, discreet=discreet, **given | changes)


def test_a_discreet_mail_says_nothing_before_it_is_opened(settings):
    settings.DEFAULT_FROM_EMAIL = "Service d’aide aux victimes <accueil@ccas.example>"
    send(message())
    (sent,) = mail.outbox
    assert (sent.subject, sent.from_email) == ("Un message pour vous", "Messagerie <accueil@ccas.example>")
    assert (sent.to, sent.body) == (["lea@example.org"], "Bonjour,\nc’est demain à 9 h.")


def test_another_mail_says_what_it_is_about(settings):
    settings.DEFAULT_FROM_EMAIL = "CCAS <accueil@ccas.example>"
    send(message(discreet=False, subject="Votre demande\nde RSA"))
    (sent,) = mail.outbox
    assert (sent.subject, sent.from_email) == ("Votre demande de RSA", "CCAS <accueil@ccas.example>")


def test_an_address_that_would_add_a_header_is_refused():
    with pytest.raises(BadHeaderError):
        send(message(to="lea@example.org\nBcc: a@example.org"))
    assert mail.outbox == []


def test_an_sms_is_printed_until_a_gateway_is_plugged_in(capsys):
    send(message("sms", "+33612345678"))
    printed = json.loads(capsys.readouterr().out)
    assert (printed["channel"], printed["to"]) == ("sms", "+33612345678")


def test_a_letter_waits_in_the_outbox_as_one_line(settings, tmp_path):
    settings.MAILLAGE_DATA = tmp_path
    for _ in range(2):
        send(message("post", "Léa Martin\n3 rue de l’Église\n37500 Chinon"))
    files = list((tmp_path / "outbox").iterdir())
    assert [path.suffix for path in files] == [".json", ".json"]
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}
    (line,) = files[0].read_text().splitlines()
    letter = json.loads(line)
    assert letter.pop("written_at")[:2] == "20"
    assert letter == {
        "channel": "post",
        "to": "Léa Martin\n3 rue de l’Église\n37500 Chinon",
        "subject": "Votre demande de RSA",
        "body": "Bonjour,\nc’est demain à 9 h.",
        "discreet": True,
    }


def test_a_full_disk_leaves_no_half_letter(settings, tmp_path, monkeypatch):
    def full(*_args):
        raise OSError(28, "No space left on device")

    settings.MAILLAGE_DATA = tmp_path
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        send(message("post", "3 rue de l’Église"))
    assert list((tmp_path / "outbox").iterdir()) == []


RECEIVED = []


class Gateway:
    def send(self, message):
        RECEIVED.append(message)


def test_a_gateway_is_a_class_with_one_method(settings):
    settings.MAILLAGE_SENDERS = settings.MAILLAGE_SENDERS | {"sms": f"{__name__}.Gateway"}
    send(message("sms", "+33612345678"))
    assert [message("sms", "+33612345678")] == RECEIVED


def test_a_message_to_nobody_is_refused():
    with pytest.raises(ValueError, match="nobody"):
        send(message(to=" "))


def test_the_defaults(settings):
    classes = (MailSender, ConsoleSender, FileSender)
    named = [f"{one.__module__}.{one.__name__}" for one in classes]
    assert dict(zip(("email", "sms", "post"), named, strict=True)) == settings.MAILLAGE_SENDERS
