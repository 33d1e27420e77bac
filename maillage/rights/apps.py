from typing import Any

from django.apps import AppConfig


class RightsConfig(AppConfig):
    name = "maillage.rights"
    verbose_name = "droits"

    def ready(self) -> None:
        from maillage.people.queries import HOUSEHOLD_PANELS, OWN_PAGES, OWN_PANELS, PANELS
        from maillage.rights.queries import suspending
        from maillage.support.queries.held import HELD
        from maillage.support.queries.leaving import CARRIED
        from maillage.support.queries.retention import SUSPENDING

        HOUSEHOLD_PANELS.append(("rights/_panel.html", _panel))
        PANELS.append(("rights/_panel.html", _person_panel))
        PANELS.append(("rights/_claims.html", _claims_panel))
        OWN_PANELS.append(("rights/_own.html", _own_panel))
        OWN_PAGES.append(("Mes droits", "rights:own_rights"))
        HELD.append(_held)
        HELD.append(_held_claims)
        CARRIED.append(_carried)
        SUSPENDING.extend([suspending.claims, suspending.appeals, suspending.overpayments])


def _panel(actor: Any, household: Any) -> dict[str, Any] | None:
    from maillage.rights.presentation import panel

    return panel(actor, household)


def _person_panel(actor: Any, person: Any) -> dict[str, Any] | None:
    from maillage.rights.presentation import person_panel

    return person_panel(actor, person)


def _held(actor: Any, person: Any) -> Any:
    from maillage.rights.queries.situations import held

    return held(actor, person)


def _claims_panel(actor: Any, person: Any) -> dict[str, Any] | None:
    from maillage.rights.claim_panels import panel

    return panel(actor, person)


def _own_panel(actor: Any, person: Any) -> dict[str, Any] | None:
    from maillage.rights.claim_panels import own_panel

    return own_panel(actor, person)


def _held_claims(actor: Any, person: Any) -> Any:
    from maillage.rights.queries.held import held_claims

    return held_claims(actor, person)


def _carried() -> tuple[Any, ...]:
    from maillage.rights.models import Appeal, Claim, Overpayment, Piece

    return Claim, Piece, Appeal, Overpayment
