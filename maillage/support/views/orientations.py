"""From the directory back to a folder: an orientation, or a need without an answer, noted in the timeline."""

from django.http import Http404, HttpResponseRedirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from maillage.people.guards import opened, person_or_404, trail, uuid_or_none
from maillage.support import rules
from maillage.support.actions import orientations as actions
from maillage.support.forms.circle import NothingFoundForm, OrientForm
from maillage.support.queries import orientations as queries
from maillage.web.answers import done, form_page, submitted

ASKED = ("q", "theme", "public")


@require_safe
def search(request, pk):
    """The directory, opened with what the folder knows: where, and for what when the link says it."""
    person = person_or_404(request, pk)
    opened(request, person)
    more = {name: request.GET[name][:200] for name in ASKED if request.GET.get(name)}
    return HttpResponseRedirect(queries.search_url(request.actor, person, **more))


@require_http_methods(["GET", "HEAD", "POST"])
def orient(request, pk):
    """`?service=`: the service chosen in the directory; without one, nothing was found."""
    person = person_or_404(request, pk)
    rules.check_can_follow(request.actor, person.pk)
    opened(request, person)
    service = queries.offered(request.actor, uuid_or_none(request.GET.get("service")))
    if service is None and "service" in request.GET:
        raise Http404
    form_class, act = (
        (OrientForm, actions.orient) if service else (NothingFoundForm, actions.note_nothing_found)
    )
    form = form_class(request.POST or None, initial={"on": timezone.localdate()})
    if submitted(request, form):
        told = {**form.cleaned_data, **({"service": service} if service else {})}
        act(by=request.actor, person=person, **told)
        return done(request, "C’est dans son parcours.", "support:path", person.pk)
    return _page(request, person, service, form)


NOTHING = (
    "Noter que rien n’a été trouvé",
    "Un besoin sans réponse compte dans le diagnostic du territoire, sans dire de qui il vient.",
)


def _found(service):
    lead = f"{service.structure.name}. L’orientation s’inscrit dans son parcours\u00a0: demandez-lui son accord avant."
    return f"Orienter vers\u00a0: {service.name}", lead


def _page(request, person, service, form):
    title, lead = _found(service) if service else NOTHING
    context = {
        "person": person,
        "title": title,
        "lead": lead,
        "trail": trail(person),
        "save": "Noter l’orientation" if service else "Noter",
    }
    return form_page(request, form, **context)
