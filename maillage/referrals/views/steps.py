"""One form for each thing that is noted of a request, the same for the team and for the scheme's officers."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from maillage.permissions import Forbidden
from maillage.referrals.actions import answering
from maillage.referrals.enums import CLOSABLE, WITH_THEM, RequestState
from maillage.referrals.forms import answers as forms
from maillage.web.answers import done, form_page, refusals_in, submitted

NO_LONGER = "Cette étape n’est plus à noter\u00a0: revenez à la demande pour voir où elle en est."


@dataclass(frozen=True)
class Step:
    """The button's words, the form, from which states, what it does."""

    label: str
    form: type[forms.StepForm]
    states: tuple[str, ...]
    act: Callable[..., Any]
    lead: str = ""


def _plainly(act):
    return lambda by, found, form: act(by=by, request=found, **form.cleaned_data)


def _missing(by, found, form):
    data = form.cleaned_data
    told = {name: data[name] for name in ("version", "on", "complete_by")}
    answering.ask_missing(by=by, request=found, pieces=form.pieces(), **told)


def _decide(by, found, form):
    answering.decide(by=by, request=found, **form.cleaned_data)


RECEIVED = (RequestState.SENT, RequestState.RECEIVED)
STEPS = {
    "reception": Step(
        "Noter la réception", forms.DayForm, (RequestState.SENT,), _plainly(answering.acknowledge),
        "Le délai promis court à partir de ce jour, ou du dossier complet.",
    ),
    "pieces": Step(
        "Demander ce qui manque", forms.MissingForm, answering.ALIVE, _missing,
        "Dites quoi, qui peut le fournir, et comment. Le délai s’arrête jusqu’à la date limite.",
    ),
    "complet": Step(
        "Noter le dossier complet", forms.DayForm, (*RECEIVED, RequestState.INCOMPLETE), _plainly(answering.complete)
    ),
    "decision": Step(
        "Écrire la décision", forms.DecisionForm, WITH_THEM, _decide,
        "La personne la lira. Un refus dit sa raison et ce qui est proposé ensuite\u00a0; le recours s’y ajoute.",
    ),
    "fin": Step("Terminer la demande", forms.ClosingForm, CLOSABLE, _plainly(answering.close)),
}  # fmt: skip
MAIN = {
    RequestState.SENT: "reception",
    RequestState.RECEIVED: "decision",
    RequestState.INCOMPLETE: "complet",
    RequestState.COMPLETE: "decision",
}


def next_steps(found):
    """(slug, label, main) of what may be noted now, what is most often next first."""
    allowed = [slug for slug, one in STEPS.items() if found.state in one.states]
    main = MAIN.get(found.state)
    return [(slug, STEPS[slug].label, slug == main) for slug in sorted(allowed, key=lambda one: one != main)]


def step_page(request, found, step, again, back, trail):
    """`again`: loads the request as it is now; `back`: where it is read."""
    past = step in STEPS and found.state not in STEPS[step].states
    if step not in STEPS or (past and request.method != "POST"):
        raise Forbidden(NO_LONGER)
    form = STEPS[step].form(request.POST or None, request=found)
    if past:
        form.add_error(None, f"{NO_LONGER} Elle est\u00a0: {found.get_state_display()}.")
    elif submitted(request, form):
        with refusals_in(form):
            STEPS[step].act(request.actor, found, form)
            return done(request, "C’est noté.", back)
        form.at_version(again().version)
    context = {"title": STEPS[step].label, "lead": STEPS[step].lead, "trail": trail}
    return form_page(request, form, **context)
