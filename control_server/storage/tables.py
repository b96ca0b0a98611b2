"""The tables of the database, as SQLAlchemy sees them.

Decides columns and keys; `migrations/` brings a database file to this shape, and a test holds the two equal.
Instants are kept as ISO 8601 text in UTC: SQLite has no type for them, and text sorts as time does.
"""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import BigInteger, Column, Float, ForeignKey, Index, Integer, LargeBinary, MetaData, String, Table
from sqlalchemy.types import TypeDecorator


class Instant(TypeDecorator[datetime]):
    """An aware datetime, stored in UTC."""

    impl = String(32)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> str | None:
        return None if value is None else instant_text(value)

    def process_result_value(self, value: str | None, dialect: Any) -> datetime | None:
        return None if value is None else datetime.fromisoformat(value)


def instant_text(at: datetime) -> str:
    """As the database keeps it: ISO 8601 in UTC, to the microsecond."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


class PlainText(TypeDecorator[str]):
    """Text that people or sources wrote. U+0000 is left out of it: PostgreSQL keeps it in no text."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Any) -> str | None:
        return None if value is None else value.replace("\0", "")


metadata = MetaData()

Whole = Integer().with_variant(BigInteger(), "postgresql")
"""A whole number up to 2⁶³; PostgreSQL's plain integers end at 2³¹."""

documents = Table(  # the pack as it stands, in the authoring format
    "documents",
    metadata,
    Column("path", String(300), primary_key=True),
    Column("body", LargeBinary, nullable=False),
    Column("revision", Integer, nullable=False),
)

causes = Table(  # who published what, and why; append-only. `revision` is the pack's once it was done
    "causes",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("actor", String(100), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("why", PlainText(500), nullable=False),
    Column("at", Instant, nullable=False),
    Column("revision", Integer, nullable=False),
)

revisions = Table(  # every change ever made, append-only; a body of NULL says that the document was removed
    "revisions",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("revision", Integer, nullable=False),
    Column("path", String(300), nullable=False),
    Column("body", LargeBinary),
    Column("cause", Integer, ForeignKey("causes.id"), nullable=False),
    Index("revisions_by_path", "path", "revision"),
    Index("revisions_by_revision", "revision"),
)

credentials = Table(  # what a display proves itself with, as mosquitto keeps it: $7$iterations$salt$hash
    "credentials",
    metadata,
    Column("display", String(64), primary_key=True),
    Column("password", String(200), nullable=False),
    Column("at", Instant, nullable=False),
)

programmes = Table(  # what manifests name, by the SHA-256 of the body; `named` is when one was known to do so last
    "programmes",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("body", LargeBinary, nullable=False),
    Column("named", Instant, nullable=False),
)

manifests = Table(  # the newest manifest of each display, signed
    "manifests",
    metadata,
    Column("display", String(64), primary_key=True),
    Column("epoch", BigInteger, nullable=False),
    Column("sequence", BigInteger, nullable=False),
    Column("programme", String(64), ForeignKey("programmes.digest"), nullable=False),
    Column("envelope", LargeBinary, nullable=False),
    Column("cause", Integer, ForeignKey("causes.id"), nullable=False),
)

publications = Table(  # append-only: how many displays were told which programme because of what
    "publications",
    metadata,
    Column("cause", Integer, ForeignKey("causes.id"), primary_key=True),
    Column("programme", String(64), primary_key=True),
    Column("displays", Integer, nullable=False),
)

frames = Table(  # what a job was drawn to, with the words on it; emptied, it is drawn again
    "frames",
    metadata,
    Column("job", String(64), primary_key=True),
    Column("asset", String(64), nullable=False),
    Column("size", Integer, nullable=False),
    Column("live", LargeBinary, nullable=False),
    Column("title", PlainText(500), nullable=False),
    Column("kind", String(40), nullable=False),
    Index("frames_by_asset", "asset"),
)

plays = Table(  # `since` is in the key: a replaced device counts from 1 again, and nothing of it may be lost; sums
    # of `seconds` are asked for over millions of rows
    "plays",
    metadata,
    Column("display", String(64), primary_key=True),
    Column("number", Whole, primary_key=True),
    Column("since", Instant, primary_key=True),
    Column("until", Instant, nullable=False),
    Column("seconds", Float, nullable=False),
    Column("slide", String(100)),
    Column("lang", String(8)),
    Column("campaign", String(64)),
    Column("asset", String(64)),
    Index("plays_by_since", "since"),
    Index("plays_by_display", "display", "since"),
)

play_chains = Table(  # the end of what is kept of each chain; a display that lost its card has another key
    "play_chains",
    metadata,
    Column("display", String(64), primary_key=True),
    Column("key", String(64), primary_key=True),  # dsse.key_id
    Column("public", String(64), nullable=False),  # dsse.public_text
    Column("begun", Instant, nullable=False),
    Column("number", Whole, nullable=False),
    Column("hash", String(64), nullable=False),
)

play_links = Table(  # what displays signed, byte for byte, compressed; `since` and `until` are of its plays
    "play_links",
    metadata,
    Column("display", String(64), primary_key=True),
    Column("key", String(64), primary_key=True),
    Column("number", Whole, primary_key=True),  # of its last play
    Column("hash", String(64), nullable=False),
    Column("after", Whole, nullable=False),  # the end of the link before it; -1 of the first
    Column("after_hash", String(64), nullable=False),
    Column("since", Instant, nullable=False),
    Column("until", Instant, nullable=False),
    Column("envelope", LargeBinary, nullable=False),
    Index("play_links_by_until", "until"),
)

statuses = Table(  # the last word of each display
    "statuses",
    metadata,
    Column("display", String(64), primary_key=True),
    Column("status", LargeBinary, nullable=False),
    Column("heard", Instant, nullable=False),
)

feeds = Table(  # how reading each feed of `sources.yaml` went; `files` and `news` are JSON lists
    "feeds",
    metadata,
    Column("feed", String(64), primary_key=True),
    Column("address", String(300), nullable=False),
    Column("tried", Instant, nullable=False),
    Column("succeeded", Instant),
    Column("failures", Integer, nullable=False),
    Column("error", PlainText),
    Column("files", LargeBinary, nullable=False),
    Column("news", LargeBinary, nullable=False),
)

assets = Table(  # with PostgreSQL, for the other servers: each has a folder of those it was asked for
    "assets",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("size", Integer, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("wanted", Instant, nullable=False),
)

people = Table(  # who may sign in; disabled, never deleted: what they did stays theirs
    "people",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("email", PlainText(200), nullable=False, unique=True),
    Column("name", PlainText(100), nullable=False),
    Column("roles", String(100), nullable=False),
    Column("tags", PlainText(500), nullable=False),
    Column("password", String(200), nullable=False),
    Column("added", Instant, nullable=False),
    Column("disabled", Instant),
    Column("erased", Instant),
)

invitations = Table(  # one-time links, by the SHA-256 of their secret; `used` once, until then open
    "invitations",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("roles", String(100), nullable=False),
    Column("tags", PlainText(500), nullable=False),
    Column("by", String(100), nullable=False),
    Column("until", Instant, nullable=False),
    Column("used", Instant),
)

sessions = Table(  # by the SHA-256 of the cookie's secret; `proved` is when the password was given last
    "sessions",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("person", String(16), ForeignKey("people.id"), nullable=False),
    Column("began", Instant, nullable=False),
    Column("seen", Instant, nullable=False),
    Column("proved", Instant, nullable=False),
    Column("address", String(64), nullable=False),
    Column("browser", PlainText(200), nullable=False),
    Column("ended", Instant),
)

tokens = Table(  # of people, for their programs, by the SHA-256 of the secret; `scopes` with spaces between
    "tokens",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("person", String(16), ForeignKey("people.id"), nullable=False),
    Column("name", PlainText(100), nullable=False),
    Column("scopes", String(100), nullable=False),
    Column("made", Instant, nullable=False),
    Column("until", Instant, nullable=False),
    Column("used", Instant),
    Column("ended", Instant),
    Index("tokens_by_person", "person"),
)

passkeys = Table(  # of people, by the credential's id; the private key is in a device of theirs
    "passkeys",
    metadata,
    Column("id", String(1400), primary_key=True),
    Column("person", String(16), ForeignKey("people.id"), nullable=False),
    Column("name", PlainText(100), nullable=False),
    Column("key", LargeBinary, nullable=False),
    Column("count", Whole, nullable=False),
    Column("made", Instant, nullable=False),
    Column("used", Instant),
    Index("passkeys_by_person", "person"),
)

identities = Table(  # who somebody is at the city's own sign-in (OpenID Connect), and when it `granted` entry last
    "identities",
    metadata,
    Column("issuer", String(300), primary_key=True),
    Column("subject", String(255), primary_key=True),
    Column("person", String(16), ForeignKey("people.id"), nullable=False),
    Column("granted", Instant),
)

repeats = Table(  # for a day: what a write with an `Idempotency-Key` was answered; `asked` is the request's SHA-256
    "repeats",
    metadata,
    Column("who", String(100), primary_key=True),
    Column("key", String(200), primary_key=True),
    Column("asked", String(64), nullable=False),
    Column("at", Instant, nullable=False),
    Column("status", Integer, nullable=False),
    Column("headers", LargeBinary, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Index("repeats_by_at", "at"),
)

changes = Table(  # a named set of edits of the pack, made, reviewed and published together
    "changes",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("title", PlainText(200), nullable=False),
    Column("author", String(100), nullable=False),
    Column("began", Instant, nullable=False),
    Column("undoes", String(16), ForeignKey("changes.id")),
)

saves = Table(  # append-only: `files` are edits (path → bytes, or nothing) of the pack as it was at revision `base`
    "saves",
    metadata,
    Column("change", String(16), ForeignKey("changes.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("by", String(100), nullable=False),
    Column("at", Instant, nullable=False),
    Column("base", Integer, nullable=False),
    Column("files", LargeBinary, nullable=False),
)

steps = Table(  # append-only: the last is the change's state; `digest` is what was approved, `revision` what it became
    "steps",
    metadata,
    Column("change", String(16), ForeignKey("changes.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("state", String(20), nullable=False),
    Column("by", String(100), nullable=False),
    Column("at", Instant, nullable=False),
    Column("why", PlainText(500), nullable=False),
    Column("digest", String(64), nullable=False),
    Column("revision", Integer),
)

comments = Table(  # append-only: what people said of a change
    "comments",
    metadata,
    Column("change", String(16), ForeignKey("changes.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("by", String(100), nullable=False),
    Column("at", Instant, nullable=False),
    Column("text", PlainText(2_000), nullable=False),
)

audit = Table(  # append-only, which triggers hold: each row has the hash of the one before it
    "audit",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", Instant, nullable=False),
    Column("who", String(100), nullable=False),
    Column("verb", String(40), nullable=False),
    Column("object", PlainText(200), nullable=False),
    Column("before", String(64), nullable=False),
    Column("after", String(64), nullable=False),
    Column("why", PlainText(500), nullable=False),
    Column("previous", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
)

errands = Table(  # long work of a person; `request`, `files` and `result` are its kind's own. Gone a day after it ended
    "errands",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("kind", String(20), nullable=False),
    Column("by", String(100), nullable=False),
    Column("at", Instant, nullable=False),
    Column("state", String(20), nullable=False),
    Column("request", LargeBinary, nullable=False),
    Column("files", LargeBinary, nullable=False),
    Column("result", LargeBinary, nullable=False),
    Index("errands_by_person", "by", "at"),
)

alarms = Table(  # of displays, while they are open; `raised` is when
    "alarms",
    metadata,
    Column("display", String(64), primary_key=True),
    Column("raised", Instant, nullable=False),
)

alarm_messages = (
    Table(  # what is to be told of alarms, once for each way; `told` is when that was done. Gone after 30 days
        "alarm_messages",
        metadata,
        Column("id", String(32), primary_key=True),
        Column("way", String(20), primary_key=True),
        Column("at", Instant, nullable=False),
        Column("body", LargeBinary, nullable=False),
        Column("told", Instant),
        Column("failure", PlainText(300), nullable=False),
    )
)

leadership = Table(  # one row: `term` counts how often a server has begun to lead
    "leadership",
    metadata,
    Column("term", Whole, primary_key=True),
)
