"""From a pack to what its displays need: a plan each, and the jobs to draw.

Decides which frames a manifest names, and composes again only what an edit touched. Pure but for its memory of the
last edition. Leaves out drawing (`renderer`) and issuing (`publisher`).
"""

from collections.abc import Hashable, Iterator, Mapping
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, NamedTuple

import msgspec

from content import slides, wire
from content.checks import Page
from content.findings import Finding, RefusedError
from content.model import Display, Pack
from content.plan import Plan, Planner
from control_server.store import Made

_NO_TIME = datetime(1970, 1, 1, tzinfo=UTC)

Frames = dict[str, dict[str, str]]
"""Slide to language to the key of the job that draws it."""


class Sheet(msgspec.Struct, frozen=True, kw_only=True):
    """One display's share of an edition: its plan and its frames, also under each other theme, and the neutral card.

    Sheets share what is equal: it is the same object.
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
    """A pack, compiled: display → sheet, and key → job."""

    pack: Pack
    sheets: dict[str, Sheet]
    jobs: dict[str, slides.Job]

    def users(self, key: str) -> list[str]:
        """The displays that need this job."""
        return [display for display, sheet in self.sheets.items() if key in sheet.jobs()]

    def pages(self) -> Iterator[Page]:
        """Every frame of every display, for the gate."""
        for display, sheet in self.sheets.items():
            yield Page(display, None, sheet.display.languages[0], self.jobs[sheet.neutral])
            for frames in sheet.themes():
                for slide, turns in frames.items():
                    yield from (Page(display, slide, lang, self.jobs[key]) for lang, key in turns.items())


class _Composed(NamedTuple):
    """What has been found for some displays of a pack, for others to share: jobs and neutral cards by key, and frames
    by the entries and languages they are of, kept with the plan: other entries must not get their id."""

    pack: Pack
    jobs: dict[str, slides.Job]
    neutral: dict[tuple[str, slides.Format], str]
    frames: dict[tuple[int, tuple[str, ...], slides.Format], tuple[Plan, Frames]]


class Compiler:
    """Remembers what it composed, and from what: an edit of one slide composes that slide only."""

    def __init__(self) -> None:
        self._jobs: dict[tuple[str, str, slides.Format], tuple[int, str, slides.Job]] = {}
        self._lengths: dict[tuple[str, str], tuple[int, int]] = {}
        self._headlines: dict[tuple[str, str], str] = {}
        self._origins: dict[str, tuple[int, Any]] = {}
        self._pack: Pack | None = None
        self._looked_at: dict[str, int] = {}

    def compiled(self, pack: Pack) -> Edition:
        """Raises RefusedError with every fault: a slide whose data cannot be read or cannot be true."""
        faults: list[Finding] = []
        found = _Composed(pack, {}, {}, {})
        sheets = {}
        planner = Planner(pack, self.characters)
        for display in pack.displays.values():
            try:
                sheets[display.id] = self._sheet(found, display, planner.plan(display))
            except RefusedError as error:
                faults += [fault for fault in error.findings if fault not in faults]
        if faults:
            raise RefusedError(*faults)
        return Edition(pack=pack, sheets=sheets, jobs=found.jobs)

    def _sheet(self, found: _Composed, display: Display, plan: Plan) -> Sheet:
        fmt = slides.Format.of(display)
        return Sheet(
            display=display,
            plan=plan,
            frames=self._frames(found, display, plan, fmt),
            neutral=self._neutral(found, display.languages[0], fmt),
            alternatives={
                other.theme: self._frames(found, display, plan, other) for other in slides.Format.alternatives(display)
            },
        )

    def _neutral(self, found: _Composed, lang: str, fmt: slides.Format) -> str:
        if (lang, fmt) not in found.neutral:
            job = slides.compose_neutral(found.pack.city, lang, fmt)
            found.neutral[lang, fmt] = key = job.key()
            found.jobs[key] = job
        return found.neutral[lang, fmt]

    def _frames(self, found: _Composed, display: Display, plan: Plan, fmt: slides.Format) -> Frames:
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

    def _job(self, pack: Pack, slide: str, lang: str, fmt: slides.Format) -> tuple[str, slides.Job]:
        version = self._version(pack, slide)
        known = self._jobs.get((slide, lang, fmt))
        if known and known[0] == version:
            return known[1], known[2]
        job = slides.compose(pack, slide, lang, fmt)
        key = job.key()
        self._jobs[slide, lang, fmt] = (version, key, job)
        self._headlines[slide, lang] = str(job.data["title"]).replace("\u00a0", " ")
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
        length = slides.characters(pack, slide, lang)
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


class Manifests:
    """What the displays of an edition are told, still without version and dates.

    What displays have in common is put together, and put into bytes, once: the largest part of most cities' manifests.
    """

    def __init__(self, edition: Edition, made: Mapping[str, Made]) -> None:
        self._edition, self._made = edition, made
        self._frames = {key: wire.Frame(asset=each.asset, live=each.live) for key, each in made.items()}
        self._told: dict[int, dict[str, dict[str, wire.Frame]]] = {}
        self._assets: dict[Hashable, dict[str, int]] = {}
        self._bytes: dict[int, tuple[object, msgspec.Raw]] = {}

    def of(self, display: str) -> wire.Manifest:
        sheet = self._edition.sheets[display]
        return wire.Manifest(
            site=self._edition.pack.city.id,
            display=display,
            epoch=0,
            sequence=0,
            issued=_NO_TIME,
            valid_until=_NO_TIME,
            width=sheet.display.panel.width,
            height=sheet.display.panel.height,
            plan=sheet.plan,
            frames=self._tell(sheet.frames),
            neutral=self._frames[sheet.neutral],
            assets=self._named(sheet),
            alternatives={theme: self._tell(frames) for theme, frames in sheet.alternatives.items()},
        )

    def encoded(self, found: wire.Manifest) -> bytes:
        """As `wire.encode`."""
        shared = {name: self._encoded(getattr(found, name)) for name in ("plan", "frames", "assets")}
        alternatives = {theme: self._encoded(frames) for theme, frames in found.alternatives.items()}
        return wire.encode(msgspec.structs.replace(found, **shared, alternatives=alternatives))

    def digest(self, found: wire.Manifest) -> str:
        """SHA-256 (hex) of all that matters on the glass: version and dates left out."""
        bare = msgspec.structs.replace(found, epoch=0, sequence=0, issued=_NO_TIME, valid_until=_NO_TIME)
        return sha256(self.encoded(bare)).hexdigest()

    def _tell(self, frames: Frames) -> dict[str, dict[str, wire.Frame]]:
        if id(frames) not in self._told:
            self._told[id(frames)] = {
                slide: {lang: self._frames[key] for lang, key in turns.items()} for slide, turns in frames.items()
            }
        return self._told[id(frames)]

    def _named(self, sheet: Sheet) -> dict[str, int]:
        shared = (sheet.neutral, *map(id, sheet.themes()))
        if shared not in self._assets:
            self._assets[shared] = {self._made[key].asset: self._made[key].size for key in sheet.jobs()}
        return self._assets[shared]

    def _encoded(self, part: Any) -> msgspec.Raw:
        if id(part) not in self._bytes:
            self._bytes[id(part)] = part, msgspec.Raw(wire.encode(part))  # kept: another must not get its id
        return self._bytes[id(part)][1]


def withdrawn(last: wire.Manifest) -> wire.Manifest:
    """For a display that left the pack: nothing is scheduled any more, the neutral card stays."""
    return msgspec.structs.replace(
        last,
        plan=Plan(timezone=last.plan.timezone, hours=last.plan.hours),
        frames={},
        alternatives={},
        assets={last.neutral.asset: last.assets[last.neutral.asset]},
    )
