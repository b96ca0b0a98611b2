"""The whole pack as it is edited: as published, or with the files of an open change; and keeping another edit in it.

Decides that what is kept must be a pack, and that who saves says of which version it is an edit. Leaves out which
values are edited (`playlist_form`, `campaign_form`) and what becomes of the change (`changes.desk`).
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import NamedTuple, TypeVar

from content.findings import RefusedError, refused
from content.pack.model import Display, Pack
from content.pack.parse import parse
from content.pack.read_memory import ReadMemory
from content.phrases import said
from content.publication.edition import Compiler
from content.publication.planner import Planner
from content.schedule.plan import Plan
from control_server.changes.desk import Desk
from control_server.publishing.publisher import Publisher
from control_server.serial_queue import SerialQueue
from control_server.storage.changes import OPEN, Change, Files
from control_server.studio import finding_words
from control_server.studio.catalogue import translations

LONGEST_TITLE = 120
"""Characters of the title of a change."""

T = TypeVar("T")


class EditedPack(NamedTuple):
    """A pack and its files, and the open change that they are edited in; None while they are as published."""

    files: Mapping[str, bytes]
    pack: Pack
    change: Change | None

    @property
    def version(self) -> int:
        """Of the change: an edit says of which one it is; 0 where there is no change yet."""
        return self.change.save.number if self.change else 0


class Drafts:
    """Reads packs as they are edited. Work on whole packs is done one at a time, beside the event loop."""

    def __init__(self, publisher: Publisher, desk: Desk, clock: Callable[[], datetime]) -> None:
        self.publisher, self.clock = publisher, clock
        self._desk = desk
        self._memory, self._compiler = ReadMemory(), Compiler()
        self._queue = SerialQueue("the plan")

    async def edited(self, change_id: str) -> EditedPack:
        """The pack with that change; as published for an empty id.

        Raises NotFoundError (`unknown`), and RefusedError for a change that has ended or is no pack.
        """
        published = self.publisher.published
        if not change_id:
            return EditedPack(published.files, published.city_pack(), None)
        change = await self._desk.one(change_id)
        if change.state not in OPEN:
            raise refused(
                "step", change.name, said("is {state}, expected a change that is still open", state=change.state)
            )
        files = _with(published.files, change.files)
        return EditedPack(files, await self.ask(lambda: parse(files, self._memory)), change)

    async def keep(self, edited: EditedPack, own: Files, version: int, title: str, who: str) -> Change:
        """Keeps the edits in the change, or in a new one of that title.

        Raises RefusedError with every fault that makes it no pack; MovedError when somebody has saved since `version`.
        """
        files = _with(edited.files, own)
        await self.ask(lambda: parse(files, self._memory))
        if edited.change:
            return await self._desk.save(edited.change.id, version, {**edited.change.files, **own}, who)
        return await self._desk.begin(who, " ".join(title.split())[:LONGEST_TITLE], own)

    async def ask(self, question: Callable[[], T]) -> T:
        """What the question finds out. Raises RefusedError (`busy`) when too many wait."""
        return await self._queue.run(question)

    def plans(self, pack: Pack, displays: list[Display]) -> dict[str, Plan]:
        """Display → its plan. Takes long for a pack that was not seen before: to be asked (`ask`)."""
        planner = Planner(pack, self._compiler.characters)
        return {display.id: planner.plan(display) for display in displays}


def problem(error: RefusedError, lang: str, fields: Mapping[str, str] | None = None) -> str:
    """What is wrong with what somebody wanted to keep, in a few sentences.

    `fields` are the labels (msgids) of fields by the key that a place ends in; of several that fit the longest counts.
    """
    sentences = []
    for finding in error.findings[:3]:
        keys = [key for key in fields or {} if key in finding.where.partition("$.")[2]]
        label = translations(lang).gettext((fields or {})[max(keys, key=len)]) if keys else ""
        sentence = finding_words.shown(finding, lang)
        sentences.append(f"{label}: {sentence}" if label else sentence)
    return "\n".join(sentences)


def _with(files: Mapping[str, bytes], own: Files) -> dict[str, bytes]:
    kept = {path: body for path, body in files.items() if path not in own}
    return kept | {path: body for path, body in own.items() if body is not None}
