"""Plans of others as campaigns: `afisier import campaigns SOURCE --into PACK`.

Decides what kind of source this is, and adds playlists and campaigns to the pack's files. What the formats mean is
`content.exchange`'s. Campaigns come with the priority and the hours they had; what could not be kept is a finding.
What is in the pack already is not added again; of what has changed the older campaign is named, never taken out.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Literal

import msgspec

from content.exchange import xibo
from content.exchange.ical import calendar
from content.exchange.media_blocks import NewCampaigns, adopted, plain, unkept
from content.exchange.smil import reader as smil
from content.findings import Finding, refused
from content.imports.conversation import Ask, Context, Conversation, Imported, Importer
from content.imports.yaml_lists import extended
from content.pack.model import Campaign, Pack, Playlist
from content.phrases import said

Kind = Literal["auto", "ical", "smil", "xibo"]


class Options(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`plays` is the playlist that events of a calendar play, unless one of their categories is a playlist."""

    kind: Kind = "auto"
    plays: str = ""


def converse(source: str, options: Options, context: Context) -> Conversation:
    """The conversation that imports a source (see `conversation`). Raises RefusedError."""
    told = yield Ask(address=source, accept="text/calendar, application/smil+xml, application/json")
    kind = _detected(told.body, source) if options.kind == "auto" else options.kind
    plan = _adopted(kind, told.body, source, options, context)
    if not plan.campaigns:
        reasons = "; ".join(finding.message for finding in plan.findings[:3]) or said("it has no events")
        raise refused("campaigns", source, said("gives no campaign: {reasons}", reasons=reasons))
    known = _known(plan, context.pack, by_name=kind == "ical")
    new = [each for each in plan.campaigns if each.id not in known]
    files = {}
    if new:
        files["campaigns.yaml"] = _with(context, "campaigns", [plain(each) for each in new])
    if playlists := [plain(each) for each in plan.playlists if each.id not in known]:
        files["playlists.yaml"] = _with(context, "playlists", playlists)
    older = _older(plan, known, context, source)
    return Imported(files=files, findings=(*plan.findings, *_there(known, source, all_of_it=not new), *older))


IMPORTER = Importer(Options, converse)


def _known(plan: NewCampaigns, pack: Pack, *, by_name: bool) -> dict[str, str]:
    """The campaigns that the pack has already, to the ids it has them under: a plan brought in twice plays once.

    One plays the same slides on the same displays at the same times, whatever it is called. A calendar says only the
    times: there one of its name and its times is the same, whatever displays and priority it was given since.
    """
    own = {each.id: each for each in plan.playlists}
    there = {_what(each, pack.playlists): each.id for each in pack.campaigns.values()}
    known = {each.id: there[what] for each in plan.campaigns if (what := _what(each, pack.playlists | own)) in there}
    namesakes = _by_name(pack) if by_name else {}
    for each in plan.campaigns:
        same = (name for name in namesakes.get(plan.names[each.id], ()) if _when(pack.campaigns[name]) == _when(each))
        if each.id not in known and (name := next(same, None)):
            known[each.id] = name
    return known


def _what(campaign: Campaign, playlists: Mapping[str, Playlist]) -> tuple[object, ...]:
    """What a campaign plays and when, whatever it is called."""
    bare = msgspec.structs.replace(campaign, id="x", playlist="x", name=None)
    return (bare, playlists[campaign.playlist].slides)


def _when(campaign: Campaign) -> tuple[object, ...]:
    days = campaign.first, campaign.last, campaign.rrule, frozenset(campaign.rdate), frozenset(campaign.exdate)
    return (*days, campaign.dayparts)


def _by_name(pack: Pack) -> dict[str, list[str]]:
    """Names to the campaigns that an import may have called so: `targ` to `targ`, `targ-2`, and so on."""
    campaigns: dict[str, list[str]] = {}
    for name in pack.campaigns:
        for called in {name, re.sub(r"-[0-9]+\Z", "", name)}:
            campaigns.setdefault(called, []).append(name)
    return campaigns


def _there(known: Mapping[str, str], source: str, *, all_of_it: bool) -> Iterator[Finding]:
    if known:
        names = ", ".join(list(known.values())[:5]) + (
            said(" and {known} more", known=len(known) - 5) if len(known) > 5 else ""
        )
        sentence = (
            "has nothing new: all its campaigns are in the pack already" if all_of_it else "has campaigns already there"
        )
        yield unkept(source, said("{sentence}, as {names}", sentence=sentence, names=names))


def _older(plan: NewCampaigns, known: Mapping[str, str], context: Context, source: str) -> Iterator[Finding]:
    """New campaigns with the name of one of the pack that goes on playing and is none of this plan's any more."""
    spare = {each.id for each in context.pack.campaigns.values() if not _over(each, context)} - set(known.values())
    namesakes = _by_name(context.pack)
    for each in plan.campaigns:
        called = plan.names[each.id]
        old = next((name for name in namesakes.get(called, ()) if name in spare), None)
        if old is not None and each.id not in known and each.id != called:
            spare.remove(old)
            yield Finding(
                level="warning",
                code="newer",
                where=f"{source}: {each.id}",
                message=said(
                    "has the name of the campaign {old}, but other times or slides, and both play now", old=old
                ),
                fix=said(
                    "if it is a newer version of {old}, take {old} out of campaigns.yaml; else leave both", old=old
                ),
            )


def _over(campaign: Campaign, context: Context) -> bool:
    ends = campaign.ends(context.pack.city.zone)
    return ends is not None and ends <= context.now


def _with(context: Context, key: str, entries: list[dict[str, Any]]) -> bytes:
    name = f"{key}.yaml"
    return extended(context.files.get(name, b""), name, key, entries)


def _detected(data: bytes, source: str) -> Kind:
    start = data.lstrip(b"\xef\xbb\xbf \t\r\n")[:2000]
    if start.startswith(b"BEGIN:VCALENDAR"):
        return "ical"
    if b"<smil" in start:
        return "smil"
    if start.startswith(b"{"):
        return "xibo"
    expected = said("expected iCalendar, SMIL, or a JSON export of Xibo's schedule; say which with --kind")
    raise refused("source", source, said("is none of the plans that can be read, {expected}", expected=expected))


def _adopted(kind: Kind, data: bytes, source: str, options: Options, context: Context) -> NewCampaigns:
    pack = context.pack
    if kind != "ical":
        foreign = smil.read(data, source, pack.city.zone) if kind == "smil" else xibo.read(data, source, pack.city.zone)
        return adopted(foreign, pack)
    playlist = options.plays or next(iter(pack.playlists), "")
    if playlist not in pack.playlists:
        known = ", ".join(pack.playlists) or "none"
        raise refused(
            "reference",
            "--plays",
            said("found the playlist {playlist!r}, expected one of {known}", playlist=playlist, known=known),
        )
    plan = calendar.read(data, source, pack, playlist)
    if options.plays or len(pack.playlists) == 1:
        return plan
    message = said(
        "says no playlist; events without a category that is one play {playlist}, the first: say --plays",
        playlist=playlist,
    )
    return plan._replace(findings=(*plan.findings, unkept(source, message)))
