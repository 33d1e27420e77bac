"""What the pages of placements share: the way back, a session, a candidate, who the actor is there; the door of a student."""

from dataclasses import replace
from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from maillage.permissions.context import acting
from maillage.placements.queries import sessions as rows
from maillage.placements.queries import students
from maillage.placements.queries.door import student_linked
from maillage.placements.rules import can_run, check_can_run, link_of
from maillage.web.answers import row_or_404
from maillage.web.doors import behind

HOME = "Stages"
FORM = require_http_methods(["GET", "HEAD", "POST"])


def trail(*above):
    return [(HOME, reverse("placements:home")), *above]


def of_session(row, *above):
    return trail((row.title, row.get_absolute_url()), *above)


def session_or_404(request, public_id):
    return row_or_404(rows.sessions(request.actor), public_id=public_id)


def run_or_refused(request, public_id):
    row = session_or_404(request, public_id)
    check_can_run(request.actor, row.structure_id)
    return row


def runs(request, row):
    return can_run(request.actor, row.structure_id)


def school_or_404(request, public_id):
    """The actor's own school in this session."""
    return row_or_404(rows.taught_here(request.actor), session__public_id=public_id)


def candidate_or_404(request, public_id):
    return row_or_404(students.candidates(request.actor), public_id=public_id)


def gone(request):
    return render(request, "placements/gone.html", {"title": "Ce lien n’ouvre plus"}, status=404)


def student_gone(request):
    told = {"title": "Ce lien n’ouvre plus", "of_school": True}
    return render(request, "placements/gone.html", told, status=404)


def by_link(view):
    """The same page for a student without an account: their link is who they are."""

    @login_not_required
    @wraps(view)
    def answer(request, token, **more):
        linked, refusal = behind(request, "placements_student", lambda: student_linked(token), student_gone)
        if refusal:
            return refusal
        actor = _named(request.actor, linked.actor)
        with acting(actor):
            request.actor, request.student_link = actor, token
            return view(request, public_id=linked.student, **more)

    return answer


def _named(reader, student):
    """The journal tells a school that opens the link it hands over from the student who has it."""
    return (
        replace(student, label=f"{reader.label}, par le lien d’un étudiant") if reader.signed_in else student
    )


def page_of(request, one, name="candidate", *more):
    """The address of a student's page, by the door they came through."""
    if link_of(request.actor):
        return reverse(f"placements:linked_{name}", args=[request.student_link, *more])
    return reverse(f"placements:{name}", args=[one.public_id, *more])


def of_student(request, one):
    if link_of(request.actor):
        return [("Vos vœux", page_of(request, one))]
    return of_session(one.session, ("Vos vœux", page_of(request, one)))


def confirm(title, question, consequences, label, back, above):
    return {
        "title": title,
        "question": question,
        "consequences": consequences,
        "confirm_label": label,
        "cancel_url": back,
        "trail": above,
    }
