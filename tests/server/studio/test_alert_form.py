"""The form of an alert, read into one."""

from datetime import UTC, datetime, timedelta

import pytest
from multidict import MultiDict

from content.findings import RefusedError
from content.pack.alert import LONGEST
from content.pack.tagged import Tagged
from control_server.studio import alert_form
from tests import sample

NOW = datetime(2026, 11, 24, 12, 5, 30, 999, tzinfo=UTC)
TEXTS = {"title.ro": " Apa  nu este\npotabilă ", "body.ro": "Nu o bea şi\n\nnu găti.", "minutes": "240"}


def read(**changed: str) -> alert_form.AlertFields:
    form = MultiDict({**TEXTS, **{name.replace("__", "."): value for name, value in changed.items()}})
    return alert_form.typed(form, sample.parsed().city)


def test_what_is_typed_becomes_an_alert_from_now_on() -> None:
    made = alert_form.alert(read(), sample.parsed(), NOW)
    assert made.title == {"ro": "Apa nu este potabilă"}
    assert made.body == {"ro": "Nu o bea și\nnu găti."}
    assert (made.issuer, made.displays) == ("Orașul de probă", "all")
    assert (made.since.text, made.until.text) == ("2026-11-24T14:05:30+02:00", "2026-11-24T18:05:30+02:00")


def test_the_form_comes_again_of_an_alert() -> None:
    city = sample.parsed()
    fields = read(title__hu="A víz nem iható", body__hu="Ne igya meg.", issuer="Aquatim")
    assert alert_form.again(alert_form.alert(fields, city, NOW), city.city) == fields._replace(
        titles={"ro": "Apa nu este potabilă", "en": "", "hu": "A víz nem iható"}
    )


@pytest.mark.parametrize(
    ("chosen", "displays"),
    [
        ([("tag", "centru")], Tagged(tags=("centru",))),
        ([("display", "gara")], ("gara",)),
        ([("tag", "centru"), ("display", "gara")], ("piata", "gara")),
        ([("display", "nicaieri"), ("display", "gara")], ("gara",)),
    ],
)
def test_where(chosen: list[tuple[str, str]], displays: object) -> None:
    form = MultiDict([*TEXTS.items(), ("where", "some"), *chosen])
    city = sample.parsed()
    assert alert_form.alert(alert_form.typed(form, city.city), city, NOW).displays == displays


@pytest.mark.parametrize(
    ("changed", "form"),
    [
        ({"title__ro": " "}, ["empty"]),
        ({"body__en": "Do not drink it."}, ["empty"]),
        ({"title__ro": "x" * 401, "body__ro": ""}, ["long", "empty"]),
        ({"where": "some"}, ["nowhere"]),
    ],
)
def test_what_cannot_be_taken(changed: dict[str, str], form: list[str]) -> None:
    with pytest.raises(RefusedError) as caught:
        alert_form.alert(read(**changed), sample.parsed(), NOW)
    assert [finding.values["form"] for finding in caught.value.findings] == form


def test_nonsense_is_the_usual() -> None:
    assert read(minutes="99999").minutes == read(minutes="x").minutes == alert_form.USUAL_MINUTES
    assert timedelta(minutes=max(alert_form.MINUTES)) == LONGEST


def test_the_citys_own_texts_stand_before_ours() -> None:
    ours = sample.parsed().city
    own = sample.parsed(city=sample.CITY + "alert_texts: [{title: Gaz, body: Ieșiți., issuer: Delgaz}]\n").city
    assert [alert_form.ready(each)[0].title for each in (own,)] == ["Gaz"]
    assert alert_form.fresh(own, alert_form.ready(own)[0]).issuer == "Delgaz"
    for text in alert_form.ready(ours):
        fields = alert_form.fresh(ours, text)
        assert all(fields.titles[lang] and fields.bodies[lang] for lang in ours.languages)
        assert all(len(title) <= alert_form.HEADLINE for title in fields.titles.values())
        assert all(len(body) <= alert_form.INSTRUCTION for body in fields.bodies.values())
