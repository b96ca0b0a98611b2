"""Whatever the broker or the server sends: it is refused in words that can be sent, and what plays goes on."""

import asyncio
import json
import os
import random
from collections.abc import Callable
from datetime import UTC, datetime

import msgspec
import pytest

from content import wire
from content.wire import Glass, dsse
from display_client import events
from display_client.bench.rehearsal import Rehearsal, SyntheticSlide
from display_client.download import Downloads, TransferError
from display_client.reports import LONGEST_REASON
from tests.display.playbook import Playbook
from tests.figures import samples, shown

MESSAGES = samples(2_000, 100_000)
VALUES = (
    None, True, -1, 0, 2**63, 2**200, 1e308, -0.0, "", "x" * 5000, "\ud800", "\x00\x1b[2J", "\u202egro", "NaN", [], {},
    "0001-01-01T00:00:00Z", "9999-12-31T23:59:59+14:00", "2026-02-30T00:00:00Z", "1970-01-01T00:00:00",
    {"": {}}, [0] * 500,
)  # fmt: skip


def nested(chance: random.Random) -> bytes:
    deep, (opening, closing) = chance.choice([10, 900, 5000, 50_000]), chance.choice([("[", "]"), ('{"a":', "}")])
    return (opening * deep + "1" + closing * deep * chance.randrange(2)).encode()


def mutated(data: bytes, chance: random.Random) -> bytes:
    """Bytes changed, dropped, doubled, cut."""
    out = bytearray(data)
    for _ in range(chance.randrange(1, 6)):
        at = chance.randrange(len(out) + 1)
        how = chance.randrange(4)
        if how == 0 and at < len(out):
            out[at] = chance.randrange(256)
        elif how == 1:
            del out[at : at + chance.randrange(1, 40)]
        elif how == 2:
            out[at:at] = out[at : at + chance.randrange(1, 40)]
        else:
            out[at:at] = chance.choice(
                [b"\xff", b"\xed\xa0\x80", b"\x00", b'"', b"}", b"[" * 3000, b"9" * 400, b"\\ud800"]
            )
    return bytes(out)


def altered(document: object, chance: random.Random) -> object:
    """One value in it is another."""
    if isinstance(document, dict) and document and chance.random() < 0.85:
        key = chance.choice(list(document))
        return document | {key: altered(document[key], chance)}
    if isinstance(document, list) and document and chance.random() < 0.85:
        at = chance.randrange(len(document))
        return [*document[:at], altered(document[at], chance), *document[at + 1 :]]
    return chance.choice(VALUES)


class Attacker:
    """Makes events from outside. Some are signed with the key of the display's own server."""

    def __init__(self, city: Rehearsal, chance: random.Random) -> None:
        self.city, self.chance = city, chance
        self.told = city.manifest({"a": SyntheticSlide(b"a", 20)})
        self.command = wire.Command(
            id="c", display="repetitie", verb="restart", expires=datetime(2100, 1, 1, tzinfo=UTC)
        )
        now = datetime(2026, 1, 1, tzinfo=UTC)
        self.glass = Glass(state="showing", slide="a", since=now, lit=now)
        self.kinds: list[Callable[[], events.Event]] = [
            lambda: events.Received(self.bytes_of(city.sign(self.told))),
            lambda: events.Received(self.signed(self.told.manifest, "manifest")),
            lambda: events.Commanded(self.bytes_of(dsse.sign(wire.encode(self.command), "command", city.key))),
            lambda: events.Commanded(self.signed(self.command, "command")),
            lambda: events.Acknowledged(
                self.bytes_of(wire.encode(wire.PlaysAck(display="repetitie", key="k", tip=wire.Tip(number=7, hash=""))))
            ),
            lambda: events.ProgrammeArrived(self.told.manifest.programme, self.bytes_of(self.told.data)),
            lambda: events.Failed("f" * 64, self.words()),
        ]

    def event(self) -> events.Event:
        return self.chance.choice(self.kinds)()

    def bytes_of(self, genuine: bytes) -> bytes:
        how = self.chance.randrange(6)
        if how == 0:
            return nested(self.chance)
        if how == 1:
            return self.chance.randbytes(self.chance.randrange(400))
        if how == 2:
            return json.dumps(altered(json.loads(genuine), self.chance)).encode()
        return mutated(genuine, self.chance)

    def signed(self, document: msgspec.Struct, context: dsse.Context) -> bytes:
        payload = json.dumps(altered(json.loads(wire.encode(document)), self.chance)).encode()
        return dsse.sign(self.chance.choice([payload, nested(self.chance)]), context, self.city.key)

    def words(self) -> str:
        return "".join(chr(self.chance.choice([0, 10, 27, 0xD800, 0xDCFF, 0x202E, 0x41, 0x1F600])) for _ in range(500))


def test_hostile_messages_have_no_effect_but_a_reason(city: Rehearsal, now: datetime) -> None:
    seed = int(os.environ.get("AFISIER_SEED", "0")) or random.randrange(10**6)
    print(f"seed {seed}")
    chance = random.Random(seed)
    told = city.manifest({"a": SyntheticSlide(b"a", 20)})
    told = told.told(sequence=2**40)  # nothing that an attacker repeats is newer
    play = Playbook(city, now)
    play.player.handle(events.Started(city.stored(told)), now)
    play.player.handle(events.NewestTold(None), now)
    attacker, raised, unsayable, changed = Attacker(city, chance), 0, 0, 0
    for _ in range(MESSAGES):
        event = attacker.event()
        try:
            effects = play.player.handle(event, now)
        except Exception:
            raised += 1
            continue
        for effect in effects:
            if isinstance(effect, events.Report):
                changed += effect.status.adopted != told.version
                reason = effect.status.rejected or ""
                try:
                    wire.encode(effect.status)
                except Exception:
                    unsayable += 1
                unsayable += not reason.isprintable() or len(reason) > LONGEST_REASON
            changed += isinstance(effect, events.Adopt)
    figure = f"{raised}, {unsayable}, {changed} of {MESSAGES}"
    shown(
        "hostile messages: raised, unsayable, changed what plays", figure, "0", holds=not raised + unsayable + changed
    )


@pytest.mark.parametrize(
    "line", [b"HTTP/1.1 503 Gr\xf6\xdfe \xff", b"HTTP/1.1 503 \xed\xa0\x80", b"HTTP/1.1 9999 x", b"\xff" * 99]
)
async def test_a_server_may_answer_in_any_words(city: Rehearsal, line: bytes) -> None:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(line + b"\r\nContent-Length: 0\r\n\r\n")
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    host, port = server.sockets[0].getsockname()[:2]
    city.enrol(server=f"http://{host}:{port}")
    async with server, Downloads(city.enrolment, city.store) as downloads:
        with pytest.raises(TransferError) as told:
            await downloads.asset("a" * 64, 9)
    now, manifest = datetime.now(UTC), city.manifest({"a": SyntheticSlide(b"a", 20)})
    play = Playbook(city, now)
    play.start()
    play.player.handle(events.Received(city.sign(manifest)), now)
    (report,) = play.player.handle(events.Failed(manifest.manifest.programme, str(told.value)), now)
    assert isinstance(report, events.Report)
    assert (report.status.rejected or "").isprintable()
    assert wire.decode(wire.encode(report.status), wire.Status, "status") == report.status
