"""The other side of a conversation: platforms of participation as they answer, held in memory."""

import json
import re
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import msgspec

from content.imports.conversation import Ask, Told

NEVER = frozenset({"first", "after", "edges", "node", "nodes", "pageInfo", "hasNextPage", "endCursor", "query"})


class File:
    """A file the person named."""

    def __init__(self, data: bytes, kind: str = "") -> None:
        self.data, self.kind = data, kind
        self.asked: list[str] = []

    def answer(self, ask: Ask) -> Told:
        self.asked.append(ask.address)
        return Told(address=ask.address, kind=self.kind, body=self.data)


class GraphQL:
    """A server that knows these fields, refuses a query that names another, and may keep its schema to itself."""

    def __init__(
        self, types: dict[str, set[str]], collections: dict[str, list[Any]], *, open_schema: bool = True
    ) -> None:
        self.types, self.collections, self.open_schema = types, collections, open_schema
        self.queries: list[str] = []

    def answer(self, ask: Ask) -> Told:
        if ask.body is None:
            return Told(address=ask.address, kind="text/html", body=b"<!doctype html><html>decidim</html>")
        query = json.loads(ask.body)["query"]
        self.queries.append(query)
        return Told(address=ask.address, kind="application/json", body=json.dumps(self._said(query)).encode())

    def _said(self, query: str) -> dict[str, Any]:
        if "__schema" in query:
            if not self.open_schema:
                return {"errors": [{"message": "Field '__schema' doesn't exist on type 'Query'"}]}
            return {"data": self._schema(query)}
        known = set().union(*self.types.values()) | set(self.collections) | NEVER | {"translations", "locale", "text"}
        bare = re.sub(r'"[^"]*"', "", query)
        unknown = [name for name in re.findall(r"[A-Za-z_]\w*", bare) if name not in known]
        if unknown:
            return {"errors": [{"message": f"Field '{unknown[0]}' doesn't exist"}]}
        (name,) = (each for each in self.collections if re.search(rf"\b{each}\b", bare))
        return {"data": {name: self._page(name, query)}}

    def _schema(self, query: str) -> dict[str, Any]:
        asked = re.findall(r'(\w+): __type\(name: "(\w+)"\)', query)
        schema: dict[str, Any] = {
            alias: {"fields": [{"name": field} for field in sorted(self.types[kind])]} if kind in self.types else None
            for alias, kind in asked
        }
        return {**schema, "__schema": {"queryType": {"fields": [{"name": name} for name in self.collections]}}}

    def _page(self, name: str, query: str) -> Any:
        items = self.collections[name]
        size = re.search(r"first: (\d+)", query)
        if size is None:
            return items
        after = re.search(r'after: "(\d+)"', query)
        start, count = int(after[1]) if after else 0, int(size[1])
        more = start + count < len(items)
        info = {"hasNextPage": more, "endCursor": str(start + count) if more else None}
        return {"edges": [{"node": each} for each in items[start : start + count]], "pageInfo": info}


class GoVocal:
    """Projects and phases; without `token` the public API answers 401, as it does a client without one."""

    def __init__(self, projects: list[dict[str, Any]], phases: list[dict[str, Any]], *, token: bool) -> None:
        self.projects, self.phases, self.token = projects, phases, token
        self.asked: list[str] = []

    def answer(self, ask: Ask) -> Told:
        self.asked.append(ask.address)
        parts = urlsplit(ask.address)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        if parts.path.startswith("/api/v2/"):
            if not self.token:
                return Told(address=ask.address, status=401)
            name = parts.path.rpartition("/")[2]
            listed, number = getattr(self, name), int(query["page_number"])
            package_part: dict[str, Any] = {
                name: listed[number - 1 : number],  # a page of one
                "meta": {"current_page": number, "total_pages": len(listed)},
            }
        elif parts.path == "/web_api/v1/projects":
            package_part = {"data": [_resource("project", each) for each in self.projects], "links": {"next": None}}
        else:
            project = unquote(parts.path.split("/")[4])
            own = [each for each in self.phases if each["project_id"] == project]
            package_part = {"data": [_resource("phase", each) for each in own]}
        return Told(address=ask.address, kind="application/json", body=msgspec.json.encode(package_part))


def _resource(kind: str, item: dict[str, Any]) -> dict[str, Any]:
    attributes = {name: value for name, value in item.items() if name not in ("id", "project_id", "title")}
    if kind == "project":
        attributes["title_multiloc"] = {"ro-RO": item["title"], "en": f"{item['title']} (en)"}
    return {"id": item["id"], "type": kind, "attributes": attributes}
