"""Calendars of a press office (iCalendar, RFC 5545) as campaigns.

Decides which events count and what becomes of them: a campaign with its days, its hours as a daypart, its recurrence;
further campaigns for times it adds at another hour. An event that changes one time of another (RECURRENCE-ID) is a
campaign of its own, and that time is taken from the other. `event` says when an event happens, `unplaced`
what of it has no place in a campaign.
"""

import contextlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from content.exchange.ical import ics, unplaced
from content.exchange.ical.event import EventSeries, replaces, series
from content.exchange.ical.ics import Component
from content.exchange.media_blocks import NewCampaigns, authored, free, unkept
from content.exchange.single_times import Timing
from content.findings import Finding, refused
from content.pack.model import Campaign, Pack
from content.pack.values import id_of
from content.phrases import said

MAX_EVENTS = 5_000
_OTHERS = {"VTODO": "to-dos", "VJOURNAL": "journal entries", "VFREEBUSY": "free and busy times"}


class CalendarEvent(NamedTuple):
    """An event of the file. `place` is what findings call it; it has no title where the event is not public."""

    number: int
    component: Component
    place: str

    @property
    def uid(self) -> str:
        """The UID, or the number of an event that has none: no other event belongs to that."""
        return self.component.text("UID") or said("event {number}", number=self.number)

    @property
    def title(self) -> str:
        text = self.component.text("SUMMARY")
        return f"{text:.57}…" if len(text) > 58 else text or "without a title"

    @property
    def private(self) -> bool:
        """Whether it must not be shown: a class that is neither public nor known counts as private (§3.8.1.3)."""
        return self.component.text("CLASS").upper() not in ("", "PUBLIC")

    @property
    def cancelled(self) -> bool:
        """Whether the event is cancelled; a calendar may cancel all its events (RFC 5546 §3.2.5)."""
        return self.component.text("STATUS").upper() == "CANCELLED" or self.called_off

    @property
    def called_off(self) -> bool:
        return self.component.of_calendar("METHOD").upper() == "CANCEL"

    @property
    def key(self) -> tuple[str, str]:
        """What all versions of one event have in common."""
        return self.uid, self.component.text("RECURRENCE-ID")

    @property
    def version(self) -> tuple[int, str]:
        """Of versions that are alike in SEQUENCE the later DTSTAMP is the newer (RFC 5546 §2.1.5)."""
        text, stamp = self.component.text("SEQUENCE"), self.component.text("DTSTAMP").upper()
        number = int(text) if re.fullmatch(r"[0-9]{1,9}", text) else 0
        return number, stamp if re.fullmatch(r"[0-9]{8}T[0-9]{6}Z", stamp) else ""


class Override(NamedTuple):
    """A time of an event that another event replaces or cancels, or with `onwards` that and all later ones."""

    event: CalendarEvent
    value: date
    onwards: bool


def read(data: bytes, where: str, pack: Pack, playlist: str) -> NewCampaigns:
    """Campaigns of `playlist` for each event. An event that no campaign can say is left out, with a finding.

    The playlist is that of the event's first category that is one, or else the one given. Raises RefusedError when
    this is no calendar or has too many events.
    """
    try:
        parts = ics.components(data, where)
    except ValueError as error:
        raise refused(
            "calendar", where, said("is not iCalendar: {error}, expected a file as RFC 5545 has it", error=error)
        ) from error
    components = [each for each in parts if each.name == "VEVENT"]
    if len(components) > MAX_EVENTS:
        raise refused(
            "calendar",
            where,
            said(
                "found {components:,} events, expected at most {max_events:,}",
                components=len(components),
                max_events=MAX_EVENTS,
            ),
        )
    events = _placed(
        [CalendarEvent(number, each, f"{where}: event {number}") for number, each in enumerate(components, 1)]
    )
    reader = _EventImport(pack, playlist, events)
    findings = [*_other_parts(parts, where)]
    for event in events:
        try:
            findings += reader.take(event)
        except ValueError as error:
            findings.append(unkept(event.place, said("was left out: {error}", error=error)))
    return NewCampaigns((), tuple(reader.campaigns.values()), tuple(findings), reader.names)


def _placed(events: Sequence[CalendarEvent]) -> list[CalendarEvent]:
    """The events with their titles in `place`, but for private events and their changed times."""
    private = {event.uid for event in events if event.private}
    return [
        event if event.uid in private else event._replace(place=f"{event.place} ({event.title})") for event in events
    ]


def _other_parts(parts: Iterable[Component], where: str) -> Iterator[Finding]:
    for name, number in Counter(each.name for each in parts if each.name != "VEVENT").items():
        yield unkept(
            where,
            said(
                "has {others} ({number}), which play nothing; only events were read",
                others=_OTHERS.get(name, name),
                number=number,
            ),
        )


class _EventImport:
    """Collects the campaigns that are made of the events of one file."""

    def __init__(self, pack: Pack, playlist: str, events: Sequence[CalendarEvent]) -> None:
        self._pack, self._playlist = pack, playlist
        self.campaigns: dict[str, Campaign] = {}
        self.names: dict[str, str] = {}
        self._taken = set(pack.campaigns)
        self._newest: dict[tuple[str, str], CalendarEvent] = {}
        for event in events:
            self._newest[event.key] = max(self._newest.get(event.key, event), event, key=_age)
        counted = list(self._newest.values())
        self._parents = {event.uid: event for event in counted if not event.component.every("RECURRENCE-ID")}
        self._changes = _changes(counted)

    def take(self, event: CalendarEvent) -> Iterable[Finding]:
        """Makes the campaigns of an event and returns what they lose. Raises ValueError where the event is left out."""
        if event is not (newest := self._newest[event.key]):
            raise ValueError(_older(event, newest))
        parent = self._parents.get(event.uid) if event.component.every("RECURRENCE-ID") else None
        for each in (event, parent):
            if each is not None and each.private:
                raise ValueError(said("it is private, and what is in a campaign can be seen by everyone"))
        if parent is not None and parent.cancelled:
            raise ValueError(said("the event it is a time of, event {number}, is cancelled", number=parent.number))
        if event.component.every("RECURRENCE-ID"):
            return self._change(event, parent)
        if event.cancelled:
            name = _called(event)
            there = (
                said("; if the campaign {name} is of it, take that out of the pack", name=name)
                if name in self._pack.campaigns
                else ""
            )
            by = said(", as its whole calendar is (METHOD:CANCEL)") if event.called_off else ""
            raise ValueError(said("it is cancelled{by}{there}", by=by, there=there))
        return self._whole(event)

    def _whole(self, event: CalendarEvent) -> list[Finding]:
        """Makes the campaigns of an event with all its times, without those that other events override."""
        times = series(event.component, self._pack.city.zone)
        changes = [change for change in self._changes.get(event.uid, ()) if times.has(change.value)]
        ends = [day for each in changes if each.onwards and (day := times.when.day_of(each.value)) is not None]
        timings = times.timings([each.value for each in changes], min(ends, default=None))
        if not timings:
            raise ValueError(said("each of its times is left out, or changed by other events"))
        self._add(event, timings)
        return [*self._lost(event, times)]

    def _change(self, event: CalendarEvent, parent: CalendarEvent | None) -> list[Finding]:
        """Makes the campaign of an event that stands for one time of another."""
        change = Override(event, replaces(event.component), _is_onwards(event))
        losses = []
        if parent is None:
            losses.append(
                "is a changed time of an event that is not in this file; where that plays, leave out this day"
            )
        elif not self._has(parent, change.value):
            losses.append(
                said(
                    "changes a time that event {number} does not have: that plays as if this were not",
                    number=parent.number,
                )
            )
        elif change.onwards:
            losses.append(_onwards(event, parent, change))
        if event.cancelled:
            of = said("of event {number} ", number=parent.number) if parent else ""
            losses = losses or [said("is cancelled: the time {value}that it stands for was left out there", value=of)]
            return [unkept(event.place, each) for each in losses]
        times = series(event.component, self._pack.city.zone)
        self._add(event, times.timings())
        return [*(unkept(event.place, each) for each in losses), *self._lost(event, times)]

    def _lost(self, event: CalendarEvent, times: EventSeries) -> Iterator[Finding]:
        return (unkept(event.place, each) for each in unplaced.losses(event.component, times, self._pack.city.zone))

    def _has(self, parent: CalendarEvent, value: date) -> bool:
        try:
            return series(parent.component, self._pack.city.zone).has(value)
        except ValueError:  # the parent was left out, and is said to be
            return True

    def _add(self, event: CalendarEvent, timings: Sequence[Timing]) -> None:
        """A campaign for each, or none when one of them is refused. Raises ValueError."""
        called = _called(event)
        made: dict[str, Campaign] = {}
        for timing in timings:
            name = free(called, self._taken | made.keys())
            playlist = _playlist(event.component, self._pack, self._playlist)
            made[name] = authored(Campaign(id=name, playlist=playlist, **timing._asdict()))
        if len(self.campaigns) + len(made) > MAX_EVENTS:
            raise ValueError(said("the file makes more than {max_events:,} campaigns", max_events=MAX_EVENTS))
        self._taken |= made.keys()
        self.campaigns |= made
        self.names |= dict.fromkeys(made, called)


def _changes(events: Iterable[CalendarEvent]) -> Mapping[str, list[Override]]:
    """The overrides by the UID of the event they change, without those that cannot be read: `take` reports these."""
    overrides: dict[str, list[Override]] = {}
    for event in events:
        if event.component.every("RECURRENCE-ID"):
            with contextlib.suppress(ValueError):
                change = Override(event, replaces(event.component), _is_onwards(event))
                overrides.setdefault(event.uid, []).append(change)
    return overrides


def _age(event: CalendarEvent) -> tuple[tuple[int, str], int]:
    """What versions are ordered by: of two that say the same version, the later in the file is newer."""
    return event.version, event.number


def _older(event: CalendarEvent, newest: CalendarEvent) -> str:
    if event.component.properties == newest.component.properties:
        return said("event {number} is the same once more", number=newest.number)
    if event.version[0] < newest.version[0]:
        return "a newer version of it is in the file"
    by = "a later DTSTAMP" if event.version < newest.version else "the same SEQUENCE and DTSTAMP, and is the last"
    return said("event {number} has the same UID and {by}: that counts", number=newest.number, by=by)


def _is_onwards(event: CalendarEvent) -> bool:
    return any(
        each.params.get("RANGE", "").upper() == "THISANDFUTURE" for each in event.component.every("RECURRENCE-ID")
    )


def _onwards(event: CalendarEvent, parent: CalendarEvent, change: Override) -> str:
    sentence = said(
        "changes this and all later times of event {number}, which ends before {value:%Y-%m-%d} now",
        number=parent.number,
        value=change.value,
    )
    return (
        sentence
        if event.cancelled
        else said("{sentence}; of the later times only this one is here, add the others", sentence=sentence)
    )


def _called(event: CalendarEvent) -> str:
    return id_of(event.component.text(ics.CAMPAIGN) or event.component.text("SUMMARY")) or "eveniment"


def _playlist(event: Component, pack: Pack, otherwise: str) -> str:
    named = [each.strip() for categories in event.every("CATEGORIES") for each in categories.value.split(",")]
    return next((name for name in named if name in pack.playlists), otherwise)
