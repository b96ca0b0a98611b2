"""Go Vocal (CitizenLab): projects and their phases, from the public API v2 or from the API of its own pages.

`/api/v2/projects` and `/api/v2/phases` give texts in one language and ask for a client's token; `/web_api/v1/projects`
and `/web_api/v1/projects/{id}/phases` are what every visitor's browser reads, in every language. Both are paged by
number. A project is a call while a phase runs, or is to come, in which people can do something; a phase of information
is none.
"""

from typing import Any, NamedTuple
from urllib.parse import quote, urlsplit

from content.authored import Moment
from content.findings import refused
from content.readers.calls import graphql, verbs
from content.readers.calls.call import Call, CallPage, Origin, Reason, Skipped, Texts, language, open_value
from content.readers.calls.plain import one_line

VERBS = {
    "ideation": "propose",
    "proposals": "propose",
    "voting": "vote",
    "budgeting": "vote",
    "native_survey": "answer",
    "community_monitor_survey": "answer",
    "survey": "answer",
    "poll": "answer",
    "document_annotation": "comment",
    "common_ground": "comment",
    "volunteering": "volunteer",
}
"""Method of participation → what people are asked to do. The others ask for nothing."""
_HIDDEN: dict[str, Reason] = {"draft": "unpublished", "archived": "archived"}


class Project(NamedTuple):
    """A project of either dialect."""

    id: str
    slug: str
    title: Texts
    about: str
    href: str
    visible: str
    status: str


class Phase(NamedTuple):
    """A phase of either dialect. `method` is the platform's word."""

    project: str
    title: str
    begins: Moment | None
    ends: Moment | None
    method: str


class GovocalAnswer(NamedTuple):
    """A page of projects or of phases; `after` is the number of the next page."""

    projects: tuple[Project, ...]
    phases: tuple[Phase, ...]
    after: int | None


def answer(data: bytes, origin: Origin) -> GovocalAnswer:
    """One page of either dialect. Raises RefusedError."""
    decoded = graphql.decoded(data, origin.where)
    if not isinstance(decoded, dict) or not any(
        isinstance(decoded.get(k), list) for k in ("data", "projects", "phases")
    ):
        raise refused("source", origin.where, "has neither projects nor phases, expected an answer of Go Vocal")
    listed = [("project", _flat(each)) for each in _list(decoded.get("projects"))]
    listed += [("phase", _flat(each)) for each in _list(decoded.get("phases"))]
    for each in [*_list(decoded.get("data")), *_list(decoded.get("included"))]:
        listed.append((str(each.get("type")), _flat(each)))
    return GovocalAnswer(
        tuple(_project(each, origin) for kind, each in listed if kind == "project"),
        tuple(_phase(each, origin) for kind, each in listed if kind == "phase"),
        _after(decoded),
    )


def _list(value: Any) -> list[dict[str, Any]]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _flat(item: dict[str, Any]) -> dict[str, Any]:
    """JSON:API keeps a resource's values in `attributes`, and its project in `relationships`."""
    attributes, related = item.get("attributes"), item.get("relationships")
    fields = {**item, **attributes} if isinstance(attributes, dict) else dict(item)
    project = related.get("project") if isinstance(related, dict) else None
    data = project.get("data") if isinstance(project, dict) else None
    if isinstance(data, dict):
        fields["project_id"] = data.get("id")
    return fields


def _after(document: dict[str, Any]) -> int | None:
    meta, links = document.get("meta"), document.get("links")
    if isinstance(meta, dict):
        page, pages = meta.get("current_page"), meta.get("total_pages")
        if isinstance(page, int) and isinstance(pages, int) and page < pages:
            return page + 1
    if isinstance(links, dict) and isinstance(after := links.get("next"), str):
        for part in urlsplit(after).query.replace("%5B", "[").replace("%5D", "]").split("&"):
            name, _, number = part.partition("=")
            if name in ("page[number]", "page_number") and number.isdecimal():
                return int(number)
    return None


def _texts(item: dict[str, Any], name: str, origin: Origin) -> Texts:
    """A text of every language (`…_multiloc`) or of the one that was asked for."""
    multiloc = item.get(f"{name}_multiloc")
    if not isinstance(multiloc, dict):
        words = one_line(_text(item, name), origin.lang)
        return {origin.lang: words} if words else {}
    texts: Texts = {}
    for locale, text in multiloc.items():
        lang = language(str(locale))
        if isinstance(text, str) and (words := one_line(text, lang)):
            texts.setdefault(lang, words)
    return texts


def _text(item: dict[str, Any], name: str) -> str:
    value = item.get(name)
    return value if isinstance(value, str) else ""


def _project(item: dict[str, Any], origin: Origin) -> Project:
    about = _texts(item, "description_preview", origin)
    return Project(
        id=_text(item, "id"),
        slug=_text(item, "slug"),
        title=_texts(item, "title", origin),
        about=about.get(origin.lang) or next(iter(about.values()), ""),
        href=_text(item, "href"),
        visible=_text(item, "visible_to") or "public",
        status=_text(item, "publication_status") or _text(item, "status") or "published",
    )


def _phase(item: dict[str, Any], origin: Origin) -> Phase:
    return Phase(
        project=_text(item, "project_id"),
        title=next(iter(_texts(item, "title", origin).values()), ""),
        begins=graphql.dated(_text(item, "start_at"), origin),
        ends=graphql.dated(_text(item, "end_at"), origin),
        method=_text(item, "participation_method"),
    )


def read(projects: tuple[Project, ...], phases: tuple[Phase, ...], origin: Origin) -> CallPage:
    """The calls among the projects, once all pages are there."""
    calls: list[Call] = []
    skipped: list[Skipped] = []
    for project in projects:
        link = _link(project, origin.base)
        own = [phase for phase in phases if phase.project == project.id]
        phase = _current(own, origin)
        why: Reason | None = _HIDDEN.get(project.status) or ("private" if project.visible != "public" else None)
        if why is None and phase is None:
            why = "not open to taking part"
        if why:
            name = next(iter(project.title.values()), project.slug)
            skipped.append(Skipped(project.slug or project.id, name, link, why))
        elif phase:
            calls.append(_call(project, phase, link))
    return CallPage(tuple(calls), tuple(skipped))


def _link(project: Project, base: str) -> str:
    if base and project.slug:
        return f"{base}/projects/{quote(project.slug, safe='')}"
    return project.href if project.href.startswith("https://") else ""


def _current(phases: list[Phase], origin: Origin) -> Phase | None:
    """The phase of this moment in which people can do something; else the next."""
    zone, now = origin.zone, origin.now
    open_to = [phase for phase in phases if phase.method in VERBS]
    left = [phase for phase in open_to if phase.ends is None or phase.ends.instant(zone, ends=True) > now]
    return min(left, key=lambda phase: phase.begins.instant(zone) if phase.begins else now, default=None)


def _call(project: Project, phase: Phase, link: str) -> Call:
    return Call(
        key=project.slug or project.id,
        title=project.title,
        ask=verbs.asked(VERBS[phase.method], project.title),
        opens=phase.begins,
        closes=phase.ends,
        link=link,
        questions=(
            open_value("ask", "is this what people can do, put together from the way to take part?", phase.method),
        ),
        excerpts=tuple(text for text in (phase.title, project.about) if text),
    )
