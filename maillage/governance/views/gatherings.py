"""Meetings: planned, convened, corrected, cancelled; their agenda; who is there; closed; their calendar and papers."""

from datetime import timedelta

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maillage.governance import papers, queries, rules
from maillage.governance.actions import decisions
from maillage.governance.actions import gatherings as actions
from maillage.governance.forms.gatherings import (
    CancelForm,
    GatheringForm,
    ItemForm,
    PlanForm,
    PresenceForm,
)
from maillage.governance.models import Minutes, Occupant, Presence
from maillage.governance.queries import convocations, rounds
from maillage.governance.views.pages import committee_or_404, of_committee, of_gathering
from maillage.web.answers import done, form_page, refusals_in, refusals_told, row_or_404, submitted
from maillage.web.calendar_file import Told, calendar_event, calendar_events
from maillage.web.downloads import calendar_file, pdf_file
from maillage.web.wording import plural

MOST_IN_FEED = 1000


def gathering_or_404(request, public_id):
    """The meeting, and what the actor is today for the committee that meets."""
    row = row_or_404(queries.gatherings(request.actor), public_id=public_id)
    return row, queries.standing(request.actor, row.committee)


def item_or_404(request, gathering, public_id):
    items = queries.agenda(request.actor, gathering).select_related("gathering__committee")
    return row_or_404(items, public_id=public_id)


@require_http_methods(["GET", "HEAD", "POST"])
def plan(request, public_id):
    row, standing = committee_or_404(request, public_id)
    rules.check_can_keep(request.actor, standing)
    form = PlanForm(request.POST or None, initial={"day": timezone.localdate() + timedelta(days=30)})
    if submitted(request, form):
        with refusals_in(form):
            made = actions.plan_gathering(by=request.actor, committee=row, values=form.values())
            return done(request, "La séance est prévue. Écrivez son ordre du jour.", made.get_absolute_url())
    return form_page(request, form, title="Prévoir une séance", trail=of_committee(row), save="Prévoir")


@login_not_required
@require_safe
def gathering(request, public_id):
    row, standing = gathering_or_404(request, public_id)
    items = list(queries.agenda(request.actor, row))
    context = {
        "title": row.title,
        "trail": of_committee(row.committee),
        "gathering": row,
        "items": items,
        "aside": queries.stepped_aside(request.actor, row) if request.actor.signed_in else 0,
        "counts": queries.present_counts(row) if standing.inside else [],
        "presences": Presence.objects.visible_to(request.actor).filter(gathering=row),
        "minutes": Minutes.objects.visible_to(request.actor).filter(gathering=row).first(),
        "standing": standing,
        "keeps": rules.can_keep(request.actor, standing),
        "own_seat": queries.own_seat(request.actor, row) if standing.sits else None,
        "begun": row.starts_at <= timezone.now(),
    }
    context["links"] = [link for links in queries.GATHERING_LINKS for link in links(request.actor, row)]
    context |= _rounds(request, row) if standing.inside else {}
    context |= convened(request, row, context["keeps"])
    return render(request, "governance/gathering.html", context)


def _rounds(request, row):
    """Those that wait for a vote, or for their result, first."""
    found = rounds.of_gathering(request.actor, row)
    asked = [one for one in found if one.closed_at is None and row.cancelled_at is None]
    return {"asked_rounds": asked, "rounds": [one for one in found if one not in asked]}


def convened(request, row, keeps):
    """Who is called and who comes, for who keeps the work; the account's own convocation."""
    own = convocations.own_convocation(request.actor, row) if request.actor.signed_in else None
    token = convocations.token_of(own) if own and row.is_open and row.ends_at >= timezone.now() else ""
    return {
        "called": convocations.called(row) if keeps and row.is_open else None,
        "own_token": token,
        "own": own,
    }


@require_http_methods(["GET", "HEAD", "POST"])
def correct(request, public_id):
    row, standing = gathering_or_404(request, public_id)
    rules.check_can_keep(request.actor, standing)
    begins, ends = timezone.localtime(row.starts_at), timezone.localtime(row.ends_at)
    told = {"title": row.title, "place": row.place, "link": row.link, "version": row.version}
    initial = told | {"day": begins.date(), "begins": begins.time(), "ends": ends.time()}
    form = GatheringForm(request.POST or None, initial=initial)
    if submitted(request, form):
        with refusals_in(form):
            version = form.cleaned_data["version"]
            told = {"version": version, "values": form.values(), "site": request.build_absolute_uri("/")}
            sent = actions.correct_gathering(by=request.actor, gathering=row, **told)
            words = f"C’est corrigé. E-mail envoyé à {plural(sent, 'membre')}." if sent else "C’est corrigé."
            return done(request, words, row.get_absolute_url())
    return form_page(request, form, title="Corriger cette séance", trail=of_gathering(row))


@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request, public_id):
    row, standing = gathering_or_404(request, public_id)
    rules.check_can_keep(request.actor, standing)
    form = CancelForm(request.POST or None)
    if submitted(request, form):
        with refusals_in(form):
            sent = actions.cancel_gathering(by=request.actor, gathering=row, **form.cleaned_data)
            told = f" E-mail envoyé à {plural(sent, 'membre')}." if sent else ""
            return done(request, f"La séance est annulée.{told}", row.get_absolute_url())
    told = {"title": "Annuler cette séance", "save": "Annuler la séance", "trail": of_gathering(row)}
    return form_page(request, form, lead="Les membres liront qu’elle n’a pas lieu, et pourquoi.", **told)


# The agenda


@require_http_methods(["GET", "HEAD", "POST"])
def add_item(request, public_id):
    row, standing = gathering_or_404(request, public_id)
    rules.check_can_keep(request.actor, standing)
    form = ItemForm(request.POST or None, plain=row.committee.plain, initial={"nature": "debate"})
    if submitted(request, form):
        with refusals_in(form):
            actions.add_item(by=request.actor, gathering=row, values=form.values())
            return done(request, "Le point est à l’ordre du jour.", row.get_absolute_url())
    return form_page(request, form, title="Ajouter un point", trail=of_gathering(row), save="Ajouter")


@require_http_methods(["GET", "HEAD", "POST"])
def correct_item(request, public_id, item):
    row, standing = gathering_or_404(request, public_id)
    rules.check_can_keep(request.actor, standing)
    one = item_or_404(request, row, item)
    names = ("title", "nature", "details", "minutes", "asked_by", "plain_words")
    initial = {name: getattr(one, name) for name in names}
    initial["embargo_day"] = one.embargo_day
    form = ItemForm(request.POST or None, plain=row.committee.plain, initial=initial)
    if submitted(request, form):
        with refusals_in(form):
            actions.correct_item(by=request.actor, item=one, values=form.values())
            return done(request, "C’est corrigé.", row.get_absolute_url())
    return form_page(request, form, title="Corriger ce point", trail=of_gathering(row))


@require_POST
def move_item(request, public_id, item):
    row, _ = gathering_or_404(request, public_id)
    with refusals_told(request):
        up = request.POST.get("sens") == "haut"
        actions.move_item(by=request.actor, item=item_or_404(request, row, item), up=up)
    return redirect(row.get_absolute_url())


@require_POST
def remove_item(request, public_id, item):
    row, _ = gathering_or_404(request, public_id)
    with refusals_told(request):
        actions.remove_item(by=request.actor, item=item_or_404(request, row, item))
        return done(request, "Le point est retiré de l’ordre du jour.", row.get_absolute_url())
    return redirect(row.get_absolute_url())


@require_http_methods(["GET", "HEAD", "POST"])
def step_aside(request, public_id, item):
    """Said by a member of themselves; the point then disappears for them."""
    row, _ = gathering_or_404(request, public_id)
    one = item_or_404(request, row, item)
    own = row_or_404(Occupant.objects.visible_to(request.actor).all(), queries.own_seat(request.actor, row))
    if request.method == "POST":
        actions.step_aside(by=request.actor, item=one, occupant=own)
        return done(request, "C’est noté\u00a0: vous ne lirez plus ce point.", row.get_absolute_url())
    consequences = (
        "Vous ne verrez plus ce point, ses documents ni sa décision, et vous ne compterez pas dans son vote."
    )
    told = {"title": "Se déporter", "question": f"Vous déporter de «\u00a0{one.title}\u00a0»\u00a0?"}
    told |= {
        "consequences": consequences,
        "confirm_label": "Me déporter",
        "cancel_url": row.get_absolute_url(),
    }
    return render(request, "web/confirm.html", told | {"trail": of_gathering(row)})


# Who is there


@require_http_methods(["GET", "HEAD", "POST"])
def presences(request, public_id):
    row, standing = gathering_or_404(request, public_id)
    rules.check_can_keep(request.actor, standing)
    members = list(queries.members_on(row.committee, timezone.localdate(row.starts_at)))
    length = round((row.ends_at - row.starts_at).total_seconds() / 60)
    initial = _noted(request, row) or _expected(row)
    form = PresenceForm(request.POST or None, members=members, length=length, initial=initial)
    if submitted(request, form):
        with refusals_in(form):
            told = {"present": form.present(), "guests": form.cleaned_data["guests"]}
            actions.note_presences(by=request.actor, gathering=row, **told)
            return done(request, "Les présences sont notées.", row.get_absolute_url())
    told = {"title": "Qui est présent", "trail": of_gathering(row), "length": length, "gathering": row}
    return form_page(request, form, "governance/presences.html", **told)


def _noted(request, row):
    rows = list(Presence.objects.visible_to(request.actor).filter(gathering=row))
    initial = {"guests": "\n".join(one.name for one in rows if one.occupant_id is None)} if rows else {}
    for one in rows:
        if one.occupant_id:
            initial |= {f"there_{one.occupant_id}": True, f"minutes_{one.occupant_id}": one.minutes}
    return initial


def _expected(row):
    """Before anybody is noted: those who answered that they come."""
    lines = convocations.called(row).lines
    return {f"there_{pk}": True for pk in convocations.expected(lines)}


@require_POST
def close(request, public_id):
    row, _ = gathering_or_404(request, public_id)
    with refusals_told(request):
        decisions.close_gathering(by=request.actor, gathering=row)
        return done(request, "La séance est close. Son relevé de décisions est prêt.", row.get_absolute_url())
    return redirect(row.get_absolute_url())


# Calendar and papers


@login_not_required
@require_safe
def calendar(request, public_id):
    row, _ = gathering_or_404(request, public_id)
    return calendar_file("seance", calendar_event(**_in_a_calendar(row)._asdict()))


@login_not_required
@require_safe
def feed(request):
    """All that this actor may see, to subscribe to: a calendar program has no account, and reads what is public."""
    rows = queries.in_the_feed(request.actor, timezone.now())[:MOST_IN_FEED]
    return calendar_file("seances", calendar_events(map(_in_a_calendar, rows)))


def _in_a_calendar(row):
    summary = f"{row.committee.name}\u00a0: {row.title}"
    cancelled = row.cancelled_at is not None
    return Told(str(row.public_id), row.starts_at, row.ends_at, summary, row.place, cancelled, row.version)


@require_safe
def sheet_paper(request, public_id):
    """The sheet to sign on paper, in the order of the page where it is typed again."""
    row, standing = gathering_or_404(request, public_id)
    rules.check_can_keep(request.actor, standing)
    members = list(queries.members_on(row.committee, timezone.localdate(row.starts_at)))
    return pdf_file("feuille-de-presence", "web/record.typ", papers.attendance_sheet(row, members))
