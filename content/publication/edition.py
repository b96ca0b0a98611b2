"""From a pack to what its displays need: a plan each, and the jobs to draw.

Decides which frames a manifest names, and composes again only what an edit touched. Pure but for its memory of the
last edition. Leaves out drawing (`renderer`) and issuing (`publisher`).
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

import msgspec

from content import wire
from content.findings import Finding, RefusedError
from content.pack.model import Display, Pack
from content.publication.planner import Planner
from content.schedule.plan import Plan
from content.slides.compose import characters as count_characters
from content.slides.compose import compose, compose_neutral
from content.slides.job import Format, Job

Frames = dict[str, dict[str, str]]
"""Slide to language to the key of the job that draws it."""


class PlannedFrame(NamedTuple):
    """One frame some display needs. `slide` is a slide, or the name of its phase; None for the neutral card."""

    display: str
    slide: str | None
    lang: str
    job: Job


class StoredFrame(msgspec.Struct, frozen=True, kw_only=True):
    """What a job was drawn to: the PNG's SHA-256 (hex) and size in bytes, and the live parts."""

    asset: str
    size: int
    live: tuple[wire.LivePart, ...] = ()


class DisplayEdition(msgspec.Struct, frozen=True, kw_only=True):
    """One display's share of an edition: its plan and its frames, also under each other theme, and the neutral card.

    Displays share what is equal: it is the same object.
    """

    display: Display
    plan: Plan
    frames: Frames
    neutral: str
    alternatives: dict[str, Frames]

    def themes(self) -> list[Frames]:
        """The frames in the display's own theme, then in the others it is sent."""
        return [self.frames, *self.alternatives.values()]

    def jobs(self) -> set[str]:
        named = (key for frames in self.themes() for turns in frames.values() for key in turns.values())
        return {self.neutral, *named}


class Edition(msgspec.Struct, frozen=True, kw_only=True):
    """A pack, compiled: display → its share, and key → job."""

    pack: Pack
    displays: dict[str, DisplayEdition]
    jobs: dict[str, Job]

    def users(self, key: str) -> list[str]:
        """The displays that need this job."""
        return [display for display, each in self.displays.items() if key in each.jobs()]

    def planned_frames(self) -> Iterator[PlannedFrame]:
        """Every frame of every display, for the gate."""
        for display, each in self.displays.items():
            yield PlannedFrame(display, None, each.display.languages[0], self.jobs[each.neutral])
            for frames in each.themes():
                for slide, turns in frames.items():
                    yield from (PlannedFrame(display, slide, lang, self.jobs[key]) for lang, key in turns.items())


class _Composed(NamedTuple):
    """What has been found for some displays of a pack, for others to share: jobs and neutral cards by key, and frames
    by the entries and languages they are of, kept with the plan: other entries must not get their id."""

    pack: Pack
    jobs: dict[str, Job]
    neutral: dict[tuple[str, Format], str]
    frames: dict[tuple[int, tuple[str, ...], Format], tuple[Plan, Frames]]


class Compiler:
    """Remembers what it composed, and from what: an edit of one slide composes that slide only."""

    def __init__(self) -> None:
        self._jobs: dict[tuple[str, str, Format], tuple[int, str, Job]] = {}
        self._lengths: dict[tuple[str, str], tuple[int, int]] = {}
        self._headlines: dict[tuple[str, str], str] = {}
        self._origins: dict[str, tuple[int, Any]] = {}
        self._pack: Pack | None = None
        self._looked_at: dict[str, int] = {}

    def compiled(self, pack: Pack) -> Edition:
        """Raises RefusedError with every fault: a slide whose data cannot be read or cannot be true."""
        faults: list[Finding] = []
        found = _Composed(pack, {}, {}, {})
        editions = {}
        planner = Planner(pack, self.characters)
        for display in pack.displays.values():
            try:
                editions[display.id] = self._display_edition(found, display, planner.plan(display))
            except RefusedError as error:
                faults += [fault for fault in error.findings if fault not in faults]
        if faults:
            raise RefusedError(*faults)
        return Edition(pack=pack, displays=editions, jobs=found.jobs)

    def _display_edition(self, found: _Composed, display: Display, plan: Plan) -> DisplayEdition:
        fmt = Format.of(display)
        return DisplayEdition(
            display=display,
            plan=plan,
            frames=self._frames(found, display, plan, fmt),
            neutral=self._neutral(found, display.languages[0], fmt),
            alternatives={
                other.theme: self._frames(found, display, plan, other) for other in Format.alternatives(display)
            },
        )

    def _neutral(self, found: _Composed, lang: str, fmt: Format) -> str:
        if (lang, fmt) not in found.neutral:
            job = compose_neutral(found.pack.city, lang, fmt)
            found.neutral[lang, fmt] = key = job.key()
            found.jobs[key] = job
        return found.neutral[lang, fmt]

    def _frames(self, found: _Composed, display: Display, plan: Plan, fmt: Format) -> Frames:
        """Slide → language → key, the jobs added to those found."""
        shared = (id(plan.entries), display.languages, fmt)
        if shared not in found.frames:
            frames: Frames = {}
            for slide, item in plan.items.items():
                for turn in item.turns:
                    key, job = self._job(found.pack, slide, turn.lang, fmt)
                    found.jobs[key] = job
                    frames.setdefault(slide, {})[turn.lang] = key
            found.frames[shared] = plan, frames
        return found.frames[shared][1]

    def _job(self, pack: Pack, slide: str, lang: str, fmt: Format) -> tuple[str, Job]:
        version = self._version(pack, slide)
        known = self._jobs.get((slide, lang, fmt))
        if known and known[0] == version:
            return known[1], known[2]
        job = compose(pack, slide, lang, fmt)
        key = job.key()
        self._jobs[slide, lang, fmt] = (version, key, job)
        self._headlines[slide, lang] = job.data.title.replace("\u00a0", " ")
        return key, job

    def headline(self, slide: str, lang: str) -> str | None:
        """What the slide, or a phase of one, says first as it was last drawn, its figures filled in."""
        return self._headlines.get((slide, lang))

    def characters(self, pack: Pack, slide: str, lang: str) -> int:
        """As `slides.characters`, counted again only when the slide has changed."""
        version = self._version(pack, slide)
        known = self._lengths.get((slide, lang))
        if known and known[0] == version:
            return known[1]
        length = count_characters(pack, slide, lang)
        self._lengths[slide, lang] = (version, length)
        return length

    def _version(self, pack: Pack, slide: str) -> int:
        """How often what the slide is composed from has changed; looked at once in a pack."""
        if pack is not self._pack:
            self._pack, self._looked_at = pack, {}
        if slide not in self._looked_at:
            origin = _origin(pack, slide)
            version, before = self._origins.get(slide, (0, None))
            if origin != before:
                self._origins[slide] = version, _ = version + 1, origin
            self._looked_at[slide] = version
        return self._looked_at[slide]


def _origin(pack: Pack, slide: str) -> Any:
    """All that a frame is composed from, beside its language and format."""
    found = pack.shown(slide)
    paths = list(found.files())
    return found, pack.city, pack.names, [(pack.files.get(path), pack.provenance.get(path)) for path in paths]
