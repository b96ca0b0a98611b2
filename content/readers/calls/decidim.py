"""Decidim's participatory processes, from its GraphQL API (`/api`).

Two dialects: older servers give a process `steps` with a call to action (text and path), newer ones `phases` without.
What people are asked for is the call to action; a phase alone does not say whether people can take part, so a person
must. The link is built from the host that was asked and the process's slug: the `url` the server tells is often that of
a machine behind it. Machine translations are left out: nobody of the city has read them.
"""

from urllib.parse import quote

import msgspec

from content.phrases import said
from content.questions import Question
from content.readers.calls import graphql
from content.readers.calls.call import Call, CallPage, Origin, Reason, Skipped, Texts, language, open_value
from content.readers.calls.plain import one_line

TYPES = {
    "process": "ParticipatoryProcess",
    "step": "ParticipatoryProcessStep",
    "phase": "ParticipatoryProcessPhase",
    "text": "LocalizedString",
}
_TEXTS = ("title", "shortDescription", "target")
_PLAIN = ("slug", "startDate", "endDate", "publishedAt", "privateSpace", "withdrawn", "withdrawnAt")
_OF_PHASE = ("active", "position", "startDate", "endDate", "callToActionPath")
_PHASE_TEXTS = ("title", "callToActionText")
NEWER: graphql.Known = {
    "process": frozenset((*_TEXTS, "slug", "startDate", "endDate", "publishedAt", "phases")),
    "phase": frozenset(("title", "active", "position", "startDate", "endDate")),
}
"""What a server with phases knows, for one that does not say."""


def query(known: graphql.Known) -> str:
    """The query for every process, in the fields this server knows; in those of the older dialect when it tells none.

    There is no paging: Decidim gives all processes at once.
    """
    names = "locale text machineTranslated" if "machineTranslated" in known.get("text", ()) else "locale text"
    texts = f"{{ translations {{ {names} }} }}"
    process = known.get("process") or frozenset((*_TEXTS, "slug", "startDate", "endDate", "publishedAt", "steps"))
    asked = [f"{name} {texts}" for name in _TEXTS if name in process] + [name for name in _PLAIN if name in process]
    for plural, kind in (("phases", "phase"), ("steps", "step")):
        if plural in process:
            fields = known.get(kind) or frozenset((*_OF_PHASE, *_PHASE_TEXTS))
            inner = [f"{name} {texts}" for name in _PHASE_TEXTS if name in fields]
            asked.append(f"{plural} {{ {' '.join([*inner, *(name for name in _OF_PHASE if name in fields)])} }}")
            break
    return f"{{ participatoryProcesses {{ {' '.join(asked)} }} }}"


class _Translation(msgspec.Struct):
    locale: str
    text: str | None = None
    machineTranslated: bool | None = None


class _LocalizedText(msgspec.Struct):
    translations: list[_Translation] | None = None

    def texts(self) -> Texts:
        texts: Texts = {}
        for each in self.translations or ():
            lang = language(each.locale)
            words = one_line(each.text, lang)
            if words and not each.machineTranslated:
                texts.setdefault(lang, words)
        return texts


class _Phase(msgspec.Struct, rename="camel"):
    title: _LocalizedText | None = None
    start_date: str | None = None
    end_date: str | None = None
    active: bool | None = None
    position: int | None = None
    call_to_action_text: _LocalizedText | None = None
    call_to_action_path: str | None = None


class _Process(msgspec.Struct, rename="camel"):
    slug: str
    title: _LocalizedText | None = None
    short_description: _LocalizedText | None = None
    target: _LocalizedText | None = None
    start_date: str | None = None
    end_date: str | None = None
    published_at: str | msgspec.UnsetType | None = msgspec.UNSET
    private_space: bool | None = None
    withdrawn: bool | None = None
    withdrawn_at: str | None = None
    steps: object = None
    phases: object = None

    def hidden(self) -> Reason | None:
        """Why it must not be shown in public, if so."""
        if self.private_space:
            return "private"
        if self.withdrawn or self.withdrawn_at:
            return "withdrawn"
        return "unpublished" if self.published_at is None else None


def read(answer: bytes, origin: Origin) -> CallPage:
    """The calls among the processes. Raises RefusedError."""
    listed, after = graphql.nodes(graphql.data(answer, origin.where).get("participatoryProcesses"))
    calls: list[Call] = []
    skipped: list[Skipped] = []
    for number, value in enumerate(listed):
        process: _Process = graphql.converted(value, _Process, f"{origin.where}:$.participatoryProcesses[{number}]")
        title = process.title.texts() if process.title else {}
        link = f"{origin.base}/processes/{quote(process.slug, safe='')}" if origin.base else ""
        if (why := process.hidden()) is not None:
            skipped.append(Skipped(process.slug, next(iter(title.values()), process.slug), link, why))
        else:
            calls.append(_call(process, title, link, origin))
    return CallPage(tuple(calls), tuple(skipped), after)


def _call(process: _Process, title: Texts, link: str, origin: Origin) -> Call:
    phase = _current(process, origin)
    ask = _asked(phase, title) if phase else {}
    link, questions = _linked(link, phase)
    if not ask:
        questions.append(_no_ask(phase))
    begins, ends = (phase.start_date, phase.end_date) if phase else (None, None)
    closes = graphql.dated(ends or process.end_date, origin)
    if phase and not ends and closes:
        asks = "is this the last day of the phase too, which names none of its own?"
        questions.append(open_value("closes", asks, said("the whole process ends on {text}", text=closes.text)))
    about = process.short_description.texts() if process.short_description else {}
    return Call(
        key=process.slug,
        title=title,
        ask=ask,
        who=process.target.texts() if process.target else {},
        opens=graphql.dated(begins or process.start_date, origin),
        closes=closes,
        link=link,
        questions=tuple(questions),
        excerpts=tuple(about.values())[:1],
    )


def _no_ask(phase: _Phase | None) -> Question:
    name = next(iter(phase.title.texts().values()), "") if phase and phase.title else ""
    seen = said("the phase {name!r} does not say", name=name) if name else "the source does not say"
    return open_value("ask", "what can people do, said with a verb, and can they?", seen)


def _linked(link: str, phase: _Phase | None) -> tuple[str, list[Question]]:
    """The page of the call to action: its path is below the process's own, as Decidim itself joins them."""
    path = ((phase.call_to_action_path if phase else None) or "").strip()
    if not path or not link:
        return link, []
    if "://" in path or path.startswith("//") or ".." in path.split("/"):
        return link, [open_value("channels.web", "does the call to action lead to another place?", path[:120])]
    return f"{link}/{quote(path.lstrip('/'), safe='/?=&#%')}", []


def _asked(phase: _Phase, title: Texts) -> Texts:
    """The call to action, followed by what it is about where it alone would not say."""
    action = phase.call_to_action_text.texts() if phase.call_to_action_text else {}
    return {
        lang: words if len(words.split()) >= 4 else f"{words}: {title[lang]}"
        for lang, words in action.items()
        if lang in title
    }


def _current(process: _Process, origin: Origin) -> _Phase | None:
    """The phase of this moment; else the one marked active; else the next to begin."""
    zone, now = origin.zone, origin.now
    listed, _ = graphql.nodes(process.phases if process.phases is not None else process.steps)
    phases: list[_Phase] = [graphql.converted(each, _Phase, origin.where) for each in listed]
    phases.sort(key=lambda phase: phase.position or 0)
    dated = [(graphql.dated(p.start_date, origin), graphql.dated(p.end_date, origin), p) for p in phases]
    for begins, ends, phase in dated:
        if begins and ends and begins.instant(zone) <= now < ends.instant(zone, ends=True):
            return phase
    active = [p for _, ends, p in dated if p.active and not (ends and ends.instant(zone, ends=True) <= now)]
    coming = [p for begins, _, p in dated if begins and begins.instant(zone) > now]
    return next(iter([*active, *coming]), None)
