"""Who works with whom: typed and dated links between structures, and the doors of a path in their order."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from maillage.directory.enums import LinkKind, categories
from maillage.directory.models.base import NO_NULL, long_text, short_text
from maillage.directory.models.lines import AT_WORK
from maillage.directory.models.structures import Structure
from maillage.directory.models.territories import Territory
from maillage.permissions import Actor
from maillage.permissions.constraints import RowHistory, RowSecurity


def category_codes(label: str) -> ArrayField:
    return ArrayField(models.CharField(max_length=60), verbose_name=label, default=list, blank=True)


class LinkQuerySet(models.QuerySet["Link"]):
    def visible_to(self, actor: Actor) -> "LinkQuerySet":
        """Both structures as the actor sees them; what hinders a link is in another table, for professionals."""
        seen = Structure.objects.visible_to(actor)
        return self.filter(origin__in=seen, target__in=seen)


class Link(models.Model):
    """`brings`: what the person gains by it, in words for everybody. `categories` empty: whatever the need."""

    origin = models.ForeignKey(Structure, models.PROTECT, related_name="links_out", verbose_name="de")
    target = models.ForeignKey(Structure, models.PROTECT, related_name="links_in", verbose_name="vers")
    kind = models.CharField("type de lien", max_length=10, choices=LinkKind.listed)
    since = models.DateField("depuis le", null=True, blank=True)
    until = models.DateField("jusqu’au", null=True, blank=True)
    categories = category_codes("thèmes")
    brings = long_text("ce que cela apporte à la personne", 1000)
    version = models.PositiveIntegerField("version", default=1)

    objects = LinkQuerySet.as_manager()

    class Meta:
        verbose_name = "lien entre structures"
        verbose_name_plural = "liens entre structures"
        ordering = ["origin__name", "target__name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(origin=F("target")),
                name="directory_link_two_ends",
                violation_error_message="Un lien relie deux structures différentes.",
            ),
            models.CheckConstraint(
                condition=Q(since=None) | Q(until=None) | Q(until__gte=F("since")),
                name="directory_link_dates",
                violation_error_message="La fin vient après le début.",
            ),
            models.UniqueConstraint(
                fields=["origin", "target", "kind"],
                condition=Q(until=None),
                name="directory_link_once",
                violation_error_message="Ce lien existe déjà : corrigez-le.",
            ),
            RowHistory(name="directory_link_history"),
        ]

    def __str__(self) -> str:
        return f"{self.origin} → {self.target} ({self.get_kind_display()})"


class LinkInsight(models.Model):
    """What hinders and what helps a link: for professionals at work; PostgreSQL hides it from everybody else."""

    link = models.OneToOneField(Link, models.CASCADE, related_name="insight")
    brakes = long_text("freins", 1000)
    levers = long_text("leviers", 1000)

    class Meta:
        verbose_name = "freins et leviers d’un lien"
        verbose_name_plural = "freins et leviers des liens"
        constraints = [
            RowSecurity(name="directory_insight_at_work", visible=AT_WORK),
            RowHistory(name="directory_insight_history"),
        ]

    def __str__(self) -> str:
        return str(self.link_id)


class DoorQuerySet(models.QuerySet["Door"]):
    def visible_to(self, actor: Actor) -> "DoorQuerySet":
        return self.filter(structure__in=Structure.objects.visible_to(actor))


class Door(models.Model):
    """A step of a path: at this door, for this theme, here is what is done. `rank` orders them, first door first."""

    category = models.CharField("thème", max_length=60, choices=categories)
    rank = models.PositiveSmallIntegerField("ordre")
    structure = models.ForeignKey(Structure, models.PROTECT, related_name="doors", verbose_name="structure")
    sector = models.ForeignKey(
        Territory, models.PROTECT, null=True, blank=True, related_name="doors", verbose_name="secteur"
    )
    what = models.CharField("ce qu’on y fait", max_length=300, validators=NO_NULL)
    bring = short_text("à apporter")

    objects = DoorQuerySet.as_manager()

    class Meta:
        verbose_name = "porte d’un parcours"
        verbose_name_plural = "portes des parcours"
        ordering = ["category", "rank"]
        constraints = [
            models.UniqueConstraint(
                fields=["category", "rank"],
                name="directory_door_one_a_rank",
                deferrable=models.Deferrable.IMMEDIATE,
            ),
            RowHistory(name="directory_door_history"),
        ]

    def __str__(self) -> str:
        return f"{self.get_category_display()}, {self.rank} : {self.structure}"
