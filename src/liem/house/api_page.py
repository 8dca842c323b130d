"""The description of the interface for programs, as a page to be read: made of the OpenAPI text, without a script."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from liem.house import api
from liem.people.access import public


@dataclass(frozen=True)
class Field:
    """A value that is sent or answered: its name, what it may be, and whether it must be there."""

    name: str
    kind: str
    limits: str = ""
    words: tuple[str, ...] = ()
    """The only values it may have."""
    told: str = ""
    is_needed: bool = False


@dataclass(frozen=True)
class Body:
    """An object that is sent or answered."""

    name: str
    told: str
    fields: list[Field] = field(default_factory=list)


@dataclass(frozen=True)
class Operation:
    """One thing that can be asked of one address."""

    verb: str
    path: str
    title: str
    told: str
    needs_token: bool
    parameters: list[Field]
    sent: str
    answers: list[tuple[str, str, str]]
    """Status, what it means, and the name of the object that comes with it."""


MEANINGS = {
    "200": _("done, or had been done before"),
    "201": _("stored now"),
    "400": _("could not be read"),
    "401": _("no token, or none that holds"),
    "409": _("nobody can receive it yet; nothing was stored"),
    "413": _("too large"),
    "415": _("is not JSON"),
    "422": _("a field cannot be used; the answer names it"),
    "429": _("too often; Retry-After says how long to wait"),
}


@public
@require_safe
def describe(request: HttpRequest) -> HttpResponse:
    """The operations, and every object they name."""
    description = _description()
    context = {"operations": list(operations(description)), "bodies": list(bodies(description)), "root": api.ROOT}
    return render(request, "shell/api.html", context)


@lru_cache(maxsize=1)
def _description() -> dict[str, Any]:
    return api.description()


def operations(description: dict[str, Any]) -> Iterator[Operation]:
    """Of each address what can be asked of it."""
    for path, verbs in description["paths"].items():
        for verb, one in verbs.items():
            yield Operation(
                verb.upper(),
                path,
                one.get("summary", ""),
                _plain(one.get("description", "")),
                bool(one.get("security")),
                [
                    _field(given["name"], given["schema"], needed=given.get("required", False))
                    for given in one["parameters"]
                ],
                _name(_schema_of(one.get("requestBody", {}))),
                [
                    (status, str(MEANINGS.get(status, "")), _name(_schema_of(answer)))
                    for status, answer in sorted(one["responses"].items(), key=_order)
                ],
            )


def bodies(description: dict[str, Any]) -> Iterator[Body]:
    """The objects, each with its fields; plain lists of words stand with the field that takes them."""
    schemas = description["components"]["schemas"]
    for name, one in schemas.items():
        if one.get("type") == "object":
            needed = one.get("required", ())
            fields = [
                _field(key, _followed(given, schemas), needed=key in needed) for key, given in one["properties"].items()
            ]
            yield Body(name, _plain(one.get("description", "")), fields)


def _plain(text: str) -> str:
    """Without the marks that stand around code in our sources."""
    return text.replace("``", "")


def _order(answer: tuple[str, Any]) -> tuple[bool, str]:
    """What succeeded first."""
    return not answer[0].startswith("2"), answer[0]


def _schema_of(part: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = part.get("content", {}).get("application/json", {}).get("schema", {})
    return found


def _name(schema: dict[str, Any]) -> str:
    return str(schema.get("$ref", "")).rpartition("/")[2]


def _followed(given: dict[str, Any], schemas: dict[str, Any]) -> dict[str, Any]:
    """A field with what it refers to put in, where that is a list of words and no object."""
    parts = [given, *given.get("allOf", ()), *given.get("anyOf", ())]
    named = [schemas[_name(part)] for part in parts if "$ref" in part]
    words = [word for part in (*parts, *named) for word in (*part.get("enum", ()), *_constant(part))]
    if not words:
        return given
    described = given.get("description") or next((one["description"] for one in named if "description" in one), "")
    return {"type": "string", "description": described, "enum": words, **_only(given, "default")}


def _constant(part: dict[str, Any]) -> list[Any]:
    return [part["const"]] if part.get("const") else []


def _only(given: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: given[name] for name in names if name in given}


def _field(name: str, given: dict[str, Any], *, needed: bool) -> Field:
    kinds = [one for one in (given, *given.get("anyOf", ())) if "type" in one or "$ref" in one]
    return Field(
        name,
        " | ".join(_kind(one) for one in kinds),
        ", ".join(_limits(given)),
        tuple(str(word) for word in given.get("enum", ()) if word != ""),
        _plain(given.get("description", "")),
        needed,
    )


def _kind(given: dict[str, Any]) -> str:
    if given.get("type") == "array":
        return f"[{_kind(given['items'])}]"
    return _name(given) or str(given.get("format") or given.get("type", ""))


def _limits(given: dict[str, Any]) -> Iterator[str]:
    """Bounds as they are usually written; patterns that only keep control characters out are not worth a word."""
    for low, high in (("minLength", "maxLength"), ("minimum", "maximum")):
        if low in given or high in given:
            yield f"{given.get(low, 0)}–{given.get(high, '∞')}"
    if "pattern" in given and "\\x00" not in given["pattern"]:
        yield str(given["pattern"])
