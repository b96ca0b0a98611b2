"""A call as a file of the pack: a slide where nothing is open, a draft a person finishes where something is.

Decides ids, what is missing, and that nothing a person wrote is ever replaced (`generated`): what differs is a finding.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from msgspec import structs

from content import legal, strict_yaml
from content.authored import Moment
from content.findings import Finding, RefusedError
from content.imports import generated
from content.imports.conversation import Context, Imported
from content.imports.generated import Notes, Written
from content.pack.consultation import Consultation
from content.pack.slides import authored
from content.pack.values import LONGEST_WORDS, Text, id_of
from content.phrases import Values, said
from content.questions import Question
from content.readers.calls.announcement import Announcement
from content.readers.calls.call import Call, CallPage, Origin, Skipped, Texts, open_value
from content.readers.calls.news_list import NewsList

LONGEST_ASK = 90
"""Characters of a headline that a person walking past can read at all (`checks` asks for fewer)."""
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{20,}")


class Chosen(NamedTuple):
    """What a person said for calls whose source does not."""

    who: str
    takes_minutes: int | None
    phone: str
    desk: Text
    short: str
    legal_basis: str
    published: Moment | None
    limit: int


def imported(page: CallPage, origin: Origin, chosen: Chosen, context: Context) -> Imported:
    """The files of the calls that are open, and what a person should look at."""
    work = _Work(origin, chosen, context)
    closed = [call for call in page.calls if _closed(call, origin)]
    open_calls = [call for call in page.calls if call not in closed]
    for call in open_calls[: chosen.limit]:
        work.take(call)
    work.findings += _left_out(page, closed, origin)
    if len(open_calls) > chosen.limit:
        message = said(
            "has {open_calls} calls, the first {limit} were read; see --limit",
            open_calls=len(open_calls),
            limit=chosen.limit,
        )
        work.findings.append(_warning("limit", origin.where, message))
    work.findings += work.gone(page.skipped, closed)
    return work.done()


def announced(notice: Announcement, origin: Origin, context: Context) -> Imported:
    """A notice that asks for nothing, as the draft of a notice's slide."""
    work = _Work(origin, Chosen("", None, "", "", "", "", None, 1), context)
    work.announce(notice, origin)
    return work.done()


def listed(news: NewsList, origin: Origin, chosen: Chosen, context: Context) -> Imported:
    """The calls and the notices of a site's list, the first ones up to the limit of each; what is left out is told."""
    work = _Work(origin, chosen, context)
    closed = [call for call in news.calls.calls if _closed(call, origin)]
    open_calls = [call for call in news.calls.calls if call not in closed]
    for call in open_calls[: chosen.limit]:
        work.take(call)
    for notice, own in news.notices[: chosen.limit]:
        work.announce(notice, own)
    work.findings += _left_out(news.calls, closed, origin)
    for what, count in (("calls", len(open_calls)), ("notices", len(news.notices))):
        if count > chosen.limit:
            message = said(
                "has {count} {what}, the first {limit} were read; see --limit",
                count=count,
                what=what,
                limit=chosen.limit,
            )
            work.findings.append(_warning("limit", origin.where, message))
    work.findings += work.gone(news.calls.skipped, closed)
    return work.done()


def _closed(call: Call, origin: Origin) -> bool:
    return call.closes is not None and _over(call.closes, origin)


def _over(closes: Moment, origin: Origin) -> bool:
    return closes.instant(origin.zone, ends=True) <= origin.now


def _site(origin: Origin) -> str:
    return urlsplit(origin.base).netloc or "a file"


def _warning(code: str, where: str, message: str) -> Finding:
    return Finding(level="warning", code=code, where=where, message=message)


def _left_out(page: CallPage, closed: list[Call], origin: Origin) -> Iterator[Finding]:
    """What was not imported, counted by reason, with the first names."""
    reasons: dict[str, list[str]] = {}
    for skipped in page.skipped:
        reasons.setdefault(skipped.why, []).append(skipped.name)
    for call in closed:
        reasons.setdefault("closed", []).append(next(iter(call.title.values()), call.key))
    for why, names in reasons.items():
        shown = ", ".join(repr(name[:60]) for name in names[:3]) + (", …" if len(names) > 3 else "")
        values: Values = {"form": why.replace(" ", "-"), "count": len(names), "names": ", ".join(names[:3])[:200]}
        message = said("left out {names} that are {why}: {shown}", names=len(names), why=why, shown=shown)
        yield Finding(level="warning", code="skipped", where=origin.where, message=message, values=values)


class _Work:
    """Collects the files of one import and what a person should look at."""

    def __init__(self, origin: Origin, chosen: Chosen, context: Context) -> None:
        self.origin, self.chosen, self.context = origin, chosen, context
        self.files: dict[str, bytes] = {}
        self.slides: list[str] = []
        self.renewed: list[str] = []
        self.findings: list[Finding] = []
        self.questions: list[Question] = []
        self.links = {
            f"slides/{name}.yaml": slide.channels.web
            for name, slide in context.pack.slides.items()
            if isinstance(slide, Consultation)
        }
        self.links |= {
            path: generated.web(data, path) for path, data in context.files.items() if path.startswith("drafts/")
        }
        self.there = [generated.read(path, data) for path, data in context.files.items() if generated.is_slide(path)]

    def done(self) -> Imported:
        return Imported(
            files=self.files,
            slides=tuple(self.slides),
            findings=tuple(self.findings),
            questions=tuple(self.questions),
            renewed=tuple(self.renewed),
        )

    def take(self, call: Call) -> None:
        """Writes the slide or the draft of a call."""
        source = f"{_site(self.origin)}#{call.key}"
        readable = _ID.fullmatch(call.key) and not _UUID.match(call.key) and len(call.key) > 3
        name = call.key if readable else id_of(next(iter(call.title.values()), call.key)) or "consultare"
        name = name[:LONGEST_WORDS].strip("-")
        # An address that is doubted may be the city's own, which many calls name.
        link = "" if any(each.key == "channels.web" for each in call.questions) else call.link
        fields, questions = self.fields(call, self.id_of(name, source, link))
        notes = Notes(tuple(questions), call.excerpts, tuple(self.law(call, "ro")))
        path = self.write(name, source, fields, notes, link)
        if path and any(each.key == "closes" for each in questions):
            self.findings += [_warning("legal", f"{path}:$.closes", sentence) for sentence in self.law(call, "en")]

    def announce(self, notice: Announcement, origin: Origin) -> None:
        """Writes the draft of a notice that asks for nothing."""
        fields: dict[str, Any] = {
            "kind": "notice",
            "title": {origin.lang: notice.title} if notice.title else None,
            "body": {origin.lang: notice.body} if notice.body else None,
            "not_before": notice.first.text if notice.first else None,
            "expires": notice.last.text if notice.last else None,
        }
        name = id_of(notice.name)[:LONGEST_WORDS].strip("-") or "anunt"
        notes = Notes(notice.questions, notice.excerpts, ())
        self.write(name, f"{_site(origin)}#{notice.key}", fields, notes)

    def fields(self, call: Call, slide_id: str) -> tuple[dict[str, Any], list[Question]]:
        """The slide's plain values, those that are known, and what a person must say."""
        chosen, langs = self.chosen, self.context.pack.city.languages
        ask = {lang: text for lang, text in (call.ask or call.title).items() if lang in langs}
        who: Texts = {lang: text for lang, text in call.who.items() if lang in langs}
        if chosen.who:
            who = {**who, self.origin.lang: chosen.who}
        short = call.short or chosen.short.replace("{}", slide_id) or generated.bare(call.link)
        channels: dict[str, Any] = {"web": call.link, "short": short if len(short) <= 20 else ""}
        channels |= {"phone": call.phone or chosen.phone, "desk": chosen.desk}
        fields: dict[str, Any] = {
            "kind": "consultation",
            "ask": ask,
            "who": who,
            "takes_minutes": call.takes_minutes or chosen.takes_minutes,
            "opens": call.opens.text if call.opens else None,
            "closes": call.closes.text if call.closes else None,
            "channels": {name: value for name, value in channels.items() if value},
            "legal_basis": call.legal_basis or chosen.legal_basis,
        }
        questions = list(call.questions)
        title = next(iter(call.title.values()), "")
        if title and not call.ask and not any(each.key == "ask" for each in questions):
            questions.append(
                open_value("ask", "what can people do, said with a verb?", said("the title {title!r}", title=title))
            )
        long = [lang for lang, text in ask.items() if len(text) > LONGEST_ASK]
        if long:
            asks = said("how is it said in at most {longest_ask} characters?", longest_ask=LONGEST_ASK)
            questions.append(open_value("ask", asks, said("more in {long}", long=", ".join(long))))
        return fields, questions + list(_missing(fields, channels, questions, short))

    def law(self, call: Call, lang: str) -> Iterator[str]:
        """The last days the law gives, one sentence for each way of counting; a person chooses."""
        basis = call.legal_basis or self.chosen.legal_basis
        published = self.chosen.published or call.published or call.opens
        if basis and published:
            yield from legal.explained(basis, published, self.origin.zone, lang)

    def id_of(self, name: str, source: str, link: str = "") -> str:
        """The id of the call's own file, if it has one; else `name`, or with a number where that is another's."""
        known = self.own(source, link)
        if known:
            return known.id
        taken = {each.id for each in self.there} | {path.partition("/")[2].removesuffix(".yaml") for path in self.files}
        number, candidate = 1, name
        while candidate in taken:
            number += 1
            candidate = f"{name}-{number}"
        return candidate

    def own(self, source: str, link: str) -> Written | None:
        """What is in the pack of this call: a slide before a draft.

        By its first line; else by its address, unless the first line says that it is another call of this source.
        """
        site = source.partition("#")[0]
        files = [each for each in self.there if each.origin == source] or [
            each
            for each in self.there
            if link and self.links.get(each.path) == link and each.origin.partition("#")[0] != site
        ]
        return min(files, key=lambda each: each.path.startswith("drafts/"), default=None)

    def write(self, name: str, source: str, fields: dict[str, Any], notes: Notes, link: str = "") -> str | None:
        """Writes a slide or a draft, or a finding where a person's file is there. Returns the path, if it wrote one."""
        known, slide_id = self.own(source, link), self.id_of(name, source, link)
        filled = {key: value for key, value in fields.items() if value not in (None, "", {}, [])}
        if not notes.questions:
            notes = notes._replace(questions=tuple(_invalid(filled, slide_id)))
        draft = bool(notes.questions)
        finished = known is not None and known.path.startswith("slides/") and draft
        if known and (finished or not known.unedited):
            doubted = {each.key.partition(".")[0] for each in notes.questions}
            self.findings += _differs(known, {key: value for key, value in filled.items() if key not in doubted})
            return None
        path = f"{'drafts' if draft else 'slides'}/{slide_id}.yaml"
        self.files[path] = generated.written(source, generated.document(filled, notes))
        if known and known.path == path:
            self.renewed.append(path)
        elif known:
            self.findings.append(_warning("draft", known.path, said("is now {path}; take this draft away", path=path)))
        if draft:
            names = ", ".join(dict.fromkeys(each.key for each in notes.questions))
            where = self.origin.where
            self.questions += [structs.replace(each, where=each.where or where) for each in notes.questions]
            self.findings.append(
                _warning("draft", path, said("is a draft, a person must finish it: {names}", names=names))
            )
        else:
            self.slides.append(slide_id)
        return path

    def gone(self, skipped: tuple[Skipped, ...], closed: list[Call]) -> Iterator[Finding]:
        """Slides of the pack whose source does not show them any more, or closed them before their day."""
        for each in skipped:
            known = self.own(f"{_site(self.origin)}#{each.key}", each.link)
            if known and known.path.startswith("slides/"):
                yield _warning(
                    "withdrawn", known.path, said("is {why} at its source, expected it off the screens", why=each.why)
                )
        for call in closed:
            known = self.own(f"{_site(self.origin)}#{call.key}", call.link)
            slide = self.context.pack.slides.get(known.id) if known else None
            if known and call.closes and isinstance(slide, Consultation) and not _over(slide.closes, self.origin):
                message = said("closed at its source on {text}, expected it off the screens", text=call.closes.text)
                yield _warning("withdrawn", known.path, message)


_ASKED = {
    "ask": "what can people do, said with a verb?",
    "who": "who can take part?",
    "takes_minutes": "how many minutes does it take?",
    "opens": "from when can people take part?",
    "closes": "until when can people take part?",
    "channels.web": "at which address can it be done?",
    "channels.short": "which address of at most 20 characters can people type?",
    "channels.phone": "at which telephone can people ask?",
    "channels.desk": "at which desk can people ask?",
}
_NOT_SAID = "the source does not say"


def _missing(
    fields: Mapping[str, Any], channels: Mapping[str, Any], questions: list[Question], short: str
) -> Iterator[Question]:
    """Fields without a value. What the source's reader has spoken of is not asked twice."""
    told = {each.key for each in questions}
    for name in ("ask", "who", "takes_minutes", "opens", "closes"):
        if not fields[name] and name not in told:
            yield open_value(name, _ASKED[name], _NOT_SAID)
    for name, value in channels.items():
        key = f"channels.{name}"
        if not value and key not in told:
            long = name == "short" and short
            yield open_value(
                key, _ASKED[key], said("{short!r} has {short2}", short=short, short2=len(short)) if long else _NOT_SAID
            )


def _invalid(fields: dict[str, Any], slide_id: str) -> list[Question]:
    """What the pack itself would refuse."""
    try:
        strict_yaml.typed(fields, authored(), slide_id)
    except RefusedError as error:
        return [
            open_value(fault.where.rpartition("$.")[2] or "kind", "what is right here?", fault.message)
            for fault in error.findings
        ]
    return []


def _differs(known: Written, fields: dict[str, Any]) -> Iterator[Finding]:
    """What the source says otherwise than a file a person wrote or edited."""
    try:
        there = strict_yaml.mapping(known.data, known.path)
    except RefusedError:
        return
    for name, value in fields.items():
        now, says = there.get(name), value
        if isinstance(value, dict) and isinstance(now, dict):
            says = {key: inner for key, inner in value.items() if key in now and now[key] != inner}
            now = {key: now[key] for key in says}
        if name == "kind" or now is None or now == says or not says:
            continue
        message = said(
            "keeps the {name} {now!r}, which a person wrote; its source says {says!r}", name=name, now=now, says=says
        )
        yield _warning("differs", f"{known.path}:$.{name}", message)
