"""Hand over to a person all that is held about them, once each text was reviewed."""

from collections.abc import Collection
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from maillage.audit.actions import record
from maillage.people.models import Person
from maillage.permissions import Actor
from maillage.support.actions.data_requests import answer_data_request
from maillage.support.actions.path import note_act
from maillage.support.data_paper import as_json, as_record
from maillage.support.enums import ActKind
from maillage.support.models import DataRequest
from maillage.support.queries.held import held
from maillage.support.rules import check_can_follow
from maillage.web.pdf import render_pdf

MEDIA = {"pdf": "application/pdf", "json": "application/json"}


class Changed(Exception):
    """Something was written since the review."""


class Handed(NamedTuple):
    content: bytes
    media_type: str
    name: str


@transaction.atomic
def hand_over_data(
    *,
    by: Actor,
    person: Person,
    reviewed: str,
    withheld: Collection[str],
    form: str,
    answers: DataRequest | None = None,
) -> Handed:
    """The document, `form` pdf or json. `reviewed`: fingerprint of what was on the screen; raises `Changed` otherwise."""
    check_can_follow(by, person.pk)
    found, today = held(by, person), timezone.localdate()
    if found.fingerprint != reviewed:
        raise Changed
    if form == "json":
        content = as_json(person, found, withheld, by.label, today)
    else:
        content = render_pdf("web/record.typ", as_record(person, found, withheld, by.label, today))
    note_act(by=by, person=person, kind=ActKind.DOCUMENT, what="Ses données lui sont remises", on=today)
    record(by, "data_export", person, form=form, texts=len(found.texts), withheld=len(withheld))
    if answers:
        answer_data_request(by=by, asked=answers, answer=_answer(form, len(withheld)))
    return Handed(content, MEDIA[form], f"mes-donnees.{form}")


def _answer(form: str, withheld: int) -> str:
    kept = (
        f" Passages retenus, parce qu’ils parlent de quelqu’un d’autre\u00a0: {withheld}." if withheld else ""
    )
    return f"Tout ce qui est gardé sur vous vous est remis ({form.upper()}).{kept}"
