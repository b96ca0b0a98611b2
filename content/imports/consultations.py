"""Calls to take part into a pack: `afisier import consultations SOURCE --into PACK`.

Decides what kind of source this is and holds the conversation with it. What its answers mean is the readers'
(`readers.calls`); how a call becomes a slide or a draft is `imports.calls`'.
"""

import re
from collections.abc import Generator
from typing import Literal

import msgspec

from content.authored import Moment
from content.findings import refused
from content.imports import calls, platforms
from content.imports.conversation import Ask, Context, Conversation, Importer, Told
from content.pack.values import Lang
from content.phrases import said
from content.readers.calls import consul, decidim, feed, govocal, graphql, ical, news_list, notice, table
from content.readers.calls.announcement import Announcement, announcement
from content.readers.calls.call import CallPage, Origin
from content.readers.calls.news_list import NewsList
from content.readers.calls.plain import plain
from content.readers.files import encoding

Kind = Literal["auto", "decidim", "govocal", "consul", "ical", "rss", "csv", "list", "notice"]


class Options(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a person may choose. Texts are in `lang`, by default the city's first language.

    `who`, `takes_minutes`, `phone`, `desk`, `legal_basis` and `short` (in which {} is the slide's id) fill in what the
    source does not say; `published` is the day periods of the law are counted from; `collection` is CONSUL's.
    """

    kind: Kind = "auto"
    lang: Lang | None = None
    limit: int = 20
    who: str = ""
    takes_minutes: int | None = None
    phone: str = ""
    desk: str = ""
    short: str = ""
    legal_basis: str = ""
    published: Moment | None = None
    collection: Literal["budgets", "debates", "proposals"] = "budgets"


def converse(source: str, options: Options, context: Context) -> Conversation:
    """The conversation that imports a source (see `conversation`). Raises RefusedError."""
    for name, value, most in (("limit", options.limit, 500), ("takes-minutes", options.takes_minutes, 240)):
        if value is not None and not 1 <= value <= most:
            raise refused("option", f"--{name}", said("found {value}, expected 1 to {most}", value=value, most=most))
    city = context.pack.city
    site = platforms.base(source) if _is_address(source) else ""
    origin = Origin(source, site, city.zone, context.now, options.lang or city.languages[0])
    chosen = calls.Chosen(
        who=options.who,
        takes_minutes=options.takes_minutes,
        phone=options.phone or city.contact.phone,
        desk=options.desk or city.contact.desk,
        short=options.short,
        legal_basis=options.legal_basis,
        published=options.published,
        limit=options.limit,
    )
    contents = yield from _read(options, origin)
    if isinstance(contents, NewsList):
        return calls.listed(contents, origin, chosen, context)
    if isinstance(contents, Announcement):
        if not contents.name:
            raise refused("source", source, "has no text, expected a notice, a calendar, a feed or a table")
        return calls.announced(contents, origin, context)
    if not contents.calls and not contents.skipped:
        raise refused("source", source, "has no calls to take part, expected at least one")
    return calls.imported(contents, origin, chosen, context)


IMPORTER = Importer(Options, converse)

Contents = CallPage | Announcement | NewsList


def _is_address(source: str) -> bool:
    return source.startswith(("https://", "http://"))


def _read(options: Options, origin: Origin) -> Generator[Ask, Told, Contents]:
    if options.kind in _PLATFORMS and origin.base:
        return (yield from _platform(options.kind, options, origin))
    told = yield Ask(address=origin.where)
    data = platforms.body(told)
    kind = _detected(data, told, bool(origin.base)) if options.kind == "auto" else options.kind
    if kind in _PLATFORMS and origin.base and data.lstrip()[:1] not in (b"{", b"["):
        there = origin._replace(base=platforms.base(told.address))  # after redirects: where people will arrive
        return (yield from _platform(kind, options, there))
    return _of_bytes(kind, data, origin)


_PLATFORMS = ("decidim", "govocal", "consul")


def _platform(kind: str, options: Options, origin: Origin) -> Generator[Ask, Told, CallPage]:
    if kind == "decidim":
        return (yield from platforms.decidim_site(origin))
    if kind == "consul":
        return (yield from platforms.consul_site(origin, options.collection, options.limit))
    return (yield from platforms.govocal_site(origin, options.limit))


def _of_bytes(kind: str, data: bytes, origin: Origin) -> Contents:
    """What one file or answer holds."""
    if kind == "govocal":
        answer = govocal.answer(data, origin)
        return govocal.read(answer.projects, answer.phases, origin)
    if kind == "list" or (kind == "notice" and data.lstrip()[:1] in (b"{", b"[")):
        return news_list.read(data, origin)
    if kind == "notice":
        text = _prose(data, origin)
        call = notice.call(text, origin)
        return CallPage((call,)) if call else announcement(text, origin)
    readers = {"decidim": decidim.read, "consul": consul.read, "ical": ical.read, "rss": feed.read, "csv": table.read}
    return readers[kind](data, origin)


_MARKERS = (
    ("decidim", re.compile(rb"decidim", re.IGNORECASE)),
    ("govocal", re.compile(rb"citizenlab|govocal", re.IGNORECASE)),
    ("consul", re.compile(rb"consul[-_ ]?democracy", re.IGNORECASE)),
)
_HTML = re.compile(rb"<!doctype html|<html[\s>]", re.IGNORECASE)
_BESIDE = re.compile(r"<(nav|header|footer|aside|form|script|style)\b.*?</\1\s*>", re.IGNORECASE | re.DOTALL)
"""What a page has around its matter: menus, search, the city's address."""
_HEADING, _SUBHEADING = re.compile(r"<h1\b", re.IGNORECASE), re.compile(r"<h2\b", re.IGNORECASE)
_NO_TEXT = {
    b"%PDF": "is a PDF, expected a notice as text: ask for the text itself, or save the page that it is published on",
    b"PK\x03\x04": "is a document of a word processor, expected a notice as text: save it as plain text (.txt)",
    b"\xd0\xcf\x11\xe0": "is an old document or workbook, expected a notice as text: save it as plain text (.txt)",
}
_MATTER = re.compile(r"<(article|main)\b.*?</\1>", re.IGNORECASE | re.DOTALL)


def _detected(data: bytes, told: Told, address: bool) -> str:
    """The kind of a source by its content; the platform of a site by marks in its pages."""
    head = data[:4096].removeprefix(b"\xef\xbb\xbf").lstrip()
    if head[:15].upper() == b"BEGIN:VCALENDAR":
        return "ical"
    if head[:1] in (b"{", b"["):
        return _of_json(data, told.address)
    if head[:1] == b"<" and not _HTML.search(head):
        return "rss"  # or no feed: its reader says so
    if _HTML.search(head):
        return next((kind for kind, marker in _MARKERS if address and marker.search(data)), "notice")
    first = head.partition(b"\n")[0]
    names = {name.strip(b' "\r').decode(errors="replace").lower() for name in re.split(rb"[;,\t]", first)}
    return "csv" if len(names) > 1 and names & set(table.COLUMNS["ask"]) else "notice"


def _of_json(data: bytes, where: str) -> str:
    answer = graphql.decoded(data, where)
    inner = answer.get("data") if isinstance(answer, dict) else None
    if isinstance(inner, dict) and "participatoryProcesses" in inner:
        return "decidim"
    if isinstance(inner, dict) and inner.keys() & consul.TYPES.keys():
        return "consul"
    if (
        isinstance(answer, dict)
        and not news_list.entries(answer)
        and (isinstance(inner, list) or answer.keys() & {"projects", "phases"})
    ):
        return "govocal"
    if news_list.entries(answer):
        return "list"
    raise refused(
        "source",
        where,
        "is JSON of no known platform, expected a list of notices, Decidim, Go Vocal or CONSUL; or say --kind",
    )


def _prose(data: bytes, origin: Origin) -> str:
    """The text of a notice; of a web page what stands in its article."""
    for begins, message in _NO_TEXT.items():
        if data.startswith(begins):
            raise refused("source", origin.where, message)
    text, _ = encoding.text(data, origin.where)
    if "\0" in text:
        raise refused("source", origin.where, "is no text, expected a notice as plain text or a web page")
    matter = _MATTER.search(text)
    return plain(matter[0] if matter else _from_heading(_BESIDE.sub("\n", text)), origin.lang)


def _from_heading(page: str) -> str:
    """A page from its first heading on: above it are menus."""
    heading = _HEADING.search(page) or _SUBHEADING.search(page)
    return page[heading.start() :] if heading else page
