from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from maillage.jobs import actions
from maillage.jobs.queries import my_jobs, time_left


@require_GET
def show(request, job_id):
    job = get_object_or_404(my_jobs(request.actor), pk=job_id)
    template = "jobs/_job.html" if request.htmx else "jobs/job.html"
    return render(request, template, {"job": job, "time_left": time_left(job)})


@require_POST
def cancel(request, job_id):
    job = get_object_or_404(my_jobs(request.actor), pk=job_id)
    actions.ask_to_cancel(by=request.actor, job_id=job.pk)
    return HttpResponseRedirect(reverse("jobs:show", args=[job.pk]))
