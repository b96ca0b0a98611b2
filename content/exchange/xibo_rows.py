"""The rows of a Xibo export: events, dayparts and layouts, with the fields that mean something to a plan.

Decides what a row must have to be read, and which fields are the CMS's own business. Names are those of its entities.
"""

from collections.abc import Iterator
from typing import Any, TypeVar

import msgspec

from content.exchange.media_blocks import unkept
from content.findings import Finding
from content.phrases import said

LAYOUT, COMMAND, OVERLAY, INTERRUPT, CAMPAIGN = 1, 2, 3, 4, 5
UNKEPT = {
    "isGeoAware": "area on the map",
    "geoLocation": "area on the map",
    "criteria": "conditions",
    "syncTimezone": "hours of each display's own time zone",
    "maxPlaysPerHour": "most plays an hour",
    "displayOrder": "place in the order",
    "parentCampaignId": "larger campaign",
    "scheduleReminders": "reminders",
    "reminders": "reminders",
}
"""Fields that mean something to whoever looks at the screen, or at the schedule, and what they are called."""
IDLE = frozenset(
    {
        *("campaign", "command", "name", "eventTypeName", "isAlways", "isCustom", "syncEvent", "displayGroupList"),
        *("recurringEvent", "recurringEventDescription", "lastRecurrenceWatermark", "isEditable", "buttons"),
        *("userId", "createdOn", "updatedOn", "modifiedBy", "modifiedByName"),
    }
)
"""Fields that do not, or say again what others do."""
PLAYS = {
    "duration": "length",
    "regions": "regions",
    "tags": "tags",
    "description": "description",
    "retired": "mark as retired",
    "isRetired": "mark as retired",
    "backgroundColor": "background",
    "backgroundImageId": "background",
}
"""The same of layouts and dayparts. A single region is no loss."""
EMPTY: tuple[object, ...] = ("", "0", 0, [], {})
"""Values that say nothing."""
OFFICE = frozenset(
    {
        *("layoutId", "parentId", "ownerId", "owner", "userId", "status", "statusMessage", "schemaVersion", "code"),
        *(
            "createdDt",
            "modifiedDt",
            "createdAt",
            "modifiedAt",
            "publishedStatus",
            "publishedStatusId",
            "publishedDate",
        ),
        *("width", "height", "orientation", "resolutionId", "backgroundzIndex", "displayOrder", "enableStat"),
        *("folderId", "permissionsFolderId", "groupsWithPermissions", "thumbnail", "buttons", "isLocked", "campaign"),
    }
)
"""Fields of these that are the CMS's own business; slides are drawn for the size of each display."""


class Named(msgspec.Struct):
    """A group of displays; a single display has one of its own."""

    displayGroup: str = ""


class Exceptional(msgspec.Struct):
    """Other hours on a weekday, `Mon` to `Sun`."""

    day: str
    start: str
    end: str


class DayPart(msgspec.Struct):
    """Hours with exceptions by weekday. `isAlways` and `isCustom` are Xibo's two that are built in."""

    dayPartId: int
    name: str = ""
    isAlways: int = 0
    isCustom: int = 0
    startTime: str = ""
    endTime: str = ""
    exceptions: list[Exceptional] = []


class Layout(msgspec.Struct):
    """A layout, or a campaign of layouts, and what it plays: `media` are names of files or widgets."""

    campaignId: int
    layout: str = ""
    media: list[str] = []


class Exclusion(msgspec.Struct):
    """A time of a recurring event that does not happen: one that starts and ends so."""

    fromDt: int | str
    toDt: int | str


class XiboEvent(msgspec.Struct):
    """One event of the schedule. Times are seconds since 1970, or texts local to the CMS."""

    eventId: int = 0
    eventTypeId: int = LAYOUT
    campaignId: int | None = None
    dayPartId: int | None = None
    fromDt: int | str | None = None
    toDt: int | str | None = None
    isPriority: int = 0
    shareOfVoice: int | None = None
    recurrenceType: str | None = None
    recurrenceDetail: int | None = None
    recurrenceRange: int | str | None = None
    recurrenceRepeatsOn: str | None = None
    recurrenceMonthlyRepeatsOn: int | None = None
    scheduleExclusions: list[Exclusion] = []
    displayGroups: list[Named] = []


class Export(msgspec.Struct):
    """The file. Its rows are read one by one, so that one that cannot be read spoils no other."""

    events: list[Any]
    dayParts: list[Any] = []
    layouts: list[Any] = []


def lost(records: list[dict[str, Any]], kind: type[msgspec.Struct], name: str, place: str) -> Iterator[Finding]:
    """What layouts or dayparts say that is not kept; rows that lose the same are named together."""
    told: dict[str, list[str]] = {}
    for row in records:
        filled = {key for key, value in row.items() if value not in EMPTY}
        if isinstance(regions := row.get("regions"), list) and len(regions) == 1:
            filled.discard("regions")
        messages = []
        if words := dict.fromkeys(words for key, words in PLAYS.items() if key in filled):
            messages.append(said("is kept without its {words}, which a pack has no place for", words=", ".join(words)))
        if strange := sorted(filled - set(kind.__struct_fields__) - PLAYS.keys() - OFFICE):
            messages.append(
                said(
                    "says {strange}, which this import does not know: look whether it matters",
                    strange=", ".join(strange),
                )
            )
        for message in messages:
            told.setdefault(message, []).append(str(row[name]))
    for loss, names in told.items():
        more = said(" and {names} more", names=len(names) - 5) if len(names) > 5 else ""
        yield unkept(f"{place} {', '.join(names[:5])}{more}", loss)


Record = TypeVar("Record")


def rows(
    records: list[Any], kind: type[Record], place: str, findings: list[Finding]
) -> Iterator[tuple[Record, dict[str, Any]]]:
    """Each row as `kind`, and as it is written without its empty fields. Numbers may be text."""
    for number, row in enumerate(records):
        filled = {key: value for key, value in row.items() if value is not None} if isinstance(row, dict) else row
        try:
            yield msgspec.convert(filled, kind, strict=False), filled
        except msgspec.ValidationError as error:
            findings.append(unkept(f"{place}[{number}]", said("was left out: it cannot be read: {error}", error=error)))
