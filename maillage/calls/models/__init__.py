from maillage.calls.models.applications import Answer, Application, FileVersion, Partner
from maillage.calls.models.calls import Call, Funder, HelpAnswer, HelpRequest, Intent, Question
from maillage.calls.models.indicators import EndReview, Indicator, IndicatorReview, Value
from maillage.calls.models.jury import Aside, Assignment, Award, Grant, Reading, Ruling

__all__ = [
    "Answer",
    "Application",
    "Aside",
    "Assignment",
    "Award",
    "Call",
    "EndReview",
    "FileVersion",
    "Funder",
    "Grant",
    "HelpAnswer",
    "HelpRequest",
    "Indicator",
    "IndicatorReview",
    "Intent",
    "Partner",
    "Question",
    "Reading",
    "Ruling",
    "Value",
]
