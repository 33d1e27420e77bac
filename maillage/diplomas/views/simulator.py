"""What I hold, what I would still have to do. By its address alone: nothing is kept."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from maillage.diplomas import diploma_words as words
from maillage.diplomas.forms.simulator import SimulatorForm
from maillage.diplomas.queries import simulator as queries
from maillage.diplomas.simulator_paper import report
from maillage.diplomas.views.pages import trail
from maillage.web.answers import form_page
from maillage.web.downloads import pdf_file

LEVEL_UNKNOWN = "Cochez d’abord un diplôme que vous détenez\u00a0: c’est lui qui donne le niveau."


def _found(form):
    entry, held = form.entry, form.held()
    read = queries.ground(entry)
    same = queries.same_level(held, read, entry)
    return held, queries.results(held, form.targets(same), entry, read)


@login_not_required
@require_safe
def simulator(request):
    form = SimulatorForm(request.GET or None)
    told = {"title": "Ce qu’il me resterait à faire", "trail": trail()}
    if form.asked:
        _, found = _found(form)
        told |= {
            "results": [_told(one) for one in found],
            "paper": f"{reverse('diplomas:simulator_pdf')}?{request.GET.urlencode()}",
            "none": "" if found else LEVEL_UNKNOWN,
        }
    return form_page(request, form, "diplomas/simulator.html", status=200, **told)


def _told(result):
    return {
        "row": result,
        "level": words.level(result.diploma),
        "verdict": words.verdict(result),
        "facts": words.result_facts(result),
        "lines": [
            (one, words.line_word(one.acquired), words.doubt(one.source) if one.acquired else "")
            for one in result.lines
        ],
        "says": [
            (one, words.doubt(one))
            for one in [*([result.whole] if result.whole else []), *result.access, *result.lightenings]
        ],
    }


@login_not_required
@require_safe
def simulator_pdf(request):
    form = SimulatorForm(request.GET)
    if not form.asked:
        raise Http404
    held, found = _found(form)
    return pdf_file(
        "ce-qu-il-me-resterait", "web/record.typ", report(held, found, form.entry, timezone.localdate())
    )
