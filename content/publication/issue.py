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

VALID = timedelta(days=30)
"""How long a manifest is valid."""
RENEW = timedelta(days=7)
"""A manifest that is valid for less than this is issued again."""
EPOCH = 1
"""The epoch of a display's first manifest."""

Sign = Callable[[bytes], bytes]
"""Signs a manifest: makes the envelope around exactly these bytes. The private key stays with the signer."""


class Publication(msgspec.Struct, frozen=True, kw_only=True):
    """A manifest as it was issued to one display. `digest` is the SHA-256 (hex) of the signed `envelope`."""

    manifest: wire.Manifest
    envelope: bytes
    digest: str

    @property
    def version(self) -> tuple[int, int]:
        return self.manifest.version


def issued(
    told: Iterable[wire.Manifest],
    latest: Mapping[str, Publication],
    sign: Sign,
    now: datetime,
    audit: str = "",
) -> dict[str, Publication]:
    """The manifests that must be issued, by display: dated, with the next version, and signed.

    `told` is what each display is to be told, `latest` what it was told last. `audit` is the head that displays keep.
    """
    now = now.replace(microsecond=0)
    publications = {}
    for bare in told:
        publication = latest.get(bare.display)
        last = publication.manifest if publication else None
        if last is not None and _says(last) == _says(bare) and last.valid_until - now >= RENEW:
            continue
        dated = msgspec.structs.replace(_dated(bare, last, now), audit=audit)
        publications[dated.display] = _signed(dated, sign)
    return publications


def begun_anew(latest: Mapping[str, Publication], sign: Sign, now: datetime) -> dict[str, Publication]:
    """The same manifests in a new epoch, whatever displays were told since these were the newest.

    The epoch is the second (Unix time) in which it begins: higher than any that began before, also than one of which
    nobody here knows.
    """
    now = now.replace(microsecond=0)
    epoch = max([int(now.timestamp()), *(each.manifest.epoch + 1 for each in latest.values())])
    publications = {}
    for display, publication in latest.items():
        manifest = msgspec.structs.replace(
            publication.manifest, epoch=epoch, sequence=1, issued=now, valid_until=now + VALID
        )
        publications[display] = _signed(manifest, sign)
    return publications


def _signed(manifest: wire.Manifest, sign: Sign) -> Publication:
    envelope = sign(wire.encode(manifest))
    return Publication(manifest=manifest, envelope=envelope, digest=sha256(envelope).hexdigest())


def _says(manifest: wire.Manifest) -> tuple[object, ...]:
    """All of it that matters on the glass: version, dates and the audit's head are left out."""
    return manifest.site, manifest.programme, manifest.size, manifest.hours, manifest.phase


def _dated(bare: wire.Manifest, last: wire.Manifest | None, now: datetime) -> wire.Manifest:
    """The manifest with the version that follows the last one, and with its dates."""
    return msgspec.structs.replace(
        bare,
        epoch=last.epoch if last else EPOCH,
        sequence=last.sequence + 1 if last else 1,
        issued=now,
        valid_until=now + VALID,
    )
