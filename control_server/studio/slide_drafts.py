"""The slide that is edited, with all that is around it: of an open change, as it is published, or not made yet.

Decides from which files a slide is edited and how its pack is read. Leaves out what is typed (`slide_form`) and what
becomes of it (`editor`, `new_slide`).
"""

import asyncio
from collections.abc import Mapping
from typing import Any, NamedTuple

import msgspec

from content import strict_yaml
from content.findings import refused
from content.pack.model import Campaign, City, Display, Pack, Playlist, meant
from content.pack.parse import parse_for
from content.pack.read_memory import ReadMemory
from content.phrases import said
from control_server.changes.desk import Desk
from control_server.publishing.publisher import Publisher
from control_server.storage.changes import OPEN, Change
from control_server.studio import slide_shape

BEGINNINGS: dict[str, bytes] = {
    "notice": b"kind: notice\n",
    "consultation": b"kind: consultation\n",
    "debate": b"kind: consultation\nlegal_basis: Legea 52/2003\n",
}
"""What can be begun, and what its file begins with. A public debate is a call by law 52/2003, art. 7 (9)."""
NEW = "afis-nou"
"""The id of a slide that is not made yet; it gets its own from its headline."""
_ALL = "peste-tot"


class Draft(NamedTuple):
    """A slide in the version that is edited.

    `files` are those of the pack with the change, `values` the slide's own as they are written there; a slide that is
    `new` is not among the files.
    """

    id: str
    files: Mapping[str, bytes]
    values: dict[str, Any]
    body: bytes
    city: City
    change: Change | None
    new: bool = False

    @property
    def path(self) -> str:
        return f"slides/{self.id}.yaml"

    def with_values(self, body: bytes) -> "Draft":
        """The same with other values, as this file has them. Raises RefusedError as `slide_shape.read`."""
        return self._replace(values=slide_shape.read(body, self.path), body=body)

    @property
    def headline(self) -> str:
        """What is read first, in the city's first language; the id where nothing is written yet."""
        for place in slide_shape.places(self.values):
            if place.holds == "text" and place.value:
                return self.city.name_of(place.value, self.city.languages[0])
        return self.id


class SlideDrafts:
    """Opens slides for editing."""

    def __init__(self, publisher: Publisher, desk: Desk) -> None:
        self._publisher, self._desk = publisher, desk
        self._memory = ReadMemory()

    async def opened(self, slide_id: str, change_id: str) -> Draft:
        """Raises NotFoundError (`unknown`), and RefusedError for a change that has ended."""
        change, files = await self._files(change_id)
        path = f"slides/{slide_id}.yaml"
        if path not in files:
            raise refused("unknown", f"slide {slide_id!r}", "is not in the pack, expected the id of a slide")
        values = slide_shape.read(files[path], path)
        return Draft(slide_id, files, values, files[path], self._city(files), change)

    async def version(self, slide_id: str, body: bytes) -> Draft:
        """A version of a slide in the published pack. Raises RefusedError for one that cannot be read any more."""
        _, files = await self._files("")
        path = f"slides/{slide_id}.yaml"
        return Draft(slide_id, files, slide_shape.read(body, path), body, self._city(files), None)

    async def fresh(self, kind: str, copied: str, change_id: str) -> Draft:
        """A slide that is not made yet: begun with nothing in it, or a copy. Raises NotFoundError (`unknown`)."""
        change, files = await self._files(change_id)
        if copied:
            original = await self.opened(copied, change_id)
            return original._replace(id=NEW, new=True)
        if kind not in BEGINNINGS:
            raise refused(
                "unknown",
                f"kind {kind!r}",
                said("is none of {beginnings}, expected one of these", beginnings=", ".join(BEGINNINGS)),
            )
        body = BEGINNINGS[kind]
        return Draft(NEW, files, slide_shape.read(body, NEW), body, self._city(files), change, new=True)

    async def _files(self, change_id: str) -> tuple[Change | None, Mapping[str, bytes]]:
        published = self._publisher.published
        published.city_pack()
        if not change_id:
            return None, published.files
        change = await self._desk.one(change_id)
        if change.state not in OPEN:
            raise refused(
                "step", change.name, said("is {state}, expected a change that is still open", state=change.state)
            )
        return change, with_change(published.files, change.files)

    def _city(self, files: Mapping[str, bytes]) -> City:
        def read() -> City:
            return strict_yaml.typed(strict_yaml.mapping(files["city.yaml"], "city.yaml"), City, "city.yaml")

        return self._memory.value(("city.yaml", City), files["city.yaml"], read)

    async def pack(self, draft: Draft, body: bytes) -> Pack:
        """The pack with the slide as it is typed. Raises RefusedError for what no slide may be."""
        files = {**draft.files, draft.path: body}
        return await asyncio.to_thread(parse_for, files, draft.id, self._memory)


def with_change(files: Mapping[str, bytes], own: Mapping[str, bytes | None]) -> Mapping[str, bytes]:
    """The files of a pack with those of a change in their place."""
    kept = {path: body for path, body in files.items() if path not in own}
    return kept | {path: body for path, body in own.items() if body is not None}


def displays(pack: Pack, slide_id: str) -> list[Display]:
    """The displays to look at it on: those whose campaigns may show it, else all."""
    listed = {name for name, playlist in pack.playlists.items() if slide_id in playlist.slides}
    own = [
        display
        for display in pack.displays.values()
        if any(
            campaign.playlist in listed and meant(campaign.displays, display) for campaign in pack.campaigns.values()
        )
    ]
    return own or list(pack.displays.values())


def alone(pack: Pack, slide_id: str) -> Pack:
    """The pack with this slide and no other, in the playlists that have it; in one for all displays where none has."""
    slide = pack.slides[slide_id]
    playlists = {
        name: msgspec.structs.replace(each, slides=(slide_id,))
        for name, each in pack.playlists.items()
        if slide_id in each.slides
    }
    campaigns = {name: each for name, each in pack.campaigns.items() if each.playlist in playlists}
    if not campaigns:
        playlists = {_ALL: Playlist(id=_ALL, slides=(slide_id,))}
        campaigns = {_ALL: Campaign(id=_ALL, playlist=_ALL)}
    return msgspec.structs.replace(pack, slides={slide_id: slide}, playlists=playlists, campaigns=campaigns, drafts=())
