"""Settings: strict, and every mistake one sentence."""

from pathlib import Path
from typing import get_args

import pytest

from config.settings import AdvertisedBroker, Enrolment, RoleName, ServerSettings, read
from content.findings import RefusedError
from control_server.storage import people

ENROLMENT = """\
display: gara
site: timisoara
city: Municipiul Timișoara
password: secret
broker: {host: 127.0.0.1, port: 1883}
server: http://127.0.0.1:8600
key: AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=
width: 1280
height: 720
"""


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "file.yaml"
    path.write_text(text)
    return path


def test_defaults(tmp_path: Path) -> None:
    settings = read(written(tmp_path, "port: 9000\n"), ServerSettings)
    assert (settings.port, settings.broker.managed, settings.workers) == (9000, True, 2)


def test_displays_may_be_told_another_address_of_the_broker(tmp_path: Path) -> None:
    told = "broker: {host: 0.0.0.0, advertise: {host: mqtt.oras.ro}}\n"
    settings = read(written(tmp_path, told), ServerSettings)
    assert settings.broker.advertise == AdvertisedBroker(host="mqtt.oras.ro", port=None)


def test_trusted_proxies_are_networks(tmp_path: Path) -> None:
    settings = read(written(tmp_path, 'trusted_proxies: [10.0.0.5, "2001:db8::/48"]\n'), ServerSettings)
    assert list(map(str, settings.proxies())) == ["10.0.0.5/32", "2001:db8::/48"]


OIDC = "oidc: {{issuer: {}, client_id: afisier, client_secret_file: {}, groups: {{presa: [author], it: [technician]}}}}"


def test_the_citys_own_sign_in(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("s3cret\n")
    oidc = read(written(tmp_path, OIDC.format("https://login.oras.ro/x", tmp_path / "secret")), ServerSettings).oidc
    assert oidc and (oidc.secret(), oidc.groups) == ("s3cret", {"presa": ("author",), "it": ("technician",)})
    assert get_args(RoleName) == people.ROLES
    for content in ("", None):
        if content is None:
            (tmp_path / "secret").unlink()
        else:
            (tmp_path / "secret").write_text(content)
        with pytest.raises(RefusedError, match="expected the client's secret"):
            oidc.secret()


@pytest.mark.parametrize("issuer", ["http://login.oras.ro", "https://", "login.oras.ro", "https://x/?a=b", "ftp://x"])
def test_an_issuer_is_reached_with_encryption(tmp_path: Path, issuer: str) -> None:
    with pytest.raises(RefusedError, match="found an `issuer` that is no such address"):
        read(written(tmp_path, OIDC.format(f'"{issuer}"', "x")), ServerSettings)


def test_enrolment(tmp_path: Path) -> None:
    enrolment = read(written(tmp_path, ENROLMENT), Enrolment)
    assert enrolment.display == "gara"
    assert enrolment.public_key().public_bytes_raw() == bytes(range(32))


@pytest.mark.parametrize(
    ("kind", "text", "sentence"),
    [
        (ServerSettings, "prot: 9000\n", "prot"),
        (ServerSettings, "port: many\n", "$.port"),
        (ServerSettings, "port: 70000\n", "65535"),
        (ServerSettings, "port: 1\nport: 2\n", "'port' twice"),
        (ServerSettings, "broker: {port: [1]}\n", "$.broker.port"),
        (ServerSettings, "database: mysql://ana:s3cret@x/c\nbroker: {managed: false}\n", "expected postgresql://"),
        (ServerSettings, "database: postgresql://ana:s3cret@x\nbroker: {managed: false}\n", "expected postgresql://"),
        (ServerSettings, "database: postgresql://a:s3cret@x:y/c\nbroker: {managed: false}\n", "expected postgresql://"),
        (ServerSettings, "database: postgresql://ana:s3cret@x/c\n", "managed: false"),
        (ServerSettings, "tls: {certificate: a.pem}\n", "key"),
        (ServerSettings, "broker: {tls: true}\n", "expected it in the server's own `tls`"),
        (ServerSettings, "trusted_proxies: [10.0.0.5/8]\n", "10.0.0.5/8 has host bits set in `trusted_proxies`"),
        (ServerSettings, "trusted_proxies: [proxy]\n", "expected 10.0.0.5 or 10.0.0.0/24"),
        (ServerSettings, "public_url: afisier.oras.ro\n", "expected https://afisier.oras.ro"),
        (ServerSettings, "a: [1\n", "is not YAML"),
        (ServerSettings, "- a\n", "expected keys and values"),
        (Enrolment, ENROLMENT.replace("gara", "Gara Nord"), "$.display"),
        (Enrolment, ENROLMENT.replace("key: AAEC", "key: AAE"), "Ed25519"),
        (Enrolment, ENROLMENT + "authority: nobody\n", "no certificate in PEM"),
        (Enrolment, ENROLMENT.replace("site: timisoara\n", ""), "site"),
    ],
)
def test_a_mistake_is_one_sentence_with_its_place(tmp_path: Path, kind: type, text: str, sentence: str) -> None:
    path = written(tmp_path, text)
    with pytest.raises(RefusedError) as refusal:
        read(path, kind)
    assert len(refusal.value.findings) == 1
    told = str(refusal.value)
    assert sentence in told
    assert told.startswith(str(path))
    assert "\n" not in told
    assert "s3cret" not in told


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match=r"no\.yaml: cannot be read: No such file"):
        read(tmp_path / "no.yaml", ServerSettings)
