from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from maillage.jobs import actions
from maillage.jobs.enums import State
from maillage.jobs.queries import my_jobs, time_left


@require_GET
def show(request, job_id):
    job = get_object_or_404(my_jobs(request.actor), pk=job_id)
    template = "jobs/_job.html" if request.htmx else "jobs/job.html"
    return render(request, template, {"job": job, "shown": _shown(job)})


@require_POST
def cancel(request, job_id):
    job = get_object_or_404(my_jobs(request.actor), pk=job_id)
    actions.ask_to_cancel(by=request.actor, job_id=job.pk)
    return HttpResponseRedirect(reverse("jobs:show", args=[job.pk]))


def _shown(job):
    """The job in the words of its component."""
    return {
        "title": job.label,
        "state": job.state if job.ended or job.total is not None else State.WAITING,
        "done": job.done,
        "total": job.total or 0,
        "noun": job.noun,
        "left": _in_words(time_left(job)),
        "error": job.message,
    }


def _in_words(left) -> str:
    if left is None:
        return ""
    minutes = round(left.total_seconds() / 60)
    return "moins d’une minute" if minutes < 1 else f"environ {minutes} minute{'s' if minutes > 1 else ''}"
