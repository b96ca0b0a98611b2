"""CONSUL Democracy, from its GraphQL API (`/graphql`): participatory budgets, debates and citizens' proposals.

The API has no closing dates and no legislation processes: what it gives is a draft that a person finishes. A budget is
a call in the phases in which people propose, support or vote. Proposals their authors withdrew are skipped. Pages of 25
by cursor, one collection a query (a server allows at most two).
"""

from typing import Any

from content.readers.calls import graphql, verbs
from content.readers.calls.call import Call, CallPage, Origin, Reason, Skipped, Texts, open_value
from content.readers.calls.plain import one_line

TYPES = {"budgets": "Budget", "debates": "Debate", "proposals": "Proposal"}
_WANTED = ("id", "name", "title", "phase", "summary", "public_created_at", "publicCreatedAt", "retired_at", "retiredAt")
_DEFAULT = {
    "budgets": ("id", "name", "phase"),
    "debates": ("id", "title", "public_created_at"),
    "proposals": ("id", "title", "summary", "public_created_at"),
}
_VERBS = {"accepting": "propose", "selecting": "vote", "balloting": "vote"}
_VERB = {"debates": "comment", "proposals": "vote"}
SIZE = 25


def query(collection: str, known: graphql.Known, after: str | None) -> str:
    """A page of `budgets`, `debates` or `proposals`, in the fields this server knows."""
    there = known.get(collection)
    fields = [name for name in (_WANTED if there else _DEFAULT[collection]) if not there or name in there]
    cursor = f", after: {graphql.quoted(after)}" if after else ""
    inner = f"edges {{ node {{ {' '.join(fields)} }} }} pageInfo {{ hasNextPage endCursor }}"
    return f"{{ {collection}(first: {SIZE}{cursor}) {{ {inner} }} }}"


def read(answer: bytes, origin: Origin) -> CallPage:
    """What is in an answer of any of the collections. Raises RefusedError."""
    data = graphql.data(answer, origin.where)
    calls: list[Call] = []
    skipped: list[Skipped] = []
    after = None
    for collection in TYPES:
        listed, cursor = graphql.nodes(data.get(collection))
        after = after or cursor
        for item in listed:
            read_item = _one(collection, item, origin) if isinstance(item, dict) else None
            if isinstance(read_item, Call):
                calls.append(read_item)
            elif read_item is not None:
                skipped.append(read_item)
    return CallPage(tuple(calls), tuple(skipped), after)


def _one(collection: str, item: dict[str, Any], origin: Origin) -> Call | Skipped:
    number = str(item.get("id") or "")
    words = one_line(_text(item, "name") or _text(item, "title"), origin.lang)
    title: Texts = {origin.lang: words} if words else {}
    key = f"{collection.removesuffix('s')}-{number}"
    link = f"{origin.base}/{collection}/{number}" if origin.base and number.isdecimal() else ""
    verb = _VERB.get(collection) or _VERBS.get(_text(item, "phase"))
    if (why := _hidden(item, verb)) is not None:
        return Skipped(key, words or key, link, why)
    return Call(
        key=key,
        title=title,
        ask=verbs.asked(verb or "comment", title),
        opens=graphql.dated(_text(item, "public_created_at") or _text(item, "publicCreatedAt"), origin),
        link=link,
        questions=(
            open_value("ask", "is this what people can do there, put together from its phase and its title?", words),
            open_value("closes", "until when can people take part, by its page (CONSUL's interface does not tell)?"),
        ),
        excerpts=tuple(text for text in (one_line(_text(item, "summary"), origin.lang),) if text),
    )


def _hidden(item: dict[str, Any], verb: str | None) -> Reason | None:
    if item.get("retired_at") or item.get("retiredAt"):
        return "withdrawn"
    if item.get("phase") == "drafting":
        return "unpublished"
    return None if verb else "not open to taking part"


def _text(item: dict[str, Any], name: str) -> str:
    value = item.get(name)
    return value if isinstance(value, str) else ""
