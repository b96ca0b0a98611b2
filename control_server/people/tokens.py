"""Tokens that people make for their programs: for what, for how long, and whose a secret is.

Decides that a token is at most of what its person may do, by that person's rights at the moment it is used. Leaves out
which right a scope is (`http.auth`).
"""

import contextlib
import secrets
from collections.abc import Sequence
from datetime import timedelta
from typing import NamedTuple

from content.findings import StandbyError, refused
from content.phrases import said
from control_server.people.membership import GroupMembership
from control_server.storage import people, tokens
from control_server.storage.audit import Act
from control_server.storage.ground import Ground
from control_server.storage.people import Person
from control_server.storage.tokens import SCOPES, PersonalToken, Scope

BEGINS = "afisier_"
"""How every token begins: by it people and scanners know what it is."""
DAYS = (30, 90, 365)
"""For how long a token may be made."""
_USED_EVERY = timedelta(minutes=1)
_LONGEST_NAME = 60
_MOST = 20


class TokenHolder(NamedTuple):
    """Whose program asks, and for what its token was made."""

    person: Person
    token: PersonalToken


class Tokens:
    """The tokens of people."""

    def __init__(self, ground: Ground, membership: GroupMembership) -> None:
        self._ground, self._membership = ground, membership

    async def make(self, person: Person, name: str, scopes: Sequence[str], days: int) -> str:
        """The secret of a new token. Raises RefusedError (`name`, `value`)."""
        name, own = " ".join(name.split()), tuple(scope for scope in SCOPES if scope in scopes)
        if not 2 <= len(name) <= _LONGEST_NAME or not name.isprintable():
            raise refused(
                "name",
                "the token",
                said(
                    "found {name!r}, expected a name of 2 to {longest_name} letters",
                    name=name[:60],
                    longest_name=_LONGEST_NAME,
                ),
            )
        if not own or not set(scopes) <= set(SCOPES) or days not in DAYS:
            raise refused("value", "the token", "is for nothing, or for no such time; expected some of both")
        if len(await self.of(person)) >= _MOST:
            raise refused(
                "value",
                "the token",
                said("would be one of more than {most}, expected others to be ended first", most=_MOST),
            )
        secret, now = BEGINS + secrets.token_urlsafe(32), self._ground.clock()
        token = PersonalToken(
            digest=people.digest(secret),
            person=person.id,
            name=name,
            scopes=own,
            made=now,
            until=now + timedelta(days=days),
        )
        await tokens.make(self._ground.database, token, _act(person, "made a token", token))
        return secret

    async def of(self, person: Person) -> list[PersonalToken]:
        """Those that are still open, the newest first."""
        now = self._ground.clock()
        return [each for each in await tokens.of_person(self._ground.database, person.id) if each.until > now]

    async def holder(self, secret: str) -> TokenHolder | None:
        """Whose token this is; None for one that has ended, and for a person who has left.

        Raises RefusedError (`rights`) for who has to come in by the city's own sign-in first.
        """
        now = self._ground.clock()
        known = await tokens.one(self._ground.database, people.digest(secret), now)
        if known is None:
            return None
        token, person = known
        await self._membership.check(person)
        if token.used is None or now - token.used > _USED_EVERY:
            with contextlib.suppress(StandbyError):
                await tokens.touch(self._ground.database, token.digest, now)
        return TokenHolder(person, token)

    async def end(self, person: Person, token_id: str) -> None:
        """Ends a token of the person's. Raises NotFoundError (`unknown`)."""
        for token in await self.of(person):
            if token.id == token_id:
                act = _act(person, "ended a token", token)
                await tokens.end(self._ground.database, token.digest, act, self._ground.clock())
                return
        raise refused("unknown", f"token {token_id!r}", "is not open, expected one of your own")


def _act(person: Person, verb: str, token: PersonalToken) -> Act:
    scopes: tuple[Scope, ...] = token.scopes
    return Act(who=person.who, verb=verb, object=person.who, why=f"{token.name} ({', '.join(scopes)})")
