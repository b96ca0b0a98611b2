"""A form of the page From a source becomes the next request of the same source."""

import io

import pytest
from aiohttp import web
from multidict import CIMultiDict, CIMultiDictProxy

from content.findings import RefusedError
from content.imports.options import named
from content.imports.registry import importer
from content.questions import Choice, Question
from control_server.sources.reading import ReadingRequest
from control_server.studio import source_form
from control_server.studio.source_form import KINDS

ASKED = ReadingRequest(what="dataset", reader="dataset", source="a.csv", options={"where": "an=2020", "sure": "city"})


def handed(name: str, data: bytes) -> web.FileField:
    headers: CIMultiDictProxy[str] = CIMultiDictProxy(CIMultiDict())
    return web.FileField("file", name, io.BufferedReader(io.BytesIO(data)), "text/csv", headers)  # type: ignore[arg-type]


def test_every_option_of_every_importer_is_a_field_in_one_group() -> None:
    for what, kind in KINDS.items():
        request = ReadingRequest(what=what, reader=kind.reader, source="a", options=dict(kind.options))
        groups = source_form.groups(request, ())
        names = [each.name for group in groups for each in group]
        assert sorted(names) == sorted(named(importer(kind.reader).options).keys() - kind.options.keys() - {"revenue"})


def test_what_is_asked_is_no_field_beside_the_question() -> None:
    question = Question(
        code="year", where="a", asks="?", option="year", choices=(Choice(answer="year", option="sure"),)
    )
    budget = ReadingRequest(what="budget", reader="budget", source="a")
    names = {each.name for group in source_form.groups(budget, [question]) for each in group}
    assert not names & {"year", "sure"}
    assert source_form.free(budget, question)
    assert not source_form.free(budget, Question(code="status", where="a", asks="?", option="status"))


def test_a_file_an_address_or_a_text_begins_a_reading() -> None:
    request, files = source_form.begun(
        {"what": "budget", "file": handed("C:\\date\\b.csv", b"x"), "revenue": handed("v.csv", b"y")}
    )
    assert (request.source, request.options, files) == ("b.csv", {"revenue": "v.csv"}, {"b.csv": b"x", "v.csv": b"y"})
    request, files = source_form.begun({"what": "dataset", "address": " https://a.ro/x ", "file": ""})
    assert (request.source, files) == ("https://a.ro/x", {})
    request, files = source_form.begun({"what": "notice", "text": "Strada se închide", "address": "https://a.ro"})
    assert (request.source, request.options) == (source_form.PASTED, {"kind": "notice"})


@pytest.mark.parametrize(
    ("form", "code"),
    [
        ({"what": "poem", "address": "https://a.ro"}, "choice"),
        ({"what": "budget"}, "source"),
        ({"what": "budget", "file": handed("a.csv", b"")}, "file"),
        ({"what": "budget", "file": handed("a.csv", b"x" * 20_000_001)}, "size"),
    ],
)
def test_what_cannot_be_read_is_refused_before_it_begins(form: dict[str, object], code: str) -> None:
    with pytest.raises(RefusedError) as refusal:
        source_form.begun(form)
    assert refusal.value.findings[0].code == code


def test_answers_are_the_importers_own_options_and_parts_are_joined() -> None:
    form = {
        "asks.1": "where",
        "answer.1": "where=sex=total",
        "asks.2": "x",
        "answer.2": "x=an",
        "text.2": "luna",
        "asks.3": "sure",
        "answer.3": "sure=unit",
        "asks.4": "y",
    }
    assert source_form.answered(ASKED, form, {}).options == {
        "where": "an=2020;sex=total",
        "x": "luna",
        "sure": "city,unit",
    }


def test_a_field_that_is_emptied_takes_its_option_away_and_others_stay() -> None:
    form = {"has.where": "1", "option.where": " ", "has.title": "1", "option.title": "Tramvaie"}
    assert source_form.answered(ASKED, form, {}).options == {"sure": "city", "title": "Tramvaie"}


def test_what_is_said_of_slides_is_kept_by_slide() -> None:
    form = {
        "value:a:title.ro": "  Un   titlu ",
        "compared:a:title": "1",
        "take:a": "1",
        "title": "T",
        "playlist": "toate",
    }
    request = source_form.answered(ASKED, form, {"a": {"body.ro": "Cum e"}, "b": {}})
    assert request.values == {"a": {"title.ro": "Un titlu"}}
    assert request.compared == {"a": ("title",)}
    assert (request.left_out, request.playlist, request.title, request.replace) == (("b",), "toate", "T", False)
    assert request.answers("a").compared == {"title"}
