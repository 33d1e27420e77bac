"""The papers of a sitting: the pack of the day before, the record, the letters."""

from django.http import Http404
from django.utils import timezone
from django.views.decorators.http import require_safe

from maillage.audit.actions import record
from maillage.governance.rules import check_can_keep
from maillage.people.models import Person
from maillage.permissions import Forbidden
from maillage.referrals import case_letters_paper, cases_paper
from maillage.referrals.enums import CaseState
from maillage.referrals.queries import cases as queries
from maillage.referrals.rules import check_undertook
from maillage.referrals.views.sittings import sitting_or_404
from maillage.web.downloads import pdf_file

RECORD, LETTERS = "web/record.typ", "referrals/letters.typ"
NO_LETTER = "Aucune lettre à imprimer\u00a0: rien n’est décidé, ou les fiches sont closes."


def kept_sitting(request, public_id):
    """Whoever keeps the work and undertook to keep it to themselves."""
    row, standing = sitting_or_404(request, public_id)
    check_can_keep(request.actor, standing)
    check_undertook(queries.signed(request.actor, row))
    return row


def _journaled(request, verb, lines):
    for one in lines:
        record(request.actor, verb, Person(pk=one.case.person_id), case=one.case.pk)


@require_safe
def fallback(request, public_id):
    row = kept_sitting(request, public_id)
    found = [one for one in queries.sheets(request.actor, row) if one.line.waits]
    _journaled(request, "read_case", [one.line for one in found])
    data = cases_paper.fallback(row, found, timezone.localdate())
    return pdf_file("dossier-de-secours", RECORD, data)


@require_safe
def record_paper(request, public_id):
    row, _ = sitting_or_404(request, public_id)
    lines = queries.opened_lines(request.actor, row)
    _journaled(request, "read_case", [one for one in lines if one.request])
    data = cases_paper.record(row, lines, queries.counts(row), timezone.localdate())
    return pdf_file("releve-des-decisions", RECORD, data)


def _letters(request, row, pk=None):
    lines = [one for one in queries.opened_lines(request.actor, row) if one.case.state == CaseState.DECIDED]
    found = [one for one in lines if one.request and (pk is None or one.case.pk == pk)]
    who = queries.identities(request.actor, [one.case.request_id for one in found])
    where = queries.addresses(request.actor, [one.case.request_id for one in found])
    _journaled(request, "letter_of_case", found)
    today = timezone.localdate()
    return [
        case_letters_paper.letter(
            row, one.request, who.get(one.case.request_id, {}), where.get(one.case.request_id, {}), today
        )
        for one in found
    ]


@require_safe
def letter(request, public_id, pk):
    row = kept_sitting(request, public_id)
    found = _letters(request, row, pk)
    if not found:
        raise Http404
    return pdf_file("lettre", LETTERS, case_letters_paper.letters(found[0]["title"], found))


@require_safe
def letters(request, public_id):
    row = kept_sitting(request, public_id)
    found = _letters(request, row)
    if not found:
        raise Forbidden(NO_LETTER)
    return pdf_file("lettres", LETTERS, case_letters_paper.letters(f"Lettres\u00a0: {row.title}", found))
