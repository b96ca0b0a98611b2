"""E-mails and webhooks as those who receive them see them, with real servers on this machine."""

import asyncio
import base64
import hashlib
import hmac
import ssl
from collections.abc import AsyncIterator
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any

import msgspec
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from aiosmtpd.smtp import SMTP, AuthResult, Envelope

from config.settings import AlarmSettings, EmailSettings, WebhookSettings
from content.findings import RefusedError
from control_server.alarms.telling import failed
from control_server.alarms.ways import ways
from control_server.alarms.wording import AlarmWords
from control_server.storage.alarms import AlarmMessage
from tests.certificates import Authority
from tests.server.simulator import START

WORDS = AlarmWords(subject="Orașul: un ecran are nevoie de cineva", text="Gara: Fără legătură de 55 de secunde\n")
MESSAGE = AlarmMessage(id="a1", way="email", at=START, body=WORDS.encoded())


class Mailbox:
    """What a mail server took. `refuses` is what it answers instead."""

    def __init__(self) -> None:
        self.taken: list[Envelope] = []
        self.logins: list[tuple[bytes, bytes]] = []
        self.refuses = ""

    async def handle_DATA(self, server: SMTP, session: Any, envelope: Envelope) -> str:
        if self.refuses:
            return self.refuses
        self.taken.append(envelope)
        return "250 OK"

    def authenticate(self, server: SMTP, session: Any, envelope: Envelope, mechanism: str, data: Any) -> AuthResult:
        self.logins.append((data.login, data.password))
        return AuthResult(success=data.password == b"parola")


@pytest.fixture
def mailbox() -> Mailbox:
    return Mailbox()


@pytest.fixture
def authority(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Authority:
    """One that this process believes."""
    found = Authority(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(found.file))
    return found


@pytest.fixture
async def starttls(mailbox: Mailbox, authority: Authority) -> AsyncIterator[int]:
    """The port of a mail server that wants TLS and a password."""
    pair = authority.signs("localhost")
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(pair.certificate, pair.key)

    def session() -> SMTP:
        return SMTP(
            mailbox,
            tls_context=context,
            require_starttls=True,
            auth_required=True,
            authenticator=mailbox.authenticate,
        )

    async with await asyncio.get_running_loop().create_server(session, "localhost", 0) as server:
        yield server.sockets[0].getsockname()[1]


def by_email(port: int, folder: Path, **other: Any) -> AlarmSettings:
    (folder / "password").write_text("parola\n")
    values: dict[str, Any] = {
        "host": "localhost",
        "port": port,
        "security": "starttls",
        "user": "afisier",
        "password_file": str(folder / "password"),
        "sender": "afisier@oras.ro",
        "recipients": ("it@oras.ro", "presa@oras.ro"),
    }
    return AlarmSettings(email=EmailSettings(**values | other))


async def test_an_email_goes_over_tls_to_everybody(starttls: int, mailbox: Mailbox, tmp_path: Path) -> None:
    tell = ways(by_email(starttls, tmp_path))
    assert list(tell) == ["email"]
    assert await failed(tell["email"], MESSAGE) == ""
    (envelope,) = mailbox.taken
    assert (envelope.mail_from, envelope.rcpt_tos) == ("afisier@oras.ro", ["it@oras.ro", "presa@oras.ro"])
    email = message_from_bytes(envelope.content or b"", policy=default)
    assert (
        dict(email.items()).items()
        >= {
            "Subject": WORDS.subject,
            "From": "Afișier <afisier@oras.ro>",
            "To": "it@oras.ro, presa@oras.ro",
            "Message-ID": "<a1@oras.ro>",
            "Date": "Mon, 23 Nov 2026 10:00:00 +0000",
            "Auto-Submitted": "auto-generated",
        }.items()
    )
    assert email.get_content().replace("\r\n", "\n") == WORDS.text
    assert mailbox.logins == [(b"afisier", b"parola")]


async def test_why_an_email_was_not_taken_is_said(starttls: int, mailbox: Mailbox, tmp_path: Path) -> None:
    mailbox.refuses = "554 no\tsuch \x07 mail"
    assert await failed(ways(by_email(starttls, tmp_path))["email"], MESSAGE) == (
        "SMTPDataError: (554, b'no\\tsuch \\x07 mail')"
    )
    unencrypted = ways(by_email(starttls, tmp_path, security="none", user="", password_file=""))["email"]
    assert "SMTPSenderRefused: (530, b'Must issue a STARTTLS command first'" in await failed(unencrypted, MESSAGE)
    assert mailbox.taken == []


async def test_a_mail_server_that_nobody_vouches_for_gets_no_password(
    starttls: int, mailbox: Mailbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(Authority(tmp_path, "Others").file))
    assert "CERTIFICATE_VERIFY_FAILED" in await failed(ways(by_email(starttls, tmp_path))["email"], MESSAGE)
    assert mailbox.logins == []


class Hook:
    """A program that listens. `answers` are the statuses of its next answers; 204 after them."""

    def __init__(self) -> None:
        self.taken: list[tuple[dict[str, str], bytes]] = []
        self.answers: list[int] = []

    async def take(self, request: web.Request) -> web.Response:
        self.taken.append((dict(request.headers), await request.read()))
        status = self.answers.pop(0) if self.answers else 204
        return web.Response(status=status, headers={"Location": "/elsewhere"} if status == 302 else {})


@pytest.fixture
async def hook() -> AsyncIterator[tuple[Hook, TestServer]]:
    listening = Hook()
    application = web.Application()
    application.router.add_post("/hook", listening.take)
    async with TestServer(application) as server:
        yield listening, server


def by_webhook(server: TestServer, folder: Path) -> AlarmSettings:
    (folder / "secret").write_text("secretul")
    return AlarmSettings(webhook=WebhookSettings(url=str(server.make_url("/hook")), secret_file=str(folder / "secret")))


async def test_a_webhook_is_signed_as_the_standard_says(hook: tuple[Hook, TestServer], tmp_path: Path) -> None:
    listening, server = hook
    assert await failed(ways(by_webhook(server, tmp_path))["webhook"], MESSAGE) == ""
    ((headers, body),) = listening.taken
    assert msgspec.json.decode(body, type=AlarmWords) == WORDS
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    proof = base64.b64encode(hmac.new(b"secretul", signed, hashlib.sha256).digest()).decode()
    assert (headers["webhook-id"], headers["webhook-timestamp"]) == ("a1", str(int(START.timestamp())))
    assert headers["webhook-signature"] == f"v1,{proof}"


async def test_a_webhook_that_leads_elsewhere_is_not_followed(hook: tuple[Hook, TestServer], tmp_path: Path) -> None:
    listening, server = hook
    listening.answers = [302]
    failure = await failed(ways(by_webhook(server, tmp_path))["webhook"], MESSAGE)
    assert failure == "ConnectionError: it answered 302, expected 200 to 299"
    assert len(listening.taken) == 1


async def test_an_empty_secret_is_refused_before_the_server_starts(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("\n")
    with pytest.raises(RefusedError, match="is empty, expected the secret of the webhook"):
        ways(AlarmSettings(webhook=WebhookSettings(url="https://oras.ro/hook", secret_file=str(tmp_path / "secret"))))


def test_a_password_never_goes_in_the_clear_over_a_network() -> None:
    with pytest.raises(ValueError, match="security: none"):
        EmailSettings(
            host="mail.oras.ro",
            security="none",
            user="a",
            password_file="p",
            sender="a@oras.ro",
            recipients=("b@oras.ro",),
        )
