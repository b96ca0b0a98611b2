"""The notices of a city's site as a list of JSON: `title`, `text`, `url`, `publishedAt` each, also under other names.

An entry that asks for something is a call, one that tells what happens on days that are not over is a notice; the rest
is counted. Decides what an entry is. Leaves out how prose is understood (`notice`, `announcement`).
"""

from collections.abc import Mapping
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from msgspec import structs

from content.authored import Moment
from content.findings import refused
from content.phrases import said
from content.readers.calls import graphql, notice
from content.readers.calls.announcement import Announcement, announcement
from content.readers.calls.call import Call, CallPage, Origin, Reason, Skipped
from content.readers.calls.moments import local
from content.readers.calls.plain import one_line, plain

_LISTS = ("items", "data", "results", "news", "articles", "posts")
"""Where the list stands, if it is not all there is."""
_FIELDS: dict[str, tuple[str, ...]] = {
    "title": ("title", "titlu", "name"),
    "text": ("text", "body", "content", "continut", "description"),
    "url": ("url", "link", "href", "permalink"),
    "published": ("publishedAt", "published_at", "published", "date", "data"),
}
_MOST = 5_000


class NewsList(NamedTuple):
    """The calls of a list and what was passed over, and the notices, each with where it is from."""

    calls: CallPage
    notices: tuple[tuple[Announcement, Origin], ...]


def entries(answer: Any) -> list[Mapping[str, Any]]:
    """The entries of an answer, if it is such a list; else none."""
    inner = next((answer[name] for name in _LISTS if name in answer), None) if isinstance(answer, dict) else answer
    if not isinstance(inner, list) or not inner:
        return []
    own: list[Mapping[str, Any]] = [
        each for each in inner if isinstance(each, dict) and _field(each, "title") and _field(each, "text")
    ]
    return own if len(own) == len(inner) else []


def read(data: bytes, origin: Origin) -> NewsList:
    """What the list tells. Raises RefusedError for what is no such list."""
    listed = entries(graphql.decoded(data, origin.where))
    if not listed:
        raise refused("source", origin.where, "is no list of notices, expected objects with `title` and `text`")
    if len(listed) > _MOST:
        raise refused(
            "size",
            origin.where,
            said("has {listed:,} entries, expected at most {most:,}", listed=len(listed), most=_MOST),
        )
    calls: list[Call] = []
    skipped: list[Skipped] = []
    notices: list[tuple[Announcement, Origin]] = []
    for entry in listed:
        own = _origin(_field(entry, "url"), origin)
        text = f"{one_line(_field(entry, 'title'), origin.lang)}\n{plain(_field(entry, 'text'), origin.lang)}"
        if call := notice.call(text, own):
            calls.append(_told(call, entry, own))
            continue
        told = announcement(text, own)
        if reason := _passed_over(told, origin):
            skipped.append(Skipped(told.key, told.name, own.where, reason))
        else:
            notices.append((told, own))
    return NewsList(CallPage(tuple(calls), tuple(skipped)), tuple(notices))


def _field(entry: Mapping[str, Any], name: str) -> str:
    value = next((entry[each] for each in _FIELDS[name] if isinstance(entry.get(each), str)), "")
    return str(value)[:50_000]


def _origin(url: str, origin: Origin) -> Origin:
    """An entry's own page, when it is of the site that was asked; of a file any page."""
    parts = urlsplit(url)
    own = parts.scheme in ("http", "https") and (not origin.base or urlsplit(origin.base).netloc == parts.netloc)
    return origin._replace(where=url, base=f"{parts.scheme}://{parts.netloc}") if own else origin._replace(base="")


def _told(call: Call, entry: Mapping[str, Any], own: Origin) -> Call:
    """With the day it was published, which the text need not say."""
    if call.published is None and (day := _published(entry, own)):
        return structs.replace(call, published=day)
    return call


def _published(entry: Mapping[str, Any], origin: Origin) -> Moment | None:
    try:
        return local(_field(entry, "published") or None, origin.zone)
    except (ValueError, OverflowError):
        return None


def _passed_over(told: Announcement, origin: Origin) -> Reason | None:
    """Why an entry is no slide: it names no day, or its days are over."""
    if told.first is None and told.last is None:
        return "without a day"
    if told.last is not None and told.last.instant(origin.zone, ends=True) <= origin.now:
        return "over"
    return None
