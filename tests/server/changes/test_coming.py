"""The next seven days: what displays will show that they would not have shown, by the schedule that plays."""

from datetime import UTC, datetime, timedelta

from control_server.changes import coming
from control_server.changes.coming import ComingDays, ComingSlide
from tests.server.simulator import PACK, START, Simulated, many_displays, slide

MORE = {**PACK, "slides/alt.yaml": slide("Alt"), "playlists.yaml": b"playlists: [{id: toate, slides: [anunt, alt]}]"}
HOURS = b"campaigns: [{id: mereu, playlist: toate, dayparts: [{days: mon-sun, from: '08:00', to: '20:00'}]}]"
MORNING = datetime(2026, 11, 24, 6, tzinfo=UTC)
"""8:00 of the next day in Bucharest."""


async def of(city: Simulated, files: dict[str, bytes]) -> ComingDays:
    candidate = await city.server.publisher.prepare(files)
    displays = [each.display for each in candidate.differences()]
    return coming.of(candidate, displays, START)


def listed(slides: tuple[ComingSlide, ...]) -> list[tuple[str, datetime]]:
    return [(each.slide, each.since) for each in slides]


async def test_a_new_slide_and_one_with_another_picture(city: Simulated) -> None:
    days = await of(city, {**MORE, "slides/anunt.yaml": slide("Podul se deschide")})
    assert [each.displays for each in days.changes] == [("gara",), ("piata",)]
    for each in days.changes:
        assert (listed(each.fresh), listed(each.otherwise)) == ([("alt", START)], [("anunt", START)])
        assert (each.longer, each.shorter, each.gone, each.since) == ((), (), (), START)


async def test_what_goes_and_what_is_shown_at_fewer_or_more_times(city: Simulated) -> None:
    await city.publish(MORE)
    gone = (await of(city, {**MORE, "playlists.yaml": PACK["playlists.yaml"]})).changes[0]
    assert (listed(gone.gone), gone.fresh, gone.otherwise) == ([("alt", START)], (), ())
    fewer = (await of(city, {**MORE, "campaigns.yaml": HOURS})).changes[0]
    evening = datetime(2026, 11, 23, 18, tzinfo=UTC)
    assert listed(fewer.shorter) == [("alt", evening), ("anunt", evening)]
    await city.publish({**MORE, "campaigns.yaml": HOURS})
    city.clock.forward(hours=1)
    more = (await of(city, MORE)).changes[0]
    assert (listed(more.longer), more.shorter) == ([("alt", evening), ("anunt", evening)], ())


async def test_what_begins_later_says_when(city: Simulated) -> None:
    later = {
        **MORE,
        "playlists.yaml": PACK["playlists.yaml"].replace(b"]}]", b"]}, {id: alt, slides: [alt]}]"),
        "campaigns.yaml": b"campaigns: [{id: mereu, playlist: toate}, "
        b"{id: alta, playlist: alt, from: 2026-11-24, dayparts: [{days: mon-sun, from: '08:00', to: '10:00'}]}]",
    }
    assert listed((await of(city, later)).changes[0].fresh) == [("alt", MORNING)]


async def test_after_the_seven_days_nothing_is_said(city: Simulated) -> None:
    far = (START + timedelta(days=9)).date()
    later = {**MORE, "slides/alt.yaml": slide("Alt") + f"not_before: {far}\n".encode()}
    assert [each.since for each in (await of(city, later)).changes] == [None, None]


async def test_displays_that_are_told_alike_are_reckoned_once_and_of_many_kinds_the_first(city: Simulated) -> None:
    await city.publish({**PACK, "displays.yaml": many_displays(30)})
    assert [len(each.displays) for each in (await of(city, {**MORE, "displays.yaml": many_displays(30)})).changes] == [
        30
    ]
    hours = b'    hours: [{days: mon-sun, from: "06:00", to: "%02d:%02d"}]\n'
    own = many_displays(30).splitlines(keepends=True)
    numbered = iter(range(60))
    lines = [line + (hours % (12, next(numbered))) if b"tags:" in line else line for line in own]
    days = await of(city, {**MORE, "displays.yaml": b"".join(lines)})
    assert (len(days.changes), len(days.left_out)) == (coming.MOST, 30 - coming.MOST)
