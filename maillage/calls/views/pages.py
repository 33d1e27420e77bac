"""What the pages of calls share: the way back, a call or a file and what the actor is for its jury."""

from django.urls import reverse

from maillage.calls.enums import FileState, Phase
from maillage.calls.queries import applications as files
from maillage.calls.queries import calls as queries
from maillage.web.answers import row_or_404

HOME, OWN = "Appels à projets", "Nos dossiers"
PHASES = {
    Phase.PREPARED: "waiting",
    Phase.COMING: "waiting",
    Phase.LETTER: "done",
    Phase.JOINT: "done",
    Phase.FILE: "done",
    Phase.READING: "",
    Phase.COLLEGIAL: "",
}
STATES = {
    FileState.DRAFT: "waiting",
    FileState.SUBMITTED: "done",
    FileState.TO_CORRECT: "late",
    FileState.ADMITTED: "done",
    FileState.DECIDED: "waiting",
    FileState.NOTIFIED: "done",
}


def trail(*above):
    return [(HOME, reverse("calls:calls")), *above]


def of_call(call, *above):
    return trail((call.title, call.get_absolute_url()), *above)


def of_jury(call, *above):
    return of_call(call, ("Jury", reverse("calls:jury", args=[call.public_id])), *above)


def of_file(application, *above):
    return [(OWN, reverse("calls:files")), (application.title, application.get_absolute_url()), *above]


def call_or_404(request, public_id):
    """The call, and what the actor is today for its jury."""
    found = row_or_404(queries.calls(request.actor), public_id=public_id)
    return found, queries.standing_in(request.actor, found)


def file_or_404(request, public_id):
    return row_or_404(files.applications(request.actor), public_id=public_id)


def phase_status(call):
    """Its phase in a word, with its colour."""
    found = queries.phase_of(call)
    return str(found.label).capitalize(), PHASES[found]


def state_status(application):
    return str(FileState(application.state).label).capitalize(), STATES[FileState(application.state)]
