from maillage.permissions.choices import Choices


class Family(Choices):
    """What an indicator speaks of."""

    RIGHTS = "rights", "accès aux droits"
    PROFESSION = "profession", "métiers"
    TOGETHER = "together", "décider et apprendre ensemble"


class Level(Choices):
    """How wide a territory is; in the order that people read them."""

    COUNTRY = "country", "ensemble"
    REGION = "region", "région"
    DEPARTEMENT = "departement", "département"
    EPCI = "epci", "intercommunalité"


DECLARED = "declared"
"""Where an indicator comes from when its figures are typed in from a public source, and not counted here."""
STATISTICS = "statistics"
"""Who counts: a job, as whom nobody signs in. PostgreSQL gives it counts, never a row."""
