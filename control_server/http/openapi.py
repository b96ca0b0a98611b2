"""The API as an OpenAPI 3.1 document, made of the code: the table of routes, the handlers' own words, the types of
`operations`.

Decides the form. Leaves out what the routes are (`routes`).
"""

import re
from collections.abc import Callable, Iterable
from importlib.metadata import version
from typing import Any, NamedTuple

import msgspec
from aiohttp import web

from control_server.http.auth import Permission
from control_server.http.errors import Handler
from control_server.http.operations import OPERATIONS, Operation, Parameter, RefusalAnswer
from control_server.http.public import LOADED

_VARIABLE = re.compile(r"\{(\w+):((?:[^{}]|\{[^{}]*\})*)\}")
_REFERENCE = "#/components/schemas/{name}"
_BEARER, _DISPLAY = "token", "display"
_MEANINGS = {
    304: "It is what the caller has already.",
    400: "This is no request, or its body is not as its header says.",
    401: "The route needs a secret that was not shown.",
    403: "Whoever shows it has not this right.",
    404: "It is not there.",
    405: "The address has not this method; `Allow` says which it has.",
    409: "The server has no pack yet, or another city's; or the key of the request was used for another one.",
    412: "It was changed since the caller read it.",
    413: "The body is too large.",
    415: "The body is compressed, or of a kind that is not read.",
    422: "What was sent is refused; the findings say where and what was expected.",
    428: "A write must say of what it is a change: `If-Match`, or `If-None-Match: *`.",
    429: "Too many wrong secrets came from there; `Retry-After` says when it may be tried again.",
    503: "Too many ask at once, another server takes changes, or a part of this one fails; `Retry-After` seconds.",
    507: "The disk is full, or fails.",
}
"""What a status says, in the document."""
_UNCHANGED = (
    Parameter("If-Match", "The ETag that was read: of what this is a change.", header=True),
    Parameter("If-None-Match", "`*`: it is new.", header=True),
)
_KEY = Parameter(
    "Idempotency-Key",
    "Up to 200 visible ASCII characters of the caller's own: sent again within a day, it is not done again.",
    {"type": "string", "pattern": "^[!-~]{1,200}$"},
    header=True,
)


class Described(NamedTuple):
    """A route as the document has it. `path` has the patterns of its variables, `says` is its handler's docstring."""

    method: str
    path: str
    needs: Permission
    says: str
    name: str
    conditional: bool
    keyed: bool


def answering(routes: Callable[[], Iterable[Described]]) -> Handler:
    """A handler that gives the document. `routes` is asked once, with the first request."""
    made: list[bytes] = []

    async def openapi(_: web.Request) -> web.Response:
        """This document."""
        if not made:
            made.append(msgspec.json.encode(document(routes())))
        return web.Response(body=made[0], content_type="application/json", headers={"Cache-Control": "no-cache"})

    return openapi


def document(routes: Iterable[Described]) -> dict[str, Any]:
    """Of those of the routes that are the API's."""
    described = [route for route in routes if route.path.startswith("/api/")]
    types = [RefusalAnswer, *(kind for each in OPERATIONS.values() for kind in _types(each))]
    schemas, components = msgspec.json.schema_components(types, schema_hook=_as_text, ref_template=_REFERENCE)
    known = {id(kind): schema for kind, schema in zip(types, schemas, strict=True)}
    paths: dict[str, dict[str, Any]] = {}
    for route in described:
        plain = _VARIABLE.sub(r"{\1}", route.path)
        operation = OPERATIONS[f"{route.method} {plain}"]
        paths.setdefault(plain, {})[route.method.lower()] = _operation(route, operation, known)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Afișier",
            "version": version("afisier"),
            "description": "What the screens of a city show, and how it is changed. Every answer that refuses is one "
            "sentence with its findings. What GET answers, HEAD answers too.",
            "license": {"name": "AGPL-3.0-or-later", "identifier": "AGPL-3.0-or-later"},
        },
        "servers": [{"url": "/"}],
        "paths": paths,
        "components": {
            "schemas": components,
            "securitySchemes": {
                _BEARER: {"type": "http", "scheme": "bearer", "description": "The API token, or one of a person."},
                _DISPLAY: {"type": "http", "scheme": "basic", "description": "A display's id and secret."},
            },
        },
    }


def _operation(route: Described, operation: Operation, known: dict[int, Any]) -> dict[str, Any]:
    summary, _, rest = route.says.partition("\n")
    asked = [*operation.asks, *(_UNCHANGED if route.conditional else ()), *((_KEY,) if route.keyed else ())]
    told: dict[str, Any] = {
        "operationId": route.name,
        "summary": summary.strip(),
        "description": " ".join([*rest.split(), f"Needs: {route.needs.value}."]).strip(),
        "parameters": [*map(_in_path, _VARIABLE.findall(route.path)), *map(_parameter, asked)],
        "responses": _responses(route, operation, known),
        "security": _security(route.needs),
    }
    if operation.takes is not None:
        told["requestBody"] = {"required": True, "content": _content(operation.takes, known)}
    return told


def _responses(route: Described, operation: Operation, known: dict[int, Any]) -> dict[str, Any]:
    good: dict[str, Any] = {"description": "As asked."}
    if operation.gives:
        good["content"] = _content(operation.gives, known)
    if operation.tagged:
        good["headers"] = {"ETag": {"schema": {"type": "string"}}}
    responses = {str(operation.status): good}
    if operation.cached:
        responses["304"] = {"description": _MEANINGS[304]}
    for status in _refusals(route, operation):
        responses[str(status)] = {"description": _MEANINGS[status]}
        if route.method != "HEAD":
            responses[str(status)]["content"] = {
                "application/json": {"schema": {"$ref": _REFERENCE.format(name="RefusalAnswer")}}
            }
        if status in (429, 503):
            responses[str(status)]["headers"] = {"Retry-After": {"schema": {"type": "string"}}}
    return responses


def _refusals(route: Described, operation: Operation) -> list[int]:
    statuses = {400, 405, 429, 503, *operation.refuses}
    if route.path not in LOADED:
        statuses |= {401, 403}
    if _VARIABLE.search(route.path):
        statuses.add(404)
    if operation.takes is not None:
        statuses |= {413, 415, 422}
    if route.conditional:
        statuses |= {412, 428}
    if route.keyed:
        statuses |= {409, 422, 507}
    return sorted(statuses)


def _security(needs: Permission) -> list[dict[str, list[str]]]:
    if needs in (Permission.LOAD, Permission.SEE):
        return [{}, {_BEARER: []}]
    return [{_DISPLAY: []}] if needs is Permission.REPORT else [{_BEARER: []}]


def _in_path(variable: tuple[str, str]) -> dict[str, Any]:
    name, pattern = variable
    return {"name": name, "in": "path", "required": True, "schema": {"type": "string", "pattern": f"^{pattern}$"}}


def _parameter(parameter: Parameter) -> dict[str, Any]:
    where = "header" if parameter.header else "query"
    return {"name": parameter.name, "in": where, "description": parameter.what, "schema": parameter.schema}


def _content(media: dict[str, Any], known: dict[int, Any]) -> dict[str, Any]:
    return {kind: {"schema": _schema(value, known)} for kind, value in media.items()}


def _schema(value: Any, known: dict[int, Any]) -> dict[str, Any]:
    if isinstance(value, dict):
        return value
    if isinstance(value, tuple):
        return {"anyOf": [known[id(kind)] for kind in value]}
    schema: dict[str, Any] = known[id(value)]
    return schema


def _types(operation: Operation) -> list[Any]:
    given = [*operation.gives.values(), *(operation.takes or {}).values()]
    flat = [kind for value in given for kind in (value if isinstance(value, tuple) else (value,))]
    return [kind for kind in flat if not isinstance(kind, dict)]


def _as_text(_: type) -> dict[str, Any]:
    """What JSON has no type for stands in it as text: a moment."""
    return {"type": "string"}
