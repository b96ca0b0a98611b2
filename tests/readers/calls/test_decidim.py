"""Decidim: both dialects, what must not be shown, links, times, markup."""

from typing import Any

import pytest

from content.authored import Moment
from content.findings import RefusedError
from content.readers.calls import decidim, graphql
from tests.readers.calls.origins import FILE, NOW, SITE, answer, messages

STEP: dict[str, Any] = {
    "title": messages(ro="Depunere de idei"),
    "startDate": "2026-11-01T00:00:00+02:00",
    "endDate": "2026-12-06T23:59:59+02:00",
    "active": True,
    "position": 1,
    "callToActionText": messages(ro="Propune", en="Propose"),
    "callToActionPath": "f/12/proposals",
}
PROCESS: dict[str, Any] = {
    "slug": "buget-participativ",
    "title": messages(ro="<p>Bugetul participativ &amp; orașul 2026</p>", en="Participatory budget 2026"),
    "shortDescription": messages(ro="<p>Tu decizi.</p>"),
    "target": messages(ro="Oricine are 16 ani"),
    "startDate": "2026-10-01",
    "endDate": "2027-01-31",
    "publishedAt": "2026-09-30T10:00:00+03:00",
    "steps": [STEP],
}


def read(*processes: dict[str, Any], origin: Any = SITE) -> Any:
    return decidim.read(answer(participatoryProcesses=list(processes)), origin)


def one(**changes: Any) -> Any:
    (call,) = read({**PROCESS, **changes}).calls
    return call


def phased(**changes: Any) -> dict[str, Any]:
    """The newer dialect: phases, and nothing to do said of them."""
    phase = {key: value for key, value in STEP.items() if not key.startswith("callToAction")}
    return {**{key: value for key, value in PROCESS.items() if key != "steps"}, "phases": [{**phase, **changes}]}


def test_a_step_with_a_call_to_action_is_a_call() -> None:
    call = one()
    assert call.key == "buget-participativ"
    assert call.ask["ro"] == "Propune: Bugetul participativ & orașul 2026"
    assert call.ask["en"] == "Propose: Participatory budget 2026"
    assert call.who == {"ro": "Oricine are 16 ani"}
    assert (call.opens, call.closes) == (Moment("2026-11-01T00:00"), Moment("2026-12-06T23:59"))
    assert call.link == "https://participa.oras.ro/processes/buget-participativ/f/12/proposals"
    assert not call.questions


def test_a_call_to_action_that_says_enough_stands_alone() -> None:
    step = {**STEP, "callToActionText": messages(ro="Spune ce repari întâi pe strada ta")}
    assert one(steps=[step]).ask == {"ro": "Spune ce repari întâi pe strada ta"}


def test_a_phase_does_not_say_what_people_can_do() -> None:
    (call,) = read(phased()).calls
    assert not call.ask
    assert [each.key for each in call.questions] == ["ask"]
    assert "'Depunere de idei' does not say" in call.questions[0].seen
    assert call.closes == Moment("2026-12-06T23:59")


def test_the_link_is_the_host_that_was_asked_and_the_slug_not_what_the_server_tells() -> None:
    (call,) = read({**phased(), "url": "http://10.0.0.7:3000/processes/buget-participativ"}).calls
    assert call.link == "https://participa.oras.ro/processes/buget-participativ"


def test_a_site_below_a_path_keeps_it() -> None:
    origin = SITE._replace(base="https://oras.ro/participare")
    (call,) = decidim.read(answer(participatoryProcesses=[phased()]), origin).calls
    assert call.link == "https://oras.ro/participare/processes/buget-participativ"


def test_a_slug_cannot_lead_elsewhere() -> None:
    (call,) = read({**phased(), "slug": "../../evil?x=1#y"}).calls
    assert call.link == "https://participa.oras.ro/processes/..%2F..%2Fevil%3Fx%3D1%23y"


@pytest.mark.parametrize("path", ["https://rau.example/x", "//rau.example/x", "../../rau"])
def test_a_call_to_action_elsewhere_is_a_doubt_and_not_the_link(path: str) -> None:
    call = one(steps=[{**STEP, "callToActionPath": path}])
    assert call.link == "https://participa.oras.ro/processes/buget-participativ"
    assert [each.key for each in call.questions] == ["channels.web"]


def test_a_file_has_no_host_and_so_no_link() -> None:
    (call,) = read(PROCESS, origin=FILE).calls
    assert not call.link


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"privateSpace": True}, "private"),
        ({"withdrawn": True}, "withdrawn"),
        ({"withdrawnAt": "2026-11-01T00:00:00Z"}, "withdrawn"),
        ({"publishedAt": None}, "unpublished"),
    ],
)
def test_what_must_not_be_shown_is_left_out_with_its_reason(changes: dict[str, Any], why: str) -> None:
    page = read({**PROCESS, **changes}, {**PROCESS, "slug": "altul"})
    assert [call.key for call in page.calls] == ["altul"]
    assert [(each.key, each.why) for each in page.skipped] == [("buget-participativ", why)]


def test_the_phase_of_this_moment_is_taken_whatever_is_marked_active() -> None:
    past = {**STEP, "startDate": "2026-09-01", "endDate": "2026-10-31", "position": 0}
    now = {**STEP, "active": False}
    assert one(steps=[past, now]).closes == Moment("2026-12-06T23:59")


def test_an_active_phase_that_is_over_gives_way_to_the_next() -> None:
    past = {**STEP, "startDate": "2026-09-01T00:00:00Z", "endDate": "2026-11-20T00:00:00Z"}
    coming = {**STEP, "active": False, "startDate": "2026-12-01", "endDate": "2026-12-20"}
    assert one(steps=[past, coming]).opens == Moment("2026-12-01")


def test_a_phase_without_an_end_takes_the_process_with_a_doubt() -> None:
    call = one(steps=[{**STEP, "endDate": None}])
    assert call.closes == Moment("2027-01-31")
    assert [each.key for each in call.questions] == ["closes"]


def test_times_are_told_in_the_citys_zone() -> None:
    step = {**STEP, "startDate": "2026-11-19T22:00:00Z", "endDate": "2026-12-06T20:30:00 UTC"}
    call = one(steps=[step])
    assert (call.opens, call.closes) == (Moment("2026-11-20T00:00"), Moment("2026-12-06T22:30"))
    assert call.closes.instant(SITE.zone) > NOW


def test_a_machines_translation_is_not_the_citys_word() -> None:
    title = {
        "translations": [{"locale": "ro", "text": "Titlu"}, {"locale": "en", "text": "T", "machineTranslated": True}]
    }
    assert one(title=title).title == {"ro": "Titlu"}


def test_locales_are_languages_and_the_first_counts() -> None:
    assert one(title=messages(ro_RO="Unu", ro="Doi", hu_HU="Három")).title == {"ro": "Unu", "hu": "Három"}


def test_connections_are_read_as_lists_are() -> None:
    edges = {"edges": [{"node": PROCESS}], "pageInfo": {"hasNextPage": True, "endCursor": "Mg"}}
    page = decidim.read(answer(participatoryProcesses=edges), SITE)
    assert (len(page.calls), page.after) == (1, "Mg")


def test_a_query_names_only_what_the_server_knows() -> None:
    old = decidim.query(
        {"process": frozenset(("title", "slug", "steps")), "step": frozenset(("title", "callToActionText"))}
    )
    assert "callToActionText" in old
    assert "phases" not in old
    assert "callToActionPath" not in old
    new = decidim.query({"process": frozenset(("title", "slug", "phases")), "phase": frozenset(("title", "endDate"))})
    assert "phases { title { translations { locale text } } endDate }" in new
    assert "steps" not in new
    assert "machineTranslated" in decidim.query({"text": frozenset(("machineTranslated",))})


def test_the_servers_fields_are_understood() -> None:
    data = {
        "__schema": {"queryType": {"fields": [{"name": "participatoryProcesses"}]}},
        "process": {"fields": [{"name": "slug"}, {"name": "phases"}]},
        "step": None,
    }
    assert graphql.known(data) == {
        "query": frozenset({"participatoryProcesses"}),
        "process": frozenset({"slug", "phases"}),
        "step": frozenset(),
    }


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"<html>", "is no JSON"),
        (b"[" * 100_000, "is no JSON"),
        (b'{"errors": [{"message": "Field \'steps\' doesn\'t exist"}]}', "answered with the error"),
        (b'{"data": null}', "has no `data`"),
        (answer(participatoryProcesses=[{"title": None}]), r"participatoryProcesses\[0\]: is not as expected"),
        (answer(participatoryProcesses=[{**PROCESS, "endDate": "mâine"}]).replace(b'"steps"', b'"x"'), "mâine"),
        (answer(participatoryProcesses=[{**PROCESS, "steps": [], "endDate": "9999-12-31"}]), "year from 1900"),
    ],
)
def test_what_is_no_answer_is_refused_in_a_sentence(data: bytes, sentence: str) -> None:
    with pytest.raises(RefusedError, match=sentence):
        decidim.read(data, SITE)
