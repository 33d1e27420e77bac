from django.db.models import TextChoices


class TerritoryKind(TextChoices):
    """A code means nothing without its kind: 18 région codes are also département codes."""

    COMMUNE = "commune", "commune"
    ARRONDISSEMENT = "arrondissement", "arrondissement municipal"
    EPCI = "epci", "intercommunalité"
    DEPARTEMENT = "departement", "département ou collectivité"
    REGION = "region", "région"
    COUNTRY = "country", "pays"


def territory_kinds() -> list[tuple[str, str]]:
    """Named, so that migrations can point at it: a label that changes makes no migration."""
    return TerritoryKind.choices
