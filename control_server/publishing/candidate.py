"""A pack that could be published: read, judged and drawn, with no effect on any display.

Its frames are stored already, by the digests of their bytes, where nobody looks for what no manifest names.
"""

from collections.abc import Mapping

import msgspec

from content import wire
from content.findings import Finding, refused
from content.pack.model import Pack
from content.phrases import said
from content.publication.differences import Difference, ToldDisplay, difference
from content.publication.edition import Edition, StoredFrame
from content.publication.manifests import IssuedProgramme, Manifests, withdrawn
from content.schedule.resolve import Schedule
from content.wire import limits
from control_server.publishing.published import Published


class Candidate(msgspec.Struct, frozen=True, kw_only=True):
    """`base` is what was published when it was prepared; it can be committed only while that is still so.

    `findings` are the gate's warnings. `told` is display → what it would be told, without version and dates; displays
    that `base` has and the pack has not are told of an empty plan, once. `programmes` is digest → what these name.
    """

    base: Published
    files: Mapping[str, bytes]
    pack: Pack
    edition: Edition
    findings: tuple[Finding, ...]
    told: Mapping[str, wire.Manifest]
    programmes: Mapping[str, IssuedProgramme]

    @classmethod
    def of(
        cls,
        base: Published,
        files: Mapping[str, bytes],
        edition: Edition,
        findings: tuple[Finding, ...],
        frames: Mapping[str, StoredFrame],
    ) -> "Candidate":
        """Raises RefusedError (`limit`) when a display would be told more than displays take."""
        manifests = Manifests(edition, frames)
        told = {display: manifests.of(display) for display in edition.displays}
        programmes = {each.digest: each for each in map(manifests.programme, told)}
        _within_limits(told, programmes)
        left, farewells = _withdrawn(base, told)
        return cls(
            base=base,
            files=files,
            pack=edition.pack,
            edition=edition,
            findings=findings,
            told=told | left,
            programmes=programmes | farewells,
        )

    def differences(self) -> list[Difference]:
        """What differs on which display, the displays on which nothing does left out."""
        pairs = ((self._before(display), self._after(display)) for display in self.told)
        return [each for before, after in pairs if (each := difference(before, after))]

    def frame(self, display: str, slide: str, lang: str, theme: str | None = None) -> wire.Frame:
        """The frame that the display would show of that slide, in its own theme or in another that it is sent.

        Raises NotFoundError (`unknown`).
        """
        programme = self._after(display).programme
        frames = programme.frames if theme is None else programme.alternatives.get(theme, {})
        frame = frames.get(slide, {}).get(lang)
        if frame is None:
            raise refused(
                "unknown",
                f"slide {slide!r}",
                said("would not show on {display} in {lang}, expected one that does", display=display, lang=lang),
            )
        return frame

    def neutral(self, display: str) -> wire.Frame:
        """The card that the display would show when nothing is scheduled. Raises NotFoundError (`unknown`)."""
        return self._after(display).programme.neutral

    def schedule(self, display: str) -> Schedule:
        """What the display would show at any instant. Raises NotFoundError (`unknown`)."""
        after = self._after(display)
        return Schedule(after.programme.plan_of(after.manifest))

    def _before(self, display: str) -> ToldDisplay | None:
        if display not in self.base.latest:
            return None
        return ToldDisplay(self.base.manifest(display), self.base.programme(display))

    def _after(self, display: str) -> ToldDisplay:
        if display not in self.told:
            raise refused("unknown", f"display {display!r}", "is not in the pack, expected a display of it")
        manifest = self.told[display]
        return ToldDisplay(manifest, self.programmes[manifest.programme].programme)


def _withdrawn(
    base: Published, told: Mapping[str, wire.Manifest]
) -> tuple[dict[str, wire.Manifest], dict[str, IssuedProgramme]]:
    """What the displays are told that have left the pack and were not told so yet, and the programmes for it."""
    left = {display: last.manifest for display, last in base.latest.items() if display not in told}
    farewells = {each.programme: withdrawn(base.programmes[each.programme].programme) for each in left.values()}
    manifests = {
        display: msgspec.structs.replace(last, programme=programme.digest, size=len(programme.data), phase=0)
        for display, last in left.items()
        if (programme := farewells[last.programme]).digest != last.programme
    }
    return manifests, {each.digest: each for each in farewells.values()}


def _within_limits(told: Mapping[str, wire.Manifest], programmes: Mapping[str, IssuedProgramme]) -> None:
    flaws = {digest: limits.programme_flaw(each.programme) for digest, each in programmes.items()}
    for display, manifest in told.items():
        if flaw := limits.manifest_flaw(manifest) or flaws[manifest.programme]:
            raise refused("limit", f"display {display!r}", said("what it would be told {flaw}", flaw=flaw))
