"""Meetings with a person: planned, moved, cancelled, what came of them, and the file for a calendar."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maillage.people.actions import Stale
from maillage.people.guards import of_person_or_404, opened, person_or_404, trail
from maillage.support import rules
from maillage.support.actions import appointments as actions
from maillage.support.enums import AppointmentState
from maillage.support.forms.appointments import AppointmentForm, MoveForm
from maillage.support.models import Appointment
from maillage.support.queries import work
from maillage.support.queries.team import team
from maillage.web.answers import done, form_page, refusals_in, refusals_told, submitted
from maillage.web.calendar_file import calendar_event
from maillage.web.conflicts import differences
from maillage.web.wording import full_day, moment

FORM = "support/appointment_form.html"
PLACED = ("minutes", "place", "purpose", "remind")


def _url(person):
    return reverse("support:appointments", args=[person.pk])


def _trail(person):
    return trail(person, ("Ses rendez-vous", _url(person)))


@require_safe
def appointments(request, pk):
    person = person_or_404(request, pk)
    opened(request, person, "read_appointments")
    context = {
        "person": person,
        "title": "Ses rendez-vous",
        "trail": trail(person),
        "coming": work.coming_appointments(request.actor, person),
        "past": work.past_appointments(request.actor, person),
        "can_follow": rules.can_follow(request.actor, person.pk),
        "structure_id": request.actor.structure_id,
        "now": timezone.now(),
    }
    return render(request, "support/appointments.html", context)


def _page(request, person, title, form, **more):
    return form_page(request, form, FORM, person=person, title=title, trail=_trail(person), **more)


def _placed(data):
    return {**{name: data[name] for name in PLACED}, "worker_id": data["worker"]}


@require_http_methods(["GET", "HEAD", "POST"])
def new_appointment(request, pk):
    person = person_or_404(request, pk)
    rules.check_can_follow(request.actor, person.pk)
    people = team(request.actor, person)
    form = AppointmentForm(
        request.POST or None, team=people, initial={"worker": request.actor.user_id, "minutes": 45}
    )
    title = "Prendre rendez-vous"
    if submitted(request, form):
        data = form.cleaned_data
        planned = Appointment(person=person, starts_at=data["starts_at"], **_placed(data))
        with refusals_in(form):
            actions.plan_appointment(by=request.actor, appointment=planned)
            return done(request, f"Rendez-vous pris pour le {moment(planned.starts_at)}.", _url(person))
    return _page(request, person, title, form)


def _found(request, pk, appointment):
    person = person_or_404(request, pk)
    rules.check_can_follow(request.actor, person.pk)
    return person, of_person_or_404(request, Appointment, person, appointment)


def _as_typed(appointment):
    starts = timezone.localtime(appointment.starts_at)
    return {
        **{name: getattr(appointment, name) for name in PLACED},
        "day": starts.date(),
        "hour": starts.time(),
        "worker": appointment.worker_id,
        "version": appointment.sequence,
    }


@require_http_methods(["GET", "HEAD", "POST"])
def move(request, pk, appointment):
    person, found = _found(request, pk, appointment)
    opened(request, person, "read_appointments")
    people = team(request.actor, person)
    form = MoveForm(request.POST or None, team=people, initial=_as_typed(found))
    title = "Déplacer ce rendez-vous"
    if submitted(request, form):
        data = form.cleaned_data
        sent = {"sequence": data["version"], "starts_at": data["starts_at"], "values": _placed(data)}
        try:
            with refusals_in(form):
                actions.move_appointment(by=request.actor, appointment=found, **sent)
                words = "Le rendez-vous est déplacé. Pensez à prévenir la personne."
                return done(request, words, _url(person))
        except Stale as stale:
            now = MoveForm(team=people, initial=_as_typed(stale.current))
            compared = differences(form, now, MoveForm.NAMES)
            return _page(request, person, title, form, differences=compared)
    return _page(request, person, title, form)


@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request, pk, appointment):
    """A confirm page, then the act."""
    person, found = _found(request, pk, appointment)
    if request.method == "POST":
        actions.cancel_appointment(by=request.actor, appointment=found)
        return done(request, "Le rendez-vous est annulé. Pensez à prévenir la personne.", _url(person))
    context = {
        "title": "Annuler ce rendez-vous",
        "trail": _trail(person),
        "question": f"Annuler le rendez-vous du {full_day(found.starts_at)}\u00a0?",
        "consequences": "Il reste inscrit comme annulé, et aucun rappel ne part. La personne n’est pas prévenue par Maillage.",
        "confirm_label": "Annuler le rendez-vous",
        "cancel_url": _url(person),
    }
    return render(request, "web/confirm.html", context)


@require_POST
def tell(request, pk, appointment):
    person, found = _found(request, pk, appointment)
    state = request.POST.get("state", "")
    with refusals_told(request):
        actions.tell_appointment(by=request.actor, appointment=found, state=state)
        messages.success(request, f"C’est noté\u00a0: {AppointmentState(state).label}.")
    return HttpResponseRedirect(_url(person))


@require_safe
def calendar(request, pk, appointment):
    """What a phone keeps and shows on its screen: neither with whom nor why."""
    person = person_or_404(request, pk)
    found = of_person_or_404(request, Appointment, person, appointment)
    opened(request, person, "read_appointments", paper="calendar")
    content = calendar_event(
        uid=f"{found.pk}@maillage",
        start=found.starts_at,
        end=found.starts_at + timedelta(minutes=found.minutes),
        summary="Rendez-vous",
        place=found.place,
        cancelled=found.state == AppointmentState.CANCELLED,
        sequence=found.sequence,
    )
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="rendez-vous.ics"'
    return response
