from typing import Any

from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    name = "maillage.referrals"
    verbose_name = "dossiers uniques"

    def ready(self) -> None:
        from maillage.governance.actions.decisions import WHEN_CLOSED
        from maillage.governance.actions.gatherings import WHEN_CANCELLED, WHEN_PLANNED
        from maillage.governance.queries import GATHERING_LINKS
        from maillage.people.queries import OWN_PAGES, OWN_PANELS, PANELS
        from maillage.referrals.queries import suspending
        from maillage.referrals.queries.observed import observed
        from maillage.referrals.queries.places import states
        from maillage.schemes.queries.places import OFFERING, STATES
        from maillage.schemes.queries.schemes import LINKS, OBSERVED
        from maillage.support.queries.held import HELD
        from maillage.support.queries.leaving import CARRIED
        from maillage.support.queries.retention import SUSPENDING

        OBSERVED.append(observed)
        LINKS.append(_links)
        STATES.append(states)
        OFFERING.append("referrals:offer_place")
        PANELS.append(("referrals/_offers.html", _offers_panel))
        OWN_PANELS.append(("referrals/_own_offers.html", _own_offers_panel))
        PANELS.append(("referrals/_panel.html", _panel))
        OWN_PANELS.append(("referrals/_own.html", _own_panel))
        OWN_PAGES.append(("Mes dossiers", "referrals:own_referrals"))
        HELD.append(_held)
        CARRIED.append(_carried)
        SUSPENDING.extend([suspending.requests, suspending.appeals])
        GATHERING_LINKS.append(_sitting)
        WHEN_CLOSED.append(_when_over)
        WHEN_CANCELLED.append(_when_over)
        WHEN_PLANNED.append(_bring_back)


def _sitting(actor: Any, gathering: Any) -> list[tuple[str, str]]:
    from maillage.referrals.views.sittings import links

    return links(actor, gathering)


def _when_over(actor: Any, gathering: Any) -> None:
    from maillage.referrals.actions.cases import when_over

    when_over(actor, gathering)


def _bring_back(actor: Any, gathering: Any) -> None:
    from maillage.referrals.actions.cases import bring_back

    bring_back(actor, gathering)


def _links(actor: Any) -> list[tuple[str, str]]:
    from maillage.people.rules import follows
    from maillage.referrals.rules import can_instruct

    found = [("Offre et demande de places", "referrals:supply")]
    found += [("Demandes que je suis", "referrals:my_requests")] if follows(actor) else []
    found += [("Places proposées", "referrals:offers")] if actor.at_work else []
    found += [("Places que nous accueillons", "schemes:hosted")] if actor.at_work else []
    return found + ([("Demandes reçues", "referrals:inbox")] if can_instruct(actor) else [])


def _panel(actor: Any, person: Any) -> dict[str, Any] | None:
    from maillage.referrals.panels import panel

    return panel(actor, person)


def _own_panel(actor: Any, person: Any) -> dict[str, Any] | None:
    from maillage.referrals.panels import own_panel

    return own_panel(actor, person)


def _offers_panel(actor: Any, person: Any) -> dict[str, Any] | None:
    from maillage.referrals.place_words import panel

    return panel(actor, person)


def _own_offers_panel(actor: Any, person: Any) -> dict[str, Any] | None:
    from maillage.referrals.place_words import own_panel

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
        models.Case,
        models.Hearing,
        models.Offer,
        models.PlaceNeed,
        models.Appeal,
        models.JoinedDocument,
    )
