"""Who writes practice sheets, who publishes, evaluates, tries again, asks for some. PostgreSQL says the same (`models`, `sql`).

`Holder` is governance's: the structure that carries a sheet, and what the actor is for the committee that carries it.
"""

from typing import Any

from django.apps import apps
from django.db.models import Model, Q

from maillage.governance.enums import KEEPING
from maillage.governance.models import Committee
from maillage.governance.rules import Holder, Standing, leads
from maillage.governance.rules.access import duties_of
from maillage.permissions import Actor, Forbidden, can

NOBODY = Q(pk__in=[])


def _works_for(actor: Actor, holder: Holder) -> bool:
    return actor.at_work and actor.structure_id == holder.structure_id


def check_can_draft(actor: Actor, holder: Holder, shared: bool = False) -> None:
    """`holder`: where one works, `shared` with a committee where one sits; or a committee alone, whose work one keeps."""
    with_them = _works_for(actor, holder) and (holder.standing.inside or not shared)
    alone = holder.structure_id is None and holder.standing.keeps
    if not (actor.signed_in and (with_them or alone)):
        raise Forbidden("Une fiche s’écrit au nom de la structure où vous travaillez.")


def check_can_write(actor: Actor, holder: Holder) -> None:
    if not (actor.signed_in and (_works_for(actor, holder) or holder.standing.keeps)):
        raise Forbidden("Les professionnels de la structure qui porte cette fiche l’écrivent.")


def check_can_publish(actor: Actor, holder: Holder) -> None:
    """Publish, and withdraw with a reason."""
    here = leads(actor) and actor.structure_id == holder.structure_id
    if not (actor.signed_in and (here or holder.standing.keeps)):
        raise Forbidden(
            "Un responsable de la structure, ou qui anime l’instance qui la porte, peut le faire."
        )


def check_can_evaluate(actor: Actor, holder: Holder) -> None:
    """`holder`: in whose name."""
    alone = holder.structure_id is None and holder.standing.keeps
    if not (actor.signed_in and (alone or _works_for(actor, holder))):
        raise Forbidden(
            "Une évaluation s’écrit au nom de votre structure, ou d’une instance que vous animez."
        )


def check_can_reuse(actor: Actor, sheet_structure_id: int | None) -> None:
    if not actor.at_work:
        raise Forbidden("Un essai se déclare depuis la structure où vous travaillez.")
    if actor.structure_id == sheet_structure_id:
        raise Forbidden("Votre structure porte cette fiche\u00a0: un essai se déclare ailleurs.")


def check_can_ask(actor: Actor, standing: Standing) -> None:
    """Open a call for sheets; draw a synthesis for a committee."""
    if not (actor.signed_in and standing.keeps):
        raise Forbidden("Ceux qui animent une instance peuvent le faire en son nom.")


can_draft = can(check_can_draft)
can_write = can(check_can_write)
can_publish = can(check_can_publish)
can_evaluate = can(check_can_evaluate)
can_reuse = can(check_can_reuse)
can_ask = can(check_can_ask)


def _rows(name: str) -> Any:
    return apps.get_model("practices", name).objects


def _kept(actor: Actor) -> Q:
    return Q(committee__in=duties_of(actor, *KEEPING)) if actor.signed_in else NOBODY


def _here(actor: Actor) -> Q:
    return Q(structure_id=actor.structure_id) if actor.at_work else NOBODY


def held(actor: Actor) -> Q:
    """Rows of the structure where one works, of the committees whose work one keeps."""
    return _here(actor) | _kept(actor)


def led(actor: Actor) -> Q:
    """Rows that one publishes."""
    return _kept(actor) | _here(actor) if leads(actor) else _kept(actor)


def _live() -> Any:
    return _rows("Sheet").filter(published_at__isnull=False, withdrawn_on=None).values("pk")


def _sheets(actor: Actor) -> Q:
    return Q(published_at__isnull=False) | held(actor)


def _versions(actor: Actor) -> Q:
    own = _rows("Sheet").filter(held(actor)).values("pk")
    return Q(published_at__isnull=False, sheet__in=_live()) | Q(sheet__in=own)


def _told(own: Q) -> Q:
    return Q(published_at__isnull=False, withdrawn_on=None, sheet__in=_live()) | own


def _calls(actor: Actor) -> Q:
    return Q(committee__in=Committee.objects.visible_to(actor).values("pk"))


def _answers(actor: Actor) -> Q:
    calls = _rows("SheetCall").filter(_calls(actor)).values("pk")
    return Q(call__in=calls) & Q(sheet__in=_rows("Sheet").filter(_sheets(actor)).values("pk"))


def visible(model: type[Model], actor: Actor) -> Q:
    """The rows of a table of `practices` that exist for this actor."""
    conditions: dict[str, Any] = {
        "sheet": lambda: _sheets(actor),
        "sheetversion": lambda: _versions(actor),
        "sheetpoint": lambda: Q(version__in=_rows("SheetVersion").filter(_versions(actor)).values("pk")),
        "evaluation": lambda: _told(held(actor)),
        "finding": lambda: Q(evaluation__in=_rows("Evaluation").filter(_told(held(actor))).values("pk")),
        "reuse": lambda: _told(_here(actor)),
        "sheetcall": lambda: _calls(actor),
        "callanswer": lambda: _answers(actor),
    }
    condition: Q = conditions[str(model._meta.model_name)]()
    return condition
