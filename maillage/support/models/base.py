"""Two kinds of rows, and whom PostgreSQL shows each to. `rules.py` says the same.

Path rows tell that something was done, and by whom: everybody who sees the person in the structure that did it, and,
elsewhere, those whom the person's ledger covers. Content rows hold what was said: their level decides.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q

from maillage.people.enums import Part
from maillage.people.models import LegalBasis, Person
from maillage.people.models.base import OWN_PERSON, PERSON_VISIBLE, identifier
from maillage.permissions.managers import VisibleManager
from maillage.support.enums import Level

ME = "(SELECT maillage_actor_user())"
HERE = "(SELECT maillage_actor_structure())"
FOLLOWED = (
    "(SELECT person_id FROM people_attachment WHERE ended_at IS NULL AND person_id IS NOT NULL"
    f" AND worker_id = {ME}{{}})"
)
MINE = FOLLOWED.format("")
MY_TEAM = FOLLOWED.format(" AND consent_of_id IS NULL")
AGREED = "(SELECT * FROM maillage_definer.consented_parts())"

PATH_VISIBLE = (
    f"person_id {PERSON_VISIBLE} AND (structure_id = {HERE} OR open_to_teams"
    " OR person_id IN (SELECT maillage_definer.consenting('')))"
)
PATH_OWN = f"person_id = {OWN_PERSON}"
CONTENT_VISIBLE = (
    f"(level = 'personal' AND author_id = {ME} AND person_id IN {MINE})"
    f" OR (level <> 'personal' AND (structure_id = {HERE} OR (level = 'circle' AND open_to_teams))"
    f" AND person_id IN {MY_TEAM})"
    f" OR (level = 'circle' AND (person_id, part) IN {AGREED})"
)
CONTENT_OWN = f"person_id = {OWN_PERSON} AND level <> 'personal' AND withheld_id IS NULL"


def about_person(*, indexed: bool = True) -> models.ForeignKey[Person, Person]:
    """Not `indexed`: another index of the table begins with the person, and serves as well."""
    return models.ForeignKey(
        Person, models.CASCADE, related_name="+", verbose_name="personne", db_index=indexed
    )


class OfPerson(models.Model):
    """Everything here is about one person. `open_to_teams`: written by a partner or by the person, for their teams."""

    id = identifier()
    person = about_person()
    structure = models.ForeignKey(
        "directory.Structure", models.PROTECT, null=True, related_name="+", verbose_name="structure"
    )
    open_to_teams = models.BooleanField("ouvert aux équipes de la personne", default=False)

    objects = VisibleManager()

    class Meta:
        abstract = True


class Content(OfPerson):
    """What somebody said or wrote. No author: the person themselves (or `said_by`, with their mandate)."""

    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="écrit par"
    )
    said_by = models.CharField("au nom de", max_length=160, blank=True)
    level = models.CharField("qui lit", max_length=10, choices=Level.listed)
    part = models.CharField("sujet", max_length=20, choices=Part.listed, blank=True)
    withheld = models.ForeignKey(
        LegalBasis,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="texte qui empêche de montrer à la personne",
        db_index=False,
    )
    written_at = models.DateTimeField("écrit le", auto_now_add=True)

    class Meta:
        abstract = True


def part_of_the_circle(name: str) -> models.CheckConstraint:
    """What the circle reads bears its subject; what the person says themselves is for all their teams."""
    return models.CheckConstraint(
        condition=~Q(level="circle") | ~Q(part="") | Q(author=None),
        name=name,
        violation_error_message="Choisissez le sujet : c’est lui qui décide de qui lit dans le cercle.",
    )
