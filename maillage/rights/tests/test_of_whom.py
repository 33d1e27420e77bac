"""Of whom each benefit says something: of a whole household, or of one adult whose partner does not read it."""

from maillage.rights.engine import BENEFITS
from maillage.rights.enums import INDIVIDUAL

OF_A_HOUSEHOLD = {
    "rsa", "ppa", "housing_aid", "af", "cf", "asf", "paje", "ars", "css_free", "css_contribution",
}  # fmt: skip


def test_each_benefit_is_said_of_one_or_of_the_other():
    """A new one: does it tell a partner what the other's health, age or past work is? Then `INDIVIDUAL`, and a migration."""
    assert OF_A_HOUSEHOLD.isdisjoint(INDIVIDUAL)
    assert OF_A_HOUSEHOLD | set(INDIVIDUAL) == {one.code for one in BENEFITS}
