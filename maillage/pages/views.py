from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from maillage.pages.queries import today
from maillage.people.rules import can_receive


@require_safe
def home(request):
    now = timezone.localdate()
    context = {
        "today": today(request.actor, now),
        "day": now,
        "can_receive": can_receive(request.actor),
        "place": request.actor.at_work,
    }
    return render(request, "pages/home.html", context)
