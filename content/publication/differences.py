"""What a display is told that it was not told before: by which a change can be reviewed before it is published.

Leaves out version and dates, which say nothing of what is shown.
"""

from typing import NamedTuple

import msgspec

from content.schedule.plan import Plan
from content.wire import Frame, Manifest, Programme


class ToldDisplay(NamedTuple):
    """What a display is told: its manifest, and the programme that it names."""

    manifest: Manifest
    programme: Programme


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """How two manifests of one display differ. Frames are named by slide and language.

    `plan` says whether the plan has changed, `neutral` whether the neutral card looks different. It is false where
    nothing differs.
    """

    display: str
    plan: bool
    neutral: bool
    added: tuple[tuple[str, str], ...] = ()
    changed: tuple[tuple[str, str], ...] = ()
    removed: tuple[tuple[str, str], ...] = ()

    def __bool__(self) -> bool:
        return self.plan or self.neutral or bool(self.added or self.changed or self.removed)


def difference(before: ToldDisplay | None, after: ToldDisplay) -> Difference:
    """How `after` differs from `before`. With None, the display was told nothing before."""
    known = _frames(before.programme) if before else {}
    told = _frames(after.programme)
    return Difference(
        display=after.manifest.display,
        plan=before is None or _plan(before) != _plan(after),
        neutral=before is None or before.programme.neutral != after.programme.neutral,
        added=tuple(sorted(told.keys() - known.keys())),
        changed=tuple(sorted(name for name in told.keys() & known.keys() if told[name] != known[name])),
        removed=tuple(sorted(known.keys() - told.keys())),
    )


def _plan(told: ToldDisplay) -> Plan:
    return told.programme.plan_of(told.manifest)


def _frames(programme: Programme) -> dict[tuple[str, str], list[Frame | None]]:
    """Maps a slide and a language to its frames in all themes, the display's own theme first."""
    themes = [programme.frames, *(programme.alternatives[name] for name in sorted(programme.alternatives))]
    names = [(slide, lang) for slide, turns in programme.frames.items() for lang in turns]
    return {(slide, lang): [theme.get(slide, {}).get(lang) for theme in themes] for slide, lang in names}
