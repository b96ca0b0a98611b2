"""GraphQL as Decidim and CONSUL speak it: what a server knows is asked first, so that a query names only that.

Versions of these platforms differ in their fields, and GraphQL refuses a query for the sake of one unknown field.
"""

import re
from typing import Any

import msgspec

from content.authored import Moment
from content.findings import refused
from content.phrases import said
from content.readers.calls.call import Origin
from content.readers.calls.moments import local

_BYTE = re.compile(r"\(byte (\d+)\)")
Known = dict[str, frozenset[str]]
"""Fields by the alias of a type; under "query" the fields of the query itself."""


def body(query: str) -> bytes:
    """The JSON that is posted for a query."""
    return msgspec.json.encode({"query": query})


def quoted(text: str) -> str:
    """A string of the query language: those of JSON are."""
    return msgspec.json.encode(text).decode()


def question(types: dict[str, str]) -> str:
    """The query for the fields of these types (alias → name of the type in the schema)."""
    asked = " ".join(f'{alias}: __type(name: "{name}") {{ fields {{ name }} }}' for alias, name in types.items())
    return f"{{ __schema {{ queryType {{ fields {{ name }} }} }} {asked} }}"


def known(data: Any) -> Known:
    """The answer to `question`."""
    fields_by_type = {alias: _names(value) for alias, value in data.items() if alias != "__schema"}
    schema = data.get("__schema")
    return {**fields_by_type, "query": _names(schema.get("queryType") if isinstance(schema, dict) else None)}


def _names(kind: Any) -> frozenset[str]:
    fields = kind.get("fields") if isinstance(kind, dict) else None
    named = (each.get("name") for each in (fields if isinstance(fields, list) else ()) if isinstance(each, dict))
    return frozenset(name for name in named if isinstance(name, str))


def data(answer: bytes, where: str) -> dict[str, Any]:
    """The data of an answer. Raises RefusedError for what is no answer, and for the server's own refusal."""
    document = decoded(answer, where)
    if isinstance(document, dict) and isinstance(document.get("data"), dict):
        return document["data"]  # type: ignore[no-any-return]
    errors = document.get("errors") if isinstance(document, dict) else None
    first = errors[0] if isinstance(errors, list) and errors else None
    message = first.get("message") if isinstance(first, dict) else None
    if message:
        raise refused(
            "source", where, said("answered with the error {message!r}, expected data", message=str(message)[:200])
        )
    raise refused("source", where, "has no `data`, expected the answer of a GraphQL server")


def decoded(answer: bytes, where: str) -> Any:
    """JSON as plain values. Raises RefusedError."""
    try:
        return msgspec.json.decode(answer)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        byte = _BYTE.search(str(error))
        line = f":{answer[: int(byte[1])].count(10) + 1}" if byte else ""
        raise refused(
            "source", f"{where}{line}", said("is no JSON: {error}; expected the answer of a server", error=error)
        ) from error


def converted(value: Any, kind: type[msgspec.Struct], where: str) -> Any:
    """A part of an answer as `kind`; unknown fields pass. Raises RefusedError naming the path."""
    try:
        return msgspec.convert(value, kind)
    except msgspec.ValidationError as error:
        raise refused("source", where, said("is not as expected: {error}", error=error)) from error


def dated(text: str | None, origin: Origin) -> Moment | None:
    """A date or a time of an answer, in local time. Raises RefusedError."""
    try:
        return local(text, origin.zone)
    except ValueError as error:
        raise refused("source", origin.where, str(error)) from error


def nodes(value: Any) -> tuple[list[Any], str | None]:
    """The items of a list or of a connection (`nodes` or `edges`), and the cursor of its next page."""
    if not isinstance(value, dict):
        return (value if isinstance(value, list) else []), None
    info = value.get("pageInfo")
    after = info.get("endCursor") if isinstance(info, dict) and info.get("hasNextPage") else None
    listed = value.get("nodes")
    if not isinstance(listed, list):
        edges = value.get("edges")
        listed = [edge.get("node") for edge in edges if isinstance(edge, dict)] if isinstance(edges, list) else []
    return [each for each in listed if each is not None], after if isinstance(after, str) else None
