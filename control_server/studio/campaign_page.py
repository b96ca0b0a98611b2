"""The form of one campaign, and of a new one; ending one.

Decides what the form says of a share (which part of the time it makes beside the others) and that all is kept in a
change. Leaves out the fields (`campaign_fields`), what becomes of them (`campaign_form`) and the plan (`plan_page`).
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple, cast

import msgspec
from aiohttp import web
from multidict import MultiMapping

from content.explain import occasion_reader
from content.explain.occasion_words import OccasionWords
from content.explain.sentences import InterfaceLang
from content.findings import RefusedError, answer, refused
from content.pack.model import Campaign, Pack
from content.phrases import said
from control_server.http.auth import PRINCIPAL
from control_server.studio import campaign_fields, campaign_form, campaign_moves, catalogue, drafts, page, phrase_words
from control_server.studio.drafts import Drafts, EditedPack

_PARTS = range(5, 100, 5)
"""Per cent that are offered."""


class Shares(NamedTuple):
    """What a share makes beside the campaigns of the same priority on the display that has most of them.

    `choices` are shares with the per cent of the time they make; `others` are names with theirs for the share there is.
    """

    choices: Sequence[tuple[int, int]]
    others: Sequence[tuple[str, int]]


class CampaignPage(msgspec.Struct, frozen=True, kw_only=True):
    """Answers the requests for campaigns."""

    drafts: Drafts

    async def fresh(self, request: web.Request) -> web.Response:
        """The form of a new campaign."""
        edited = await self.drafts.edited(request.query.get("change", ""))
        return await self._page(request, edited, None, request.query, "")

    async def begin(self, request: web.Request) -> web.StreamResponse:
        """A new campaign, in a change."""
        form = await page.form(request)
        edited = await self.drafts.edited(page.text(form, "change"))
        try:
            given = campaign_fields.filled(campaign_fields.typed(form, edited.pack), edited.pack)
            _, body = campaign_form.begun(edited.files[campaign_form.FILE], given, edited.pack)
            title = next((each for each in given.names.values() if each.strip()), "")
            return await self._kept(request, form, edited, body, title)
        except RefusedError as error:
            return await self._page(
                request, edited, None, form, drafts.problem(error, catalogue.language(request)), answer(error).status
            )

    async def form(self, request: web.Request) -> web.Response:
        """The form of one campaign; filled in by words where they were asked to be read."""
        edited = await self.drafts.edited(request.query.get("change", ""))
        return await self._page(request, edited, _campaign(request, edited), request.query, "")

    async def save(self, request: web.Request) -> web.StreamResponse:
        """Keeps it as it is filled in; by a `step` ends it, takes it out or moves it by a day."""
        form = await page.form(request)
        edited = await self.drafts.edited(page.text(form, "change"))
        campaign = _campaign(request, edited)
        try:
            body = self._body(edited, campaign, form)
            title = edited.pack.campaign_name(campaign.id, edited.pack.city.languages[0])
            return await self._kept(request, form, edited, body, title)
        except RefusedError as error:
            return await self._page(
                request,
                edited,
                campaign,
                form,
                drafts.problem(error, catalogue.language(request)),
                answer(error).status,
            )

    # --- how ---------------------------------------------------------------------------------------------------------

    def _body(self, edited: EditedPack, campaign: Campaign, form: MultiMapping[str]) -> bytes:
        before, step = edited.files[campaign_form.FILE], page.text(form, "step")
        today = self._today(edited.pack)
        steps: dict[str, Callable[[], bytes]] = {
            "": lambda: campaign_form.edited(
                before,
                campaign,
                campaign_fields.filled(campaign_fields.typed(form, edited.pack), edited.pack),
                edited.pack,
            ),
            "end": lambda: campaign_form.changed(before, campaign.id, {"to": today.isoformat()}),
            "out": lambda: campaign_form.removed(before, campaign.id),
            "earlier": lambda: _moved(before, campaign, -1),
            "later": lambda: _moved(before, campaign, 1),
        }
        if step not in steps:
            raise refused(
                "option",
                "step",
                said("found {step!r}, expected one of {steps}", step=step[:20], steps=", ".join(steps)),
            )
        return steps[step]()

    async def _kept(
        self, request: web.Request, form: MultiMapping[str], edited: EditedPack, body: bytes, title: str
    ) -> web.Response:
        own, version = {campaign_form.FILE: body}, page.number(page.text(form, "version"))
        title = page.text(form, "change-title") or title
        change = await self.drafts.keep(edited, own, version, title, request[PRINCIPAL].name)
        return web.Response(status=303, headers={"Location": f"/studio/plan?change={change.id}"})

    def _today(self, pack: Pack) -> date:
        return self.drafts.clock().astimezone(pack.city.zone).date()

    async def _page(  # noqa: PLR0913, PLR0917  what a page is made of
        self,
        request: web.Request,
        edited: EditedPack,
        campaign: Campaign | None,
        sent: MultiMapping[str],
        problem: str,
        status: int = 200,
    ) -> web.Response:
        pack, lang = edited.pack, cast(InterfaceLang, catalogue.language(request))
        today = self._today(pack)
        now = campaign or Campaign(id="new", playlist=_playlist(pack, page.text(sent, "playlist")))
        fields = campaign_fields.typed(sent, pack) if "priority" in sent else campaign_fields.of_campaign(now, pack)
        words = page.text(sent, "words")
        if "read" in sent:
            try:
                fields = campaign_fields.with_occasions(fields, occasion_reader.read(words, lang, today))
            except ValueError as error:
                problem, status = f"„{words}”: {phrase_words.in_words(lang, str(error))}", 422
        values: dict[str, Any] = {
            "campaign": campaign,
            "name": pack.campaign_name(now.id, lang) if campaign else None,
            "fields": fields,
            "langs": pack.city.languages,
            "playlists": [(each, pack.playlist_name(each, lang)) for each in pack.playlists],
            "tags": sorted({tag for each in pack.displays.values() for tag in each.tags} | fields.tags),
            "displays": list(pack.displays.values())[:500],
            "days": OccasionWords(lang, today).weekdays(),
            "runs": OccasionWords(lang, today).campaign(now),
            "words": words,
            "extra": OccasionWords(lang, today).single_days(now),
            "shares": shares(pack, now, lang),
            "able": campaign_moves.movable(now),
            "ends": campaign is not None
            and not (now.last and now.last.day <= today)
            and not (now.first and now.first.day > today),
            "change": edited.change,
            "version": page.number(page.text(sent, "version")) if "version" in sent else edited.version,
            "change_title": page.text(sent, "change-title"),
            "problem": problem,
        }
        return page.answer(request, "campaign.html", status, zone=pack.city.zone, **values)


def shares(pack: Pack, campaign: Campaign, lang: str) -> Shares:
    """The parts of the time that can be chosen, on the display on which most of the same priority play together."""
    others: Mapping[str, int] = {}
    for display in pack.displays.values():
        if campaign.on(display):
            there = {
                each.id: each.share
                for each in pack.campaigns.values()
                if each.id != campaign.id and each.priority == campaign.priority and each.on(display)
            }
            others = max(others, there, key=lambda each: sum(each.values()))
    rest = sum(others.values())
    wanted = {campaign.share, *(round(part * rest / (100 - part)) for part in _PARTS)}
    choices = [(each, round(100 * each / (each + rest))) for each in sorted(wanted) if 1 <= each <= 1000]
    whole = rest + campaign.share
    told = [(pack.campaign_name(name, lang), round(100 * share / whole)) for name, share in others.items()]
    return Shares(_once(choices, campaign.share), told)


def _once(choices: Sequence[tuple[int, int]], own: int) -> list[tuple[int, int]]:
    """One share for each per cent; the one there is for its own."""
    known: dict[int, int] = {}
    for share, percent in choices:
        if percent not in known or share == own:
            known[percent] = share
    return [(share, percent) for percent, share in known.items()]


def _moved(before: bytes, campaign: Campaign, days: int) -> bytes:
    return campaign_form.changed(before, campaign.id, campaign_moves.moved(campaign, days, 0, ""))


def _campaign(request: web.Request, edited: EditedPack) -> Campaign:
    campaign = edited.pack.campaigns.get(request.match_info["campaign"])
    if campaign is None:
        raise refused(
            "unknown",
            f"campaign {request.match_info['campaign']!r}",
            "is not in the pack, expected the id of a campaign",
        )
    return campaign


def _playlist(pack: Pack, wanted: str) -> str:
    return wanted if wanted in pack.playlists else next(iter(pack.playlists), "")
