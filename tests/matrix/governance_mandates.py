"""Mandates and texts: the worker keeps the work of two public committees and of one that its members alone read."""

from maillage.governance.models import Output
from maillage.governance.tests.factories import make_committee, make_duty
from maillage.governance.tests.mandate_factories import make_decision, make_mandate, make_text
from tests.matrix.row import Row

ALL, NO_FORM = "OOOOOOOOOOOO", "MMMMMMMMMMMM"
KEEPER = "LFFFFFOFFFFL"
INSIDE = "NNNNNNONNNNN"

EXPECTED: dict[str, Row] = {
    "governance:mandates": Row(ALL, NO_FORM),
    "governance:mandates_pdf": Row(ALL, NO_FORM),
    "governance:mandate": Row(INSIDE, NO_FORM, ("inner_mandate",)),
    "governance:give_mandate": Row(KEEPER, KEEPER, ("mandating_decision",)),
    "governance:amend_mandate": Row(KEEPER, KEEPER, ("mandate",)),
    "governance:end_mandate": Row(KEEPER, KEEPER, ("mandate",)),
    "governance:add_output": Row(KEEPER, KEEPER, ("mandate",)),
    "governance:deliver_output": Row(KEEPER, KEEPER, ("mandate", "output_number")),
    "governance:texts": Row(ALL, NO_FORM),
    "governance:texts_json": Row(ALL, NO_FORM),
    "governance:text": Row(ALL, NO_FORM, ("text",)),
    "governance:text_version": Row(INSIDE, NO_FORM, ("draft", "draft_number")),
    "governance:text_file": Row(INSIDE, NO_FORM, ("draft", "draft_number")),
    "governance:write_text": Row(KEEPER, KEEPER, ("mandated",)),
    "governance:rewrite_text": Row(KEEPER, KEEPER, ("text",)),
    "governance:publish_text": Row(KEEPER, KEEPER, ("text",)),
}


def lay_out(world) -> None:
    """What the rows above point at, under `become("maintenance")`."""
    place = world.members["stranger"].structure
    giving, world.mandated = (make_committee(place) for _ in range(2))
    inner = make_committee(place, publicity="members")
    for committee in (giving, world.mandated, inner):
        make_duty(committee, world.members["worker"].user)
    world.mandating_decision = make_decision(giving)
    world.mandate = make_mandate(giving, world.mandated)
    world.inner_mandate = make_mandate(giving, inner)
    world.output_number = Output.objects.get(mandate=world.mandate).pk
    world.text = make_text(world.mandated)
    world.draft, world.draft_number = make_text(world.mandated, published_at=None), 1
