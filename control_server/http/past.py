"""What displays have shown, as people and programs read it: by their plays, never by a plan.

Decides what is said of a play. A plan of today says nothing about yesterday: it may have been another one then. Leaves
out who may ask for what (`public`).
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from content import wire
from content.schedule.resolve import Showing
from control_server.publishing.frame_words import FrameWords, Words
from control_server.storage import shown
from control_server.storage.database import Database


class PastShowing(Showing, frozen=True, kw_only=True):
    """What was on a display, as it read it back: the `asset`, and what that frame said first."""

    asset: str | None = None
    headline: str | None = None


class Past:
    """Of every display that has told."""

    def __init__(self, database: Database, words: FrameWords) -> None:
        self._database, self._words = database, words

    async def at(self, display: str, instant: datetime) -> PastShowing | None:
        """What it showed at that instant; None when it showed nothing, or has not told."""
        play = await shown.at(self._database, display, instant)
        return (await self._told([play]))[0] if play else None

    async def between(self, display: str, since: datetime, until: datetime, most: int) -> list[PastShowing]:
        """What it showed in [since, until), the oldest first; at most so many of the latest."""
        return await self._told(await shown.between(self._database, display, since, until, most))

    async def following(self, display: str, instant: datetime, most: int) -> list[PastShowing]:
        """What it showed next after that instant, as far as it has told."""
        return await self._told(await shown.following(self._database, display, instant, most))

    async def _told(self, plays: Sequence[wire.Play]) -> list[PastShowing]:
        words = await self._words.of({play.asset for play in plays if play.asset})
        return [
            PastShowing(
                since=play.since,
                until=play.until,
                state="showing" if play.slide else "neutral",
                slide=play.slide,
                lang=play.lang,
                campaign=play.campaign,
                asset=play.asset,
                headline=_headline(play, words),
            )
            for play in plays
        ]


def _headline(play: wire.Play, words: Mapping[str, Words]) -> str | None:
    known = words.get(play.asset or "")
    return known.title if play.slide and known else play.slide
