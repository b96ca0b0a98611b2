"""A database put back to an earlier instant: displays believe what they are told then, and nobody is in."""

from datetime import timedelta
from pathlib import Path

import pytest

from content.findings import RefusedError
from content.wire.trusted import TrustedSet
from control_server.people.sign_in import Browser
from control_server.publishing.going_back import go_back
from control_server.storage import audit, causes
from tests.server.simulator import Simulated, slide

BROWSER = Browser("127.0.0.1", "Firefox")


async def test_displays_that_were_told_more_believe_the_new_epoch(city: Simulated) -> None:
    server, signer = city.server, city.server.ground.signer
    for number in range(3):
        await city.put_slide("anunt", slide(f"Titlul {number}"))
    before = city.published.latest["gara"]
    far = (before.manifest.epoch, before.manifest.sequence + 1_000)  # told after the backup was made
    epoch = await go_back(server.ground.database, signer, city.clock.now, "to 2026-11-23")
    await server.publisher.take_up()
    now = city.published.latest["gara"]
    assert now.version == (epoch, 1) and epoch == int(city.clock.now.timestamp())
    assert now.manifest.programme == before.manifest.programme
    display = TrustedSet([signer.public_key], "oras", "gara", highest=far)
    with pytest.raises(RefusedError, match="is not newer"):
        display.accept_manifest(before.envelope, city.clock.now)
    assert display.accept_manifest(now.envelope, city.clock.now)
    await city.put_slide("anunt", slide("Mai departe"))
    assert city.published.latest["gara"].version == (epoch, 2)


async def test_who_goes_back_twice_is_believed_twice(city: Simulated) -> None:
    ground = city.server.ground
    first = await go_back(ground.database, ground.signer, city.clock.now, "once")
    assert await go_back(ground.database, ground.signer, city.clock.now, "at once again") == first + 1
    later = city.clock.now + timedelta(hours=1)
    assert await go_back(ground.database, ground.signer, later, "later") == first + 3600


async def test_it_is_in_the_history_and_the_chain_holds(city: Simulated) -> None:
    ground = city.server.ground
    await go_back(ground.database, ground.signer, city.clock.now, "to the backup of Friday")
    assert (await causes.history(ground.database))[0].cause.kind == "restore"
    rows = await audit.rows(ground.database)
    assert (rows[-1].act.verb, rows[-1].act.who, rows[-1].act.why) == ("restore", "console", "to the backup of Friday")
    audit.verified(rows)


async def test_nobody_is_in_and_no_link_is_open(city: Simulated) -> None:
    sign_in, ground = city.server.sign_in, city.server.ground
    link = await sign_in.first_link()
    assert link is not None
    secret = await sign_in.join(link, "ana@oras.ro", "Ana Pop", "tramvai verde spre Fabric", BROWSER)
    assert await sign_in.who(secret)
    await go_back(ground.database, ground.signer, city.clock.now, "")
    assert await sign_in.who(secret) is None
    assert await sign_in.sign_in("ana@oras.ro", "tramvai verde spre Fabric", BROWSER)


async def test_another_key_is_refused(city: Simulated, tmp_path: Path) -> None:
    from control_server.storage import keys  # noqa: PLC0415

    (tmp_path / "other").mkdir()
    with pytest.raises(RefusedError, match="key"):
        await go_back(city.server.ground.database, keys.signer(tmp_path / "other"), city.clock.now, "")
