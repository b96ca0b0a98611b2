"""RSS and Atom: an entry is news, and may be a call: what it says of a deadline is looked for in its words.

The XML is checked first (`markup.safe`: no document type, no entities). When an entry was published is not when a call
opens, and is filled in with a doubt.
"""

import io
from calendar import timegm
from datetime import UTC, datetime
from typing import Any

import feedparser

from content.authored import Moment
from content.findings import refused
from content.readers.calls import notice
from content.readers.calls.call import Call, CallPage, Doubt, Origin, language
from content.readers.calls.moments import local
from content.readers.calls.plain import one_line, plain
from content.readers.files import markup


def read(data: bytes, origin: Origin) -> CallPage:
    """The entries that say a deadline or ask for opinions. Raises RefusedError for what is no feed, or not safe."""
    markup.safe(data, origin.where)
    # A stream, as feedparser takes bytes for a path or an address.
    feed = feedparser.parse(io.BytesIO(data), sanitize_html=False, resolve_relative_uris=False)
    if not feed.version:
        raise refused("source", origin.where, "is XML but neither RSS nor Atom, expected a feed")
    lang = language(str(feed.feed.get("language", ""))) or origin.lang
    return CallPage(tuple(call for entry in feed.entries if (call := _call(entry, lang, origin)) is not None))


def _call(entry: Any, lang: str, origin: Origin) -> Call | None:
    title = one_line(entry.get("title"), lang)
    contents = [part.get("value", "") for part in entry.get("content", ())]
    text = plain(max([entry.get("summary", ""), *contents], key=len), lang)
    read = notice.call(f"{title}\n{text}", origin)
    if read is None:
        return None
    link = str(entry.get("link") or "")
    opens, doubts = read.opens, [doubt for doubt in read.doubts if doubt.field not in ("ask", "channels.web")]
    doubts.append(Doubt("ask", "is the title of a piece of news; say what people can do, with a verb"))
    if opens is None and (opens := _published(entry, origin)):
        doubts.append(Doubt("opens", "is when the news was published"))
    return Call(
        key=str(entry.get("id") or link or title),
        title={lang: title} if title else read.title,
        opens=opens,
        closes=read.closes,
        link=link if link.startswith(("https://", "http://")) else "",
        phone=read.phone,
        legal_basis=read.legal_basis,
        doubts=tuple(doubts),
        excerpts=read.excerpts,
    )


def _published(entry: Any, origin: Origin) -> Moment | None:
    published = dict.get(entry, "published_parsed") or dict.get(entry, "updated_parsed")  # its own `get` guesses
    try:
        return local(datetime.fromtimestamp(timegm(published), UTC), origin.zone) if published else None
    except (ValueError, OverflowError, OSError):
        return None  # of a year that cannot be meant
