"""What a display is told that it was not told before: by which a change can be reviewed before it is published.

Leaves out version and dates, which say nothing of what is shown.
"""

import msgspec

from content.wire import Frame, Manifest


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


def difference(before: Manifest | None, after: Manifest) -> Difference:
    """How `after` differs from `before`. With None, the display was told nothing before."""
    known = _frames(before) if before else {}
    told = _frames(after)
    return Difference(
        display=after.display,
        plan=before is None or before.plan != after.plan,
        neutral=before is None or before.neutral != after.neutral,
        added=tuple(sorted(told.keys() - known.keys())),
        changed=tuple(sorted(name for name in told.keys() & known.keys() if told[name] != known[name])),
        removed=tuple(sorted(known.keys() - told.keys())),
    )


def _frames(manifest: Manifest) -> dict[tuple[str, str], list[Frame | None]]:
    """Maps a slide and a language to its frames in all themes, the display's own theme first."""
    themes = [manifest.frames, *(manifest.alternatives[name] for name in sorted(manifest.alternatives))]
    names = [(slide, lang) for slide, turns in manifest.frames.items() for lang in turns]
    return {(slide, lang): [theme.get(slide, {}).get(lang) for theme in themes] for slide, lang in names}
