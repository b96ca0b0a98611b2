"""Plays of a time summed up week by week: at once where they are few, else as an errand of a person."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

from content import wire
from control_server.errands.runner import ErrandProgress
from control_server.http.airtime_report import Range
from control_server.http.play_sums import KIND, PlaySums, ReportAsked, ReportState, span_of
from control_server.storage import airtime, displays
from control_server.storage.errands import Errand
from tests.server.simulator import Simulated

ANA, DAN = "person:ana", "person:dan"
OCTOBER = Range.of(date(2026, 10, 1), date(2026, 10, 31), ZoneInfo("Europe/Bucharest"))
"""31 days and an hour: the clocks go back."""


async def played(city: Simulated, span: Range = OCTOBER, step: timedelta = timedelta(hours=1)) -> int:
    """A play at each full hour of the time, and one at its first instant and its last; how many are of it."""
    plays, since = [], span.since - step
    while since <= span.until:
        lasting = timedelta(seconds=7.1 + len(plays) % 3)
        slide = "anunt" if len(plays) % 5 else None
        shown = {"slide": slide, "lang": slide and "ro", "campaign": None, "asset": None}
        plays.append(wire.Play(number=len(plays), since=since, until=since + lasting, **shown))  # type: ignore[arg-type]
        since += step
    await displays.add_plays(city.server.ground.database, [displays.PlaysOf(display="gara", plays=tuple(plays))])
    return len(plays) - 2


def sums_of(city: Simulated, long: int) -> PlaySums:
    return PlaySums(city.server.ground.database, city.server.errands, long)


async def errand_of(sums: PlaySums, who: str = ANA) -> Errand:
    errand = (await sums.state(OCTOBER, who)).errand
    assert errand is not None
    return errand


async def test_weeks_add_up_to_the_whole_and_tell_how_far_they_are(city: Simulated) -> None:
    count, told = await played(city), list[tuple[int, int]]()
    rows = await sums_of(city, 1).summed(OCTOBER, lambda done, of: told.append((done, of)))
    whole = await airtime.totals(city.server.ground.database, OCTOBER.since, OCTOBER.until)
    assert count == 31 * 24 + 1 == sum(row.plays for row in rows)
    assert {row[:4] for row in rows} == {row[:4] for row in whole}
    assert abs(sum(row.seconds for row in rows) - sum(row.seconds for row in whole)) < 1e-6
    assert told == [(0, 5), (1, 5), (2, 5), (3, 5), (4, 5)]


async def test_few_plays_are_summed_at_once_and_many_are_estimated(city: Simulated) -> None:
    count = await played(city)
    short = await sums_of(city, count + 1).state(OCTOBER, ANA)
    assert short == ReportState(await sums_of(city, 1).summed(OCTOBER))
    long = await sums_of(city, count).state(OCTOBER, ANA)
    assert long.rows is None and long.errand is None and long.plays == count  # each day has 24, but one
    week = Range.of(date(2026, 10, 5), date(2026, 10, 9), ZoneInfo("Europe/Bucharest"))
    assert (await sums_of(city, 1).state(week, ANA)).plays == 5 * 24
    assert (await sums_of(city, 5 * 24 + 1).state(week, ANA)).rows is not None


async def test_it_is_an_errand_of_one_person_and_one_time(city: Simulated) -> None:
    await played(city)
    sums = sums_of(city, 100)
    async with sums.turn:
        await sums.begin(OCTOBER, ANA)
        await sums.begin(OCTOBER, ANA)  # it is under way already
        errand = await errand_of(sums)
        assert (errand.state, errand.kind) == ("working", KIND)
        assert span_of(errand) == ReportAsked(date(2026, 10, 1), date(2026, 10, 31))
        assert [each.id for each in await city.server.errands.of_person(ANA)] == [errand.id]
        assert (await sums.state(OCTOBER, DAN)).errand is None
        await sums.errands.settled(errand.id, 0)
        assert sums.errands.progress(errand.id) == ErrandProgress("counts", 0, 5)
    async with sums.turn:  # whoever waits for it goes between two weeks
        assert sums.errands.progress(errand.id) == ErrandProgress("counts", 1, 5)
    await sums.errands.settled(errand.id)
    done = await sums.state(OCTOBER, ANA)
    assert done.rows == await sums.summed(OCTOBER) and done.counted == city.clock.now
    assert (await sums.state(OCTOBER, DAN)).rows is None


async def test_it_ends_before_the_next_week_when_it_is_cancelled(city: Simulated) -> None:
    await played(city)
    sums = sums_of(city, 100)
    async with sums.turn:
        await sums.begin(OCTOBER, ANA)
        errand = await errand_of(sums)
        await sums.errands.settled(errand.id, 0)
        await sums.errands.cancel(errand)
    state = await sums.state(OCTOBER, ANA)
    assert state.errand is not None and state.errand.state == "cancelled"
    assert state.rows is None and state.plays > 100


async def test_what_was_counted_stays_when_it_is_counted_again_and_goes_after_a_day(city: Simulated) -> None:
    await played(city)
    sums = sums_of(city, 100)
    await sums.begin(OCTOBER, ANA)
    await sums.errands.settled((await errand_of(sums)).id)
    first = await sums.state(OCTOBER, ANA)
    city.clock.forward(hours=1)
    async with sums.turn:
        await sums.begin(OCTOBER, ANA)
        again = await sums.state(OCTOBER, ANA)
        assert (again.rows, again.counted) == (first.rows, first.counted)
        assert again.errand is not None and again.errand.state == "working"
    await sums.errands.settled(again.errand.id)
    assert (await sums.state(OCTOBER, ANA)).counted == city.clock.now
    city.clock.forward(hours=25)
    await city.server.errands.tidy()
    gone = await sums.state(OCTOBER, ANA)
    assert (gone.rows, gone.errand) == (None, None)
