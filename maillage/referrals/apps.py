from typing import Any

from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    name = "maillage.referrals"
    verbose_name = "dossiers uniques"

    def ready(self) -> None:
        from maillage.people.queries import OWN_PAGES, OWN_PANELS, PANELS
        from maillage.referrals.queries.observed import observed
        from maillage.schemes.queries.schemes import OBSERVED
        from maillage.support.queries.held import HELD
        from maillage.support.queries.leaving import CARRIED

        OBSERVED.append(observed)
        PANELS.append(("referrals/_panel.html", _panel))
        OWN_PANELS.append(("referrals/_own.html", _own_panel))
        OWN_PAGES.append(("Mes dossiers", "referrals:own_referrals"))
        HELD.append(_held)
        CARRIED.append(_carried)


def _panel(actor: Any, person: Any) -> dict[str, Any] | None:
    from maillage.referrals.panels import panel

    return panel(actor, person)


def _own_panel(actor: Any, person: Any) -> dict[str, Any] | None:
    from maillage.referrals.panels import own_panel

    return own_panel(actor, person)


def _held(actor: Any, person: Any) -> Any:
    from maillage.referrals.queries.held import held

    return held(actor, person)


def _carried() -> tuple[Any, ...]:
    from maillage.referrals import models

    return (
        models.Referral,
        models.ReferralSection,
        models.SchemeRequest,
        models.SentSection,
        models.Event,
        models.MissingPiece,
        models.Appeal,
        models.JoinedDocument,
    )
