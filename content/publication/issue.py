"""From an edition to the signed manifests that must be issued.

Decides what each display is told, when it is told again (its content changed, or less than 7 of its 30 days remain),
and its next version. Leaves out drawing, storing and sending.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from hashlib import sha256

import msgspec

from content import wire
from content.publication.manifests import Manifests

VALID = timedelta(days=30)
RENEW = timedelta(days=7)
EPOCH = 1

Sign = Callable[[bytes], bytes]
"""Makes the signed envelope around exactly these bytes of a manifest."""


class Publication(msgspec.Struct, frozen=True, kw_only=True):
    """A manifest as issued. `digest` is SHA-256 (hex) of `envelope`; `content` of all but version and dates."""

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
    """Of what displays are told, what differs from the `latest` that was issued or soon ends to be valid: signed."""
    found = {}
    for bare in told:
        last, content = latest.get(bare.display), manifests.digest(bare)
        if last is not None and last.content == content and last.valid_until - now >= RENEW:
            continue
        dated = msgspec.structs.replace(
            bare,
            epoch=last.epoch if last else EPOCH,
            sequence=last.sequence + 1 if last else 1,
            issued=now.replace(microsecond=0),
            valid_until=now.replace(microsecond=0) + VALID,
        )
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
        found[dated.display] = publication, dated
    return found
