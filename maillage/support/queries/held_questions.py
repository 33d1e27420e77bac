"""Of what is held about a person: the questions asked in their name, what was said of them, and the answers."""

from maillage.people.models import Person
from maillage.permissions import Actor
from maillage.support.models import DirectQuestion
from maillage.support.queries.held import Item, Section, Text
from maillage.support.queries.questions import questions


def held_questions(actor: Actor, person: Person) -> Section:
    found = [one for one in questions(actor, person) if one.withheld_id is None]
    return Section("questions", "Questions posées à des organismes", [_item(one) for one in found])


def _item(asked: DirectQuestion) -> Item:
    facts = [
        ("À qui", asked.asked_of),
        ("Posée le", asked.asked_on),
        ("Par", f"{asked.author}, {asked.structure}"),
        ("De quel droit", asked.right),
        ("Réponse due le", asked.due_on),
        ("Où elle en est", asked.get_state_display()),
        *((f"Ce qui a été dit de vous\u00a0: {label}", value) for label, value in asked.told["facts"]),
    ]
    texts = [
        _text(asked, "subject", "Sujet", asked.subject),
        _text(asked, "question", "Question", asked.question),
        _text(asked, "usefulness_words", "Ce qui est dit de la réponse", asked.usefulness_words),
        *(_text(one, "words", f"Réponse de {one.said_by}", one.words) for one in asked.answers),
    ]
    return Item(facts, [one for one in texts if one.words.strip()])


def _text(row: object, name: str, label: str, words: str) -> Text:
    return Text(f"{row._meta.model_name}.{row.pk}.{name}", label, words)  # type: ignore[attr-defined]
