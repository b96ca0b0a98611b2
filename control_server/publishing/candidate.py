"""A pack that could be published: read, judged and drawn, with no effect on any display.

Its frames are stored already, by the digests of their bytes, where nobody looks for what no manifest names.
"""

from collections.abc import Mapping

import msgspec

from content import wire
from content.findings import Finding, refused
from content.pack.model import Pack
from content.publication.differences import Difference, difference
from content.publication.edition import Edition, StoredFrame
from content.publication.manifests import Manifests, withdrawn
from content.schedule.resolve import Schedule
from control_server.publishing.published import Published


class Candidate(msgspec.Struct, frozen=True, kw_only=True):
    """`base` is what was published when it was prepared; it can be committed only while that is still so.

    `findings` are the gate's warnings. `told` is display → what it would be told, without version and dates; displays
    that `base` has and the pack has not are told of an empty plan.
    """

    base: Published
    files: Mapping[str, bytes]
    pack: Pack
    edition: Edition
    findings: tuple[Finding, ...]
    manifests: Manifests
    told: Mapping[str, wire.Manifest]

    @classmethod
    def of(
        cls,
        base: Published,
        files: Mapping[str, bytes],
        edition: Edition,
        findings: tuple[Finding, ...],
        frames: Mapping[str, StoredFrame],
    ) -> "Candidate":
        manifests = Manifests(edition, frames)
        told = {display: manifests.of(display) for display in edition.displays}
        told |= {display: withdrawn(last) for display, last in base.manifests.items() if display not in told}
        return cls(
            base=base,
            files=files,
            pack=edition.pack,
            edition=edition,
            findings=findings,
            manifests=manifests,
            told=told,
        )

    def differences(self) -> list[Difference]:
        """What differs on which display, the displays on which nothing does left out."""
        pairs = ((self.base.manifests.get(display), manifest) for display, manifest in self.told.items())
        return [each for before, after in pairs if (each := difference(before, after))]

    def frame(self, display: str, slide: str, lang: str, theme: str | None = None) -> wire.Frame:
        """The frame that the display would show of that slide, in its own theme or in another that it is sent.

        Raises NotFoundError (`unknown`).
        """
        manifest = self._manifest(display)
        frames = manifest.frames if theme is None else manifest.alternatives.get(theme, {})
        frame = frames.get(slide, {}).get(lang)
        if frame is None:
            raise refused(
                "unknown", f"slide {slide!r}", f"would not show on {display} in {lang}, expected one that does"
            )
        return frame

    def neutral(self, display: str) -> wire.Frame:
        """The card that the display would show when nothing is scheduled. Raises NotFoundError (`unknown`)."""
        return self._manifest(display).neutral

    def schedule(self, display: str) -> Schedule:
        """What the display would show at any instant. Raises NotFoundError (`unknown`)."""
        return Schedule(self._manifest(display).plan)

    def _manifest(self, display: str) -> wire.Manifest:
        if display not in self.told:
            raise refused("unknown", f"display {display!r}", "is not in the pack, expected a display of it")
        return self.told[display]
