"""Which displays have proved that this server is older than they are, and until when that counts."""

import msgspec
import pytest

from content import wire
from content.findings import ConflictError, RefusedError
from control_server.devices.newer_manifests import NewerManifests
from tests.server.simulator import Simulated


@pytest.fixture
def newer(city: Simulated) -> NewerManifests:
    return NewerManifests(city.server.ground.signer)


def held(city: Simulated, display: str = "gara", **fields: object) -> bytes:
    manifest = msgspec.structs.replace(city.published.latest[display].manifest, **fields)
    return city.server.ground.signer.sign_manifest(wire.encode(manifest))


async def test_a_newer_manifest_is_a_proof_until_this_server_has_a_newer_one(
    city: Simulated, newer: NewerManifests
) -> None:
    newer.refuse(city.published.latest)
    assert newer.prove("gara", held(city, sequence=3), city.published.latest)
    assert newer.prove("gara", held(city, sequence=2), city.published.latest)
    assert newer.of(city.published.latest) == {"gara": (1, 3)}
    with pytest.raises(ConflictError, match="older than its displays"):
        newer.refuse(city.published.latest)
    manifest = msgspec.structs.replace(city.published.latest["gara"].manifest, epoch=2)
    anew = {**city.published.latest, "gara": msgspec.structs.replace(city.published.latest["gara"], manifest=manifest)}
    assert newer.of(anew) == {}
    newer.refuse(anew)


async def test_a_display_that_this_copy_does_not_know_proves_it_too(city: Simulated, newer: NewerManifests) -> None:
    latest = {name: each for name, each in city.published.latest.items() if name != "piata"}
    assert newer.prove("piata", held(city, "piata"), latest)
    assert newer.of(latest) == {"piata": (1, 1)}


async def test_what_is_not_newer_or_not_genuine_is_no_proof(city: Simulated, newer: NewerManifests) -> None:
    assert not newer.prove("gara", held(city), city.published.latest)
    with pytest.raises(RefusedError, match="is for piata, expected the display's own"):
        newer.prove("gara", held(city, "piata", sequence=9), city.published.latest)
    with pytest.raises(RefusedError, match="is not genuine"):
        newer.prove("gara", b"{}", city.published.latest)
    assert newer.of(city.published.latest) == {}
