"""A server at work on a disk: `python -m tests.power_cuts.server_work DISK MARKS ROUNDS SYNCHRONOUS`.

The real store, publisher and keeper of plays, with the broker and the drawing simulated. SYNCHRONOUS is what SQLite is
told (FULL, as the server does it, and less for negative controls). Marks, and what they promise:

    keys PUBLIC TOKEN         the signing key and the API token, as they will always be
    published REVISION        that revision or a newer one is there, with its manifests and their pictures
    audit NUMBER              the chain has so many rows at least
    plays NUMBER              the plays up to that number are there
    password DISPLAY WORD     that display has this password or a newer one
    backup NAME DIGEST        that file is there, with this SHA-256
"""

import asyncio
import sys
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

from content import wire
from content.wire import dsse
from control_server.storage import audit, backups, displays, keys, sealed, sqlite
from control_server.storage.database import opened
from tests.playing import SigningDisplay
from tests.power_cuts.images import END
from tests.power_cuts.record import Acknowledges, Marks
from tests.server.simulator import START, Clock, Simulated, simulated, slide

DATA = "data"
"""The folder on the disk."""
_STARTED_EVERY = 10
"""Rounds after which the server is started anew."""
PASSPHRASE = "la revedere, domnule primar"


def _play(number: int) -> wire.Play:
    since = START + timedelta(seconds=number)
    return wire.Play(number=number, slide=None, lang=None, campaign=None, asset=None, since=since, until=since)


async def work_a_round(city: Simulated, number: int, marks: Acknowledges, gara: SigningDisplay) -> None:
    """A publication, plays and a password. Raises RefusedError."""
    server, database = city.server, city.server.ground.database
    if number == 0:
        revision = await city.publish()
    else:
        revision = await city.put_slide("anunt", slide(f"Podul {number}"))
    marks.say(f"published {revision}")
    marks.say(f"audit {await audit.count(database)}")
    city.link.sent.clear()
    before = gara.tip
    server.reception.plays.take(gara.link(_play(2 * number + 1), _play(2 * number + 2)))
    await server.reception.plays.keep()
    if any(topic == "plays-ack" for topic, _, _ in city.link.sent):
        marks.say(f"plays {2 * number + 2}")
    else:
        gara.tip = before
    await displays.set_credential(database, "piata", f"word-{number}", city.clock.now)
    marks.say(f"password piata word-{number}")


async def back_up(data: Path, number: int, marks: Acknowledges) -> None:
    """Writes a backup beside the folder. Raises RefusedError."""
    file = data.parent / f"backup-{number}"
    with sealed.writing(file, PASSPHRASE, {}) as out:
        await backups.write(data / backups.DATABASE, data, out)
    marks.say(f"backup {file.name} {sha256(file.read_bytes()).hexdigest()}")


async def made(data: Path) -> None:
    """The database as the server makes it: the simulator would copy one, and sync nothing. Raises RefusedError."""
    with keys.owned(data):
        async with opened(data / backups.DATABASE):
            pass


async def work(disk: Path, marks: Marks, rounds: int) -> None:
    data, clock, gara = disk / DATA, Clock(), SigningDisplay("gara")
    await made(data)
    for begin in range(0, rounds, _STARTED_EVERY):
        async with simulated(data, clock) as city:
            public = dsse.public_text(city.server.ground.signer.public_key)
            marks.say(f"keys {public} {keys.token(data)}")
            for number in range(begin, min(begin + _STARTED_EVERY, rounds)):
                clock.forward(minutes=1)
                await work_a_round(city, number, marks, gara)
            if begin in (0, rounds // 2 // _STARTED_EVERY * _STARTED_EVERY):
                await back_up(data, begin, marks)
    marks.say(END)


if __name__ == "__main__":
    disk, marks, rounds, synchronous = sys.argv[1:]
    sqlite.PRAGMAS["synchronous"] = {"FULL": "2", "NORMAL": "1", "OFF": "0"}[synchronous]
    asyncio.run(work(Path(disk), Marks(Path(marks)), int(rounds)))
