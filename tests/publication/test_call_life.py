"""The life of a call on the glass: announced, open, closed, result; each turns at its very minute."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.checks import gate
from content.findings import RefusedError
from content.pack.model import Pack
from content.publication.planner import phases, plan_for
from content.schedule.plan import Plan
from content.schedule.resolve import Schedule
from content.slides.compose import characters, compose
from content.slides.job import Format
from content.wire import Frame, Programme, decode, encode
from tests import sample

RESULT = """
result:
  title: {ro: Întâi trotuarele, en: Pavements first}
  said: {ro: Șase din zece cer trotuare., en: Six out of ten want pavements.}
  did: {ro: Am mutat banii la trotuare., en: We moved the money to pavements.}
  participants: 1284
  from: 2026-12-20T08:00
"""
LIFE = sample.CALL + "announce: 2026-11-10T08:00\n" + RESULT + "  to: 2026-12-24\n"
CAMPAIGNS = "campaigns: [{id: mereu, playlist: civic}]"
PLAYLISTS = "playlists: [{id: civic, slides: [strada]}]"


def lived(call: str = LIFE) -> Pack:
    return sample.parsed(slides__strada=call, campaigns=CAMPAIGNS, playlists=PLAYLISTS)


def planned(call: str = LIFE, display: str = "piata") -> Plan:
    pack = lived(call)
    return plan_for(pack, pack.displays[display], lambda *_: 90)


def shown(call: str, *local: str) -> list[str | None]:
    """What shows at these instants of Bucharest's winter time."""
    schedule = Schedule(planned(call))
    return [schedule.resolve(datetime.fromisoformat(f"{each}+02:00")).slide for each in local]


def test_a_call_plays_under_a_name_for_each_phase_in_its_place_of_the_playlist() -> None:
    assert phases(lived(), "strada") == ("strada.announced", "strada", "strada.result")
    assert phases(lived(), "restrictii") == ("restrictii",)
    assert phases(lived(sample.CALL), "strada") == ("strada",)
    assert planned().entries[0].slides == ("strada.announced", "strada", "strada.result")


def test_each_phase_turns_at_its_minute() -> None:
    assert shown(LIFE, "2026-11-10T07:59:59", "2026-11-10T08:00") == [None, "strada.announced"]
    assert shown(LIFE, "2026-11-19T23:59:59", "2026-11-20T00:00") == ["strada.announced", "strada"]
    assert shown(LIFE, "2026-12-06T23:58:59", "2026-12-06T23:59") == ["strada", None]
    assert shown(LIFE, "2026-12-20T07:59:59", "2026-12-20T08:00") == [None, "strada.result"]
    assert shown(LIFE, "2026-12-24T23:59:59", "2026-12-25T00:00") == ["strada.result", None]


def test_a_bare_opening_day_ends_the_announcement_where_it_begins_the_call() -> None:
    call = LIFE.replace("opens: 2026-11-20T00:00", "opens: 2026-11-20")
    assert shown(call, "2026-11-19T23:59:59", "2026-11-20T00:00") == ["strada.announced", "strada"]
    items = planned(call).items
    assert items["strada.announced"].ends == items["strada"].opens


def test_a_result_waits_for_the_end_of_a_bare_closing_day() -> None:
    call = LIFE.replace("closes: 2026-12-06T23:59", "closes: 2026-12-20")
    assert shown(call, "2026-12-20T12:00", "2026-12-20T23:59:59", "2026-12-21T00:00") == [
        "strada",
        "strada",
        "strada.result",
    ]


def test_without_to_the_result_leaves_with_expires() -> None:
    call = sample.CALL + RESULT + "expires: 2026-12-28T10:00\n"
    assert shown(call, "2026-12-28T09:59:59", "2026-12-28T10:00") == ["strada.result", None]
    assert planned(sample.CALL + RESULT).items["strada.result"].ends is None


def test_to_outlives_expires_which_was_said_of_the_call() -> None:
    call = LIFE + "expires: 2026-12-07\n"
    assert shown(call, "2026-12-24T12:00", "2026-12-25T00:00") == ["strada.result", None]


def test_not_before_holds_back_the_announcement() -> None:
    assert shown(LIFE + "not_before: 2026-11-15\n", "2026-11-14T23:59", "2026-11-15T00:00") == [
        None,
        "strada.announced",
    ]


MINUTE = timedelta(minutes=1)
TIMELESS = """
kind: consultation
ask: {{ro: Spune}}
who: {{ro: Oricine}}
takes_minutes: 3
channels: {{web: "https://example.org/x", short: tm.ro/x, phone: "0256", desk: ghișeul 12}}
announce: {announce}
opens: {opens}
closes: {closes}
result:
  title: {{ro: Titlu}}
  said: {{ro: Spus}}
  did: {{ro: Făcut}}
  from: {first}
  to: {last}
"""
EDGES = st.lists(st.integers(0, 60 * 24 * 200), min_size=5, max_size=5, unique=True).map(sorted)


@given(edges=EDGES, at=st.integers(-1, 60 * 24 * 201))
def test_at_every_minute_exactly_the_phase_of_that_minute_shows(edges: list[int], at: int) -> None:
    start = datetime(2026, 7, 1, tzinfo=UTC)
    announce, opens, closes, first, last = ((start + each * MINUTE).isoformat() for each in edges)
    call = TIMELESS.format(announce=announce, opens=opens, closes=closes, first=first, last=last)
    phase = sum(edge <= at for edge in edges)
    expected = [None, "strada.announced", "strada", None, "strada.result", None][phase]
    assert Schedule(planned(call)).resolve(start + at * MINUTE).slide == expected


def test_each_phase_plays_in_the_languages_it_is_complete_in() -> None:
    items = planned(display="gara").items  # hu, ro
    assert [turn.lang for turn in items["strada.announced"].turns] == ["hu", "ro"]
    assert [turn.lang for turn in items["strada.result"].turns] == ["ro"]


def test_a_result_complete_in_no_language_is_refused() -> None:
    with pytest.raises(RefusedError, match="the result is complete in no language"):
        lived(LIFE.replace("said: {ro: Șase din zece cer trotuare., en", "said: {hu"))


def test_every_phase_composes_and_has_its_characters() -> None:
    pack = lived()
    fmt = Format.of(pack.displays["piata"])
    jobs = {name: compose(pack, name, "ro", fmt) for name in phases(pack, "strada")}
    assert [job.template for job in jobs.values()] == ["announced", "consultation", "result"]
    assert {job.where for job in jobs.values()} == {"slides/strada.yaml"}
    assert characters(pack, "strada.result", "ro") >= len("Șase din zece cer trotuare.Am mutat banii.")
    assert jobs["strada.announced"].data.dates[0][1].replace("\u00a0", " ") == "vineri, 20 noiembrie"


def test_older_players_read_the_programme() -> None:
    """A phase is a name like any other on the wire."""
    frame = Frame(asset="0" * 64)
    plan = planned()
    made = Programme(
        width=1920,
        height=1080,
        plan=plan,
        frames={name: {turn.lang: frame for turn in item.turns} for name, item in plan.items.items()},
        neutral=frame,
        assets={frame.asset: 1},
    )
    assert decode(encode(made), Programme, "programme") == made


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (("announce: 2026-11-10T08:00", "announce: 2026-11-20"), "found opens 2026-11-20T00:00 not after announce"),
        (("to: 2026-12-24", "to: 2026-12-19"), "found result.to 2026-12-19 not after result.from 2026-12-20T08:00"),
        (("  to: 2026-12-24\n", "expires: 2026-12-06\n"), "found expires 2026-12-06 not after result.from"),
    ],
)
def test_a_phase_that_never_comes_is_a_fault(change: tuple[str, str], sentence: str) -> None:
    findings = gate.check(lived(LIFE.replace(*change)), datetime(2026, 11, 12, tzinfo=UTC))
    assert any(sentence in finding.message for finding in findings)


def test_a_life_in_order_is_no_fault() -> None:
    findings = gate.check(lived(), datetime(2026, 11, 12, tzinfo=UTC))
    assert not [finding for finding in findings if finding.level == "error"]
