"""What is published: one immutable snapshot, swapped whole when something else is published."""

from collections.abc import Mapping
from hashlib import sha256

import msgspec

from content import wire
from content.findings import Finding, refused
from content.pack.model import Display, Pack
from content.phrases import said
from content.publication.issue import Publication
from content.publication.manifests import IssuedProgramme
from content.schedule.plan import Plan
from control_server.storage.causes import Recorded

_NAMED = 20
"""Displays that are named where one is asked for that is not there."""


class Published(msgspec.Struct, frozen=True, kw_only=True):
    """The pack and what every display was told of it.

    `files` are the pack's (path → bytes). `latest` is display → its newest manifest as issued; displays that left the
    pack are among them. `programmes` is digest → what these manifests name. `findings` are the gate's warnings of this
    pack at its publication or last renewal. `cause` is what made the present revision; manifests may have been renewed
    since. Before the first publication there is no pack, and the revision is 0.
    """

    revision: int = 0
    files: Mapping[str, bytes] = {}
    pack: Pack | None = None
    latest: Mapping[str, Publication] = {}
    programmes: Mapping[str, IssuedProgramme] = {}
    findings: tuple[Finding, ...] = ()
    cause: Recorded | None = None

    def city_pack(self) -> Pack:
        """The pack. Raises ConflictError (`pack`) when there is none yet."""
        if self.pack is None:
            raise refused("pack", "the server", "has no pack yet, expected `afisier publish PACK` first")
        return self.pack

    def display(self, display: str) -> Display:
        """Raises NotFoundError (`unknown`)."""
        displays = self.city_pack().displays
        if display not in displays:
            names = sorted(displays)
            known = ", ".join(names[:_NAMED]) or "none"
            more = said(" and {names} others", names=len(names) - _NAMED) if len(names) > _NAMED else ""
            raise refused(
                "unknown",
                f"display {display!r}",
                said("is not in the pack, expected one of: {known}{more}", known=known, more=more),
            )
        return displays[display]

    def manifest(self, display: str) -> wire.Manifest:
        """The display's newest. Raises NotFoundError (`unknown`)."""
        publication = self.latest.get(display)
        if publication is None:
            raise refused("unknown", f"display {display!r}", "has no manifest yet, expected a published pack with it")
        return publication.manifest

    def programme(self, display: str) -> wire.Programme:
        """What the display's newest manifest names. Raises NotFoundError (`unknown`)."""
        return self.programmes[self.manifest(display).programme].programme

    def plan(self, display: str) -> Plan:
        """Of the display's newest manifest, with its hours and phase. Raises NotFoundError (`unknown`)."""
        return self.programme(display).plan_of(self.manifest(display))

    def slide(self, slide: str) -> bytes:
        """The slide as it was authored. Raises NotFoundError (`unknown`)."""
        body = self.files.get(f"slides/{slide}.yaml")
        if body is None:
            raise refused("unknown", f"slide {slide!r}", "is not in the pack, expected the id of a slide")
        return body

    def tells_as(self, other: "Published") -> bool:
        """Whether it has the same files as the other and tells every display the same."""
        return (self.revision, self.latest) == (other.revision, other.latest)

    def versions(self) -> dict[str, tuple[int, int]]:
        """Display → (epoch, sequence) of its newest manifest."""
        return {display: publication.version for display, publication in sorted(self.latest.items())}


def document_tag(body: bytes) -> str:
    """What an ETag calls these bytes: the first 32 hex digits of their SHA-256."""
    return sha256(body).hexdigest()[:32]


def pack_tag(files: Mapping[str, bytes]) -> str:
    """What an ETag calls a pack: equal for equal files, wherever they are."""
    digest = sha256()
    for path in sorted(files):
        digest.update(f"{path}\0{sha256(files[path]).hexdigest()}\n".encode())
    return digest.hexdigest()[:32]
