from maillage.consultations.models.answers import Answer, Invitation, Response
from maillage.consultations.models.questionnaires import (
    Extension,
    Question,
    Questionnaire,
    Snapshot,
)
from maillage.consultations.models.workbooks import Workbook

__all__ = [
    "Answer",
    "Extension",
    "Invitation",
    "Question",
    "Questionnaire",
    "Response",
    "Snapshot",
    "Workbook",
]
