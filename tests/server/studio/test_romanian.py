"""Whoever reads Romanian reads no English: pages, what their forms refuse, what files are refused for, what is asked.

The files are those of the corpus. What a person or a file wrote may be of any language; so may code.
"""

import re
from collections.abc import Iterator

import pytest

from content.findings import Finding, RefusedError
from content.imports import options
from content.imports.conversation import Ask, Imported, Told, held
from content.imports.registry import importer
from control_server.app import ROUTES
from control_server.routes.route import Route
from control_server.studio import finding_words, phrase_words
from tests.corpus.case import Case
from tests.corpus.outcome import context
from tests.corpus.test_corpus import CASES
from tests.server.simulator import Simulated
from tests.server.studio.conftest import Browser
from tests.server.studio.english import sentences, visible
from tests.server.studio.test_nonsense import NAMES, address

EVERY = 4
"""Of so many cases of the corpus one is read here."""
PAGES = [
    route
    for route in ROUTES
    if route.path.startswith("/studio") and not route.path.endswith(("/sign-out", "/static/{file}"))
]


def imported(case: Case) -> Imported | tuple[Finding, ...]:
    """What the case's import brings, or what it is refused for."""
    data = case.body
    sources = {case.file: data, **case.beside}

    def answer(ask: Ask) -> Told:
        body = sources.get(ask.address)
        return Told(address=ask.address, status=404 if body is None else 200, body=body or b"not there")

    reader = importer(case.reader)
    try:
        picked = options.chosen(case.options, reader.options)
        return held(reader.converse(case.file, picked, context(case)), answer)
    except RefusedError as error:
        return error.findings


def told(result: Imported | tuple[Finding, ...]) -> Iterator[str]:
    """All that the studio says of it in Romanian, beside the words of its own pages."""
    if not isinstance(result, Imported):
        yield from (finding_words.shown(finding, "ro") for finding in result)
        return
    yield from (finding_words.shown(finding, "ro") for finding in result.findings if finding.code != "draft")
    for question in result.questions:
        yield phrase_words.told("ro", question.seen, question.phrases, "seen") or question.seen
        for choice in question.choices:
            yield phrase_words.told("ro", choice.gives, choice.phrases, "gives") or choice.gives
    for each in result.reckonings:
        yield phrase_words.told("ro", each.how, each.phrases, "how") or each.how


@pytest.mark.parametrize("case", CASES[::EVERY], ids=lambda case: case.name)
def test_what_is_read_is_told_in_romanian(case: Case) -> None:
    assert [text for text in told(imported(case)) if sentences(text)] == []


@pytest.mark.parametrize("route", PAGES, ids=lambda route: f"{route.method} {route.path[:50]}")
async def test_pages_and_what_they_refuse_are_romanian(city: Simulated, ana: Browser, route: Route) -> None:
    await ana.send("/studio/slides/strada", **{"title__ro": "Spune ce repari", "change-title": "Strada"})
    ana.lang = "ro"
    english: list[str] = []
    for nonsense in ("", "zzz", "9999-12-31"):
        path = await address(city, route)
        if route.method == "GET":
            pages = [await ana.get(path), await ana.get(path, **{name: nonsense for name in NAMES if name != "lang"})]
        else:
            pages = [await ana.send(path, **{name.replace(".", "__"): nonsense for name in NAMES})]
        english += [text for page in pages if "<html" in page.text for text in sentences(visible(page.text))]
    assert sorted(set(english)) == []


def test_english_is_found() -> None:
    assert sentences("has nothing in it, expected rows") == ["has nothing in it, expected rows"]
    assert sentences("Are „expected rows” și un rând în plus.") == []
    assert sentences(visible("<p>Bine</p><p>found <b>x</b></p>")) == ["found"]
    assert not re.search("[A-Z]", "".join(sentences("")))
