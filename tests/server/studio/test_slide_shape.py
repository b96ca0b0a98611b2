"""The places of a slide's file, by its kind: also of a file that lacks some, and of a kind from outside."""

import pytest

from content.findings import RefusedError
from content.pack.slides import AUTHORED
from control_server.studio import slide_shape
from tests.slides.vacancy import Vacancy


def held(kind: str) -> dict[str, str]:
    return {place.path: place.holds for place in slide_shape.places({"kind": kind})}


def test_the_places_of_a_notice() -> None:
    assert held("notice") == {
        "not_before": "moment",
        "expires": "moment",
        "title": "text",
        "body": "text",
        "image": "line",
        "alt": "text",
        "link.url": "line",
        "link.short": "line",
    }


def test_what_each_place_holds_and_its_limits() -> None:
    places = {place.path: place for place in slide_shape.places({"kind": "budget", "status": "draft"})}
    assert places["status"].choices == ("draft", "executed", "voted")
    assert places["year"].bounds == (1990, 2100)
    assert places["link.short"].most == 20 and not places["link.short"].needed
    assert places["objection.until"].holds == "moment"
    assert {place.path for place in places.values() if place.needed} >= {"title", "data", "source.name", "view"}


def test_a_group_that_is_begun_is_needed_whole() -> None:
    def needed(**link: str) -> set[str]:
        return {place.path for place in slide_shape.places({"kind": "notice", "link": link}) if place.needed}

    assert needed() == {"title", "body"}
    assert needed(url="https://tm.ro") == {"title", "body", "link.url", "link.short"}


def test_the_members_of_a_list_each_have_their_places() -> None:
    values = {"kind": "dataset", "breaks": [{"at": 2016, "note": "a"}, {"at": 2018}, "not a mapping"]}
    notes = [place for place in slide_shape.places(values) if place.name == "breaks.note"]
    assert [(place.path, place.value) for place in notes] == [("breaks[0].note", "a"), ("breaks[1].note", None)]


def test_a_kind_from_outside_has_its_places(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(AUTHORED, "vacancy", Vacancy)
    assert held("vacancy")["apply_until"] == "moment"
    assert held("vacancy")["post"] == "text"


@pytest.mark.parametrize("body", [b"kind: vot\n", b"title: x\n", b"- a\n", b"kind: [notice]\n"])
def test_what_is_no_slide_is_refused(body: bytes) -> None:
    with pytest.raises(RefusedError):
        slide_shape.read(body, "slides/a.yaml")
