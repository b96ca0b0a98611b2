"""How people join, sign in and leave: one-time links, passwords, sessions.

Decides how long a link and a session last. There is no account by default: an empty database has a one-time link for
the first administrator, and nothing else opens the studio. Leaves out what a person may do (`http.auth`), how often
somebody may be wrong (`attempts`), what becomes of people later (`staff`) and cookies (`studio`).
"""

import contextlib
import secrets
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from content.findings import StandbyError, refused
from content.phrases import said
from control_server.people import attempts, passwords
from control_server.people.attempts import Attempts
from control_server.people.bounds import bounds, roles_in_order
from control_server.people.known_browsers import KnownBrowsers
from control_server.people.passwords import Passwords
from control_server.storage import people
from control_server.storage.audit import Act
from control_server.storage.ground import Ground
from control_server.storage.people import Invitation, Person, Role, Session

FIRST_LINK_LASTS = timedelta(minutes=15)
FIRST_ROLES: tuple[Role, ...] = ("author", "approver", "publisher", "technician", "administrator")
"""Of the first person: somebody must be able to do everything until others join."""
LINK_LASTS = timedelta(days=3)
IDLE_LASTS = timedelta(minutes=30)
"""A session that is not used for so long has ended."""
SESSION_LASTS = timedelta(hours=12)
PROVED_LASTS = timedelta(minutes=5)
"""For so long after their password somebody may take a step that asks for it again."""
_SEEN_EVERY = timedelta(minutes=1)
_LONGEST_NAME, _LONGEST_EMAIL = 100, 200


class SignedIn(NamedTuple):
    """Who uses a session, and the session."""

    person: Person
    session: Session


class Browser(NamedTuple):
    """From where somebody signs in, as the session's list shows it. `marks` by person say who has done so before."""

    address: str
    name: str
    marks: Mapping[str, str] = {}


class BrowserMark(NamedTuple):
    """What a browser keeps to be known again (`known_browsers`), and of whom."""

    person: str
    text: str


class SignIn:
    """The door of the studio."""

    def __init__(self, ground: Ground, kept: Passwords, counts: Attempts, browsers: KnownBrowsers) -> None:
        self._ground, self._passwords, self._attempts, self._browsers = ground, kept, counts, browsers

    # --- joining -----------------------------------------------------------------------------------------------------

    async def first_link(self) -> str | None:
        """The secret of a link for the first administrator, open for 15 minutes; None once there are people."""
        if await people.count(self._ground.database):
            return None
        return await self._invited(FIRST_ROLES, (), "console", FIRST_LINK_LASTS)

    async def invite(self, roles: Sequence[Role], by: str, tags: Sequence[str] = ()) -> str:
        """The secret of a link by which one person joins, open for three days; for displays with these tags.

        Raises RefusedError without a role.
        """
        return await self._invited(roles_in_order(roles), bounds(tags), by, LINK_LASTS)

    async def invitation(self, secret: str) -> Invitation | None:
        """The open invitation of this secret."""
        return await people.invitation(self._ground.database, people.digest(secret), self._ground.clock())

    async def join(self, secret: str, email: str, name: str, password: str, browser: Browser) -> str:
        """Makes the person that the link was for, signed in; returns the session's secret.

        Raises RefusedError: the link is no longer open (`invitation`), or a value that cannot be (`name`, `password`).
        """
        invited = await self.invitation(secret)
        if invited is None:
            raise refused("invitation", "the link", "was used or has ended; ask for another one", form="used")
        email, name = email_of(email), name_of(name)
        if flaw := passwords.flaw(password, (email.partition("@")[0], name)):
            raise refused("password", "the password", flaw)
        now = self._ground.clock()
        person = Person(
            id=secrets.token_hex(5),
            email=email,
            name=name,
            roles=roles_in_order(invited.roles),
            tags=invited.tags,
            password=await self._passwords.hashed(password),
            added=now,
        )
        await people.add(self._ground.database, person, invited.digest, now)
        return await self._begun(person, browser, now)

    # --- signing in --------------------------------------------------------------------------------------------------

    async def sign_in(self, email: str, password: str, browser: Browser) -> str:
        """The secret of a new session. Raises RefusedError (`password`), TooOftenError after too many tries.

        In a browser that knows the person, only its own tries count.
        """
        email, now = email.strip().lower()[:_LONGEST_EMAIL], self._ground.clock()
        person = await people.by_email(self._ground.database, email)
        known = person if person and person.disabled is None else None
        number = self._browsers.known(known, browser.marks, now) if known else None
        counted = attempts.of_browser(number) if number else attempts.strangers(email, browser.address)
        with self._attempts.trying(now, counted):
            if not await self._passwords.matches(password[: passwords.LONGEST], known.password if known else None):
                self._attempts.count(now, counted, browser.address)
                message = said("the e-mail address or the password is not right")
                raise refused("password", "signing in", message, form="sign-in")
        assert known is not None  # nothing matches nobody
        self._attempts.forget(counted)
        return await self._begun(known, browser, now)

    async def who(self, secret: str) -> SignedIn | None:
        """Whose session this is; None once it has ended. It is used by that."""
        return await self._whose(secret, used=True)

    async def glance(self, secret: str) -> SignedIn | None:
        """As `who`, without using it."""
        return await self._whose(secret, used=False)

    async def _whose(self, secret: str, *, used: bool) -> SignedIn | None:
        key, now = people.digest(secret), self._ground.clock()
        known = await people.session(self._ground.database, key)
        if known is None:
            return None
        session, person = known
        if now - session.seen > IDLE_LASTS or now - session.began > SESSION_LASTS:
            return None
        if used and now - session.seen > _SEEN_EVERY:
            with contextlib.suppress(StandbyError):  # who only reads may do so on a server that stands by
                await people.touch(self._ground.database, key, seen=now)
        return SignedIn(person, session)

    def proved(self, signed_in: SignedIn) -> bool:
        """Whether they gave their password a short while ago."""
        return self._ground.clock() - signed_in.session.proved <= PROVED_LASTS

    async def prove(self, signed_in: SignedIn, password: str) -> None:
        """Takes the password again. Raises RefusedError as `sign_in`."""
        counted, now = attempts.of_session(signed_in.session.digest), self._ground.clock()
        with self._attempts.trying(now, counted):
            if not await self._passwords.matches(password[: passwords.LONGEST], signed_in.person.password):
                self._attempts.count(now, counted)
                raise refused("password", "the password", "is not right", form="wrong")
        await self.proved_otherwise(signed_in)

    async def begin(self, person: Person, browser: Browser, *, proved: bool = True) -> str:
        """The secret of a new session of who comes in by something else than a password, and has `proved` who they are
        just now or not."""
        return await self._begun(person, browser, self._ground.clock(), proved=proved)

    async def mark(self, secret: str) -> BrowserMark | None:
        """What the browser of this session keeps, to be known again when its person signs in next."""
        signed_in = await self.who(secret)
        return self.mark_of(signed_in.person) if signed_in else None

    def mark_of(self, person: Person) -> BrowserMark:
        """What a browser keeps in which the person is signed in."""
        return BrowserMark(person.id, self._browsers.mark(person, self._ground.clock()))

    async def proved_otherwise(self, signed_in: SignedIn) -> None:
        """Keeps that the person of the session has proved just now who they are."""
        await people.touch(self._ground.database, signed_in.session.digest, proved=self._ground.clock())

    async def sign_out(self, signed_in: SignedIn) -> None:
        """Ends this session."""
        act = Act(who=signed_in.person.who, verb="signed out", object=signed_in.person.who)
        await people.end(self._ground.database, signed_in.session.digest, act, self._ground.clock())

    # --- how ---------------------------------------------------------------------------------------------------------

    async def _invited(self, roles: tuple[Role, ...], tags: tuple[str, ...], by: str, lasts: timedelta) -> str:
        secret, now = secrets.token_urlsafe(32), self._ground.clock()
        invited = Invitation(digest=people.digest(secret), roles=roles, tags=tags, by=by, until=now + lasts)
        act = Act(who=by, verb="invited", object=" ".join(roles), why=", ".join(tags))
        await people.invite(self._ground.database, invited, act, now)
        return secret

    async def _begun(self, person: Person, browser: Browser, now: datetime, *, proved: bool = True) -> str:
        secret = secrets.token_urlsafe(32)
        session = Session(
            digest=people.digest(secret),
            person=person.id,
            began=now,
            seen=now,
            proved=now if proved else now - 2 * PROVED_LASTS,
            address=browser.address[:64],
            browser=browser.name[:200],
        )
        await people.begin(self._ground.database, session, Act(who=person.who, verb="signed in", object=person.who))
        return secret


def email_of(text: str) -> str:
    email = text.strip().lower()
    local, at, host = email.partition("@")
    if not (local and at and "." in host and len(email) <= _LONGEST_EMAIL and _printable(email) and " " not in email):
        raise refused(
            "name",
            "the e-mail address",
            said("found {text!r}, expected one as ana@oras.ro", text=text[:60]),
            form="email",
        )
    return email


def name_of(text: str) -> str:
    name = " ".join(unicodedata.normalize("NFC", text).split())
    if not 2 <= len(name) <= _LONGEST_NAME or not _printable(name):
        message = said(
            "found {text!r}, expected 2 to {longest_name} letters", text=text[:60], longest_name=_LONGEST_NAME
        )
        raise refused("name", "the name", message, form="name", most=_LONGEST_NAME)
    return name


def _printable(text: str) -> bool:
    """Without control and format characters, which turn the order of letters or hide some."""
    return all(unicodedata.category(letter)[0] != "C" for letter in text)
