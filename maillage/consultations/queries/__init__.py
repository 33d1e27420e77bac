from maillage.consultations.queries.questionnaires import (
    keeps,
    kept_committees,
    made,
    published,
    questionnaires,
    questions,
    waiting,
)

__all__ = ["keeps", "kept_committees", "made", "published", "questionnaires", "questions", "waiting"]
