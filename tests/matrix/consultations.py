"""Questionnaires: the worker keeps the work of the committee that asks; everybody reads what is published."""

from io import BytesIO
from uuid import uuid4

from django.utils import timezone
from xlsxwriter import Workbook as Xlsx

from maillage.consultations.models import Snapshot, Workbook
from maillage.consultations.queries.door import token_of
from maillage.consultations.tests.factories import (
    make_flash,
    make_invitation,
    make_questionnaire,
    make_response,
    questions_of,
)
from maillage.files.storage import keep
from maillage.governance.tests.factories import make_committee, make_duty
from tests.matrix.row import Row

ALL, NO_FORM = "OOOOOOOOOOOO", "MMMMMMMMMMMM"
KEPT, READ_ONLY = "LNNNNNONNNNL", "LMMMMMMMMMML"
KEPT_BUTTON = "LNNNNNRNNNNL"
KNOWN = "NNNNNNONNNNN"
ASKING = "LFFFFOOFFFFLLOF"
ANYBODY_SENDS = "RRRRRRRRRRRR"

EXPECTED: dict[str, Row] = {
    "consultations:questionnaires": Row(ALL, NO_FORM),
    "consultations:create": Row(ASKING, ASKING),
    "consultations:questionnaire": Row(KNOWN, NO_FORM, ("survey_row",)),
    "consultations:correct": Row(KEPT, KEPT, ("survey_row",)),
    "consultations:open": Row(KEPT, KEPT, ("survey_draft",)),
    "consultations:extend": Row(KEPT, KEPT, ("survey_row",)),
    "consultations:close": Row(READ_ONLY, KEPT_BUTTON, ("survey_row",)),
    "consultations:copy": Row(READ_ONLY, KEPT_BUTTON, ("survey_row",)),
    "consultations:add_question": Row(KEPT, KEPT, ("survey_draft", "single")),
    "consultations:correct_question": Row(KEPT, KEPT, ("survey_row", "survey_question_number")),
    "consultations:move_question": Row(READ_ONLY, KEPT_BUTTON, ("survey_row", "survey_question_number")),
    "consultations:remove_question": Row(READ_ONLY, KEPT_BUTTON, ("survey_row", "survey_question_number")),
    "consultations:invited": Row(KEPT, READ_ONLY, ("survey_row",)),
    "consultations:invite_addresses": Row(KEPT, KEPT, ("survey_row",)),
    "consultations:invite_accounts": Row(KEPT, KEPT, ("survey_row",)),
    "consultations:invite_members": Row(KEPT, KEPT, ("survey_row",)),
    "consultations:send": Row(READ_ONLY, KEPT_BUTTON, ("survey_row",)),
    "consultations:remind": Row(READ_ONLY, KEPT_BUTTON, ("survey_row",)),
    "consultations:note_answered": Row(READ_ONLY, KEPT_BUTTON, ("survey_row", "survey_invitation_number")),
    "consultations:preview": Row(KEPT, READ_ONLY, ("survey_row",)),
    "consultations:blank_paper": Row(KEPT, READ_ONLY, ("survey_row",)),
    "consultations:type_paper": Row(KEPT, KEPT, ("survey_row",)),
    "consultations:answer": Row(ALL, ALL, ("survey_token",)),
    "consultations:thanks": Row(ALL, NO_FORM, ("survey_token",)),
    "consultations:leave_out": Row(ALL, ANYBODY_SENDS, ("survey_token",)),
    "consultations:results": Row(KEPT, READ_ONLY, ("survey_row",)),
    "consultations:counts_csv": Row(KEPT, READ_ONLY, ("survey_row",)),
    "consultations:texts": Row(KEPT, READ_ONLY, ("survey_row", "survey_text_number")),
    "consultations:responses": Row(KEPT, READ_ONLY, ("survey_row",)),
    "consultations:responses_csv": Row(KEPT, READ_ONLY, ("survey_row",)),
    "consultations:responses_xlsx": Row(KEPT, KEPT_BUTTON, ("survey_row",)),
    "consultations:workbook": Row(KEPT, READ_ONLY, ("survey_row", "survey_workbook")),
    "consultations:take_snapshot": Row(KEPT, KEPT, ("survey_row",)),
    "consultations:snapshot": Row(ALL, NO_FORM, ("survey_published", "survey_snapshot_number")),
}


def _workbook() -> bytes:
    content = BytesIO()
    with Xlsx(content) as book:
        book.add_worksheet("Réponses").write(0, 0, "Question")
    return content.getvalue()


def lay_out(world) -> None:
    """What the rows above point at, under `become("maintenance")`."""
    worker = world.members["worker"].user
    committee = make_committee(world.members["stranger"].structure)
    make_duty(committee, worker)
    row = world.survey_row = make_flash(committee=committee, anonymous=False)
    world.survey_draft = make_questionnaire(committee=committee, open_for=None)
    questions = questions_of(row)
    world.survey_question_number, world.survey_text_number = questions[0].pk, questions[1].pk
    invited = make_invitation(row)
    book = {"questionnaire": row, "user": worker, "key": keep(_workbook(), owner=row.public_id)}
    world.survey_workbook = Workbook.objects.create(id=uuid4(), **book)
    world.survey_invitation_number, world.survey_token = invited.pk, token_of(invited.key)
    published = world.survey_published = make_flash(published_at=timezone.now())
    make_response(published, [(questions_of(published)[0], 0)])
    told = {"questionnaire": published, "user": worker, "data": {"questions": [], "rates": []}}
    world.survey_snapshot_number = Snapshot.objects.create(responses=5, final=False, public=True, **told).pk
