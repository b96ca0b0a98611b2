"""The settings of the two programs, read strictly from YAML: an unknown key or a wrong type is one sentence.

Every setting has a default but those of an enrolment, which `afisier provision` writes.
"""

import ipaddress
import re
import ssl
from pathlib import Path
from typing import Annotated, Literal, TypeVar
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from msgspec import Meta

from config.system import durable, tls
from content import strict_yaml, time_zones
from content.authored import Id, Value
from content.findings import refused
from content.wire import dsse

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
_ADDRESS = re.compile(r"https?://[^\s/]+(/\S*)?")
_MAILBOX = r"^[^\s@<>]+@[^\s@<>]+$"
_AT_HOME = ("localhost", "127.0.0.1", "::1")

Port = Annotated[int, Meta(ge=0, le=65535)]
"""0 asks the system for a free one."""


class Tls(Value, frozen=True, kw_only=True):
    """PEM files: the certificate with those between it and its authority, and its key, which no password locks."""

    certificate: Annotated[str, Meta(min_length=1)]
    key: Annotated[str, Meta(min_length=1)]


class AdvertisedBroker(Value, frozen=True, kw_only=True):
    """What displays are told of where the broker is. Without a `port`, its own; without `tls`, as the broker has it."""

    host: Annotated[str, Meta(min_length=1, max_length=253)]
    port: Annotated[int, Meta(ge=1, le=65535)] | None = None
    tls: bool | None = None


class BrokerSettings(Value, frozen=True, kw_only=True):
    """The MQTT broker. `managed`: the server starts and owns a mosquitto on host:port; otherwise it connects there.

    `advertise` is what displays are told in their enrolment, by default `host` and the port. `user` and `password` are
    used with an external broker only; a managed one gets generated ones. `tls` is whether an external one is reached
    over TLS; a managed one has the server's. The port is not MQTT's usual 1883: there Debian's package starts a
    mosquitto of its own.
    """

    managed: bool = True
    host: str = "127.0.0.1"
    port: Port = 8601
    advertise: AdvertisedBroker | None = None
    user: str = "server"
    password: str = ""
    tls: bool = False

    def __post_init__(self) -> None:
        """Raises ValueError."""
        if self.managed and self.tls:
            raise ValueError("found `tls` of a broker that the server manages, expected it in the server's own `tls`")


RoleName = Literal["author", "approver", "publisher", "technician", "auditor", "administrator"]
"""What a person may be in the studio."""


DEFAULT_COUNTS_DAYS = 30


class OidcSettings(Value, frozen=True, kw_only=True):
    """The city's own sign-in, by OpenID Connect: its issuer, and as what this server is known there.

    `client_secret_file` has the secret, on one line. `groups` are the roles of the groups that the issuer tells of
    somebody: `{presa: [author], it: [technician, administrator]}`; who is in none of them does not come in. A sign-in
    there counts for `counts_days`: without another one, tokens and passkeys of who came by it open nothing any more.
    """

    issuer: str
    client_id: Annotated[str, Meta(min_length=1, max_length=200)]
    client_secret_file: str
    groups: Annotated[dict[str, tuple[RoleName, ...]], Meta(min_length=1)]
    counts_days: Annotated[int, Meta(ge=1, le=365)] = DEFAULT_COUNTS_DAYS

    def __post_init__(self) -> None:
        """Raises ValueError for an issuer that is reached without encryption, but on the machine itself."""
        parts = urlsplit(self.issuer)
        at_home = parts.scheme == "http" and parts.hostname in _AT_HOME
        if not (parts.scheme == "https" or at_home) or not parts.hostname or parts.query or parts.fragment:
            raise ValueError("found an `issuer` that is no such address, expected https://login.oras.ro")

    def secret(self) -> str:
        """Raises RefusedError when the file cannot be read or is empty."""
        return _secret(self.client_secret_file, "the client's secret")


def _secret(path: str, what: str) -> str:
    """What stands in a file of its own. Raises RefusedError when it cannot be read or is empty."""
    try:
        secret = Path(path).read_text().strip()
    except (OSError, UnicodeDecodeError) as error:
        raise refused("file", path, f"cannot be read, expected {what}") from error
    if not secret:
        raise refused("file", path, f"is empty, expected {what}")
    return secret


class EmailSettings(Value, frozen=True, kw_only=True):
    """The mail server by which alarms go, from whom and to whom. `password_file` has the password of `user`.

    `security` is TLS from the first byte (`tls`, RFC 8314), TLS that is asked for (`starttls`, RFC 3207), or `none`,
    for a mail server on the machine itself.
    """

    host: Annotated[str, Meta(min_length=1, max_length=253)]
    port: Annotated[int, Meta(ge=1, le=65535)] = 465
    security: Literal["tls", "starttls", "none"] = "tls"
    user: str = ""
    password_file: str = ""
    sender: Annotated[str, Meta(pattern=_MAILBOX)]
    recipients: Annotated[tuple[Annotated[str, Meta(pattern=_MAILBOX)], ...], Meta(min_length=1, max_length=50)]

    def __post_init__(self) -> None:
        """Raises ValueError for a password that would go in the clear over a network."""
        if self.user and self.security == "none" and self.host not in _AT_HOME:
            raise ValueError("found a `user` with `security: none`, expected tls or starttls: a password goes along")
        if bool(self.user) != bool(self.password_file):
            raise ValueError("found one of `user` and `password_file`, expected both or none")

    def password(self) -> str:
        """Of `user`; empty without one. Raises RefusedError when the file cannot be read or is empty."""
        return _secret(self.password_file, "the password of the mail account") if self.user else ""


class WebhookSettings(Value, frozen=True, kw_only=True):
    """The address that alarms are posted to, and the file with the secret that they are signed with."""

    url: Annotated[str, Meta(pattern=_ADDRESS.pattern, max_length=1000)]
    secret_file: str

    def secret(self) -> str:
        """Raises RefusedError when the file cannot be read or is empty."""
        return _secret(self.secret_file, "the secret of the webhook")


class AlarmSettings(Value, frozen=True, kw_only=True):
    """Who is told of screens that do not do what they should, how, and in which language."""

    email: EmailSettings | None = None
    webhook: WebhookSettings | None = None
    language: Literal["ro", "en"] = "ro"


class ServerSettings(Value, frozen=True, kw_only=True):
    """The control server. `data` is the folder it owns; `public_url` is what displays and people reach it at.

    Plays are kept for `keep_plays_days` from when they began, and at most `keep_plays_most` of them. Without a
    `public_wall` only who signs in sees what screens show.
    With `oidc` people also come into the studio by the city's own sign-in. `alarms` says who is told of screens that
    do not do what they should.
    With `tls` the server and its managed broker speak TLS;
    `authority` is a PEM file with whom displays believe in place of their system's authorities, for a city that signs
    its certificates itself. `trusted_proxies` are addresses or networks whose `X-Forwarded-For` is believed.
    `database` is the address of a PostgreSQL that several servers may share, which then need a broker that is none of
    theirs. Without it the database is a file in the folder.
    """

    data: str = "afisier-data"
    host: str = "127.0.0.1"
    port: Port = 8600
    public_url: str | None = None
    broker: BrokerSettings = BrokerSettings()
    tls: Tls | None = None
    authority: str | None = None
    trusted_proxies: tuple[str, ...] = ()
    workers: Annotated[int, Meta(ge=1, le=64)] = 2
    keep_plays_days: Annotated[int, Meta(ge=1, le=3650)] = 400
    keep_plays_most: Annotated[int, Meta(ge=100_000)] = 100_000_000
    public_wall: bool = True
    oidc: OidcSettings | None = None
    alarms: AlarmSettings = AlarmSettings()
    database: str | None = None

    def __post_init__(self) -> None:
        """Raises ValueError, which never says the address: there may be a password in it."""
        if self.public_url is not None and not _ADDRESS.fullmatch(self.public_url):
            raise ValueError("found a `public_url` that is no such address, expected https://afisier.oras.ro")
        self.proxies()
        if self.database is None:
            return
        if not _is_postgresql(self.database):
            raise ValueError(
                "found a `database` that is no such address, expected postgresql://role:password@host/name"
            )
        if self.broker.managed:
            raise ValueError(
                "found `database` with a broker that the server manages, expected `broker: {managed: false, …}`: "
                "servers that share a database share a broker"
            )

    def proxies(self) -> tuple[Network, ...]:
        """The networks of `trusted_proxies`. Raises ValueError when one is none."""
        try:
            return tuple(ipaddress.ip_network(each) for each in self.trusted_proxies)
        except ValueError as error:
            raise ValueError(f"found {error} in `trusted_proxies`, expected 10.0.0.5 or 10.0.0.0/24") from error


class BrokerAddress(Value, frozen=True, kw_only=True):
    """Where a display finds its broker, and whether it speaks TLS."""

    host: str
    port: Annotated[int, Meta(ge=1, le=65535)]
    tls: bool = False


class Enrolment(Value, frozen=True, kw_only=True):
    """A display's identity, and whom it believes: the file `afisier provision` writes (mode 0600).

    `key` is the server's public key (base64 of 32 bytes), pinned. `authority` is PEM text: whose certificates it
    believes over TLS, in place of its system's. `store` is a folder, relative to the file;
    `width` and `height` are pixels of the glass; `city` is what the nameplate says before the first manifest.
    """

    display: Id
    site: Id
    city: str
    password: str
    broker: BrokerAddress
    server: Annotated[str, Meta(pattern=r"^https?://\S+$")]
    key: str
    authority: str | None = None
    width: Annotated[int, Meta(ge=320, le=4096)]
    height: Annotated[int, Meta(ge=320, le=4096)]
    timezone: str = "Europe/Bucharest"
    store: str = "store"

    def __post_init__(self) -> None:
        """Raises ValueError when the time zone is not one of IANA's, the key or the authority is not one."""
        if not time_zones.known(self.timezone):
            raise ValueError(f"found time zone {self.timezone!r}, expected an IANA name as Europe/Bucharest")
        try:
            self.public_key()
        except ValueError:
            raise ValueError("found a `key` that is not base64 of 32 bytes, expected an Ed25519 public key") from None
        if self.authority is not None:
            self.believing()

    def believing(self) -> ssl.SSLContext:
        """For connections of the display over TLS. Raises ValueError."""
        return tls.believing(self.authority)

    def public_key(self) -> Ed25519PublicKey:
        return dsse.public_from_text(self.key)


def _is_postgresql(address: str) -> bool:
    try:
        parts = urlsplit(address)
        return parts.scheme == "postgresql" and len(parts.path) > 1 and (parts.port is None or parts.port > 0)
    except ValueError:
        return False


T = TypeVar("T", ServerSettings, Enrolment)


def read(path: Path, kind: type[T]) -> T:
    """Settings from a YAML file. Raises RefusedError with one sentence a fault."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise refused("file", str(path), f"cannot be read: {error.strerror}, expected a settings file") from error
    return strict_yaml.typed(strict_yaml.mapping(data, str(path)), kind, str(path))


def write_secret(path: Path, text: str) -> None:
    """A file only its owner may read, whole or not at all. Raises RefusedError when the disk does not take it."""
    try:
        durable.write(path, text.encode())
    except OSError as error:
        raise refused("file", str(path), f"cannot be written: {error.strerror}") from error
