"""The request that a signed link opens, without an account: what was agreed to, as long as it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import Model

from maillage.permissions import Actor
from maillage.permissions.definer import rows_of
from maillage.referrals.document import needed
from maillage.referrals.models import JoinedDocument, MissingPiece, SchemeRequest, SentSection
from maillage.vault.fields import open_together
from maillage.web.signed_keys import key_in, signed

SALT = "maillage scheme request"
LONGEST = timedelta(days=400)
"""The row says until when; a token never outlives this."""
BY_LINK = "par un lien"


@dataclass(frozen=True)
class Opened:
    link: UUID
    request: SchemeRequest

    def sent(self) -> list[SentSection]:
        rows = _rows(SentSection, "sent", self.link)
        order = needed({one.code for one in rows})
        return sorted(rows, key=lambda one: order.index(one.code))

    def missing(self) -> list[MissingPiece]:
        return sorted(_rows(MissingPiece, "missing", self.link), key=lambda one: (one.asked_on, str(one.pk)))

    def joined(self) -> list[JoinedDocument]:
        return sorted(
            _rows(JoinedDocument, "joined", self.link), key=lambda one: (one.joined_on, str(one.pk))
        )


def token_of(link: UUID) -> str:
    return signed(link, SALT)


def link_of(token: str) -> UUID | None:
    return key_in(token, SALT, LONGEST)


def opened_by(link: UUID) -> Opened | None:
    """None once it opens nothing more."""
    found: list[SchemeRequest] = _rows(SchemeRequest, "request", link)
    return Opened(link, found[0]) if found else None


def by_link(who: str, request: SchemeRequest) -> Actor:
    """Who answers, as they declared; the journal shows it to the person."""
    return Actor(label=f"{who[:80]}, {request.scheme.structure.name[:100]}, {BY_LINK}")


def _rows(model: type[Model], name: str, link: UUID) -> list[Any]:
    """Rows of a table as their function gives them, their sealed texts opened."""
    rows = [one._asdict() for one in rows_of(f"{name}_by_link(%s::uuid)", link)]
    return open_together([_row(model, one) for one in rows])


def _row(model: type[Model], told: dict[str, Any]) -> Any:
    fields: Sequence[Any] = model._meta.concrete_fields
    return model.from_db("default", [one.attname for one in fields], [told[one.column] for one in fields])
