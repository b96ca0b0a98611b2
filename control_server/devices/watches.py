"""Who looks at which displays, and what each of them is still to be told.

Decides that a listener which is slow is told each display once, however often it changed, and that changes are
numbered: whoever comes back with the number that they had is told what they missed. Leaves out what changes (`fleet`),
and how listeners are told (`event_streams`).
"""

import asyncio
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress

Changes = dict[str, bool]
"""Display → whether its plan is another, in the order in which they changed first."""


class Listener:
    """One listener, of these displays or of all (None)."""

    def __init__(self, displays: frozenset[str] | None) -> None:
        self.displays = displays
        self.ended = False
        self._changes: Changes = {}
        self._any = asyncio.Event()

    def note(self, display: str, plan: bool) -> None:
        """The display changed."""
        self._changes[display] = self._changes.get(display, False) or plan
        self._any.set()

    def end(self) -> None:
        """Nothing more is told."""
        self.ended = True
        self._any.set()

    async def changes(self, within_s: float) -> Changes:
        """What changed since it was asked last, as soon as something did; nothing after so many seconds."""
        with suppress(TimeoutError):
            async with asyncio.timeout(within_s):
                await self._any.wait()
        taken, self._changes = self._changes, {}
        if not self.ended:
            self._any.clear()
        return taken


class Watches:
    """All listeners. A change costs work for those who look at that display."""

    def __init__(self, run: str = "0") -> None:
        """`run` is another for each start of the server, as numbers begin anew."""
        self._run, self._number = run, 0
        self._changed: dict[str, int] = {}
        self._replanned: dict[str, int] = {}
        self._of_display: dict[str, set[Listener]] = {}
        self._of_all: set[Listener] = set()

    @property
    def mark(self) -> str:
        """Stands for all that has changed so far."""
        return f"{self._run}-{self._number}"

    @property
    def displays(self) -> Collection[str]:
        """Those that somebody looks at by name."""
        return self._of_display.keys()

    def changed(self, display: str, *, plan: bool = False) -> None:
        """Tells whoever looks at it."""
        self._number += 1
        self._changed[display] = self._number
        if plan:
            self._replanned[display] = self._number
        for watch in (*self._of_display.get(display, ()), *self._of_all):
            watch.note(display, plan)

    @contextmanager
    def watching(self, displays: Collection[str] | None = None, since: str | None = None) -> Iterator[Listener]:
        """What changes from now on or, with a former `mark`, since then. All that it watches, after another run."""
        watch = Listener(None if displays is None else frozenset(displays))
        self._tell_missed(watch, since)
        sets = [self._of_all] if displays is None else [self._of_display.setdefault(each, set()) for each in displays]
        for watches in sets:
            watches.add(watch)
        try:
            yield watch
        finally:
            self._of_all.discard(watch)
            for display in watch.displays or ():
                self._of_display[display].discard(watch)
                if not self._of_display[display]:
                    del self._of_display[display]

    def _tell_missed(self, watch: Listener, since: str | None) -> None:
        if since is None:
            return
        run, _, number = since.rpartition("-")
        known = int(number) if run == self._run and number.isascii() and number.isdigit() and len(number) < 16 else -1
        for display in self._changed if watch.displays is None else sorted(watch.displays):
            if known < 0 or self._changed.get(display, 0) > known:
                watch.note(display, known < 0 or self._replanned.get(display, 0) > known)

    def close(self) -> None:
        """Ends every one."""
        for watch in {*self._of_all, *(watch for watches in self._of_display.values() for watch in watches)}:
            watch.end()
