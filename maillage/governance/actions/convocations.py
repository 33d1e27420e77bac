"""Members are called to a meeting, and answer: by the link of their mail, or through the secretariat."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from maillage.audit.actions import record
from maillage.governance.actions.convocation_mails import tell_changes
from maillage.governance.actions.gatherings import locked
from maillage.governance.actions.rounds import ask
from maillage.governance.enums import Coming
from maillage.governance.models import Convocation, Gathering, Occupant, OccupantAddress
from maillage.governance.queries import standing
from maillage.governance.queries.convocations import Opened, has_substitute, members
from maillage.governance.queries.rounds import running_ballots
from maillage.governance.rules import check_can_seat
from maillage.permissions import Actor, Forbidden
from maillage.permissions.context import acting
from maillage.permissions.definer import value_of

OVER = "Cette séance a commencé, ou n’a plus lieu\u00a0: sa convocation ne part plus."
ALONE = "Personne ne peut venir à sa place\u00a0: ce siège n’a pas de suppléant ce jour-là."
GONE = "Cette séance n’attend plus de réponse."


@transaction.atomic
def convene(*, by: Actor, gathering: Gathering, site: str) -> int:
    """Everybody who may sit that day is called; a mail to each who has an address and was not told yet; how many leave.

    Sent twice, nothing leaves the second time. Who has no address is told otherwise, and their answer is noted.
    """
    kept = locked(by, gathering)
    if kept.starts_at <= timezone.now():
        raise Forbidden(OVER)
    new = [Convocation(gathering=kept, occupant=one) for one in members(kept)]
    Convocation.objects.bulk_create(new, ignore_conflicts=True)
    sent = tell_changes(by=by, gathering=kept, site=site)
    if sent:
        record(by, "gathering_convened", kept, count=sent)
    return sent


@transaction.atomic
def note_coming(*, by: Actor, convocation: Convocation, answer: str) -> None:
    """Said on the telephone, written down by who keeps the work."""
    locked(by, convocation.gathering)
    assert answer in Coming
    if answer == Coming.SUBSTITUTE and not has_substitute(convocation):
        raise Forbidden(ALONE)
    Convocation.objects.filter(pk=convocation.pk).update(answer=answer, answered_at=timezone.now())
    record(by, "coming_noted", convocation, answer=answer)


def answer_by_link(*, opened: Opened, answer: str) -> None:
    """The last answer counts. Raises `Forbidden` once the link opens nothing more."""
    with acting(holder(opened)) as by:
        if not value_of("convocation_answer(%s::uuid, %s::varchar)", opened.key, answer):
            raise Forbidden(GONE)
        record(by, "coming_answered", Convocation(pk=opened.facts.id), answer=answer)


def holder(opened: Opened) -> Actor:
    """Who holds a link, as the journal names them."""
    return Actor(label=f"{opened.facts.name[:120]}, par un lien")


@transaction.atomic
def give_address(*, by: Actor, occupant: Occupant, email: str, site: str) -> None:
    """Where to write to who sits without an account; empty, it is forgotten.

    Corrected, former links open nothing more: what is asked in writing is asked again, at the new address.
    """
    check_can_seat(by, standing(by, occupant.seat.committee))
    if occupant.user_id:
        raise ValidationError(
            {"email": "Cette personne a un compte\u00a0: ses e-mails vont à l’adresse de son compte."}
        )
    if not email:
        OccupantAddress.objects.filter(occupant=occupant).delete()
        return
    former = OccupantAddress.objects.filter(occupant=occupant).values_list("email", flat=True).first()
    OccupantAddress.objects.update_or_create(occupant=occupant, defaults={"email": email})
    if former and former != email:
        value_of("renew_links(%s::bigint)", occupant.pk)
    if former != email:
        ask(by, running_ballots(by, occupant), site)
    record(by, "address_given", occupant)
