"""The gallery of components: fictional data only, open to everyone, writes nothing."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from maillage.web import samples
from maillage.web.answers import form_page
from maillage.web.forms import SampleFilters, SampleForm
from maillage.web.pdf import render_pdf


@login_not_required
def gallery(request):
    """A POST is checked and shown again, with its errors; nothing is kept."""
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = SampleForm(*sent, initial=samples.KNOWN_VALUES, known=samples.KNOWN_SOURCES)
    filters = SampleFilters(request.GET, prefix="filtre")
    context = samples.context() | {"filters": filters, "q": request.GET.get("q", "")}
    context["pages"] = {
        "several": True,
        "shown": "Page 2 sur 4",
        "previous_url": "?page=1",
        "next_url": "?page=3",
    }
    context["kept"] = [(name, value) for name, value in request.GET.items() if name.startswith("filtre-")]
    return form_page(request, form, "web/gallery.html", **context)


@login_not_required
@require_safe
def sample_job(request):
    """A job that advances by 90 folders each time it is asked about."""
    given = request.GET.get("fait", "0")
    done = min(int(given) if given.isdecimal() and len(given) < 6 else 0, samples.JOB_TOTAL)
    return render(request, "web/_job.html", samples.job(done))


@login_not_required
def sample_confirm(request):
    if request.method == "POST":
        return redirect(f"{reverse('web:gallery')}#confirmer")
    return render(request, "web/confirm.html", samples.CONFIRM | {"cancel_url": reverse("web:gallery")})


@login_not_required
@require_safe
def sample_pdf(request):
    return HttpResponse(render_pdf("web/record.typ", samples.SHEET), content_type="application/pdf")
