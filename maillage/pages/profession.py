"""What the pages of the profession are, for whom, and what waits there: a line here for each of them."""

from collections.abc import Callable
from typing import Any, NamedTuple

from maillage.accounts.enums import Role
from maillage.conditions.queries import waiting as conditions
from maillage.conventions.queries import conventions
from maillage.diplomas.queries import waiting as diplomas
from maillage.observatory.queries import today as observatory
from maillage.permissions import Actor
from maillage.placements.queries import waiting as placements
from maillage.training.queries import waiting as training

EVERYBODY = frozenset(Role)
WORKING = EVERYBODY - {Role.STUDENT}
LEADING = frozenset({Role.TEAM_LEADER, Role.TRAINING_OFFICER})
KEEPING = frozenset({Role.ANIMATOR, Role.ADMINISTRATOR})


class Entry(NamedTuple):
    """A page of the profession: its title, the name of its address, what one does there, and which roles it serves."""

    title: str
    url_name: str
    sentence: str
    roles: frozenset[str] = EVERYBODY


class Group(NamedTuple):
    title: str
    entries: tuple[Entry, ...]


GROUPS = (
    Group(
        "Se former",
        (
            Entry(
                "Mon compte de formation",
                "training:account",
                "Mes jours de l’année, ce qui compte et pourquoi, ce qui reste à prévoir.",
            ),
            Entry("Formation continue", "training:sessions", "Trouver une formation, demander à la suivre."),
            Entry(
                "La formation de l’équipe",
                "training:team",
                "Ce qui est suivi et ce qui reste à prévoir, sans nom ni classement.",
                LEADING,
            ),
            Entry(
                "Diplômes",
                "diplomas:diplomas",
                "Les règles selon le jour de l’entrée, les passerelles, ce qu’il me resterait à faire.",
            ),
            Entry(
                "Mes parcours",
                "diplomas:mine",
                "Ma qualification en travaillant, mes VAE, ce qui vient et quand.",
            ),
            Entry(
                "Parcours de l’équipe",
                "diplomas:team",
                "Qui se qualifie en travaillant, par date de ce qui est attendu.",
                LEADING,
            ),
            Entry(
                "Acteurs de la formation",
                "training:stakeholders",
                "Qui forme, finance et accueille, et comment y prendre part.",
            ),
        ),
    ),
    Group(
        "Stages",
        (
            Entry(
                "Sessions de stage",
                "placements:home",
                "Dates fixes, places, vœux, résultats et comment ils sont obtenus.",
            ),
            Entry(
                "Conventions de stage",
                "conventions:conventions",
                "Préparer, signer et suivre un stage\u00a0: dates, heures, gratification, tuteur.",
            ),
            Entry(
                "Nos places de stage",
                "placements:places",
                "Ce qui vous est demandé, vos places, qui vient, les immersions.",
                LEADING,
            ),
            Entry(
                "Tuteurs de stage",
                "conventions:tutors",
                "Qui accompagne les stagiaires, ce que chacun suit, la place qui reste.",
                LEADING,
            ),
            Entry(
                "Sites qualifiants",
                "conventions:sites",
                "Ce qu’un établissement et une structure d’accueil ont convenu, et leurs visites.",
                LEADING,
            ),
            Entry(
                "Calendriers des écoles",
                "placements:calendars",
                "Les semaines où plusieurs écoles cherchent des places en même temps.",
                LEADING,
            ),
            Entry("Aides aux stagiaires", "conventions:aids", "Se loger, se déplacer, passer le permis."),
            Entry(
                "Calculer une gratification",
                "conventions:calculator",
                "Des heures aux jours, aux mois et aux euros, avec le calcul ligne par ligne.",
            ),
        ),
    ),
    Group(
        "Mon travail",
        (
            Entry(
                "Ma semaine de travail",
                "conditions:week",
                "Noter son temps en une demi-minute\u00a0; l’équipe n’en voit que des sommes.",
                WORKING,
            ),
            Entry(
                "Fiches de poste",
                "conditions:jobs",
                "Signées par les deux, mises à jour par les formations suivies.",
                WORKING,
            ),
            Entry(
                "Analyse de la pratique",
                "conditions:analyses",
                "Les séances, sans rien de ce qui s’y dit.",
                WORKING,
            ),
            Entry(
                "Alertes",
                "conditions:alerts",
                "Agression, surcharge, isolement\u00a0: à qui l’on choisit, avec une réponse due.",
                WORKING,
            ),
            Entry(
                "Propositions de l’équipe",
                "conditions:proposals",
                "Un formulaire qui fait perdre du temps, une idée\u00a0: une réponse motivée.",
                WORKING,
            ),
            Entry(
                "Arrivées",
                "conditions:arrivals",
                "Accueillir qui rejoint l’équipe, étape par étape.",
                WORKING,
            ),
            Entry(
                "À qui demander", "conditions:known", "Des collègues du territoire, sujet par sujet.", WORKING
            ),
            Entry("Mon parcours professionnel", "conditions:career", "Lu par vous seul.", WORKING),
        ),
    ),
    Group(
        "Connaître",
        (
            Entry(
                "Observatoire",
                "observatory:catalogue",
                "Ce que le territoire sait de l’accès aux droits, des métiers et de ce qui se décide ensemble\u00a0: un nombre, et ce qu’il raconte.",
            ),
            Entry(
                "Répertoire national",
                "diplomas:register",
                "Les fiches RNCP des diplômes et leur échéance.",
                KEEPING,
            ),
        ),
    ),
)
WAITING: tuple[Callable[[Actor], list[dict[str, Any]]], ...] = (
    conventions.waiting,
    placements.waiting,
    training.lines,
    diplomas.waiting,
    conditions.waiting,
    observatory.waiting,
)
"""Each gives lines of `web/_due_list.html`: a date owed, what is waited for, where to answer."""


def groups(actor: Actor) -> list[Group]:
    """With the pages that serve this actor's roles, and no empty group."""
    found = (
        Group(one.title, tuple(entry for entry in one.entries if actor.has(*entry.roles))) for one in GROUPS
    )
    return [one for one in found if one.entries]


def waiting(actor: Actor) -> list[dict[str, Any]]:
    lines = [line for found in WAITING for line in found(actor)]
    return sorted(lines, key=lambda line: (line["date"], line["text"]))
