"""The API of what the published pack has: slides, playlists and campaigns, with where they are shown.

Decides the fields. Leaves out how they are written (`changes_api`) and what plays when (`schedule_api`).
"""

from collections.abc import Callable
from datetime import datetime

import msgspec
from aiohttp import web

from content.authored import Moment
from content.findings import refused
from content.pack.model import Campaign, Pack, Playlist
from content.pack.values import Daypart
from control_server.http import answers, list_part, slide_filters, slide_list
from control_server.http.slide_filters import Shown
from control_server.publishing.frame_words import FrameWords
from control_server.publishing.publisher import Publisher
from control_server.storage import causes, changes, documents
from control_server.storage.database import Database

_SLIDES, _MOST_SLIDES, _VERSIONS = 100, 500, 30


class SlideFinding(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be mended on a slide, each thing once."""

    code: str
    message: str


class ListedSlide(msgspec.Struct, frozen=True, kw_only=True):
    """A slide as the library has it.

    `state` is `shown`, `coming`, `over` or `nowhere`; `languages` are those in which it is complete, `missing` those of
    its displays in which it is not; `picture` is the address of one of its frames, `change` the open change that edits
    it. `begins` and `ends` are instants (UTC).
    """

    id: str
    kind: str
    title: str
    state: str
    displays: tuple[str, ...]
    picture: str | None
    begins: datetime | None
    ends: datetime | None
    languages: tuple[str, ...]
    missing: tuple[str, ...]
    findings: tuple[SlideFinding, ...]
    change: str | None


class PastSlide(msgspec.Struct, frozen=True, kw_only=True):
    """A version of a slide that was published: who caused `revision`, and its file; null where it was taken away."""

    revision: int
    by: str
    body: str | None


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
    """The handlers of `/api/slides`, `/api/playlists` and `/api/campaigns`."""

    publisher: Publisher
    database: Database
    words: FrameWords
    clock: Callable[[], datetime]

    async def list_slides(self, request: web.Request) -> web.Response:
        """Published slides with where and until when they are shown, what they lack, and what is to be mended.

        In parts: `X-Total-Count`, and `Link` to the next one. What only an open change has is in that change.
        """
        published, part = self.publisher.published, list_part.asked(request, _SLIDES, _MOST_SLIDES)
        published.city_pack()
        slides = slide_list.listed(published, self.clock(), lambda finding: finding.message)
        by_slide = slide_list.edited(await changes.listed(self.database, changes.OPEN))
        words = await self.words.of(slide.asset for slide in slides if slide.asset)
        slides = [slide_list.with_words(slide, words, by_slide) for slide in slides]
        kept = slide_filters.kept(slides, slide_filters.asked(request.query))
        some = kept[part.first : part.first + part.many]
        return list_part.linked(answers.json([_slide(each) for each in some]), request, part, len(kept))

    async def slide_versions(self, request: web.Request) -> web.Response:
        """The versions of a slide that were published, the newest first, at most 30. A change brings one back."""
        slide, listed = request.match_info["slide"], []
        for version in await documents.versions(self.database, f"slides/{slide}.yaml", _VERSIONS):
            made = await causes.of_revision(self.database, version.revision)
            body = None if version.body is None else version.body.decode(errors="replace")
            listed.append(PastSlide(revision=version.revision, by=made.cause.actor if made else "", body=body))
        if not listed:
            raise refused("unknown", f"slide {slide!r}", "was never published, expected the id of a slide")
        return answers.json(listed)

    async def list_playlists(self, _: web.Request) -> web.Response:
        """All playlists that are published, each with its slides in order and where it is shown."""
        pack = self.publisher.published.city_pack()
        return answers.json([_playlist(pack, each) for each in pack.playlists.values()])

    async def list_campaigns(self, _: web.Request) -> web.Response:
        """All campaigns that are published: when, where, and how much of the time."""
        pack = self.publisher.published.city_pack()
        return answers.json([_campaign(pack, each) for each in pack.campaigns.values()])


def _slide(shown: Shown) -> ListedSlide:
    return ListedSlide(
        id=shown.id,
        kind=shown.kind,
        title=shown.title,
        state=shown.state,
        displays=shown.displays,
        picture=f"/api/frames/{shown.asset}" if shown.asset else None,
        begins=shown.begins,
        ends=shown.ends,
        languages=shown.there,
        missing=shown.missing,
        findings=tuple(SlideFinding(code=code, message=message) for code, message in shown.findings),
        change=shown.change.id if shown.change else None,
    )


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
