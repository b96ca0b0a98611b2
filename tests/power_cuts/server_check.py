"""What a server finds on its disk after a power cut, by its own code, held against what was promised before."""

import asyncio
from hashlib import sha256
from pathlib import Path

from content.findings import RefusedError
from content.wire import dsse
from control_server.metrics import Metrics
from control_server.publishing.publisher import load_published
from control_server.storage import audit, displays, keys
from control_server.storage.backups import DATABASE
from control_server.storage.blobs import Blobs
from control_server.storage.database import Database, opened
from control_server.storage.ground import Ground
from tests.power_cuts.server_work import DATA
from tests.server.simulator import Clock

_FOR_EVER = 1_000_000


def check_server(disk: Path, marks: list[str]) -> list[str]:
    """What is wrong: `torn: …`, `lost: …`. What the server refuses to open is torn."""
    promised = {name: said.split() for name, _, said in (mark.partition(" ") for mark in marks)}
    try:
        with keys.owned(disk / DATA):
            return [*_backups(disk, marks), *asyncio.run(_opened(disk / DATA, promised))]
    except RefusedError as error:
        return [f"torn: {error}"]


def _backups(disk: Path, marks: list[str]) -> list[str]:
    """Every one that was made. One that was not acknowledged has its name only when it is whole, which is not asked."""
    made = [mark.split()[1:] for mark in marks if mark.startswith("backup ")]
    whole = {path.name: sha256(path.read_bytes()).hexdigest() for path in disk.glob("backup-*")}
    return [f"lost: {name}" for name, digest in made if whole.get(name) != digest]


async def _opened(data: Path, promised: dict[str, list[str]]) -> list[str]:
    async with opened(data / DATABASE) as database:
        signer = keys.signer(data)
        own = [dsse.public_text(signer.public_key), keys.token(data)]
        wrong = [] if promised.get("keys", own) == own else ["lost: the keys"]
        ((state,),) = await _all(database, "PRAGMA integrity_check")
        wrong += [] if state == "ok" else [f"torn: {state}"]
        return [*wrong, *await _published(Ground(database, signer, Metrics(), Clock()), data, promised)]


async def _all(database: Database, query: str) -> list[tuple[str]]:
    async with database.engine.connect() as connection:
        return [(str(row[0]),) for row in await connection.exec_driver_sql(query)]


async def _published(ground: Ground, data: Path, promised: dict[str, list[str]]) -> list[str]:
    database, wrong = ground.database, []
    published = await load_published(ground)
    if published.revision < int(promised.get("published", ["0"])[0]):
        wrong.append(f"lost: revision {promised['published']}, found {published.revision}")
    sizes = {digest: size for each in published.programmes.values() for digest, size in each.programme.assets.items()}
    blobs = Blobs(data / "assets")
    for digest in sizes:
        path = blobs.path(digest)
        if not path.exists() or sha256(path.read_bytes()).hexdigest() != digest:
            wrong.append(f"lost: picture {digest[:12]}")
    rows = audit.verified(await audit.rows(database, most=_FOR_EVER))
    if rows < int(promised.get("audit", ["0"])[0]):
        wrong.append(f"lost: audit row {promised['audit']}, found {rows}")
    numbers = {play.number for play in await displays.plays(database, "gara")}
    last = int(promised.get("plays", ["0"])[0])
    wrong += [f"lost: play {number}" for number in range(1, last + 1) if number not in numbers]
    word = (await displays.credentials(database)).get("piata")
    if "password" in promised and (word is None or _number(word) < _number(promised["password"][1])):
        wrong.append(f"lost: password {promised['password']}, found {word}")
    return wrong


def _number(word: str) -> int:
    return int(word.removeprefix("word-"))
