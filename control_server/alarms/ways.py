"""The ways by which people are told of an alarm: an e-mail, and a webhook that other programs listen at.

Decides how a message looks on each way. Each raises what it likes when it cannot be told; who asks catches it all.
"""

import asyncio
import base64
import hashlib
import hmac
import smtplib
import ssl
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage

import aiohttp
import msgspec

from config.settings import AlarmSettings, EmailSettings, WebhookSettings
from control_server.alarms.wording import AlarmWords
from control_server.storage.alarms import AlarmMessage

TOLD_WITHIN_S = 30

Way = Callable[[AlarmMessage], Awaitable[None]]
"""Tells one message; returns when it was taken."""


def ways(chosen: AlarmSettings) -> Mapping[str, Way]:
    """By name. Raises RefusedError (`file`) when a secret cannot be read."""
    told: dict[str, Way] = {}
    if chosen.email:
        told["email"] = _by_email(chosen.email, chosen.email.password())
    if chosen.webhook:
        told["webhook"] = _by_webhook(chosen.webhook, chosen.webhook.secret())
    return told


def _by_email(chosen: EmailSettings, password: str) -> Way:
    async def tell(message: AlarmMessage) -> None:
        await asyncio.to_thread(_sent, chosen, password, letter(message, chosen))

    return tell


def letter(message: AlarmMessage, chosen: EmailSettings) -> EmailMessage:
    """The e-mail. It is marked as written by a program (RFC 3834), and has one id however often it is sent."""
    words = msgspec.json.decode(message.body, type=AlarmWords)
    email = EmailMessage()
    email["Subject"] = words.subject
    email["From"] = Address("Afișier", addr_spec=chosen.sender)
    email["To"] = ", ".join(chosen.recipients)
    email["Date"] = message.at
    email["Message-ID"] = f"<{message.id}@{chosen.sender.partition('@')[2]}>"
    email["Auto-Submitted"] = "auto-generated"
    email.set_content(words.text)
    return email


def _sent(chosen: EmailSettings, password: str, email: EmailMessage) -> None:
    """Raises OSError and SMTPException. The mail server's certificate is verified."""
    trusted = ssl.create_default_context()
    if chosen.security == "tls":
        connection: smtplib.SMTP = smtplib.SMTP_SSL(chosen.host, chosen.port, timeout=TOLD_WITHIN_S, context=trusted)
    else:
        connection = smtplib.SMTP(chosen.host, chosen.port, timeout=TOLD_WITHIN_S)
    with connection:
        if chosen.security == "starttls":
            connection.starttls(context=trusted)
        if chosen.user:
            connection.login(chosen.user, password)
        if lost := connection.send_message(email):
            raise smtplib.SMTPRecipientsRefused(lost)


def _by_webhook(chosen: WebhookSettings, secret: str) -> Way:
    async def tell(message: AlarmMessage) -> None:
        timeout = aiohttp.ClientTimeout(total=TOLD_WITHIN_S)
        async with aiohttp.ClientSession(timeout=timeout, trust_env=False) as session:
            headers = signed(message, secret)
            async with session.post(chosen.url, data=message.body, headers=headers, allow_redirects=False) as answer:
                if not 200 <= answer.status < 300:
                    raise ConnectionError(f"it answered {answer.status}, expected 200 to 299")

    return tell


def signed(message: AlarmMessage, secret: str) -> dict[str, str]:
    """The headers of Standard Webhooks 1.0: id, time and an HMAC-SHA256 of both with the body."""
    seconds = _unix(message.at)
    content = b".".join((message.id.encode(), seconds.encode(), message.body))
    proof = hmac.new(secret.encode(), content, hashlib.sha256).digest()
    return {
        "Content-Type": "application/json",
        "User-Agent": "afisier",
        "webhook-id": message.id,
        "webhook-timestamp": seconds,
        "webhook-signature": f"v1,{base64.b64encode(proof).decode()}",
    }


def _unix(at: datetime) -> str:
    return str(int(at.timestamp()))
