"""How reading each feed went, kept."""

from control_server.storage import feeds
from control_server.storage.database import Database
from control_server.storage.feeds import FeedRecord
from tests.server.simulator import START


async def test_the_last_reading_of_each_feed_is_kept(database: Database) -> None:
    first = FeedRecord(feed="tramvaie", address="https://x.ro/a", tried=START, failures=1, error="did not answer")
    well = FeedRecord(feed="tramvaie", address="https://x.ro/a", tried=START, succeeded=START, files=("data/a.csv",))
    other = FeedRecord(feed="bilete", address="https://x.ro/b", tried=START, news=("slides/x.yaml",))
    for record in (first, other, well):
        await feeds.keep(database, record)
    assert await feeds.records(database) == {"tramvaie": well, "bilete": other}
