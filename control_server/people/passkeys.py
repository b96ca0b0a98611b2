"""Passkeys: how one is made, how somebody signs in with one and proves again who they are (W3C WebAuthn).

Decides that a key verifies its user (a finger, a PIN), that it is found without a name being typed, and that a
challenge is answered once, within five minutes. The library is loaded when the first passkey is used: it takes half a
second.
"""

import asyncio
import base64
import secrets
from collections import OrderedDict
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import msgspec

from content.findings import RefusedError, refused
from content.phrases import said
from control_server.people.attempts import Attempts, Counted
from control_server.people.membership import GroupMembership
from control_server.storage import passkeys
from control_server.storage.audit import Act
from control_server.storage.ground import Ground
from control_server.storage.passkeys import Passkey
from control_server.storage.people import Person

_ANSWERED_WITHIN = timedelta(minutes=5)
_OPEN = 10_000
"""Challenges that wait for an answer; of more the newest."""
_MOST, _LONGEST_NAME = 20, 60


class RelyingParty(NamedTuple):
    """As what a browser knows this server: the host's name (`rp_id`), and the origin of its pages (RFC 6454)."""

    host: str
    origin: str


class _ClientData(msgspec.Struct):
    challenge: str = ""


class _CredentialResponse(msgspec.Struct):
    client_data: str = msgspec.field(name="clientDataJSON", default="")


class _Credential(msgspec.Struct):
    """What is needed of an answer before it is verified."""

    id: str = ""
    response: _CredentialResponse = msgspec.field(default_factory=_CredentialResponse)


class Passkeys:
    """The passkeys of people."""

    def __init__(self, ground: Ground, attempts: Attempts, membership: GroupMembership) -> None:
        self._ground, self._attempts, self._membership = ground, attempts, membership
        self._challenges: OrderedDict[str, tuple[str, datetime]] = OrderedDict()
        """Challenge → for whom it was made, and until when it is open."""

    async def of(self, person: Person) -> list[Passkey]:
        """Those of a person, the newest first."""
        return await passkeys.of_person(self._ground.database, person.id)

    # --- made --------------------------------------------------------------------------------------------------------

    async def asked_to_make(self, person: Person, place: RelyingParty) -> str:
        """What a browser is told to make a passkey (`PublicKeyCredentialCreationOptionsJSON`)."""
        library, structs = await _library()
        own = [structs.PublicKeyCredentialDescriptor(id=_bytes(each.id)) for each in await self.of(person)]
        options = library.generate_registration_options(
            rp_id=place.host,
            rp_name="Afișier",
            user_id=person.id.encode(),
            user_name=person.email,
            user_display_name=person.name,
            challenge=self._challenge(person.id),
            authenticator_selection=structs.AuthenticatorSelectionCriteria(
                resident_key=structs.ResidentKeyRequirement.REQUIRED,
                user_verification=structs.UserVerificationRequirement.REQUIRED,
            ),
            exclude_credentials=own,
        )
        return str(library.options_to_json(options))

    async def make(self, person: Person, place: RelyingParty, answer: bytes, name: str) -> None:
        """Keeps what a browser made. Raises RefusedError (`passkey`, `name`)."""
        name = " ".join(name.split())
        if not 2 <= len(name) <= _LONGEST_NAME or not name.isprintable():
            raise refused(
                "name",
                "the passkey",
                said(
                    "found {name!r}, expected a name of 2 to {longest_name} letters",
                    name=name[:60],
                    longest_name=_LONGEST_NAME,
                ),
            )
        if len(await self.of(person)) >= _MOST:
            raise refused(
                "passkey",
                "the passkey",
                said("would be one of more than {most}, expected others to be removed", most=_MOST),
            )
        library, _ = await _library()
        challenge = self._answered(_challenge_of(answer), person.id)
        try:
            made = library.verify_registration_response(
                credential=answer.decode(),
                expected_challenge=challenge,
                expected_rp_id=place.host,
                expected_origin=place.origin,
                require_user_verification=True,
            )
        except Exception as error:
            raise _unproved(error) from error
        passkey = Passkey(
            id=_text(made.credential_id),
            person=person.id,
            name=name,
            key=made.credential_public_key,
            count=made.sign_count,
            made=self._ground.clock(),
        )
        act = Act(who=person.who, verb="made a passkey", object=person.who, why=name)
        await passkeys.add(self._ground.database, passkey, act)

    async def remove(self, person: Person, passkey_id: str) -> None:
        """Raises NotFoundError (`unknown`) for one that is not the person's."""
        for passkey in await self.of(person):
            if passkey.id == passkey_id:
                act = Act(who=person.who, verb="removed a passkey", object=person.who, why=passkey.name)
                await passkeys.remove(self._ground.database, passkey.id, act, self._ground.clock())
                return
        raise refused("unknown", "the passkey", "is not there, expected one of your own")

    # --- used --------------------------------------------------------------------------------------------------------

    async def asked_to_prove(self, place: RelyingParty) -> str:
        """What a browser is told to find a passkey of this server (`PublicKeyCredentialRequestOptionsJSON`)."""
        library, structs = await _library()
        options = library.generate_authentication_options(
            rp_id=place.host,
            challenge=self._challenge(""),
            user_verification=structs.UserVerificationRequirement.REQUIRED,
        )
        return str(library.options_to_json(options))

    async def proved(
        self, place: RelyingParty, answer: bytes, counted: tuple[Counted, ...], address: str | None = None
    ) -> Person:
        """Who has answered, counted so. Raises RefusedError (`passkey`), TooOftenError after too many wrong ones.

        Also (`rights`) for who has to come in by the city's own sign-in first.
        """
        library, _ = await _library()
        now = self._ground.clock()
        self._attempts.check(now, counted)
        try:
            challenge = self._answered(_challenge_of(answer), "")
            known = await passkeys.one(self._ground.database, _credential(answer).id[:1400])
            if known is None:
                raise refused("passkey", "the passkey", "is of nobody here, expected one that was made in this studio")
            passkey, person = known
            count = _verified(library, place, answer, challenge, passkey)
        except RefusedError:
            self._attempts.count(now, counted, address)
            raise
        await passkeys.used(self._ground.database, passkey.id, count, now)
        await self._membership.check(person)
        return person

    # --- challenges --------------------------------------------------------------------------------------------------

    def _challenge(self, whose: str) -> bytes:
        challenge = secrets.token_bytes(32)
        self._challenges[_text(challenge)] = whose, self._ground.clock() + _ANSWERED_WITHIN
        while len(self._challenges) > _OPEN:
            self._challenges.popitem(last=False)
        return challenge

    def _answered(self, challenge: str, whose: str) -> bytes:
        """Each is answered once, by whom it was made for. Raises RefusedError (`passkey`)."""
        made_for, until = self._challenges.pop(challenge, ("", None))
        if until is None or until < self._ground.clock() or made_for != whose:
            raise refused("passkey", "the passkey", "answers nothing that was asked, expected it within five minutes")
        return _bytes(challenge)


def _verified(library: Any, place: RelyingParty, answer: bytes, challenge: bytes, passkey: Passkey) -> int:
    """The count that the key says now. Raises RefusedError (`passkey`)."""
    try:
        proof = library.verify_authentication_response(
            credential=answer.decode(),
            expected_challenge=challenge,
            expected_rp_id=place.host,
            expected_origin=place.origin,
            credential_public_key=passkey.key,
            credential_current_sign_count=passkey.count,
            require_user_verification=True,
        )
    except Exception as error:
        raise _unproved(error) from error
    return int(proof.new_sign_count)


async def _library() -> tuple[Any, Any]:
    """The library and its structures, loaded outside the event loop."""

    def load() -> tuple[Any, Any]:
        import webauthn  # noqa: PLC0415
        from webauthn.helpers import structs  # noqa: PLC0415

        return webauthn, structs

    return await asyncio.to_thread(load)


def _unproved(error: Exception) -> RefusedError:
    """What the library and its parsers refuse, whatever they raise: an answer comes from outside."""
    return refused(
        "passkey",
        "the passkey",
        said("proves nothing ({name__}), expected one of this server", name__=type(error).__name__),
    )


def _credential(answer: bytes) -> _Credential:
    try:
        return msgspec.json.decode(answer, type=_Credential)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise _unproved(error) from error


def _challenge_of(answer: bytes) -> str:
    """The challenge that the answer says it answers. Raises RefusedError (`passkey`)."""
    try:
        return msgspec.json.decode(_bytes(_credential(answer).response.client_data), type=_ClientData).challenge
    except (msgspec.DecodeError, ValueError, RecursionError) as error:
        raise _unproved(error) from error


def _text(data: bytes) -> str:
    """Base64url without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
