"""What waits for somebody, with its day, on the page of the profession."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from maillage.diplomas.models import Path
from maillage.diplomas.queries.diplomas import past_records
from maillage.diplomas.queries.paths import (
    Owed,
    by_date_owed,
    delays,
    next_owed,
    own_paths,
    own_vaes,
    paths_here,
)
from maillage.diplomas.rules import can_follow, is_warned
from maillage.permissions import Actor

SOON = timedelta(days=30)
MOST = 20
Line = dict[str, Any]


def waiting(actor: Actor) -> list[Line]:
    """Lines of `web/_due_list.html`: late, or due within thirty days."""
    if not actor.signed_in:
        return []
    today, known = timezone.localdate(), delays()
    mine = [owed for _, owed in by_date_owed(own_paths(actor).filter(ended_on=None), known)]
    mine += [told[0] for vae in own_vaes(actor) if (told := next_owed(vae, known))]
    lines = [_line(one, today, one.text) for one in mine if one.due_on <= today + SOON]
    if can_follow(actor):
        rows = paths_here(actor).exclude(Q(user_id=actor.user_id))
        lines += [_of_colleague(path, owed, today) for path, owed in by_date_owed(rows, known)[:MOST]]
    return [one for one in lines if one["date"] <= today + SOON] + _records(actor, today)


def _line(owed: Owed, today: date, text: str) -> Line:
    url = owed.about.get_absolute_url()
    return {
        "date": owed.due_on,
        "text": text,
        "late": owed.is_late(today),
        "url": url,
        "action": "Voir",
    }


def _of_colleague(path: Path, owed: Owed, today: date) -> Line:
    return _line(owed, today, f"{path.user}\u00a0: {owed.text}")


def _records(actor: Actor, today: date) -> list[Line]:
    if not is_warned(actor):
        return []
    url = reverse("diplomas:register")
    return [
        {
            "date": one.ends_on or one.read_on or today,
            "text": f"{one}, {one.diploma}\u00a0: fiche échue, sans suite connue ici",
            "late": True,
            "url": url,
            "action": "Voir le répertoire",
        }
        for one in past_records(today)
    ]
