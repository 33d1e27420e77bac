"""Who opens and runs a process, who contributes, who gives wishes, who reads. PostgreSQL says the same (`models`, `sql`)."""

from typing import Any

from django.apps import apps
from django.db.models import Model, Q

from maillage.contributions.enums import Channel, Publicity
from maillage.governance.enums import KEEPING
from maillage.governance.models import Committee
from maillage.governance.rules import Standing
from maillage.governance.rules.access import duties_of, seats_of
from maillage.permissions import Actor, Forbidden, can

NOBODY = Q(pk__in=[])


def check_can_run(actor: Actor, standing: Standing) -> None:
    """Open a process, share out, sort reports, write the synthesis."""
    if not (actor.signed_in and standing.keeps):
        raise Forbidden("Ceux qui animent l’instance qui mène cette concertation peuvent le faire.")


def check_can_wish(actor: Actor, leading: Standing, speaking: Standing) -> None:
    """`speaking`: in the committee that speaks for the territory."""
    if not (actor.signed_in and (leading.keeps or speaking.keeps)):
        raise Forbidden("Ceux qui animent l’instance de ce territoire donnent ses vœux.")


def check_can_contribute(actor: Actor, is_open: bool, channel: str, standing: Standing) -> None:
    if not actor.signed_in:
        raise Forbidden("Connectez-vous d’abord, ou demandez le lien ouvert de cette concertation.")
    if channel in (Channel.PAPER, Channel.REPORT):
        check_can_run(actor, standing)
    elif not is_open:
        raise Forbidden("Cette concertation n’est pas ouverte en ce moment.")


def check_can_dissent(actor: Actor, standing: Standing, copied: bool) -> None:
    """One's own text, by whoever belongs to the committee; `copied` from what somebody sent, by who runs the process."""
    if copied:
        check_can_run(actor, standing)
    elif not (actor.signed_in and standing.inside):
        raise Forbidden(
            "Les membres de l’instance écrivent ici. Envoyez votre texte à qui mène la concertation."
        )


def check_can_correct_dissent(actor: Actor, dissent: Any, standing: Standing) -> None:
    """By its author; one that was copied, by who runs the process."""
    check_can_dissent(actor, standing, dissent.user_id is None)
    if dissent.user_id not in (None, actor.user_id):
        raise Forbidden("Seul son auteur corrige ce texte.")


can_run = can(check_can_run)
can_wish = can(check_can_wish)
can_contribute = can(check_can_contribute)
can_dissent = can(check_can_dissent)
can_correct_dissent = can(check_can_correct_dissent)


def _rows(name: str) -> Any:
    return apps.get_model("contributions", name).objects


def _processes(actor: Actor) -> Q:
    return Q(committee__in=Committee.objects.visible_to(actor).values("pk"))


def _of_processes(actor: Actor) -> Q:
    return Q(process__in=_rows("Process").filter(_processes(actor)).values("pk"))


def run_by(actor: Actor) -> Any:
    """Committees whose processes this actor runs."""
    return duties_of(actor, *KEEPING)


def run(actor: Actor) -> Q:
    if not actor.signed_in:
        return NOBODY
    return Q(process__in=_rows("Process").filter(committee__in=run_by(actor)).values("pk"))


def _open_to(actor: Actor) -> Q:
    seen = Q(published_on__isnull=False)
    if actor.signed_in:
        seen |= Q(committee__in=seats_of(actor)) | Q(committee__in=duties_of(actor))
    return Q(process__in=_rows("Process").filter(seen & _processes(actor)).values("pk"))


def own(actor: Actor) -> Q:
    """What one gave, or gave for somebody else."""
    if not actor.signed_in:
        return NOBODY
    return Q(user_id=actor.user_id) | Q(entered_by_id=actor.user_id, channel=Channel.RELAY)


def _contributions(actor: Actor) -> Q:
    read = run(actor) | (Q(publicity=Publicity.PUBLIC) & _open_to(actor))
    return own(actor) | (Q(withdrawn_on=None) & read)


def _of_contributions(actor: Actor) -> Q:
    return Q(contribution__in=_rows("Contribution").filter(_contributions(actor)).values("pk"))


def _reports(actor: Actor) -> Q:
    return Q(report__in=_rows("Report").filter(run(actor)).values("pk"))


def _syntheses(actor: Actor) -> Q:
    return _of_processes(actor) & (Q(published_at__isnull=False) | run(actor))


def _sentences(actor: Actor) -> Q:
    return Q(synthesis__in=_rows("Synthesis").filter(_syntheses(actor)).values("pk"))


def visible(model: type[Model], actor: Actor) -> Q:
    """The rows of a table of `contributions` that exist for this actor."""
    conditions: dict[str, Any] = {
        "process": lambda: _processes(actor),
        "axis": lambda: _of_processes(actor),
        "territorytask": lambda: _of_processes(actor),
        "report": lambda: run(actor),
        "block": lambda: _reports(actor),
        "contribution": lambda: _contributions(actor),
        "cell": lambda: _of_contributions(actor),
        "fate": lambda: _of_contributions(actor),
        "synthesis": lambda: _syntheses(actor),
        "sentence": lambda: _sentences(actor),
        "sentencesource": lambda: Q(sentence__in=_rows("Sentence").filter(_sentences(actor)).values("pk")),
        "dissent": lambda: _of_processes(actor),
        "dissentversion": lambda: Q(dissent__in=_rows("Dissent").filter(_of_processes(actor)).values("pk")),
    }
    condition: Q = conditions[str(model._meta.model_name)]()
    return condition
