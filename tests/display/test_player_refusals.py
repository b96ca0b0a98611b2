"""What the player refuses, one fault at a time and in whatever order: a report with the reason, and nothing else."""

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
from content.wire import Frame, Manifest, dsse
from display_client import events
from display_client.bench.rehearsal import Rehearsal, SyntheticSlide
from tests.display.playbook import Playbook

PNG = b"not looked at by the player"


A = SyntheticSlide(PNG)


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
def test_what_is_refused_is_reported_and_nothing_else(city: Rehearsal, play: Playbook, name: str) -> None:
    change, reason = REFUSED[name]
    city.manifest({})
    play.adopt(city.manifest({"a": A}))
    refused = change(city.manifest({"a": SyntheticSlide(b"next")}), play.now)
    (report,) = play.player.handle(play.received(refused), play.now)
    assert isinstance(report, events.Report) and reason in str(report.status.rejected)
    assert report == play.report(rejected=report.status.rejected)
    play.on(play.received(refused))  # the same reason is not said again


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
    """Whatever arrives in whatever order: the version only grows, and nothing incomplete is ever adopted."""

    @initialize()
    def begin(self) -> None:
        self.city = Rehearsal(Path("/nonexistent"))
        self.now = datetime.now(UTC)
        self.player = Playbook(self.city, self.now).start().player
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
