"""What the link has to send: what waits, in which order it goes out, what is under way.

Decides how many messages are under way at a time, that a display is sent its newest manifest and one at a time, and
that single messages do not wait behind manifests. Leaves out the connection and the clock (`link`).
"""

from collections import deque
from collections.abc import Callable, Collection
from typing import NamedTuple

WINDOW = 10_000
"""The most messages that are sent and not acknowledged.

It is as large as a fleet: acknowledgements arrive among the reports of displays that have their manifests already, and
the manifests of the others need not wait until these are heard.
"""
_MOST_LETTERS = 10_000


class Letter(NamedTuple):
    """A message to a display. `topic` is a key of `wire.TOPICS`."""

    topic: str
    display: str
    payload: bytes


class Outbox:
    """Times are seconds of one monotonic clock. `newest` gives a display's newest manifest, None when it has none."""

    def __init__(self, newest: Callable[[str], bytes | None], window: int = WINDOW) -> None:
        self._newest, self._window = newest, window
        self._manifests: dict[str, None] = {}
        self._letters: deque[Letter] = deque()
        self._under_way: dict[int, tuple[Letter, float]] = {}
        self._busy: set[str] = set()
        self._again: set[str] = set()
        self._manifest_next = False

    def announce(self, displays: Collection[str]) -> None:
        """Their manifests are to go out, as they will be by then."""
        for display in displays:
            if display in self._busy:
                self._again.add(display)
            else:
                self._manifests[display] = None

    def add(self, letter: Letter) -> None:
        """A single message; lost when 10,000 wait already."""
        if len(self._letters) < _MOST_LETTERS:
            self._letters.append(letter)

    def next(self) -> Letter | None:
        """What to send now, to be told to `sent`; None while nothing waits or enough is under way."""
        while len(self._under_way) < self._window:
            if self._letters and not (self._manifest_next and self._manifests):
                self._manifest_next = True
                return self._letters.popleft()
            if not self._manifests:
                return None
            self._manifest_next = False
            display = next(iter(self._manifests))
            del self._manifests[display]
            if (envelope := self._newest(display)) is not None:
                return Letter("manifest", display, envelope)
        return None

    def sent(self, number: int, letter: Letter, at: float) -> None:
        """It is under way, under this number."""
        self._under_way[number] = (letter, at)
        if letter.topic == "manifest":
            self._busy.add(letter.display)

    def acknowledged(self, number: int) -> str | None:
        """The message with this number has arrived. Returns the display whose newest manifest it was, if it was one."""
        letter, _ = self._under_way.pop(number, (None, 0.0))
        if letter is None or letter.topic != "manifest":
            return None
        self._busy.discard(letter.display)
        if letter.display in self._again:
            self._again.discard(letter.display)
            self._manifests[letter.display] = None
            return None
        return letter.display

    @property
    def oldest(self) -> float | None:
        """When the oldest message under way was sent."""
        return next((at for _, at in self._under_way.values()), None)

    def begin(self, displays: Collection[str]) -> None:
        """A new session: of the former nothing is under way, single messages are lost, all manifests wait."""
        self._letters.clear()
        self._under_way.clear()
        self._busy.clear()
        self._again.clear()
        self._manifests |= dict.fromkeys(displays)
