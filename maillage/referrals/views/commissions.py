"""The sitting of a commission: its agenda on the left, one case on the right, the keyboard first."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maillage.governance import queries as governance
from maillage.governance.rules import can_keep, check_can_keep, missing
from maillage.people.guards import opened, shown_again
from maillage.people.models import Person
from maillage.referrals import case_words
from maillage.referrals.actions import cases as actions
from maillage.referrals.actions import deciding
from maillage.referrals.enums import CaseState
from maillage.referrals.forms.commissions import DecisionForm, PutAsideForm, WhyForm, marks
from maillage.referrals.queries import cases as queries
from maillage.referrals.rules import BY_KEEPERS
from maillage.referrals.views.sittings import SITTING, of_meeting, of_sitting, sitting_or_404
from maillage.web.answers import done, form_page, refusals_in, refusals_told, row_or_404, submitted
from maillage.web.wording import plural

FORM = ["GET", "HEAD", "POST"]
GONE = (
    "Cette situation n’est plus à décider ici\u00a0: quelqu’un vient de la décider, de la reporter ou de la retirer. "
    "Rien n’est enregistré. Choisissez une autre situation."
)
ALL_DONE = "Toutes les situations de cette séance ont leur décision."


@require_safe
def sitting(request, public_id):
    row, standing = sitting_or_404(request, public_id)
    return _page(request, row, standing)


def _page(request, row, standing, form=None):
    """Whole, or what changes in it when the script asks for it."""
    keeps, signed = can_keep(request.actor, standing), queries.signed(request.actor, row)
    lines = queries.lines(request.actor, row) if keeps or signed else []
    here = _current(request, lines, form)
    told = {
        "title": f"Situations\u00a0: {row.title}",
        "trail": of_meeting(row),
        "gathering": row,
        "keeps": keeps,
        "signed": signed,
        "lines": lines,
        "here": here,
        "chosen": set(form.chosen()) - {here.case.pk} if form and here else set(),
        "here_late": bool(here and here.request and here.request.is_late(timezone.localdate())),
        "form": form,
        "typed": _typed(form) if form and not (here and here.waits) else [],
    }
    told |= _agenda(request, row, lines) | (_around(lines, here) if here else {})
    if here and signed:
        told |= _sheet(request, here, keeps)
    if form is None and _decides(row, told):
        told["form"] = DecisionForm()
    template = "referrals/_sitting.html" if request.htmx else "referrals/sitting.html"
    answer = render(request, template, told, status=422 if form else 200)
    if request.htmx and form is None:
        answer["HX-Push-Url"] = request.get_full_path()
    return answer


def _typed(form):
    """What was written of a case that is there no more: given back, to be kept or copied."""
    if not form.non_field_errors():
        form.add_error(None, GONE)
    names = ("words", "next_step", "rank_means")
    return [(form.fields[name].label, form.data[name]) for name in names if form.data.get(name, "").strip()]


def _decides(row, told):
    begun = row.is_open and row.starts_at <= timezone.now()
    return told["keeps"] and told["signed"] and begun and told["here"] and told["here"].waits


def _current(request, lines, form):
    """The case asked for; the first that waits otherwise."""
    if form is not None:
        wanted = set(marks([form.data.get("case", "")]))
        return next((one for one in lines if one.case.pk in wanted), None)
    asked = request.GET.get("situation", "")
    found = next((one for one in lines if str(one.case.rank) == asked), None)
    return found or next((one for one in lines if one.waits), lines[0] if lines else None)


def _agenda(request, row, lines):
    counts = queries.counts(row)
    waiting = sum(one.waits for one in lines)
    decided = sum(one.case.state == CaseState.DECIDED for one in lines)
    gone = sum(one.case.state == CaseState.LISTED and one.request is None for one in lines)
    return {
        "counts": counts,
        "lacking": missing(counts),
        "waiting": waiting,
        "decided": decided,
        "gone": gone,
        "late": sum(bool(one.request and one.request.is_late(timezone.localdate())) for one in lines),
    }


def _around(lines, here):
    at = lines.index(here)
    return {
        "before": lines[at - 1] if at else None,
        "after": lines[at + 1] if at + 1 < len(lines) else None,
    }


def _sheet(request, here, keeps):
    """What is read of one person is journaled on that person."""
    found = queries.sheet(here, keeps=keeps)
    if here.request:
        person = Person(pk=here.case.person_id)
        opened(request, person, "read_case", case=here.case.pk)
        shown_again(request, person, "read_case", case=here.case.pk)
    answers = here.request.answered_there if here.request else {}
    asked = here.request.scheme.asked if here.request else []
    return {
        "parts": [_part(one) for one in found.sections if one.code not in BY_KEEPERS],
        "identity": [_whole(one) for one in found.sections if one.code in BY_KEEPERS],
        "answers": [(one.label, answers[one.code]) for one in asked if answers.get(one.code)],
    }


def _part(one):
    return {
        "label": str(one.get_code_display()).capitalize(),
        "facts": case_words.minimised(one.code, one.values),
        "own": one.own_words,
    }


def _whole(one):
    return _part(one) | {"facts": case_words.shown(one.code, one.values)}


@require_http_methods(FORM)
def undertake(request, public_id):
    row, _ = sitting_or_404(request, public_id)
    if request.method == "POST":
        with refusals_told(request):
            actions.undertake(by=request.actor, gathering=row)
            return done(request, "Votre engagement est noté.", SITTING, row.public_id)
        return redirect(SITTING, row.public_id)
    context = {
        "title": "Engagement de confidentialité",
        "trail": of_sitting(row),
        "gathering": row,
        "wording": case_words.WORDINGS[case_words.CURRENT],
        "signed": queries.signed(request.actor, row),
    }
    return render(request, "referrals/undertake.html", context)


@require_POST
def fill_agenda(request, public_id):
    row, _ = sitting_or_404(request, public_id)
    with refusals_told(request):
        made = actions.fill(by=request.actor, gathering=row)
        words = (
            f"Mis à l’ordre du jour\u00a0: {plural(made, 'demande')}."
            if made
            else "Aucune autre demande n’attend."
        )
        return done(request, words, SITTING, row.public_id)
    return redirect(SITTING, row.public_id)


@require_POST
def decide(request, public_id):
    row, standing = sitting_or_404(request, public_id)
    check_can_keep(request.actor, standing)
    form = DecisionForm(request.POST)
    if submitted(request, form):
        with refusals_in(form):
            _act(request, row, form)
            return _following(request, row, form)
    return _page(request, row, standing, form)


def _act(request, row, form):
    told = {"by": request.actor, "gathering": row}
    if form.postpones:
        actions.postpone(cases=form.chosen(), why=form.cleaned_data["words"], **told)
    else:
        deciding.decide(chosen=form.chosen(), ruling=form.ruling(), **told)


def _following(request, row, form):
    """Where the agenda goes on: the next case that waits, or an earlier one."""
    many = len(form.chosen())
    lines = queries.lines(request.actor, row)
    first = next(iter(form.chosen()))
    at = next((place for place, one in enumerate(lines) if one.case.pk == first), 0)
    after = next((one for one in [*lines[at:], *lines[:at]] if one.waits), None)
    messages.success(request, f"C’est noté\u00a0: {plural(many, 'situation')}." if after else ALL_DONE)
    here = reverse(SITTING, args=[row.public_id])
    return HttpResponseRedirect(f"{here}?situation={after.case.rank}" if after else here)


def case_or_404(request, row, pk):
    return row_or_404(queries.cases(request.actor, row).select_related("gathering__committee"), pk)


def _about(row, case, title):
    return {"title": f"{title}\u00a0: situation {case.rank}", "trail": of_sitting(row)}


@require_http_methods(FORM)
def take_off(request, public_id, pk):
    row, standing = sitting_or_404(request, public_id)
    check_can_keep(request.actor, standing)
    case = case_or_404(request, row, pk)
    form = WhyForm(request.POST or None)
    if submitted(request, form):
        with refusals_in(form):
            told = {"state": CaseState.REMOVED, "why": form.cleaned_data["why"]}
            actions.take_off(by=request.actor, case=case, **told)
            return done(request, "Elle n’est plus à l’ordre du jour.", SITTING, row.public_id)
    lead = "Elle reste à décider\u00a0: elle reviendra quand l’ordre du jour sera complété."
    return form_page(request, form, save="Retirer", lead=lead, **_about(row, case, "Retirer"))


@require_http_methods(FORM)
def step_aside(request, public_id, pk):
    row, _ = sitting_or_404(request, public_id)
    case = case_or_404(request, row, pk)
    if request.method == "POST":
        actions.step_aside(by=request.actor, case=case)
        return done(request, "C’est noté\u00a0: vous ne lirez plus cette situation.", SITTING, row.public_id)
    told = {
        "question": f"Vous déporter de la situation {case.rank}\u00a0?",
        "consequences": [
            "Vous ne verrez plus cette situation, à cette séance ni aux suivantes.",
            "Vous ne compterez pas parmi les présents pour sa décision.",
        ],
        "confirm_label": "Me déporter",
        "cancel_url": reverse(SITTING, args=[row.public_id]),
    }
    return render(request, "web/confirm.html", told | _about(row, case, "Me déporter"))


@require_http_methods(FORM)
def put_aside(request, public_id, pk):
    """Noted by the secretariat, for a member without an account or who asks for it."""
    row, standing = sitting_or_404(request, public_id)
    check_can_keep(request.actor, standing)
    case = case_or_404(request, row, pk)
    occupants = governance.members_on(row.committee, timezone.localdate(row.starts_at))
    form = PutAsideForm(request.POST or None, occupants=occupants)
    if submitted(request, form):
        with refusals_in(form):
            actions.step_aside(by=request.actor, case=case, occupant=form.cleaned_data["occupant"])
            return done(request, "C’est noté\u00a0: ce membre ne la lit plus.", SITTING, row.public_id)
    return form_page(request, form, save="Noter", **_about(row, case, "Noter un déport"))
