"""Who asks an ethics space, who answers, by when; who notes signals. PostgreSQL says the same (`ethics_sql`, `signals_sql`)."""

from datetime import date

from maillage.clocks.delays import Delay, Unit, due_on
from maillage.governance.rules.access import Standing, check_is_inside
from maillage.permissions import Actor, Forbidden, can

LOCAL_DELAY = Delay(2, Unit.MONTHS)
NATIONAL_DELAY = Delay(4, Unit.MONTHS)
"""What an ethics body gives itself when it writes no other date. Here and nowhere else."""


def referral_due_on(asked: date, national: bool) -> date:
    return due_on(asked, NATIONAL_DELAY if national else LOCAL_DELAY)


def check_can_refer(actor: Actor, standing: Standing, *, near: bool) -> None:
    """`near`: the space of a local body, or there is none. It is asked first: it answers, or passes the question on."""
    if not (actor.at_work or (actor.signed_in and standing.inside)):
        raise Forbidden("Les professionnels et les correspondants éthiques posent une question à cet espace.")
    if not near:
        raise Forbidden(
            "Saisissez d’abord un espace éthique local\u00a0: il répondra, ou transmettra plus haut."
        )


def check_can_answer(actor: Actor, standing: Standing) -> None:
    """`standing`: in the body that holds the question now."""
    if not (actor.signed_in and standing.keeps):
        raise Forbidden("La présidence et le secrétariat de l’instance saisie répondent à cette question.")


def check_is_author(actor: Actor, author_id: int) -> None:
    if actor.user_id != author_id:
        raise Forbidden("Seul son auteur peut le faire.")


def check_can_signal(actor: Actor, standing: Standing) -> None:
    check_is_inside(actor, standing, "Les membres de cette instance notent ce qu’ils voient.")


can_refer = can(check_can_refer)
can_answer = can(check_can_answer)
can_signal = can(check_can_signal)
