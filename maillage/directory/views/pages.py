"""What the directory's views share: the way back."""

from dataclasses import replace

from django.urls import reverse
from django.utils import timezone

from maillage.directory import rules
from maillage.directory.queries import lines

HOME = "Annuaire"
REVEALED = "revealed_lines"
"""In the session: lines whose number was asked for, so that it stays shown while one calls."""


EVERYBODY = (
    ("Permanences", "sessions"),
    ("Lieux où trouver plusieurs services", "places"),
    ("Par où commencer", "paths"),
    ("Qui travaille avec qui", "links"),
    ("Couverture du territoire", "coverage"),
    ("Livret à imprimer", "booklet"),
    ("Numéros utiles", "numbers"),
)
AT_WORK = (
    ("Qui appeler", "lines"),
    ("Mon carnet", "book"),
    ("Compter les passages à l’accueil", "reception"),
    ("Diagnostics de territoire", "diagnoses"),
    ("Exporter l’annuaire", "export"),
)
KEEPERS = (("Fiches à relire", "to_review"), ("Erreurs signalées", "reports"))
ANIMATOR = (("Importer dans l’annuaire", "imports"), ("Doublons", "doubles"))


def sections(actor):
    """The other pages of the directory, for this actor: (title, [(label, address)])."""
    parts = [("Aussi dans l’annuaire", EVERYBODY)]
    if actor.at_work:
        parts.append(("Pour les professionnels", AT_WORK))
    if rules.can_keep_some(actor):
        parts.append(("Tenir l’annuaire", KEEPERS + (ANIMATOR if rules.can_animate(actor) else ())))
    return [
        (title, [(label, reverse(f"directory:{name}")) for label, name in links]) for title, links in parts
    ]


def trail(*above):
    return [(HOME, "/annuaire/"), *above]


def by_link(request, structure):
    """Who acts when a structure opens the link it received; somebody signed in stays who they are."""
    return replace(request.actor, label=f"{structure.name}, par le lien reçu"[:200])


def shown_lines(request, rows):
    """Each line with its number if it was asked for in this session, and whether it is mine or I keep it."""
    revealed, mine = set(request.session.get(REVEALED, [])), lines.in_my_book(request.actor)
    today = timezone.localdate()
    return [
        {
            "line": line,
            "revealed": line.pk in revealed,
            "mine": line.pk in mine,
            "old": (today - line.checked_on).days > lines.FRESH_DAYS,
            "keeps": rules.can_keep_cards(request.actor, line.structure_id),
        }
        for line in rows
    ]
