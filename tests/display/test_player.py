"""The agent's decisions as scripts: what happens, and what the display does about it."""

import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from content import wire
from content.schedule.plan import Entry, Item, Turn, Window
from content.wire import Command, Frame, Glass, Manifest, dsse
from display_client import assets, events
from display_client.bench.rehearsal import Rehearsal, SyntheticSlide
from display_client.player import Player
from display_client.store import StoredManifest

PNG = b"not looked at by the player"


@pytest.fixture
def city(tmp_path: Path) -> Rehearsal:
    return Rehearsal(tmp_path)


@pytest.fixture
def now() -> datetime:
    return datetime.now(UTC)


def start(city: Rehearsal, now: datetime, adopted: StoredManifest | None = None) -> Player:
    enrolment = city.enrolment
    found = Player(enrolment.site, enrolment.display, enrolment.public_key(), random.Random(1))
    found.handle(events.Started(adopted), now)
    return found


def of(effects: list[events.Effect], kind: type[Any]) -> list[Any]:
    return [effect for effect in effects if isinstance(effect, kind)]


def rejected(effects: list[events.Effect]) -> str:
    (report,) = of(effects, events.Report)
    assert report.status.rejected is not None
    return str(report.status.rejected)


def adopt(found: Player, city: Rehearsal, manifest: Manifest, now: datetime) -> list[events.Effect]:
    """The whole way from the message to the slots; the effects of the end."""
    effects = found.handle(events.Received(city.sign(manifest)), now)
    for fetch in of(effects, events.Fetch):
        effects = found.handle(events.Stored(fetch.asset), now)
    (order,) = of(effects, events.Adopt)
    return found.handle(events.Kept(order.adopted.version), now)


def test_a_manifest_is_adopted_when_its_last_asset_is_on_the_card(city: Rehearsal, now: datetime) -> None:
    found, manifest = start(city, now), city.manifest({"a": SyntheticSlide(PNG), "b": SyntheticSlide(b"other")})
    fetches = of(found.handle(events.Received(city.sign(manifest)), now), events.Fetch)
    assert {(fetch.asset, fetch.size) for fetch in fetches} == set(manifest.assets.items())
    *first, last = [found.handle(events.Stored(fetch.asset), now) for fetch in fetches]
    assert first == [[], []]
    assert last == [events.Adopt(StoredManifest((1, 1), city.sign(manifest)))]
    report, collect = found.handle(events.Kept((1, 1)), now)
    assert isinstance(report, events.Report) and report.status.adopted == (1, 1)
    assert report.status.manifest == StoredManifest((1, 1), city.sign(manifest)).digest
    assert collect == events.Collect(frozenset(manifest.assets))


def test_only_what_is_missing_is_fetched_for_the_next_one(city: Rehearsal, now: datetime) -> None:
    found = start(city, now)
    adopt(found, city, city.manifest({"a": SyntheticSlide(PNG)}), now)
    fetches = of(
        found.handle(events.Received(city.sign(city.manifest({"a": SyntheticSlide(b"new")}))), now), events.Fetch
    )
    assert [fetch.size for fetch in fetches] == [3]


def test_the_same_manifest_again_is_nothing(city: Rehearsal, now: datetime) -> None:
    found, manifest = start(city, now), city.manifest({"a": SyntheticSlide(PNG)})
    adopt(found, city, manifest, now)
    assert found.handle(events.Received(city.sign(manifest)), now) == []


def test_a_newer_one_replaces_one_still_on_its_way(city: Rehearsal, now: datetime) -> None:
    found = start(city, now)
    first, second = city.manifest({"a": SyntheticSlide(b"first")}), city.manifest({"a": SyntheticSlide(b"second")})
    old = of(found.handle(events.Received(city.sign(first)), now), events.Fetch)
    new = of(found.handle(events.Received(city.sign(second)), now), events.Fetch)
    effects = [effect for fetch in [*old, *new] for effect in found.handle(events.Stored(fetch.asset), now)]
    assert effects == [events.Adopt(StoredManifest((1, 2), city.sign(second)))]


def test_slots_are_written_one_after_the_other(city: Rehearsal, now: datetime) -> None:
    found = start(city, now)
    first, second = city.manifest({"a": SyntheticSlide(PNG)}), city.manifest({"a": SyntheticSlide(PNG, 20)})
    for fetch in of(found.handle(events.Received(city.sign(first)), now), events.Fetch):
        found.handle(events.Stored(fetch.asset), now)
    assert of(found.handle(events.Received(city.sign(second)), now), events.Adopt) == []
    after = found.handle(events.Kept((1, 1)), now)
    assert [order.adopted.version for order in of(after, events.Adopt)] == [(1, 2)]


def test_a_card_that_is_full_is_reported_and_tried_again(city: Rehearsal, now: datetime) -> None:
    found = start(city, now)
    for fetch in of(
        found.handle(events.Received(city.sign(city.manifest({"a": SyntheticSlide(PNG)}))), now), events.Fetch
    ):
        found.handle(events.Stored(fetch.asset), now)
    effects = found.handle(events.NotKept((1, 1), "No space left on device"), now)
    assert rejected(effects) == "manifest 1.1 is not on the card: No space left on device"
    later = now + timedelta(seconds=6)
    assert of(found.handle(events.Ticked(), later), events.Adopt)


Change = Callable[[Manifest, datetime], Manifest]


def _with(**fields: Any) -> Change:
    return lambda manifest, now: msgspec.structs.replace(manifest, **fields)


def _plan(**fields: Any) -> Change:
    return lambda manifest, now: msgspec.structs.replace(
        manifest, plan=msgspec.structs.replace(manifest.plan, **fields)
    )


REFUSED: dict[str, tuple[Change, str]] = {
    "another display": (_with(display="alta"), "is for proba/alta, expected proba/repetitie"),
    "another site": (_with(site="alta"), "is for alta/repetitie, expected proba/repetitie"),
    "older": (_with(sequence=1), "1.1 is not newer than 1.2"),
    "the same number, other content": (_with(sequence=2), "1.2 is not newer than 1.2"),
    "an earlier epoch": (_with(epoch=0, sequence=9_999), "0.9999 is not newer than 1.2"),
    "run out": (lambda m, now: msgspec.structs.replace(m, valid_until=now), "was valid until"),
    "a frame without its size": (_with(neutral=Frame(asset="0" * 64)), "shows the asset 000000000000 without"),
    "an alternative without its size": (
        _with(alternatives={"large-text": {"a": {"ro": Frame(asset="1" * 64)}}}),
        "shows the asset 111111111111 without",
    ),
    "a name that is no digest": (_with(assets={"../../x": 3}), "names an asset '../../x' of 3 bytes"),
    "an endless file": (lambda m, _: msgspec.structs.replace(m, assets=dict.fromkeys(m.assets, 10**12)), "more than"),
    "an empty file": (lambda m, _: msgspec.structs.replace(m, assets=dict.fromkeys(m.assets, 0)), "of 0 bytes"),
    "a huge glass": (_with(width=100_000), "is for 100000 × 360 pixels"),
    "an unknown zone": (_plan(timezone="Mars/Olympus"), "has the unknown time zone 'Mars/Olympus'"),
    "a turn without a frame": (_with(frames={}), "plays a in ro without a frame for it"),
    "a turn without end": (
        _plan(items={"a": Item(turns=(Turn(lang="ro", seconds=10**13),))}),
        "plays a in ro for 10000000000000 s, expected at most a day",
    ),
    "a phase backwards": (_plan(phase=-1), "is -1 s ahead in its rotation"),
    "more than all the airtime": (_plan(minimums={"notice": 1.5}), "gives 'notice' at least 1.5 of the airtime"),
    "hours out of all days": (_plan(hours=(Window(days=(0,), start=0, end=10**12),)), "has a daypart from minute 0 to"),
    "a time without its offset": (
        _plan(entries=(Entry(campaign="c", slides=("a",), opens=datetime(2026, 1, 1)),)),  # noqa: DTZ001
        "opens or ends something at a time without its offset",
    ),
    "no share": (_plan(entries=(Entry(campaign="c", slides=("a",), share=0),)), "a share that is none of 1 to 1000000"),
    "a campaign without its slide": (_plan(items={}), "plays a without saying for how long"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused(city: Rehearsal, now: datetime, name: str) -> None:
    change, reason = REFUSED[name]
    found = start(city, now)
    city.manifest({})
    adopt(found, city, city.manifest({"a": SyntheticSlide(PNG)}), now)
    effects = found.handle(events.Received(city.sign(change(city.manifest({"a": SyntheticSlide(b"next")}), now))), now)
    assert reason in rejected(effects)
    assert of(effects, events.Report) == effects


def _forged(city: Rehearsal, envelope: bytes) -> bytes:
    return dsse.sign(
        dsse.verify(envelope, "manifest", [city.key.public_key()]), "manifest", Ed25519PrivateKey.generate()
    )


def _as_command(city: Rehearsal, envelope: bytes) -> bytes:
    return dsse.sign(dsse.verify(envelope, "manifest", [city.key.public_key()]), "command", city.key)


def _altered(city: Rehearsal, envelope: bytes) -> bytes:
    del city
    fields = msgspec.json.decode(envelope)
    payload = fields["payload"]
    fields["payload"] = payload[:40] + ("A" if payload[40] != "A" else "B") + payload[41:]
    return msgspec.json.encode(fields)


FORGERIES: dict[str, Callable[[Rehearsal, bytes], bytes]] = {
    "signed by another key": _forged,
    "signed as a command": _as_command,
    "altered": _altered,
    "cut": lambda city, envelope: envelope[:-9],
    "unsigned": lambda city, envelope: dsse.verify(envelope, "manifest", [city.key.public_key()]),
    "empty": lambda city, envelope: b"",
    "not text": lambda city, envelope: b"\xff\xfe\x00",
}


@pytest.mark.parametrize("name", FORGERIES)
def test_what_is_not_genuine_is_reported_and_nothing_else(city: Rehearsal, now: datetime, name: str) -> None:
    found = start(city, now)
    data = FORGERIES[name](city, city.sign(city.manifest({"a": SyntheticSlide(PNG)})))
    effects = found.handle(events.Received(data), now)
    assert "is not genuine" in rejected(effects)
    assert of(effects, events.Report) == effects


def test_a_repeated_forgery_is_reported_once(city: Rehearsal, now: datetime) -> None:
    found = start(city, now)
    assert found.handle(events.Received(b"junk"), now)
    assert found.handle(events.Received(b"junk"), now) == []


def test_a_reboot_goes_on_from_the_slots_and_refuses_older(city: Rehearsal, now: datetime) -> None:
    old, current = city.manifest({"a": SyntheticSlide(b"old")}), city.manifest({"a": SyntheticSlide(PNG)})
    found = start(city, now, StoredManifest(current.version, city.sign(current)))
    assert "is not newer" in rejected(found.handle(events.Received(city.sign(old)), now))


def test_after_a_start_every_asset_is_looked_at_again(city: Rehearsal, now: datetime) -> None:
    manifest = city.manifest({"a": SyntheticSlide(PNG)})
    found = Player(city.enrolment.site, city.enrolment.display, city.enrolment.public_key(), random.Random(1))
    fetches = of(found.handle(events.Started(StoredManifest((1, 1), city.sign(manifest))), now), events.Fetch)
    assert {fetch.asset for fetch in fetches} == set(manifest.assets)


def test_a_slot_with_something_forged_is_not_played_and_said(city: Rehearsal, now: datetime) -> None:
    found = start(city, now, StoredManifest((9, 9), b"forged"))
    (report,) = of(found.handle(events.Ticked(), now), events.Report)
    assert report.status.adopted is None
    assert "is not genuine" in report.status.rejected


def test_a_pointer_leads_to_the_server_unless_it_is_known(city: Rehearsal, now: datetime) -> None:
    found, manifest = start(city, now), city.manifest({"a": SyntheticSlide(PNG)})
    pointer = wire.Pointer(digest=StoredManifest((1, 1), city.sign(manifest)).digest, size=9)
    assert found.handle(events.Received(wire.encode(pointer)), now) == [events.AskManifest()]
    adopt(found, city, manifest, now)
    assert found.handle(events.Received(wire.encode(pointer)), now) == []


def test_a_failed_asset_is_fetched_again_later_and_ever_later(city: Rehearsal, now: datetime) -> None:
    found = start(city, now)
    found.handle(events.Ticked(), now)
    (fetch, *_) = of(
        found.handle(events.Received(city.sign(city.manifest({"a": SyntheticSlide(PNG)}))), now), events.Fetch
    )
    waits = []
    for _ in range(12):
        found.handle(events.Failed(fetch.asset, "503"), now)
        again: list[events.Fetch] = []
        began = now
        while not again:
            now = found.wakes_at
            again = of(found.handle(events.Ticked(), now), events.Fetch)
        assert again == [fetch]
        waits.append((now - began).total_seconds())
    assert 0 < waits[0] <= 1.0
    assert 1.0 < max(waits) <= assets.RETRY_MOST_S


def test_an_asset_the_screen_found_damaged_is_fetched_again(city: Rehearsal, now: datetime) -> None:
    found, manifest = start(city, now), city.manifest({"a": SyntheticSlide(PNG)})
    adopt(found, city, manifest, now)
    asset = manifest.frames["a"]["ro"].asset
    assert found.handle(events.Damaged(asset), now) == [events.Fetch(asset, len(PNG))]
    assert found.handle(events.Damaged(asset), now) == []  # already on its way
    assert found.handle(events.Damaged("0" * 64), now) == []  # nothing that is played


def test_heartbeat_every_20_seconds_and_at_each_change_of_the_glass(city: Rehearsal, now: datetime) -> None:
    found = start(city, now)
    assert of(found.handle(events.Ticked(), now), events.Report)
    glass = Glass(state="showing", slide="a", since=now, lit=now)
    change = now + timedelta(seconds=5)
    assert [report.status.glass for report in of(found.handle(events.GlassChanged(glass), change), events.Report)] == [
        glass
    ]
    assert not of(found.handle(events.Ticked(), change + timedelta(seconds=19)), events.Report)
    assert of(found.handle(events.Ticked(), change + timedelta(seconds=20)), events.Report)


def test_the_manifest_is_asked_for_on_connection_and_every_five_minutes(city: Rehearsal, now: datetime) -> None:
    found = start(city, now)
    adopt(found, city, city.manifest({"a": SyntheticSlide(PNG)}), now)
    assert events.AskManifest() in found.handle(events.Connected(), now)
    gaps = []
    for _ in range(5):
        began = now
        while not of(found.handle(events.Ticked(), now := found.wakes_at), events.AskManifest):
            pass
        gaps.append((now - began).total_seconds())
    assert all(240 <= gap <= 360 for gap in gaps) and len(set(gaps)) > 1


def test_an_empty_display_asks_sooner_when_the_server_is_away(city: Rehearsal, now: datetime) -> None:
    found = start(city, now)
    assert events.AskManifest() in found.handle(events.Ticked(), now)
    found.handle(events.Unavailable(), now)
    assert found.wakes_at <= now + timedelta(seconds=1)


@pytest.mark.parametrize("step", [timedelta(days=-1), timedelta(days=-20_000), timedelta(days=1), timedelta(days=3650)])
def test_a_clock_that_is_set_does_not_silence_it(city: Rehearsal, now: datetime, step: timedelta) -> None:
    found = start(city, now)
    adopt(found, city, city.manifest({"a": SyntheticSlide(PNG)}), now)
    found.handle(events.Ticked(), now)
    now += step
    found.handle(events.Ticked(), now)
    assert found.wakes_at <= now + timedelta(seconds=wire.HEARTBEAT_S)
    assert of(found.handle(events.Ticked(), now + timedelta(seconds=wire.HEARTBEAT_S)), events.Report)


def command(city: Rehearsal, now: datetime, **fields: Any) -> bytes:
    made = Command(id="c1", display=city.enrolment.display, verb="screenshot", expires=now + timedelta(seconds=30))
    return dsse.sign(wire.encode(msgspec.structs.replace(made, **fields)), "command", city.key)


def test_a_signed_command_is_obeyed_once(city: Rehearsal, now: datetime) -> None:
    found = start(city, now)
    assert found.handle(events.Commanded(command(city, now)), now) == [events.Capture("c1")]
    assert found.handle(events.Commanded(command(city, now)), now) == []
    assert found.handle(events.Commanded(command(city, now, id="c2", verb="restart")), now) == [events.RestartScreen()]


def test_commands_for_others_or_too_late_are_passed_over(city: Rehearsal, now: datetime) -> None:
    found = start(city, now)
    assert found.handle(events.Commanded(command(city, now, display="alta")), now) == []
    assert found.handle(events.Commanded(command(city, now, expires=now)), now) == []


def test_an_unsigned_command_is_refused(city: Rehearsal, now: datetime) -> None:
    found = start(city, now)
    assert "command refused" in rejected(found.handle(events.Commanded(b'{"id":"x"}'), now))
    manifest = city.sign(city.manifest({}))
    assert "command refused" in rejected(found.handle(events.Commanded(manifest), now))


def test_plays_are_trimmed_by_the_servers_number(city: Rehearsal, now: datetime) -> None:
    found = start(city, now)
    effects = found.handle(events.Acknowledged(wire.encode(wire.PlaysAck(number=7))), now)
    assert effects == [events.TrimPlays(7), events.SendPlays()]
    assert rejected(found.handle(events.Acknowledged(b"7!"), now))


class Hostile(RuleBasedStateMachine):
    """Whatever arrives in whatever order: the version only grows, and nothing incomplete is ever adopted."""

    @initialize()
    def begin(self) -> None:
        self.city = Rehearsal(Path("/nonexistent"))
        self.now = datetime.now(UTC)
        self.player = start(self.city, self.now)
        self.manifests = [self.city.manifest({f"s{n % 3}": SyntheticSlide(b"%d" % n)}) for n in range(6)]
        self.on_card: set[str] = set()
        self.asked: list[events.Fetch] = []
        self.writing: events.Adopt | None = None
        self.version = (0, 0)

    def take(self, effects: list[events.Effect]) -> None:
        self.asked += of(effects, events.Fetch)
        for order in of(effects, events.Adopt):
            assert self.writing is None
            payload = dsse.verify(order.adopted.envelope, "manifest", [self.city.key.public_key()])
            manifest = wire.decode(payload, Manifest, "test")
            assert self.on_card.issuperset(manifest.assets)
            assert manifest.version > self.version
            self.writing = order

    @rule(which=st.integers(0, 5), fault=st.sampled_from([None, *FORGERIES]))
    def receives(self, which: int, fault: str | None) -> None:
        envelope = self.city.sign(self.manifests[which])
        self.take(
            self.player.handle(events.Received(FORGERIES[fault](self.city, envelope) if fault else envelope), self.now)
        )

    @rule(well=st.booleans())
    def transfer_ends(self, well: bool) -> None:
        if self.asked:
            fetch = self.asked.pop(0)
            if well:
                self.on_card.add(fetch.asset)
            self.take(
                self.player.handle(events.Stored(fetch.asset) if well else events.Failed(fetch.asset, "?"), self.now)
            )

    @rule(well=st.booleans())
    def writing_ends(self, well: bool) -> None:
        if self.writing:
            version, self.writing = self.writing.adopted.version, None
            if well:
                self.version = version
            self.take(self.player.handle(events.Kept(version) if well else events.NotKept(version, "?"), self.now))

    @rule(seconds=st.integers(1, 400))
    def time_passes(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)
        self.take(self.player.handle(events.Ticked(), self.now))

    @invariant()
    def wakes(self) -> None:
        if hasattr(self, "player"):
            assert self.player.wakes_at <= self.now + timedelta(seconds=wire.HEARTBEAT_S + 400)


TestHostile = Hostile.TestCase
