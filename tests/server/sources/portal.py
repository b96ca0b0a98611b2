"""A simulated source of figures, and a pack with a feed of them."""

from collections.abc import Sequence

from content.findings import Finding, refused
from content.imports.conversation import Ask, Imported, Told
from content.questions import Question
from control_server.sources.importing import SourceAccess
from control_server.sources.jail import Fetch, Order
from tests.server.simulator import PACK

ADDRESS = "https://date.oras.ro/tramvaie.csv"
GOOD, BETTER = b"an,valoare\n2018,10\n2019,12\n", b"an,valoare\n2018,10\n2019,12\n2020,15\n"
FED = {
    **PACK,
    "sources.yaml": f"""
hosts: [date.oras.ro]
feeds:
  - {{id: tramvaie, reader: dataset, address: "{ADDRESS}", options: {{id: tramvaie}}, every_hours: 24}}
""".encode(),
    "slides/tramvaie.yaml": b"""
kind: dataset
data: data/tramvaie.csv
x: an
y: valoare
chart: number
title: {ro: "Mai multe tramvaie", en: "More trams"}
source: {name: INS, url: "https://ins.ro", licence: CC BY, as_of: 2019-12-31}
fresh_for_days: 3
""",
    "playlists.yaml": b"playlists: [{id: toate, slides: [anunt, tramvaie]}]",
    "data/tramvaie.csv": GOOD,
    "data/tramvaie.csv.source.yaml": f"address: {ADDRESS}\nfetched: 2026-11-23T10:00:00+00:00\n".encode(),
}


class Portal:
    """A source as the server sees it, and a reader that does without a jail: one file in, its figures out."""

    def __init__(self) -> None:
        self.body: bytes | None = GOOD
        self.asked: list[str] = []
        self.name = "data/tramvaie.csv"
        self.slides: tuple[str, ...] = ()
        self.renewed: tuple[str, ...] = ()
        self.findings: tuple[Finding, ...] = ()
        self.questions: tuple[Question, ...] = ()

    def access(self) -> SourceAccess:
        return SourceAccess(fetching=self.fetching, reading=self.read)

    def fetching(self, hosts: Sequence[str]) -> Fetch:
        assert list(hosts) == ["date.oras.ro"]
        return self.fetch

    async def fetch(self, ask: Ask) -> Told:
        self.asked.append(ask.address)
        if self.body is None:
            raise refused("fetch", ask.address, "did not answer in full within 10 s")
        return Told(address=ask.address, body=self.body)

    async def read(self, order: Order, fetch: Fetch) -> Imported:
        told = await fetch(Ask(address=order.source))
        if told.body == b"bug":
            raise ZeroDivisionError("a bug")
        sidecar = f"address: {order.source}\nfetched: {order.now.isoformat()}\n".encode()
        files = {self.name: told.body, f"{self.name}.source.yaml": sidecar}
        slides = {f"slides/{slide}.yaml": b"kind: poem" for slide in self.slides}
        return Imported(files=files | slides, findings=self.findings, renewed=self.renewed, questions=self.questions)
