"""Plans of others as campaigns: `afisier import campaigns SOURCE --into PACK`.

Decides what kind of source this is, and adds playlists and campaigns to the pack's files. What the formats mean is
`content.exchange`'s. Campaigns come with the priority and the hours they had; what could not be kept is a finding.
"""

from collections.abc import Mapping
from typing import Any, Literal

import msgspec

from content.exchange import calendar, smil, xibo
from content.exchange.foreign import Adopted, adopted, plain, unkept
from content.findings import refused
from content.imports import Ask, Context, Conversation, Imported, Importer
from content.imports.lists import extended
from content.model import Campaign, Pack, Playlist

Kind = Literal["auto", "ical", "smil", "xibo"]


class Options(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`plays` is the playlist that events of a calendar play, unless one of their categories is a playlist."""

    kind: Kind = "auto"
    plays: str = ""


def converse(source: str, options: Options, context: Context) -> Conversation:
    """Held with whoever fetches. Raises RefusedError."""
    told = yield Ask(address=source, accept="text/calendar, application/smil+xml, application/json")
    kind = _detected(told.body, source) if options.kind == "auto" else options.kind
    found = _new(_adopted(kind, told.body, source, options, context), context.pack, source)
    if not found.campaigns:
        said = "; ".join(finding.message for finding in found.findings[:3]) or "it has no events"
        raise refused("campaigns", source, f"gives no campaign: {said}")
    files = {"campaigns.yaml": _with(context, "campaigns", [plain(each) for each in found.campaigns])}
    if found.playlists:
        files["playlists.yaml"] = _with(context, "playlists", [plain(each) for each in found.playlists])
    return Imported(files=files, findings=found.findings)


IMPORTER = Importer(Options, converse)


def _new(found: Adopted, pack: Pack, source: str) -> Adopted:
    """Without the campaigns the pack has already under another id: a plan brought in twice plays once."""
    there = {_what(each, pack.playlists): each.id for each in pack.campaigns.values()}
    own = {each.id: each for each in found.playlists}
    twice = {each.id: there[what] for each in found.campaigns if (what := _what(each, pack.playlists | own)) in there}
    said = [unkept(source, f"has {name}, which the pack has already as {known}") for name, known in twice.items()]
    return Adopted(
        tuple(each for each in found.playlists if each.id not in twice),
        tuple(each for each in found.campaigns if each.id not in twice),
        (*found.findings, *said),
    )


def _what(campaign: Campaign, playlists: Mapping[str, Playlist]) -> tuple[object, ...]:
    """What a campaign plays and when, whatever it is called."""
    bare = msgspec.structs.replace(campaign, id="x", playlist="x")
    return (bare, playlists[campaign.playlist].slides)


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
    expected = "expected iCalendar, SMIL, or a JSON export of Xibo's schedule; say which with --kind"
    raise refused("source", source, f"is none of the plans that can be read, {expected}")


def _adopted(kind: Kind, data: bytes, source: str, options: Options, context: Context) -> Adopted:
    pack = context.pack
    if kind != "ical":
        foreign = smil.read(data, source, pack.city.zone) if kind == "smil" else xibo.read(data, source, pack.city.zone)
        return adopted(foreign, pack)
    playlist = options.plays or next(iter(pack.playlists), "")
    if playlist not in pack.playlists:
        known = ", ".join(pack.playlists) or "none"
        raise refused("reference", "--plays", f"found the playlist {playlist!r}, expected one of {known}")
    found = calendar.read(data, source, pack, playlist)
    findings = list(found.findings)
    if not options.plays and len(pack.playlists) > 1:
        message = f"says no playlist; events without a category that is one play {playlist}, the first: say --plays"
        findings.append(unkept(source, message))
    return Adopted((), found.campaigns, tuple(findings))
