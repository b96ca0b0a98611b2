"""What becomes of people after they have joined: other roles, other displays, another password, an end, no name.

Decides which of it may be, and that each is a row of the audit. Leaves out joining and signing in (`sign_in`) and what
a role may do (`http.auth`).
"""

from collections.abc import Sequence

import msgspec

from content.findings import refused
from control_server.people import passwords
from control_server.people.bounds import bounds, roles_in_order
from control_server.people.passwords import Passwords
from control_server.people.sign_in import IDLE_LASTS, SignedIn
from control_server.storage import people
from control_server.storage.audit import Act
from control_server.storage.ground import Ground
from control_server.storage.people import Person, Role, Session


class Staff:
    """The people there are."""

    def __init__(self, ground: Ground, kept: Passwords) -> None:
        self._ground, self._passwords = ground, kept

    async def one(self, person_id: str) -> Person:
        """Raises NotFoundError (`unknown`)."""
        person = await people.by_id(self._ground.database, person_id)
        if person is None:
            raise refused("unknown", f"person {person_id!r}", "is not there, expected the id of a person")
        return person

    async def change_rights(self, person_id: str, roles: Sequence[Role], tags: Sequence[str], by: Person) -> None:
        """Other roles, for the displays with one of these tags (none: all), from the next request on.

        Raises RefusedError: nobody there, no role, or the last administrator.
        """
        person = await self._present(person_id)
        changed = msgspec.structs.replace(person, roles=roles_in_order(roles), tags=bounds(tags))
        why = " ".join(changed.roles) + " · " * bool(changed.tags) + ", ".join(changed.tags)
        act = Act(who=by.who, verb="gave the roles", object=person.who, why=why)
        await people.change_rights(self._ground.database, changed, act, self._ground.clock())

    async def disable(self, person_id: str, by: Person) -> None:
        """Ends what a person can do; what they did stays theirs. Raises RefusedError."""
        person = await self._present(person_id)
        act = Act(who=by.who, verb="disabled", object=person.who)
        await people.disable(self._ground.database, person, act, self._ground.clock())

    async def erase(self, person_id: str, by: Person) -> None:
        """Forgets the name and the e-mail address of who has left. Raises RefusedError for who has not."""
        person = await self.one(person_id)
        if person.disabled is None or person.erased is not None:
            raise refused("step", person.name or "a former colleague", "cannot be erased, expected who has left")
        act = Act(who=by.who, verb="erased", object=person.who)
        await people.erase(self._ground.database, person, act, self._ground.clock())

    async def change_password(self, signed_in: SignedIn, password: str) -> None:
        """Another password; every other session of the person ends. Raises RefusedError (`password`)."""
        person = signed_in.person
        if flaw := passwords.flaw(password, (person.email.partition("@")[0], person.name)):
            raise refused("password", "the new password", flaw)
        act = Act(who=person.who, verb="changed the password", object=person.who)
        changed = msgspec.structs.replace(person, password=await self._passwords.hashed(password))
        keep = signed_in.session.digest
        await people.change_password(self._ground.database, changed, keep, act, self._ground.clock())

    # --- sessions ----------------------------------------------------------------------------------------------------

    async def sessions(self, person_id: str) -> list[Session]:
        """Where the person is signed in now, the last used first."""
        return await people.sessions_of(self._ground.database, person_id, self._ground.clock() - IDLE_LASTS)

    async def end_session(self, person_id: str, session_id: str, by: Person) -> None:
        """Ends a session of the person. Raises NotFoundError (`unknown`) when it has ended already."""
        ids = {each.id: each for each in await self.sessions(person_id)}
        if session_id not in ids:
            raise refused("unknown", f"session {session_id!r}", "is not open, expected one that is")
        verb = "ended a session" if by.id == person_id else "ended a session of"
        act = Act(who=by.who, verb=verb, object=f"person:{person_id}")
        await people.end(self._ground.database, ids[session_id].digest, act, self._ground.clock())

    async def _present(self, person_id: str) -> Person:
        person = await self.one(person_id)
        if person.disabled is not None:
            raise refused("unknown", f"person {person_id!r}", "has left, expected somebody who can sign in")
        return person
