"""What a change touches, held against the published rules of the city."""

from content.pack.review import Asked
from control_server.changes import effect, touched
from control_server.storage.changes import Files
from tests.server.simulator import PACK, Simulated, slide

RULES = b"review: [{kinds: [notice], approvals: 2}, {tags: [centru], approvals: 3}, {kinds: [budget], approvals: 0}]\n"
RULED = {
    **PACK,
    "city.yaml": PACK["city.yaml"] + RULES,
    "displays.yaml": PACK["displays.yaml"].replace(b"  - id: piata", b"    tags: [gara]\n  - id: piata")
    + b"    tags: [centru]\n",
    "campaigns.yaml": b"campaigns: [{id: mereu, playlist: toate, displays: [gara]}]",
}


async def asked(city: Simulated, files: Files) -> Asked:
    kept = {path: body for path, body in city.published.files.items() if path not in files}
    candidate = await city.server.publisher.prepare(kept | {path: body for path, body in files.items() if body})
    return touched.approvals(candidate, files, effect.of(candidate, files))


async def test_without_rules_it_is_one_other_person(city: Simulated) -> None:
    assert await asked(city, {"slides/anunt.yaml": slide("Nou")}) == Asked(1)


async def test_the_kinds_it_edits_and_the_displays_that_would_show_it(city: Simulated) -> None:
    await city.publish(RULED)
    assert await asked(city, {"slides/anunt.yaml": slide("Nou")}) == Asked(2, ("notice",))
    assert await asked(city, {"slides/alt.yaml": slide("Altul")}) == Asked(2, ("notice",))
    everywhere = {"campaigns.yaml": PACK["campaigns.yaml"]}
    assert await asked(city, everywhere) == Asked(3, (), ("centru",))


async def test_the_rules_are_those_that_are_published(city: Simulated) -> None:
    await city.publish(RULED)
    looser = {"city.yaml": PACK["city.yaml"] + b"review: [{approvals: 0}]\n", "slides/anunt.yaml": slide("Nou")}
    assert await asked(city, looser) == Asked(3, (), ("centru",))


async def test_a_change_of_the_rules_takes_as_many_as_the_strictest_of_them(city: Simulated) -> None:
    general_none = PACK["city.yaml"] + b"review: [{approvals: 0}, {tags: [centru], approvals: 2}]\n"
    await city.publish({**RULED, "city.yaml": general_none})
    assert await asked(city, {"city.yaml": PACK["city.yaml"]}) == Asked(2, (), ("centru",))
    tagged = general_none.replace(b"tags: [centru]", b"tags: [gara]")
    assert await asked(city, {"city.yaml": tagged}) == Asked(2, (), ("centru",))


async def test_a_change_of_the_feeds_takes_as_many_as_the_strictest_rule(city: Simulated) -> None:
    general_none = PACK["city.yaml"] + b"review: [{approvals: 0}, {tags: [centru], approvals: 2}]\n"
    await city.publish({**RULED, "city.yaml": general_none})
    hosts = b"hosts: [date.oras.ro]\n"
    feed = b"feeds: [{id: date, reader: dataset, address: 'https://date.oras.ro/a.csv', every_hours: 24}]\n"
    assert await asked(city, {"sources.yaml": hosts}) == Asked(0)
    assert await asked(city, {"sources.yaml": hosts + feed}) == Asked(2, (), ("centru",))


async def test_a_display_that_gets_out_of_a_rule_is_in_it(city: Simulated) -> None:
    await city.publish(RULED)
    untagged = RULED["displays.yaml"].replace(b"    tags: [centru]\n", b"    tags: [gara]\n")
    rules = RULED["city.yaml"].replace(b"{tags: [centru]", b"{tags: [gara]")
    assert await asked(city, {"displays.yaml": untagged, "city.yaml": rules}) == Asked(3, (), ("centru",))
