"""What is handed over to a person of all that is held about them: a document to read, and the same for a machine."""

import json
from collections.abc import Collection
from datetime import date
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from maillage.people.models import Person
from maillage.support.queries.held import Held, Item, KeptBack
from maillage.web.wording import day

FORMAT = "maillage-personne/1"
THIRD_PARTY = "parle de quelqu’un d’autre"
LAW = "Code de l’action sociale et des familles, article L311-3\u00a0; règlement (UE) 2016/679, articles 15 et 20"


def kept_back(held: Held, withheld: Collection[str]) -> list[KeptBack]:
    """All that is not in it, and why: passages on somebody else first."""
    if not withheld:
        return held.kept_back
    why = "Règlement (UE) 2016/679, article 15, paragraphe 4\u00a0: cela porterait atteinte à quelqu’un d’autre."
    return [KeptBack(len(withheld), "passages qui parlent de quelqu’un d’autre", why), *held.kept_back]


def as_json(person: Person, held: Held, withheld: Collection[str], by: str, on: date) -> bytes:
    """Dates and amounts as data; what is withheld stays in its place, without its words."""
    told = {
        "format": FORMAT,
        "person": str(person.pk),
        "handed_over_on": on,
        "handed_over_by": by,
        "law": LAW,
        "sections": [
            {"code": one.code, "title": one.title, "items": [_plain(item, withheld) for item in one.items]}
            for one in held.sections
        ],
        "withheld": [one._asdict() for one in kept_back(held, withheld)],
    }
    return json.dumps(told, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1).encode()


def _plain(item: Item, withheld: Collection[str]) -> dict[str, Any]:
    facts = [{"label": label, "value": value} for label, value in item.facts]
    texts = [
        {"label": one.label, "withheld": THIRD_PARTY}
        if one.key in withheld
        else {"label": one.label, "words": one.words}
        for one in item.texts
    ]
    return {"facts": facts, "texts": texts}


def as_record(person: Person, held: Held, withheld: Collection[str], by: str, on: date) -> dict[str, Any]:
    """For `web/record.typ`."""
    blocks: list[dict[str, Any]] = []
    for section in held.sections:
        blocks.append({"heading": section.title})
        blocks += [block for item in section.items for block in _blocks(item, withheld)]
    return {
        "title": f"Tout ce qui est gardé sur {person.full_name}",
        "summary": f"Remis par {by} le {day(on)}.",
        "blocks": [*_not_here(held, withheld), *blocks],
        "footer": LAW,
    }


def _blocks(item: Item, withheld: Collection[str]) -> list[dict[str, Any]]:
    facts = [[label, value if isinstance(value, date) else _number(value)] for label, value in item.facts]
    blocks: list[dict[str, Any]] = [{"facts": facts}] if facts else []
    for one in item.texts:
        words = f"[retenu\u00a0: {THIRD_PARTY}]" if one.key in withheld else one.words
        blocks += [{"text": f"{one.label}\u00a0:"}, {"quote": words}]
    return blocks


def _number(value: Any) -> Any:
    """Numbers as text: a fact of the sheet is a string."""
    return str(value) if isinstance(value, int | float) else value


def _not_here(held: Held, withheld: Collection[str]) -> list[dict[str, Any]]:
    missing = kept_back(held, withheld)
    if not missing:
        return [{"text": "Rien n’est retenu."}]
    rows = [[str(one.number), one.what, one.why] for one in missing]
    table = {"columns": [["Combien", "number"], "Quoi", "Pourquoi"], "rows": rows}
    contest = "Si vous n’êtes pas d’accord, dites-le à votre référent, ou saisissez la CNIL (cnil.fr)."
    return [{"heading": "Ce qui n’est pas dans ce document"}, {"table": table}, {"text": contest}]
