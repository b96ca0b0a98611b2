"""The API of sources that are read for a person: begun, looked at, answered, kept as a change, ended.

Decides requests and answers only. A reading of a program is also on the page *From a source* of its person. Leaves out
what is kept when (`readings`).
"""

from typing import Literal

import msgspec
from aiohttp import web

from content.findings import Finding
from content.questions import Question
from control_server.errands.runner import refusal_of
from control_server.http import answers, bodies
from control_server.http.auth import PRINCIPAL
from control_server.http.bodies import Bodies
from control_server.http.readings import KIND, Readings, reading_of, request_of
from control_server.sources import reading
from control_server.sources.reading import ReadingRequest, ReadSlide
from control_server.storage.errands import Errand, ErrandState

Reader = Literal["budget", "consultations", "dataset", "campaigns"]
_CHOICES = {"budget": "budget", "consultations": "calls", "dataset": "dataset", "campaigns": "calendar"}
"""Reader → the choice of the page that it is."""


class ReadingAnswers(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is said of a reading. What is left out stays as it was.

    `values` are of drafts, by slide and key; `compared` the keys that were compared with the source; `left_out` slides
    that are not wanted.
    """

    options: dict[str, str] | None = None
    values: dict[str, dict[str, str]] | None = None
    compared: dict[str, tuple[str, ...]] | None = None
    left_out: tuple[str, ...] | None = None
    playlist: str | None = None
    replace: bool | None = None
    title: str | None = None


class NewReading(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A source that is to be read: an address, or the name of one of the `files` (base64)."""

    reader: Reader
    source: str
    options: dict[str, str] = {}
    files: dict[str, bytes] = {}
    playlist: str = ""


class OpenDraft(msgspec.Struct, frozen=True, kw_only=True):
    """A slide that a person must finish: the keys that are open, and what is wrong with what was said."""

    id: str
    open: tuple[str, ...]
    faults: tuple[Finding, ...]


class ReadingAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """How far a reading is, and once it is `done` what was read.

    `refusal` is why it was refused. `open` says whether more must be said before it can be kept: `questions` are
    answered by options, `drafts` by values. `change` is what it was kept as.
    """

    id: str
    state: ErrandState
    step: str
    done: int
    needed: int
    refusal: tuple[Finding, ...] = ()
    open: bool = False
    questions: tuple[Question, ...] = ()
    drafts: tuple[OpenDraft, ...] = ()
    slides: tuple[ReadSlide, ...] = ()
    findings: tuple[Finding, ...] = ()
    warnings: tuple[Finding, ...] = ()
    errors: tuple[Finding, ...] = ()
    change: str | None = None


class ReadingsApi(msgspec.Struct, frozen=True, kw_only=True):
    """The handlers of `/api/readings`. A person has their own only."""

    readings: Readings
    bodies: Bodies

    async def begin_reading(self, request: web.Request) -> web.Response:
        """Begins to read a source for a change: nothing is kept yet. Two of a person are under way at a time."""
        async with self.bodies.read(request, bodies.MAX_IMPORT) as body:
            asked = await bodies.decoded(body, NewReading, "is no source", "{reader, source, options, files}")
            body.clear()
            order = ReadingRequest(
                what=_CHOICES[asked.reader],
                reader=asked.reader,
                source=asked.source,
                options=asked.options,
                playlist=asked.playlist,
            )
            errand = await self.readings.begin(order, asked.files, request[PRINCIPAL].name)
        response = self._told(errand, 202)
        response.headers["Location"] = f"/api/readings/{errand.id}"
        return response

    async def get_reading(self, request: web.Request) -> web.Response:
        """How far it is; once it is done what was read, and what must be said."""
        return self._told(await self._errand(request))

    async def answer_reading(self, request: web.Request) -> web.Response:
        """Says more of it; where that is something new the source is read again."""
        errand, asked = await self._answered(request)
        await self.readings.again(errand, asked)
        return self._told(await self._errand(request), 202)

    async def keep_reading(self, request: web.Request) -> web.Response:
        """Keeps what was read as a change, whose steps others take. Refused while a question is open."""
        errand, asked = await self._answered(request)
        reading_of(errand)
        if not await self.readings.again(errand, asked):
            await self.readings.keep(errand, asked, request[PRINCIPAL].name)
        return self._told(await self._errand(request))

    async def end_reading(self, request: web.Request) -> web.Response:
        """Ends it, where it is under way."""
        async with self.bodies.read(request, 0):
            await self.readings.errands.cancel(await self._errand(request))
        return web.Response(status=204)

    # --- how ---------------------------------------------------------------------------------------------------------

    async def _errand(self, request: web.Request) -> Errand:
        return await self.readings.errands.one(request.match_info["errand"], request[PRINCIPAL].name, KIND)

    async def _answered(self, request: web.Request) -> tuple[Errand, ReadingRequest]:
        async with self.bodies.read(request, bodies.MAX_FORM) as body:
            more = await bodies.decoded(body or bytearray(b"{}"), ReadingAnswers, "is no answer", "{options, values}")
        errand = await self._errand(request)
        given = {name: value for name, value in msgspec.structs.asdict(more).items() if value is not None}
        return errand, msgspec.structs.replace(request_of(errand), **given)

    def _told(self, errand: Errand, status: int = 200) -> web.Response:
        progress = self.readings.errands.progress(errand.id)
        told = ReadingAnswer(
            id=errand.id, state=errand.state, step=progress.step, done=progress.done, needed=progress.needed
        )
        if errand.state == "refused":
            told = msgspec.structs.replace(told, refusal=refusal_of(errand))
        elif errand.state == "kept":
            told = msgspec.structs.replace(told, change=errand.result.decode())
        elif errand.state == "done":
            told = self._read(told, errand)
        return answers.json(told, status)

    def _read(self, told: ReadingAnswer, errand: Errand) -> ReadingAnswer:
        result, langs = reading_of(errand), self.readings.publisher.published.city_pack().city.languages
        proposal = reading.proposed(result.imported, request_of(errand), langs)
        drafts = (
            OpenDraft(id=each.id, open=tuple(value.name for value in each.open), faults=tuple(each.faults))
            for each in proposal.drafts
        )
        return msgspec.structs.replace(
            told,
            open=proposal.open,
            questions=proposal.questions,
            drafts=tuple(drafts),
            slides=result.slides,
            findings=tuple(result.imported.findings),
            warnings=result.warnings,
            errors=result.errors,
        )
