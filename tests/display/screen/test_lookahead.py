"""What comes is worked out elsewhere: asking never waits, and a plan without end never stops what plays."""

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from content.schedule.resolve import Showing
from display_client.screen import lookahead as module
from display_client.screen.lookahead import Lookahead, PlanTooHeavyError
from display_client.screen.on_glass import FAR, Loaded, Target
from display_client.timekeeping import TimeReading
from tests.display.glasses import read

NOW = datetime(2026, 11, 20, 8, tzinfo=UTC)
ZONE = ZoneInfo("UTC")
PATIENCE_S = 60.0


class Plans:
    """In place of `OnGlass`: manifests that take as long to load as a test wants, and turns of 10 s."""

    def __init__(self) -> None:
        self.published = self.loads = self.asked = self.lingers = 0
        self.may_load = threading.Event()
        self.may_load.set()
        self.name: str | None = None
        self.fails, self.trusted, self.loaded_trusted = False, True, True

    def heed(self, reading: TimeReading) -> bool:
        changes, self.trusted = self.trusted != reading.trusted, reading.trusted
        return changes

    def publish(self) -> None:
        """Another manifest is in the store."""
        self.published, self.lingers = self.published + 1, 30

    def changed(self) -> bool:
        """As the time of a folder: one change is seen at several looks."""
        self.lingers = max(0, self.lingers - 1)
        return self.lingers > 0

    def load(self, now: datetime) -> Loaded | None:
        self.may_load.wait(PATIENCE_S)
        if self.loads == self.published and self.trusted == self.loaded_trusted:
            return None
        self.loads, self.loaded_trusted = self.published, self.trusted
        name = f"plan {self.loads}" + ("" if self.trusted else ", not trusted")
        return Loaded((1, 1), name, None, NOW, ZONE, None, timedelta(0))  # type: ignore[arg-type]

    def take(self, loaded: Loaded, shown: Target | None, now: datetime) -> None:
        self.name = str(loaded.programme)

    def at(self, now: datetime) -> Target:
        self.asked += 1
        if self.fails:
            raise OverflowError("date value out of range")
        if self.name is None:
            return self.unplanned(now)
        since = now - timedelta(seconds=now.timestamp() % 10)
        showing = Showing(state="showing", since=since, until=since + timedelta(seconds=10), slide=self.name)
        return Target(showing=showing, kind="frame", zone=ZONE)

    def unplanned(self, now: datetime, until: datetime = FAR) -> Target:
        return Target(showing=Showing(state="neutral", since=now, until=until), kind="nameplate", zone=ZONE)


def until_shows(lookahead: Lookahead, slide: str | None, at: datetime = NOW) -> Target:
    deadline = time.monotonic() + PATIENCE_S
    while (target := lookahead.at(read(at))) is None or target.showing.slide != slide:
        assert time.monotonic() < deadline
        time.sleep(0.001)
    return target


@pytest.fixture
def plans() -> Plans:
    return Plans()


@pytest.fixture
def lookahead(plans: Plans) -> Lookahead:
    return Lookahead(plans)  # type: ignore[arg-type]


def test_without_a_plan_there_is_the_nameplate(lookahead: Lookahead) -> None:
    assert until_shows(lookahead, None).kind == "nameplate"


def test_while_the_first_plan_is_made_ready_nothing_is_known(lookahead: Lookahead, plans: Plans) -> None:
    plans.may_load.clear()
    plans.publish()
    assert lookahead.at(read(NOW)) is None and lookahead.at(read(NOW)) is None
    plans.may_load.set()
    until_shows(lookahead, "plan 1")


def test_a_plan_without_end_leaves_what_plays_playing(lookahead: Lookahead, plans: Plans) -> None:
    plans.publish()
    until_shows(lookahead, "plan 1")
    plans.may_load.clear()
    plans.publish()
    for seconds in range(0, 3600, 5):
        until_shows(lookahead, "plan 1", NOW + timedelta(seconds=seconds))
    plans.may_load.set()
    until_shows(lookahead, "plan 2", NOW + timedelta(hours=1))


def test_the_next_showings_are_known_ahead_and_worked_out_once(lookahead: Lookahead, plans: Plans) -> None:
    plans.publish()
    shown = until_shows(lookahead, "plan 1")
    for _ in range(5):
        coming = lookahead.coming(shown.showing.until)
        assert coming is not None and coming.showing.since == shown.showing.until
        shown = coming
    asked = plans.asked
    for _ in range(50):
        lookahead.at(read(NOW))
    assert plans.asked == asked


@pytest.mark.parametrize("step", [timedelta(days=-1), timedelta(days=400)])
def test_a_clock_that_steps_is_followed(lookahead: Lookahead, plans: Plans, step: timedelta) -> None:
    plans.publish()
    until_shows(lookahead, "plan 1")
    target = until_shows(lookahead, "plan 1", NOW + step)
    assert target.showing.since <= NOW + step < target.showing.until


def test_when_the_time_is_known_otherwise_nothing_that_was_worked_out_before_is_shown(
    lookahead: Lookahead, plans: Plans
) -> None:
    plans.publish()
    until_shows(lookahead, "plan 1")
    plans.may_load.clear()
    assert lookahead.at(read(NOW, trusted=False)) is None
    assert lookahead.coming(NOW) is None
    plans.may_load.set()
    deadline = time.monotonic() + PATIENCE_S
    while (target := lookahead.at(read(NOW, trusted=False))) is None or target.showing.slide != "plan 1, not trusted":
        assert time.monotonic() < deadline
        time.sleep(0.001)


def test_a_plan_that_gives_no_answer_is_the_nameplate_and_asked_again_later(lookahead: Lookahead, plans: Plans) -> None:
    plans.publish()
    until_shows(lookahead, "plan 1")
    plans.fails = True
    later = NOW + timedelta(hours=2)
    assert until_shows(lookahead, None, later).showing.until - later == module.COVERED
    plans.fails = False
    until_shows(lookahead, "plan 1", later + module.COVERED)


def test_a_plan_that_takes_longer_than_any_sane_one_ends_the_screen(plans: Plans) -> None:
    clock = [100.0]
    lookahead = Lookahead(plans, _reading(clock))  # type: ignore[arg-type]
    plans.may_load.clear()
    plans.publish()
    lookahead.at(read(NOW))
    clock[0] += module.LOADING_MOST_S
    lookahead.at(read(NOW))
    clock[0] += 0.1
    with pytest.raises(PlanTooHeavyError):
        lookahead.at(read(NOW))
    plans.may_load.set()


def _reading(clock: list[float]) -> Callable[[], float]:
    return lambda: clock[0]
