"""What every import of a file answers. `page`: the context of the page, with its title and its trail."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from maillage.imports.queries import is_stopped, job_of
from maillage.permissions import Forbidden


def working(request, file, page, template):
    job = job_of(request.actor, file)
    return render(request, template, {**page, "job": job, "stopped": is_stopped(file, job)})


def to_job(request, file, act, **arguments):
    """One call, then its progress; a refusal is said on the import's own page."""
    try:
        job_id = act(by=request.actor, file=file, **arguments)
    except Forbidden as refusal:
        messages.error(request, refusal.reason)
        return HttpResponseRedirect(file.get_absolute_url())
    return HttpResponseRedirect(reverse("jobs:show", args=[job_id]))


def undo(request, file, act, page, consequences):
    if request.method == "POST":
        return to_job(request, file, act)
    return _confirm(
        request, file, page, f"Annuler l’import de «\u00a0{file.filename}\u00a0»\u00a0?", consequences
    )


def give_up(request, file, act, page, consequences):
    if request.method != "POST":
        question = f"Effacer «\u00a0{file.filename}\u00a0» sans l’importer\u00a0?"
        return _confirm(request, file, page, question, consequences)
    try:
        act(by=request.actor, file=file)
    except Forbidden as refusal:
        messages.error(request, refusal.reason)
        return HttpResponseRedirect(file.get_absolute_url())
    messages.success(request, "Le fichier est effacé, rien n’a été importé.")
    return HttpResponseRedirect(reverse(f"{file._meta.app_label}:imports"))


def _confirm(request, file, page, question, consequences):
    told = {"question": question, "consequences": consequences, "confirm_label": page["title"]}
    return render(request, "web/confirm.html", {**page, **told, "cancel_url": file.get_absolute_url()})
