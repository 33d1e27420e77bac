"""What the gallery shows: a fictional person, fictional structures."""

import datetime
from decimal import Decimal
from typing import Any

from django.urls import reverse

from maillage.web.charts import Bar, Series, bar_chart, line_chart
from maillage.web.maps import Area, Point, draw_map
from maillage.web.wording import amount, number

DAY = datetime.date
JOB_TOTAL = 1240
KNOWN_VALUES = {"last_name": "Benali", "rent": Decimal("635.71")}
KNOWN_SOURCES = {"last_name": "dans son dossier", "rent": "dit le 9 novembre 2026"}

IDENTITY = {
    "name": "Samira Benali",
    "lines": [
        "34 ans. Vit à Chinon avec ses deux enfants, 6 ans et 18 mois. Suivie depuis le 12 janvier 2026.",
        "Référente\u00a0: Claire Morel (MDS de Chinon). Chef de file\u00a0: CCAS de Chinon. On peut l’appeler le matin, sans laisser de message.",
    ],
}
DUE = [
    {
        "date": DAY(2026, 11, 19),
        "text": "Réponse du FSL sur l’impayé de loyer",
        "note": "3 jours ouvrés. Relancer\u00a0: Mme Adam, 02 47 00 00 10",
        "late": True,
        "pressing": True,
        "url": "#promis",
        "action": "Relancer",
    },
    {
        "date": DAY(2026, 11, 26),
        "text": "Rendez-vous avec vous, à la permanence d’Avoine",
        "note": "Elle apporte son avis d’impôt",
        "url": "#promis",
        "action": "Préparer",
    },
    {
        "date": DAY(2026, 12, 3),
        "text": "Commission SIAO, logement adapté",
        "note": "Dossier complet depuis le 9 novembre",
        "url": "#promis",
        "action": "Voir",
    },
]
TIMELINE = [
    {
        "date": DAY(2026, 11, 17),
        "text": "Entretien à domicile, 50 minutes.",
        "by": "Claire Morel, MDS de Chinon",
        "quote": "Je veux surtout que les enfants ne changent pas d’école. Le reste, on verra.",
    },
    {
        "date": DAY(2026, 11, 9),
        "text": "Saisine unique envoyée à trois dispositifs, reçue par tous.",
        "by": "SIAO 37, FSL, Action logement",
    },
    {"date": DAY(2025, 10, 22), "text": "Aide alimentaire, trois mois.", "by": "Épicerie sociale de Chinon"},
]
READERS = [
    {"name": "Claire Morel", "role": "référente, MDS de Chinon", "scope": "tout, sauf PMI"},
    {"name": "Karim Diallo", "role": "pair-aidant, Emmaüs", "scope": "ce qu’elle lui ouvre"},
    {"name": "Mme Adam", "role": "FSL", "scope": "logement, jusqu’au 31 janvier"},
]
RIGHTS_COLUMNS = ["Droit", "Pourquoi", ("Par mois, environ", "number"), "Prochaine étape"]
RIGHTS_ROWS = [
    ["Prime d’activité", "Salaire de 640\u00a0€ en août, sous le plafond", "210\u00a0€", "Lui en parler"],
    [
        "Complémentaire santé solidaire",
        "Ressources sur 12 mois sous le plafond",
        "gratuite",
        "Préparer la demande",
    ],
    ["Aide au logement", "Il manque le montant du loyer hors charges", "de 190 à 260\u00a0€", "Compléter"],
]
FACTS = [
    ("Logement", "Locataire HLM"),
    ("Loyer", amount(Decimal("635.71"), "par mois")),
    ("Charges", None),
    ("Prochain point", "mardi 15 décembre 2026"),
]
TAGS = [("logement", ""), ("enfant de moins de 3 ans", ""), ("permanence d’Avoine", "#mots")]
CONFIRM = {
    "title": "Fermer le dossier",
    "question": "Fermer le dossier de Samira Benali\u00a0?",
    "consequences": [
        "Plus personne ne pourra y écrire. Trois personnes cesseront de le lire ce soir.",
        "Il sera effacé le 24 novembre 2028, et cela ne peut pas être annulé.",
    ],
    "confirm_label": "Fermer le dossier",
}
BEFORE = "La famille dort à l’hôtel depuis lundi. Le père cherche du travail dans le bâtiment."
AFTER = "La famille dort chez une tante depuis jeudi. Le père cherche du travail dans le bâtiment, à Tours."
DELAYS = [("SIAO", 12), ("FSL", 31), ("Action logement", 18), ("MDPH", 96)]
MONTHS = ["mai 2026", "juin 2026", "juillet 2026", "août 2026", "sept. 2026", "oct. 2026"]
ASKED: list[float | None] = [84, 91, 77, 62, 118, 126]
ANSWERED: list[float | None] = [71, 80, None, 58, 92, 101]
SHEET: dict[str, Any] = {
    "title": "Ce que vous pouvez demander",
    "summary": "Feuille remise à Samira Benali le 24 novembre 2026. C’est une estimation\u00a0: la CAF décide.",
    "blocks": [
        {"heading": "Vos droits possibles"},
        {
            "table": {
                "columns": ["Droit", ["Par mois, environ", "number"]],
                "rows": [[r[0], r[2]] for r in RIGHTS_ROWS],
            }
        },
        {"heading": "Ce qu’il faut apporter"},
        {
            "list": [
                "Votre dernier avis d’impôt",
                "Une quittance de loyer",
                "Vos trois derniers bulletins de salaire",
            ]
        },
        {"quote": "Je veux surtout que les enfants ne changent pas d’école."},
        {"blank": {"label": "Vos questions", "lines": 4}},
    ],
    "footer": "MDS de Chinon, 02 47 00 00 00",
}


def job(done: int, title: str = "Recherche de droits non demandés") -> dict[str, Any]:
    """The sample job once `done` folders are screened."""
    state = "running" if done < JOB_TOTAL else "done"
    left = (
        f"environ {max(1, (JOB_TOTAL - done) // 200)} minutes"
        if JOB_TOTAL - done > 300
        else "moins d’une minute"
    )
    return {
        "job": {
            "title": title,
            "state": state,
            "done": done,
            "total": JOB_TOTAL,
            "noun": "dossier",
            "left": left,
        },
        "ident": "travail-exemple",
        "level": 3,
        "poll_url": f"{reverse('web:sample-job')}?fait={done + 90}",
        "page_url": f"{reverse('web:gallery')}#travail",
        "result_url": f"{reverse('web:gallery')}#travail",
    }


def context() -> dict[str, Any]:
    return {
        "identity": IDENTITY,
        "due_items": DUE,
        "timeline": TIMELINE,
        "readers": READERS,
        "rights_columns": RIGHTS_COLUMNS,
        "rights_rows": RIGHTS_ROWS,
        "facts": FACTS,
        "tags": TAGS,
        "before": BEFORE,
        "after": AFTER,
        "day": DAY(2026, 11, 24),
        "other_day": DAY(2026, 12, 3),
        "money": Decimal("635.71"),
        "running": job(430),
        "finished": job(JOB_TOTAL, "Recherche du mois d’octobre") | {"ident": "travail-fini"},
        "active_filters": [("MDS de Chinon", "?"), ("en retard", "?")],
        "bars": _bars(),
        "lines": _lines(),
        "map": _map(),
    }


def _map() -> dict[str, Any]:
    """Three invented communes side by side, and a place."""
    told = [("Aube", "full", "confirmé"), ("Bourg", "half", "déclaré"), ("Combe", "none", "rien de connu")]
    areas = [
        Area(name, [_hexagon(rank, 47)], word, "#g-charts", state)
        for rank, (name, state, word) in enumerate(told)
    ]
    return {
        "caption": "Aide alimentaire, par commune",
        "svg": draw_map(
            "carte", "Aide alimentaire", "Une commune sur trois a un service confirmé.", areas,
            [Point("Épicerie sociale de Bourg", 1.1, 47.1, "#g-charts")],
        ),
        "key": [("full", "confirmé"), ("half", "déclaré"), ("none", "aucun service connu")],
    }  # fmt: skip


def _hexagon(west: float, south: float) -> list[tuple[float, float]]:
    corners = [(0, 0.3), (0.5, 0), (1, 0.3), (1, 0.7), (0.5, 1), (0, 0.7), (0, 0.3)]
    return [(west + x, south + y) for x, y in corners]


def _bars() -> dict[str, Any]:
    drawn = [Bar(name, days, f"{days} jours", late=days > 60) for name, days in DELAYS]
    return {
        "caption": "Délai moyen de réponse, en jours",
        "svg": bar_chart(
            "delais", "Délai moyen de réponse", "La MDPH répond en 96 jours, le SIAO en 12.", drawn
        ),
        "columns": ["Dispositif", ("Jours", "number")],
        "rows": [[name, number(days)] for name, days in DELAYS],
    }


def _lines() -> dict[str, Any]:
    series = [Series("Demandes", ASKED), Series("Réponses", ANSWERED)]
    shown = ["inconnu" if value is None else number(value) for value in ANSWERED]
    return {
        "caption": "Demandes et réponses, par mois",
        "svg": line_chart(
            "flux", "Demandes et réponses", "Les demandes montent de 84 à 126 en six mois.", MONTHS, series
        ),
        "columns": ["Mois", ("Demandes", "number"), ("Réponses", "number")],
        "rows": [list(row) for row in zip(MONTHS, map(str, ASKED), shown, strict=True)],
    }
