from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from maillage.pages.queries import today


@require_safe
def home(request):
    now = timezone.localdate()
    return render(request, "pages/home.html", {"today": today(request.actor, now), "day": now})
