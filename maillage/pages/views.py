from django.shortcuts import render
from django.views.decorators.http import require_GET

from maillage.jobs.queries import my_jobs


@require_GET
def home(request):
    return render(request, "pages/home.html", {"jobs": my_jobs(request.actor)[:5]})
