from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from maillage.directory import queries


@login_not_required
@require_safe
def communes(request):
    """Options of a `<datalist>`, for the public too: what Insee publishes; `champ` names the parameter that holds what is typed, when it is not `q`."""
    text = request.GET.get(request.GET.get("champ", "q"), "")
    return HttpResponse(
        render_to_string("directory/_communes.html", {"communes": queries.find_communes(text)})
    )
