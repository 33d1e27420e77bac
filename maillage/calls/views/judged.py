"""What a jury sees around a file: who reads it, opinions once they are open, what was decided."""

from maillage.calls import rules
from maillage.calls.enums import HELD, FileState
from maillage.calls.queries import jury


def judged(request, row, standing):
    actor = request.actor
    given = jury.assignments(actor, row)
    mine = next((one for one in given if one.user_id == actor.user_id), None)
    ruling = jury.ruling_of(actor, row)
    keeps = rules.can_keep_jury(actor, standing)
    found = jury.readings(actor, row)
    return {
        "judges": True,
        "keeps": keeps,
        "given": given,
        "mine": mine,
        "readings": [(one, _words(row, one)) for one in found if one.assignment.handed_at],
        "hidden": any(one.handed_at for one in given) and not _all_shown(given, found),
        "ruling": ruling,
        "admits": keeps and row.state == FileState.SUBMITTED,
        "corrects": keeps and row.state in (FileState.SUBMITTED, FileState.ADMITTED),
        "decides": keeps and row.state == FileState.ADMITTED,
        "held": row.state in HELD,
        "seated": jury.members(row.call).filter(user_id=actor.user_id).exists(),
    }


def _words(row, reading):
    """[(criterion, words)]"""
    return list(zip(row.call.criteria, reading.words, strict=False))


def _all_shown(given, found):
    shown = {one.assignment_id for one in found}
    return all(one.pk in shown for one in given if one.handed_at)
