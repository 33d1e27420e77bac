"""What sheets of a tag teach, laid out as a draft text of a committee: humans go on from there, and publish it."""

from django.db import transaction

from maillage.audit.actions import record
from maillage.governance.actions.texts import write_text
from maillage.governance.enums import TextKind
from maillage.governance.models import Committee, Text
from maillage.governance.queries import standing
from maillage.permissions import ANONYMOUS, Actor, Forbidden
from maillage.practices.catalogue import tags
from maillage.practices.queries.lessons import Lessons, lessons
from maillage.practices.rules import check_can_ask

NOTHING = "Aucune fiche publiée ne porte ce mot-clé\u00a0: il n’y a rien à rassembler."


@transaction.atomic
def draw_synthesis(*, by: Actor, committee: Committee, tag: str, site: str) -> Text:
    """From what anybody reads. `site`: the address before the path of each source."""
    check_can_ask(by, standing(by, committee))
    found = lessons(ANONYMOUS, tag)
    if tag not in tags(ended=True) or not found.sources:
        raise Forbidden(NOTHING)
    title = f"Synthèse des fiches pratiques\u00a0: {tags(ended=True)[tag]}"
    body = body_of(found, site)
    text = write_text(
        by=by, committee=committee, kind=TextKind.REPORT, title=title, body=body, review_on=None
    )
    record(by, "synthesis_drawn", text, tag=tag, sheets=len(found.sources))
    return text


def body_of(found: Lessons, site: str) -> str:
    """Each sentence with the numbers of its sources, each source with its address."""
    parts = []
    for heading, rows in found.groups:
        told = [f"– {one.words} [{found.numbers(one)}]" for one in rows]
        parts += [heading, "\n".join(told)] if told else []
    sources = [
        f"{found.number(one)}. {one.title}, {site}{one.sheet.get_absolute_url()}" for one in found.sources
    ]
    return "\n\n".join([*parts, "Fiches lues", "\n".join(sources)])
