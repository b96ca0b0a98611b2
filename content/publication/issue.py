"""From what displays are told to the signed manifests that must be issued.

Decides which displays must be told again: those whose content changed, and those whose manifest is valid for less than
7 more days. Decides the next version of their manifests. Leaves out who signs (a function is handed in), storing and
sending.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from hashlib import sha256

import msgspec

from content import wire
from content.publication.manifests import Manifests

VALID = timedelta(days=30)
"""How long a manifest is valid."""
RENEW = timedelta(days=7)
"""A manifest that is valid for less than this is issued again."""
EPOCH = 1
"""The epoch of a display's first manifest."""

Sign = Callable[[bytes], bytes]
"""Signs a manifest: makes the envelope around exactly these bytes. The private key stays with the signer."""


class Publication(msgspec.Struct, frozen=True, kw_only=True):
    """A manifest as it was issued to one display.

    `digest` is the SHA-256 (hex) of `envelope`, `content` that of the manifest without version and dates.
    """

    display: str
    epoch: int
    sequence: int
    digest: str
    content: str
    issued: datetime
    valid_until: datetime
    envelope: bytes

    @property
    def version(self) -> tuple[int, int]:
        return self.epoch, self.sequence


def issued(
    manifests: Manifests,
    told: Iterable[wire.Manifest],
    latest: Mapping[str, Publication],
    sign: Sign,
    now: datetime,
) -> dict[str, tuple[Publication, wire.Manifest]]:
    """The manifests that must be issued, by display: dated, with the next version, and signed.

    `told` is what each display is to be told, `latest` what it was told last.
    """
    publications = {}
    for bare in told:
        last, content = latest.get(bare.display), manifests.digest(bare)
        if last is not None and last.content == content and last.valid_until - now >= RENEW:
            continue
        dated = _dated(bare, last, now.replace(microsecond=0))
        envelope = sign(manifests.encoded(dated))
        publication = Publication(
            display=dated.display,
            epoch=dated.epoch,
            sequence=dated.sequence,
            digest=sha256(envelope).hexdigest(),
            content=content,
            issued=dated.issued,
            valid_until=dated.valid_until,
            envelope=envelope,
        )
        publications[dated.display] = publication, dated
    return publications


def _dated(bare: wire.Manifest, last: Publication | None, now: datetime) -> wire.Manifest:
    """The manifest with the version that follows the last one, and with its dates."""
    return msgspec.structs.replace(
        bare,
        epoch=last.epoch if last else EPOCH,
        sequence=last.sequence + 1 if last else 1,
        issued=now,
        valid_until=now + VALID,
    )
