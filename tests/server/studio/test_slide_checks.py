"""What is said while somebody types: at the right field, once, in the reader's language; and what is measured."""

from tests.server.simulator import Simulated
from tests.server.studio.conftest import Browser
from tests.server.studio.test_editor import checks

CALL = b"""kind: consultation
ask: {ro: Ce repari intai, en: What to repair first}
who: {ro: Oricine, en: Anyone}
takes_minutes: 3
opens: 2026-11-20T00:00
closes: 2026-12-06T23:59
channels: {web: "https://tm.ro/strada", short: tm.ro/strada, phone: 0256 408 300, desk: ghiseul 12}
legal_basis: Legea 52/2003
"""


def at(answer: dict[str, list[dict[str, str]]]) -> set[tuple[str, str]]:
    return {(each["code"], each["field"]) for each in answer["findings"]}


async def test_a_finding_is_at_its_field(city: Simulated, ana: Browser) -> None:
    answer = await checks(ana, **{"title.ro": "Podul se închide şi se deschide", "body.en": "On 5 December."})
    assert at(answer) == {("cedilla", "title.ro"), ("expiry", "expires")}
    (cedilla,) = [each for each in answer["findings"] if each["code"] == "cedilla"]
    assert cedilla["mend"] == "Podul se închide și se deschide"
    assert cedilla["label"] == "Put the commas"


async def test_of_several_like_it_the_worst_is_said(city: Simulated, ana: Browser) -> None:
    answer = await checks(ana, **{"body.ro": "lung " * 60})
    said = [each["text"] for each in answer["findings"] if each["code"] == "too-long"]
    assert len(said) == 1 and said[0].startswith("315 characters")


async def test_languages_are_counted_by_their_texts(city: Simulated, ana: Browser) -> None:
    answer = await checks(ana, **{"body.en": ""})
    assert answer["languages"] == {
        "ro": {"there": 2, "of": 2, "text": "2 of 2"},
        "en": {"there": 1, "of": 2, "text": "1 of 2"},
    }
    assert ("language-missing", "body.en") not in at(answer)


async def test_names_that_may_stay_in_one_language_are_not_counted(city: Simulated, ana: Browser) -> None:
    await city.put_slide("anunt", CALL)
    answer = await checks(ana)
    assert answer["languages"]["en"]["text"] == "2 of 2"


async def test_days_are_said_in_words_with_their_weekday(city: Simulated, ana: Browser) -> None:
    answer = await checks(ana, expires="15 decembrie, ora 14")
    assert answer["days"] == {"expires": "Tuesday, 15 December 2026, 14:00"}


async def test_what_is_measured_has_its_limit(city: Simulated, ana: Browser) -> None:
    await city.put_slide("anunt", CALL)
    answer = await checks(ana, display="gara", lang="ro")
    assert [(each["name"], each["well"]) for each in answer["measures"]] == [
        ("read", True),
        ("contrast", True),
        ("code", True),
    ]
    assert answer["measures"][2]["limit"] == "scanned from 2 m"


async def test_the_law_says_to_when_its_days_go_and_has_a_mend(city: Simulated, ana: Browser) -> None:
    await city.put_slide("anunt", CALL)
    answer = await checks(ana, closes="28 November 2026, 12:00")
    assert ("legal", "closes") in at(answer)
    mends = [each["mend"] for each in answer["findings"] if each["code"] == "legal"]
    assert "30 November 2026, 12:00" in mends
    assert any("30 November 2026" in sentence for sentence in answer["law"])


async def test_what_is_still_to_be_written_is_said_first_and_nothing_else(ana: Browser) -> None:
    answer = await checks(ana, "/studio/new-slide/notice", **{"title.ro": "Podul"})
    assert [(each["field"], each["level"]) for each in answer["findings"]] == [("body.ro", "lacking")]
    assert answer["measures"] == []
    page = await ana.send("/studio/new-slide/notice/preview", **{"title.ro": "Podul"})
    assert page.status == 422 and "when this is written: Text." in page.text
