from maillage.permissions.choices import Choices


class Effect(Choices):
    """What a bridge gives."""

    BLOCK = "block", "bloc acquis"
    EXEMPTION = "exemption", "dispense"
    LIGHTENING = "lightening", "allègement"
    ACCESS = "access", "accès à la formation"
