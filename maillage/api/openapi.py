"""The contract of the open API, made from the schema's own models and from the parameters that are read."""

from functools import cache
from typing import Any

from maillage.api.asked import MOST, PARAMETERS, USUAL
from maillage.directory.enums import PUBLICS, THEMES
from maillage.directory.queries.export import MODELS

REF = "#/components/schemas/{model}"
WORDS = {
    "page": "Page demandée, à partir de 1.",
    "size": f"Fiches par page, {MOST} au plus.",
    "source": "Code d’une source ; « maillage » pour les fiches tenues ici.",
    "code_departement": "Code d’un département, par exemple 37.",
    "code_commune": "Code Insee d’une commune, par exemple 37261.",
    "thematiques": "Au moins une de ces thématiques ; peut être répété.",
    "publics": "Au moins un de ces publics, ou « tous-publics » ; peut être répété.",
}


@cache
def document() -> dict[str, Any]:
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Annuaire ouvert de Maillage",
            "version": "1",
            "description": "Structures et services publics du territoire, au format data·inclusion (schéma v1).",
        },
        "paths": {path: {"get": told} for kind in MODELS for path, told in _paths(kind).items()},
        "components": {"schemas": _schemas()},
    }


def _schemas() -> dict[str, Any]:
    found: dict[str, Any] = {}
    for model in MODELS.values():
        told = model.model_json_schema(ref_template=REF)
        found |= told.pop("$defs", {})
        found[model.__name__] = told
    error = {"type": "object", "properties": {"erreur": {"type": "string"}}, "required": ["erreur"]}
    return {**found, "Erreur": error}


def _paths(kind: str) -> dict[str, Any]:
    one = {"$ref": REF.format(model=MODELS[kind].__name__)}
    keys = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
        for name in ("source", "id")
    ]
    return {
        f"/api/v1/{kind}s": {
            "summary": f"Les {kind}s, par pages",
            "parameters": [_parameter(name) for name in PARAMETERS[kind]],
            "responses": _answers(_page_of(one), "422", "429"),
        },
        f"/api/v1/{kind}s/{{source}}/{{id}}": {
            "summary": "Une fiche, par sa source et son identifiant chez elle",
            "parameters": keys,
            "responses": _answers(one, "404", "429"),
        },
    }


def _page_of(one: dict[str, Any]) -> dict[str, Any]:
    numbers = {name: {"type": "integer"} for name in ("total", "page", "size", "pages")}
    return {
        "type": "object",
        "properties": {"items": {"type": "array", "items": one}, **numbers},
        "required": ["items", *numbers],
    }


def _parameter(name: str) -> dict[str, Any]:
    lists = {"thematiques": THEMES, "publics": PUBLICS}
    schema: dict[str, Any] = {"type": "string"}
    if name in lists:
        schema = {"type": "array", "items": {"type": "string", "enum": list(lists[name])}}
    elif name in ("page", "size"):
        schema = {"type": "integer", "minimum": 1, "default": 1 if name == "page" else USUAL}
    return {"name": name, "in": "query", "description": WORDS[name], "schema": schema}


def _answers(schema: dict[str, Any], *errors: str) -> dict[str, Any]:
    def answer(words: str, told: dict[str, Any]) -> dict[str, Any]:
        return {"description": words, "content": {"application/json": {"schema": told}}}

    wrong = {"$ref": REF.format(model="Erreur")}
    return {
        "200": answer("Trouvé", schema),
        **{code: answer("Refusé, en une phrase", wrong) for code in errors},
    }
