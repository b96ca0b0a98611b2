"""From a pack to an edition: the plan of each display, and the frames that must be drawn.

Decides which frames each display needs. Composes again only the slides that an edit touched, as it remembers the
edition before. Leaves out drawing the frames, and what displays are told of them (`manifests`).
"""

from collections.abc import Hashable
from typing import Any, NamedTuple

import msgspec

from content import wire
from content.findings import Finding, RefusedError
from content.pack.model import Display, Pack
from content.publication.planner import PlanKind, Planner
from content.schedule.plan import Plan
from content.slides.compose import characters as count_characters
from content.slides.compose import compose, compose_neutral
from content.slides.job import Format, Job

Frames = dict[str, dict[str, str]]
"""Maps a slide and a language to the key of the job that draws this frame."""


class StoredFrame(msgspec.Struct, frozen=True, kw_only=True):
    """A frame that was drawn and stored: the PNG's SHA-256 (hex) and size in bytes, and the live parts over it.

    `title` is what the frame says first, its figures filled in; `kind` is the kind of the slide that it shows.
    """

    asset: str
    size: int
    live: tuple[wire.LivePart, ...] = ()
    title: str = ""
    kind: str = ""


class DisplayGroup(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """Displays that are told alike: the same slides in the same looks, whatever their hours and phase.

    `width` and `height` are pixels. `plan` has neither hours nor phase. `neutral` is the key of the neutral card.
    `frames` are in the displays' own theme, `alternatives` in the others that they are sent, by theme. What is equal
    for several groups is the same object.
    """

    width: int
    height: int
    plan: Plan
    frames: Frames
    neutral: str
    alternatives: dict[str, Frames]

    def themes(self) -> list[Frames]:
        """The frames in the displays' own theme, then in the others they are sent."""
        return [self.frames, *self.alternatives.values()]

    def jobs(self) -> set[str]:
        """The keys of all jobs that these displays need."""
        named = (key for frames in self.themes() for turns in frames.values() for key in turns.values())
        return {self.neutral, *named}


class DisplayEdition(msgspec.Struct, frozen=True, kw_only=True):
    """What an edition has for one display: its whole plan, and the group of displays that are told alike."""

    display: Display
    plan: Plan
    group: DisplayGroup


class Edition(msgspec.Struct, frozen=True, kw_only=True):
    """A pack, compiled: what it has for each display, and all jobs by key."""

    pack: Pack
    displays: dict[str, DisplayEdition]
    jobs: dict[str, Job]

    def groups(self) -> dict[DisplayGroup, list[str]]:
        """The displays of every group, in the pack's order."""
        members: dict[DisplayGroup, list[str]] = {}
        for name, each in self.displays.items():
            members.setdefault(each.group, []).append(name)
        return members

    def users(self, key: str) -> list[str]:
        """The displays that need this job."""
        needing = {group for group in self.groups() if key in group.jobs()}
        return [display for display, each in self.displays.items() if each.group in needing]


class _Shared(NamedTuple):
    """What displays of one pack share, gathered while they are compiled one by one.

    `neutral` is by language and format. `frames` are by what decides them: time zone, campaigns, languages, format.
    """

    pack: Pack
    jobs: dict[str, Job]
    neutral: dict[tuple[str, Format], str]
    frames: dict[tuple[str, tuple[str, ...], tuple[str, ...], Format], Frames]
    groups: dict[tuple[PlanKind, tuple[Format, ...]], DisplayGroup]


class Compiler:
    """Compiles packs one after the other, and remembers what it composed from what.

    So an edit of one slide composes only that slide again.
    """

    def __init__(self) -> None:
        self._jobs: dict[tuple[str, str, Format], tuple[int, str, Job]] = {}
        """By slide, language and format: the version of the slide, the key of the job, the job."""
        self._lengths: dict[tuple[str, str], tuple[int, int]] = {}
        """By slide and language: the version of the slide, the characters to read on it."""
        self._origins: dict[str, tuple[int, Any]] = {}
        """By slide: its version, and what it is composed from in that version."""
        self._formats_of: dict[Hashable, tuple[Format, ...]] = {}
        self._pack: Pack | None = None
        self._versions: dict[str, int] = {}
        """Of the slides of that pack which were looked at."""

    def compiled(self, pack: Pack) -> Edition:
        """The edition of a pack. Raises RefusedError with every slide whose data cannot be read or cannot be true."""
        faults: list[Finding] = []
        shared = _Shared(pack, {}, {}, {}, {})
        editions = {}
        planner = Planner(pack, self.characters)
        for display in pack.displays.values():
            try:
                group = self._group(shared, display, planner)
                editions[display.id] = DisplayEdition(display=display, plan=planner.plan(display), group=group)
            except RefusedError as error:
                faults += [fault for fault in error.findings if fault not in faults]
        if faults:
            raise RefusedError(*faults)
        return Edition(pack=pack, displays=editions, jobs=shared.jobs)

    def _group(self, shared: _Shared, display: Display, planner: Planner) -> DisplayGroup:
        """The group of a display."""
        kind, formats = planner.kind(display), self._formats(display)
        if (kind, formats) not in shared.groups:
            plan = planner.shared_plan(display)
            frames = {fmt: self._frames(shared, kind, plan, fmt) for fmt in formats}
            own, *others = formats
            shared.groups[kind, formats] = DisplayGroup(
                width=own.width,
                height=own.height,
                plan=plan,
                frames=frames[own],
                neutral=self._neutral(shared, display.languages[0], own),
                alternatives={other.theme: frames[other] for other in others},
            )
        return shared.groups[kind, formats]

    def _formats(self, display: Display) -> tuple[Format, ...]:
        """In the display's own theme, then in the others it is sent; worked out once for all displays alike."""
        look = (display.panel, display.viewing_distance_m, display.theme, display.touch)
        if look not in self._formats_of:
            self._formats_of[look] = (Format.of(display), *Format.alternatives(display))
        return self._formats_of[look]

    def _neutral(self, shared: _Shared, lang: str, fmt: Format) -> str:
        """The key of the neutral card."""
        if (lang, fmt) not in shared.neutral:
            job = compose_neutral(shared.pack.city, lang, fmt)
            shared.neutral[lang, fmt] = key = job.key()
            shared.jobs[key] = job
        return shared.neutral[lang, fmt]

    def _frames(self, shared: _Shared, kind: PlanKind, plan: Plan, fmt: Format) -> Frames:
        """The frames of the plan in that format. Their jobs are added to the shared ones."""
        same = (kind.zone, kind.campaigns, kind.languages, fmt)
        if same not in shared.frames:
            frames: Frames = {}
            for slide, item in plan.items.items():
                for turn in item.turns:
                    key, job = self._job(shared.pack, slide, turn.lang, fmt)
                    shared.jobs[key] = job
                    frames.setdefault(slide, {})[turn.lang] = key
            shared.frames[same] = frames
        return shared.frames[same]

    def _job(self, pack: Pack, slide: str, lang: str, fmt: Format) -> tuple[str, Job]:
        """The job that draws a slide, and its key: the remembered one unless the slide has changed."""
        version = self._version(pack, slide)
        known = self._jobs.get((slide, lang, fmt))
        if known and known[0] == version:
            return known[1], known[2]
        job = compose(pack, slide, lang, fmt)
        key = job.key()
        self._jobs[slide, lang, fmt] = (version, key, job)
        return key, job

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
        """The number of times that what the slide is composed from has changed. It is compared once for each pack."""
        if pack is not self._pack:
            self._pack, self._versions = pack, {}
        if slide not in self._versions:
            origin = _origin(pack, slide)
            version, before = self._origins.get(slide, (0, None))
            if origin != before:
                self._origins[slide] = version, _ = version + 1, origin
            self._versions[slide] = version
        return self._versions[slide]


def _origin(pack: Pack, slide: str) -> Any:
    """All that a frame is composed from, beside its language and format."""
    shown = pack.shown(slide)
    paths = list(shown.files())
    return shown, pack.city, pack.names, [(pack.files.get(path), pack.provenance.get(path)) for path in paths]
