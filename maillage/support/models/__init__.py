"""Shared follow-up: who accompanies, what is written, what was done, what is owed. Row security on every table."""

from maillage.support.models.circle import Accompaniment, Handover, TrustedPerson
from maillage.support.models.notes import Act, Draft, Note, OwnWords, Reply
from maillage.support.models.questions import DirectQuestion, QuestionAnswer, Referent
from maillage.support.models.retention import LegalHold, RetentionRule
from maillage.support.models.work import Appointment, DataRequest, Document, Goal, Progress, Promise, Step

__all__ = [
    "Accompaniment",
    "Act",
    "Appointment",
    "DataRequest",
    "DirectQuestion",
    "Document",
    "Draft",
    "Goal",
    "Handover",
    "LegalHold",
    "Note",
    "OwnWords",
    "Progress",
    "Promise",
    "QuestionAnswer",
    "Referent",
    "Reply",
    "RetentionRule",
    "Step",
    "TrustedPerson",
]
