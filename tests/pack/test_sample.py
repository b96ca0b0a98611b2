"""A sample pack on another day: what says when something shows moves by whole days, all else stays."""

from datetime import UTC, date, datetime

from content.pack.parse import parse
from content.pack.sample import moved
from content.pack.slides import Consultation
from content.publication.planner import plan_for
from tests import sample


def test_a_sample_pack_moves_by_whole_days_and_keeps_its_times() -> None:
    files = sample.files(city=sample.CITY + "sample_day: 2026-03-20\n")
    files["slides/strada.yaml"] = (
        sample.CALL.replace("2026-11-20", "2026-03-15").replace("2026-12-06", "2026-03-25").encode()
    )
    before, after = parse(files), parse(moved(files, date(2026, 3, 30)))
    call = after.slides["strada"]
    assert isinstance(call, Consultation)
    assert call.closes.value == datetime(2026, 4, 4, 23, 59)  # noqa: DTZ001  wall-clock time, over the change
    assert call.closes.instant(after.city.zone) == datetime(2026, 4, 4, 20, 59, tzinfo=UTC)
    assert after.campaigns["mereu"].first != before.campaigns["mereu"].first
    assert after.city.sample_day is not None and after.city.sample_day.value == date(2026, 3, 30)
    assert after.city.population == before.city.population
    assert after.displays == before.displays
    assert after.slides["restrictii"].expires != before.slides["restrictii"].expires


def test_a_moved_pack_plays_the_same_on_its_new_day() -> None:
    files = sample.files(city=sample.CITY + "sample_day: 2026-11-23\n")
    again = moved(moved(files, date(2027, 7, 1)), date(2026, 11, 23))
    before, after = parse(files), parse(again)
    for display in before.displays.values():
        plan = plan_for(before, display, lambda *_: 60)
        assert plan_for(after, display, lambda *_: 60) == plan
    assert before.slides["strada"].texts() == after.slides["strada"].texts()


def test_a_pack_of_no_sample_day_does_not_move() -> None:
    assert moved(sample.files(), date(2030, 1, 1)) == sample.files()
