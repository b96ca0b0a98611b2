"""From a pack to what its displays need: a plan each, and the jobs to draw.

Decides which frames a manifest names, and composes again only what an edit touched. Pure but for its memory of the
last edition. Leaves out drawing (`renderer`) and issuing (`publisher`).
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import msgspec

from content import slides, wire
from content.checks import Page
from content.findings import Finding, RefusedError
from content.model import Display, Pack
from content.plan import Plan, Planner
from control_server.store import Made

_NO_TIME = datetime(1970, 1, 1, tzinfo=UTC)


class Sheet(msgspec.Struct, frozen=True, kw_only=True):
    """One display's share of an edition: its plan, and slide → language → key of the job that draws it.

    `alternatives` has the same under each other theme.
    """

    display: Display
    plan: Plan
    frames: dict[str, dict[str, str]]
    neutral: str
    alternatives: dict[str, dict[str, dict[str, str]]]

    def themes(self) -> list[dict[str, dict[str, str]]]:
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


class Compiler:
    """Remembers what it composed, and from what: an edit of one slide composes that slide only."""

    def __init__(self) -> None:
        self._jobs: dict[tuple[str, str, slides.Format], tuple[Any, str, slides.Job]] = {}
        self._lengths: dict[tuple[str, str], tuple[Any, int]] = {}
        self._headlines: dict[tuple[str, str], str] = {}

    def compiled(self, pack: Pack) -> Edition:
        """Raises RefusedError with every fault: a slide whose data cannot be read or cannot be true."""
        faults: list[Finding] = []
        jobs: dict[str, slides.Job] = {}
        sheets = {}
        planner = Planner(pack, self.characters)
        for display in pack.displays.values():
            try:
                sheets[display.id] = self._sheet(pack, planner.plan(display), display, jobs)
            except RefusedError as error:
                faults += [fault for fault in error.findings if fault not in faults]
        if faults:
            raise RefusedError(*faults)
        return Edition(pack=pack, sheets=sheets, jobs=jobs)

    def _sheet(self, pack: Pack, plan: Plan, display: Display, jobs: dict[str, slides.Job]) -> Sheet:
        fmt = slides.Format.of(display)
        neutral = slides.compose_neutral(pack.city, display.languages[0], fmt)
        jobs[neutral.key()] = neutral
        return Sheet(
            display=display,
            plan=plan,
            frames=self._frames(pack, plan, fmt, jobs),
            neutral=neutral.key(),
            alternatives={
                other.theme: self._frames(pack, plan, other, jobs) for other in slides.Format.alternatives(display)
            },
        )

    def _frames(
        self, pack: Pack, plan: Plan, fmt: slides.Format, jobs: dict[str, slides.Job]
    ) -> dict[str, dict[str, str]]:
        """Slide → language → key, the jobs added to `jobs`."""
        frames: dict[str, dict[str, str]] = {}
        for slide, item in plan.items.items():
            for turn in item.turns:
                key, job = self._job(pack, slide, turn.lang, fmt)
                jobs[key] = job
                frames.setdefault(slide, {})[turn.lang] = key
        return frames

    def _job(self, pack: Pack, slide: str, lang: str, fmt: slides.Format) -> tuple[str, slides.Job]:
        origin = _origin(pack, slide)
        known = self._jobs.get((slide, lang, fmt))
        if known and known[0] == origin:
            return known[1], known[2]
        job = slides.compose(pack, slide, lang, fmt)
        key = job.key()
        self._jobs[slide, lang, fmt] = (origin, key, job)
        self._headlines[slide, lang] = str(job.data["title"]).replace("\u00a0", " ")
        return key, job

    def headline(self, slide: str, lang: str) -> str | None:
        """What the slide, or a phase of one, says first as it was last drawn, its figures filled in."""
        return self._headlines.get((slide, lang))

    def characters(self, pack: Pack, slide: str, lang: str) -> int:
        """As `slides.characters`, counted again only when the slide has changed."""
        origin = _origin(pack, slide)
        known = self._lengths.get((slide, lang))
        if known and known[0] == origin:
            return known[1]
        length = slides.characters(pack, slide, lang)
        self._lengths[slide, lang] = (origin, length)
        return length


def _origin(pack: Pack, slide: str) -> Any:
    """All that a frame is composed from, beside its language and format."""
    found = pack.shown(slide)
    paths = list(found.files())
    return found, pack.city, pack.names, [(pack.files.get(path), pack.provenance.get(path)) for path in paths]


def manifest(edition: Edition, display: str, made: Mapping[str, Made]) -> wire.Manifest:
    """What the display is told, still without version and dates."""
    sheet = edition.sheets[display]
    return wire.Manifest(
        site=edition.pack.city.id,
        display=display,
        epoch=0,
        sequence=0,
        issued=_NO_TIME,
        valid_until=_NO_TIME,
        width=sheet.display.panel.width,
        height=sheet.display.panel.height,
        plan=sheet.plan,
        frames=_told(sheet.frames, made),
        neutral=_frame(made[sheet.neutral]),
        assets={made[key].asset: made[key].size for key in sheet.jobs()},
        alternatives={theme: _told(frames, made) for theme, frames in sheet.alternatives.items()},
    )


def withdrawn(last: wire.Manifest) -> wire.Manifest:
    """For a display that left the pack: nothing is scheduled any more, the neutral card stays."""
    return msgspec.structs.replace(
        last,
        plan=Plan(timezone=last.plan.timezone, hours=last.plan.hours),
        frames={},
        alternatives={},
        assets={last.neutral.asset: last.assets[last.neutral.asset]},
    )


def content_digest(found: wire.Manifest) -> str:
    """SHA-256 (hex) of all that matters on the glass: version and dates left out."""
    bare = msgspec.structs.replace(found, epoch=0, sequence=0, issued=_NO_TIME, valid_until=_NO_TIME)
    return sha256(wire.encode(bare)).hexdigest()


def _told(frames: Mapping[str, Mapping[str, str]], made: Mapping[str, Made]) -> dict[str, dict[str, wire.Frame]]:
    return {slide: {lang: _frame(made[key]) for lang, key in turns.items()} for slide, turns in frames.items()}


def _frame(made: Made) -> wire.Frame:
    return wire.Frame(asset=made.asset, live=made.live)
