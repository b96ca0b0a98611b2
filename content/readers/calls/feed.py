"""RSS and Atom: an entry is news, and may be a call: what it says of a deadline is looked for in its words.

The XML is mended where a slip leaves no doubt (`mended_xml`), and checked (`markup.safe`: no document type, no entities
of its own). When an entry was published is not when a call opens, and is filled in with a question.
"""

import io
import re
from datetime import datetime, timedelta, timezone, tzinfo
from typing import Any

import feedparser

from content.authored import Moment
from content.findings import refused
from content.phrases import said
from content.readers.calls import notice
from content.readers.calls.call import Call, CallPage, Origin, language, open_value
from content.readers.calls.moments import local
from content.readers.calls.plain import one_line, plain
from content.readers.files import markup, mended_xml

_RFC_822 = re.compile(
    r"(?:[^\W\d]{2,10}\.?,? )?(?P<day>\d{1,2})[ -](?P<month>[^\W\d]{3,10})\.?,?[ -](?P<year>\d{4}|\d\d)"
    r"(?:,? (?P<hour>\d\d?):(?P<minute>\d\d)(?::\d\d)?(?: ?(?P<zone>[+-]\d\d:?\d\d|[A-Za-z]{1,5}))?)?"
)
_NAMES = ("jan ian", "feb", "mar", "apr", "may mai", "jun iun", "jul iul", "aug", "sep", "oct", "nov noi", "dec")
_MONTHS = {name: number for number, names in enumerate(_NAMES, 1) for name in names.split()}
_OFFSETS = {"Z": 0, "UT": 0, "UTC": 0, "GMT": 0, "EET": 2, "EEST": 3, "CET": 1, "CEST": 2}
"""Hours by the name of a zone: those of RFC 822 that are not American, and the region's."""


def read(data: bytes, origin: Origin) -> CallPage:
    """The entries that say a deadline or ask for opinions. Raises RefusedError for what is no feed, or not safe."""
    data = mended_xml.mended(data)
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
    opens, questions = read.opens, [each for each in read.questions if each.key not in ("ask", "channels.web")]
    questions.append(
        open_value("ask", "what can people do, said with a verb?", said("the news {title!r}", title=title))
    )
    if opens is None and (opens := _published(entry, origin)):
        questions.append(open_value("opens", "does it open when the news was published?", opens.text))
    return Call(
        key=str(entry.get("id") or link or title),
        title={lang: title} if title else read.title,
        opens=opens,
        closes=read.closes,
        link=link if link.startswith(("https://", "http://")) else "",
        phone=read.phone,
        legal_basis=read.legal_basis,
        questions=tuple(questions),
        excerpts=read.excerpts,
    )


def _published(entry: Any, origin: Origin) -> Moment | None:
    """When the entry was published, or last changed; None for what cannot be read, or of a year that cannot be meant.

    Read here: feedparser takes zones it does not know for UTC, and a date without a time for its midnight there.
    """
    written = str(dict.get(entry, "published") or dict.get(entry, "updated") or "")  # its own `get` guesses
    try:
        return local(_dated(" ".join(written.split())), origin.zone)
    except (ValueError, OverflowError):
        return None


def _dated(written: str) -> datetime | str | None:
    """A date of RFC 822, also with Romanian names, or of ISO 8601 as it is. Raises ValueError."""
    match = _RFC_822.fullmatch(written)
    if match is None:
        return written.replace(" ", "T", 1) if re.match(r"\d{4}-\d\d-\d\d \d", written) else written
    year, month = match["year"], _MONTHS.get(match["month"][:3].lower(), 0)
    year = int(year) if len(year) == 4 else 2000 + int(year) if int(year) < 50 else 1900 + int(year)
    if not match["hour"]:
        return f"{year:04}-{month:02}-{int(match['day']):02}"
    return datetime(
        year, month, int(match["day"]), int(match["hour"]), int(match["minute"]), tzinfo=_offset(match["zone"])
    )


def _offset(zone: str) -> tzinfo | None:
    """None for a time without a zone, which is the city's. Raises ValueError for a zone that is not known."""
    if not zone:
        return None
    if zone[0] in "+-":
        hours, minutes = int(zone[1:3]), int(zone[-2:])
        return timezone((-1 if zone[0] == "-" else 1) * timedelta(hours=hours, minutes=minutes))
    if zone.upper() not in _OFFSETS:
        raise ValueError(said("found the zone {zone!r}, expected for example +0200", zone=zone))
    return timezone(timedelta(hours=_OFFSETS[zone.upper()]))
