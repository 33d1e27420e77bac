"""Something is contributed, by an account, for somebody else, from a paper, by a link; withdrawn by its author; placed in
the grid; told what became of it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from psycopg.types.json import Jsonb

from maillage.audit.actions import record
from maillage.contributions.actions.processes import locked
from maillage.contributions.enums import AuthorKind, Channel, ContributionKind, FateKind, Publicity
from maillage.contributions.models import Axis, Cell, Contribution, Fate, Process
from maillage.contributions.models.contributions import LONGEST
from maillage.contributions.rules import check_can_contribute, own
from maillage.governance.actions.identifying import check_names_nobody
from maillage.governance.queries import standing
from maillage.permissions import ANONYMOUS, Actor, Forbidden
from maillage.permissions.context import acting
from maillage.permissions.definer import value_of

MOST_CELLS = 12
NOWHERE = "Cochez au moins un thème ou une politique."
MANY = f"Cela fait plus de {MOST_CELLS} cases\u00a0: gardez l’essentiel, ou écrivez plusieurs contributions."
UNNAMED = "Dites de qui elle vient. Seul un témoignage peut rester sans nom."
UNAGREED = "Un témoignage demande l’accord de la personne."
NOT_YOURS = "Seul son auteur retire une contribution."
CLOSED = "Cette concertation n’est plus ouverte\u00a0: copiez votre texte avant de quitter cette page."
ITSELF = "Choisissez-en une autre\u00a0: une contribution ne se réunit pas avec elle-même."
WHY = "Dites pourquoi\u00a0: son auteur le lira."


@dataclass(frozen=True)
class Told:
    """What a contribution says, and where it sits. `rows` and `columns`: every pair is a cell; one side may be empty."""

    kind: str
    text: str
    author: str = ""
    author_kind: str = AuthorKind.PERSON
    territory_id: int | None = None
    publicity: str = Publicity.PUBLIC
    agreed: bool = False
    rows: tuple[int, ...] = field(default=())
    columns: tuple[int, ...] = field(default=())

    @property
    def cells(self) -> list[tuple[int | None, int | None]]:
        return [(row, column) for row in self.rows or (None,) for column in self.columns or (None,)]


def check_told(told: Told) -> None:
    found: dict[str, str] = {}
    if not (told.rows or told.columns):
        found["rows"] = NOWHERE
    elif len(told.cells) > MOST_CELLS:
        found["rows"] = MANY
    testimony = told.kind == ContributionKind.TESTIMONY
    if not told.author.strip() and not testimony:
        found["author"] = UNNAMED
    if testimony and not told.agreed:
        found["agreed"] = UNAGREED
    if len(told.text) > LONGEST:
        found["text"] = f"C’est trop long\u00a0: {LONGEST} caractères au plus. Coupez-la en plusieurs."
    if found:
        raise ValidationError(found)


@transaction.atomic
def contribute(
    *, by: Actor, process: Process, told: Told, channel: str, confirmed: Iterable[str] = ()
) -> Contribution:
    """`channel`: by one's account, for somebody else, or copied from a paper."""
    check_can_contribute(by, process.is_open, channel, standing(by, process.committee))
    check_told(told)
    check_names_nobody([told.text], confirmed)
    _check_axes(process, told)
    made = written(by, process, told, channel)
    record(by, "contributed", made, channel=channel, kind=told.kind)
    return made


def _check_axes(process: Process, told: Told) -> None:
    asked = {*told.rows, *told.columns}
    if Axis.objects.filter(process=process, pk__in=asked).count() != len(asked):
        raise ValidationError({"rows": "Choisissez dans la grille de cette concertation."})


def written(by: Actor, process: Process, told: Told, channel: str, **more: Any) -> Contribution:
    """Its row and its cells; `more`: where in a report it comes from."""
    today = timezone.localdate()
    row = Contribution(
        process=process,
        user_id=by.user_id if channel == Channel.ACCOUNT else None,
        entered_by_id=by.user_id,
        channel=channel,
        given_on=today,
        agreed_on=today if told.agreed and told.kind == ContributionKind.TESTIMONY else None,
        **{name: getattr(told, name) for name in NAMES},
        **more,
    )
    others = ["process", "user", "entered_by", "territory", "report"]
    row.full_clean(exclude=others, validate_unique=False, validate_constraints=False)
    row.save(force_insert=True)
    Cell.objects.bulk_create(_cells(row, told))
    return row


NAMES = ("kind", "text", "author", "author_kind", "territory_id", "publicity")


def _cells(row: Contribution, told: Told) -> list[Cell]:
    same = {"contribution": row, "process_id": row.process_id}
    return [Cell(**same, row_id=line, column_id=column) for line, column in told.cells]


@transaction.atomic
def contribute_by_link(*, link: UUID, told: Told, confirmed: Iterable[str] = ()) -> UUID:
    """The key by which its author follows it."""
    check_told(told)
    check_names_nobody([told.text], confirmed)
    values = {name: getattr(told, name) for name in NAMES if name != "territory_id"}
    values |= {"territory": told.territory_id, "cells": told.cells}
    values["agreed"] = told.agreed and told.kind == ContributionKind.TESTIMONY
    with acting(ANONYMOUS):
        key = value_of("contribute_by_link(%s::uuid, %s::jsonb)", link, Jsonb(values))
        if key is None:
            raise Forbidden(CLOSED)
        record(ANONYMOUS, "contributed", "contributions.contribution", channel=Channel.LINK, kind=told.kind)
    return UUID(str(key))


@transaction.atomic
def withdraw(*, by: Actor, contribution: Contribution) -> None:
    """Nobody but its author reads it any more. Twice: nothing more."""
    rows = Contribution.objects.filter(own(by), pk=contribution.pk)
    if not rows.exists():
        raise Forbidden(NOT_YOURS)
    if rows.filter(withdrawn_on=None).update(withdrawn_on=timezone.localdate()):
        record(by, "contribution_withdrawn", contribution)


@transaction.atomic
def withdraw_by_link(*, key: UUID) -> None:
    with acting(ANONYMOUS):
        if value_of("withdraw_by_key(%s::uuid)", key):
            record(ANONYMOUS, "contribution_withdrawn", "contributions.contribution", channel=Channel.LINK)


@transaction.atomic
def place(*, by: Actor, contribution: Contribution, rows: list[Axis], columns: list[Axis]) -> None:
    """Elsewhere in the grid; its words stay."""
    locked(by, contribution.process)
    told = Told("", "", rows=tuple(one.pk for one in rows), columns=tuple(one.pk for one in columns))
    if not (told.rows or told.columns):
        raise ValidationError({"rows": NOWHERE})
    if len(told.cells) > MOST_CELLS:
        raise ValidationError({"rows": MANY})
    Cell.objects.filter(contribution=contribution).delete()
    Cell.objects.bulk_create(_cells(contribution, told))
    record(by, "contribution_placed", contribution, cells=len(told.cells))


@transaction.atomic
def say_fate(
    *, by: Actor, contribution: Contribution, kind: str, why: str = "", into: Contribution | None = None
) -> None:
    """Said again, the last one counts; the former ones stay in the history of the row."""
    locked(by, contribution.process)
    _check_fate(contribution, kind, why, into)
    told = {"kind": kind, "why": why, "into": into, "told_on": timezone.localdate()}
    Fate.objects.update_or_create(contribution=contribution, defaults=told)
    record(by, "fate_told", contribution, kind=kind)


def _check_fate(contribution: Contribution, kind: str, why: str, into: Contribution | None) -> None:
    if kind == FateKind.MERGED and (into is None or into.process_id != contribution.process_id):
        raise ValidationError({"into": "Dites avec laquelle\u00a0: son numéro est au-dessus de chacune."})
    if into and into.pk == contribution.pk:
        raise ValidationError({"into": ITSELF})
    if kind == FateKind.NOT_KEPT and not why.strip():
        raise ValidationError({"why": WHY})
    if kind != FateKind.MERGED and into:
        raise ValidationError({"into": "Seulement pour réunir deux contributions."})


def forget() -> None:
    """Every night: what was withdrawn three months ago, the links by which authors follow, a year after the end."""
    with acting(ANONYMOUS):
        value_of("contributions_forget()")
