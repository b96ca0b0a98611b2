"""Sources that are read for a person as an errand, and kept as a change: begun, asked otherwise, kept.

Decides that nothing is kept while a question is open. Stands below pages and programs; leaves out reading itself
(`sources.reading`) and what becomes of the change (`changes`).
"""

import asyncio
from collections.abc import Mapping

import msgspec

from content.findings import refused
from content.phrases import said as phrased
from control_server.changes.desk import Desk
from control_server.errands.runner import ErrandProgress, Errands, Tell, Work
from control_server.publishing.publisher import Publisher
from control_server.sources import reading
from control_server.sources.reading import Reading, ReadingRequest, SourceReader
from control_server.storage.changes import Change
from control_server.storage.errands import Errand

KIND = "import"
"""What these errands are."""


class Readings(msgspec.Struct, frozen=True, kw_only=True):
    """Reads for people."""

    publisher: Publisher
    desk: Desk
    errands: Errands
    reader: SourceReader

    async def begin(self, asked: ReadingRequest, files: Mapping[str, bytes], who: str) -> Errand:
        """Begins to read. Raises BusyError when too much of that person's is under way."""
        self.publisher.published.city_pack()
        kept = msgspec.msgpack.encode(dict(files))
        return await self.errands.begin(KIND, who, msgspec.json.encode(asked), kept, self._work(asked, files))

    async def again(self, errand: Errand, asked: ReadingRequest) -> bool:
        """Reads again where something new is asked. Returns whether it is."""
        if errand.state == "done" and asked.reads_as(request_of(errand)):
            return False
        files = msgspec.msgpack.decode(errand.files, type=dict[str, bytes])
        await self.errands.again(errand, msgspec.json.encode(asked), self._work(asked, files))
        return True

    async def keep(self, errand: Errand, asked: ReadingRequest, who: str) -> Change:
        """A change of what was read. Raises RefusedError while a question is open."""
        published = self.publisher.published
        proposal = reading.proposed(reading_of(errand).imported, asked, published.city_pack().city.languages)
        if proposal.open:
            raise refused("question", "this import", "has questions that are open, expected an answer to each")
        files = await asyncio.to_thread(reading.edits, proposal, asked, published)
        change = await self.desk.begin(who, asked.title or asked.source[-100:], files)
        await self.errands.keep(errand, change.id.encode())
        return change

    def _work(self, asked: ReadingRequest, files: Mapping[str, bytes]) -> Work:
        async def work(tell: Tell) -> bytes:
            read = await self.reader.read(asked, files, lambda *progress: tell(ErrandProgress(*progress)))
            return msgspec.msgpack.encode(read)

        return work


def request_of(errand: Errand) -> ReadingRequest:
    """What was asked for last."""
    return msgspec.json.decode(errand.request, type=ReadingRequest)


def reading_of(errand: Errand) -> Reading:
    """What was read. Raises RefusedError (`step`) while nothing was."""
    if errand.state != "done":
        raise refused("step", "this import", phrased("is {state}, expected one that was read", state=errand.state))
    return msgspec.msgpack.decode(errand.result, type=Reading)
