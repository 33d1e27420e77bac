"""What each says in a written round: by the link of their ballot, by mail, or through the secretariat."""

from collections.abc import Mapping
from email.message import EmailMessage
from uuid import UUID

from django.db import transaction

from maillage.audit.actions import record
from maillage.governance.actions.rounds import OVER, kept_round
from maillage.governance.enums import ReplyState, SaidBy
from maillage.governance.models import Ballot, Recusal, RoundPoint, RoundReply, Voice
from maillage.governance.queries.rounds import Asked, points_of
from maillage.governance.round_replies import Reply, read
from maillage.permissions import Actor, Forbidden
from maillage.permissions.context import acting
from maillage.permissions.definer import value_of

CAST = "Cette personne a voté elle-même\u00a0: elle seule change son vote, par son lien, tant que la consultation dure."


def vote_by_link(*, asked: Asked, votes: Mapping[int, str]) -> None:
    """`votes` by point. The last one counts. Raises `Forbidden` once the round is over."""
    with acting(holder(asked)) as by:
        if not all([_kept(asked.key, point, vote, SaidBy.LINK) for point, vote in votes.items()]):
            raise Forbidden(OVER)
        record(by, "voted", Ballot(pk=asked.facts.id), points=len(votes))


def holder(asked: Asked) -> Actor:
    """Who holds a ballot, as the journal names them."""
    return Actor(label=f"{asked.facts.name[:120]}, par un lien")


def _kept(key: UUID, point: int, vote: str, way: str) -> bool:
    said = "ballot_voice(%s::uuid, %s::bigint, %s::varchar, %s::varchar)"
    return bool(value_of(said, key, point, vote, way))


@transaction.atomic
def note_voices(*, by: Actor, ballot: Ballot, votes: Mapping[int, str]) -> None:
    """Received on paper, on the telephone or by mail; their mails are then read. Empty: nothing was said of that point."""
    kept = kept_round(by, ballot.round)
    aside = Recusal.objects.filter(gathering=kept.gathering, occupant=ballot.occupant).values("item")
    allowed = RoundPoint.objects.visible_to(by).filter(round=kept).exclude(item__in=aside)
    listed = {one.pk: one for one in allowed}
    if votes.keys() - listed.keys():
        raise Forbidden("Cette personne s’est déportée d’un de ces points\u00a0: sa voix n’y compte pas.")
    own = Voice.objects.filter(ballot=ballot, point__in=votes).exclude(said_by=SaidBy.SECRETARIAT)
    if any(votes[one.point_id] != one.vote for one in own):
        raise Forbidden(CAST)
    for point, vote in votes.items() - {(one.point_id, one.vote) for one in own}:
        told = {"vote": vote, "said_by": SaidBy.SECRETARIAT}
        Voice.objects.update_or_create(ballot=ballot, point=listed[point], defaults=told)
    RoundReply.objects.filter(ballot=ballot, state=ReplyState.TO_READ).update(state=ReplyState.READ)
    record(by, "voices_noted", ballot, points=len(votes))


def receive(*, message: EmailMessage) -> str:
    """What became of a mail: « counted », « to_read », « known » (read before), « other » (it names no ballot)."""
    reply = read(message)
    if reply.key is None:
        return "other"
    with acting(Actor(label="réponse par e-mail")) as by:
        votes = _votes(reply)
        state = ReplyState.COUNTED if votes else ReplyState.TO_READ
        values = [reply.key, reply.message, reply.sender, reply.body, state]
        theirs = value_of("ballot_reply(%s::uuid, %s::varchar, %s::varchar, %s::text, %s::varchar)", *values)
        if theirs is None:
            return "known"
        if not theirs or not votes:
            return "to_read"
        for point, vote in votes.items():
            _kept(reply.key, point, vote, SaidBy.MAIL)
        record(by, "voted", "governance.ballot", points=len(votes))
    return "counted"


def _votes(reply: Reply) -> dict[int, str]:
    """By point. Empty when one of its numbers is no point's, or when a lone word could be about several."""
    assert reply.key is not None
    numbers = {one.number: one.id for one in points_of(reply.key)}
    said = reply.votes
    if set(said) == {0}:
        said = {next(iter(numbers)): said[0]} if len(numbers) == 1 else {}
    if said.keys() - numbers.keys():
        return {}
    return {numbers[number]: vote for number, vote in said.items()}
