"""The feed of a display: what is on the glass, in events that stay themselves from one subscription to the next."""

from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar, Component

from content.exchange.ical import calendar
from content.exchange.ical.feed import feed
from content.pack.model import Pack
from content.publication.planner import plan_for
from content.schedule.resolve import Schedule
from control_server.bench.made_up_city import DAY, made_up
from tests import sample
from tests.work import calls

START = datetime(2026, 11, 23, 22, tzinfo=UTC)  # midnight in Bucharest
PLAYLISTS = "playlists: [{id: civic, slides: [strada, restrictii]}, {id: short, slides: [restrictii]}]"
CAMPAIGNS = """
campaigns:
  - {id: always, playlist: civic}
  - {id: market, playlist: short, priority: 5, dayparts: [{days: sat, from: "08:00", to: "14:00"}]}
"""


def characters(pack: Pack, slide: str, lang: str) -> int:
    return 100


class Shown(NamedTuple):
    """An event of a feed."""

    campaign: str
    since: datetime
    until: datetime
    uid: str
    summary: str
    slides: tuple[str, ...]


def shown(
    start: datetime, days: int, display: str = "piata", campaigns: str = CAMPAIGNS, **changes: str
) -> list[Shown]:
    pack = sample.parsed(**{"playlists": PLAYLISTS, "campaigns": campaigns, **changes})
    display_there = pack.displays[display]
    data = feed(pack, display_there, plan_for(pack, display_there, characters), start, days)
    return [_shown(event) for event in Calendar.from_ical(data).walk("VEVENT")]


def _shown(event: Component) -> Shown:
    campaign, _, summary = str(event["SUMMARY"]).partition(": ")
    slides = tuple(str(event["DESCRIPTION"]).splitlines())
    return Shown(campaign, event.decoded("DTSTART"), event.decoded("DTEND"), str(event["UID"]), summary, slides)


def events(days: int) -> list[tuple[str, datetime, datetime]]:
    return [each[:3] for each in shown(START, days)]


def local(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC) - timedelta(hours=2)


def test_a_feed_says_what_plays_and_not_what_is_masked() -> None:
    assert sorted(events(7), key=lambda event: event[1]) == [
        ("always", local(21, 14), local(28, 8)),  # it began before the first day that was asked for
        ("market", local(28, 8), local(28, 14)),
        ("always", local(28, 14), START + timedelta(days=7)),
    ]


def test_a_campaign_whose_slides_close_ends_in_the_feed() -> None:
    ends = [until for name, _, until in events(30) if name == "always"]
    assert max(ends) == local(6, 23, 59, month=12)  # strada closes, restrictii was over before


def test_every_instant_of_the_feed_is_an_instant_of_the_schedule() -> None:
    pack = sample.parsed(playlists=PLAYLISTS, campaigns=CAMPAIGNS)
    of = Schedule(plan_for(pack, pack.displays["piata"], characters))
    stretches = events(7)
    for hour in range(7 * 24):
        at = START + timedelta(hours=hour, minutes=30)
        playing = {name for name, since, until in stretches if since <= at < until}
        assert playing == {name for name, _, _ in of.active(at)}


def test_what_goes_out_comes_in_with_the_same_hours() -> None:
    """The feed of a display, read again as campaigns of that display, plays at the same times."""
    pack = sample.parsed(playlists=PLAYLISTS, campaigns=CAMPAIGNS)
    display = pack.displays["piata"]
    before = Schedule(plan_for(pack, display, characters))
    plan = calendar.read(feed(pack, display, plan_for(pack, display, characters), START, 21), "x", pack, "civic")
    assert {each.message for each in plan.findings} == {
        "is a campaign now without its description, location, which campaigns do not have"
    }
    again = msgspec.structs.replace(pack, campaigns={each.id: each for each in plan.campaigns})
    after = Schedule(plan_for(again, display, characters))
    for half in range(2 * 7 * 24):
        at = START + timedelta(minutes=30 * half)
        playing = {name.rpartition("-")[0] or name for name in after.ready(at)}
        assert playing == {name for name, _, _ in before.active(at)}


def test_hours_in_which_a_display_is_off_are_not_in_its_feed() -> None:
    """`gara` is on from 06:00 to 23:00."""
    event = shown(START, 2, "gara", "campaigns: [{id: always, playlist: civic}]")
    assert [each[:3] for each in event] == [
        ("always", local(24, 6), local(24, 23)),
        ("always", local(25, 6), local(25, 23)),
    ]


def test_what_began_before_keeps_its_name_when_the_days_go_on() -> None:
    for day in range(4):
        start = START + timedelta(days=day, microseconds=5)
        assert shown(start, 7)[0][:2] == ("always", local(21, 14))
        assert shown(start, 7)[0].uid == "always-20261121T120000Z@piata.proba"


def test_what_has_always_shown_has_one_name() -> None:
    names = [
        shown(START + timedelta(days=day), 7, "piata", "campaigns: [{id: always, playlist: civic}]") for day in (0, 1)
    ]
    assert {each.uid for days in names for each in days} == {"always@piata.proba"}
    assert [each[0].since for each in names] == [START, START + timedelta(days=1)]


def test_an_event_says_what_it_will_show_and_not_what_it_showed() -> None:
    (event,) = shown(local(1, 12, month=12), 1, "piata", "campaigns: [{id: always, playlist: civic}]")
    assert event.slides == ("Spune ce repari întâi (strada)",)  # restrictii ended on 30 November


CIVIC = "campaigns: [{id: always, playlist: civic}]"


def test_an_event_says_until_when_a_slide_shows_that_ends_before_it() -> None:
    (event,) = shown(START, 60, "piata", CIVIC)
    assert event.until == local(6, 23, 59, month=12)
    assert event.slides == (
        "Spune ce repari întâi (strada)",  # the event ends with it
        "Stradă închisă (restrictii; până la 30 noiembrie, 18:00)",
    )


def test_an_event_says_from_when_a_slide_shows_that_comes_after_it_began() -> None:
    notice = sample.NOTICE.replace("2026-11-30T18:00", "2026-12-31") + "not_before: 2026-11-28T09:30\n"
    (event,) = shown(START, 60, "piata", CIVIC, slides__restrictii=notice)
    assert event.slides == (
        "Spune ce repari întâi (strada; până la 6 decembrie, 23:59)",
        "Stradă închisă (restrictii; de la 28 noiembrie, 09:30)",  # it is the last, and the event ends with it
    )


def test_an_event_is_called_by_its_campaign_and_what_it_says_first() -> None:
    civic, market = sorted({(each.campaign, each.summary) for each in shown(START, 6)})
    assert civic == ("always", "Spune ce repari întâi (+1)")
    assert market == ("market", "Stradă închisă")


def test_slides_are_called_as_they_are_drawn() -> None:
    """In the city's first language, or the first the slide has on that display."""
    pack = sample.parsed(playlists=PLAYLISTS, campaigns=CIVIC)
    of = pack.displays["gara"]
    calendar_file = feed(
        pack, of, plan_for(pack, of, characters), START, 1, headline=lambda slide, lang: f"{slide}\u00a0{lang}"
    )
    assert b"SUMMARY:always: strada ro (+1)" in calendar_file
    english = sample.NOTICE.replace("ro: Stradă închisă, ", "").replace("ro: Strada Mihai Viteazul este închisă., ", "")
    (event,) = shown(START, 1, "piata", "campaigns: [{id: short, playlist: short}]", slides__restrictii=english)
    assert event.summary == "Street closed"


def test_text_is_escaped() -> None:
    """RFC 5545 §3.3.11: commas, semicolons and backslashes; the library reads a name it does not know as it stands."""
    pack = sample.parsed(playlists=PLAYLISTS, campaigns=CIVIC)
    of = msgspec.structs.replace(pack.displays["piata"], name="Piața; parcul, \\")
    data = feed(pack, of, plan_for(pack, of, characters), START, 1, headline=lambda *_: "a, b; c").decode()
    lines = data.replace("\r\n ", "").splitlines()
    assert r"X-WR-CALNAME:Piața\; parcul\, \\\, Orașul de probă" in lines
    assert r"LOCATION:Piața\; parcul\, \\" in lines
    assert r"SUMMARY:always: a\, b\; c (+1)" in lines
    assert r"DESCRIPTION:a\, b\; c (strada)\na\, b\; c (restrictii)" in lines


CAMPAIGN = st.fixed_dictionaries(
    {
        "days": st.sampled_from(("mon-sun", "sat", "mon-fri", "tue,thu")),
        "hours": st.sampled_from((("08:00", "14:00"), ("22:00", "03:30"), ("00:00", "24:00"), ("05:00", "07:00"))),
        "priority": st.integers(0, 2),
    }
)


@given(
    st.lists(CAMPAIGN, min_size=1, max_size=3),
    st.sampled_from(("piata", "gara")),
    st.integers(0, 60),
    st.integers(1, 48),
)
@settings(max_examples=40, deadline=None)
def test_a_feed_is_the_glass_and_its_names_stay(
    made: list[dict[str, object]], display: str, later: int, hours: int
) -> None:
    """Whenever the display is on the campaigns of the feed are those of the schedule, else none; and what is in
    two feeds, asked for hours apart, has one name and one beginning.
    """
    text = "campaigns:\n"
    for n, each in enumerate(made):
        first, last = each["hours"]  # type: ignore[misc]
        part = f'{{days: "{each["days"]}", from: "{first}", to: "{last}"}}'
        text += f"  - {{id: c{n}, playlist: civic, priority: {each['priority']}, dayparts: [{part}]}}\n"
    start = datetime(2026, 10, 20, tzinfo=UTC) + timedelta(hours=7 * later)
    one, other = shown(start, 4, display, text), shown(start + timedelta(hours=hours), 4, display, text)
    pack = sample.parsed(playlists=PLAYLISTS, campaigns=text)
    of = Schedule(plan_for(pack, pack.displays[display], characters))
    for minutes in range(0, 4 * 24 * 60, 30):
        at = start + timedelta(minutes=minutes)
        on = of.resolve(at).state != "off"
        playing = {each.campaign for each in one if each.since <= at < each.until}
        assert playing == ({name for name, _, _ in of.active(at)} if on else set())
    names = {(each.campaign, each.since): each.uid for each in one}
    last = start + timedelta(days=4)
    for each in other:
        if each.since < last and each.uid.count("-"):
            assert names[each.campaign, each.since] == each.uid


def test_the_work_grows_no_faster_than_the_campaigns() -> None:
    """On a display that is never off, of which all mix: some began so long ago that 64 days are looked back."""

    def work(campaigns: int) -> int:
        city = made_up(campaigns, 200, 1)
        alike = {name: msgspec.structs.replace(each, priority=0) for name, each in city.campaigns.items()}
        city = msgspec.structs.replace(city, campaigns=alike)
        display = msgspec.structs.replace(city.displays["d0"], hours=())
        plan = plan_for(city, display, characters)
        return calls(lambda: feed(city, display, plan, DAY, 1))

    work(10)
    assert work(80) < 2.3 * work(40)


def test_an_event_is_called_by_the_name_of_its_campaign_and_keeps_its_id() -> None:
    fair = "campaigns: [{id: targ-1, name: {ro: Târgul, en: The fair}, playlist: civic}]"
    (event,) = shown(START, 2, campaigns=fair)
    assert (event.campaign, event.uid.partition("@")[0]) == ("Târgul", "targ-1")
