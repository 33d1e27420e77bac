"""What systemd runs when a task of the night has failed: a mail to each, that says where to look."""

import socket

import pytest
from django.core import mail

from maillage.config.monitoring import alert


@pytest.fixture
def told(settings):
    settings.ALERTS, settings.EMAIL_HOST = ["ada@exemple.test", "bob@exemple.test"], "mail.exemple.test"
    return settings


def test_a_mail_says_what_failed_where_and_what_to_read(told):
    assert alert.main(["maillage-backup.service"]) == 0
    assert [one.to for one in mail.outbox] == [["ada@exemple.test"], ["bob@exemple.test"]]
    sent = mail.outbox[0]
    assert (
        sent.subject.replace("\u00a0", " ")
        == f"Maillage : maillage-backup.service a échoué sur {socket.gethostname()}"
    )
    assert "journalctl --unit maillage-backup.service --since -1d" in sent.body
    assert "systemctl start maillage-backup.service" in sent.body


@pytest.mark.parametrize(
    ("setting", "without", "why"),
    [("ALERTS", [], "MAILLAGE_ALERTS ne nomme personne"), ("EMAIL_HOST", "", "MAILLAGE_SMTP_HOST manque")],
)
def test_without_anybody_or_a_server_it_says_so_and_fails(told, capsys, setting, without, why):
    setattr(told, setting, without)
    assert alert.main(["maillage-check.service"]) == 1
    assert why in capsys.readouterr().err
    assert mail.outbox == []


def test_a_mail_server_that_does_not_answer_is_no_crash(told, capsys):
    told.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    with socket.create_server(("127.0.0.1", 0)) as taken:
        told.EMAIL_HOST, told.EMAIL_PORT = taken.getsockname()
    assert alert.main(["maillage-check.service"]) == 1
    assert "ConnectionRefusedError" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["x\nBcc: eve@exemple.test", "a b", ""])
def test_a_name_that_no_service_has_is_refused(told, capsys, name):
    with pytest.raises(SystemExit):
        alert.main([name])
    assert mail.outbox == []
