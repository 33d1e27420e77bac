"""What the pages of diplomas share."""

from django.urls import reverse

from maillage.diplomas.queries import paths
from maillage.web.answers import row_or_404

TITLE = "Diplômes"
MINE = "Mes parcours"
TEAM = "Parcours de l’équipe"


def trail(*above):
    return [(TITLE, reverse("diplomas:diplomas")), *above]


def of_mine(*above):
    return [(MINE, reverse("diplomas:mine")), *above]


def of_team(*above):
    return [(TEAM, reverse("diplomas:team")), *above]


def path_or_404(request, public_id):
    return row_or_404(paths.paths(request.actor), public_id=public_id)


def vae_or_404(request, public_id):
    return row_or_404(paths.vaes(request.actor), public_id=public_id)
