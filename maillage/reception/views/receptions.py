"""Whoever comes in: noted in three taps, told of a service, found again by their slip, joined to a file if they choose."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from maillage.people.guards import opened, person_or_404, trail
from maillage.reception import reception_words as words
from maillage.reception.actions import receptions as actions
from maillage.reception.forms.receptions import JoinForm, ReceiveForm, SlipForm
from maillage.reception.queries import receptions as queries
from maillage.reception.rules import can_count, check_can_join, check_can_receive
from maillage.reception.slip_paper import slip as slip_data
from maillage.support.queries.orientations import offered
from maillage.web.answers import done, form_page, refusals_in, row_or_404, submitted
from maillage.web.downloads import pdf_file
from maillage.web.listing import paged

FORM = require_http_methods(["GET", "HEAD", "POST"])
TITLE = "Accueil sans identité"
NOTED = "C’est noté, sans identité. Proposez le bon à la personne\u00a0: il lui évitera de tout raconter de nouveau."
LEAD = "On ne demande pas son nom\u00a0: une raison, la suite, et c’est noté."
JOIN = (
    "Si elle le souhaite, ce qui a été noté sous ce bon rejoint son dossier. Sinon, cela reste sans identité."
)


def above(*more):
    return [(TITLE, reverse("reception:receptions")), *more]


@require_safe
def receptions(request):
    """`?bon=`: the slip of whoever comes back leads to their story."""
    check_can_receive(request.actor)
    form = SlipForm(request.GET if "bon" in request.GET else None)
    if form.is_bound and form.is_valid():
        found = queries.by_reference(request.actor, form.cleaned_data["bon"])
        if found:
            return redirect(found)
        form.add_error("bon", actions.NOT_FOUND)
    page, pages = paged(request, queries.lately(request.actor))
    context = {
        "title": TITLE,
        "page": page,
        "pages": pages,
        "expected": queries.expected(request.actor),
        "here": queries.present_now(request.actor),
        "counts": can_count(request.actor),
    }
    return form_page(request, form, "reception/receptions.html", **context)


@FORM
def receive(request):
    check_can_receive(request.actor)
    return _receive(request, None, title="Noter un accueil", lead=LEAD, trail=above())


@FORM
def come_back(request, pk):
    """With the slip: another reception, after the first one."""
    check_can_receive(request.actor)
    first = _first_or_404(request, pk)
    told = {
        "title": f"La personne du bon {first.slip} revient",
        "trail": above((first.slip, first.get_absolute_url())),
    }
    return _receive(request, first, lead="", **told)


def _receive(request, first, **context):
    known = {"language": first.language, "adults": first.adults, "children": first.children} if first else {}
    form = ReceiveForm(request.POST or None, initial=known)
    if submitted(request, form):
        with refusals_in(form):
            told = {"values": form.told(), "confirmed": form.said()}
            made = actions.receive(by=request.actor, follows=first, **told)
            return done(request, NOTED, made)
    context |= {"here": queries.present_now(request.actor), "save": "Noter cet accueil"}
    return form_page(request, form, "reception/receive.html", **context)


def _first_or_404(request, pk):
    found = row_or_404(queries.receptions(request.actor), pk)
    return found.follows or found


@require_safe
def reception(request, pk):
    first = _first_or_404(request, pk)
    if first.person_id:
        opened(request, first.person, "read_reception", reception=first.pk)
    told = queries.story(request.actor, first)
    context = {
        "title": f"Bon {first.slip}",
        "trail": above(),
        "first": first,
        "told": [(one, words.facts(one), list(one.orientations.all())) for one in told],
        "last": told[-1],
        "search_url": queries.search_url(told[-1]),
    }
    return render(request, "reception/reception.html", context)


@FORM
def orient(request, pk, service):
    """Told of a service chosen in the directory."""
    check_can_receive(request.actor)
    found = row_or_404(queries.receptions(request.actor), pk)
    service = offered(request.actor, service)
    if service is None:
        raise Http404
    if request.method == "POST":
        actions.orient(by=request.actor, reception=found, service=service)
        return done(request, "L’orientation est notée\u00a0: imprimez le bon, il porte l’adresse.", found)
    context = {
        "title": f"Orienter vers\u00a0: {service.name}",
        "lead": f"{service.structure.name}. Le bon de la personne dira où aller, quand, et quoi apporter.",
        "trail": above((found.slip, found.get_absolute_url())),
        "save": "Noter l’orientation",
    }
    return form_page(request, None, "reception/orient.html", **context)


@require_safe
def slip(request, pk):
    first = _first_or_404(request, pk)
    if first.person_id:
        opened(request, first.person, "read_reception", reception=first.pk)
    told = queries.story(request.actor, first)
    services = dict.fromkeys(row.service for one in told for row in one.orientations.all())
    return pdf_file("bon", "web/record.typ", slip_data(first, list(services), told[-1]))


@FORM
def join(request, pk):
    person = person_or_404(request, pk)
    check_can_join(request.actor, person.pk)
    opened(request, person)
    form = JoinForm(request.POST or None)
    if submitted(request, form):
        with refusals_in(form, "reference"):
            actions.join(by=request.actor, person=person, reference=form.cleaned_data["reference"])
            return done(request, "L’accueil est joint à son dossier.", "people:person", person.pk)
    told = {"title": "Joindre un accueil à son dossier", "lead": JOIN, "trail": trail(person)}
    return form_page(request, form, person=person, save="Joindre", **told)
