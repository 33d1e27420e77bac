"""What is under way with a person, on their page: the next meetings, what is owed, the way to their goals and papers."""

from typing import Any

from django.utils import timezone

from maillage.clocks.delays import is_late
from maillage.people.models import Person
from maillage.permissions import Actor
from maillage.support import rules
from maillage.support.queries import work
from maillage.web.wording import moment

SHOWN = 3


def panel(actor: Actor, person: Person) -> dict[str, Any]:
    today = timezone.localdate()
    meetings = work.coming_appointments(actor, person)
    owed = work.open_promises(actor, person)
    return {
        "person": person,
        "meetings": [
            {
                "date": one.starts_at,
                "text": f"{moment(one.starts_at)}, {one.place}",
                "note": f"avec {one.worker}",
            }
            for one in meetings[:SHOWN]
        ],
        "owed": [
            {
                "date": one.due_on,
                "text": one.what,
                "note": f"Par {one.owed_by}, {one.structure}.",
                "late": is_late(one.due_on, today),
            }
            for one in owed[:SHOWN]
        ],
        "more_meetings": max(0, len(meetings) - SHOWN),
        "more_owed": max(0, len(owed) - SHOWN),
        "reads_content": rules.can_read_content(actor, person.pk),
        "can_follow": rules.can_follow(actor, person.pk),
    }
