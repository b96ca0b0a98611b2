"""A display without a server: signed manifests of synthetic slides, put into a store by the display itself.

For `afisier bench display` and the tests. Decides what the synthetic slides look like: every one different from every
other at every point of a coarse grid, none of them black.
"""

import hashlib
import io
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import yaml
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from PIL import Image, ImageDraw

from config.settings import BrokerAddress, Enrolment
from content import strict_yaml, wire
from content.schedule.plan import Entry, Item, Plan, Turn
from content.wire import Frame, LivePart, Manifest, Programme, dsse
from display_client import runtime_files
from display_client.clock import DisplayClock
from display_client.runtime_files import RuntimeFiles
from display_client.store import DisplayStore, StoredManifest


class SyntheticSlide(NamedTuple):
    """A synthetic slide: its PNG, and how many seconds it stays."""

    png: bytes
    seconds: int = 10
    live: tuple[LivePart, ...] = ()


class Rehearsed(msgspec.Struct, frozen=True):
    """What the display is told: a manifest, and the programme that it names."""

    manifest: Manifest
    programme: Programme

    @classmethod
    def of(cls, manifest: Manifest, programme: Programme) -> "Rehearsed":
        """The manifest names the programme from now on."""
        data = wire.encode(programme)
        digest = hashlib.sha256(data).hexdigest()
        return cls(msgspec.structs.replace(manifest, programme=digest, size=len(data)), programme)

    @property
    def data(self) -> bytes:
        """The programme as it travels."""
        return wire.encode(self.programme)

    @property
    def version(self) -> tuple[int, int]:
        return self.manifest.version

    @property
    def assets(self) -> dict[str, int]:
        """Bytes by asset."""
        return self.programme.assets

    def asset(self, slide: str) -> str:
        """The asset of a slide's only frame."""
        return self.programme.frames[slide]["ro"].asset

    def told(self, **changes: Any) -> "Rehearsed":
        """The same with another programme, or another manifest: fields by name."""
        own = {name: value for name, value in changes.items() if name in Manifest.__struct_fields__}
        shared = {name: value for name, value in changes.items() if name not in own}
        programme = msgspec.structs.replace(self.programme, **shared)
        return Rehearsed.of(msgspec.structs.replace(self.manifest, **own), programme)


def draw(number: int, size: tuple[int, int]) -> bytes:
    """The PNG of the synthetic slide of that number (its colours repeat after about 250 slides)."""
    width, height = size
    ground = (60 + number * 53 % 180, 60 + number * 97 % 180, 60 + number * 151 % 180)
    image = Image.new("RGB", size, ground)
    pen = ImageDraw.Draw(image)
    for row in range(8):
        shade = tuple(min(255, value + 8 * row) for value in ground)
        pen.rectangle((width // 20, height * (row + 1) // 10, width * (5 + row + number % 7) // 20, height), fill=shade)
    pen.text((width // 20, height // 30), f"{number}", fill="white", font_size=height // 20)
    out = io.BytesIO()
    image.save(out, "PNG", compress_level=1)
    return out.getvalue()


class Rehearsal:
    """One enrolled display in a folder, and the key that signs for it."""

    def __init__(self, folder: Path, size: tuple[int, int] = (640, 360), server: str = "http://127.0.0.1:9") -> None:
        self.key = Ed25519PrivateKey.generate()
        self.folder, self.size = folder, size
        self.enrolment = Enrolment(
            display="repetitie",
            site="proba",
            city="Municipiul Timișoara",
            password="nimic",  # noqa: S106  nobody is asked for it
            broker=BrokerAddress(host="127.0.0.1", port=9),
            server=server,
            key=dsse.public_text(self.key.public_key()),
            width=size[0],
            height=size[1],
        )
        self.path = folder / "enrolment.yaml"
        self.store = DisplayStore(folder / self.enrolment.store)
        self._sequence = 0
        self._assets: dict[str, int] = {}

    def enrol(self, **changes: object) -> None:
        """Writes the enrolment file and prepares the store."""
        self.enrolment = msgspec.structs.replace(self.enrolment, **changes)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.path.write_text(yaml.safe_dump(strict_yaml.plain(self.enrolment), allow_unicode=True))
        self.store.prepare()

    def manifest(self, slides: Mapping[str, SyntheticSlide], neutral: bytes | None = None) -> Rehearsed:
        """The next manifest: these slides in rotation, in Romanian."""
        self._sequence += 1
        now = datetime.now(UTC).replace(microsecond=0)
        neutral = neutral or draw(0, self.size)
        pictures = {name: hashlib.sha256(slide.png).hexdigest() for name, slide in slides.items()}
        sizes = {pictures[name]: len(slide.png) for name, slide in slides.items()}
        nothing = hashlib.sha256(neutral).hexdigest()
        entry = Entry(campaign="proba", slides=tuple(slides))
        programme = Programme(
            width=self.size[0],
            height=self.size[1],
            plan=Plan(
                timezone=self.enrolment.timezone,
                items={n: Item(turns=(Turn(lang="ro", seconds=s.seconds),)) for n, s in slides.items()},
                entries=(entry,) if slides else (),
            ),
            frames={name: {"ro": Frame(asset=pictures[name], live=slides[name].live)} for name in slides},
            neutral=Frame(asset=nothing),
            assets=sizes | {nothing: len(neutral)},
        )
        manifest = Manifest(
            site=self.enrolment.site,
            display=self.enrolment.display,
            epoch=1,
            sequence=self._sequence,
            issued=now,
            valid_until=now + timedelta(days=30),
            programme="",
            size=0,
        )
        return Rehearsed.of(manifest, programme)

    def sign(self, told: Rehearsed) -> bytes:
        """The envelope of its manifest."""
        return dsse.sign(wire.encode(told.manifest), "manifest", self.key)

    def sign_time(self, nonce: str, at: datetime, **known: Any) -> bytes:
        """The envelope of the time, in answer to that nonce, and of what is `known` of the display."""
        told = wire.SignedTime(site=self.enrolment.site, display=self.enrolment.display, nonce=nonce, at=at, **known)
        return dsse.sign(wire.encode(told), "time", self.key)

    def sign_ack(self, key: str, tip: wire.Tip) -> bytes:
        """The envelope of an acknowledgement of the chain of that key up to that tip."""
        ack = wire.PlaysAck(display=self.enrolment.display, key=key, tip=tip)
        return dsse.sign(wire.encode(ack), "plays-ack", self.key)

    def tell_time(self) -> None:
        """The display has been told the time by its server, as the system has it."""
        notes = RuntimeFiles(runtime_files.folder(self.store.folder))
        notes.prepare()
        clock = DisplayClock(self.store, notes)
        clock.told(clock.clocks.system(), clock.clocks.boot_s())

    def stored(self, told: Rehearsed) -> StoredManifest:
        """As the store holds it."""
        return StoredManifest(told.version, self.sign(told), told.data)

    def hang(self, slides: Mapping[str, SyntheticSlide], neutral: bytes | None = None) -> Rehearsed:
        """Puts the slides' manifest and files straight into the store, as the agent would after a download."""
        told = self.manifest(slides, neutral)
        self.keep(neutral or draw(0, self.size), *(slide.png for slide in slides.values()))
        self._assets = told.assets
        self.store.adopt(self.stored(told))
        return told

    def assets(self) -> set[str]:
        """What the manifest hung last needs."""
        return set(self._assets)

    def keep(self, *files: bytes) -> None:
        for data in files:
            digest = hashlib.sha256(data).hexdigest()
            self.store.card.partial(digest).write_bytes(data)
            self.store.card.keep(digest)
