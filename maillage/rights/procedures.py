"""Who answers a claim, by when, what silence means, and how a refusal is contested. Dated, each with its text.

Delays as written down on 25 November 2026, to be read again by a jurist. A body's own notification wins over this table:
it bears the delays and the ways that apply to the case (CRPA art. R112-5), and without it no delay can be held against
the person (art. L112-6).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from maillage.clocks.delays import Delay, Unit
from maillage.rights.engine import BENEFITS, Benefit
from maillage.rights.enums import Silence

CHECKED_ON = date(2026, 11, 25)
TWO_MONTHS = Delay(2, Unit.MONTHS)
FOUR_MONTHS = Delay(4, Unit.MONTHS)


@dataclass(frozen=True)
class Way:
    """A way to contest. `silence`: what no answer within `answer` means; no `answer`: none is promised."""

    authority: str
    lodge: Delay
    source: str
    answer: Delay | None = TWO_MONTHS
    silence: str = Silence.REFUSED


@dataclass(frozen=True)
class Procedure:
    """`from_complete`: the clock starts with the complete file; otherwise with the receipt of the claim."""

    answer: Delay
    silence: str
    source: str
    prior: Way
    court: Way
    since: date = date(2020, 1, 1)
    from_complete: bool = False
    receipt: Delay | None = None
    note: str = ""


_PUBLIC_LAW = "code de justice administrative art. R421-1"
_ADMINISTRATIVE = Way("tribunal administratif", TWO_MONTHS, _PUBLIC_LAW, answer=None)
_SOCIAL = Way("tribunal judiciaire, pôle social", TWO_MONTHS, "CSS art. R142-1-A", answer=None)
_FINANCIAL = "CRPA art. L231-4 3° : demande à caractère financier"


def _amicable(source: str) -> Way:
    return Way("commission de recours amiable de la caisse", TWO_MONTHS, source)


_SECURITY = Procedure(
    TWO_MONTHS, Silence.REFUSED, _FINANCIAL, _amicable("CSS art. L142-4, R142-1 et R142-6"), _SOCIAL
)
_DISABILITY = Procedure(
    FOUR_MONTHS,
    Silence.REFUSED,
    "CASF art. R241-33",
    Way("commission des droits et de l’autonomie (MDPH)", TWO_MONTHS, "CASF art. R241-35 à R241-41"),
    _SOCIAL,
    note="Le délai part de la demande recevable : formulaire signé et certificat médical de moins d’un an.",
)
_DEPARTMENT = Way("président du conseil départemental", TWO_MONTHS, "CASF art. L134-2")
_HEALTH_COVER = Procedure(
    TWO_MONTHS,
    Silence.GRANTED,
    "CSS art. L861-5 et R861-16",
    _amicable("CSS art. L142-4 et R142-1"),
    _SOCIAL,
    from_complete=True,
)

PROCEDURES: dict[str, tuple[Procedure, ...]] = {
    "rsa": (
        Procedure(
            TWO_MONTHS,
            Silence.REFUSED,
            _FINANCIAL,
            Way("président du conseil départemental", TWO_MONTHS, "CASF art. L262-47, R262-88 à R262-90"),
            _ADMINISTRATIVE,
            note="Le recours contre une dette de RSA suspend son remboursement (CASF art. L262-46).",
        ),
    ),
    "ppa": (
        Procedure(TWO_MONTHS, Silence.REFUSED, _FINANCIAL, _amicable("CSS art. L845-2"), _ADMINISTRATIVE),
    ),
    "housing_aid": (
        Procedure(TWO_MONTHS, Silence.REFUSED, _FINANCIAL, _amicable("CCH art. L825-2"), _ADMINISTRATIVE),
    ),
    "aah": (
        replace(
            _DISABILITY,
            note=f"{_DISABILITY.note} Un refus de la caisse (ressources, résidence) se conteste devant la commission de "
            "recours amiable de la caisse, puis devant le même tribunal.",
        ),
    ),
    "pch": (_DISABILITY,),
    "ass": (
        Procedure(
            TWO_MONTHS,
            Silence.REFUSED,
            _FINANCIAL,
            Way(
                "médiateur régional de France Travail",
                TWO_MONTHS,
                "code de justice administrative art. L213-11 et R213-10 ; code du travail art. R5312-47",
                answer=None,
            ),
            _ADMINISTRATIVE,
            note="La médiation est obligatoire avant le tribunal ; elle arrête le délai pour le saisir.",
        ),
    ),
    "css_free": (_HEALTH_COVER,),
    "css_contribution": (_HEALTH_COVER,),
    "apa": (
        Procedure(
            TWO_MONTHS,
            Silence.GRANTED,
            "CASF art. L232-14 : réputée accordée pour un montant forfaitaire",
            _DEPARTMENT,
            _ADMINISTRATIVE,
            from_complete=True,
            receipt=Delay(10, Unit.CALENDAR_DAYS),
        ),
    ),
    "fsl": (
        Procedure(
            TWO_MONTHS,
            Silence.REFUSED,
            _FINANCIAL,
            Way("président du conseil départemental", TWO_MONTHS, "règlement intérieur du fonds"),
            _ADMINISTRATIVE,
            note="Le règlement intérieur du fonds, propre au département, peut prévoir un délai plus court et une "
            "procédure d’urgence : à vérifier.",
        ),
    ),
}

SCHEMES = (
    Benefit(
        "fsl", "Fonds de solidarité pour le logement", "département", "loi n° 90-449 du 31 mai 1990 art. 6 et 6-1",
        "formulaire du département, souvent rempli avec un travailleur social",
        ("pièce d’identité ou titre de séjour", "avis d’impôt", "justificatifs des ressources des trois derniers mois",
         "bail ou proposition de logement", "factures ou décompte de la dette"),
        (), "", unit="once",
    ),
    Benefit(
        "pch", "Prestation de compensation du handicap", "MDPH", "CASF art. L245-1", "formulaire de la MDPH (cerfa)",
        ("pièce d’identité ou titre de séjour", "certificat médical de moins d’un an", "justificatif de domicile", "devis"),
        (), "", form="15692",
    ),
)  # fmt: skip
"""No model computes them: they are claimed and followed like the others, and explained by `HINTS`."""

HINTS = {
    "fsl": "Pour entrer dans un logement ou y rester : dépôt de garantie, premier loyer, dettes de loyer ou d’énergie. "
    "Le fonds peut aussi payer un accompagnement (ASLL). Conditions et montants : règlement du département.",
    "pch": "Aide humaine, aides techniques, aménagement du logement ou du véhicule, pour une difficulté absolue dans un "
    "acte de la vie, ou grave dans deux (CASF, annexe 2-5). Avant 60 ans en règle générale.",
    "avdl": "Accompagnement vers et dans le logement : pour un ménage dont la difficulté vient d’abord de problèmes "
    "financiers, d’insertion ou de santé. Il se demande au SIAO ou aux services de l’État du département ; ce n’est pas "
    "une prestation, il n’y a pas de montant.",
}
CLAIMABLE: dict[str, Benefit] = {one.code: one for one in (*BENEFITS, *SCHEMES)}


def procedure_for(benefit: str, on: date) -> Procedure:
    """The procedure in force that day; what has none of its own follows the general one of social security."""
    dated = [one for one in PROCEDURES.get(benefit, (_SECURITY,)) if one.since <= on]
    return dated[-1] if dated else PROCEDURES.get(benefit, (_SECURITY,))[0]
