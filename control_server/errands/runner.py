"""Doing errands: in the background, a few for each person, with progress, until an end that is kept.

Decides how many a person may have, who may see one, and what becomes of one that is cancelled, fails, or ends with the
server. Leaves out what the work is.
"""

import asyncio
import secrets
import traceback
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import NamedTuple

import msgspec
import structlog

from content.findings import Finding, RefusedError, refused
from content.phrases import said
from control_server.storage import errands
from control_server.storage.errands import Errand, ErrandState
from control_server.storage.ground import Ground
from control_server.tasks import ended

MOST_WORKING, MOST_KEPT = 2, 8
"""Errands of one person that are under way at the same time, and that are remembered."""
FORGOTTEN_AFTER = timedelta(days=1)

log = structlog.get_logger()


class ErrandProgress(NamedTuple):
    """How far an errand is: the step it is at, and of what is counted there how much is done."""

    step: str = "waits"
    done: int = 0
    needed: int = 0


Tell = Callable[[ErrandProgress], None]
Work = Callable[[Tell], Awaitable[bytes]]
"""Does the work and returns the result; says how far it is. Raises RefusedError."""


class Errands:
    """The errands of one server. Those under way are its tasks; `close` ends them."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._progress: dict[str, ErrandProgress] = {}

    async def begin(self, kind: str, who: str, request: bytes, files: bytes, work: Work) -> Errand:
        """A new errand, under way. Its oldest ones are forgotten. Raises BusyError when there are too many."""
        there = await errands.of_person(self._ground.database, who)
        self._not_too_many(there)
        idle = [each.id for each in there if each.id not in self._tasks]
        await errands.take_away(self._ground.database, idle[MOST_KEPT - 1 :])
        now = self._ground.clock()
        errand = Errand(
            id=secrets.token_hex(5), kind=kind, by=who, at=now, state="working", request=request, files=files
        )
        await errands.begin(self._ground.database, errand)
        self._start(errand, work)
        return errand

    async def again(self, errand: Errand, request: bytes, work: Work) -> None:
        """The same errand, asked otherwise. Raises BusyError when there are too many, or it is still under way."""
        self._not_too_many(await errands.of_person(self._ground.database, errand.by))
        if errand.id in self._tasks:
            raise refused("busy", "this work", "is still under way, expected to be asked again when it has ended")
        fresh = self._becoming(errand, "working", result=b"", request=request)
        await errands.go_on(self._ground.database, fresh)
        self._start(fresh, work)

    async def one(self, errand_id: str, who: str, kind: str) -> Errand:
        """Raises NotFoundError (`unknown`) also for what is somebody else's, or of another kind."""
        errand = await errands.one(self._ground.database, errand_id)
        if errand is None or (errand.by, errand.kind) != (who, kind):
            raise refused(
                "unknown", f"work {errand_id!r}", "is not there any more, expected work of yours of the last day"
            )
        return errand

    async def of_person(self, who: str) -> list[Errand]:
        """Those of a person, the newest first, without files and results."""
        return await errands.of_person(self._ground.database, who)

    def progress(self, errand_id: str) -> ErrandProgress:
        """How far it is, as far as this server knows."""
        return self._progress.get(errand_id, ErrandProgress())

    async def settled(self, errand_id: str, within_s: float | None = None) -> None:
        """Waits for its end, at most so many seconds: much is quick, and then nobody need see a page in between."""
        if task := self._tasks.get(errand_id):
            await asyncio.wait({task}, timeout=within_s)

    async def cancel(self, errand: Errand) -> None:
        """Ends it. What has ended already stays as it is."""
        task = self._tasks.get(errand.id)
        if task is None:
            return
        await ended(task)
        if (await self.one(errand.id, errand.by, errand.kind)).state == "working":
            await errands.go_on(self._ground.database, self._becoming(errand, "cancelled"))

    async def keep(self, errand: Errand, result: bytes) -> None:
        """Its result became a change, which `result` names."""
        await errands.go_on(self._ground.database, self._becoming(errand, "kept", result))

    async def tidy(self) -> None:
        """What a server that has ended left under way is lost; what is older than a day is forgotten."""
        now = self._ground.clock()
        if lost := await errands.lose(self._ground.database, list(self._tasks), now):
            log.info("errands lost", errands=lost)
        await errands.forget(self._ground.database, now - FORGOTTEN_AFTER)

    async def close(self) -> None:
        """Ends what is under way. The next server says that it was lost."""
        for task in list(self._tasks.values()):
            await ended(task)

    # --- how ---------------------------------------------------------------------------------------------------------

    def _not_too_many(self, there: list[Errand]) -> None:
        working = sum(each.id in self._tasks for each in there)
        if working >= MOST_WORKING:
            message = said(
                "{working} of yours are under way already, expected to be begun when one has ended", working=working
            )
            raise refused("busy", "the server", message)

    def _start(self, errand: Errand, work: Work) -> None:
        self._progress[errand.id] = ErrandProgress()
        task = asyncio.create_task(self._done(errand, work))
        self._tasks[errand.id] = task
        task.add_done_callback(lambda _: self._over(errand.id))

    def _over(self, errand_id: str) -> None:
        self._tasks.pop(errand_id, None)
        self._progress.pop(errand_id, None)

    async def _done(self, errand: Errand, work: Work) -> None:
        """Does the work, and keeps how it ended: the boundary of a task that nobody waits for."""

        def tell(progress: ErrandProgress) -> None:
            self._progress[errand.id] = progress

        try:
            state, result = await self._tried(errand, work, tell)
            await errands.go_on(self._ground.database, self._becoming(errand, state, result))
        except RefusedError as error:  # the database is away: the errand is lost with the next tidying
            log.error("an errand was not kept", errand=errand.id, reason=str(error)[:300])

    async def _tried(self, errand: Errand, work: Work, tell: Tell) -> tuple[ErrandState, bytes]:
        try:
            return "done", await work(tell)
        except RefusedError as error:
            return "refused", msgspec.msgpack.encode(error.findings)
        except Exception:
            log.error("an errand failed", errand=errand.id, kind=errand.kind, trace=traceback.format_exc())
            failed = Finding(code="reader", where="the server", message="failed at this work; its log says why")
            return "refused", msgspec.msgpack.encode((failed,))

    def _becoming(
        self, errand: Errand, state: ErrandState, result: bytes = b"", request: bytes | None = None
    ) -> Errand:
        asked = errand.request if request is None else request
        return msgspec.structs.replace(errand, state=state, at=self._ground.clock(), result=result, request=asked)


def refusal_of(errand: Errand) -> tuple[Finding, ...]:
    """Why a refused errand was refused."""
    return msgspec.msgpack.decode(errand.result, type=tuple[Finding, ...])
