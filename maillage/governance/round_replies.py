"""A mail that answers a ballot: what it says, if a program can be sure of it. Never guessed: else somebody reads it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import parseaddr
from hashlib import sha256
from uuid import UUID

from maillage.governance.enums import Vote

REFERENCE = "réf. {}"
NAMED = re.compile(r"r[ée]f\.?\s*([0-9a-f]{32})", re.IGNORECASE)
LINE = re.compile(
    r"(?:point\s*)?(?:n°\s*)?(?P<number>\d{1,2})\s*[-:.)]*\s*(?P<word>pour|contre|abstention|je m[’']abstiens)\s*[.!]?",
    re.IGNORECASE,
)
ALONE = re.compile(r"(?P<word>pour|contre|abstention|je m[’']abstiens)\s*[.!]?", re.IGNORECASE)
WORDS = {"pour": Vote.FOR, "contre": Vote.AGAINST, "abstention": Vote.ABSTAIN}
POLITE = re.compile(
    r"(bonjour|bonsoir|merci|cordialement|bien cordialement|bien à vous|bonne journée|bonne réception)"
    r"( (à (tous|toutes|vous)( et à toutes)?|madame|monsieur|d[’']avance|beaucoup))*\s*[,.!]*",
    re.IGNORECASE,
)
QUOTED = re.compile(
    r"(le\b.{5,120}a écrit\s*:|-{2,}\s*(message d’origine|message d'origine|original message).*|de\s*:\s.*|_{10,})",
    re.IGNORECASE,
)
LONGEST = 20_000


@dataclass(frozen=True)
class Reply:
    """`key`: the ballot that it names. `votes`: by number of a point; empty when a person must read it."""

    key: UUID | None
    message: str
    sender: str
    body: str
    votes: dict[int, Vote]


def read(message: EmailMessage) -> Reply:
    whole = _plain(message)
    named = NAMED.search(str(message.get("Subject", ""))) or NAMED.search(whole)
    own = _own_words(whole)
    identifier = str(message.get("Message-ID") or sha256(bytes(message)).hexdigest()).strip()
    sender = parseaddr(str(message.get("From", "")))[1]
    key = UUID(named[1]) if named else None
    return Reply(key, _kept(identifier, 250), _kept(sender, 254), _kept(own, LONGEST), understood(own))


def _kept(text: str, most: int) -> str:
    """What PostgreSQL can hold: neither NUL nor half a character."""
    return text.encode("utf-8", "ignore").decode().replace("\0", "")[:most]


def _plain(message: EmailMessage) -> str:
    part = message.get_body(preferencelist=("plain",))
    if part is None:
        return ""
    try:
        return str(part.get_content())
    except (LookupError, UnicodeError):
        return ""


def _own_words(text: str) -> str:
    """What comes before the mail that is answered, without its quoted lines."""
    kept = []
    for line in text.splitlines():
        if QUOTED.match(line.strip()):
            break
        if not line.lstrip().startswith(">"):
            kept.append(line)
    return "\n".join(kept).strip()


def understood(text: str) -> dict[int, Vote]:
    """Each line is a vote, a greeting, or after « -- » a signature; anything else, and nothing is understood."""
    said: dict[int, Vote] = {}
    for line in _lines(text):
        found = LINE.fullmatch(line) or ALONE.fullmatch(line)
        if found is None and POLITE.fullmatch(line):
            continue
        number = int(found.groupdict().get("number") or 0) if found else -1
        if found is None or number in said:
            return {}
        said[number] = _vote(found["word"])
    return {} if 0 in said and len(said) > 1 else said


def _lines(text: str) -> Iterable[str]:
    for line in text.splitlines():
        if line.rstrip() == "--" or line.strip().lower() in ("cordialement,", "cordialement"):
            return
        if line.strip():
            yield " ".join(line.split())


def _vote(word: str) -> Vote:
    return WORDS.get(word.lower(), Vote.ABSTAIN)
