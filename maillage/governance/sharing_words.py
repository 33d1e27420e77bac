"""How an advice about sharing is said: on a page, and on the paper that one keeps."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from maillage.governance.rules.sharing import QUESTIONS, Advice, choices, read_sharing
from maillage.web.wording import day

VERDICTS = {
    "yes": ("Oui, si…", "done"),
    "consent": ("Pas sans son accord", "waiting"),
    "no": ("Non", "late"),
}
HOW = {"yes": "À ces conditions", "consent": "Comment le demander", "no": "À faire plutôt"}
LIMITS = "Cette aide lit des règles générales\u00a0; elle ne connaît pas la situation, et ne remplace pas votre jugement."


def asked(answers: Mapping[str, str]) -> list[tuple[str, str]]:
    """What was answered, question by question."""
    told = read_sharing()["questions"]
    return [(told[name]["label"], dict(choices(name))[answers[name]]) for name in QUESTIONS]


def paper(advice: Advice, answers: Mapping[str, str], on: date) -> dict[str, Any]:
    """For `web/record.typ`: names nobody, has room to write by hand."""
    facts = [[label, words] for label, words in asked(answers)]
    laws = [f"{one.article}\u00a0: {one.says} (lu le {day(one.read_on)})" for one in advice.sources]
    return {
        "title": "Puis-je partager cette information\u00a0?",
        "summary": advice.title + ".",
        "blocks": [
            {"heading": "Ce qui était demandé"},
            {"facts": facts},
            {"heading": f"Réponse\u00a0: {VERDICTS[advice.verdict][0].lower()}"},
            {"text": advice.reason},
            {"heading": HOW[advice.verdict]},
            {"list": list(advice.conditions)},
            {"heading": "À dire à la personne"},
            {"text": advice.tell},
            {"heading": "Ce que dit la loi"},
            {"list": laws},
            {"blank": {"label": "Ce que j’ai dit, à qui, et ce que la personne en a dit", "lines": 4}},
            {"blank": {"label": "Fait par, le", "lines": 1}},
            {"text": LIMITS},
        ],
        "footer": f"Établi le {day(on)}",
    }
