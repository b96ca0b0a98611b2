"""What becomes of people: other rights, another password, an end, no name; and the audit verifies after all of it."""

import pytest

from content.findings import NotFoundError, RefusedError
from control_server.people.sign_in import Browser, SignedIn
from control_server.storage import audit, people
from control_server.storage.people import Role
from tests.server.simulator import Simulated

HERE = Browser("192.0.2.7", "Mozilla/5.0 Firefox/140.0")
PASSWORDS = {"ana": "tramvai verde spre Fabric", "dan": "castan lângă Bega 1716"}


async def joined(city: Simulated, name: str, *roles: Role) -> SignedIn:
    door = city.server.sign_in
    link = await door.invite(roles, "console")
    signed_in = await door.who(await door.join(link, f"{name}@oras.ro", name, PASSWORDS[name], HERE))
    assert signed_in
    return signed_in


async def verified(city: Simulated) -> list[str]:
    chain = await audit.rows(city.server.ground.database)
    assert audit.verified(chain) == len(chain)
    return [f"{row.act.verb} {row.act.why}".strip() for row in chain]


async def test_other_rights_count_at_once_and_are_told(city: Simulated) -> None:
    ana, dan = await joined(city, "ana", "administrator"), await joined(city, "dan", "author")
    await city.server.staff.change_rights(dan.person.id, ["approver", "author"], ["piata", "gara"], ana.person)
    changed = await city.server.staff.one(dan.person.id)
    assert (changed.roles, changed.tags) == (("author", "approver"), ("gara", "piata"))
    assert (await verified(city))[-1] == "gave the roles author approver · gara, piata"
    with pytest.raises(RefusedError, match="the roles: found none"):
        await city.server.staff.change_rights(dan.person.id, [], [], ana.person)
    with pytest.raises(RefusedError, match="is the last administrator"):
        await city.server.staff.change_rights(ana.person.id, ["author"], [], ana.person)
    with pytest.raises(NotFoundError, match="is not there"):
        await city.server.staff.change_rights("0" * 10, ["author"], [], ana.person)


@pytest.mark.parametrize("leaves", [True, False])
async def test_the_open_links_of_who_may_invite_nobody_any_more_have_ended(city: Simulated, leaves: bool) -> None:
    ana, dan = await joined(city, "ana", "administrator"), await joined(city, "dan", "administrator")
    door, staff = city.server.sign_in, city.server.staff
    own, other = [await door.invite(["administrator"], each.person.who) for each in (dan, ana)]
    await staff.change_rights(dan.person.id, ["administrator", "author"], [], ana.person)
    assert await door.invitation(own)
    await (
        staff.disable(dan.person.id, ana.person)
        if leaves
        else staff.change_rights(dan.person.id, ["author"], [], ana.person)
    )
    with pytest.raises(RefusedError, match="was used or has ended"):
        await door.join(own, "eva@oras.ro", "Eva", PASSWORDS["dan"], HERE)
    assert await door.invitation(other)


async def test_another_password_ends_the_other_sessions(city: Simulated) -> None:
    ana = await joined(city, "ana", "administrator")
    elsewhere = await city.server.sign_in.sign_in("ana@oras.ro", PASSWORDS["ana"], HERE)
    with pytest.raises(RefusedError, match="the new password: would be guessed early"):
        await city.server.staff.change_password(ana, "ana-ana-ana-ana")
    assert await city.server.sign_in.who(elsewhere)
    await city.server.staff.change_password(ana, PASSWORDS["dan"])
    assert await city.server.sign_in.who(elsewhere) is None
    assert [each.digest for each in await city.server.staff.sessions(ana.person.id)] == [ana.session.digest]
    with pytest.raises(RefusedError, match="is not right"):
        await city.server.sign_in.sign_in("ana@oras.ro", PASSWORDS["ana"], HERE)
    assert await city.server.sign_in.sign_in("ana@oras.ro", PASSWORDS["dan"], HERE)
    assert "changed the password" in await verified(city)


async def test_a_session_is_ended_by_its_short_name(city: Simulated) -> None:
    ana, dan = await joined(city, "ana", "administrator"), await joined(city, "dan", "author")
    staff = city.server.staff
    with pytest.raises(NotFoundError, match="is not open"):
        await staff.end_session(ana.person.id, dan.session.id, ana.person)  # it is another person's
    await staff.end_session(dan.person.id, dan.session.id, ana.person)
    assert await staff.sessions(dan.person.id) == []
    city.clock.forward(minutes=31)
    assert await staff.sessions(ana.person.id) == []
    assert (await verified(city))[-1] == "ended a session of"


async def test_who_has_left_is_not_let_in_and_their_name_can_be_forgotten(city: Simulated) -> None:
    ana, dan = await joined(city, "ana", "administrator"), await joined(city, "dan", "author")
    staff = city.server.staff
    with pytest.raises(RefusedError, match="cannot be erased, expected who has left"):
        await staff.erase(dan.person.id, ana.person)
    await staff.disable(dan.person.id, ana.person)
    with pytest.raises(RefusedError, match="is not right"):
        await city.server.sign_in.sign_in("dan@oras.ro", PASSWORDS["dan"], HERE)
    for step in (
        staff.disable(dan.person.id, ana.person),
        staff.change_rights(dan.person.id, ["author"], [], ana.person),
    ):
        with pytest.raises(NotFoundError, match="has left"):
            await step
    await staff.erase(dan.person.id, ana.person)
    erased = await staff.one(dan.person.id)
    assert (erased.name, erased.password) == ("", "") and "@" not in erased.email
    known = str(await people.everybody(city.server.ground.database)) + str(
        await audit.rows(city.server.ground.database)
    )
    assert "dan@oras.ro" not in known and dan.person.who in known
    assert (await verified(city))[-2:] == ["disabled", "erased"]
    again = await joined(city, "dan", "author")  # the address is free for a namesake
    assert again.person.id != dan.person.id
