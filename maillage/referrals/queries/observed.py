"""What the answers of a scheme really took, published beside what it promises."""

from collections.abc import Iterable

from maillage.referrals.queries.kept import kept

SMALLEST = 5


def observed(schemes: Iterable[int]) -> dict[int, str]:
    """Scheme → "la moitié en 12 jours au plus, sur 34 réponses"; under five answers, nothing is said."""
    rows = kept("observed_delays(%s::bigint[])", sorted(schemes))
    return {
        one.scheme: f"la moitié des réponses en {one.days}\u00a0jours ou moins, sur {one.answers}"
        for one in rows
    }
