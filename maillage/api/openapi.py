"""The description of the API for a machine, made of data·inclusion's own models: it cannot drift from what is given."""

from typing import Any

from data_inclusion.schema import v1
from pydantic.json_schema import models_json_schema

from maillage.api.parameters import (
    LAST_PAGE,
    MOST_SIZE,
    MOST_VALUES,
    SERVICES,
    STRUCTURES,
    USUAL_SIZE,
    Parameter,
)

VERSION = "1.0"
ERRORS = {
    "404": "Cette fiche n’existe pas.",
    "422": "La demande n’est pas lisible.",
    "429": "Trop de demandes.",
}


def description(site: str) -> dict[str, Any]:
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Maillage : l’annuaire du territoire",
            "version": VERSION,
            "description": "Les structures et les services publics de l’annuaire, dans le format data·inclusion v1. En lecture seule, sans clé.",
        },
        "servers": [{"url": site}],
        "paths": {
            "/api/v1/structures": {"get": _list("structures", "Structure", STRUCTURES)},
            "/api/v1/structures/{id}": {"get": _one("structure", "Structure")},
            "/api/v1/services": {"get": _list("services", "Service", SERVICES)},
            "/api/v1/services/{id}": {"get": _one("service", "Service")},
        },
        "components": {"schemas": _schemas()},
    }


def _schemas() -> dict[str, Any]:
    models: list[Any] = [(v1.Structure, "validation"), (v1.Service, "validation")]
    _, told = models_json_schema(models, ref_template="#/components/schemas/{model}")
    error = {
        "type": "object",
        "required": ["erreur"],
        "properties": {"erreur": {"type": "string"}, "parametre": {"type": "string"}},
    }
    return {**told["$defs"], "Erreur": error}


def _list(what: str, model: str, parameters: tuple[Parameter, ...]) -> dict[str, Any]:
    numbers = ("total", "page", "size", "pages")
    page = {
        "type": "object",
        "required": ["items", *numbers],
        "properties": {"items": {"type": "array", "items": _ref(model)}}
        | {name: {"type": "integer"} for name in numbers},
    }
    return {
        "summary": f"Les {what} de l’annuaire",
        "operationId": f"{what}_liste",
        "parameters": [
            *map(_filter, parameters),
            _number("page", 1, LAST_PAGE),
            _number("size", USUAL_SIZE, MOST_SIZE),
        ],
        "responses": _answers(page, "422", "429"),
    }


def _one(what: str, model: str) -> dict[str, Any]:
    return {
        "summary": f"Une {what}" if what == "structure" else f"Un {what}",
        "operationId": f"{what}_fiche",
        "parameters": [{"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}],
        "responses": _answers(_ref(model), "404", "429"),
    }


def _filter(parameter: Parameter) -> dict[str, Any]:
    one: dict[str, Any] = {"type": "string"}
    if parameter.listed:
        one["enum"] = list(parameter.listed)
    if parameter.pattern:
        one["pattern"] = parameter.pattern
    return {
        "name": parameter.name,
        "in": "query",
        "description": parameter.words,
        "schema": {"type": "array", "items": one, "maxItems": MOST_VALUES},
        "example": [parameter.example],
        "style": "form",
        "explode": True,
    }


def _number(name: str, usual: int, most: int) -> dict[str, Any]:
    bounds = {"type": "integer", "minimum": 1, "default": usual, "maximum": most}
    return {"name": name, "in": "query", "schema": bounds}


def _ref(model: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{model}"}


def _answers(schema: dict[str, Any], *errors: str) -> dict[str, Any]:
    told = {"200": {"description": "Trouvé.", "content": {"application/json": {"schema": schema}}}}
    for code in errors:
        content = {"application/json": {"schema": _ref("Erreur")}}
        told[code] = {"description": ERRORS[code], "content": content}
    return told
