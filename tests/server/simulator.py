"""A control server without broker, workers and ports: real store, publisher, reception and API; the rest simulated."""

import asyncio
import io
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import msgspec
from PIL import Image

from config.settings import BrokerAddress
from content import wire
from content.findings import refused
from content.slides.job import Job, Rendered
from content.slides.picture import Crop, cut
from control_server import roles
from control_server.alarms.ways import Way
from control_server.assembly.surroundings import Surroundings
from control_server.metrics import Metrics
from control_server.publishing.published import Published
from control_server.service import ControlServer, assembled
from control_server.sources.importing import SourceAccess
from control_server.storage import keys
from control_server.storage.blobs import Blobs
from control_server.storage.database import Database, opened
from control_server.storage.glasses import Glasses
from control_server.storage.ground import Ground
from control_server.storage.shared_blobs import SharedBlobs
from control_server.tasks import ended
from tests.changes import publish, put_slide

START = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
TOO_LONG = "PREA LUNG"
"""A text that the simulated page has no room for."""

PACK = {
    "city.yaml": b"""
id: oras
name: Orasul
timezone: Europe/Bucharest
languages: [ro, en]
population: {value: 1000, as_of: 2021-12-01, source: INS}
contact: {phone: "0256 000 000", desk: "bd. C.D. Loga 1"}
""",
    "displays.yaml": b"""
displays:
  - id: gara
    name: Gara
    panel: {diagonal_inch: 32, width: 1280, height: 720}
    viewing_distance_m: 2
    languages: [ro, en]
  - id: piata
    name: "Pia\xc8\x9ba"
    panel: {diagonal_inch: 43, width: 720, height: 1280}
    viewing_distance_m: 2
    languages: [ro]
""",
    "playlists.yaml": b"playlists: [{id: toate, slides: [anunt]}]",
    "campaigns.yaml": b"campaigns: [{id: mereu, playlist: toate}]",
    "slides/anunt.yaml": b"""
kind: notice
title: {ro: "Podul se inchide", en: "The bridge closes"}
body: {ro: "Joi, la ora 9.", en: "On Thursday, at 9."}
""",
}


def slide(title: str) -> bytes:
    """The slide `anunt` with this Romanian title."""
    return PACK["slides/anunt.yaml"].replace(b"Podul se inchide", title.encode())


def many_displays(count: int) -> bytes:
    """So many displays that are told alike, `ecran-0` and on, each tagged with one of three districts."""
    one = b"""
  - id: ecran-%d
    name: "Ecranul %d"
    panel: {diagonal_inch: 32, width: 1280, height: 720}
    viewing_distance_m: 2
    languages: [ro, en]
    tags: [%s]
"""
    districts = (b"cetate", b"fabric", b"iosefin")
    return b"displays:\n" + b"".join(one % (number, number, districts[number % 3]) for number in range(count))


_SHAPED: list[bytes] = []


class Clock:
    """Stands still until it is told."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **by: float) -> datetime:
        self.now += timedelta(**by)
        return self.now


class SimulatedPages:
    """Draws a small picture whose colour follows from the job, with the live parts it was told, and counts."""

    def __init__(self) -> None:
        self.drawn: list[Job] = []
        self.live: tuple[wire.LivePart, ...] = ()
        self.meanwhile: Callable[[], Awaitable[None]] | None = None
        """What happens, once, while the next page is drawn."""

    async def draw(self, job: Job) -> Rendered:
        if meanwhile := self.meanwhile:
            self.meanwhile = None
            await meanwhile()
        if TOO_LONG.encode() in msgspec.json.encode(job.data):
            raise refused("fit", job.where, "the title does not fit")
        self.drawn.append(job)
        return Rendered(png=picture(int.from_bytes(sha256(job.key().encode()).digest()[:3])), live=self.live)

    async def cut(self, data: bytes, crop: Crop) -> bytes:
        """As a worker does it."""
        return cut(data, crop)


def picture(shade: int, size: tuple[int, int] = (16, 9)) -> bytes:
    """A PNG of one colour."""
    out = io.BytesIO()
    Image.new("RGB", size, (shade % 256, shade // 256 % 256, shade // 65_536)).save(out, "PNG")
    return out.getvalue()


class SimulatedLink:
    """The broker's side: remembers what went out."""

    def __init__(self) -> None:
        self.up = True
        self.announced: list[str] = []
        self.sent: list[tuple[str, str, bytes]] = []

    def announce(self, displays: Collection[str]) -> None:
        self.announced += displays

    def send(self, topic: str, display: str, payload: bytes) -> None:
        self.sent.append((topic, display, payload))


class Simulated:
    """The server, and the simulated things around it."""

    def __init__(self, server: ControlServer, link: SimulatedLink, pages: SimulatedPages, clock: Clock) -> None:
        self.server, self.link, self.pages, self.clock = server, link, pages, clock

    @property
    def published(self) -> Published:
        return self.server.publisher.published

    async def publish(self, files: Mapping[str, bytes] | None = None) -> int:
        """The pack becomes these files (the small pack). Returns its revision."""
        return await publish(self.server, PACK if files is None else files)

    async def put_slide(self, name: str, body: bytes) -> int:
        """One slide becomes this. Returns the pack's revision."""
        return await put_slide(self.server, name, body)

    def glass(self, count: int, at: datetime, display: str = "gara") -> wire.Glass:
        """The `count`th change of a glass that shows the Romanian slide `anunt` as it is published now."""
        return glass(count, at, asset=self.published.programme(display).frames["anunt"]["ro"].asset)

    async def says(self, status: wire.Status, *, retained: bool = False) -> None:
        """A display's status arrives; where its glass has `OURS`, with the frame as it is published now."""
        shown = status.glass
        if shown and shown.asset == OURS and status.display in self.published.latest:
            programme = self.published.programme(status.display)
            frame = programme.frames[shown.slide or ""][shown.lang or ""] if shown.slide else programme.neutral
            status = msgspec.structs.replace(status, glass=msgspec.structs.replace(shown, asset=frame.asset))
        self.server.reception.receive("status", status.display, wire.encode(status), retained=retained)

    async def pictured(self, png: bytes, glass: wire.Glass | None, display: str = "gara") -> None:
        """A picture of a display's glass arrives."""
        await self.server.glasses.add(display, png, glass, self.clock.now)
        self.server.fleet.pictured(display, png)


@asynccontextmanager
async def simulated(
    folder: Path,
    clock: Clock,
    outside: SourceAccess = SourceAccess(),  # noqa: B008
    address: str | None = None,
    public_wall: bool = True,
    alarm_ways: Mapping[str, Way] | None = None,
) -> AsyncIterator[Simulated]:
    """A server on this data folder, without a pack if the folder has none. `address` is that of a PostgreSQL.

    It leads unless another one does, and does nothing by itself.
    """
    pages, link = SimulatedPages(), SimulatedLink()
    with keys.owned(folder):
        if address is None:
            await shape(folder / "afisier.db")
        async with opened(address or folder / "afisier.db") as database:
            assets = folder / "assets"
            assets.mkdir(exist_ok=True)
            (folder / "glasses").mkdir(exist_ok=True)
            server = await assembled(
                Surroundings(
                    ground=Ground(database, keys.signer(folder), Metrics(), clock),
                    blobs=SharedBlobs(assets, database) if address else Blobs(assets),
                    glasses=Glasses(folder / "glasses"),
                    draw=pages.draw,
                    sketch=pages.draw,
                    cut=pages.cut,
                    workers_alive=_alive,
                    link=link,
                    broker=None,
                    broker_address=BrokerAddress(host="127.0.0.1", port=1883),
                    token=keys.token(folder),
                    url="http://127.0.0.1:8600",
                    keep_plays_days=400,
                    public_wall=public_wall,
                    outside=outside,
                    alarm_ways=alarm_ways or {},
                )
            )
            await roles.lead_if_nobody_does(server)
            yield Simulated(server, link, pages, clock)


@asynccontextmanager
async def leading(database: Database) -> AsyncIterator[None]:
    """It leads as long as the block lasts: PostgreSQL ends a leader that asks nothing for 10 s (`roles`)."""
    asking = asyncio.create_task(database.leadership.lost())
    try:
        yield
    finally:
        await ended(asking)


async def shape(file: Path) -> None:
    """Makes an empty database in its present shape, unless there is one: the migrations are run once in a process."""
    if file.exists():
        return
    if not _SHAPED:
        async with opened(file):
            pass
        _SHAPED.append(file.read_bytes())
    file.touch(mode=0o600)
    file.write_bytes(_SHAPED[0])


async def _alive() -> bool:
    return True


OURS = "0" * 64
"""Stands for the frame that the server has for what a glass shows (`Simulated.says`)."""


def glass(count: int, at: datetime, *, matches: bool = True, asset: str = OURS) -> wire.Glass:
    """A change of the glass, the `count`th."""
    return wire.Glass(
        state="showing",
        slide="anunt",
        lang="ro",
        campaign="mereu",
        asset=asset,
        since=at,
        lit=at,
        matches=matches,
        count=count,
    )
