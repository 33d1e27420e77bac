"""May this be shared? Four questions, an answer with its texts of law; nothing is kept."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from maillage.governance import sharing_words as words
from maillage.governance.forms.sharing import SharingForm
from maillage.governance.rules.sharing import QUESTIONS, advise, sources
from maillage.web.downloads import pdf_file

TITLE = "Puis-je partager cette information\u00a0?"


def _asked(request):
    """Bound once a question is answered: the address says it all, so an answer is sent to a colleague as a link."""
    return SharingForm(request.GET if any(name in request.GET for name in QUESTIONS) else None)


@login_not_required
@require_safe
def sharing(request):
    form = _asked(request)
    context = {"title": TITLE, "form": form, "limits": words.LIMITS, "sources": sources().values()}
    if form.is_bound and form.is_valid():
        advice = advise(form.cleaned_data)
        kind = words.VERDICTS[advice.verdict][1]
        context |= {
            "advice": advice,
            "verdict": words.HOW[advice.verdict],
            "kind": kind,
            "asked": words.asked(form.cleaned_data),
        }
        context |= {"query": request.GET.urlencode(), "signed_in": request.actor.signed_in}
    status = 422 if form.errors else 200
    return render(request, "governance/sharing.html", context, status=status)


@login_not_required
@require_safe
def sharing_pdf(request):
    form = SharingForm(request.GET)
    if not form.is_valid():
        return redirect(reverse("governance:sharing"))
    data = words.paper(advise(form.cleaned_data), form.cleaned_data, timezone.localdate())
    return pdf_file("partage", "web/record.typ", data)
