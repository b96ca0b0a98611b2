"""What the player refuses, one fault at a time and in whatever order: a report with the reason, and nothing else."""

import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from content import wire
from content.schedule.plan import Entry, Item, Turn, Window
from content.wire import Frame, Manifest, Programme, dsse, limits
from display_client import events
from display_client.bench.rehearsal import Rehearsal, Rehearsed, SyntheticSlide
from display_client.player import Player
from display_client.store import StoredManifest
from tests.display.playbook import Playbook

PNG = b"not looked at by the player"


A = SyntheticSlide(PNG)


Change = Callable[[Rehearsed, datetime], Rehearsed]


def _with(**fields: Any) -> Change:
    return lambda told, now: told.told(**fields)


def _plan(**fields: Any) -> Change:
    return lambda told, now: told.told(plan=msgspec.structs.replace(told.programme.plan, **fields))


def _names(**fields: Any) -> Change:
    """The manifest says of its programme what is not true."""
    return lambda told, now: Rehearsed(msgspec.structs.replace(told.manifest, **fields), told.programme)


HEADS: dict[str, tuple[Change, str]] = {
    "another display": (_with(display="alta"), "is for proba/alta, expected proba/repetitie"),
    "another site": (_with(site="alta"), "is for alta/repetitie, expected proba/repetitie"),
    "older": (_with(sequence=1), "1.1 is not newer than 1.2"),
    "the same number, other content": (_with(sequence=2), "1.2 is not newer than 1.2"),
    "an earlier epoch": (_with(epoch=0, sequence=9_999), "0.9999 is not newer than 1.2"),
    "run out": (lambda told, now: told.told(valid_until=now), "was valid until"),
    "a phase backwards": (_with(phase=-1), "is -1 s ahead in its rotation"),
    "hours out of all days": (_with(hours=(Window(days=(0,), start=0, end=10**12),)), "has a daypart from minute 0 to"),
    "a programme that is no digest": (_names(programme="../../x"), "names a programme '../../x'"),
    "a huge programme": (_names(size=10**12), "has a programme of 1000000000000 bytes, expected at most 8000000"),
    "an empty programme": (_names(size=0), "has a programme of 0 bytes"),
}


@pytest.mark.parametrize("name", HEADS)
def test_what_is_refused_is_reported_and_nothing_else(city: Rehearsal, play: Playbook, name: str) -> None:
    change, reason = HEADS[name]
    city.manifest({})
    play.adopt(city.manifest({"a": A}))
    refused = change(city.manifest({"a": SyntheticSlide(b"next")}), play.now)
    (report,) = play.player.handle(play.received(refused), play.now)
    assert isinstance(report, events.Report) and reason in str(report.status.rejected)
    assert report == play.report(rejected=report.status.rejected)
    play.on(play.received(refused))  # the same reason is not said again


PROGRAMMES: dict[str, tuple[Change, str]] = {
    "a frame without its size": (_with(neutral=Frame(asset="0" * 64)), "shows the asset 000000000000 without"),
    "an alternative without its size": (
        _with(alternatives={"large-text": {"a": {"ro": Frame(asset="1" * 64)}}}),
        "shows the asset 111111111111 without",
    ),
    "a name that is no digest": (_with(assets={"../../x": 3}), "names an asset '../../x' of 3 bytes"),
    "an endless file": (
        lambda told, now: told.told(assets=dict.fromkeys(told.assets, 10**12)),
        "has 2000000000000 bytes of assets, expected at most 2000000000",
    ),
    "an empty file": (lambda told, now: told.told(assets=dict.fromkeys(told.assets, 0)), "of 0 bytes"),
    "a huge glass": (_with(width=100_000), "is for 100000 × 360 pixels"),
    "an unknown zone": (_plan(timezone="Mars/Olympus"), "has the unknown time zone 'Mars/Olympus'"),
    "a turn without a frame": (_with(frames={}), "plays a in ro without a frame for it"),
    "a turn without end": (
        _plan(items={"a": Item(turns=(Turn(lang="ro", seconds=10**13),))}),
        "plays a in ro for 10000000000000 s, expected at most a day",
    ),
    "more than all the airtime": (_plan(minimums={"notice": 1.5}), "gives 'notice' at least 1.5 of the airtime"),
    "a time without its offset": (
        _plan(entries=(Entry(campaign="c", slides=("a",), opens=datetime(2026, 1, 1)),)),  # noqa: DTZ001
        "opens or ends something at a time without its offset",
    ),
    "no share": (_plan(entries=(Entry(campaign="c", slides=("a",), share=0),)), "a share that is none of 1 to 1000000"),
    "a campaign without its slide": (_plan(items={}), "plays a without saying for how long"),
    "a daypart out of all days": (
        _plan(entries=(Entry(campaign="c", slides=("a",), dayparts=(Window(days=(0,), start=0, end=10**12),)),)),
        "has a daypart from minute 0 to",
    ),
}


@pytest.mark.parametrize("name", PROGRAMMES)
def test_a_programme_beyond_the_limits_is_reported_and_what_plays_goes_on(
    city: Rehearsal, play: Playbook, name: str
) -> None:
    change, reason = PROGRAMMES[name]
    city.manifest({})
    before = city.manifest({"a": A})
    play.adopt(before)
    refused = change(city.manifest({"a": SyntheticSlide(b"next")}), play.now)
    play.on(play.received(refused), play.programme(refused))
    (report,) = play.player.handle(play.arrived(refused), play.now)
    assert isinstance(report, events.Report) and reason in str(report.status.rejected)
    assert str(report.status.rejected).startswith("programme 1.3: ")
    assert report == play.report(rejected=report.status.rejected)
    _stays_refused_until_a_newer_one_heals(city, play, before, refused)


def _stays_refused_until_a_newer_one_heals(
    city: Rehearsal, play: Playbook, before: Rehearsed, refused: Rehearsed
) -> None:
    """The glass goes on with `before`, and the reason stands in every report."""
    play.on(play.received(refused))  # from the broker and by HTTP, again and again
    play.on(play.arrived(refused))
    play.after(20).on(events.Ticked(), play.report())
    asset = before.asset("a")
    play.on(events.Damaged(asset), events.Fetch(asset, before.assets[asset])).on(events.Stored(asset))
    healed = city.manifest({"a": SyntheticSlide(b"healed")})
    play.gather(healed, before).kept(healed, rejected=None)


OTHERS: dict[str, tuple[bytes, str]] = {
    "cut": (b'{"width":', "is another than the manifest names"),
    "altered": (b"x" * 600, "is another than the manifest names"),
    "nothing": (b"", "is another than the manifest names"),
}


@pytest.mark.parametrize("name", OTHERS)
def test_a_programme_with_another_digest_is_reported_and_what_plays_goes_on(
    city: Rehearsal, play: Playbook, name: str
) -> None:
    data, reason = OTHERS[name]
    before, refused = city.manifest({"a": A}), city.manifest({"a": SyntheticSlide(b"next")})
    play.adopt(before).on(play.received(refused), play.programme(refused))
    arrived = events.ProgrammeArrived(refused.manifest.programme, data)
    play.on(arrived, play.report(rejected=f"programme 1.2: {reason}"))
    _stays_refused_until_a_newer_one_heals(city, play, before, refused)


UNREADABLE: dict[str, bytes] = {
    "no programme": b"{}",
    "no JSON": b"\xff\xfe",
    "nested too deeply": b'{"more": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_a_programme_that_cannot_be_read_is_reported_and_what_plays_goes_on(
    city: Rehearsal, play: Playbook, name: str
) -> None:
    data = UNREADABLE[name]
    before, told = city.manifest({"a": A}), city.manifest({"a": SyntheticSlide(b"next")})
    digest = sha256(data).hexdigest()
    refused = _names(programme=digest, size=len(data))(told, play.now)
    play.adopt(before).on(play.received(refused), events.FetchProgramme(digest, len(data)))
    (report,) = play.player.handle(events.ProgrammeArrived(digest, data), play.now)
    assert isinstance(report, events.Report)
    assert str(report.status.rejected).startswith("programme 1.2: is not a valid programme: ")
    assert report == play.report(rejected=report.status.rejected)
    _stays_refused_until_a_newer_one_heals(city, play, before, refused)


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
def test_what_is_not_genuine_is_reported_once_and_nothing_else(city: Rehearsal, play: Playbook, name: str) -> None:
    forged = events.Received(FORGERIES[name](city, city.sign(city.manifest({"a": A}))))
    (report,) = play.player.handle(forged, play.now)
    assert isinstance(report, events.Report) and "is not genuine" in str(report.status.rejected)
    assert report == play.report(rejected=report.status.rejected)
    play.on(forged)


def of(effects: list[events.Effect], kind: type[Any]) -> list[Any]:
    return [effect for effect in effects if isinstance(effect, kind)]


class Hostile(RuleBasedStateMachine):
    """Whatever arrives in whatever order, and whenever the agent is started again.

    The version only grows, nothing incomplete or beyond the limits is ever adopted, and a newer manifest plays in the
    end.
    """

    @initialize()
    def begin(self) -> None:
        self.city = Rehearsal(Path("/nonexistent"))
        self.now = datetime.now(UTC)
        self.manifests = [self.city.manifest({f"s{n % 3}": SyntheticSlide(b"%d" % (n // 2))}) for n in range(6)]
        self.manifests[2] = self.manifests[2].told(width=100_000)
        self.manifests[4] = self.manifests[3].told(sequence=5, phase=7)
        self.programmes = {told.manifest.programme: told.data for told in self.manifests}
        self.on_card: set[str] = set()
        self.slots: StoredManifest | None = None
        self.version = (0, 0)
        self.start()

    def start(self) -> None:
        self.asked: list[events.Fetch | events.FetchProgramme] = []
        self.writing: events.Adopt | None = None
        enrolment = self.city.enrolment
        self.player = Player(enrolment.site, enrolment.display, enrolment.public_key(), random.Random(1))
        self.handle(events.Started(self.slots))
        self.handle(events.NewestTold(None))
        self.handle(events.Ticked())

    def handle(self, event: events.Event) -> None:
        effects = self.player.handle(event, self.now)
        self.asked += [effect for effect in effects if isinstance(effect, events.Fetch | events.FetchProgramme)]
        for collect in of(effects, events.Collect):
            self.on_card &= collect.keep
        for order in of(effects, events.Adopt):
            assert self.writing is None
            payload = dsse.verify(order.adopted.envelope, "manifest", [self.city.key.public_key()])
            manifest = wire.decode(payload, Manifest, "test")
            assert manifest.programme == sha256(order.adopted.programme).hexdigest()
            programme = wire.decode(order.adopted.programme, Programme, "test")
            assert limits.programme_flaw(programme) is None
            assert self.on_card.issuperset(programme.assets)
            assert manifest.version > self.version
            self.writing = order

    @rule(which=st.integers(0, 5), fault=st.sampled_from([None, None, *FORGERIES]))
    def receives(self, which: int, fault: str | None) -> None:
        envelope = self.city.sign(self.manifests[which])
        self.handle(events.Received(FORGERIES[fault](self.city, envelope) if fault else envelope))

    @rule(well=st.booleans(), which=st.integers(0))
    def transfer_ends(self, well: bool, which: int) -> None:
        if not self.asked:
            return
        fetch = self.asked.pop(which % len(self.asked))
        if isinstance(fetch, events.FetchProgramme):
            arrived = events.ProgrammeArrived(fetch.digest, self.programmes[fetch.digest])
            self.handle(arrived if well else events.Failed(fetch.digest, "?"))
        else:
            self.on_card |= {fetch.asset} if well else set()
            self.handle(events.Stored(fetch.asset) if well else events.Failed(fetch.asset, "?"))

    @rule(well=st.booleans())
    def writing_ends(self, well: bool) -> None:
        if self.writing:
            adopted, self.writing = self.writing.adopted, None
            if well:
                self.version, self.slots = adopted.version, adopted
            self.handle(events.Kept(adopted.version) if well else events.NotKept(adopted.version, "?"))

    @rule(seconds=st.integers(1, 400))
    def time_passes(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)
        self.handle(events.Ticked())

    @rule(was_written=st.booleans())
    def is_started_again(self, was_written: bool) -> None:
        if self.writing and was_written:
            self.version, self.slots = self.writing.adopted.version, self.writing.adopted
        self.start()

    @invariant()
    def wakes(self) -> None:
        if hasattr(self, "player"):
            assert self.player.wakes_at <= self.now + timedelta(seconds=wire.HEARTBEAT_S + 400)

    def teardown(self) -> None:
        if not hasattr(self, "player"):
            return
        newest = self.city.manifest({"newest": SyntheticSlide(b"newest")})
        self.programmes[newest.manifest.programme] = newest.data
        self.handle(events.Received(self.city.sign(newest)))
        for _ in range(20):
            while self.asked:
                self.transfer_ends(True, 0)
            self.writing_ends(True)
            self.time_passes(60)
        assert self.version == newest.version


TestHostile = Hostile.TestCase


def test_an_empty_display_waits_for_the_word_of_which_manifests_are_old(city: Rehearsal, now: datetime) -> None:
    """Both slots are lost: an old manifest is genuine, and nothing on the card says that there was a newer one."""
    old, newest = city.manifest({"a": A}), city.manifest({"b": A})
    play = Playbook(city, now)
    play.on(events.Started(None)).on(events.Ticked(), play.report(), events.AskManifest(), events.SendPlays())
    play.on(play.received(old)).on(play.received(newest)).on(play.received(old))
    refused = play.report(rejected="manifest: 1.1 is older than 1.2, which the server told this display")
    again = play.report(rejected="manifest: 1.1 is not newer than 1.2")
    play.on(events.NewestTold((1, 2)), refused, play.programme(newest), again)


def test_what_is_older_than_the_server_says_is_refused_later_too(play: Playbook) -> None:
    old, newest = play.city.manifest({"a": A}), play.city.manifest({"b": A})
    play.on(events.NewestTold((1, 2)))
    play.on(
        play.received(old), play.report(rejected="manifest: 1.1 is older than 1.2, which the server told this display")
    )
    play.on(play.received(newest), play.programme(newest))


def test_by_a_clock_that_is_not_trusted_only_what_certainly_ran_out_is_refused(play: Playbook) -> None:
    """The system's clock is ten years ahead."""
    play.earliest = play.now
    play.after(10 * 365 * 86_400)
    over = play.city.manifest({"a": A}).told(valid_until=play.earliest)
    play.on(
        play.received(over), play.report(rejected=f"manifest: 1.1 was valid until {play.earliest:%Y-%m-%d %H:%M} UTC")
    )
    valid = play.city.manifest({"a": A})
    play.on(play.received(valid), play.programme(valid))
