"""Messages that leave the platform: by mail, SMS or post, through the sender that the installation names.

Called from a job, once what it tells is committed: nothing brings a message back. How to plug in a gateway:
docs/guides/messages.md.
"""

import json
import sys
from dataclasses import asdict, dataclass
from datetime import datetime
from email.utils import formataddr, parseaddr
from pathlib import Path
from typing import Literal, Protocol
from uuid import uuid4

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import timezone
from django.utils.module_loading import import_string

from maillage.whole_files import write_atomically

NEUTRAL_SUBJECT = "Un message pour vous"
NEUTRAL_NAME = "Messagerie"


@dataclass(frozen=True)
class Attached:
    """A small file of text that goes with a mail."""

    name: str
    media_type: str
    text: str


@dataclass(frozen=True)
class Message:
    """`to`: an e-mail address, a phone number, or a postal address on several lines. `files` go with a mail.

    `discreet`: somebody else may see it arrive, so nothing says what it is about before it is opened. The body is the
    writer's: a discreet one names no service and no reason.
    """

    channel: Literal["email", "sms", "post"]
    to: str
    subject: str
    body: str
    discreet: bool
    files: tuple[Attached, ...] = ()


class Sender(Protocol):
    def send(self, message: Message) -> None:
        """Hand it over, or raise: the job that calls tries again."""


def send(message: Message) -> None:
    """Through the class that `settings.MAILLAGE_SENDERS` names for its channel; raises what that one raises."""
    if not message.to.strip():
        raise ValueError(f"A message ({message.channel}) has nobody to go to.")
    sender: Sender = import_string(settings.MAILLAGE_SENDERS[message.channel])()
    sender.send(message)


class MailSender:
    """Django's mail: SMTP when it is configured, printed otherwise."""

    def send(self, message: Message) -> None:
        address = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
        mail = EmailMessage(
            subject=NEUTRAL_SUBJECT if message.discreet else " ".join(message.subject.split()),
            body=message.body,
            from_email=formataddr((NEUTRAL_NAME, address))
            if message.discreet
            else settings.DEFAULT_FROM_EMAIL,
            to=[message.to],
        )
        for one in message.files:
            mail.attach(one.name, one.text, one.media_type)
        mail.send()


class ConsoleSender:
    """Printed by the service, for an installation that has no gateway yet."""

    def send(self, message: Message) -> None:
        sys.stdout.write(_line(message))
        sys.stdout.flush()


class FileSender:
    """One file a message in the outbox, of one JSON line, whole or absent: whoever posts it takes it and removes it."""

    def send(self, message: Message) -> None:
        outbox = Path(settings.MAILLAGE_DATA) / "outbox"
        outbox.mkdir(parents=True, exist_ok=True, mode=0o700)
        now = timezone.now()
        path = outbox / f"{now:%Y%m%dT%H%M%S}-{message.channel}-{uuid4()}.json"
        write_atomically(path, _line(message, now))


def _line(message: Message, written_at: datetime | None = None) -> str:
    dated = {"written_at": written_at.isoformat()} if written_at else {}
    told = asdict(message) | dated
    if not message.files:
        del told["files"]
    return json.dumps(told, ensure_ascii=False) + "\n"
