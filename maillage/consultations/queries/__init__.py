from maillage.consultations.queries.questionnaires import (
    keeps,
    made,
    published,
    questionnaires,
    questions,
    waiting,
)
from maillage.governance.queries.articles import kept_committees

__all__ = ["keeps", "kept_committees", "made", "published", "questionnaires", "questions", "waiting"]
