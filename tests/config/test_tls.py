"""TLS: a client believes its authority alone, a server shows what its files say now."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509

from config.system import tls
from content.findings import RefusedError
from tests.certificates import Authority, Pair

HOST = "127.0.0.1"


@asynccontextmanager
async def serving(context: ssl.SSLContext) -> AsyncIterator[int]:
    """A server that ends every connection. Its port."""
    server = await asyncio.start_server(lambda _, writer: writer.close(), HOST, 0, ssl=context)
    async with server:
        yield server.sockets[0].getsockname()[1]


async def shown(port: int, authority: str | None) -> int:
    """The serial number of the certificate that the server shows to one who believes that authority."""
    _, writer = await asyncio.open_connection(HOST, port, ssl=tls.believing(authority))
    found = writer.get_extra_info("ssl_object").getpeercert(binary_form=True)
    writer.transport.abort()
    return x509.load_der_x509_certificate(found).serial_number


def serial(pair: Pair) -> int:
    return x509.load_pem_x509_certificate(pair.certificate.read_bytes()).serial_number


async def test_a_client_believes_its_authority_alone(tmp_path: Path) -> None:
    ours, other = Authority(tmp_path, "ours"), Authority(tmp_path, "other")
    async with serving(tls.Certificate(*ours.signs(HOST)).context) as port:
        assert await shown(port, ours.text)
        for authority in (other.text, None):
            with pytest.raises(ssl.SSLCertVerificationError):
                await shown(port, authority)


async def test_a_name_must_be_the_certificates(tmp_path: Path) -> None:
    ours = Authority(tmp_path)
    async with serving(tls.Certificate(*ours.signs("afisier.oras.ro")).context) as port:
        with pytest.raises(ssl.SSLCertVerificationError, match="IP address mismatch"):
            await shown(port, ours.text)


async def test_older_than_tls_1_2_is_not_spoken(tmp_path: Path) -> None:
    ours = Authority(tmp_path)
    old = tls.believing(ours.text)
    old.minimum_version = ssl.TLSVersion.TLSv1
    old.maximum_version = ssl.TLSVersion.TLSv1_1
    old.set_ciphers("DEFAULT@SECLEVEL=0")
    async with serving(tls.Certificate(*ours.signs(HOST)).context) as port:
        with pytest.raises((ssl.SSLError, ConnectionError)):
            await asyncio.open_connection(HOST, port, ssl=old)


async def test_files_that_were_replaced_are_shown_from_then_on(tmp_path: Path) -> None:
    ours = Authority(tmp_path)
    certificate = tls.Certificate(*ours.signs(HOST))
    assert not certificate.renewed()
    async with serving(certificate.context) as port:
        pair = ours.signs(HOST)
        assert await shown(port, ours.text) != serial(pair)
        assert certificate.renewed() and not certificate.renewed()
        assert await shown(port, ours.text) == serial(pair)


async def test_half_a_pair_is_refused_and_the_former_is_shown_on(tmp_path: Path) -> None:
    ours = Authority(tmp_path)
    certificate = tls.Certificate(*ours.signs(HOST))
    before, key = serial(ours.signs(HOST, file="server")), certificate.key.read_bytes()
    assert certificate.renewed()
    ours.signs(HOST)
    certificate.key.write_bytes(key)
    async with serving(certificate.context) as port:
        for _ in range(2):
            with pytest.raises(RefusedError, match="the key is of another certificate"):
                certificate.renewed()
        assert await shown(port, ours.text) == before


@pytest.mark.parametrize("spoilt", ["certificate", "key"])
def test_what_is_no_pair_is_one_sentence(tmp_path: Path, spoilt: str) -> None:
    pair = Authority(tmp_path).signs(HOST)
    getattr(pair, spoilt).write_text("nothing")
    with pytest.raises(RefusedError, match="expected a certificate and its key in PEM"):
        tls.Certificate(*pair)
    getattr(pair, spoilt).unlink()
    with pytest.raises(RefusedError, match="cannot be read: No such file"):
        tls.Certificate(*pair)


@pytest.mark.parametrize("text", ["", "nothing", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"])
def test_who_believes_nobody_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="found no certificate in PEM"):
        tls.believing(text)


async def test_a_client_that_does_not_know_the_day_minds_no_dates_but_the_name(tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    over = tls.Certificate(*authority.signs("127.0.0.1", until=timedelta(hours=-1)))
    other = tls.Certificate(*authority.signs("example.org", until=timedelta(hours=-1), file="other"))
    context = tls.believing(authority.text)

    async def reached(shown: tls.Certificate) -> bool:
        async with serving(shown.context) as port:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port, ssl=context)
            except ssl.SSLError:
                return False
            writer.close()
            return True

    assert not await reached(over)
    tls.heed_dates(context, False)
    assert await reached(over)
    assert not await reached(other)
    tls.heed_dates(context, True)
    assert not await reached(over)
