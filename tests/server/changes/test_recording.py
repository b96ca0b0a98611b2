"""What programs publish is a change: kept with its author and its files, in the transaction that publishes it."""

from control_server.publishing.edits import whole_pack
from control_server.storage import audit, changes
from control_server.storage.causes import Cause
from control_server.storage.changes import Change
from tests.server.simulator import PACK, Simulated, slide


async def published(city: Simulated) -> list[Change]:
    return await changes.listed(city.server.ground.database, changes.PUBLISHED)


async def test_a_pack_a_slide_and_a_feed_are_changes_of_their_author(city: Simulated) -> None:
    (first,) = await published(city)
    assert (first.author, first.title, first.state, first.save.base) == ("Ana", "Tot orașul", "published", 0)
    city.clock.forward(minutes=1)
    await city.put_slide("anunt", slide("Podul se deschide"))
    city.clock.forward(minutes=1)
    cause = Cause(actor="tramvaie", kind="feed", why="https://date.example.ro/x.csv")
    fed = dict(city.published.files) | {"data/x.csv": b"a,b"}
    await city.server.publisher.change(whole_pack(fed), cause)
    feed, put, _ = await published(city)
    assert (put.author, put.title, put.publication and put.publication.revision) == ("Ana", "Afișul", 2)
    assert (feed.author, feed.title) == ("feed:tramvaie", "Sursa tramvaie")
    chain = await audit.rows(city.server.ground.database)
    assert audit.verified(chain) == len(chain)
    assert [(row.act.who, row.act.verb) for row in chain if row.act.object == feed.name] == [
        ("feed:tramvaie", "published")
    ]


async def test_its_files_are_what_the_revision_changed(city: Simulated) -> None:
    city.clock.forward(minutes=1)
    await city.publish({**PACK, "slides/alt.yaml": slide("Alt")})
    city.clock.forward(minutes=1)
    await city.publish({**PACK, "slides/anunt.yaml": slide("Nou")})
    last, middle, _ = [await city.server.desk.one(each.id) for each in await published(city)]
    assert middle.files == {"slides/alt.yaml": slide("Alt")}
    assert last.files == {"slides/alt.yaml": None, "slides/anunt.yaml": slide("Nou")}


async def test_it_is_undone_as_any_other(city: Simulated) -> None:
    before = city.published.versions()
    city.clock.forward(minutes=1)
    await city.publish({**PACK, "slides/anunt.yaml": slide("Nou")})
    newest = (await published(city))[0]
    await city.server.desk.undo(newest.id, "person:dan")
    assert city.published.files == PACK
    assert {display: told[1] - before[display][1] for display, told in city.published.versions().items()} == {
        "gara": 2,
        "piata": 2,
    }


async def test_where_nothing_is_edited_there_is_no_change(city: Simulated) -> None:
    await city.publish(PACK)
    await city.server.publisher.renew()
    assert len(await published(city)) == 1
