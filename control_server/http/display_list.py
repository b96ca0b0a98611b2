"""Which displays a list has, and in which order: by what is the matter with them, by words and by tag.

Decides when a display is in trouble: it refuses its manifest or has an older one for two minutes, two players speak for
it, or its glass is not known to show what it should (`devices.agreement`). Leaves out what is said of each
(`status_card`).
"""

import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Literal, NamedTuple, get_args

from content.findings import refused
from content.pack.model import Display, Pack
from content.phrases import said
from control_server.devices.agreement import agreement
from control_server.devices.fleet import Fleet
from control_server.publishing.published import Published
from control_server.publishing.publisher import Publisher

State = Literal["trouble", "well", "never"]
"""Of a display: something is the matter; all is well; it was never heard. A list has them in this order."""
STATES: tuple[State, ...] = get_args(State)

LATE = timedelta(minutes=2)
"""From a manifest issued to a display that should have it."""
_LONGEST = 100
"""Characters that are looked for: each word is looked for in each display."""
_COUNTED = timedelta(seconds=2)
"""So long the counts that were told last are told again."""


class Wanted(NamedTuple):
    """What is asked for: displays in that state, whose name, id and tags have all of these words, with that tag."""

    state: State | None = None
    words: str = ""
    tag: str = ""

    @classmethod
    def of(cls, query: Mapping[str, str]) -> "Wanted":
        """What a query asks for (`state`, `q`, `tag`). Raises RefusedError (`option`)."""
        words = query.get("q", "").strip()
        if len(words) > _LONGEST:
            raise refused("option", "q", f"found {len(words):,} characters, expected at most {_LONGEST}")
        state = query.get("state") or None
        if state is not None and state not in STATES:
            raise refused(
                "option",
                "state",
                said("found {state!r}, expected one of: {states}", state=state[:60], states=", ".join(STATES)),
            )
        return cls(state, words, query.get("tag", ""))


class Listed(NamedTuple):
    """The displays that are wanted, in order. `counts` are of all that the words and the tag select."""

    displays: list[Display]
    states: Mapping[str, State]
    counts: Mapping[str, int]

    @property
    def total(self) -> int:
        """As many as the counts are of."""
        return len(self.states)


class DisplayLists:
    """Of what is published when they are asked."""

    def __init__(self, publisher: Publisher, fleet: Fleet, clock: Callable[[], datetime]) -> None:
        self._publisher, self._fleet, self._clock = publisher, fleet, clock
        self._index = _Index(None)
        self._counted: tuple[datetime, dict[str, int]] | None = None

    def as_authored(self) -> Listed:
        """All of them, in the order of the pack."""
        return self._selected(Wanted())

    def by_state(self, wanted: Wanted) -> Listed:
        """Those in trouble first, in the order of the pack otherwise."""
        listed = self._selected(wanted)
        if wanted.state is None:
            listed.displays.sort(key=lambda display: STATES.index(listed.states[display.id]))
        return listed

    def in_order(self, wanted: Wanted) -> Listed:
        """In the order of the pack, which says nothing about how they fare."""
        return self._selected(wanted)

    def by_id(self, wanted: Wanted) -> list[Display]:
        """In an order that does not change: who reads one part after the other meets every display once."""
        return sorted(self._selected(wanted).displays, key=lambda display: display.id)

    def tags(self) -> Mapping[str, int]:
        """Every tag of the pack with how many displays have it."""
        return self._indexed().tags

    def counts(self) -> dict[str, int]:
        """How many displays there are in each state, and `online`, as they were at most two seconds ago."""
        now = self._clock()
        if self._counted is None or not timedelta(0) <= now - self._counted[0] < _COUNTED:
            self._counted = now, dict(self._selected(Wanted()).counts)
        return self._counted[1]

    def state(self, display: str) -> State:
        """Of one display."""
        return self._state(display, self._publisher.published, self._clock())

    def _indexed(self) -> "_Index":
        pack = self._publisher.published.pack
        if self._index.pack is not pack:
            self._index = _Index(pack)
        return self._index

    def _selected(self, wanted: Wanted) -> Listed:
        published, now = self._publisher.published, self._clock()
        selected = self._indexed().selected(wanted)
        states = {display.id: self._state(display.id, published, now) for display in selected}
        counted = Counter(states.values())
        counts = {str(state): counted[state] for state in STATES}
        counts["online"] = sum(self._fleet.online(display.id, now) for display in selected)
        if wanted.state is not None:
            selected = [display for display in selected if states[display.id] == wanted.state]
        return Listed(selected, states, counts)

    def _state(self, display: str, published: Published, now: datetime) -> State:
        if display not in self._fleet.statuses:
            return "never"
        status, heard = self._fleet.statuses[display]
        if status.rejected or self._fleet.rivals.are(display, now):
            return "trouble"
        told = agreement(status, heard, published, now)
        late = told.kind == "older" and told.since is not None and now - told.since >= LATE
        return "trouble" if told.wrong or late else "well"


class _Index:
    """The displays of a pack, and what is looked for in each."""

    def __init__(self, pack: Pack | None) -> None:
        self.pack = pack
        self._displays = list(pack.displays.values()) if pack else []
        self._texts = [_plain(" ".join((each.name, each.id, *each.tags))) for each in self._displays]
        tags = Counter(tag for display in self._displays for tag in display.tags)
        self.tags = dict(sorted(tags.items()))

    def selected(self, wanted: Wanted) -> list[Display]:
        """In the order of the pack."""
        words = dict.fromkeys(_plain(wanted.words).split())
        return [
            display
            for display, text in zip(self._displays, self._texts, strict=True)
            if all(word in text for word in words) and (not wanted.tag or wanted.tag in display.tags)
        ]


def _plain(text: str) -> str:
    """In small letters without their marks, as people type them: `piața` is `piata`."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in parts if not unicodedata.combining(letter))
