"""Frames by job and by asset."""

from content import wire
from content.publication.edition import StoredFrame
from control_server.storage import frames
from control_server.storage.database import Database
from tests.server.simulator import START


async def test_frames_come_back_with_their_live_parts_and_their_words(database: Database) -> None:
    part = wire.LivePart(part="countdown", x=1, y=2, width=3, height=4, size=5, until=START)
    frame = StoredFrame(asset="a" * 64, size=7, live=(part,), title="Podul se închide", kind="notice")
    await frames.remember(database, {"k": frame})
    await frames.remember(database, {"k": frame})
    assert await frames.of_jobs(database, ["k", "other"]) == {"k": frame}
    assert await frames.of_assets(database, ["a" * 64, "b" * 64]) == {"a" * 64: frame}
    assert await frames.of_assets(database, []) == {}


async def test_more_than_a_statement_takes_are_asked_for_in_several(database: Database) -> None:
    frame = StoredFrame(asset="a" * 64, size=7, title="x", kind="notice")
    await frames.remember(database, {"39999": frame})
    assert await frames.of_jobs(database, [str(number) for number in range(40_000)]) == {"39999": frame}


async def test_a_letter_that_no_database_keeps_is_left_out_of_what_a_frame_says(database: Database) -> None:
    """PostgreSQL refuses U+0000 in a text."""
    await frames.remember(database, {"k": StoredFrame(asset="a" * 64, size=7, title="Po\0dul", kind="notice")})
    assert (await frames.of_jobs(database, ["k"]))["k"].title == "Podul"
