"""The API of what the published pack has: playlists and campaigns, with where they are shown.

Decides the fields. Leaves out how they are written (`changes_api`) and what plays when (`schedule_api`).
"""

import msgspec
from aiohttp import web

from content.authored import Moment
from content.pack.model import Campaign, Pack, Playlist
from content.pack.values import Daypart
from control_server.http import answers
from control_server.publishing.publisher import Publisher


class ListedPlaylist(msgspec.Struct, frozen=True, kw_only=True):
    """A playlist in its order; `campaigns` play it, on `displays`. `names` are by language."""

    id: str
    names: dict[str, str]
    slides: tuple[str, ...]
    campaigns: tuple[str, ...]
    displays: tuple[str, ...]


class ListedDaypart(msgspec.Struct, frozen=True, kw_only=True, rename={"start": "from", "end": "to"}):
    """Hours of local time on some weekdays."""

    days: str
    start: str
    end: str


class ListedCampaign(msgspec.Struct, frozen=True, kw_only=True, rename={"first": "from", "last": "to"}):
    """A campaign as it is authored, and the ids of the `displays` that are meant."""

    id: str
    names: dict[str, str]
    playlist: str
    displays: tuple[str, ...]
    priority: int
    share: int
    first: str | None
    last: str | None
    dayparts: tuple[ListedDaypart, ...]
    rrule: str | None
    rdate: tuple[str, ...]
    exdate: tuple[str, ...]


class ContentsApi(msgspec.Struct, frozen=True, kw_only=True):
    """The handlers of `/api/playlists` and `/api/campaigns`."""

    publisher: Publisher

    async def list_playlists(self, _: web.Request) -> web.Response:
        """All playlists that are published, each with its slides in order and where it is shown."""
        pack = self.publisher.published.city_pack()
        return answers.json([_playlist(pack, each) for each in pack.playlists.values()])

    async def list_campaigns(self, _: web.Request) -> web.Response:
        """All campaigns that are published: when, where, and how much of the time."""
        pack = self.publisher.published.city_pack()
        return answers.json([_campaign(pack, each) for each in pack.campaigns.values()])


def _playlist(pack: Pack, playlist: Playlist) -> ListedPlaylist:
    campaigns = [each for each in pack.campaigns.values() if each.playlist == playlist.id]
    return ListedPlaylist(
        id=playlist.id,
        names={lang: pack.playlist_name(playlist.id, lang) for lang in pack.city.languages},
        slides=playlist.slides,
        campaigns=tuple(each.id for each in campaigns),
        displays=tuple(id_ for id_, display in pack.displays.items() if any(each.on(display) for each in campaigns)),
    )


def _campaign(pack: Pack, campaign: Campaign) -> ListedCampaign:
    return ListedCampaign(
        id=campaign.id,
        names={lang: pack.campaign_name(campaign.id, lang) for lang in pack.city.languages},
        playlist=campaign.playlist,
        displays=tuple(id_ for id_, display in pack.displays.items() if campaign.on(display)),
        priority=campaign.priority,
        share=campaign.share,
        first=_text(campaign.first),
        last=_text(campaign.last),
        dayparts=tuple(map(_daypart, campaign.dayparts)),
        rrule=campaign.rrule,
        rdate=tuple(each.text for each in campaign.rdate),
        exdate=tuple(each.text for each in campaign.exdate),
    )


def _text(moment: Moment | None) -> str | None:
    return moment.text if moment else None


def _daypart(part: Daypart) -> ListedDaypart:
    return ListedDaypart(days=part.days, start=part.start, end=part.end)
