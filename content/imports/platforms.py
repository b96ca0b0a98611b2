"""The conversations with platforms of participation: what is asked of them, in which order, how far.

Decides addresses and queries. What the answers mean is the readers' (`readers.calls`).
"""

from collections.abc import Callable, Generator
from urllib.parse import quote, urlsplit

from content.findings import RefusedError, refused
from content.imports.conversation import Ask, Told
from content.phrases import said
from content.readers.calls import consul, decidim, govocal, graphql
from content.readers.calls.call import Call, CallPage, Origin, Skipped

JSON = "application/json"
MOST_PAGES = 40
"""Answers of one list; a server that never says it is done is not asked for ever."""
_BELOW = ("/processes", "/projects", "/api", "/graphql", "/budgets", "/debates", "/proposals", "/web_api")
"""Where the site's own paths begin: what stands before them is its base."""

Held = Generator[Ask, Told, CallPage]


def base(address: str) -> str:
    """The address of a site from that of one of its pages, without the last /."""
    parts = urlsplit(address)
    path = parts.path
    for below in _BELOW:
        start = path.find(below)
        if start >= 0 and path[start + len(below) :][:1] in ("", "/"):
            path = path[:start]
    return f"{parts.scheme}://{parts.netloc}{path}".rstrip("/")


def body(told: Told) -> bytes:
    """What came back, when it was a success. Raises RefusedError naming the status."""
    if told.status >= 400:
        raise refused("source", told.address, said("answered with status {status}, expected data", status=told.status))
    return told.body


def decidim_site(origin: Origin) -> Held:
    """All processes at once. Where the server does not tell its fields, the older dialect is tried, then the newer."""
    endpoint = f"{origin.base}/api"
    known = yield from _known(endpoint, decidim.TYPES)
    if known.get("query") and "participatoryProcesses" not in known["query"]:
        raise refused("source", endpoint, "has no participatory processes, expected Decidim's GraphQL API")
    told = yield Ask(address=endpoint, body=graphql.body(decidim.query(known)), accept=JSON)
    try:
        return decidim.read(body(told), origin)
    except RefusedError:
        if known.get("process"):
            raise
    told = yield Ask(address=endpoint, body=graphql.body(decidim.query(decidim.NEWER)), accept=JSON)
    return decidim.read(body(told), origin)


def consul_site(origin: Origin, collection: str, limit: int) -> Held:
    """One collection, page by page, until there are `limit` calls."""
    endpoint = f"{origin.base}/graphql"
    known = yield from _known(endpoint, consul.TYPES)
    if known.get("query") and collection not in known["query"]:
        raise refused(
            "source",
            endpoint,
            said("has no {collection}, expected CONSUL Democracy's GraphQL API", collection=collection),
        )
    calls: list[Call] = []
    skipped: list[Skipped] = []
    after: str | None = None
    for _ in range(MOST_PAGES):
        told = yield Ask(address=endpoint, body=graphql.body(consul.query(collection, known, after)), accept=JSON)
        page = consul.read(body(told), origin)
        calls += page.calls
        skipped += page.skipped
        if page.after is None or page.after == after or len(calls) >= limit:
            break
        after = page.after
    return CallPage(tuple(calls), tuple(skipped))


def _known(endpoint: str, types: dict[str, str]) -> Generator[Ask, Told, graphql.Known]:
    """The fields of these types on the server; empty where it does not tell them."""
    told = yield Ask(address=endpoint, body=graphql.body(graphql.question(types)), accept=JSON)
    try:
        return graphql.known(graphql.data(body(told), endpoint))
    except RefusedError:
        if told.status >= 400 and told.status not in (400, 403, 422):
            raise
        return {}


def govocal_site(origin: Origin, limit: int) -> Held:
    """The public API; where it asks for a token, what the site's own pages read."""
    told = yield Ask(address=_v2(origin, "projects", 1), accept=JSON)
    if told.status in (401, 403, 404):
        return (yield from _own_pages(origin, limit))
    first = govocal.answer(body(told), origin)
    pages = [first, *(yield from _pages(origin, lambda page: _v2(origin, "projects", page), first.after))]
    pages += yield from _pages(origin, lambda page: _v2(origin, "phases", page), 1)
    projects = tuple(project for page in pages for project in page.projects)
    return govocal.read(projects, tuple(phase for page in pages for phase in page.phases), origin)


def _pages(
    origin: Origin, address: Callable[[int], str], page: int | None
) -> Generator[Ask, Told, list[govocal.GovocalAnswer]]:
    """The answers from this page on, each of which says which is next."""
    answers: list[govocal.GovocalAnswer] = []
    while page is not None and len(answers) < MOST_PAGES:
        answers.append(govocal.answer(body((yield Ask(address=address(page), accept=JSON))), origin))
        page = answers[-1].after
    return answers


def _v2(origin: Origin, what: str, page: int) -> str:
    return f"{origin.base}/api/v2/{what}?page_number={page}&page_size=100&locale={origin.lang}"


def _own_pages(origin: Origin, limit: int) -> Held:
    site = f"{origin.base}/web_api/v1/projects"
    pages = yield from _pages(origin, lambda page: f"{site}?page%5Bnumber%5D={page}&page%5Bsize%5D=24", 1)
    projects = [project for page in pages for project in page.projects]
    phases: list[govocal.Phase] = []
    public = [each for each in projects if each.status == "published" and each.visible == "public"]
    for project in public[: 2 * limit]:
        address = f"{site}/{quote(project.id, safe='')}/phases"
        answer = govocal.answer(body((yield Ask(address=address, accept=JSON))), origin)
        phases += (phase._replace(project=phase.project or project.id) for phase in answer.phases)
    return govocal.read(tuple(projects), tuple(phases), origin)
