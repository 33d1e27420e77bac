"""The board of mandates, one mandate."""

import itertools

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from maillage.governance import mandate_words as words
from maillage.governance.enums import DutyKind, Publicity
from maillage.governance.forms.mandates import BoardFilters
from maillage.governance.mandates_paper import MOST, board_data
from maillage.governance.queries import committees, duties, standings
from maillage.governance.queries import mandates as queries
from maillage.governance.rules import can_keep
from maillage.governance.views.pages import trail
from maillage.web.answers import row_or_404
from maillage.web.downloads import pdf_file
from maillage.web.listing import paged

TITLE = "Mandats"


def asked(request):
    form = BoardFilters(request.GET or None, committees=committees(request.actor))
    form.is_valid()
    told = getattr(form, "cleaned_data", {})
    return form, {"committee": told.get("instance"), "ended": told.get("etat") == "termines"}


@login_not_required
@require_safe
def mandates(request):
    form, wanted = asked(request)
    today = timezone.localdate()
    page, pages = paged(request, queries.board(request.actor, today, **wanted))
    context = {
        "title": TITLE,
        "trail": trail(),
        "form": form,
        "page": page,
        "rows": [_told(queries.Progress(one, today)) for one in queries.shown(list(page))],
        "pages": pages,
        "query": request.GET.urlencode(),
        "ended": wanted["ended"],
    }
    return render(request, "governance/mandates.html", context)


def _told(line):
    return {
        "line": line,
        "points": words.points(line),
        "outputs": words.outputs(line),
        "late": words.late(line),
        "state": words.state(line),
    }


@login_not_required
@require_safe
def mandates_pdf(request):
    """Those that run, late first, whatever the page one came from."""
    _, wanted = asked(request)
    today, committee = timezone.localdate(), wanted["committee"]
    rows = queries.board(request.actor, today, committee)
    lines = [queries.Progress(one, today) for one in queries.shown(rows[:MOST])]
    data = board_data(lines, len(rows), today, committee.name if committee else "")
    return pdf_file("mandats", "governance/board.typ", data)


def mandate_or_404(request, public_id):
    return row_or_404(queries.mandates(request.actor), public_id=public_id)


def of_mandate(mandate):
    return trail((TITLE, reverse("governance:mandates")), (mandate.title, mandate.get_absolute_url()))


@login_not_required
@require_safe
def mandate(request, public_id):
    found = mandate_or_404(request, public_id)
    line = queries.Progress(found, timezone.localdate())
    mine = standings(request.actor, found)
    running = found.ended_on is None
    context = {
        "title": found.title,
        "trail": of_mandate(found)[:-1],
        "line": line,
        "facts": _facts(line),
        "state": words.state(line),
        "late": words.late(line),
        "points": words.points(line),
        "outputs": [(one, *words.output_state(line, one)) for one in line.outputs],
        "changes": _changes(found),
        "gives": running and can_keep(request.actor, mine.giver),
        "works": running and can_keep(request.actor, mine.worker),
        "adds": running and can_keep(request.actor, mine.either),
        "followable": running and _is_public(line.committee, line.giver),
    }
    return render(request, "governance/mandate.html", context)


def _is_public(*committees):
    return all(one is not None and one.publicity == Publicity.PUBLIC for one in committees)


def _facts(line):
    """Besides links: who coordinates, when the committee last sat."""
    committee = line.committee
    held = committee and committee.gatherings.filter(held_at__isnull=False).order_by("-starts_at").first()
    people = duties(committee, line.day).filter(kind=DutyKind.COORDINATOR) if committee else []
    return {"coordination": ", ".join(str(one.user) for one in people), "held": held}


def _changes(mandate):
    """[(version, the wording before, its own, their labels)], the last first."""
    listed = list(mandate.versions.all())
    pairs = reversed(list(itertools.pairwise(listed)))
    return [(new, *map(words.wording, (old, new)), *map(_label, (old, new))) for old, new in pairs]


def _label(version):
    return str(version).capitalize()
