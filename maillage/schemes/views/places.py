"""Places of a scheme, for those who assign them and for their hosts; the rules by which they are assigned."""

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maillage.permissions import Forbidden
from maillage.schemes import place_words, rules
from maillage.schemes.actions import assignment
from maillage.schemes.actions import places as actions
from maillage.schemes.forms import places as forms
from maillage.schemes.queries import places as queries
from maillage.schemes.views.schemes import BOTH, scheme_or_404, trail
from maillage.web.answers import COMPACT, done, form_page, refusals_in, refusals_told, row_or_404, submitted
from maillage.web.listing import paged

HOSTED = "Places que nous hébergeons"
CHANGED = ("label", "public", "smallest", "largest", "accessible", "animals", "commune", "ends_on", "version")


def of_scheme(row, *above):
    return trail((row.name, row.get_absolute_url()), *above)


def place_or_404(request, public_id):
    return row_or_404(queries.places(request.actor), public_id=public_id)


def kept_place_or_404(request, public_id):
    place = place_or_404(request, public_id)
    rules.check_can_keep(request.actor, place.structure_id)
    return place


def listed(rows, today):
    states = queries.states([one.pk for one in rows], today)
    return [place_words.item(one, states.get(one.pk), today) for one in rows]


@require_safe
def places(request, public_id):
    row, today = scheme_or_404(request, public_id), timezone.localdate()
    rules.check_can_keep(request.actor, row.structure_id)
    page, pages = paged(request, queries.places_of(request.actor, row, today))
    context = {
        "title": "Places",
        "trail": of_scheme(row),
        "scheme": row,
        "items": listed(list(page), today),
        "pages": pages,
    }
    return render(request, "schemes/places.html", context)


@require_safe
def hosted(request):
    """One's own: two taps to say what is free."""
    if not request.actor.at_work:
        raise Forbidden("Cette page montre les places qu’héberge la structure où vous travaillez.")
    today = timezone.localdate()
    page, pages = paged(request, queries.hosted(request.actor, today))
    told = {"items": listed(list(page), today), "pages": pages, "buttons": place_words.SAID}
    return render(request, "schemes/hosted.html", {"title": HOSTED, "trail": trail(), **told})


@require_http_methods(BOTH)
def add_place(request, public_id):
    row = scheme_or_404(request, public_id)
    rules.check_can_keep(request.actor, row.structure_id)
    start = {"starts_on": timezone.localdate(), "smallest": 1, "largest": 1}
    form = forms.PlaceForm(request.POST or None, hosts=queries.hosts(request.actor), initial=start)
    if submitted(request, form):
        with refusals_in(form):
            values = dict(form.cleaned_data)
            told = {"host": values.pop("host"), "starts_on": values.pop("starts_on")}
            made = actions.add_place(by=request.actor, scheme=row, values=values, **told)
            return done(request, "La place est ajoutée. Son hôte doit dire si elle est libre.", made)
    above = of_scheme(row, ("Places", reverse("schemes:places", args=[public_id])))
    return form_page(request, form, COMPACT, title="Ajouter une place", trail=above, save="Ajouter")


@require_safe
def place(request, public_id):
    row, today = place_or_404(request, public_id), timezone.localdate()
    spells = list(queries.spells_of(request.actor, row).order_by("-starts_on", "-pk")[:50])
    context = {
        "title": row.label,
        "trail": above(request, row),
        "item": listed([row], today)[0],
        "place": row,
        "spells": [(one, one.ends_on is None or one.ends_on >= today) for one in spells],
        "keeps": rules.can_keep(request.actor, row.structure_id),
        "offer_urls": [reverse(name, args=[public_id]) for name in queries.OFFERING],
        "buttons": place_words.SAID,
    }
    return render(request, "schemes/place.html", context)


def above(request, place):
    """The list where it was found."""
    scheme = queries.in_force(place.structure_id, place.kind, timezone.localdate())
    if scheme and rules.can_keep(request.actor, place.structure_id):
        return of_scheme(scheme, ("Places", reverse("schemes:places", args=[scheme.public_id])))
    return trail((HOSTED, reverse("schemes:hosted")))


def of_place(request, place):
    return [*above(request, place), (place.label, place.get_absolute_url())]


@require_http_methods(BOTH)
def change_place(request, public_id):
    row = kept_place_or_404(request, public_id)
    initial = {name: getattr(row, name) for name in CHANGED}
    form = forms.ChangePlaceForm(request.POST or None, initial=initial)
    if submitted(request, form):
        with refusals_in(form):
            values = dict(form.cleaned_data)
            version = values.pop("version")
            found = actions.change_place(by=request.actor, place=row, version=version, values=values)
            return done(request, "C’est corrigé.", found)
    return form_page(request, form, COMPACT, title="Corriger cette place", trail=of_place(request, row))


@require_http_methods(BOTH)
def set_apart(request, public_id):
    row = place_or_404(request, public_id)
    rules.check_can_tell(request.actor, row)
    form = forms.SpellForm(request.POST or None, initial={"starts_on": timezone.localdate()})
    if submitted(request, form):
        with refusals_in(form):
            actions.set_apart(by=request.actor, place=row, **form.cleaned_data)
            return done(request, "C’est noté\u00a0: personne n’y sera orienté ces jours-là.", row)
    title = "Mettre de côté ou hors service"
    return form_page(request, form, title=title, trail=of_place(request, row))


@require_POST
def end_spell(request, public_id, spell):
    row = place_or_404(request, public_id)
    found = row_or_404(queries.spells_of(request.actor, row).select_related("place"), spell)
    with refusals_told(request):
        actions.end_spell(by=request.actor, spell=found, on=timezone.localdate())
        return done(request, "C’est fini aujourd’hui\u00a0: elle pourra être proposée demain.", row)
    return redirect(row)


@require_http_methods(BOTH)
def say(request, public_id):
    """From a list of buttons, or with a day."""
    row = place_or_404(request, public_id)
    rules.check_can_tell(request.actor, row)
    form = forms.SayForm(request.POST or None)
    if submitted(request, form):
        with refusals_in(form):
            made = actions.say(by=request.actor, place=row, **form.cleaned_data)
            words = f"C’est noté\u00a0: {row.label}, {made.get_said_display()}."
            return done(request, words, "schemes:hosted" if hosts(request, row) else row.get_absolute_url())
    told = {"title": f"{row.label}\u00a0: libre un autre jour", "trail": of_place(request, row)}
    return form_page(request, form, "schemes/say.html", place=row, **told)


def hosts(request, place):
    return request.actor.structure_id == place.host_id


@require_http_methods(BOTH)
def explain_empty(request, public_id):
    row = kept_place_or_404(request, public_id)
    form = forms.EmptyForm(request.POST or None, initial={"reason": row.empty_reason, "version": row.version})
    if submitted(request, form):
        with refusals_in(form):
            found = actions.explain_empty(by=request.actor, place=row, **form.cleaned_data)
            return done(request, "La raison est notée. Seuls les totaux en sont montrés.", found)
    return form_page(request, form, title="Une place qui reste vide", trail=of_place(request, row))


@require_http_methods(BOTH)
def rules_of_assignment(request, public_id):
    row = scheme_or_404(request, public_id)
    rules.check_can_keep(request.actor, row.structure_id)
    kept = {name: getattr(row, name) for name in ("assignment", "needs", "vacancy_days", "version")}
    order = dict(zip(("first", "second", "third"), row.assignment_order, strict=False))
    form = forms.RulesForm(request.POST or None, initial={**kept, **order})
    if submitted(request, form):
        with refusals_in(form):
            told = {"version": form.cleaned_data["version"], "values": form.values()}
            found = assignment.publish_rules(by=request.actor, scheme=row, **told)
            return done(request, "Ces règles sont publiées.", found)
    return form_page(request, form, title="Règles d’attribution", trail=of_scheme(row), save="Publier")


@require_http_methods(BOTH)
def doors(request):
    """Links given to hosts; a new one closes the former."""
    rules.check_can_keep(request.actor)
    own = queries.places(request.actor).filter(structure_id=request.actor.structure_id).values("host")
    form = forms.DoorForm(request.POST or None, hosts=queries.hosts(request.actor).filter(pk__in=own))
    if submitted(request, form):
        with refusals_in(form, "host"):
            told = {**form.cleaned_data, "site": request.build_absolute_uri("/")}
            assignment.give_door(by=request.actor, **told)
            return done(request, "Le lien part par e-mail.", "schemes:doors")
    rows = list(queries.doors(request.actor)[:100])
    told = {"title": "Liens des hôtes", "trail": trail(), "save": "Envoyer le lien", "doors": rows}
    return form_page(request, form, "schemes/doors.html", **told)


@require_POST
def close_door(request, pk):
    door = row_or_404(queries.doors(request.actor), pk)
    with refusals_told(request):
        assignment.close_door(by=request.actor, door=door)
        return done(request, "Ce lien n’ouvre plus rien.", "schemes:doors")
    return redirect("schemes:doors")
