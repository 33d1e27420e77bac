"""Laying out an open forum: rooms and hours, topics accepted and placed, reports."""

from datetime import datetime

from django.utils import timezone
from django.views.decorators.http import require_http_methods

from maillage.events.actions import forums as actions
from maillage.events.forms.registrations import AddTopicForm, PlaceTopicForm, ReportForm, SlotForm
from maillage.events.models import Topic
from maillage.events.queries import forums as queries
from maillage.events.views.pages import kept_or_refused, of_event
from maillage.web.answers import done, form_page, refusals_in, row_or_404, submitted

FORM = require_http_methods(["GET", "HEAD", "POST"])


@FORM
def add_slot(request, public_id):
    row = kept_or_refused(request, public_id)
    form = SlotForm(request.POST or None, initial={"day": timezone.localdate(row.gathering.starts_at)})
    if submitted(request, form):
        with refusals_in(form):
            data, zone = form.cleaned_data, timezone.get_current_timezone()
            starts, ends = (datetime.combine(data["day"], data[name], zone) for name in ("begins", "ends"))
            actions.add_slot(by=request.actor, opening=row, starts_at=starts, ends_at=ends, room=data["room"])
            return done(request, "Le créneau est prêt.", row.get_absolute_url())
    return form_page(request, form, title="Ajouter un créneau", trail=of_event(row))


@FORM
def add_topic(request, public_id):
    row = kept_or_refused(request, public_id)
    form = AddTopicForm(request.POST or None)
    if submitted(request, form):
        with refusals_in(form):
            actions.add_topic(by=request.actor, opening=row, **form.cleaned_data)
            return done(request, "Le sujet est retenu.", row.get_absolute_url())
    return form_page(request, form, title="Ajouter un sujet", trail=of_event(row))


def _topic(request, row, pk):
    return row_or_404(Topic.objects.visible_to(request.actor).filter(opening=row).select_related("slot"), pk)


@FORM
def place_topic(request, public_id, pk):
    row = kept_or_refused(request, public_id)
    one = _topic(request, row, pk)
    told = {"accepted": one.accepted_at is not None, "slot": one.slot}
    form = PlaceTopicForm(request.POST or None, slots=queries.free_slots(row, one), initial=told)
    if submitted(request, form):
        with refusals_in(form):
            actions.place_topic(by=request.actor, topic=one, **form.cleaned_data)
            return done(request, "C’est enregistré.", row.get_absolute_url())
    lead = f"Proposé par {one.proposed_by}. {one.why}"
    return form_page(request, form, title=one.title, lead=lead, trail=of_event(row))


@FORM
def write_report(request, public_id, pk):
    row = kept_or_refused(request, public_id)
    one = _topic(request, row, pk)
    form = ReportForm(request.POST or None, initial={"report": one.report})
    if submitted(request, form):
        with refusals_in(form):
            actions.write_report(by=request.actor, topic=one, **form.cleaned_data)
            return done(request, "C’est publié.", row.get_absolute_url())
    return form_page(request, form, title=one.title, trail=of_event(row))
