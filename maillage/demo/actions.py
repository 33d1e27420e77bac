"""Lay the fictional territory out, through the same actions as its users, so that every rule holds there too."""

from typing import Any

from django.db import transaction

from maillage.accounts.models import User
from maillage.demo import (
    asked,
    calls,
    charters,
    claims,
    commissions,
    conditions,
    conventions,
    counts,
    deliberation,
    diplomas,
    ethics,
    follow_up,
    grid,
    ground,
    homes,
    imported,
    ledger,
    lodging,
    observatory,
    offer,
    placements,
    places,
    practices,
    reception,
    referrals,
    stories,
    training,
    under_way,
)
from maillage.demo.places import DOMAIN, Scene
from maillage.demo.reading import load
from maillage.permissions import Actor

__all__ = ["DOMAIN", "is_seeded", "load", "seed"]
GESTURES = asked.GESTURES | claims.GESTURES | follow_up.GESTURES | ledger.GESTURES | under_way.GESTURES
SPACE = "/mon-espace/entrer/"


def is_seeded() -> bool:
    return User.objects.filter(email__endswith=f"@{DOMAIN}").exists()


@transaction.atomic
def seed(*, by: Actor) -> list[str]:
    """Everything or nothing; returns the lines that present the accounts. Where it was done, only codes are new."""
    told = load()
    scene = places.known() if is_seeded() else _laid_out(by, told)
    return [*_accounts(told), *_spaces(scene, told)]


def _laid_out(by: Actor, told: dict[str, Any]) -> Scene:
    scene = places.lay_out(by, told)
    for row in told["households"]:
        homes.settle(scene, row)
    asked.lay_out(scene, told["referents"])
    offer.lay_out(scene, told)
    imported.lay_out(scene, told)
    ground.lay_out(scene, told)
    deliberation.lay_out(scene, told)
    ethics.lay_out(scene, told["ethics"])
    charters.lay_out(scene, told["charter"])
    grid.lay_out(scene, told["grid"])
    calls.lay_out(scene, told["calls"])
    practices.lay_out(scene, told["practices"])
    counts.lay_out(scene, told["counts"])
    for row in told["stories"]:
        stories.tell(scene, row, GESTURES)
    referrals.lay_out(scene, told)
    reception.lay_out(scene, told["reception"])
    commissions.lay_out(scene)
    lodging.lay_out(scene, told["lodging"])
    diplomas.lay_out(scene, told["diplomas"])
    conventions.lay_out(scene, told["conventions"])
    training.lay_out(scene, told["training"])
    placements.lay_out(scene, told["placements"])
    conditions.lay_out(scene, told["conditions"])
    observatory.lay_out(scene, told["observatory"])
    return scene


def _accounts(told: dict[str, Any]) -> list[str]:
    width = max(len(row["email"]) for row in told["staff"]) + len(DOMAIN) + 1
    lines = [
        f"  {row['email'] + '@' + DOMAIN:<{width}}  {row['first']} {row['last']}, {row['title']} : {row['for']}"
        for row in told["staff"]
    ]
    return [f"Comptes de démonstration (mot de passe de tous : {told['password']})", *lines]


def _spaces(scene: Scene, told: dict[str, Any]) -> list[str]:
    lines = list(ledger.codes(scene, told["spaces"]))
    title = f"Espaces personnels ({SPACE} : le code, puis la date de naissance de la personne accompagnée)"
    return [title, *lines] if lines else []
