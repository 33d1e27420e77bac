"""A process that the worker runs, open and published, where the animator speaks for a territory; one of everything."""

from uuid import uuid4

from django.utils import timezone

from maillage.contributions.models import Block, Dissent, Report, Sentence, SentenceSource, Synthesis
from maillage.contributions.models import Contribution as Given
from maillage.contributions.queries.grid import follow_token
from maillage.contributions.queries.processes import link_token
from maillage.contributions.tests.factories import axes_of, make_process, make_territory
from maillage.files.storage import keep
from maillage.governance.tests.factories import make_committee, make_duty
from tests.matrix.row import Row

ALL, READ_ONLY = "OOOOOOOOOOOO", "MMMMMMMMMMMM"
KEEPER, INSIDE = "LFFFFFOFFFFL", "LNNNNNONNNNL"
SIGNED, ONLY_READ, TOLD, ACTED = "LOOOOOOOOOOL", "LMMMMMMMMMML", "LRRRRRRRRRRL", "LNNNNNRNNNNL"
WISHES = "LFFFFFOFFFFLLO"
"""TOLD: whoever may not is told so on the page they come back to."""
PROCESS, AXIS, SHARE, ONE = ("grid_process",), ("grid_axis",), ("grid_share",), ("grid_contribution",)
DRAFT, SENTENCE, DONE = ("grid_draft",), ("grid_sentence_number",), ("grid_synthesis",)

EXPECTED: dict[str, Row] = {
    "contributions:processes": Row(ALL, READ_ONLY),
    "contributions:open": Row(KEEPER, KEEPER, ("grid_committee",)),
    "contributions:process": Row(ALL, READ_ONLY, PROCESS),
    "contributions:correct": Row(KEEPER, KEEPER, PROCESS),
    "contributions:publish_grid": Row(ONLY_READ, TOLD, PROCESS),
    "contributions:give_link": Row(ONLY_READ, TOLD, PROCESS),
    "contributions:take_link_back": Row(ONLY_READ, TOLD, PROCESS),
    "contributions:add_axis": Row(KEEPER, KEEPER, PROCESS),
    "contributions:axis": Row(ALL, READ_ONLY, AXIS),
    "contributions:correct_axis": Row(KEEPER, KEEPER, AXIS),
    "contributions:sharing": Row(ALL, READ_ONLY, PROCESS),
    "contributions:add_territory": Row(KEEPER, KEEPER, PROCESS),
    "contributions:share_out": Row(ONLY_READ, TOLD, PROCESS),
    "contributions:wish": Row(WISHES, WISHES, SHARE),
    "contributions:settle": Row(KEEPER, KEEPER, SHARE),
    "contributions:reading": Row(ALL, READ_ONLY, PROCESS),
    "contributions:contribute": Row(SIGNED, SIGNED, PROCESS),
    "contributions:paper": Row(ALL, READ_ONLY, PROCESS),
    "contributions:mine": Row(SIGNED, ONLY_READ),
    "contributions:contribution": Row(ALL, READ_ONLY, ONE),
    "contributions:withdraw": Row(ONLY_READ, TOLD, ONE),
    "contributions:place": Row(KEEPER, KEEPER, ONE),
    "contributions:fate": Row(KEEPER, KEEPER, ONE),
    "contributions:door": Row(ALL, ALL, ("grid_door",)),
    "contributions:follow": Row(ALL, READ_ONLY, ("grid_follow",)),
    "contributions:withdraw_followed": Row(READ_ONLY, "RRRRRRRRRRRR", ("grid_follow",)),
    "contributions:reports": Row(KEEPER, ONLY_READ, PROCESS),
    "contributions:add_report": Row(KEEPER, KEEPER, PROCESS),
    "contributions:report": Row(INSIDE, ONLY_READ, ("grid_report",)),
    "contributions:report_file": Row(INSIDE, ONLY_READ, ("grid_report",)),
    "contributions:sort": Row(INSIDE, INSIDE, ("grid_report", "grid_section_number")),
    "contributions:begin_synthesis": Row(KEEPER, KEEPER, PROCESS),
    "contributions:dissent": Row(KEEPER, KEEPER, PROCESS),
    "contributions:correct_dissent": Row(KEEPER, KEEPER, ("grid_dissent_number",)),
    "contributions:synthesis": Row(ALL, READ_ONLY, DONE),
    "contributions:synthesis_pdf": Row(ALL, READ_ONLY, DONE),
    "contributions:synthesis_docx": Row(ALL, READ_ONLY, DONE),
    "contributions:synthesis_json": Row(ALL, READ_ONLY, DONE),
    "contributions:write_synthesis": Row(INSIDE, INSIDE, DRAFT),
    "contributions:publish_synthesis": Row(ONLY_READ, ACTED, DRAFT),
    "contributions:sentence": Row(INSIDE, INSIDE, SENTENCE),
    "contributions:drop_sentence": Row(ONLY_READ, ACTED, SENTENCE),
    "contributions:move_sentence": Row(ONLY_READ, ACTED, SENTENCE),
}


def lay_out(world) -> None:
    """What the rows above point at, under `become("maintenance")`."""
    worker, animator = (world.members[name].user for name in ("worker", "animator"))
    place = world.members["stranger"].structure
    world.grid_committee, local = make_committee(place), make_committee(place)
    make_duty(world.grid_committee, worker)
    make_duty(local, animator)
    today = timezone.localdate()
    process = world.grid_process = make_process(world.grid_committee, published_on=today, link_key=uuid4())
    world.grid_door = link_token(process)
    rows, _ = axes_of(process)
    world.grid_axis, world.grid_share = rows[0], make_territory(process, "37", local)
    told = {"process": process, "kind": "finding", "text": "Les guichets ferment", "given_on": today}
    told |= {"author": "Service social", "author_kind": "group", "publicity": "public"}
    world.grid_contribution = Given.objects.create(user=worker, entered_by=worker, channel="account", **told)
    world.grid_follow = follow_token(Given.objects.create(channel="link", **told).key)
    key = keep(b"Texte", owner=world.grid_committee.public_id)
    told = {"key": key, "name": "groupe.txt", "media_type": "text/plain; charset=utf-8", "added_by": worker}
    world.grid_report, world.grid_section_number = (
        Report.objects.create(process=process, group="Groupe 1", **told),
        1,
    )
    told = {"number": 1, "section": 1, "kind": "bullet", "text": "Les guichets ferment"}
    Block.objects.create(report=world.grid_report, **told)
    told = {"published_at": timezone.now(), "digest": "0" * 64}
    world.grid_synthesis = Synthesis.objects.create(process=process, title="Synthèse", **told)
    told = {
        "process": process,
        "title": "Autrement",
        "author": "Un syndicat",
        "body": "Non.",
        "added_on": today,
    }
    world.grid_dissent_number = Dissent.objects.create(**told).pk
    world.grid_draft = Synthesis.objects.create(process=process, title="Synthèse", number=2)
    sentence = Sentence.objects.create(synthesis=world.grid_draft, position=1, text="Moins d’accueil.")
    SentenceSource.objects.create(sentence=sentence, contribution=world.grid_contribution)
    world.grid_sentence_number = sentence.pk
