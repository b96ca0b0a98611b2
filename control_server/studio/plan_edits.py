"""What is changed from the plan: a campaign moved in time, taken to other displays, or given another share.

Decides that each is kept in a change and leads back to the plan, and that what is refused is said there. Leaves out
what a move does (`campaign_moves`, `campaign_places`), how it is written (`campaign_form`) and the page (`plan_page`).
"""

from collections.abc import Callable, Mapping
from typing import cast

import msgspec
from aiohttp import web

from content.findings import RefusedError, answer, refused
from content.pack.model import Campaign, Pack
from content.phrases import said
from control_server.http.auth import PRINCIPAL
from control_server.studio import campaign_form, campaign_moves, campaign_places, catalogue, drafts, page, plan_asked
from control_server.studio.campaign_moves import Edge
from control_server.studio.plan_page import PlanPage

Form = Mapping[str, str]


class PlanEdits(msgspec.Struct, frozen=True, kw_only=True):
    """Answers the forms of the plan."""

    plan: PlanPage

    async def move(self, request: web.Request) -> web.StreamResponse:
        """Moves a campaign, or one of its ends, by days and minutes."""
        return await self._kept(request, _moved)

    async def share(self, request: web.Request) -> web.StreamResponse:
        """Gives a campaign another share of the time."""
        return await self._kept(request, _shared)

    async def place(self, request: web.Request) -> web.StreamResponse:
        """Takes a campaign from displays to others."""
        return await self._kept(request, _placed)

    async def _kept(
        self, request: web.Request, body: Callable[[bytes, Pack, Campaign, Form], bytes]
    ) -> web.StreamResponse:
        """Keeps what becomes of the campaigns in a change, and leads back to the plan."""
        form = await page.form(request)
        edited = await self.plan.drafts.edited(form.get("change", ""))
        campaign = edited.pack.campaigns.get(form.get("campaign", ""))
        try:
            if campaign is None:
                raise refused("unknown", "the campaign", "is not in the pack, expected the id of a campaign")
            own = {campaign_form.FILE: body(edited.files[campaign_form.FILE], edited.pack, campaign, form)}
            title = edited.pack.campaign_name(campaign.id, edited.pack.city.languages[0])
            version = page.number(form.get("version", ""))
            change = await self.plan.drafts.keep(edited, own, version, title, request[PRINCIPAL].name)
        except RefusedError as error:
            return await self.plan.answered(
                request, edited, form, drafts.problem(error, catalogue.language(request)), answer(error).status
            )
        asked = self.plan.asked(edited, form)._replace(change=change.id)
        return web.Response(status=303, headers={"Location": asked.address(moved=campaign.id)})


def _moved(body: bytes, _: Pack, campaign: Campaign, form: Form) -> bytes:
    days, minutes = _number(form.get("days", "0")), _number(form.get("minutes", "0"))
    edge = cast(Edge, form["edge"]) if form.get("edge") in ("start", "end") else ""
    return campaign_form.changed(body, campaign.id, campaign_moves.moved(campaign, days, minutes, edge))


def _shared(body: bytes, _: Pack, campaign: Campaign, form: Form) -> bytes:
    return campaign_form.changed(body, campaign.id, {"share": _number(form.get("share", ""))})


def _placed(body: bytes, pack: Pack, campaign: Campaign, form: Form) -> bytes:
    off, onto = (form.get(name, "").split(",")[: plan_asked.AT_ONCE] for name in ("off", "onto"))
    placing = campaign_places.placed(pack, campaign.id, off, onto)
    return campaign_form.placed(body, campaign.id, placing.after)


def _number(text: str) -> int:
    """A whole number with its sign; raises RefusedError for anything else."""
    digits = text.removeprefix("-")
    if not (digits.isascii() and digits.isdecimal() and len(digits) < 6):
        raise refused("value", "the move", said("found {text!r}, expected a whole number", text=text[:20]))
    return int(text)
