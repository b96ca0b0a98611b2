"""A source, read for a person who then decides: what was read, the slides it would make, what must still be said.

Decides what is shown before anything is kept, and what is kept of it: edits of the pack for a change.
Leaves out the importers' own rules (`content.imports`) and the pages (`studio`).
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import NamedTuple

import msgspec

from content import strict_yaml
from content.findings import Finding, RefusedError, refused
from content.imports import finishing
from content.imports.conversation import Imported
from content.imports.finishing import DraftAnswers, FinishedDraft
from content.pack.model import Display
from content.pack.parse import parse_for
from content.questions import Question
from content.slides.compose import compose
from content.slides.job import Format, Job
from control_server.publishing.published import Published
from control_server.publishing.publisher import Publisher
from control_server.publishing.renderer import Renderer
from control_server.sources.importing import Importing
from control_server.sources.merge import MergeOptions, merged

Progressed = Callable[[str, int, int], None]
"""Told the step (`reads`, `draws`, `checks`), how much of it is done, and of how much."""


class ReadingRequest(msgspec.Struct, frozen=True, kw_only=True):
    """What a person asks for: a reader's source and options, and what they said of its slides.

    `values` are of drafts, by slide and name; `compared` the keys a person looked at, `left_out` the slides they do not
    want. `what` is the choice on the page, `title` what the change is called.
    """

    what: str
    reader: str
    source: str
    options: dict[str, str] = {}
    values: dict[str, dict[str, str]] = {}
    compared: dict[str, tuple[str, ...]] = {}
    left_out: tuple[str, ...] = ()
    playlist: str = ""
    replace: bool = False
    title: str = ""

    def reads_as(self, other: "ReadingRequest") -> bool:
        """Whether the same is read and made of it; what of it is kept, and where, may be another matter."""
        kept = ("left_out", "playlist", "replace", "title")
        fields = (field for field in self.__struct_fields__ if field not in kept)
        return all(getattr(self, field) == getattr(other, field) for field in fields)

    def answers(self, slide: str) -> DraftAnswers:
        return DraftAnswers(self.values.get(slide, {}), frozenset(self.compared.get(slide, ())))


class ReadSlide(msgspec.Struct, frozen=True, kw_only=True):
    """A slide that would be made: its picture (SHA-256) with what it says first, or why it cannot be drawn.

    `lacks` are values that the picture shows as an example because nobody has said them yet.
    """

    id: str
    title: str = ""
    asset: str = ""
    flaws: tuple[Finding, ...] = ()
    lacks: tuple[str, ...] = ()
    replaces: bool = False


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """What was read. `warnings` and `errors` are the gate's, on the pack as it would be, once nothing is open."""

    imported: Imported
    slides: tuple[ReadSlide, ...] = ()
    warnings: tuple[Finding, ...] = ()
    errors: tuple[Finding, ...] = ()


class AnsweredImport(NamedTuple):
    """What was read, with a person's answers: `imported` as it would be kept, and what is open."""

    imported: Imported
    drafts: tuple[FinishedDraft, ...]
    questions: tuple[Question, ...]

    @property
    def open(self) -> bool:
        """Whether a person must say more before it can be kept."""
        return bool(self.questions) or any(draft.data is None for draft in self.drafts)


def proposed(imported: Imported, request: ReadingRequest, langs: tuple[str, ...]) -> AnsweredImport:
    """The import with the answers: drafts that are finished are slides, what is not wanted is gone."""
    files, slides, drafts = dict(imported.files), list(imported.slides), []
    keyed = set[str]()
    for path in finishing.drafts(imported):
        draft = finishing.finished(imported, path, request.answers(finishing.slide_of(path)), langs)
        keyed |= {question.note for value in draft.values for question in value.questions}
        drafts.append(draft)
        if draft.data is not None:
            del files[path]
            files[f"slides/{draft.id}.yaml"] = draft.data
            slides.append(draft.id)
    for slide in request.left_out:
        files.pop(f"slides/{slide}.yaml", None)
        files.pop(f"drafts/{slide}.yaml", None)
    return AnsweredImport(
        msgspec.structs.replace(
            imported, files=files, slides=tuple(each for each in slides if each not in request.left_out)
        ),
        tuple(each for each in drafts if each.id not in request.left_out),
        tuple(each for each in imported.questions if each.note not in keyed),
    )


def edits(proposal: AnsweredImport, request: ReadingRequest, published: Published) -> Mapping[str, bytes]:
    """The files that would change. Raises RefusedError when none would, or the pack would be none."""
    options = MergeOptions(request.replace, request.playlist or None)
    merge = merged(published.files, proposal.imported, options)
    if not merge.written:
        raise refused("skipped", "the source", "brings nothing that the pack does not have, expected something new")
    return {path: merge.files[path] for path in merge.written}


class SourceReader:
    """Reads sources for people. Draws what would become of them with the workers that draw what is published."""

    def __init__(
        self, importing: Importing, publisher: Publisher, renderer: Renderer, clock: Callable[[], datetime]
    ) -> None:
        self._importing, self._publisher, self._renderer, self._clock = importing, publisher, renderer, clock

    async def read(self, request: ReadingRequest, files: Mapping[str, bytes], progressed: Progressed) -> Reading:
        """Reads, draws, and asks the gate once nothing is open. Raises RefusedError when it cannot be read."""
        progressed("reads", 0, 0)
        imported = await self._importing.look(request.reader, request.source, request.options, files)
        published = self._publisher.published
        proposal = proposed(imported, request, published.city_pack().city.languages)
        slides = await self._drawn(proposal, published, progressed)
        reading = Reading(imported=imported, slides=slides)
        return (
            reading
            if proposal.open or not imported.files
            else await self._judged(reading, proposal, request, progressed)
        )

    async def _drawn(
        self, proposal: AnsweredImport, published: Published, progressed: Progressed
    ) -> tuple[ReadSlide, ...]:
        """Every slide in the city's first language, on the first of its landscape displays."""
        paths = [path for path in proposal.imported.files if path.startswith(("slides/", "drafts/"))]
        done = 0

        async def one(path: str) -> ReadSlide:
            nonlocal done
            drawn = await self._slide(proposal, path, published)
            done += 1
            progressed("draws", done, len(paths))
            return drawn

        progressed("draws", 0, len(paths))
        return tuple(await asyncio.gather(*map(one, paths)))

    async def _slide(self, proposal: AnsweredImport, path: str, published: Published) -> ReadSlide:
        slide = finishing.slide_of(path)
        replaces = f"slides/{slide}.yaml" in published.files
        try:
            lacks, job = await asyncio.to_thread(self._job, proposal, path, published)
            frames, failed = await self._renderer.frames({job.key(): job})
            for error in failed.values():
                raise error
        except RefusedError as error:
            return ReadSlide(id=slide, flaws=error.findings[:5], replaces=replaces)
        (frame,) = frames.values()
        return ReadSlide(id=slide, title=frame.title, asset=frame.asset, lacks=lacks, replaces=replaces)

    def _job(self, proposal: AnsweredImport, path: str, published: Published) -> tuple[tuple[str, ...], Job]:
        """What draws a slide or a draft, and the values that stand in it as an example. Raises RefusedError."""
        slide = finishing.slide_of(path)
        own = dict(proposal.imported.files)
        lacks: tuple[str, ...] = ()
        if path.startswith("drafts/"):
            draft = next((each for each in proposal.drafts if each.path == path), None)
            fields = draft.fields if draft else strict_yaml.mapping(own[path], path)
            own[f"slides/{slide}.yaml"], lacks = finishing.exemplary(fields, self._clock())
        pack = parse_for({**published.files, **own}, slide)
        display = shown_on(published)
        return lacks, compose(pack, slide, pack.city.languages[0], Format.of(display))

    async def _judged(
        self, reading: Reading, proposal: AnsweredImport, request: ReadingRequest, progressed: Progressed
    ) -> Reading:
        """With what the gate says of the pack as it would be: everything is drawn for every display."""
        published = self._publisher.published
        work: Awaitable[Mapping[str, bytes]] = asyncio.to_thread(edits, proposal, request, published)
        try:
            changed = await work
            preparing = asyncio.create_task(self._publisher.prepare({**published.files, **changed}, published))
            try:
                while not preparing.done():
                    progress = self._renderer.progress
                    progressed("checks", progress.drawn, progress.needed)
                    await asyncio.wait({preparing}, timeout=0.3)
                candidate = await preparing
            finally:
                preparing.cancel()
        except RefusedError as error:
            return msgspec.structs.replace(reading, errors=error.findings)
        known = set(published.findings)
        fresh = tuple(finding for finding in candidate.findings if finding not in known)
        return msgspec.structs.replace(reading, warnings=fresh)


def shown_on(published: Published) -> Display:
    """The display that slides are looked at on first: a landscape one."""
    displays = list(published.city_pack().displays.values())
    if not displays:
        raise refused("unknown", "displays.yaml", "has no display, expected one to draw for")
    return next((each for each in displays if each.panel.width > each.panel.height), displays[0])
