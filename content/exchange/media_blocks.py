"""Another product's schedule in the words of this one: blocks of media with their time, before they are campaigns.

Decides how a block becomes a playlist and a campaign of a pack: media are matched to slides by name, and what has no
slide is said, never dropped. Leaves out each product's format (`smil`, `xibo`).
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from content import strict_yaml
from content.authored import Moment
from content.findings import Finding, RefusedError
from content.pack.model import Campaign, Pack, Playlist
from content.pack.tagged import Tagged
from content.pack.values import Daypart, id_of
from content.phrases import said


class Block(NamedTuple):
    """Media that play one after the other. `displays` are the names of screens or groups; empty is all of them."""

    where: str
    name: str
    media: tuple[str, ...]
    priority: int = 0
    share: int = 1
    first: Moment | None = None
    last: Moment | None = None
    dayparts: tuple[Daypart, ...] = ()
    rrule: str | None = None
    displays: tuple[str, ...] = ()
    rdate: tuple[Moment, ...] = ()
    exdate: tuple[Moment, ...] = ()


class ForeignSchedule(NamedTuple):
    """The blocks of another product's schedule, and what of it a pack cannot keep."""

    blocks: tuple[Block, ...]
    findings: tuple[Finding, ...]


class NewCampaigns(NamedTuple):
    """Playlists and campaigns to add to a pack, and what they lose of their source.

    `names` maps the id of each campaign to the id its name in the source would make; they differ where that was taken.
    """

    playlists: tuple[Playlist, ...]
    campaigns: tuple[Campaign, ...]
    findings: tuple[Finding, ...]
    names: Mapping[str, str]


def adopted(schedule: ForeignSchedule, pack: Pack) -> NewCampaigns:
    """A playlist and a campaign for each block that has a slide. Ids are new ones."""
    playlists: dict[str, Playlist] = {}
    campaigns: dict[str, Campaign] = {}
    names: dict[str, str] = {}
    findings = list(schedule.findings)
    for block in schedule.blocks:
        slides = tuple(dict.fromkeys(slide_of(medium) for medium in block.media))
        there = tuple(slide for slide in slides if slide in pack.slides)
        findings += _missing(block, [slide for slide in slides if slide not in there], left_out=not there)
        findings += _repeated(block)
        if not there:
            continue
        called = id_of(block.name) or "plan"
        name = free(called, {*pack.playlists, *pack.campaigns, *playlists})
        displays, losses = _displays(block, pack)
        findings += losses
        try:
            campaign = authored(
                Campaign(
                    id=name,
                    playlist=name,
                    displays=displays,
                    priority=block.priority,
                    share=block.share,
                    first=block.first,
                    last=block.last,
                    dayparts=block.dayparts,
                    rrule=block.rrule,
                    rdate=block.rdate,
                    exdate=block.exdate,
                )
            )
        except ValueError as error:
            findings.append(unkept(block.where, said("was left out: {error}", error=error)))
            continue
        playlists[name], campaigns[name] = Playlist(id=name, slides=there), campaign
        names[name] = called
    return NewCampaigns(tuple(playlists.values()), tuple(campaigns.values()), tuple(dict.fromkeys(findings)), names)


def authored(campaign: Campaign) -> Campaign:
    """The campaign as it is read back from YAML. Raises ValueError for one that the pack would refuse."""
    try:
        return strict_yaml.typed(plain(campaign), Campaign, campaign.id)
    except RefusedError as error:
        raise ValueError(error.findings[0].message) from error


def _missing(block: Block, slides: list[str], *, left_out: bool) -> Iterator[Finding]:
    if slides:
        names = ", ".join(slides)
        message = said(
            "plays {names}, of which the pack has no slide; make slides with these ids and add them to its playlist",
            names=names,
        )
        yield unkept(block.where, said("was left out: it {message}", message=message) if left_out else message)


def _repeated(block: Block) -> Iterator[Finding]:
    counted = Counter(slide_of(medium) for medium in block.media)
    if twice := [slide for slide, times in counted.items() if times > 1]:
        yield unkept(
            block.where,
            said("plays {twice} more than once in a round; a playlist plays a slide once", twice=", ".join(twice)),
        )


def _displays(block: Block, pack: Pack) -> tuple[Any, list[Finding]]:
    """The displays of those ids or names; groups become tags."""
    if not block.displays:
        return "all", []
    by_name = {display.name: display.id for display in pack.displays.values()} | {key: key for key in pack.displays}
    known = tuple(by_name[name] for name in block.displays if name in by_name)
    groups = tuple(id_of(name) or name for name in block.displays if name not in by_name)
    if not groups:
        return known, []
    if known:
        message = said(
            "is for {known} and the groups {groups}; only the displays were kept",
            known=", ".join(known),
            groups=", ".join(groups),
        )
        return known, [unkept(block.where, message)]
    tagged = {tag for display in pack.displays.values() for tag in display.tags}
    lost = [tag for tag in groups if tag not in tagged]
    losses = [
        unkept(block.where, said("is for the group {tag}, expected displays with that tag", tag=tag)) for tag in lost
    ]
    return Tagged(tags=groups), losses


def once(start: datetime, end: datetime) -> tuple[Moment, Moment, tuple[Daypart, ...]]:
    """`from`, `to` and dayparts of what happens a single time between two local times.

    Within a day it is that day with its hours, as a person would write it. Over a midnight it is from and to a time: a
    day's `to` would cut it there. So it is of a time the clock shows twice, when the second is meant.
    """
    if start.date() == end.date() and not (start.fold or end.fold):
        day = Moment(start.date().isoformat())
        return day, day, (Daypart(start=f"{start:%H:%M}", end=f"{end:%H:%M}"),)
    return timed(start), timed(end), ()


def timed(at: datetime) -> Moment:
    """A local time to the minute, with its offset only where the clock shows it a second time."""
    return Moment((at if at.fold and at.tzinfo else at.replace(tzinfo=None)).isoformat(timespec="minutes"))


def slide_of(medium: str) -> str:
    """The id a slide of that medium has: `media/Harta Zonă.PNG` becomes `harta-zona`."""
    stem = re.split(r"[?#]", medium)[0].rstrip("/").rpartition("/")[2]
    return id_of(re.sub(r"\.[A-Za-z0-9]{2,5}$", "", stem)) or "fara-nume"


def free(name: str, taken: Iterable[str]) -> str:
    """`name`, or `name-2`, `name-3` and so on where it is taken."""
    known = set(taken)
    return next(each for n in range(1, len(known) + 2) if (each := name if n == 1 else f"{name}-{n}") not in known)


def unkept(where: str, message: str) -> Finding:
    """A warning about something the other format says and a pack cannot."""
    return Finding(level="warning", code="unkept", where=where, message=message)


def plain(value: Campaign | Playlist) -> Any:
    """The plain values that stand for it in the YAML of a pack."""
    return strict_yaml.plain(value)
