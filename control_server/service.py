"""The control server without its doors: what can be asked of it, by the API, the demo and the tests alike.

Decides what a slide's body may be, and what enrolling a display does. Leaves out HTTP (`app`), starting and ending
(`server`).
"""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any, Literal

import msgspec
import yaml

from config.settings import BrokerAddress, Enrolment, ServerSettings
from content import strict_yaml
from content.findings import Finding, refused
from content.pack.folder import within_limits
from content.pack.model import Display, Pack
from content.wire import dsse
from control_server.devices import credentials
from control_server.devices.broker import Broker
from control_server.devices.fleet import Fleet, Subscription
from control_server.devices.link import Address
from control_server.devices.reception import Reception
from control_server.devices.schedules import Schedules
from control_server.metrics import Metrics
from control_server.publishing.publisher import Publisher
from control_server.sources.feeds import Refresher
from control_server.sources.importing import Answer, Intake, Outside, Request
from control_server.storage.blobs import Blobs
from control_server.storage.store import Store

_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
"""How ZIP (XLSX, ODS) and OLE (XLS) begin."""
Verb = Literal["screenshot", "restart"]


class Parts(msgspec.Struct, frozen=True, kw_only=True):
    """What a server is made of. `broker` is None with an external one; `workers_alive` asks the render workers."""

    settings: ServerSettings
    store: Store
    blobs: Blobs
    publisher: Publisher
    fleet: Fleet
    reception: Reception
    metrics: Metrics
    token: str
    url: str
    broker: Broker | None
    broker_address: Address
    workers_alive: Callable[[], Any]
    outside: Outside = Outside()


class ControlServer:
    """A running server. `url` is where it is reached, `token` what its API asks for."""

    def __init__(self, parts: Parts) -> None:
        self.parts = parts
        self.url = parts.settings.public_url or parts.url
        self.token = parts.token
        self.fleet = parts.fleet
        self.publisher = parts.publisher
        self.credentials: dict[str, str] = {}
        self.intake = Intake(parts.publisher, parts.outside)
        self.refresher = Refresher(self.intake, parts.publisher, parts.store, parts.metrics)
        self.schedules = Schedules(parts.publisher.manifests)

    @property
    def broker_address(self) -> tuple[str, int]:
        """Host and port, as displays reach it."""
        return self.parts.broker_address.host, self.parts.broker_address.port

    def now(self) -> datetime:
        return self.publisher.clock()

    def pack(self) -> Pack:
        """The pack as published. Raises RefusedError (`pack`) when there is none yet."""
        if self.publisher.pack is None:
            raise refused("pack", "the server", "has no pack yet, expected `afisier publish PACK` first")
        return self.publisher.pack

    def display(self, display: str) -> Display:
        """Raises RefusedError (`unknown`)."""
        found = self.pack().displays.get(display)
        if found is None:
            known = ", ".join(sorted(self.pack().displays)) or "none"
            raise refused("unknown", f"display {display!r}", f"is not in the pack, expected one of: {known}")
        return found

    def findings(self) -> list[Finding]:
        """What is to be looked at: of the published pack, as the gate found it, and of its feeds."""
        return [*self.publisher.findings, *self.refresher.findings()]

    # --- content --------------------------------------------------------------------------------------------------

    async def import_pack(self, files: Mapping[str, bytes], author: str = "import") -> int:
        """The pack becomes these files (path → bytes). Returns its revision. Raises RefusedError: nothing changed."""
        within_limits(files)
        _no_workbooks(files)
        revision = await self.publisher.replace(files, author)
        await self.admit()
        return revision

    async def import_source(self, reader: str, request: Request) -> Answer:
        """A source becomes part of the published pack. Raises RefusedError: nothing changed."""
        return await self.intake.bring(reader, request)

    async def put_slide(self, slide: str, body: bytes, author: str = "api") -> int:
        """A slide in the authoring format, YAML. Returns the pack's revision. Raises RefusedError: nothing changed."""
        return await self.publisher.put(f"slides/{slide}.yaml", body, author)

    def slide(self, slide: str) -> bytes:
        """The slide as it was authored. Raises RefusedError (`unknown`)."""
        found = self.publisher.files.get(f"slides/{slide}.yaml")
        if found is None:
            raise refused("unknown", f"slide {slide!r}", "is not in the pack, expected the id of a slide")
        return found

    def versions(self) -> dict[str, tuple[int, int]]:
        """Display → (epoch, sequence) of its newest manifest."""
        return {display: publication.version for display, publication in sorted(self.publisher.latest.items())}

    # --- displays -------------------------------------------------------------------------------------------------

    async def enrol(self, display: str) -> Enrolment:
        """A new identity for this display; a former one stops counting at once. Raises RefusedError (`unknown`)."""
        found = self.display(display)
        secret = credentials.generated()
        line = credentials.hashed(secret)
        await self.parts.store.set_credential(display, line, self.now())
        self.credentials[display] = line
        await self.admit()
        host, port = self.broker_address
        pack = self.pack()
        return Enrolment(
            display=display,
            site=pack.city.id,
            city=pack.city.name,
            password=secret,
            broker=BrokerAddress(host=host, port=port),
            server=self.url,
            key=dsse.public_text(self.publisher.key.public_key()),
            width=found.panel.width,
            height=found.panel.height,
            timezone=pack.zone(found).key,
        )

    async def admit(self) -> None:
        """The managed broker lets in whoever has a credential."""
        if self.parts.broker and self.publisher.pack:
            self.parts.broker.admit(self.publisher.pack.city.id, self.credentials)

    def known(self, display: str, secret: str) -> bool:
        """Whether this is that display's secret."""
        line = self.credentials.get(display)
        return line is not None and credentials.matches(secret, line)

    def command(self, display: str, verb: Verb) -> None:
        """Sends a signed command."""
        self.parts.reception.command(display, verb, self.now())

    def subscribe(self, *, pictures: bool = True) -> AbstractContextManager[Subscription]:
        """`with server.subscribe() as events: async for event in events: …` — the events of `fleet`."""
        return self.fleet.subscribed(pictures=pictures)


def _no_workbooks(files: Mapping[str, bytes]) -> None:
    """Figures of a pack are text. Raises RefusedError: workbooks are read in a jail, and that is the import's."""
    for path, data in files.items():
        if path.startswith("data/") and data.startswith(_WORKBOOKS):
            message = "is a workbook, expected CSV in a pack; `afisier import` makes it of a workbook"
            raise refused("workbook", path[:200], message)


def authored(body: bytes, where: str) -> bytes:
    """A JSON body as the YAML it is kept as. Raises RefusedError."""
    try:
        value = msgspec.json.decode(body)
        if not isinstance(value, dict):
            raise refused("json", where, f"found {type(value).__name__}, expected an object")
        return yaml.safe_dump(value, allow_unicode=True, sort_keys=False, width=110).encode()
    except (msgspec.DecodeError, UnicodeError) as error:
        raise refused("json", where, f"is not JSON: {error}") from error
    except RecursionError as error:
        message = f"found too many values inside each other, expected at most {strict_yaml.MAX_DEPTH}"
        raise refused("json", where, message) from error


def enrolment_text(enrolment: Enrolment) -> str:
    """The enrolment file: YAML that `config.settings.read` reads back."""
    return yaml.safe_dump(msgspec.to_builtins(enrolment), allow_unicode=True, sort_keys=False)
