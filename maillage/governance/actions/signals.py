"""What members of a committee see coming is noted, seen by others too, put on an agenda, followed up."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from maillage.audit.actions import record
from maillage.governance.actions import gatherings
from maillage.governance.actions.identifying import check_names_nobody
from maillage.governance.enums import ItemNature, SignalTheme
from maillage.governance.models import AgendaItem, Committee, Gathering, Signal, SignalEcho
from maillage.governance.queries import standing
from maillage.governance.rules import account, check_can_keep
from maillage.governance.rules.ethics import check_can_signal
from maillage.permissions import Actor, Forbidden

ALREADY = "Ce signal est déjà noté\u00a0: dites plutôt que vous le voyez aussi."
TO_COME = "Un signal dit ce qui a déjà commencé\u00a0: donnez une date passée."
OWN = "C’est vous qui l’avez noté."
CLOSED = "La suite donnée à ce signal est déjà dite."


@transaction.atomic
def note_signal(
    *, by: Actor, committee: Committee, values: dict[str, Any], confirmed: Iterable[str] = ()
) -> Signal:
    check_can_signal(by, standing(by, committee))
    today = timezone.localdate()
    if values["since"] > today:
        raise ValidationError({"since": TO_COME})
    check_names_nobody([values[name] for name in ("seen", "wording", "source_note")], confirmed)
    signal = Signal(committee=committee, user_id=account(by), told_on=today, **values)
    signal.full_clean(exclude=["committee", "user", "territory", "item"], validate_constraints=False)
    try:
        with transaction.atomic():
            signal.save(force_insert=True)
    except IntegrityError:
        raise ValidationError({"seen": ALREADY}) from None
    record(by, "signal_noted", signal, theme=signal.theme)
    return signal


@transaction.atomic
def see_too(*, by: Actor, signal: Signal) -> None:
    """Once for each account; two clicks at once are one."""
    check_can_signal(by, standing(by, signal.committee))
    if signal.user_id == by.user_id:
        raise Forbidden(OWN)
    told = {"signal": signal, "user_id": account(by)}
    _, new = SignalEcho.objects.get_or_create(**told, defaults={"on": timezone.localdate()})
    if new:
        record(by, "signal_seen_too", signal)


@transaction.atomic
def put_on_agenda(*, by: Actor, signal: Signal, gathering: Gathering) -> AgendaItem:
    """Everybody may read an agenda: the point holds what may be told outside, and nothing else."""
    check_can_keep(by, standing(by, signal.committee))
    kept = Signal.objects.select_for_update(of=("self",)).get(pk=signal.pk)
    if gathering.committee_id != kept.committee_id:
        raise Forbidden("Cette séance est celle d’une autre instance.")
    if kept.item_id and AgendaItem.objects.filter(pk=kept.item_id).exists():
        raise Forbidden("Ce signal est déjà à l’ordre du jour.")
    theme = SignalTheme(kept.theme).label
    told = {"title": f"Signal\u00a0: {theme}", "nature": ItemNature.DEBATE, "details": kept.wording}
    item = gatherings.add_item(by=by, gathering=gathering, values=told)
    Signal.objects.filter(pk=kept.pk).update(item_id=item.pk)
    record(by, "signal_on_agenda", kept)
    return item


@transaction.atomic
def say_outcome(*, by: Actor, signal: Signal, outcome: str) -> None:
    """Said once: what was done with it."""
    check_can_keep(by, standing(by, signal.committee))
    rows = Signal.objects.filter(pk=signal.pk, outcome_on=None)
    if not rows.update(outcome=outcome, outcome_on=timezone.localdate()):
        raise Forbidden(CLOSED)
    record(by, "signal_outcome", signal)
