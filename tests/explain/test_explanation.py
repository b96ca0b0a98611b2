"""Why a display shows what it shows: whole sentences as a person reads them; and never other than what plays."""

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from content.explain import explanation
from content.explain.explanation import Explanation, Reason
from content.explain.sentences import Phrasebook
from content.pack.folder import read_folder
from content.pack.model import Campaign
from content.pack.parse import parse
from content.publication.planner import plan_for
from content.schedule import resolve
from content.schedule.plan import Entry, Item, Plan, Turn, Window
from control_server.bench.made_up_city import DAY, made_up
from tests import sample
from tests.explain.cases import explained, layered
from tests.schedule.plans import AUTUMN, PLAIN, SPRING, plans
from tests.work import calls

BUCHAREST = ZoneInfo("Europe/Bucharest")
WEEK = parse(read_folder(Path(__file__).parents[2] / "docs" / "examples" / "week"))
PLAYLISTS = "playlists: [{id: civic, slides: [strada, restrictii]}, {id: short, slides: [restrictii]}]"
CAMPAIGNS = """
campaigns:
  - {id: always, playlist: civic, share: 3}
  - {id: too, playlist: short}
  - {id: market, playlist: short, priority: 5, dayparts: [{days: sat, from: "08:00", to: "14:00"}]}
  - {id: low, playlist: civic, priority: -1}
  - {id: summer, playlist: civic, from: 2026-06-01, to: 2026-08-31}
  - {id: winter, playlist: civic, from: 2026-12-01}
  - {id: station, playlist: civic, displays: [gara]}
  - {id: parks, playlist: civic, displays: {tags: [parc], none_of: [centru]}}
  - {id: every-other, playlist: short, from: 2026-11-02, rrule: "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE"}
"""


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BUCHAREST).astimezone(UTC)


def told(at: str, display: str = "piata", **changes: str) -> Explanation:
    pack = sample.parsed(**{"playlists": PLAYLISTS, "campaigns": CAMPAIGNS, **changes})
    return explained(pack, local(at), display)


def test_what_is_masked_says_by_what_and_until_when_and_what_plays_when() -> None:
    reasons = {reason.campaign: reason for reason in told("2026-11-28T09:00").reasons}
    assert (reasons["always"].state, reasons["always"].by) == ("masked", ("market",))
    assert reasons["always"].until == reasons["always"].next == reasons["market"].until == local("2026-11-28T14:00")
    assert (reasons["market"].state, reasons["market"].next) == ("plays", None)
    assert (reasons["winter"].state, reasons["winter"].until) == ("waits", local("2026-12-01T00:00"))
    assert (reasons["low"].until, reasons["low"].next) == (local("2026-11-28T14:00"), None)
    assert [reasons[name].until for name in ("summer", "station", "parks")] == [None] * 3


def test_until_is_when_the_masker_changes() -> None:
    """At half past seven the commuters mask the rest, from eight the market does, and them too."""
    early = {
        r.campaign: r for r in explanation.explain(WEEK, WEEK.displays["piata"], local("2026-10-22T07:30")).reasons
    }
    assert (early["mereu"].by, early["mereu"].until) == (("navetisti",), local("2026-10-22T08:00"))
    assert early["mereu"].next == local("2026-10-22T14:00")
    assert early["navetisti"].until == local("2026-10-22T08:00")
    late = {r.campaign: r for r in explanation.explain(WEEK, WEEK.displays["piata"], local("2026-10-22T08:30")).reasons}
    assert (late["navetisti"].by, late["navetisti"].until) == (("targ",), local("2026-10-22T09:30"))
    assert late["navetisti"].next == local("2026-10-22T16:00")


@pytest.mark.parametrize(
    ("at", "changes"),
    [
        ("2026-11-24T23:30", "2026-11-25T06:00"),  # off
        ("2026-11-24T12:00", "2026-11-24T23:00"),
        ("2026-11-28T07:00", "2026-11-28T08:00"),  # the market
        ("2026-11-28T13:00", "2026-11-28T14:00"),
    ],
)
def test_going_on_and_off_is_a_change(at: str, changes: str) -> None:
    assert told(at, display="gara").changes == local(changes)


def test_nothing_changes_is_said_too() -> None:
    answer = told("2026-12-07T00:00", campaigns="campaigns: [{id: a, playlist: civic}]")
    assert (answer.changes, answer.then) == (None, "Nothing changes in the next 366 days.")


def test_slides_are_called_as_they_are_drawn() -> None:
    """A headline may hold figures; who has drawn it knows them."""
    pack = sample.parsed(playlists=PLAYLISTS, campaigns="campaigns: [{id: a, playlist: civic}]")
    answer = explained(pack, local("2026-12-01T12:00"), headline=lambda slide, lang: f"{slide} {lang}")
    assert answer.sentence.startswith("The slide “strada ro” (strada) shows in Romanian")
    assert answer.reasons[0].sentence.endswith("“restrictii en” (restrictii) ended on Monday 30 November at 18:00.")


def test_the_plan_explained_is_the_plan_that_plays() -> None:
    pack = sample.parsed(playlists=PLAYLISTS, campaigns=CAMPAIGNS)
    at = datetime(2026, 11, 24, 10, tzinfo=UTC)
    explained_now = explanation.explain(pack, pack.displays["piata"], at)
    assert explained_now.showing == resolve.resolve(plan_for(pack, pack.displays["piata"]), at)


# --- against what plays, for any plan ------------------------------------------------------------------------------

DAYS = pytest.mark.parametrize("day", [PLAIN, SPRING, AUTUMN])


@pytest.mark.parametrize("day", [PLAIN, AUTUMN])
@settings(max_examples=40)
@given(data=st.data())
def test_the_sets_it_speaks_of_are_those_that_play(day: datetime, data: st.DataObject) -> None:
    """`active` and `edges` against `resolve`: between two edges nobody else plays, and who plays is of the set."""
    plan = data.draw(plans(day))
    of = resolve.Schedule(plan)
    at = datetime(day.year, day.month, day.day, data.draw(st.integers(0, 23)), 7, tzinfo=UTC)
    edge = next(of.edges(at, at + timedelta(days=3)), at + timedelta(days=1))
    active = {name: slides for name, _, slides in of.active(at)}
    for showing in of.timeline(at, edge):
        if showing.state == "showing":
            assert showing.slide in active[showing.campaign or ""]
        elif showing.state == "neutral":
            assert not active
    assert {entry.campaign for entry in plan.entries if of.runs(entry, at)} >= active.keys()


def of_plan(plan: Plan, at: datetime) -> Explanation:
    pack = sample.parsed()
    campaigns = {entry.campaign: Campaign(id=entry.campaign, playlist="civic") for entry in plan.entries}
    pack = replace(pack, campaigns=campaigns)
    return explanation.of_schedule(
        pack, pack.displays["piata"], resolve.Schedule(plan), at, headline=lambda slide, _: slide
    )


def state(of: resolve.Schedule, entry: Entry, at: datetime) -> tuple[str, tuple[str, ...]]:
    """The campaign's state at that instant by the functions that play, and who masks it."""
    playing = tuple(name for name, _, _ in of.active(at))
    if entry.campaign in playing:
        return "plays", ()
    if entry.campaign in of.ready(at):
        return "masked", playing
    return ("empty" if of.runs(entry, at) else "waits"), ()


@DAYS
@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_who_plays_who_masks_whom_and_until_when(day: date, data: st.DataObject) -> None:
    """Against a walk of the day minute by minute: what is said holds up to `until`, and no longer."""
    plan = data.draw(layered(day))
    of = resolve.Schedule(plan)
    midnight = datetime(day.year, day.month, day.day, tzinfo=of.zone).astimezone(UTC)
    start = midnight + timedelta(minutes=data.draw(st.integers(0, 1000)))
    walked = [start + n * timedelta(minutes=1) for n in range(1440 - 1000)]
    answer = of_plan(plan, start + timedelta(seconds=data.draw(st.integers(0, 59))))
    end, entries = walked[-1] + timedelta(minutes=1), {entry.campaign: entry for entry in plan.entries}

    def since(changed: Iterable[bool]) -> datetime | None:
        return next((minute for minute, is_so in zip(walked, changed, strict=True) if is_so), None)

    def agrees(told: datetime | None, is_so: datetime | None) -> None:
        assert told == is_so if is_so is not None else told is None or told >= end

    lit = [of.resolve(minute).state != "off" for minute in walked]
    shown = [on and of.active(minute) for on, minute in zip(lit, walked, strict=True)]
    agrees(answer.changes, since([each != shown[0] for each in shown]))
    for reason in answer.reasons:
        states = [state(of, entries[reason.campaign], minute) for minute in walked]
        if reason.state == "over":
            assert {name for name, _ in states} == {"waits"}
            continue
        assert (reason.state, reason.by) == states[0]
        agrees(reason.until, since([each != states[0] for each in states]))
        seen = [on and name == "plays" for on, (name, _) in zip(lit, states, strict=True)]
        agrees(reason.next, None if reason.state == "plays" else since(seen))


@DAYS
@settings(max_examples=10, deadline=None)
@given(data=st.data())
def test_what_is_said_until_a_second_is_seen_to_it(day: date, data: st.DataObject) -> None:
    """Against `resolve` one second before `until`, and at it; and who masks then is the next who is named."""
    plan = data.draw(layered(day))
    at = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(minutes=data.draw(st.integers(0, 1440)))
    answer = of_plan(plan, at)
    shows = resolve.Schedule(plan).resolve
    if answer.changes is not None:
        before, after = shows(answer.changes - timedelta(seconds=1)), shows(answer.changes)
        assert (before.state == "off") == (answer.showing.state == "off")
        assert ("switches off" in answer.then) == (after.state == "off")
        assert ("switches on" in answer.then) == (before.state == "off")
        if after.state == "showing" and "other slides" not in answer.then:
            assert f"“{after.campaign}”" in answer.then
    for reason in answer.reasons:
        if reason.until is None:
            continue
        before, after = shows(reason.until - timedelta(seconds=1)), shows(reason.until)
        if reason.state == "masked":
            assert before.state == "off" or before.campaign in reason.by
            then = {each.campaign: each for each in of_plan(plan, reason.until).reasons}[reason.campaign]
            named(reason, then, dark=after.state == "off" != answer.showing.state)
        elif reason.state == "plays":
            assert after.campaign != reason.campaign
            assert before.state != "neutral"
        elif before.state == "showing":
            assert before.campaign != reason.campaign
        if reason.next is not None:
            assert shows(reason.next).state == "showing"


def named(reason: Reason, then: Reason, *, dark: bool) -> None:
    """What is masked says by whom it is masked next, unless there are more of them; and when it is seen next where the
    display goes `dark` before it plays."""
    if then.state == "masked" and "stays masked" not in reason.sentence:
        by = Phrasebook("en", BUCHAREST, datetime(2026, 1, 1, tzinfo=UTC)).campaigns(then.by)
        assert f", then by {by} (priority " in reason.sentence
    if then.state == "plays":
        assert ("; it " in reason.sentence) == dark


# --- how the work grows --------------------------------------------------------------------------------------------


def alike(count: int, priority: int = 0) -> list[Entry]:
    """Campaigns of which each has hours and a date from which on it runs, all of their own."""
    return [
        Entry(
            campaign=f"{priority}-{n:04}",
            slides=(f"s{n % 50}",),
            priority=priority,
            opens=datetime(2026, 6, 1, tzinfo=UTC) + timedelta(days=n * 37 % 200),
            dayparts=(Window(days=tuple(range(7)), start=360 + n * 7 % 600, end=420 + n * 11 % 900 + n * 7 % 600),),
        )
        for n in range(count)
    ]


def always(name: str, priority: int) -> Entry:
    return Entry(campaign=name, slides=("s0", "s1"), priority=priority)


CITIES: dict[str, Callable[[int], list[Entry]]] = {
    "hours of their own": alike,
    "always": lambda count: [always(f"c{n:04}", 0) for n in range(count)] + alike(1),
    "one below all": lambda count: [always("low", -1), always("base", 0), *alike(count)],
    "one above all": lambda count: [always("top", 1), *alike(count)],
    "one above all for an hour": lambda count: [*alike(1, 1), *alike(count)],
    "nothing to show": lambda count: [replace(each, slides=("over",)) for each in alike(count)],
}


@pytest.mark.parametrize("city", CITIES)
def test_the_work_grows_no_faster_than_the_campaigns(city: str) -> None:
    items = {f"s{n}": Item(turns=(Turn(lang="ro", seconds=10),)) for n in range(50)}
    items["over"] = replace(items["s0"], ends=datetime(2026, 1, 1, tzinfo=UTC))

    def work(count: int) -> int:
        plan = Plan(timezone="Europe/Bucharest", items=items, entries=tuple(CITIES[city](count)))
        return calls(lambda: of_plan(plan, datetime(2026, 6, 15, 9, tzinfo=UTC)))

    work(10)
    assert work(400) < 2.3 * work(200)


def test_the_work_in_a_made_up_city_grows_no_faster_than_its_campaigns() -> None:
    def work(campaigns: int) -> int:
        pack = made_up(campaigns, 200, 1)
        return calls(lambda: explained(pack, DAY + timedelta(hours=12), "d0"))

    work(10)
    assert work(400) < 2.3 * work(200)


def test_the_present_alone_tells_of_no_other_campaign_no_closed_slide_and_nothing_that_comes() -> None:
    late = sample.parsed(
        playlists=PLAYLISTS,
        campaigns=CAMPAIGNS,
        slides__restrictii=sample.NOTICE.replace("2026-11-30", "2026-12-30") + "not_before: 2026-12-24\n",
    )
    display = late.displays["piata"]
    schedule = resolve.Schedule(plan_for(late, display))
    at = local("2026-11-27T09:00")
    whole = explanation.of_schedule(late, display, schedule, at)
    present = explanation.of_schedule(late, display, schedule, at, present=True)
    assert "24 December" in next(reason.sentence for reason in whole.reasons if reason.state == "plays")
    assert [reason.campaign for reason in present.reasons] == [r.campaign for r in whole.reasons if r.state == "plays"]
    assert present.showing == whole.showing and present.sentence == whole.sentence
    assert "December" not in " ".join(reason.sentence for reason in present.reasons)
    assert (present.changes, present.then) == (None, "")
