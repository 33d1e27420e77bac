"""What shared follow-up shows first on a person's page: who accompanies them, and what was done, by whom."""

from typing import Any

from django.utils import timezone

from maillage.directory.models import Structure
from maillage.people.models import Person
from maillage.people.rules import keeps_desk
from maillage.permissions import Actor
from maillage.support import rules
from maillage.support.queries import circle, path, questions, work
from maillage.web.wording import local_day

SHOWN = 8


def panel(actor: Actor, person: Person) -> dict[str, Any]:
    page = path.page(actor, person, size=SHOWN)
    return {
        "person": person,
        "accompaniment": circle.accompaniment(actor, person),
        "handover": circle.waiting_handover(actor, person),
        "due": due(actor, person),
        "acts": page.acts,
        "more": bool(page.following),
        "can_follow": rules.can_follow(actor, person.pk),
        "at_desk": keeps_desk(actor) and rules.can_note_visit(actor, person.pk),
        "reads_content": rules.can_read_content(actor, person.pk),
        "here": actor.structure_id,
    }


def due(actor: Actor, person: Person) -> list[dict[str, Any]]:
    """Appointments to come, promises not kept and questions not answered yet, as `web/_due_list.html` shows them."""
    today = timezone.localdate()
    meetings = [
        {
            "date": timezone.localtime(one.starts_at),
            "text": f"Rendez-vous à {timezone.localtime(one.starts_at):%H\u00a0h\u00a0%M} avec {one.worker}",
            "note": one.place,
            "meeting": True,
        }
        for one in work.coming_appointments(actor, person)[:SHOWN]
    ]
    owed = [
        {
            "date": one.due_on,
            "text": one.what,
            "note": f"Dû par {one.owed_by}, {one.structure}",
            "owed_by": one.structure,
            "late": one.due_on < today,
        }
        for one in work.open_promises(actor, person)[:SHOWN]
    ]
    asked = [
        {
            "date": one.due_on,
            "text": f"Réponse attendue\u00a0: {one.asked_of}",
            "note": f"Question posée par {one.author}, {one.structure}",
            "owed_by": one.asked_of,
            "late": one.due_on < today,
        }
        for one in questions.open_questions(actor, person)[:SHOWN]
    ]
    return sorted([*meetings, *owed, *asked], key=lambda one: local_day(one["date"]))


def own_panel(actor: Actor, person: Person) -> dict[str, Any]:
    """What the person's own space shows first."""
    followed = circle.accompaniment(actor, person)
    expected = [one | {"late": one.get("late") and _late_words(one)} for one in due(actor, person)]
    return {
        "accompaniment": followed,
        "phone": _public_phone(followed.referent_structure) if followed else "",
        "handover": circle.waiting_handover(actor, person),
        "due": expected,
        "meetings": [one for one in expected if one.get("meeting")],
        "goals": [one for one in work.goals(actor, person) if one.goal.closed_on is None],
        "documents": work.documents(actor, person),
        "acts": path.page(actor, person, size=3).acts,
    }


def _late_words(one: dict[str, Any]) -> str:
    """Never the person's fault: who is late is said."""
    return f"{one['owed_by']}\u00a0: en retard pour vous répondre."


def _public_phone(place: Structure) -> str:
    """What its card tells anybody."""
    return str(place.phone) if place.is_public else ""
