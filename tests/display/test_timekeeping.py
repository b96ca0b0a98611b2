"""What time it is: what vouches for it, how the doubt grows, and that the truth is always within it."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from content.wire import ClockState
from display_client.timekeeping import DRIFT, RELEASED, Evidence, Timekeeper

AT = datetime(2026, 11, 30, 9, tzinfo=UTC)
YEARS = timedelta(days=3650)


def evidence(at: datetime = AT, boot_s: float = 100.0, error_s: float = 0.1, *, ntp: bool = False) -> Evidence:
    return Evidence(at=at, boot_s=boot_s, error_s=error_s, source="ntp" if ntp else "server")


def test_without_evidence_the_time_is_after_the_floor_and_not_trusted() -> None:
    reading = Timekeeper(AT).read(AT + YEARS, 50.0)
    assert (reading.now, reading.earliest, reading.trusted) == (AT + YEARS, AT, False)
    assert reading.state == ClockState()


def test_a_clock_before_the_floor_goes_on_from_there() -> None:
    keeper = Timekeeper(AT)
    assert keeper.read(AT - YEARS, 50.0).now == AT
    assert keeper.read(AT - YEARS, 60.0).now == AT + timedelta(seconds=10 * (1 - DRIFT))


def test_the_floor_is_never_below_the_release() -> None:
    assert Timekeeper(RELEASED - YEARS).read(RELEASED - YEARS, 0.0).now == RELEASED


def test_what_is_known_to_have_passed_raises_the_floor_only() -> None:
    keeper = Timekeeper(AT)
    keeper.passed(AT + timedelta(days=1), 0.0)
    keeper.passed(AT - timedelta(days=1), 0.0)
    assert keeper.read(AT, 0.0).earliest == AT + timedelta(days=1)


def test_the_servers_word_is_gone_by_whatever_the_system_says() -> None:
    keeper = Timekeeper()
    assert keeper.take(evidence())
    for system in (AT - YEARS, AT, AT + YEARS):
        reading = keeper.read(system, 160.0)
        assert (reading.now, reading.margin) == (AT + timedelta(minutes=1), timedelta(0))
        assert reading.state.offset_s == (system - reading.now).total_seconds()


def test_the_servers_word_counts_below_the_floor() -> None:
    """A floor can be wrong as well: a manifest may have been issued by a server whose clock was ahead."""
    keeper = Timekeeper(AT + YEARS)
    keeper.take(evidence())
    assert keeper.read(AT + YEARS, 100.0).now == AT


def test_ntp_that_contradicts_the_server_is_passed_over() -> None:
    keeper = Timekeeper()
    keeper.take(evidence())
    assert not keeper.take(evidence(AT + timedelta(days=1), ntp=True))
    assert keeper.read(AT, 100.0).now == AT


def test_ntp_below_the_floor_is_passed_over() -> None:
    keeper = Timekeeper(AT)
    assert not keeper.take(evidence(AT - timedelta(days=1), ntp=True))
    assert not keeper.read(AT, 100.0).trusted


def test_ntp_that_agrees_keeps_the_doubt_small() -> None:
    keeper = Timekeeper()
    keeper.take(evidence())
    days = 30 * 86_400.0
    assert keeper.take(evidence(AT + timedelta(seconds=days + 3), 100.0 + days, 0.2, ntp=True))
    reading = keeper.read(AT, 100.0 + days)
    assert (reading.state.source, reading.state.doubt_s, reading.margin) == ("server", 0.2, timedelta(0))


def test_ntp_alone_is_trusted_and_may_be_corrected() -> None:
    keeper = Timekeeper()
    assert keeper.take(evidence(ntp=True))
    assert keeper.take(evidence(AT + timedelta(hours=1), ntp=True))
    reading = keeper.read(AT, 100.0)
    assert (reading.now, reading.state.source) == (AT + timedelta(hours=1), "ntp")


def test_the_doubt_grows_and_is_heeded_in_whole_minutes() -> None:
    keeper = Timekeeper()
    keeper.take(evidence(error_s=0.0))
    margins = [keeper.read(AT, 100.0 + days * 86_400).margin for days in (0, 0.25, 0.5, 3, 4, 60)]
    assert margins == [timedelta(minutes=minutes) for minutes in (0, 0, 1, 1, 2, 18)]


@given(
    drift=st.floats(-DRIFT, DRIFT),
    floor_days=st.floats(0, 1000),
    steps=st.lists(
        st.tuples(
            st.floats(0, 20 * 86_400),
            st.sampled_from(["server", "ntp", "nothing"]),
            st.floats(0, 10),
            st.floats(-1, 1),
        ),
        max_size=8,
    ),
    offset_days=st.floats(-20_000, 20_000),
)
def test_the_truth_is_within_the_doubt(
    drift: float, floor_days: float, steps: list[tuple[float, str, float, float]], offset_days: float
) -> None:
    """Whatever true evidence arrives when, and whatever the system's clock says."""
    true, boot_s = AT, 0.0
    keeper = Timekeeper(max(RELEASED, true - timedelta(days=floor_days)))
    for seconds, source, error_s, part in steps:
        true += timedelta(seconds=seconds)
        boot_s += seconds * (1 + drift)
        if source != "nothing":
            at = true + timedelta(seconds=error_s * part)
            keeper.take(evidence(at, boot_s, error_s, ntp=source == "ntp"))
        reading = keeper.read(true + timedelta(days=offset_days), boot_s)
        slack = timedelta(milliseconds=1)
        assert reading.earliest <= true + slack
        if reading.margin is not None:
            assert abs(true - reading.now) <= max(reading.margin, timedelta(seconds=5)) + slack
