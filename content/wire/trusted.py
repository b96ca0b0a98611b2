"""What a display believes of what it is sent.

Decides whether a signed manifest or command counts for one display at an instant, and whether a programme is the one
that a manifest names. The steps that need files, sockets or a clock are not here: callers bring the bytes and `now`,
keep the newest manifest durably, and fetch its programme and assets. Leaves out what a signature covers (`wire.dsse`)
and how much a manifest may ask for (`wire.limits`).
"""

from collections.abc import Callable, Collection
from datetime import datetime
from hashlib import sha256

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from content.findings import RefusedError, refused
from content.phrases import said
from content.schedule.plan import Plan
from content.wire import dsse, limits
from content.wire.messages import Command, Document, Manifest, PlaysAck, Programme, SignedTime, decode

BEFORE_ALL = (-1, -1)
"""An (epoch, sequence) lower than that of any manifest."""


def read(payload: bytes, kind: type[Document], where: str) -> Document:
    """As `messages.decode`, but RefusedError is raised for whatever these bytes, which come from outside, provoke."""
    try:
        return decode(payload, kind, where)
    except RefusedError:
        raise
    except Exception as error:
        raise refused(
            "wire", where, said("cannot be read: {name__}: {error}", name__=type(error).__name__, error=error)
        ) from error


class TrustedManifest(msgspec.Struct, frozen=True):
    """A manifest that was verified, and the envelope it came in, byte for byte."""

    envelope: bytes
    manifest: Manifest

    @property
    def version(self) -> tuple[int, int]:
        return self.manifest.version

    @property
    def digest(self) -> str:
        """SHA-256 (hex) of the envelope."""
        return sha256(self.envelope).hexdigest()


class TrustedProgramme(msgspec.Struct, frozen=True):
    """A verified manifest, and the programme that it names: the bytes and what they say."""

    signed: TrustedManifest
    data: bytes
    programme: Programme

    @property
    def version(self) -> tuple[int, int]:
        return self.signed.version

    @property
    def plan(self) -> Plan:
        """What the display plays, with its own hours and phase."""
        return self.programme.plan_of(self.signed.manifest)


class TrustedSet:
    """The manifests and commands that one display has accepted since it started.

    Invariants, whatever arrives in whatever order:

    1. Everything accepted was signed by a pinned key, in the context of its kind. A manifest is no command.
    2. An accepted manifest is for this site and this display. So is an accepted command for this display; a site has
       its own key.
    3. (epoch, sequence) of the accepted manifests only grows, beginning above `highest`. The same bytes again are no
       news. Other bytes with the newest version, and anything older, are refused. So is what is older than the
       server says, signed and in answer to a nonce, to have told this display (`refuse_before`).
    4. A manifest that comes from outside had not expired when it was accepted. One from the display's own store may
       have: expiry stops new content and never blanks the glass.
    5. A manifest that comes from outside keeps the limits (`wire.limits`), and so does its programme.
    6. A command is accepted once, before it expires. Which ones were accepted is remembered until they expire.
    7. What is refused changes nothing, whichever way its bytes break the code that reads them.

    A programme is believed when it has the digest that an accepted manifest names (`with_programme`).
    """

    def __init__(
        self,
        keys: Collection[Ed25519PublicKey],
        site: str,
        display: str,
        *,
        highest: tuple[int, int] = BEFORE_ALL,
    ) -> None:
        self._keys, self._site, self._display = tuple(keys), site, display
        self._highest = self._least = highest
        self._newest: TrustedManifest | None = None
        self._commands: dict[str, datetime] = {}

    @property
    def newest(self) -> TrustedManifest | None:
        """The newest manifest accepted."""
        return self._newest

    def refuse_before(self, version: tuple[int, int]) -> None:
        """The server said, signed, that this display has been told that version: nothing older counts (invariant 3)."""
        self._least = max(self._least, version)

    @property
    def highest(self) -> tuple[int, int]:
        """(epoch, sequence) of the newest manifest accepted."""
        return self._highest

    def accept_manifest(self, envelope: bytes, now: datetime) -> TrustedManifest | None:
        """The manifest, which is the newest from now on; None when these very bytes already are.

        Raises RefusedError when any of invariants 1 to 5 would not hold. `now` is UTC.
        """
        return self._accept(envelope, lambda manifest: _expiry(manifest, now) or limits.manifest_flaw(manifest))

    def accept_stored(self, envelope: bytes) -> TrustedManifest | None:
        """The same for a manifest that this display stored when it had accepted it: invariants 1 to 3 only."""
        return self._accept(envelope, lambda manifest: None)

    def accept_command(self, envelope: bytes, now: datetime) -> Command | None:
        """The command; None when it is for another display, has expired, or was accepted before.

        Raises UntrustedError or RefusedError when it is not genuine. `now` is UTC.
        """
        command = read(dsse.verify(envelope, "command", self._keys), Command, "command")
        self._commands = {name: expires for name, expires in self._commands.items() if expires > now}
        if command.display != self._display or command.expires <= now or command.id in self._commands:
            return None
        self._commands[command.id] = command.expires
        return command

    def accept_ack(self, envelope: bytes) -> PlaysAck:
        """What the server says it has stored of this display's plays.

        Raises UntrustedError or RefusedError when it is not genuine, or of another display.
        """
        ack = read(dsse.verify(envelope, "plays-ack", self._keys), PlaysAck, "plays/ack")
        if ack.display != self._display:
            raise refused("wire", "plays/ack", f"is for {ack.display}, expected {self._display}")
        return ack

    def accept_time(self, envelope: bytes, nonce: str) -> SignedTime:
        """The time that the server told this display in answer to that nonce.

        Raises UntrustedError or RefusedError when it is not genuine, of another display, or to another question.
        """
        told = read(dsse.verify(envelope, "time", self._keys), SignedTime, "time")
        if (told.site, told.display) != (self._site, self._display):
            raise refused(
                "wire",
                "time",
                said(
                    "is for {site}/{display}, expected {site2}/{display2}",
                    site=told.site,
                    display=told.display,
                    site2=self._site,
                    display2=self._display,
                ),
            )
        if told.nonce != nonce:
            raise refused("wire", "time", "answers another question, expected the nonce that was drawn for this one")
        return told

    def _accept(self, envelope: bytes, fault_of: Callable[[Manifest], str | None]) -> TrustedManifest | None:
        if self._newest is not None and envelope == self._newest.envelope:
            return None
        if len(envelope) > limits.MAX_MANIFEST_BYTES:
            most = limits.MAX_MANIFEST_BYTES
            raise refused(
                "manifest",
                "manifest",
                said("has {envelope} bytes, expected at most {most}", envelope=len(envelope), most=most),
            )
        try:
            payload = dsse.verify(envelope, "manifest", self._keys)
        except dsse.UntrustedError as error:
            raise refused("manifest", "manifest", said("is not genuine: {error}", error=error)) from error
        manifest = read(payload, Manifest, "manifest")
        if fault := self._identity_fault(manifest) or _guarded(fault_of, manifest):
            raise refused("manifest", "manifest", "{}.{} ".format(*manifest.version) + fault)
        self._newest, self._highest = TrustedManifest(envelope, manifest), manifest.version
        return self._newest

    def _identity_fault(self, manifest: Manifest) -> str | None:
        """Whose it is, and whether it is newer."""
        if (manifest.site, manifest.display) != (self._site, self._display):
            return f"is for {manifest.site}/{manifest.display}, expected {self._site}/{self._display}"
        if manifest.version <= self._highest:
            return "is not newer than {}.{}".format(*self._highest)
        if manifest.version < self._least:
            return "is older than {}.{}, which the server told this display".format(*self._least)
        return None


def with_programme(signed: TrustedManifest, data: bytes, *, stored: bool = False) -> TrustedProgramme:
    """The manifest with its programme. Raises RefusedError when `data` is not it, or when it breaks the limits.

    One that this display has `stored` when it was accepted may have outgrown the limits since.
    """
    where = "programme {}.{}".format(*signed.version)
    if sha256(data).hexdigest() != signed.manifest.programme:
        raise refused("manifest", where, "is another than the manifest names")
    programme = read(data, Programme, where)
    if not stored and (fault := _guarded(limits.programme_flaw, programme)):
        raise refused("manifest", where, fault)
    return TrustedProgramme(signed, data, programme)


def _expiry(manifest: Manifest, now: datetime) -> str | None:
    return f"was valid until {manifest.valid_until:%Y-%m-%d %H:%M} UTC" if manifest.valid_until <= now else None


def _guarded(fault_of: Callable[[Document], str | None], document: Document) -> str | None:
    """The fault; a document that breaks the rules themselves is at fault too."""
    try:
        return fault_of(document)
    except Exception as error:
        return f"cannot be checked: {type(error).__name__}: {error}"
