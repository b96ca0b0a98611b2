"""The API of changes: begun, listed, edited, looked at; what stands beside the pages of the studio.

Decides requests and answers only. A change has an ETag, the number of what was saved last; whoever saves says of which
version theirs is one. Leaves out the steps (`change_steps_api`) and their rules (`changes.desk`).
"""

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import Annotated

import msgspec
from aiohttp import web

from content.findings import refused
from control_server.changes import merging
from control_server.changes.desk import Desk
from control_server.changes.outlook import Outlooks
from control_server.http import answers, bodies, change_answers, change_files, list_part
from control_server.http.auth import PRINCIPAL
from control_server.http.bodies import Bodies
from control_server.http.change_answers import AboutChange
from control_server.http.change_files import FileBodies
from control_server.http.change_steps import offered
from control_server.http.words import words
from control_server.publishing.publisher import Publisher
from control_server.storage import changes, people
from control_server.storage.changes import Change, Files, State
from control_server.storage.database import Database

LONGEST_TITLE = 120
_GROUPS: dict[str, tuple[State, ...]] = {
    "open": changes.OPEN,
    "ended": (*changes.PUBLISHED, "discarded"),
    "all": (*changes.OPEN, *changes.PUBLISHED, "discarded"),
}
"""What a list may be asked for beside the states themselves."""
_FRAMES, _MOST_FRAMES = 40, 500
_CHANGES, _MOST_CHANGES = 50, 200


class NewChange(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A change that begins, with its first version: edits of what is published now."""

    title: Annotated[str, msgspec.Meta(min_length=1, max_length=LONGEST_TITLE)]
    files: FileBodies


class Resolution(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What was chosen of two versions: path → place → `mine` or `published`. `revision` is what was looked at."""

    revision: int
    chosen: dict[str, dict[str, str]] = {}


class ChangesApi(msgspec.Struct, frozen=True, kw_only=True):
    """The handlers of `/api/changes` but its steps."""

    desk: Desk
    outlooks: Outlooks
    publisher: Publisher
    database: Database
    bodies: Bodies
    clock: Callable[[], datetime]

    # --- read --------------------------------------------------------------------------------------------------------

    async def list_changes(self, request: web.Request) -> web.Response:
        """Changes, those first that had a step last. In parts: `X-Total-Count`, and `Link` to the next one."""
        states, part = _states(request.query.get("state", "open")), list_part.asked(request, _CHANGES, _MOST_CHANGES)
        some = await changes.listed(self.database, states, part.many, skip=part.first)
        names = await people.names(self.database)
        response = answers.json([change_answers.listed(change, names) for change in some])
        return list_part.linked(response, request, part, await changes.count(self.database, states))

    async def get_change(self, request: web.Request) -> web.Response:
        """A change: versions, steps, comments, approvals, and what may be done with it. Its ETag is of what was saved
        last."""
        return await self.told(request, await self._change(request))

    async def get_change_files(self, request: web.Request) -> web.Response:
        """What it edits: path → text, bytes, or null for what it takes away."""
        change = await self._change(request)
        return answers.json(change_files.told(change.files), tag=_tag(change))

    async def get_change_file(self, request: web.Request) -> web.Response:
        """A file as it would be: as the change has it, or as it is published where the change does not edit it."""
        change, path = await self._change(request), change_files.path_of(request.match_info["path"])
        files = self.publisher.published.files
        body = change.files[path] if path in change.files else files.get(path)
        if body is None:
            raise refused("unknown", path, "is not in the pack with this change, expected the path of a file")
        headers = {"Cache-Control": "no-store", "ETag": f'"{_tag(change)}"'}
        return web.Response(body=body, content_type="application/octet-stream", headers=headers)

    async def get_effect(self, request: web.Request) -> web.Response:
        """What an open change would do if it were published now; the digest is what is approved. Frames come in parts.

        Refused as its publication would be: 412 where others have published the same files (see its conflicts).
        """
        change, part = await self._change(request), list_part.asked(request, _FRAMES, _MOST_FRAMES)
        if change.state not in changes.OPEN:
            raise refused("step", change.name, f"is {change.state}, expected an open change", form="state")
        outlook, revision = await self.outlooks.of(change), self.publisher.published.revision
        response = answers.json(change_answers.effect(change, revision, outlook, part.first, part.many))
        return list_part.linked(response, request, part, len(outlook.effect.frames))

    async def get_conflicts(self, request: web.Request) -> web.Response:
        """The files that others have published otherwise since the change was made, value by value."""
        change, revision = await self._change(request), self.publisher.published.revision
        files = []
        for path, versions in sorted((await self.desk.conflicts(change)).items()):
            places = await asyncio.to_thread(merging.disagreements, path, *versions)
            files.append(change_answers.contested(path, versions, places))
        told = change_answers.ConflictsAnswer(version=change.save.number, revision=revision, files=tuple(files))
        return answers.json(told, tag=_tag(change))

    # --- edited ------------------------------------------------------------------------------------------------------

    async def begin_change(self, request: web.Request) -> web.Response:
        """Begins a change of what is published now. It may be what no pack is yet: nothing is checked before its effect
        is asked for."""
        async with self.bodies.read(request, bodies.MAX_IMPORT) as body:
            asked = await bodies.decoded(body, NewChange, "is no change", "{title, files}")
            body.clear()
            title, files = words(asked.title, LONGEST_TITLE, "title"), change_files.read(asked.files)
            if not title:
                raise refused("value", "title", "is empty, expected what the change is about")
            change = await self.desk.begin(request[PRINCIPAL].name, title, files)
        response = await self.told(request, change, 201)
        response.headers["Location"] = f"/api/changes/{change.id}"
        return response

    async def put_change_files(self, request: web.Request) -> web.Response:
        """Saves a version with these edits in the place of all that there were."""
        async with self.bodies.read(request, bodies.MAX_IMPORT) as body:
            asked = await bodies.decoded(body, FileBodies, "is no change", "{path: text, {base64} or null}")
            body.clear()
            return await self._saved(request, lambda _: change_files.read(asked))

    async def put_change_file(self, request: web.Request) -> web.Response:
        """Saves a version in which this file is what the body is."""
        path = change_files.path_of(request.match_info["path"])
        async with self.bodies.read(request, bodies.MAX_IMPORT) as body:
            own = bytes(body)
            return await self._saved(request, lambda change: {**change.files, path: own})

    async def delete_change_file(self, request: web.Request) -> web.Response:
        """Saves a version that takes this file out of the pack."""
        path = change_files.path_of(request.match_info["path"])
        async with self.bodies.read(request, 0):
            return await self._saved(request, lambda change: {**change.files, path: None})

    async def resolve_conflicts(self, request: web.Request) -> web.Response:
        """Saves a version made of its files and of what others have published since, as was chosen.

        What only one side changed is that one's; what both did must be chosen, place by place.
        """
        async with self.bodies.read(request, bodies.MAX_FORM) as body:
            asked = await bodies.decoded(body, Resolution, "is no choice", "{revision, chosen: {path: {place: side}}}")
            number, who = await self._version(request), request[PRINCIPAL].name
            change_id = request.match_info["change"]
            return await self.told(
                request, await self.desk.resolve(change_id, number, asked.revision, asked.chosen, who)
            )

    # --- how ---------------------------------------------------------------------------------------------------------

    async def told(self, request: web.Request, change: Change, status: int = 200) -> web.Response:
        """The whole change, with its ETag."""
        about = AboutChange(
            makers=await self.desk.makers(change),
            versions=await changes.versions(self.database, change.id),
            comments=await changes.comments(self.database, change.id),
            offered=offered(request, change, self.clock(), None),
            names=await people.names(self.database),
        )
        return answers.json(change_answers.whole(change, about), status, tag=_tag(change))

    async def _change(self, request: web.Request) -> Change:
        return await self.desk.one(request.match_info["change"])

    async def _saved(self, request: web.Request, edit: Callable[[Change], Files]) -> web.Response:
        """Raises MovedError when there is a newer version than the one that is named, UnconditionalError for none."""
        number, change = await self._version(request), await self._change(request)
        change = await self.desk.save(change.id, number, edit(change), request[PRINCIPAL].name)
        return await self.told(request, change)

    async def _version(self, request: web.Request) -> int:
        """The version of which the request is a change."""
        change = await self._change(request)
        by = f": version {change.save.number} was saved by {change.save.by}"
        answers.Precondition(request, change.name).check(_tag(change), by)
        return change.save.number


def _tag(change: Change) -> str:
    return str(change.save.number)


def _states(text: str) -> tuple[State, ...]:
    """Raises RefusedError (`option`) for what is no state."""
    if text in _GROUPS:
        return _GROUPS[text]
    if text not in _GROUPS["all"]:
        every = ", ".join((*_GROUPS, *_GROUPS["all"]))
        raise refused("option", "state", f"found {text[:40]!r}, expected one of {every}")
    return tuple(state for state in _GROUPS["all"] if state == text)
