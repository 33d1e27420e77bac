"""The fields of the single document, part by part: written once here, for the screen, the paper and the reader."""

from typing import NamedTuple

from maillage.schemes.enums import Section


class Field(NamedTuple):
    """`kind`: "line", "words" or "date". `help`: what is expected, and what is not."""

    code: str
    label: str
    kind: str = "line"
    help: str = ""


FIELDS: dict[str, tuple[Field, ...]] = {
    Section.IDENTITY: (
        Field("name", "Prénom et nom"),
        Field("birth_date", "Date de naissance", "date"),
        Field("nationality", "Nationalité"),
        Field("permit", "Titre de séjour, jusqu’à quand"),
    ),
    Section.CONTACT: (
        Field("phone", "Téléphone"),
        Field("email", "Adresse e-mail"),
        Field("domicile", "Où lui écrire", help="Domiciliation, ou adresse qu’elle accepte de donner."),
        Field("precautions", "Précautions pour la joindre", "words"),
        Field("language", "Langue, interprète"),
    ),
    Section.HOUSEHOLD: (
        Field("members", "Qui vit avec elle", "words"),
        Field("union", "Situation de couple"),
        Field("expected", "Naissance attendue"),
    ),
    Section.HOUSING: (
        Field("commune", "Commune"),
        Field("status", "Logement actuel"),
        Field("rent", "Loyer"),
        Field("since", "Depuis quand"),
        Field("trouble", "Ce qui ne va pas", "words"),
    ),
    Section.RESOURCES: (
        Field("lines", "Ressources du foyer, par mois", "words"),
        Field("total", "Total connu"),
        Field("tax_income", "Revenu fiscal de référence"),
        Field("waiting", "Droits demandés, pas encore ouverts", "words"),
    ),
    Section.CHARGES: (
        Field("lines", "Charges du foyer, par mois", "words"),
        Field("total", "Total connu"),
        Field("debts", "Dettes\u00a0: à qui, combien, depuis quand", "words"),
    ),
    Section.WORK: (
        Field("activity", "Situation"),
        Field("where", "Lieu et horaires de travail ou de formation"),
        Field("project", "Ce qu’elle prépare", "words"),
    ),
    Section.CHILDREN: (
        Field("children", "Prénoms et âges", "words"),
        Field("school", "École, garde"),
        Field("custody", "Qui exerce l’autorité parentale, modes d’accueil", "words"),
    ),
    Section.HEALTH: (
        Field(
            "needs",
            "Ce qu’il faut prévoir",
            "words",
            "Accès, soins proches, repos. Aucun diagnostic\u00a0: ce n’est pas nécessaire.",
        ),
        Field("dependency", "GIR, taux d’incapacité"),
    ),
    Section.STEPS: (
        Field("former", "Demandes déjà faites, et leurs réponses", "words"),
        Field("tried", "Ce qui a été essayé", "words"),
    ),
    Section.REQUEST: (
        Field("what", "Ce qui est demandé, et pourquoi maintenant", "words"),
        Field("before", "Une réponse est nécessaire avant le", "date"),
        Field("why_before", "Ce qui se passe ce jour-là"),
        Field("view", "Ce qu’en pense le travailleur social", "words"),
    ),
}
LONGEST = {"line": 200, "words": 2000, "date": 40}


def needed(sections: set[str]) -> list[str]:
    """The parts that some schemes need together, in the order of the document."""
    return [str(one) for one in Section if one in sections]


def shown(code: str, values: dict[str, str]) -> list[tuple[str, str]]:
    """[(label, value)] of a part, what is empty left out."""
    return [(one.label, values[one.code]) for one in FIELDS[Section(code)] if values.get(one.code)]
