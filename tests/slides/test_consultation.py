"""An open call as template data: what is read of it, and when its countdown ends."""

from datetime import UTC, datetime

from content import live
from content.slides import consultation
from content.slides.compose import characters, compose
from content.slides.consultation import ConsultationData
from tests.slides.samples import FORMATS, city, with_slide


def composed(**fields: object) -> ConsultationData:
    data = compose(with_slide("strada", **fields), "strada", "ro", FORMATS["landscape"]).data
    assert isinstance(data, ConsultationData)
    return data


def test_who_is_asked_and_how_long_it_takes_are_two_sentences() -> None:
    who, takes = composed(who={"ro": "Oricine locuiește aici. "}, takes_minutes=3).who
    assert who.replace("\u00a0", " ") == "Oricine locuiește aici."
    assert takes.endswith(".")
    assert "3" in takes


def test_the_countdown_ends_with_the_call_and_has_room_for_all_it_may_say() -> None:
    data = composed(opens="2026-11-20T00:00", closes="2026-12-06T23:59")
    assert data.until is not None
    assert datetime.fromisoformat(data.until) == datetime(2026, 12, 6, 21, 59, tzinfo=UTC)
    assert data.countdown == live.widest("countdown", "ro", 16, consultation.COUNTDOWN_WEIGHT)
    assert composed(closes="2028-12-06").countdown >= data.countdown


def test_a_bare_day_closes_at_its_end() -> None:
    assert datetime.fromisoformat(composed(closes="2026-12-06").until or "") == datetime(2026, 12, 6, 22, tzinfo=UTC)


def test_what_is_read_is_counted() -> None:
    longer = with_slide("strada", ask={"ro": f"{city().city.say(city().slides['strada'].headline(), 'ro')} acum"})
    assert characters(longer, "strada", "ro") == characters(city(), "strada", "ro") + len(" acum")
