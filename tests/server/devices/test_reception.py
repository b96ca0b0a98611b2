"""What displays say: presence, lag, plays and pictures, by the clock."""

from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from content import wire
from content.wire import dsse
from control_server.devices.fleet import Event, Fleet, Heard, Pictured, Presence, Subscription
from control_server.storage import displays
from tests.playing import SigningDisplay
from tests.server.simulator import PACK, START, Clock, Simulated, glass, picture, simulated, slide


def status(display: str = "gara", adopted: tuple[int, int] | None = (1, 1), **rest: object) -> wire.Status:
    return msgspec.convert({"display": display, "online": True, "adopted": adopted, **rest}, wire.Status, strict=False)


async def events(listener: Subscription, fleet: Fleet) -> list[Event]:
    """Everything told so far."""
    fleet.close()
    return [event async for event in listener]


def commands(city: Simulated) -> list[wire.Command]:
    keys = [city.server.ground.signer.public_key]
    sent = [payload for topic, _, payload in city.link.sent if topic == "command"]
    return [wire.decode(dsse.verify(payload, "command", keys), wire.Command, "") for payload in sent]


# --- presence ------------------------------------------------------------------------------------------------------


async def test_a_heartbeat_counts_for_forty_five_seconds(city: Simulated, clock: Clock) -> None:
    fleet = city.server.fleet
    assert not fleet.online("gara", clock.now)
    await city.says(status())
    assert fleet.online("gara", clock.forward(seconds=44.9))
    assert not fleet.online("gara", clock.forward(seconds=0.1))


async def test_a_farewell_counts_at_once_and_keeps_what_was_known(city: Simulated, clock: Clock) -> None:
    await city.says(status(glass=msgspec.to_builtins(glass(1, START))))
    clock.forward(seconds=5)
    await city.says(wire.Status(display="gara", online=False))
    known, heard = city.server.fleet.statuses["gara"]
    assert not city.server.fleet.online("gara", clock.now)
    assert (known.adopted, known.glass, heard) == ((1, 1), city.glass(1, START), START)


async def test_what_the_broker_kept_is_no_sign_of_life(city: Simulated, clock: Clock) -> None:
    clock.forward(hours=1)
    await city.says(status(at=START), retained=True)
    assert not city.server.fleet.online("gara", clock.now)
    assert city.server.fleet.statuses["gara"][1] == START


async def test_an_old_word_does_not_replace_a_newer_one(city: Simulated, clock: Clock) -> None:
    clock.forward(hours=1)
    await city.says(status(adopted=(1, 1)))
    await city.says(status(adopted=(0, 9), at=START), retained=True)
    assert city.server.fleet.statuses["gara"][0].adopted == (1, 1)


async def test_a_clock_set_back_silences_nobody(city: Simulated, clock: Clock) -> None:
    await city.says(status(adopted=(1, 1)))
    clock.forward(hours=-1)
    await city.says(status(adopted=(1, 2)))
    assert city.server.fleet.statuses["gara"][0].adopted == (1, 2)
    assert city.server.fleet.online("gara", clock.now)


async def test_comings_and_goings_are_told(city: Simulated, clock: Clock) -> None:
    with city.server.fleet.subscribed() as listener:
        await city.says(status())
        city.server.fleet.look_round(clock.forward(seconds=30))
        city.server.fleet.look_round(clock.forward(seconds=31))
        told = await events(listener, city.server.fleet)
    assert [e for e in told if isinstance(e, Presence)] == [Presence("gara", True), Presence("gara", False)]


async def test_a_listener_that_sleeps_loses_the_oldest() -> None:
    fleet = Fleet()
    with fleet.subscribed() as listener:
        for number in range(1500):
            fleet.tell(Presence(str(number), True))
        told = await events(listener, fleet)
    assert told[-1] == Presence("1499", True) and len(told) == 999


# --- messages that do not count ------------------------------------------------------------------------------------


PLAY = (
    b'{"display": "gara", "plays": [{"number": %d, "slide": null, "lang": null, "campaign": null, "asset": null,'
    b' "since": "2026-11-23T10:00:00Z", "until": "2026-11-23T10:00:10Z"}]}'
)
NO_TIME = (
    b'{"display": "gara", "online": true, "glass":'
    b' {"state": "neutral", "since": "SINCE", "lit": "2026-11-23T10:00:00Z"}}'
)


@pytest.mark.parametrize(
    ("topic", "display", "payload"),
    [
        ("status", "gara", b"{"),
        ("status", "gara", b"\xff"),
        ("status", "gara", b'{"display": "gara"}'),
        ("status", "gara", b'{"display": "piata", "online": true}'),
        ("status", "cineva", b'{"display": "cineva", "online": true}'),
        ("plays", "gara", b"[]"),
        ("plays", "gara", b'{"display": "piata", "plays": []}'),
        ("manifest", "gara", b"{}"),
        ("status", "gara", b'{"display": "gara", "online": true, "at": "2026-11-23T10:00:00"}'),
        ("status", "gara", b'{"display": "gara", "online": true, "at": "9999-12-31T23:59:59Z"}'),
        ("status", "gara", b'{"display": "gara", "online": true, "at": "0001-01-01T00:00:00+14:00"}'),
        ("status", "gara", b'{"display": "gara", "online": true, "adopted": [1, %d]}' % 2**70),
        ("status", "gara", NO_TIME.replace(b"SINCE", b"9999-12-31T23:59:59Z")),
        ("plays", "gara", PLAY % 2**70),
        ("plays", "gara", PLAY % -1),
    ],
)
async def test_a_bad_message_has_no_effect(city: Simulated, topic: str, display: str, payload: bytes) -> None:
    for retained in (False, True):
        city.server.reception.receive(topic, display, payload, retained=retained)
    assert city.server.fleet.statuses == {}
    assert city.link.sent == []


async def test_a_bug_met_by_one_message_ends_nothing(city: Simulated, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise OverflowError

    monkeypatch.setattr(city.server.fleet, "heard", broken)
    await city.says(status())
    monkeypatch.undo()
    await city.says(status())
    assert city.server.fleet.statuses["gara"][0].online


async def test_the_players_farthest_instant_counts(city: Simulated) -> None:
    far = NO_TIME.replace(b'"lit"', b'"until": "9999-01-01T00:00:00Z", "lit"').replace(
        b"SINCE", b"2026-11-23T10:00:00Z"
    )
    city.server.reception.receive("status", "gara", far)
    assert city.server.fleet.statuses["gara"][0].glass is not None


async def test_an_unknown_field_passes(city: Simulated) -> None:
    city.server.reception.receive("status", "gara", b'{"display": "gara", "online": true, "later": 1}')
    assert city.server.fleet.statuses["gara"][0].online


# --- catching up ---------------------------------------------------------------------------------------------------


async def test_a_display_that_lags_is_sent_its_manifest_again_every_10_s(city: Simulated, clock: Clock) -> None:
    await city.says(status(adopted=(1, 1)))
    await city.put_slide("anunt", slide("Podul e inchis"))
    city.link.announced.clear()
    for seconds, expected in [(9, 0), (1, 1), (9, 1), (1, 2)]:
        clock.forward(seconds=seconds)
        await city.says(status(adopted=(1, 1)))
        assert city.link.announced == ["gara"] * expected
    await city.says(status(adopted=(1, 2)))
    clock.forward(seconds=60)
    await city.says(status(adopted=(1, 2)))
    assert city.link.announced == ["gara"] * 2


async def test_a_display_without_any_manifest_is_sent_it(city: Simulated, clock: Clock) -> None:
    city.link.announced.clear()
    clock.forward(seconds=10)
    await city.says(status(adopted=None))
    assert city.link.announced == []  # it has just connected: the broker sends what it keeps
    clock.forward(seconds=20)
    await city.says(status(adopted=None))
    assert city.link.announced == ["gara"]


async def test_nothing_is_sent_twice_while_the_link_sends_everything(city: Simulated, clock: Clock) -> None:
    await city.says(status(adopted=None))
    clock.forward(seconds=20)
    assert set(city.server.reception.begun()) == {"gara", "piata"}
    clock.forward(seconds=9)
    city.link.announced.clear()
    await city.says(status(adopted=None))
    assert city.link.announced == []
    clock.forward(seconds=1)
    await city.says(status(adopted=None))
    assert city.link.announced == ["gara"]


# --- plays ---------------------------------------------------------------------------------------------------------


async def test_plays_are_acknowledged_when_they_are_kept(city: Simulated) -> None:
    since = START - timedelta(minutes=1)
    played = tuple(
        wire.Play(number=n, slide="anunt", lang="ro", campaign=None, asset=None, since=since, until=START)
        for n in (4, 5)
    )
    signing = SigningDisplay("gara")
    link = signing.link(*played)
    city.server.reception.receive("plays", "gara", link.envelope)
    await city.server.reception.plays.keep()
    assert await displays.plays(city.server.ground.database, "gara") == list(played)
    ack = wire.PlaysAck(display="gara", key=signing.key, tip=link.tip)
    assert city.link.sent == [("plays-ack", "gara", city.server.ground.signer.sign_ack(wire.encode(ack)))]


def far_too_much(**fields: object) -> bytes:
    """A message with a field that no display has filled so."""
    play = {"number": 1, "slide": None, "lang": None, "campaign": None, "asset": None, "since": START, "until": START}
    return wire.encode({"display": "gara", "plays": [play | fields]})


@pytest.mark.parametrize("letters", ["x" * 60_000, "x" * 101, "\0", "a\n"])
@pytest.mark.parametrize("field", ["slide", "lang", "campaign", "asset"])
async def test_a_play_with_words_that_no_database_keeps_is_refused(city: Simulated, field: str, letters: str) -> None:
    city.server.reception.receive("plays", "gara", far_too_much(**{field: letters}))
    await city.server.reception.plays.keep()
    assert await displays.plays(city.server.ground.database, "gara") == []
    assert city.link.sent == []


@pytest.mark.parametrize(
    "status",
    [
        {"version": "x" * 101},
        {"rejected": "x" * 1001},
        {"instance": "x" * 101},
        {"glass": {"state": "neutral", "since": START, "lit": START, "seen": "x" * 101}},
    ],
)
async def test_a_status_with_overlong_words_is_refused(city: Simulated, status: dict[str, object]) -> None:
    city.server.reception.receive("status", "gara", wire.encode({"display": "gara", "online": True, **status}))
    assert city.server.fleet.statuses == {}


async def test_of_a_display_that_left_the_pack_nothing_is_heard(city: Simulated) -> None:
    await city.publish({**PACK, "displays.yaml": PACK["displays.yaml"].partition(b"  - id: piata")[0]})
    await city.says(status("piata"))
    city.server.reception.receive("plays", "piata", far_too_much().replace(b"gara", b"piata"))
    await city.server.reception.plays.keep()
    assert city.server.fleet.statuses == {}
    assert await displays.plays(city.server.ground.database, "piata") == []


@pytest.mark.parametrize(("topic", "quota"), [("status", 300), ("plays", 2000)])
async def test_who_floods_is_put_out_and_the_others_are_heard(city: Simulated, topic: str, quota: int) -> None:
    receive = city.server.reception.receive
    for _ in range(quota + 1000):
        receive(topic, "gara", b"{")
    assert not city.server.enrolments.counts("gara")
    assert city.server.enrolments.counts("piata")
    await city.says(status("piata"))
    assert city.server.fleet.statuses.keys() == {"piata"}
    assert b"afisier_put_out_total 1.0" in city.server.ground.metrics.text()


async def test_two_players_with_one_identity_are_named(city: Simulated, clock: Clock) -> None:
    fleet = city.server.fleet
    for instance in ("a", "a", "b", "c"):  # an agent that was started again is no second player
        await city.says(status(instance=instance))
    assert not fleet.rivals.are("gara", clock.now)
    await city.says(status(instance="b"))
    assert fleet.rivals.are("gara", clock.forward(minutes=9.9)) and not fleet.rivals.are("piata", clock.now)
    assert not fleet.rivals.are("gara", clock.forward(minutes=0.1))


async def test_what_the_broker_kept_makes_no_second_player(city: Simulated, clock: Clock) -> None:
    for instance, retained in [("a", False), ("b", True), ("a", False), ("", False), ("a", False)]:
        await city.says(status(instance=instance, at=START), retained=retained)
    assert not city.server.fleet.rivals.are("gara", clock.now)


async def test_plays_that_cannot_be_kept_are_not_acknowledged(city: Simulated) -> None:
    played = wire.Play(number=1, slide=None, lang=None, campaign=None, asset=None, since=START, until=START)
    async with city.server.ground.database.engine.begin() as connection:
        await connection.exec_driver_sql("DROP TABLE plays")
    city.server.reception.receive("plays", "gara", SigningDisplay("gara").envelope(played))
    await city.server.reception.plays.keep()
    assert city.link.sent == []


# --- pictures ------------------------------------------------------------------------------------------------------


async def test_nobody_watching_nothing_is_asked(city: Simulated) -> None:
    with city.server.fleet.subscribed():
        await city.says(status(glass=msgspec.to_builtins(glass(1, START))))
    assert commands(city) == []


async def test_each_change_of_the_glass_is_asked_for_once_and_at_most_once_a_second(
    city: Simulated, clock: Clock
) -> None:
    with city.server.fleet.subscribed(pictures=True):
        for count, seconds in [(1, 0), (1, 0.5), (2, 0.2), (3, 0.4)]:
            await city.says(status(glass=msgspec.to_builtins(glass(count, clock.forward(seconds=seconds)))))
        assert len(commands(city)) == 2  # the first change, and the third 1.1 s later
        clock.forward(seconds=4.9)
        city.server.reception.ask_watched(clock.now)
        assert len(commands(city)) == 2
        clock.forward(seconds=0.1)
        city.server.reception.ask_watched(clock.now)  # no answer in 5 s: once more
        assert len(commands(city)) == 3
        await city.pictured(picture(1), city.server.fleet.glass("gara"))
        city.server.reception.ask_watched(clock.forward(seconds=20))
        assert len(commands(city)) == 3
    asked = commands(city)[0]
    assert (asked.display, asked.verb, asked.expires) == ("gara", "screenshot", START + timedelta(seconds=30))


async def test_a_picture_belongs_to_a_change(city: Simulated) -> None:
    with city.server.fleet.subscribed(pictures=True) as listener:
        await city.pictured(picture(1), glass(6, START))
        told = await events(listener, city.server.fleet)
    assert told == [Pictured("gara", glass(6, START), picture(1))]


async def test_only_displays_that_somebody_looks_at_are_asked(city: Simulated, clock: Clock) -> None:
    with city.server.fleet.watches.watching(["piata"]), city.server.fleet.watches.watching():
        for display in ("gara", "piata"):
            await city.says(status(display, glass=msgspec.to_builtins(glass(1, START))))
        city.server.reception.ask_watched(clock.forward(seconds=20))
    assert [command.display for command in commands(city)] == ["piata", "piata"]


async def test_a_change_of_health_alone_is_told_to_nobody(city: Simulated, clock: Clock) -> None:
    with city.server.fleet.subscribed() as listener:
        await city.says(status(rss_mb=100, at=START))
        with city.server.fleet.watches.watching() as watch:
            await city.says(status(rss_mb=120, at=clock.forward(seconds=20)))
            assert await watch.changes(0) == {}
        await city.says(status(rss_mb=120, adopted=(1, 2)))
        told = await events(listener, city.server.fleet)
    assert [event.status.adopted for event in told if isinstance(event, Heard)] == [(1, 1), (1, 2)]


# --- across a restart ----------------------------------------------------------------------------------------------


async def test_statuses_are_known_after_a_restart(tmp_path: Path, clock: Clock) -> None:
    async with simulated(tmp_path, clock) as first:
        await first.publish(PACK)
        await first.says(status())
        await displays.keep_statuses(first.server.ground.database, first.server.fleet.take_dirty())
        assert first.server.fleet.take_dirty() == {}
    async with simulated(tmp_path, clock) as second:
        assert await displays.statuses(second.server.ground.database) == {"gara": (status(), START)}
