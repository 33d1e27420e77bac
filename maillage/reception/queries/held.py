"""Of what is held about a person: tasks entrusted about them, receptions they joined to their file."""

from maillage.people.models import Person
from maillage.permissions import Actor
from maillage.reception.models import Reception, Task
from maillage.reception.queries.receptions import of_person
from maillage.reception.queries.tasks import about
from maillage.support.queries.held import Item, Section, Text
from maillage.vault.fields import open_together


def held_tasks(actor: Actor, person: Person) -> Section:
    found = open_together(list(about(actor, person)))
    return Section("tasks", "Tâches confiées à l’accueil", [_task(one) for one in found])


def _task(task: Task) -> Item:
    facts = [
        ("Quoi", task.title),
        ("Confiée par", f"{task.author}, {task.structure}"),
        ("Prise par", str(task.taken_by or "")),
        ("Pour le", task.due_on),
        ("Où elle en est", task.get_state_display()),
    ]
    named = ("needs", "steps", "question", "answer", "outcome")
    texts = [
        Text(f"task.{task.pk}.{name}", str(task._meta.get_field(name).verbose_name), getattr(task, name))  # type: ignore[union-attr]
        for name in named
    ]
    return Item(facts, [one for one in texts if one.words.strip()])


def held_receptions(actor: Actor, person: Person) -> Section:
    return Section(
        "receptions",
        "Premiers accueils joints au dossier",
        [_reception(one) for one in of_person(actor, person)],
    )


def _reception(one: Reception) -> Item:
    facts = [
        ("Le", one.received_at),
        ("Par", f"{one.user}, {one.structure}"),
        ("Pour quoi", ", ".join(one.theme_labels)),
        ("Langue", one.get_language_display()),
        ("Suite", one.get_outcome_display()),
    ]
    texts = [Text(f"reception.{one.pk}.{name}", label, getattr(one, name)) for name, label in WORDS]
    return Item(facts, [text for text in texts if text.words.strip()])


WORDS = (("said", "Ce qui a été répondu"), ("line", "Ce qui a été noté"))
